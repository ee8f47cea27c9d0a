package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// PDFium gives the letters of right-to-left lines partly from the left and partly from the right, brackets mirrored or not. Their
// places on the page are true. So a line is read anew from its right edge, runs of Latin words and numbers in it from the left:
// the inverse of the Unicode Bidirectional Algorithm, as far as lines of print need it.

func isArabic(r rune) bool {
	return r >= 0x0600 && r <= 0x06ff || r >= 0x0750 && r <= 0x077f || r >= 0xfb50 && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc
}

// rightToLeft reports whether most letters of text are Arabic.
func rightToLeft(text string) bool {
	letters, arabic := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if isArabic(r) {
				arabic++
			}
		}
	}
	return arabic*2 > letters
}

// sign is a glyph of a right-to-left line, or the space between two words.
type sign struct {
	glyph
	at   float64 // where it stands, its middle
	word int     // the word it comes from
}

// arabicOrder puts the words of a right-to-left line into the order in which they are read.
func arabicOrder(words []word) []word {
	var line []sign
	var marks []word
	for i, w := range words {
		if w.raised {
			marks = append(marks, w)
			continue
		}
		line = append(line, fromRight(w, i)...)
	}
	slices.SortStableFunc(line, func(a, b sign) int { return cmp.Compare(b.at, a.at) })
	line = spaced(line, words)
	turnLatin(line)
	mendBrackets(line)
	return append(rebuild(line, words), marks...)
}

// spaced puts spaces where signs stand apart. Those of PDFium do not always stand where they should, but say where a narrow gap is
// one and a wide one, as beside the digit 1, is none. A bracket belongs to the side to which it is nearer.
func spaced(line []sign, words []word) []sign {
	gaps := make([]float64, len(line)+1) // before each sign, in parts of its size
	edge := 0.0
	for i, s := range line {
		if i > 0 {
			gaps[i] = (edge - s.x1) / max(words[s.word].size, 1)
		}
		if i == 0 || s.x0 < edge {
			edge = s.x0
		}
	}
	out := make([]sign, 0, len(line)+len(words))
	for i, s := range line {
		if i > 0 {
			last := line[i-1]
			least := 0.2
			switch {
			case s.word != last.word:
				least = 0.1
			case leftToRight(s.r) && leftToRight(last.r):
				least = 10
			case leftToRight(s.r) || leftToRight(last.r):
				least = 0.3
			}
			torn := mirrored[s.r] != 0 && gaps[i+1] > gaps[i] || mirrored[last.r] != 0 && gaps[i-1] > gaps[i]
			if gaps[i] > least && !torn {
				out = append(out, sign{glyph: glyph{r: ' '}, word: s.word})
			}
		}
		out = append(out, s)
	}
	return out
}

// fromRight are the signs of a word from its right edge. Two letters in one place are a ligature, of which lam comes before alef.
func fromRight(w word, index int) []sign {
	var out []sign
	for _, g := range w.letters {
		out = append(out, sign{glyph: g, at: (g.x0 + g.x1) / 2, word: index})
	}
	for i := range out {
		if unicode.Is(unicode.Mn, out[i].r) { // a vowel sign belongs to the letter above or below it
			for _, base := range out {
				if !unicode.Is(unicode.Mn, base.r) && base.x0 <= out[i].at && out[i].at <= base.x1 {
					out[i].at = base.at - 0.001
					break
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b sign) int { return cmp.Compare(b.at, a.at) })
	for i := 1; i < len(out); i++ {
		if out[i].r == 'ل' && strings.ContainsRune("اأإآ", out[i-1].r) && out[i].x0 == out[i-1].x0 && out[i].x1 == out[i-1].x1 {
			out[i-1], out[i] = out[i], out[i-1]
		}
	}
	return out
}

// turnLatin reverses the runs of a line that are read from the left: numbers, and Latin words with all between them.
func turnLatin(line []sign) {
	for i := 0; i < len(line); {
		if !leftToRight(line[i].r) {
			i++
			continue
		}
		end := numberEnd(line, i)
		latin := false
		for j := i; j < len(line) && !isArabicLetter(line[j].r); j++ {
			if isLatin(line[j].r) {
				latin = true
				end = j + 1
			} else if latin && leftToRight(line[j].r) {
				end = j + 1
			}
		}
		if latin {
			if second := numberEnd(line, i); second < end && line[second].r == ' ' && second+1 < end && !isLatin(line[second+1].r) && numberOnly(line[i:second]) {
				if next := numberEnd(line, second+1); next > second+1 && next < end { // "2 August 2023": the first number stands apart
					i = second + 1
				}
			}
		}
		slices.Reverse(line[i:end])
		i = end
	}
}

// numberEnd is the end of the number that begins at i, i where there is none. The marks between two digits belong to it that do so
// after Arabic letters: "70/1", but not "4-15", which is set from the right.
func numberEnd(line []sign, i int) int {
	end := i
	for j := i; j < len(line); j++ {
		switch {
		case unicode.IsDigit(line[j].r):
			end = j + 1
		case strings.ContainsRune(".,/:", line[j].r) && j+1 < len(line) && unicode.IsDigit(line[j+1].r) && j == end:
		default:
			return end
		}
	}
	return end
}

func numberOnly(line []sign) bool {
	return !slices.ContainsFunc(line, func(s sign) bool { return isLatin(s.r) })
}

func leftToRight(r rune) bool { return isLatin(r) || unicode.IsDigit(r) }

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Cyrillic, r) }

