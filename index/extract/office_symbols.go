package extract

import (
	"strconv"
	"strings"
)

// symbolFont are the characters of the font Symbol from 0x20 on, as Adobe orders them; a blank where there is none.
//
// Source: Unicode, VENDORS/ADOBE/symbol.txt.
var symbolFont = []rune(" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼" +
	strings.Repeat(" ", 33) + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭")

// dingbats are the characters of the Wingdings fonts that documents use: bullets, ticks, boxes, arrows, hands, pens, telephones.
var dingbats = map[rune]rune{
	0x21: '✎', 0x22: '✂', 0x28: '☎', 0x2a: '✉', 0x46: '☞', 0x4a: '☺', 0x6c: '●', 0x6e: '■', 0x6f: '□', 0x71: '❑', 0x72: '❒', 0x73: '⬧', 0x74: '⧫', 0x75: '◆', 0x76: '❖',
	0x9f: '•', 0xa0: '▪', 0xa1: '○', 0xa7: '▪', 0xa8: '◻', 0xab: '★', 0xd8: '➢', 0xdf: '←', 0xe0: '→', 0xe1: '↑', 0xe2: '↓', 0xe8: '➔', 0xef: '⇦', 0xf0: '⇨', 0xfb: '✗', 0xfc: '✓',
	0xfd: '☒', 0xfe: '☑',
}

// symbolChar is a character that is stated by its font and its place there, in hexadecimal. One that is not known is a blank.
func symbolChar(font, code string) string {
	n, err := strconv.ParseUint(code, 16, 32)
	if err != nil {
		return ""
	}
	return string(fontRune(font, rune(min(n, 0x10ffff))))
}

// fontRune is what a character of a symbol font looks like.
func fontRune(font string, c rune) rune {
	at := c
	if isPrivate(c) {
		at = c - 0xf000
	}
	font = strings.ToLower(font)
	switch {
	case strings.HasPrefix(font, "wingdings") || strings.HasPrefix(font, "webdings") || strings.HasPrefix(font, "zapf"):
		if r, ok := dingbats[at]; ok {
			return r
		}
	case strings.HasPrefix(font, "symbol") || isPrivate(c):
		if i := int(at) - 0x20; i >= 0 && i < len(symbolFont) {
			return symbolFont[i]
		}
	case !isPrivate(c) && c >= ' ':
		return c
	}
	return ' '
}
