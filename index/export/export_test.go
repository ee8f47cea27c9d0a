package export_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/klauspost/compress/zstd"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/export"
)

// full is a document that has something in every field of the model.
func full() document.Document {
	item := document.AgendaItem{Item: "2(b)", Title: "Title <of> it", Short: "It", Documentation: []document.Listed{{Symbol: "A/1", Entry: "Note"}},
		Sittings: []document.Slot{{Date: "2024-10-14", Time: "3–6 p.m."}}}
	item.Children = []document.AgendaItem{item}
	tags := []document.AgendaTag{{Item: "2(b)", Title: "Title", Agenda: "A/1", Via: document.ViaText, Evidence: "under agenda item 2 (b)"}}
	return document.Document{
		Header: document.Header{Source: "a/b.txt", URL: "url", Symbol: "A/79/1", SymbolVia: document.ViaMasthead, SymbolEvidence: "line 1", Symbols: []string{"A/79/1", "S/1"},
			Related: []document.Related{{Relation: document.DraftOf, Symbol: "A/79/L.1"}}, Lang: "ar", Title: "تقرير\u2028\u0000 & <b>", Type: "Report", Body: "GA", BodyName: "General Assembly",
			Session: "Seventy-ninth session", SessionNumber: 79, Date: "2024-07-04", Adopted: "2024-07-05", Reissued: "2024-07-06", Distribution: "General", OriginalLanguage: "English",
			Place: "New York", SessionFrom: "2024-09-10", SessionTo: "2025-09-09", MastheadItems: []string{"2(b)"}, Agenda: []document.AgendaItem{item}, Hash: "ab.cd", Warnings: []string{"odd"}},
		Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Role: "item", Number: "1", Label: "1.", Level: 1, Text: "القرار 70/1 of 4 July", Place: 1, Lang: "fr",
			Section: []string{"I", "A"}, LeadIn: "Requests:", Quoted: true, QuotedFrom: "Charter", FootnoteMark: "*", FootnoteOf: 3, Cells: []string{"a", ""}, Slot: &document.Slot{Date: "2024-10-14", Time: "10 a.m."},
			PageBreaks: []int{2}, Page: 7, Items: tags, StatedItems: tags,
			Citations: []citation.Citation{{Kind: citation.Resolution, Body: "GA", BodyVia: citation.BodyFromText, Instrument: "none", ID: "70/1", Start: 2, End: 4, Implied: true}},
			Dates:     []citation.Date{{From: "2024-07-04", To: "2024-07-05", ISO: "2024-07-04/2024-07-05", Start: 4, End: 6}}}},
	}
}