func isArabicLetter(r rune) bool { return isArabic(r) && unicode.IsLetter(r) }

var mirrored = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '«': '»', '»': '«', '‹': '›', '›': '‹'}

// mendBrackets turns the brackets that stand at the wrong end of a word: one at its head opens, one at its end closes.
func mendBrackets(line []sign) {
	inWord := func(i int) bool {
		if i < 0 || i >= len(line) {
			return false
		}
		return leftToRight(line[i].r) || isArabic(line[i].r) && (unicode.IsLetter(line[i].r) || unicode.IsDigit(line[i].r) || unicode.Is(unicode.Mn, line[i].r))
	}
	bracket := func(i int) bool { return i >= 0 && i < len(line) && mirrored[line[i].r] != 0 }
	for i := range line {
		twin, ok := mirrored[line[i].r]
		if !ok {
			continue
		}
		before, after := i-1, i+1
		for bracket(before) {
			before--
		}
		for bracket(after) {
			after++
		}
		opens := strings.ContainsRune("([{«‹", line[i].r)
		if opens && inWord(before) && !inWord(after) || !opens && !inWord(before) && inWord(after) {
			line[i].r = twin
		}
	}
}

// rebuild makes words of a line again. What a word is like it has from the word of its first sign.
func rebuild(line []sign, from []word) []word {
	var out []word
	for start := 0; start < len(line); {
		if line[start].r == ' ' {
			start++
			continue
		}
		end := start
		for end < len(line) && line[end].r != ' ' {
			end++
		}
		w := from[line[start].word]
		w.letters, w.glued = nil, false
		var text strings.Builder
		for i, s := range line[start:end] {
			text.WriteRune(s.r)
			if i == 0 {
				w.x0, w.x1 = from[s.word].x0, from[s.word].x1
			}
			w.x0, w.x1 = min(w.x0, from[s.word].x0), max(w.x1, from[s.word].x1)
		}
		w.text = plainArabic(text.String())
		out = append(out, w)
		start = end
	}
	return out
}

// plainArabic is text without the strokes that lengthen words, and with plain letters for presentation forms.
func plainArabic(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == 'ـ' && utf8.RuneCountInString(text) > 1:
		case r >= 0xfb50 && r <= 0xfdff, r >= 0xfe70 && r <= 0xfefc:
			out.WriteString(norm.NFKC.String(string(r)))
		default:
			out.WriteRune(r)
		}
	}
	return norm.NFC.String(out.String())
}

// mirror turns a right-to-left page over, so that its lines begin on the left: all that is known of edges, indents and columns
// holds for it too.
func (p *page) mirror() {
	for _, r := range p.rows {
		for i := range r.segments {
			s := &r.segments[i]
			s.x0, s.x1 = p.width-s.x1, p.width-s.x0
			for j := range s.words {
				w := &s.words[j]
				w.x0, w.x1 = p.width-w.x1, p.width-w.x0
			}
		}
		slices.SortStableFunc(r.segments, func(a, b segment) int { return cmp.Compare(a.x0, b.x0) })
	}
}

// rightToLeft reports whether most letters of a page are Arabic.
func (p *page) rightToLeft() bool {
	letters, arabic := 0, 0
	for _, row := range p.rows {
		l, a := countLetters(row.segments)
		letters, arabic = letters+l, arabic+a
	}
	return arabic*2 > letters
}

// countLetters counts the letters of segments, and those of them that are Arabic.
func countLetters(segments []segment) (letters, arabic int) {
	for _, s := range segments {
		for _, w := range s.words {
			for _, r := range w.text {
				if unicode.IsLetter(r) {
					letters++
					if isArabic(r) {
						arabic++
					}
				}
			}
		}
	}
	return letters, arabic
}
