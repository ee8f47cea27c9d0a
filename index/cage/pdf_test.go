package cage

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// laughingPDF has four pages of words; the second and the fourth draw forms that draw forms, ten times each, for longer than
// anybody waits.
func laughingPDF() string {
	var out strings.Builder
	object := func(n int, body string) { fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, body) }
	stream := func(dict, data string) string {
		return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data)
	}
	out.WriteString("%PDF-1.4\n")
	object(1, "<</Type/Catalog/Pages 2 0 R>>")
	object(2, "<</Type/Pages/Count 4/Kids[3 0 R 4 0 R 5 0 R 6 0 R]>>")
	for i := range 4 {
		object(3+i, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 7 0 R>>/XObject<</X 20 0 R>>>>/Contents %d 0 R>>", 10+i))
		draw := ""
		if i%2 == 1 {
			draw = strings.Repeat("/X Do ", 10)
		}
		object(10+i, stream("", fmt.Sprintf("BT /F 10 Tf 100 %d Td (Words of page %d.) Tj ET %s", 600-40*i, i+1, draw)))
	}
	object(7, "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>")
	const depth = 12
	for i := range depth {
		inner := strings.Repeat("/X Do ", 10)
		if i == depth-1 {
			inner = "BT /F 10 Tf 1 1 Td (x) Tj ET"
		}
		object(20+i, stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 7 0 R>>/XObject<</X %d 0 R>>>>", 21+i), inner))
	}
	out.WriteString("trailer<</Root 1 0 R>>\n")
	return out.String()
}

// Pages on which PDFium never ends, or takes all memory before its time is up, are left out and named; the others are kept.
func TestPagesThatNeverEnd(t *testing.T) {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = t.TempDir()
	}
	c := open(t, "child-serve", Options{CacheDir: filepath.Join(dir, "plenary"), Silence: 2 * time.Second})
	content, err := read(c, laughingPDF())
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, b := range content.Blocks {
		if b.Text != "" {
			text = append(text, b.Text)
		}
	}
	if got, want := strings.Join(text, " "), "Words of page 1. Words of page 3."; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if len(content.Warnings) != 2 || !strings.HasPrefix(content.Warnings[0], "page 2: ") || !strings.HasPrefix(content.Warnings[1], "page 4: ") {
		t.Errorf("warnings %q, want one for page 2 and one for page 4", content.Warnings)
	}
}
