package extract

import (
	"context"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// storedIn are the charsets in which each language was stored.
var storedIn = map[string][]string{
	"en": {"windows-1252"}, "fr": {"windows-1252", "iso-8859-15"}, "es": {"windows-1252", "iso-8859-15"},
	"ru": {"windows-1251", "koi8-r", "iso-8859-5", "ibm866"}, "ar": {"windows-1256", "iso-8859-6"}, "zh": {"gb18030"},
}

// Real paragraphs, each stored in each charset of its language, read as they were.
func TestGuessCharset(t *testing.T) {
	data, err := os.ReadFile("testdata/charsets.tsv")
	if err != nil {
		t.Fatal(err)
	}
	wrong, all := 0, 0
	for line := range strings.Lines(string(data)) {
		lang, text, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for _, name := range storedIn[lang] {
			c := charsetNamed(t, name)
			stored, err := encoding.ReplaceUnsupported(c.NewEncoder()).String(text)
			if err != nil {
				t.Fatal(err)
			}
			stored = strings.ReplaceAll(stored, "\x1a", "") // what the charset does not have
			want, _ := c.NewDecoder().String(stored)
			got, warning := decode([]byte(stored))
			all++
			if got != norm.NFC.String(want) || want != stored && !strings.Contains(warning, "read as ") {
				wrong++
				t.Errorf("%s as %s: %.60q became %.60q (%s)", lang, name, text, got, warning)
			}
		}
	}
	if all < 100 || wrong > 0 {
		t.Errorf("%d of %d wrong", wrong, all)
	}
}

func charsetNamed(t *testing.T, name string) charset {
	for _, c := range charsets {
		if c.name == name {
			return c
		}
	}
	t.Fatalf("no charset %s", name)
	return charset{}
}

func TestDecodeMarkup(t *testing.T) {
	for _, c := range []struct{ name, in, want, warning string }{
		{"a charset in meta", "<meta charset=windows-1251>\xcc\xe8\xf0", "<meta charset=windows-1251>Мир", ""},
		{"a charset in http-equiv", `<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">` + "\xed\xc9\xd2",
			`<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">Мир`, ""},
		{"a charset in the XML declaration", `<?xml version="1.0" encoding="ISO-8859-1"?>` + "<a>\xe9</a>", `<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>`, ""},
		{"a page that was recoded and still states its old charset", "<meta charset=iso-8859-1>é", "<meta charset=iso-8859-1>é", ""},
		{"a charset of no name", "<meta charset=x-none>Cura\xe7ao", "<meta charset=x-none>Curaçao", "not valid UTF-8: read as windows-1252"},
		{"UTF-8 stated and not so", "<meta charset=utf-8>Cura\xe7ao", "<meta charset=utf-8>Curaçao", "not valid UTF-8: read as windows-1252"},
	} {
		got, warning := decodeMarkup([]byte(c.in))
		if got != c.want || warning != c.warning {
			t.Errorf("%s: decodeMarkup = %q, warning %q, want %q, warning %q", c.name, got, warning, c.want, c.warning)
		}
	}
}

func TestUTF16WithoutMark(t *testing.T) {
	for _, order := range []utf.Endianness{utf.LittleEndian, utf.BigEndian} {
		for _, text := range []string{"1. Decides to meet.\n", "Резолюция 70/1\n", "قرار 70/1\n", "第70/1号决议 \n", "<html><p>Text</p></html>"} {
			stored, err := utf.UTF16(order, utf.IgnoreBOM).NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Read(context.Background(), "a.txt", strings.NewReader(stored), Limits{})
			if err != nil || len(c.Warnings) > 0 {
				t.Errorf("%q: Read = %v, warnings %q", text, err, c.Warnings)
				continue
			}
			if want := strings.TrimSpace(strings.NewReplacer("<html><p>", "", "</p></html>", "").Replace(text)); c.Blocks[0].Text != want {
				t.Errorf("%q was read as %q", text, c.Blocks[0].Text)
			}
		}
	}
}

// A text with some broken bytes stays the text that it is, and says so.
func TestBrokenUTF8(t *testing.T) {
	got, warning := decode([]byte("Déjà vu, été, \xff naïve"))
	if want := "Déjà vu, été, \ufffd naïve"; got != want || !strings.Contains(warning, "1 bytes are not valid UTF-8") {
		t.Errorf("decode = %q, %q, want %q", got, warning, want)
	}
}

// FuzzDecode: any bytes end in NFC text; replacement characters that the source does not hold are told.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"\xff\xfea\x00", "Cura\xe7ao", "\xcf\xf0\xe8\xe2\xe5\xf2", "<meta charset=big5>\xa4\xa4", "a\x00b\x00 \x00", "\xfe\xff\xd8\x00", "é\xff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, decode := range []func([]byte) (string, string){decode, decodeMarkup} {
			text, warning := decode(data)
			if !utf8.ValidString(text) || !norm.NFC.IsNormalString(text) {
				t.Errorf("%q is not valid NFC", text)
			}
			if len(text) > 20*len(data)+16 {
				t.Errorf("%d bytes from %d", len(text), len(data))
			}
			if strings.Contains(text, "\ufffd") && warning == "" && utf8.Valid(data) && !strings.Contains(string(data), "\ufffd") && !strings.Contains(string(data), "\x00") {
				t.Errorf("%q has lost characters of %q without a word", text, data)
			}
		}
	})
}
