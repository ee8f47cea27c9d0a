package extract

import (
	"slices"
	"strings"
	"unicode"
)

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

// arabicOrder puts the words of an Arabic line into the order in which they are read: from the right, with runs of numbers and
// Latin words within it from the left.
func arabicOrder(words []word) []word {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b word) int {
		switch {
		case a.x1 > b.x1:
			return -1
		case a.x1 < b.x1:
			return 1
		}
		return 0
	})
	for i := 0; i < len(words); {
		end := i
		for end < len(words) && hasLatin(words[end].text) {
			end++
		}
		if end > i+1 {
			slices.Reverse(words[i:end])
		}
		i = max(end, i+1)
	}
	for i := range words {
		words[i].glued = i > 0 && gap(words[i-1], words[i]) < 0.05*words[i].size
	}
	return words
}

func hasLatin(text string) bool {
	for _, r := range text {
		if unicode.Is(unicode.Latin, r) {
			return true
		}
	}
	return false
}

// lamAlef are the ligatures of lam and alef as PDFium splits them, letters swapped: "األمم" for "الأمم".
var lamAlef = []struct{ wrong, right string }{{"األ", "الأ"}, {"اإل", "الإ"}, {"اآل", "الآ"}}

// mendArabic puts the letters of a split ligature at the head of a word right, and presentation forms into plain letters.
func mendArabic(text string) string {
	if !rightToLeft(text) {
		return text
	}
	head, body := "", text
	for _, prefix := range [...]string{"", "و", "ف", "ب", "ك"} {
		if rest, ok := strings.CutPrefix(text, prefix); ok {
			for _, l := range lamAlef {
				if tail, ok := strings.CutPrefix(rest, l.wrong); ok {
					head, body = prefix+l.right, tail
				}
			}
		}
	}
	return head + body
}
