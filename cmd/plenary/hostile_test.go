package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pdfOf makes a document of objects, numbered from 1; the first is the catalogue. PDFium finds them without a table.
func pdfOf(objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n")
	for i, body := range objects {
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R>>\n", len(objects)+1)
	return out.Bytes()
}

// pagesPDF has n pages that share their text.
func pagesPDF(n int, font, text string) []byte {
	kids := strings.Repeat("3 0 R ", n)
	return pdfOf("<</Type/Catalog/Pages 2 0 R>>", fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", n, kids),
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>", font,
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(text), text))
}

const (
	timesFont = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"
	noMapFont = "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Odd/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Odd" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/ABCDEF+Odd/Flags 4>>>>]>>"
	onePage = "BT /F 10 Tf 72 700 Td (The Secretariat prepared this note.) Tj ET"
)

// glyphNumbers are lines of text as glyph numbers, without a table that tells their letters.
func glyphNumbers() string {
	var out strings.Builder
	for line := range 8 {
		fmt.Fprintf(&out, "BT /F 10 Tf 72 %d Td <", 700-12*line)
		for _, r := range "The General Assembly decided to convene the conference in accordance with its resolution" {
			fmt.Fprintf(&out, "%04x", r-29)
		}
		out.WriteString("> Tj ET\n")
	}
	return out.String()
}

