package language

import "unicode"

// The scripts that are told apart.
const (
	latin = iota
	cyrillic
	arabic
	han
	kana
	hangul
	otherScript
	scripts
)

// lettersPerWord makes shares of scripts comparable.
var lettersPerWord = [scripts]float64{latin: 5.2, cyrillic: 6.2, arabic: 4.6, han: 1.6, kana: 1.6, hangul: 2.5, otherScript: 5}

// enoughLetters are those that a text must have to be sure of its language.
var enoughLetters = [scripts]int{cyrillic: 20, arabic: 16, han: 6, otherScript: 20}

// scriptLanguage is the official language that is written in a script.
var scriptLanguage = [scripts]Code{cyrillic: "ru", arabic: "ar", han: "zh"}

func scriptOf(r rune) int {
	switch {
	case r == 'ª' || r == 'º' || r == '×' || r == '÷':
		return -1
	case r < 0x250, 0x1e00 <= r && r < 0x1f00:
		if 'a' <= r|0x20 && r|0x20 <= 'z' || r >= 0xc0 {
			return latin
		}
		return -1
	case 0x0400 <= r && r < 0x0530:
		return cyrillic
	case 0x0600 <= r && r < 0x0780, 0xfb50 <= r && r < 0xfe00, 0xfe70 <= r && r < 0xff00:
		if !unicode.IsLetter(r) {
			return -1
		}
		return arabic
	case 0x4e00 <= r && r < 0xa000, 0x3400 <= r && r < 0x4dc0, 0xf900 <= r && r < 0xfb00 && r < 0xfaff, 0x20000 <= r && r < 0x32000:
		return han
	case 0x3040 <= r && r < 0x3100:
		return kana
	case 0xac00 <= r && r < 0xd7b0:
		return hangul
	case unicode.IsLetter(r):
		return otherScript
	}
	return -1
}

// Letters that Russian and Arabic do not have tell other languages in their scripts.
const (
	ukrainian = iota
	belarusian
	serbian
	persian
	urdu
	marks
)

var markLanguage = [marks]struct {
	code   Code
	script int
}{ukrainian: {"uk", cyrillic}, belarusian: {"be", cyrillic}, serbian: {"sr", cyrillic}, persian: {"fa", arabic}, urdu: {"ur", arabic}}

var markOf = map[rune]int{
	'ї': ukrainian, 'є': ukrainian, 'ґ': ukrainian, 'ў': belarusian, 'ј': serbian, 'љ': serbian, 'њ': serbian, 'ћ': serbian, 'ђ': serbian,
	'پ': persian, 'چ': persian, 'ژ': persian, 'گ': persian, 'ک': persian, 'ی': persian, 'ے': urdu, 'ٹ': urdu, 'ڈ': urdu, 'ں': urdu, 'ہ': urdu,
}
