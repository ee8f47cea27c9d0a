package extract

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/unicode/norm"
)

// decode returns data as NFC text. The charset is told by a byte order mark, by being valid UTF-8, by the zeros of UTF-16, and else
// guessed: then a warning names it.
func decode(data []byte) (text, warning string) { return decodeAs(data, "") }

// decodeMarkup does as decode for HTML and XML, which may state their charset. UTF-8 is believed before that: servers and editors
// recode pages and leave the statement as it was.
func decodeMarkup(data []byte) (text, warning string) { return decodeAs(data, declaredCharset(data)) }

func decodeAs(data []byte, declared string) (text, warning string) {
	out, known := decodeUnicode(data)
	if !known && declared != "" {
		out, known = decodeDeclared(data, declared)
	}
	if !known {
		if broken := brokenUTF8(data); broken > 0 {
			out, warning = data, fmt.Sprintf("%d bytes are not valid UTF-8: shown as \ufffd", broken)
		} else {
			c := guessCharset(data)
			out, _ = c.NewDecoder().Bytes(data) // what cannot be decoded becomes U+FFFD
			warning = "not valid UTF-8: read as " + c.name
			if n := bytes.Count(out, []byte("\ufffd")); n > 0 {
				warning += fmt.Sprintf(", in which %d characters are shown as \ufffd", n)
			}
		}
	}
	return norm.NFC.String(strings.ToValidUTF8(strings.TrimPrefix(string(out), "\ufeff"), "\ufffd")), warning
}

// decodeUnicode decodes what is Unicode beyond doubt.
func decodeUnicode(data []byte) (text []byte, known bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		text, _ = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder().Bytes(data)
	case utf16Marked(data):
		text, _ = utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder().Bytes(data)
	case bytes.IndexByte(data[:min(len(data), sampleBytes)], 0) >= 0:
		order, ok := unmarkedUTF16(data)
		if !ok {
			return nil, false
		}
		text, _ = utf.UTF16(order, utf.IgnoreBOM).NewDecoder().Bytes(data)
	case utf8.Valid(data):
		text = data
	default:
		return nil, false
	}
	return text, true
}

// isUTF16 reports whether zero bytes in data belong to text.
func isUTF16(data []byte) bool {
	if utf16Marked(data) {
		return true
	}
	_, ok := unmarkedUTF16(data)
	return ok
}

func utf16Marked(data []byte) bool {
	return len(data) >= 2 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff)
}

// unmarkedUTF16 tells UTF-16 without a byte order mark from bytes that are no text. It has zeros, for blanks and ends of lines, and in
// one of the two orders nearly all its characters belong to scripts of the six languages.
func unmarkedUTF16(data []byte) (order utf.Endianness, ok bool) {
	head := data[:min(len(data), sampleBytes)&^1]
	if len(data)%2 != 0 {
		return order, false
	}
	zeros := bytes.Count(head, []byte{0})
	for _, order := range []utf.Endianness{utf.LittleEndian, utf.BigEndian} {
		text, _ := utf.UTF16(order, utf.IgnoreBOM).NewDecoder().Bytes(head)
		plausible, all, low := 0, 0, 0
		for _, r := range string(text) {
			all++
			if r < 0x100 {
				low++
			}
			if isPlausible(r) {
				plausible++
			}
		}
		if plausible*20 >= all*19 && low*20 >= zeros*19 { // a zero is half of a character such as a blank
			return order, true
		}
	}
	return utf.LittleEndian, false
}

func isPlausible(r rune) bool {
	switch {
	case r < ' ':
		return r == '\n' || r == '\r' || r == '\t' || r == '\f'
	case r < 0x7f, 0xa0 <= r && r <= 0x17f, 0x2010 <= r && r <= 0x206f, 0x3000 <= r && r <= 0x303f, 0x4e00 <= r && r <= 0x9fff, 0xff00 <= r && r <= 0xffef:
		return true
	}
	return unicode.In(r, unicode.Cyrillic, unicode.Arabic)
}

// statedCharset is the charset that an XML declaration or a meta element states.
var statedCharset = regexp.MustCompile(`(?i)(?:<\?xml[^>]*\sencoding|<meta\s[^>]*charset)\s*=\s*["']?\s*([\w.:-]{2,40})`)

func declaredCharset(data []byte) string {
	if m := statedCharset.FindSubmatch(data[:min(len(data), sampleBytes)]); m != nil {
		return string(m[1])
	}
	return ""
}

// decodeDeclared decodes by the name of a charset, unless there is none of that name or the bytes are not in it.
func decodeDeclared(data []byte, name string) (text []byte, ok bool) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil, false
	}
	if canonical, _ := htmlindex.Name(enc); canonical == "utf-8" || strings.HasPrefix(canonical, "utf-16") {
		return nil, false // it would have been known
	}
	text, err = enc.NewDecoder().Bytes(data)
	return text, err == nil && bytes.Count(text, []byte("\ufffd"))*1000 <= len(data)
}

// brokenUTF8 is the number of bytes that are no UTF-8 in a text which otherwise is, 0 for one that is not.
func brokenUTF8(data []byte) int {
	broken, sound := 0, 0
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			sound++
		}
		rest = rest[size:]
	}
	if sound < 3 || broken*4 > sound {
		return 0
	}
	return broken
}