// archive packs parts, given as name and content by turns.
func archive(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		head := &zip.FileHeader{Name: parts[i], Method: zip.Deflate}
		if parts[i] == "mimetype" {
			head.Method = zip.Store
		}
		w, err := z.CreateHeader(head)
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func docxOf(t *testing.T, body string, more ...string) []byte {
	t.Helper()
	return archive(t, append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`}, more...)...)
}

// millionEntries is an archive whose directory names a part a million times.
func millionEntries() []byte {
	entry := make([]byte, 46, 47)
	copy(entry, "PK\x01\x02")
	binary.LittleEndian.PutUint16(entry[28:], 1)
	data := append([]byte("PK\x03\x04"), make([]byte, 26)...)
	at := len(data)
	data = append(data, bytes.Repeat(append(entry, 'a'), 1_000_000)...)
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], 0xffff)
	binary.LittleEndian.PutUint16(end[10:], 0xffff)
	binary.LittleEndian.PutUint32(end[12:], uint32(len(data)-at))
	binary.LittleEndian.PutUint32(end[16:], uint32(at))
	return append(data, end...)
}

const entityBomb = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>`

// hostileFile is a file with its cause in the words of the summary: of a failure, or of a warning where the file is read.
type hostileFile struct {
	name    string
	data    []byte
	failure string
	warning string
}

func hostileFiles(t *testing.T) []hostileFile {
	encrypted, err := os.ReadFile(filepath.Join("testdata", "hostile", "user-password.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	whole := pagesPDF(1, timesFont, onePage)
	inner := archive(t, "inner.zip", string(archive(t, "innermost.zip", string(archive(t, "a.txt", "words")))))
	onList := `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Decides to meet.</w:t></w:r></w:p>`
	numbering := func(s string) string { return `<w:numbering xmlns:w="w">` + s + `</w:numbering>` }
	styles := func(s string) string { return `<w:styles xmlns:w="w">` + s + `</w:styles>` }
	var recalls strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&recalls, "<w:p><w:r><w:t>Recalls its resolution %x.</w:t></w:r></w:p>", i*i*i)
	}
	return []hostileFile{
		{"encrypted.pdf", encrypted, "asks for a password: store it without one, for example by `qpdf", ""},
		{"truncated.pdf", whole[:40], "damaged or incomplete: fetch it again", ""},
		{"empty.pdf", nil, "the file holds no text", ""},
		{"10,000 pages.pdf", pagesPDF(10_000, timesFont, onePage), "has 10000 pages, limit 5000", ""},
		{"glyphs.pdf", pagesPDF(1, noMapFont, glyphNumbers()), "", ""}, // by errors of two kinds, below
		{"bomb.docx", docxOf(t, strings.Repeat(" ", 30<<20)), "the part \"word/document.xml\" expands to more than 200 times its size", ""},
		{"million.zip", millionEntries(), "more than 10000 entries", ""},
		{"nested.zip", inner, "a zip archive that is no document: unpack it", ""},
		{"entities.docx", archive(t, "[Content_Types].xml", "<Types/>", "word/document.xml", entityBomb+`<w:document><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>`), "a DOCTYPE with definitions of its own", ""},
		{"entities.odt", archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", entityBomb+`<office:document-content>&c;</office:document-content>`), "a DOCTYPE with definitions of its own", ""},
		{"entities.xml", []byte(`<?xml version="1.0"?>` + entityBomb + `<akomaNtoso>&c;</akomaNtoso>`), "a DOCTYPE with definitions of its own", ""},
		{"numbering.docx", docxOf(t, onList,
			"word/styles.xml", styles(`<w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`),
			"word/numbering.xml", numbering(`<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)),
			"", "lists are defined by one another in a circle"},
		{"two lists.docx", docxOf(t, onList,
			"word/styles.xml", styles(`<w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style><w:style w:styleId="T"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`),
			"word/numbering.xml", numbering(`<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="T"/></w:abstractNum>`+
				`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>`)),
			"", "lists are defined by one another in a circle"},
		{"styles.docx", docxOf(t, `<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Decides again.</w:t></w:r></w:p>`,
			"word/styles.xml", styles(`<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>`)),
			"", "styles are based on one another in a circle"},
		{"line.html", []byte("<html><p>" + strings.Repeat("word ", 10<<20)), "too large: more than the limit of 32 MiB", ""},
		{"long line.html", []byte("<html><p>" + strings.Repeat("word ", 4<<20)), "too long for one document", ""},
		{"lines.txt", bytes.Repeat([]byte("Recalls it.\n\n"), 500_000), "too long for one document", ""},
		{"long.docx", docxOf(t, recalls.String()), "too long for one document", ""},
		{"قرار الجمعية العامة.pdf", whole[:50], "damaged or incomplete", ""},
		{"第70-1号决议.docx", []byte("PK\x03\x04 cut off"), "cut off or damaged, its directory is missing: fetch the file again", ""},
	}
}

// Each file that cannot be read, or not all of it, is named by the program with the cause, and the good one beside them is indexed, all
// within the memory that the whole corpus may take.
func TestBadFilesAreNamed(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 150 MiB of bad files")
	}
	dir := t.TempDir()
	folder := filepath.Join(dir, "papers")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	files := hostileFiles(t)
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, f.name), f.data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "good.txt"), []byte("1. Decides to meet."), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("self.txt", filepath.Join(folder, "self.txt")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	makePipe(t, filepath.Join(folder, "pipe.txt")) // left out without a word, as all that is no file
	got := indexed(t, filepath.Join(dir, "corpus"), folder)
	if got.PeakMemory > 640<<20 {
		t.Errorf("the run took %d MiB of memory, want 640 at most", got.PeakMemory>>20)
	}
	failed, warned := map[string]string{}, map[string]string{}
	for _, f := range got.Failed {
		failed[filepath.Base(f.Source)] = f.Error
	}
	for _, w := range got.Warnings {
		warned[filepath.Base(w.Source)] += w.Error + "\n"
	}
	for _, f := range files {
		if f.failure != "" && !strings.Contains(failed[f.name], f.failure) || f.failure == "" && f.warning != "" && failed[f.name] != "" {
			t.Errorf("%s: failure %q, want %q", f.name, failed[f.name], f.failure)
		}
		if !strings.Contains(warned[f.name], f.warning) {
			t.Errorf("%s: warnings %q, want %q", f.name, warned[f.name], f.warning)
		}
	}
	for name, e := range failed {
		if strings.Contains(e, folder) {
			t.Errorf("%s: %q names the file twice", name, e)
		}
	}
	if e := failed["glyphs.pdf"]; !strings.Contains(e, "fonts do not say which letters") && !strings.Contains(e, "a scan without a text layer") {
		t.Errorf("glyphs.pdf: failure %q, want one that says that its text cannot be told", e)
	}
	if e := failed["self.txt"]; !strings.Contains(e, "link") {
		t.Errorf("self.txt: failure %q, want one that says it is a link", e)
	}
	if _, ok := failed["good.txt"]; ok || got.Documents != 4 {
		t.Errorf("%d documents, want good.txt and the 3 that warn", got.Documents)
	}
}

// indexed is the summary of a run of the program over a folder.
func indexed(t *testing.T, index, folder string) (s runSummary) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program(t), "index", "--json", "--index", index, folder)
	cmd.Env = os.Environ()
	var said bytes.Buffer
	cmd.Stderr = &said
	out, _ := cmd.Output() // exits with 1 where a file failed
	if err := json.Unmarshal(out, &s); err != nil {
		t.Fatalf("%v: %s\n%s", err, out, &said)
	}
	return s
}
