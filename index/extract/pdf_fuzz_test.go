package extract

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// FuzzPDF changes small documents. Each ends in blocks or in an error of this package, and leaves PDFium fit for the next.
func FuzzPDF(f *testing.F) {
	f.Add(pdfOf("", catalogue, onePage, pageDict, timesFont, stream("", someWords)))
	f.Add(writePDF("", column(123, 700, 10, full, full), column(123, 700, 10, "1.", "Some words.")))
	f.Add(scanned(someWords))
	f.Add(ownerLocked())
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append([]byte("%PDF-1.4\n"), data...)
		c, err := readPDF(t, data, Limits{MaxPages: 20})
		var tooMany *TooManyPagesError
		known := errors.Is(err, ErrDamaged) || errors.Is(err, ErrEncrypted) || errors.Is(err, ErrNoTextLayer) || errors.Is(err, ErrNoUnicode) || errors.Is(err, ErrEmpty)
		if err != nil && !known && !errors.As(err, &tooMany) {
			t.Fatalf("error %v", err)
		}
		for _, b := range c.Blocks {
			for _, at := range b.Breaks {
				if at < 0 || at > len(b.Text) {
					t.Fatalf("a page break at %d of %q", at, b.Text)
				}
			}
		}
	})
}

// FuzzLayOut lays out words at random places, in random sizes and scripts. No word is lost, but for heads and feet.
func FuzzLayOut(f *testing.F) {
	f.Add(uint64(1), 40, "The Secretariat prepared قرار الجمعية العامة 大会 Генеральная (a) 12. * 1")
	f.Add(uint64(7), 300, "word")
	f.Add(uint64(3), 5, "( ) [ ] « » • — ____ ......")
	f.Fuzz(func(t *testing.T, seed uint64, n int, text string) {
		vocabulary := strings.Fields(text)
		if n < 0 || n > 400 || len(vocabulary) == 0 || len(text) > 500 {
			return
		}
		rnd := rand.New(rand.NewPCG(seed, 0))
		var sheets []sheet
		letters := 0
		for page := range 2 {
			var glyphs []glyph
			for range n {
				x, y := 60+rnd.Float64()*400, 120+rnd.Float64()*500
				for _, r := range vocabulary[rnd.IntN(len(vocabulary))] {
					glyphs = append(glyphs, glyph{r: r, x0: x, x1: x + 5, y0: y, y1: y + 7})
					x += 5
				}
				glyphs = append(glyphs, glyph{r: ' ', x0: x, x1: x})
			}
			for _, g := range glyphs {
				if unicode.IsLetter(g.r) && visible(g) {
					letters++
				}
			}
			size := 8 + rnd.Float64()*4
			s := sheet{page: page + 1, width: 612, height: 792}
			s.segments = segments(glyphs, func(int) font { return font{size: size, weight: 400} })
			sheets = append(sheets, s)
		}
		got := 0
		for _, b := range layOut(sheets) {
			for _, r := range b.Text + b.Mark {
				if unicode.IsLetter(r) {
					got++
				}
			}
		}
		if got < letters*9/10 {
			t.Errorf("%d letters of %d are left", got, letters)
		}
	})
}
