package extract

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// pdfOf makes a document of objects, numbered from 1; the first is the catalogue.
func pdfOf(trailer string, objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n")
	at := make([]int, 0, len(objects))
	for i, body := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, xref)
	return out.Bytes()
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data)
}

const (
	catalogue = "<</Type/Catalog/Pages 2 0 R>>"
	timesFont = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"
	onePage   = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
	pageDict  = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>"
	someWords = "BT /F 10 Tf 72 700 Td (The Secretariat prepared the present note.) Tj ET"
)

// scanned is a document with a page of text and, as pages 2 and 3, pictures of pages.
func scanned(firstPage string) []byte {
	picture := "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</I 6 0 R>>>>/Contents 7 0 R>>"
	return pdfOf("", catalogue, "<</Type/Pages/Count 3/Kids[3 0 R 8 0 R 9 0 R]>>", pageDict, timesFont, stream("", firstPage),
		stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "\x80"),
		stream("", "q 612 0 0 792 0 0 cm /I Do Q"), picture, picture)
}

func TestPDFScans(t *testing.T) {
	c, err := readPDF(t, scanned(someWords), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := "pages 2, 3 scanned, without a text layer: left out; run OCR, for example `ocrmypdf in.pdf out.pdf`, then index the result"
	if len(c.Warnings) != 1 || c.Warnings[0] != want || len(c.Blocks) == 0 {
		t.Errorf("%d blocks with warnings %q, want the words of page 1 and %q", len(c.Blocks), c.Warnings, want)
	}
	if _, err := readPDF(t, scanned(""), Limits{}); !errors.Is(err, ErrNoTextLayer) {
		t.Errorf("error %v, want %v", err, ErrNoTextLayer)
	}
}

// Without a table of characters, fonts cut to the glyphs in use come out as glyph numbers, which are 29 below ASCII; and Cyrillic
// in fonts of one byte comes out as Latin-1.
func TestPDFSoup(t *testing.T) {
	shifted := strings.Map(func(r rune) rune {
		if r > 32+29 {
			return r - 29
		}
		return r
	}, full)
	lines := func(text string) string {
		var out strings.Builder
		for i := range 8 {
			fmt.Fprintf(&out, "BT /F 10 Tf 72 %d Td (%s) Tj ET\n", 700-12*i, strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text))
		}
		return out.String()
	}
	cyrillic := "\xc3\xe5\xed\xe5\xf0\xe0\xeb\xfc\xed\xe0\xff \xc0\xf1\xf1\xe0\xec\xe1\xeb\xe5\xff \xf1\xf1\xfb\xeb\xe0\xe5\xf2\xf1\xff"
	for name, text := range map[string]string{"glyph numbers": shifted, "Cyrillic as Latin": cyrillic} {
		if _, err := readPDF(t, pdfOf("", catalogue, onePage, pageDict, timesFont, stream("", lines(text))), Limits{}); !errors.Is(err, ErrNoUnicode) {
			t.Errorf("%s: error %v, want %v", name, err, ErrNoUnicode)
		}
	}
	noMap := "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Odd/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Odd/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/ABCDEF+Odd/Flags 4>>>>]>>"
	var numbers strings.Builder
	for i := range 8 {
		fmt.Fprintf(&numbers, "BT /F 10 Tf 72 %d Td <", 700-12*i)
		for _, r := range full {
			fmt.Fprintf(&numbers, "%04x", r-29)
		}
		numbers.WriteString("> Tj ET\n")
	}
	if c, err := readPDF(t, pdfOf("", catalogue, onePage, pageDict, noMap, stream("", numbers.String())), Limits{}); err == nil {
		t.Errorf("a font without Unicode was read as %q", outline(c))
	}
	for _, text := range []string{full, "LIST OF DELEGATIONS TO THE FOURTEENTH SESSION OF THE CONFERENCE OF THE PARTIES AND OBSERVERS"} {
		if c, err := readPDF(t, pdfOf("", catalogue, onePage, pageDict, timesFont, stream("", lines(text))), Limits{}); err != nil || len(c.Warnings) > 0 {
			t.Errorf("%q: %v, warnings %q, want none", text, err, c.Warnings)
		}
	}
}

