package document

import "strings"

// NormalItem is the normal form of an agenda item as people and documents write it: "2(b)" for "2 (b)", "2b", "2/b",
// "item 2 (b)" and "2.b". It reports false where s is no item number.
//
// Levels below the second keep their own brackets: "8(a)(ii)".
func NormalItem(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, word := range []string{"agenda", "items", "item", "sub-item", "subitem"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, word))
	}
	digits := 0
	for digits < len(s) && '0' <= s[digits] && s[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits > 3 {
		return "", false
	}
	var b strings.Builder
	b.WriteString(s[:digits])
	for _, level := range strings.FieldsFunc(s[digits:], func(r rune) bool { return strings.ContainsRune(" ().,/\u00a0", r) }) {
		if !isEnumerator(level) {
			return "", false
		}
		b.WriteString("(" + level + ")")
	}
	return b.String(), true
}

// isEnumerator reports whether s can stand in the brackets of a sub-item: a letter, a doubled letter, a small Roman
// number, or digits.
func isEnumerator(s string) bool {
	if len(s) > 4 {
		return false
	}
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z':
			letters++
		case '0' <= r && r <= '9':
			digits++
		default:
			return false
		}
	}
	return letters == 0 && digits <= 2 || digits == 0 && (letters == 1 || letters == 2 && s[0] == s[1] || strings.Trim(s, "ivx") == "")
}

// ItemParent is the item above a sub-item in normal form: "2" for "2(b)"; "" at the top.
func ItemParent(item string) string {
	if i := strings.LastIndexByte(item, '('); i > 0 {
		return item[:i]
	}
	return ""
}
