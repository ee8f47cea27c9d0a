package cage

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/extract"
)

// manyPages is a document of n pages of 40 lines, each page with a text of its own.
func manyPages(n int) string {
	var out, kids strings.Builder
	out.WriteString("%PDF-1.4\n")
	for i := range n {
		fmt.Fprintf(&kids, "%d 0 R ", 10+2*i)
		var text strings.Builder
		for line := range 40 {
			fmt.Fprintf(&text, "BT /F 10 Tf 72 %d Td (Page %d, line %d, on what the Committee decided at its session.) Tj ET\n", 720-16*line, i, line)
		}
		fmt.Fprintf(&out, "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 4 0 R>>>>/Contents %d 0 R>>endobj\n", 10+2*i, 11+2*i)
		fmt.Fprintf(&out, "%d 0 obj<</Length %d>>stream\n%sendstream endobj\n", 11+2*i, text.Len(), &text)
	}
	fmt.Fprintf(&out, "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n", n, &kids)
	out.WriteString("4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>endobj\ntrailer<</Root 1 0 R>>\n")
	return out.String()
}

// largeWord is a Word file of size bytes of XML, which no compression makes small.
func largeWord(t *testing.T, size int) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	types, err := z.Create("[Content_Types].xml")
	if err == nil {
		_, err = types.Write([]byte("<Types/>"))
	}
	if err != nil {
		t.Fatal(err)
	}
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	_, _ = w.Write([]byte("<w:document><w:body>"))
	for written := 0; written < size; {
		n, _ := fmt.Fprintf(w, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", strings.Repeat(fmt.Sprintf("%x ", random.Uint64()), 4)+fmt.Sprintf("%x", random.Uint64()))
		written += n
	}
	_, _ = w.Write([]byte("</w:body></w:document>"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A PDF document of 3,000 full pages is read, and Word and HTML files at the edge of their limits end in a message, within bounds on
// the memory of the child: the process at its largest, with some room above what was measured (561, 477 and 274 MiB).
func TestMemoryOfAChild(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large documents")
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = t.TempDir()
	}
	for _, c := range []struct {
		name string
		text string
		want string // of the error, "" for none
		most int    // MiB
	}{
		{"3,000 pages", manyPages(3000), "", 768},
		{"120 MiB of Word", largeWord(t, 120<<20), "too long for one document", 640},
		{"a line of 30 MiB", "<html><p>" + strings.Repeat("word ", 6<<20), "too long for one document", 640},
	} {
		t.Run(c.name, func(t *testing.T) {
			cage := open(t, "child-serve", Options{CacheDir: filepath.Join(dir, "plenary")})
			content, err := cage.Read(context.Background(), "a", strings.NewReader(c.text), extract.Limits{})
			switch {
			case c.want == "" && (err != nil || len(content.Blocks) < 3000):
				t.Errorf("%d blocks, %v", len(content.Blocks), err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %v, want %q", err, c.want)
			}
			most := int(cage.Peak() >> 20)
			t.Logf("%d MiB at most", most)
			if most > c.most {
				t.Errorf("the child took %d MiB, want %d at most", most, c.most)
			}
		})
	}
}
