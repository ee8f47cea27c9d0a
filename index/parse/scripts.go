package parse

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
)

// arabicLetters are the letters with which Arabic documents count sub-items, in the order of the abjad, that is for a, b, c …
const arabicLetters = "أبجدهوزحطيكلمنسعفصقرشتثخذض"

// latinLetter is the Latin letter that an enumerator in another script stands for, 0 where there is none.
func latinLetter(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z':
		return r
	case r == 'ا' || r == 'إ':
		return 'a'
	case r == 'ﻫ' || r == 'ھ':
		return 'e'
	}
	n := 0
	for _, letter := range arabicLetters {
		if letter == r {
			return rune('a' + n)
		}
		n++
	}
	return cyrillicTwins[r]
}

// cyrillicTwins are Cyrillic letters that are typed for the Latin ones they look like: "Пункт 71 а)".
var cyrillicTwins = map[rune]rune{'а': 'a', 'с': 'c', 'е': 'e', 'о': 'o', 'р': 'p', 'х': 'x', 'у': 'y', 'і': 'i'}

// latinCapitals writes the Cyrillic capitals that are typed for Latin ones in symbols: "А/RES/74/249 В".
func latinCapitals(s string) string {
	return strings.NewReplacer("А", "A", "В", "B", "С", "C", "Е", "E", "Н", "H", "К", "K", "М", "M", "О", "O", "Р", "P", "Т", "T", "Х", "X").Replace(s)
}

// asciiDigits writes the digits of any script as 0 to 9.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.IsDigit(r) {
			switch {
			case '٠' <= r && r <= '٩':
				return '0' + r - '٠'
			case '۰' <= r && r <= '۹':
				return '0' + r - '۰'
			case '０' <= r && r <= '９':
				return '0' + r - '０'
			}
		}
		return r
	}, s)
}

// latinLabel writes an enumerator in Latin letters and digits, so that it is the same in every language: "(a)" for "(أ)", "(2)" for "㈡",
// "(11)" for "(十一)".
func latinLabel(label string) string {
	if n := hanNumber(label); n > 0 {
		return "(" + strconv.Itoa(n) + ")"
	}
	return strings.Map(func(r rune) rune {
		if r == 'ـ' || unicode.Is(unicode.Mn, r) { // an elongation, as in "(هـ)"
			return -1
		}
		if l := latinLetter(unicode.ToLower(r)); l != 0 {
			return l
		}
		return r
	}, asciiDigits(label))
}

// hanNumerals is an enumerator in Chinese numerals below a hundred.
var hanNumerals = regexp.MustCompile(`^\s*(?:([㈠-㈩])|[(（]\s*([二三四五六七八九]?)(十?)([一二三四五六七八九]?)\s*[)）])\s*$`)

// hanNumber is the number of an enumerator in Chinese numerals, 0 if it is none.
func hanNumber(label string) int {
	m := hanNumerals.FindStringSubmatch(label)
	if m == nil {
		return 0
	}
	if m[1] != "" {
		return int([]rune(m[1])[0]-'㈠') + 1
	}
	value := func(s string) int {
		if s == "" {
			return 0
		}
		return strings.Index("一二三四五六七八九", s)/len("一") + 1
	}
	switch {
	case m[3] != "":
		return max(1, value(m[2]))*10 + value(m[4])
	case m[2] != "" && m[4] != "": // "(二三)" is no number
		return 0
	}
	return value(m[2]) + value(m[4])
}

// statedItem is an item as agenda lines of any language print it: "69 (a)", "23 a)", "71 (ب)", "138 (c) 和".
var statedItem = regexp.MustCompile(`(\d{1,3})((?:\s*[(（]?\s*[a-z]{1,2}\s*[)）])*)|[(（]?\b([a-z]{1,2})\s*[)）]`)

var itemLetter = regexp.MustCompile(`[a-z]{1,2}`)

// itemsInAnyLanguage reads the items of an agenda line in normal form and order: "Points 20 et 71 b) de l’ordre du jour".
func itemsInAnyLanguage(line string) []string {
	line = itemLettersOnly(strings.Join(strings.Fields(line), " "))
	var out []string
	number := ""
	add := func(item string) {
		if item, ok := document.NormalItem(item); ok {
			for _, known := range out {
				if known == item {
					return
				}
			}
			out = append(out, item)
		}
	}
	for _, m := range statedItem.FindAllStringSubmatch(line, 20) {
		switch {
		case m[1] != "":
			number = m[1]
			letters := itemLetter.FindAllString(m[2], -1)
			if len(letters) == 0 {
				add(number)
			}
			for _, l := range letters {
				add(number + "(" + l + ")")
			}
		case number != "":
			add(number + "(" + m[3] + ")")
		}
	}
	return out
}

// bracketedLetter is a letter or two before a closing bracket, in any script.
var bracketedLetter = regexp.MustCompile(`[(（]?\s*\p{L}\p{M}?\s?(?:\p{L}|ـ)?\s*[)）]`)

// itemLettersOnly writes the letters of items in Latin, and leaves words alone.
func itemLettersOnly(line string) string {
	return bracketedLetter.ReplaceAllStringFunc(asciiDigits(line), func(s string) string {
		return strings.ReplaceAll(latinLabel(strings.ToLower(s)), " ", "")
	})
}
