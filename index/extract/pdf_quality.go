package extract

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
)

// What is to be done about pages without usable text.
const (
	adviceScan = "run OCR, for example `ocrmypdf in.pdf out.pdf`, then index the result"
	adviceSoup = "run OCR, for example `ocrmypdf --force-ocr in.pdf out.pdf`, then index the result"
)

// pageLists are the pages of a document whose text is missing or doubtful, counted from 1.
type pageLists struct{ failed, scanned, misread, soup []int }

// add notes what a page is like.
func (l *pageLists) add(s sheet) {
	switch {
	case s.soup:
		l.soup = append(l.soup, s.page)
	case s.picture && len(s.segments) == 0:
		l.scanned = append(l.scanned, s.page)
	case s.picture:
		l.misread = append(l.misread, s.page)
	}
}

// warnings say what was left out and what to do about it.
func (l *pageLists) warnings() []string {
	var out []string
	say := func(pages []int, format string) {
		if len(pages) > 0 {
			out = append(out, fmt.Sprintf(format, pageNumbers(pages)))
		}
	}
	say(l.failed, "%s could not be read: left out")
	say(l.scanned, "%s scanned, without a text layer: left out; "+adviceScan)
	say(l.soup, "%s in fonts that do not say which letters they hold: left out; "+adviceSoup)
	say(l.misread, "%s scanned, with a text layer by OCR: words may be misread")
	return out
}

// pageNumbers names pages: "page 3", "pages 2, 5–7".
func pageNumbers(pages []int) string {
	var parts []string
	for i := 0; i < len(pages); {
		end := i
		for end+1 < len(pages) && pages[end+1] == pages[end]+1 {
			end++
		}
		switch end - i {
		case 0:
			parts = append(parts, fmt.Sprint(pages[i]))
		case 1:
			parts = append(parts, fmt.Sprint(pages[i]), fmt.Sprint(pages[end]))
		default:
			parts = append(parts, fmt.Sprintf("%d–%d", pages[i], pages[end]))
		}
		i = end + 1
	}
	word := "pages "
	if len(pages) == 1 {
		word = "page "
	}
	return word + strings.Join(parts, ", ")
}

// Shares by which the letters of a page show that they are not those of its print.
const (
	soupSample  = 150  // letters from which shares mean something
	maxUnmapped = 0.2  // of glyphs without a character, or with one of private use
	maxControls = 0.05 // of glyphs that are control characters
	minVowels   = 0.22 // of Latin and Cyrillic letters; English has 0.38, Russian 0.42, Polish 0.35
	maxAccented = 0.35 // of Latin letters: Cyrillic read as Latin-1 has nothing else; Vietnamese has 0.3, French 0.05
)

const vowels = "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿаеёиоуыэюяіїє"

// isSoup reports whether the letters of a page cannot be those that are printed: its fonts have no or a wrong table of characters.
// Fonts without one come out as glyph numbers, such as "7KH 6HFUHWDU\" for "The Secretary", in which vowels are rare.
func isSoup(glyphs []glyph) bool {
	seen, unmapped, controls, letters, alphabetic, accented, vowel := 0, 0, 0, 0, 0, 0, 0
	for _, g := range glyphs {
		switch {
		case g.r == '\r' || g.r == '\n' || g.r == lineHyphen || unicode.IsSpace(g.r):
			continue
		case g.r == 0, g.r == unicode.ReplacementChar, unicode.Is(unicode.Co, g.r), g.r >= 0xfff0 && g.r <= 0xffff:
			unmapped++
		case unicode.IsControl(g.r):
			controls++
		}
		seen++
		if !unicode.IsLetter(g.r) {
			continue
		}
		letters++
		if r := unicode.ToLower(g.r); isLatin(r) {
			alphabetic++
			if strings.ContainsRune(vowels, r) {
				vowel++
			}
			if r >= 0xdf && r <= 0xff {
				accented++
			}
		}
	}
	share := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
	if seen >= 20 && (share(unmapped, seen) > maxUnmapped || share(controls, seen) > maxControls) {
		return true
	}
	return alphabetic >= soupSample && alphabetic*2 > letters && (share(vowel, alphabetic) < minVowels || share(accented, alphabetic) > maxAccented)
}

// isPicture reports whether a picture covers most of a page, as in scans: it is among the first or last objects of the page.
func (d pdfDocument) isPicture(page requests.Page, width, height float64) bool {
	const looked, covers = 2, 0.7
	count, err := d.instance.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return false
	}
	for i := range count.Count {
		if i >= looked && i < count.Count-1 {
			continue
		}
		object, err := d.instance.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return false
		}
		kind, err := d.instance.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			continue
		}
		at, err := d.instance.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
		if err == nil && float64(at.Right-at.Left)*float64(at.Top-at.Bottom) > covers*width*height {
			return true
		}
	}
	return false
}