// allSet fails for a field of the model that full forgets.
func allSet(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	if v.IsZero() && path != ".Header.Agenda[].Children[].Children" && path != ".Units[].Cells[]" {
		t.Errorf("%s is not set: a new field of the model stands here, too", path)
	}
	switch v.Kind() {
	case reflect.Pointer:
		allSet(t, path, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			allSet(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			allSet(t, path+"[]", v.Index(i))
		}
	}
}

// bare is a document of which an index holds as little as it can.
func bare(symbol string) document.Document {
	return document.Document{Header: document.Header{Symbol: symbol}, Units: []document.Unit{}}
}

// write makes an export.
func write(t testing.TB, name string, docs []document.Document, entries []document.Entry) []byte {
	t.Helper()
	var out bytes.Buffer
	compressed, err := export.Compress(&out, name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := export.NewWriter(compressed, export.Header{Schema: 5, Documents: len(docs), Sources: len(entries), Settled: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		err = errors.Join(err, w.Document(d))
	}
	for _, e := range entries {
		err = errors.Join(err, w.Entry(e))
	}
	if err := errors.Join(err, w.Close(), compressed.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read reads an export to its end.
func read(r io.Reader) (docs []document.Document, entries []document.Entry, errs []error) {
	x, err := export.Open(r)
	if err != nil {
		return nil, nil, []error{err}
	}
	defer x.Close()
	for line, err := range x.Lines() {
		switch {
		case err != nil:
			errs = append(errs, err)
		case line.Document != nil:
			docs = append(docs, *line.Document)
		default:
			entries = append(entries, line.Entry)
		}
	}
	return docs, entries, errs
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	allSet(t, "", reflect.ValueOf(full()))
	latin := bare("A/2")
	latin.Source = "caf\xe9.txt" // a file name that is not UTF-8
	docs := []document.Document{full(), latin, bare("A/3")}
	entries := []document.Entry{{Source: "a/b.txt", Data: []byte(`{"size":1,"title":"\u003cb\u003e"}`)}, {Source: "caf\xe9.txt", Data: []byte(`{}`)},
		{Source: "blank", Data: []byte(`{ }`)}, {Source: "binary", Data: []byte{0, 0xff}}, {Source: "text", Data: []byte(`"settled"`)}, {Source: "", Data: []byte(`{}`)}}
	for _, name := range []string{"-", "x.jsonl", "x.jsonl.zst", "x.gz"} {
		file := write(t, name, docs, entries)
		if !bytes.Equal(file, write(t, name, docs, entries)) {
			t.Errorf("%s: written again, it has other bytes", name)
		}
		gotDocs, gotEntries, errs := read(bytes.NewReader(file))
		if diff := cmp.Diff(docs, gotDocs); diff != "" || len(errs) > 0 {
			t.Errorf("%s: documents, %v (-want +got):\n%s", name, errs, diff)
		}
		if diff := cmp.Diff(entries, gotEntries); diff != "" {
			t.Errorf("%s: entries (-want +got):\n%s", name, diff)
		}
	}
}

func TestADocumentWithoutUnitsIsWrittenInOneWay(t *testing.T) {
	none := bare("A/1")
	none.Units = nil
	if got, want := write(t, "-", []document.Document{none}, nil), write(t, "-", []document.Document{bare("A/1")}, nil); !bytes.Equal(got, want) {
		t.Errorf("without units %s, with none %s", got, want)
	}
}

func TestWhatJSONCannotSayIsNotWritten(t *testing.T) {
	w, err := export.NewWriter(io.Discard, export.Header{Documents: 1})
	if err != nil {
		t.Fatal(err)
	}
	d := bare("A/1")
	d.Title = `the mark \ufffd and ` + "\ufffd"
	if err := w.Document(d); err != nil {
		t.Errorf("a title with the mark itself: %v", err)
	}
	d.Title = "caf\xe9"
	if err := w.Document(d); err == nil || !strings.Contains(err.Error(), "A/1 could not be read back: it holds text that is not UTF-8") {
		t.Errorf("a title that is not UTF-8: %v", err)
	}
	d = full()
	d.Units[0].Text = ""
	if err := w.Document(d); err == nil || !strings.Contains(err.Error(), "A/79/1@ar could not be read back: unit 1: the reference") {
		t.Errorf("a reference beyond its text: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

func TestAnExportWithFewerLinesThanItSaysIsNoExport(t *testing.T) {
	w, err := export.NewWriter(io.Discard, export.Header{Documents: 2, Sources: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Document(bare("A/1")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), "the index has changed") {
		t.Errorf("Close = %v", err)
	}
}

const header = `{"format":"plenary-export","version":1,"schema":5,"documents":1,"sources":1,"settled":true}` + "\n"

const (
	docLine    = `{"document":{"symbol":"A/1","symbol_via":"","lang":"en","title":"","units":[]}}` + "\n"
	sourceLine = `{"source":"a","entry":{}}` + "\n"
)

func TestBrokenExports(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var long []document.Document // more than compression puts into one block
	for i := range 100 {
		d := bare(fmt.Sprintf("A/%d", i))
		for range 400 {
			d.Title += fmt.Sprintf("%x", random.Uint64())
		}
		long = append(long, d)
	}
	squeezed := write(t, "x.zst", long, nil)
	for _, test := range []struct {
		name, file string
		want       string // of the errors
		lines      int    // that are whole
	}{
		{"whole", header + docLine + sourceLine, "", 2},
		{"empty", "", "not an export", 0},
		{"a text", "CTOC/COP/2024/1\n", "not an export", 0},
		{"an import file", `{"symbol":"A/1","text":"a"}` + "\n", "not an export", 0},
		{"a long first line", `{"format":"plenary-export","x":"` + strings.Repeat("x", 5000) + "\"}\n", "not an export", 0},
		{"another version", strings.Replace(header, `"version":1`, `"version":2`, 1) + docLine, "its form is version 2, this program's 1", 0},
		{"fewer than nothing", strings.Replace(header, `"documents":1`, `"documents":-1`, 1), "its header says -1 documents", 0},
		{"more than can be", strings.Replace(header, `"documents":1`, `"documents":9223372036854775807`, 1), "its header says 9223372036854775807 documents", 0},
		{"cut behind the header", header, "the export is cut: it ends behind line 1 of 3", 0},
		{"cut between lines", header + docLine, "the export is cut: it ends behind line 2 of 3", 1},
		{"cut within a line", header + docLine + sourceLine[:9], "the export is cut: it ends behind line 2 of 3", 1},
		{"cut before the last end of a line", header + docLine + strings.TrimSpace(sourceLine), "the export is cut", 1},
		{"too much", header + docLine + sourceLine + sourceLine, "it has more than the 3 lines", 2},
		{"a broken line", header + "{\"document\":{\n" + sourceLine, "line 2: unexpected EOF", 1},
		{"two in a line", header + strings.TrimSpace(docLine) + " {}\n" + sourceLine, "line 2: something stands behind its end", 1},
		{"an empty line", header + docLine + "\n", "line 3: EOF", 1},
		{"nothing", header + docLine + "{}\n", "line 3: it is neither a document nor a source", 1},
		{"null", header + `{"document":null}` + "\n" + sourceLine, "line 2: it is neither", 1},
		{"both", header + docLine + `{"document":{"symbol":"A"},"source":"a"}` + "\n", "line 3: it is a document and a source", 1},
		{"a field of another version", header + `{"document":{"symbol":"A/1","colour":"red"}}` + "\n" + sourceLine, `line 2: json: unknown field "colour"`, 1},
		{"not UTF-8", header + strings.Replace(docLine, "A/1", "A/\xe9", 1) + sourceLine, "line 2: it is not UTF-8", 1},
		{"a name beyond bounds", header + docLine + `{"source":"` + strings.Repeat("a", 8193) + `","entry":{}}` + "\n", "line 3: the name of its source has 8193 bytes", 1},
		{"a document of a name beyond bounds", header + strings.Replace(docLine, `"title"`, `"source":"`+strings.Repeat("a", 8193)+`","title"`, 1) + sourceLine, "line 2: the name of its source has 8193 bytes", 1},
		{"a reference beyond its text", header + strings.Replace(docLine, "[]", `[{"seq":1,"text":"é","citations":[{"id":"7/1","start":0,"end":3}]}]`, 1) + sourceLine, "line 2: unit 1: the reference", 1},
		{"a reference within a letter", header + strings.Replace(docLine, "[]", `[{"seq":1,"text":"é","citations":[{"id":"7/1","start":1,"end":2}]}]`, 1) + sourceLine, "line 2: unit 1: the reference", 1},
		{"a date before its text", header + strings.Replace(docLine, "[]", `[{"seq":1,"text":"é","dates":[{"start":-1,"end":2}]}]`, 1) + sourceLine, "line 2: unit 1: the date", 1},
		{"a page beyond its text", header + strings.Replace(docLine, "[]", `[{"seq":1,"text":"é","page_breaks":[4]}]`, 1) + sourceLine, "line 2: unit 1: a page begins", 1},
		{"a number below zero", header + strings.Replace(docLine, "[]", `[{"seq":1,"page":-1}]`, 1) + sourceLine, "line 2: unit 1: level 0, place 0, footnote of 0 or page -1", 1},
		{"an agenda without end", header + strings.Replace(docLine, `"units"`, `"agenda":[`+strings.Repeat(`{"item":"1","children":[`, 40)+strings.Repeat("]}", 40)+`],"units"`, 1) + sourceLine, "line 2: the items of its agenda nest", 1},
		{"objects that fill memory", header + strings.Replace(docLine, "[]", "[{}"+strings.Repeat(",{}", 1<<20)+"]", 1) + sourceLine, "line 2: it has 1048579 objects, at most 1048576", 1},
		{"braces in a text", header + strings.Replace(docLine, `"title":""`, `"title":"\"`+strings.Repeat("{", 1<<21)+`"`, 1) + sourceLine, "", 2},
		{"cut within a frame", string(squeezed[:len(squeezed)/2]), "the export is cut", -1},
		{"changed within a frame", string(squeezed[:len(squeezed)-20]) + strings.Repeat("x", 20), "", -1},
	} {
		docs, entries, errs := read(strings.NewReader(test.file))
		if got := len(docs) + len(entries); test.lines >= 0 && got != test.lines {
			t.Errorf("%s: %d lines are whole, want %d", test.name, got, test.lines)
		}
		if said := fmt.Sprint(errs); !strings.Contains(said, test.want) || (test.lines == 2 && test.want == "") != (len(errs) == 0) || len(errs) > 1 {
			t.Errorf("%s: %.300s, want %q", test.name, said, test.want)
		}
	}
}

// endless repeats a text, and counts what was read of it.
type endless struct {
	text string
	n    int64
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		copied := copy(p[n:], e.text[int(e.n%int64(len(e.text))):])
		n, e.n = n+copied, e.n+int64(copied)
	}
	return n, nil
}

func TestALineWithoutEndIsNotRead(t *testing.T) {
	rest := &endless{text: strings.Repeat(" ", 4096)}
	_, _, errs := read(io.MultiReader(strings.NewReader(header), rest))
	var long *export.TooLongError
	if len(errs) != 1 || !errors.As(errs[0], &long) || rest.n > 2*export.MaxLineBytes {
		t.Errorf("%v after %d bytes, want one TooLongError", errs, rest.n)
	}
}

// A small file that expands to lines without number ends, whatever its header says.
func TestABombIsNotRead(t *testing.T) {
	var file bytes.Buffer
	z, err := zstd.NewWriter(&file)
	if err != nil {
		t.Fatal(err)
	}
	line := strings.Replace(docLine, `"title":""`, `"title":"`+strings.Repeat("a", 1<<20)+`"`, 1)
	lines := io.LimitReader(&endless{text: line}, 400<<20)
	_, err = io.Copy(z, io.MultiReader(strings.NewReader(strings.Replace(header, `"documents":1`, `"documents":99999999`, 1)), lines))
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	x, err := export.Open(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	last, n := error(nil), 0
	for _, err := range x.Lines() {
		if last = err; err == nil {
			n++
		}
	}
	if !errors.Is(last, export.ErrExpands) || n > 300 {
		t.Errorf("%v after %d documents of %d bytes, want ErrExpands", last, n, len(line))
	}
}

// Whatever is read, it ends, and what is whole is the same when it is written and read again.
func FuzzReader(f *testing.F) {
	for _, name := range []string{"-", "x.zst", "x.gz"} {
		f.Add(write(f, name, []document.Document{full(), bare("A/2")}, []document.Entry{{Source: "a/b.txt", Data: []byte(`{"size":1}`)}}))
	}
	f.Add([]byte(header + docLine + sourceLine))
	f.Add([]byte(header + `{"source_bytes":"/w==","entry_bytes":"/w=="}` + "\n" + `{"document":{"units":[{"slot":{}}]},"source_bytes":"/w=="}` + "\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		docs, entries, _ := read(bytes.NewReader(file))
		for i := range docs {
			if docs[i].Units == nil {
				docs[i].Units = []document.Unit{}
			}
		}
		again, entriesAgain, errs := read(bytes.NewReader(write(t, "-", docs, entries)))
		if diff := cmp.Diff(docs, again, cmpopts.EquateEmpty()); diff != "" || len(errs) > 0 {
			t.Errorf("documents written and read again, %v:\n%s", errs, diff)
		}
		if diff := cmp.Diff(entries, entriesAgain); diff != "" {
			t.Errorf("entries written and read again:\n%s", diff)
		}
	})
}