// ownerLocked encrypts a page with an owner's password and none to open it: PDF 1.7, algorithms 2 to 4, 40 bits.
func ownerLocked() []byte {
	pad := []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
	crypt := func(key, data []byte) []byte {
		c, _ := rc4.NewCipher(key)
		out := make([]byte, len(data))
		c.XORKeyStream(out, data)
		return out
	}
	ownerKey := md5.Sum(append([]byte("owner"), pad[:27]...))
	owner := crypt(ownerKey[:5], pad)
	permissions := int32(-44)
	seed := append(append([]byte{}, pad...), owner...)
	seed = binary.LittleEndian.AppendUint32(seed, uint32(permissions))
	key := md5.Sum(append(seed, "0123456789abcdef"...))
	user := crypt(key[:5], pad)
	objectKey := md5.Sum(append(append([]byte{}, key[:5]...), 5, 0, 0, 0, 0)) // of object 5
	trailer := fmt.Sprintf("/ID[<%x><%x>]/Encrypt<</Filter/Standard/V 1/R 2/P %d/O<%x>/U<%x>>>", "0123456789abcdef", "0123456789abcdef", permissions, owner, user)
	return pdfOf(trailer, catalogue, onePage, pageDict, timesFont, stream("", string(crypt(objectKey[:10], []byte(someWords)))))
}

func deflated(data []byte) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.String()
}

// Bad and odd documents: each is read, or ends in an error of this package, and a good one after it is read as ever.
func TestPDFBadInput(t *testing.T) {
	var kids, deep []string
	for i := range 10_000 {
		kids = append(kids, "3 0 R")
		if i < 3000 {
			deep = append(deep, fmt.Sprintf("<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>", i+7, i+5))
		}
	}
	pages := func(n int) []byte {
		return pdfOf("", catalogue, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", n, strings.Join(kids[:n], " ")), pageDict, timesFont, stream("", someWords))
	}
	nested := append([]string{catalogue, "<</Type/Pages/Count 1/Kids[6 0 R]>>", pageDict, timesFont, stream("", someWords)}, deep...)
	nested[len(nested)-1] = pageDict
	many := []string{catalogue, onePage, pageDict, timesFont, stream("", someWords)}
	for range 200_000 {
		many = append(many, "null")
	}
	var crowded strings.Builder
	crowded.WriteString("BT /F 10 Tf 72 14000 Td 12 TL\n")
	for range 2100 {
		crowded.WriteString("(" + full + ") '\n")
	}
	crowded.WriteString("ET")
	huge := strings.Replace(pageDict, "612 792", "14400 14400", 1)
	bomb := deflated(append(bytes.Repeat([]byte(" "), 100<<20), someWords...))
	wild := "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 255/Widths 9 0 R/FontDescriptor<</Type/FontDescriptor/FontName/X/FontFile2 5 0 R>>>>"
	whole := pdfOf("", catalogue, onePage, pageDict, timesFont, stream("", someWords))
	for _, c := range []struct {
		name string
		data []byte
		want error // nil: it is read
	}{
		{"owner's password only", ownerLocked(), nil},
		{"10,000 pages", pages(10_000), &TooManyPagesError{10_000, DefaultMaxPages}},
		{"500 pages", pages(500), nil},
		{"page tree of 3,000 levels", pdfOf("", nested...), ErrDamaged},
		{"page tree that holds itself", pdfOf("", catalogue, "<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]>>", pageDict, timesFont, stream("", someWords)), nil},
		{"200,000 objects", pdfOf("", many...), nil},
		{"more than 200,000 characters on a page", pdfOf("", catalogue, onePage, huge, timesFont, stream("", crowded.String())), ErrDamaged},
		{"100 MiB of spaces in 100 KiB", pdfOf("", catalogue, onePage, pageDict, timesFont, stream("/Filter/FlateDecode", bomb)), nil},
		{"font that is none", pdfOf("", catalogue, onePage, pageDict, wild, stream("", someWords)), nil},
		{"stream that is not what it says", pdfOf("", catalogue, onePage, pageDict, timesFont, stream("/Filter/FlateDecode", someWords)), nil},
	} {
		content, err := readPDF(t, c.data, Limits{})
		var tooMany *TooManyPagesError
		switch {
		case c.want == nil && (err != nil || !strings.Contains(outline(content)[0], "The Secretariat prepared")):
			t.Errorf("%s: %v, %d blocks, want the words of the page", c.name, err, len(content.Blocks))
		case c.want != nil && (err == nil || !errors.Is(err, c.want) && !errors.As(err, &tooMany)):
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
		if _, err := readPDF(t, whole, Limits{}); err != nil {
			t.Fatalf("after %s a good document ends in %v", c.name, err)
		}
	}
	for n := 0; n < len(whole); n += len(whole)/25 + 1 {
		if _, err := readPDF(t, whole[:n], Limits{}); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrEmpty) && !errors.Is(err, ErrNoTextLayer) && n > 9 {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
}
