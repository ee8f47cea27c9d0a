package extract

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	utf "golang.org/x/text/encoding/unicode"
)

// TestOfficeRefused holds that what cannot be read is refused with a message that names the cause.
func TestOfficeRefused(t *testing.T) {
	good := wordParts(wp("", "Text."), nil)
	with := func(name, content string) []byte {
		p := wordParts(wp("", "Text."), nil)
		p[name] = content
		return pack(t, p)
	}
	whole := pack(t, good)
	utf16, _ := utf.UTF16(utf.LittleEndian, utf.IgnoreBOM).NewEncoder().Bytes([]byte("EncryptedPackage"))
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"cut off", whole[:len(whole)-100], "the archive is cut off or damaged, its directory is missing: fetch the file again"},
		{"cut to its head", whole[:200], "the archive is cut off or damaged"},
		{"no main part", pack(t, parts{"[Content_Types].xml": "<Types/>", "word/styles.xml": inWord("styles", "")}), "the main part word/document.xml is missing"},
		{"main part elsewhere", with("_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`),
			`the main part lies outside the document, at "file:///etc/passwd": nothing is fetched`},
		{"encrypted Word document", append([]byte(oleSignature), utf16...), "the document is encrypted: open it and save it without a password"},
		{"encrypted OpenDocument text", pack(t, parts{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x",
			"META-INF/manifest.xml": `<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>`}, "mimetype"), "the document is encrypted"},
		{"no content", pack(t, parts{"mimetype": "application/vnd.oasis.opendocument.text"}, "mimetype"), "the part content.xml is missing"},
		{"entities", with("word/document.xml", `<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>`), "a DOCTYPE with definitions of its own is not read"},
		{"deep", with("word/document.xml", inWord("document", strings.Repeat("<w:sdt>", 300))), "XML deeper than 256"},
		{"bomb", with("word/document.xml", strings.Repeat(" ", 30<<20)), `the part "word/document.xml" expands to more than 200 times its size`},
		{"overlapping entries", overlapping(t), "the entries of the archive overlap: this is no document"},
		{"many entries", append([]byte("PK\x03\x04"+strings.Repeat(entrySignature, maxArchiveEntries+1)), whole...), "more than 10000 entries"},
		{"compressed in another way", method(whole, 99), "compressed by method 99, which is not read: save the document again"},
		{"encrypted entry", flagged(whole, 1), "the document is encrypted"},
		{"only pictures", pack(t, wordParts(`<w:p><w:r><w:drawing/></w:r></w:p>`, nil)), "the file holds no text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			content, err := Read(t.Context(), "a.docx", bytes.NewReader(c.data), Limits{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q; blocks %q", err, c.want, lines(content.Blocks))
			}
		})
	}
}

// method writes another method of compression into all entries of an archive; flagged sets a flag.
func method(data []byte, m uint16) []byte { return patched(data, 8, 10, m) }

func flagged(data []byte, flag uint16) []byte { return patched(data, 6, 8, 8|flag) }

func patched(data []byte, local, central int, value uint16) []byte {
	data = bytes.Clone(data)
	for _, p := range []struct {
		signature string
		at        int
	}{{"PK\x03\x04", local}, {entrySignature, central}} {
		for i := 0; ; {
			k := bytes.Index(data[i:], []byte(p.signature))
			if k < 0 {
				break
			}
			i += k
			binary.LittleEndian.PutUint16(data[i+p.at:], value)
			i += 4
		}
	}
	return data
}

// overlapping is an archive whose directory names the same bytes twice.
func overlapping(t *testing.T) []byte {
	p := wordParts(wp("", "Text."), parts{"word/zother.xml": "<x/>"})
	data := pack(t, p)
	first := bytes.Index(data, []byte(entrySignature))
	last := bytes.LastIndex(data, []byte(entrySignature))
	// The last entry takes the place and the size of the first.
	copy(data[last+20:last+24], data[first+20:first+24])
	binary.LittleEndian.PutUint32(data[last+42:], 0)
	return data
}

// TestOfficeMended holds that what can be read of a damaged document is, with a warning.
func TestOfficeMended(t *testing.T) {
	long := strings.Repeat(wp("", "One paragraph after the other."), 2000)
	for _, c := range []struct {
		name   string
		data   []byte
		blocks int // at least
		want   string
	}{
		{"a paragraph breaks off", pack(t, parts{"[Content_Types].xml": "<Types/>", "word/document.xml": `<w:document><w:body>` + wp("", "One.") + `<w:p><w:r><w:t>Two breaks`}), 2, `the part "word/document.xml": the XML is not well-formed`},
		{"wrong checksum", checksum(pack(t, wordParts(long, nil)), "word/document.xml"), 2000, `the part "word/document.xml" is damaged, its checksum is wrong`},
		{"damaged data", damaged(pack(t, wordParts(long, nil))), 1, `the part "word/document.xml" is damaged`},
		{"styles in a circle", pack(t, wordParts(wp(`<w:pStyle w:val="A"/>`, "Text."), parts{"styles": `<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>`})), 1,
			`styles are based on one another in a circle, among them "A"`},
		{"lists in a circle", pack(t, wordParts(wp(onList(1, 0), "Text."), parts{
			"styles":    `<w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`,
			"numbering": `<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`})), 1,
			`lists are defined by one another in a circle, among them "1"`},
		{"a list without the root of its part", pack(t, parts{"[Content_Types].xml": "<Types/>", "word/document.xml": inWord("document", wp(onList(1, 2), "Text.")), "word/numbering.xml": strings.Replace(inWord("x", editorial), "<w:x", "<x w:y=\"<w:x", 1)}), 1, "not well-formed"},
		{"a run among properties", pack(t, parts{"[Content_Types].xml": "<Types/>", "word/document.xml": `<w:document><w:body><w:p><w:pPr><w:r><w:t>Text.`}), 1, "not well-formed"},
		{"a note referred to many times", pack(t, wordParts(`<w:p>`+strings.Repeat(`<w:r><w:footnoteReference w:id="2"/></w:r>`, 5000)+wr("", "Text.")+`</w:p><w:p>`, parts{"footnotes": `<w:footnote w:id="2">` + wp("", strings.Repeat("long ", 50000)) + `</w:footnote>`})), 2, "not well-formed"},
		{"two parts of a name", pack(t, parts{"[Content_Types].xml": "<Types/>", "word/document.xml": inWord("document", "<w:body>"+wp("", "One.")+"</w:body>"), "Word/Document.xml": inWord("document", "<w:body>"+wp("", "Other.")+"</w:body>")}), 1, "two parts named"},
		{"open styles in a circle", pack(t, openParts(`<text:p text:style-name="A">x</text:p>`, `<style:style style:family="paragraph" style:name="A" style:parent-style-name="A"/>`, nil), "mimetype"), 1, "styles are based on one another in a circle"},
		{"rows that stand many times", pack(t, openParts(`<text:p>T</text:p><table:table><table:table-row table:number-rows-repeated="999999999"><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="999999"><text:p>b</text:p></table:table-cell></table:table-row></table:table>`, "", nil), "mimetype"), 100, "written less often"},
	} {
		t.Run(c.name, func(t *testing.T) {
			content, err := Read(t.Context(), "a.docx", bytes.NewReader(c.data), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if len(content.Blocks) < c.blocks || !strings.Contains(strings.Join(content.Warnings, "\n"), c.want) {
				t.Errorf("%d blocks and warnings %q, want at least %d and %q", len(content.Blocks), content.Warnings, c.blocks, c.want)
			}
		})
	}
}

// checksum makes the checksum of an entry wrong in the directory and behind its data.
func checksum(data []byte, name string) []byte {
	data = bytes.Clone(data)
	at := bytes.LastIndex(data, []byte(name)) - 46
	old := bytes.Clone(data[at+16 : at+20])
	for i := 0; ; {
		k := bytes.Index(data[i:], old)
		if k < 0 {
			return data
		}
		i += k
		data[i] ^= 0xff
	}
}

// damaged overwrites bytes in the middle of the main part.
func damaged(data []byte) []byte {
	data = bytes.Clone(data)
	at := (bytes.Index(data, []byte("word/document.xml")) + bytes.Index(data, []byte("PK\x01\x02"))) / 2
	copy(data[at:], bytes.Repeat([]byte{0xff}, 40))
	return data
}

// TestOfficeTargets holds that targets outside the archive are not followed.
func TestOfficeTargets(t *testing.T) {
	rels := `<Relationships><Relationship Id="s" Type="x/styles" Target="../../../../etc/passwd"/><Relationship Id="f" Type="x/footnotes" Target="http://example.org/notes.xml" TargetMode="External"/>` +
		`<Relationship Id="h" Type="x/header" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`
	c := readWord(t, wp("", "Text.")+`<w:sectPr><w:headerReference w:type="first" r:id="h"/><w:titlePg/></w:sectPr>`, parts{"word/_rels/document.xml.rels": rels})
	diffLines(t, c.Blocks, "text: Text.")
}

// TestOfficeCost holds that hostile numbering costs no more than its size: enumerators have a length, lists a number.
func TestOfficeCost(t *testing.T) {
	long := strings.Repeat("%1", 127)
	body := strings.Repeat(wp(onList(1, 0), "x"), 2000)
	c := readWord(t, body, parts{"numbering": `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="2000000000"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="` + long + `"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`})
	if n := len(c.Blocks[0].Text); n > maxLabel+2 {
		t.Errorf("an enumerator of %d bytes", n)
	}
}

// checkOffice holds what every reader promises: valid text in normal form, within bounds.
func checkOffice(t *testing.T, data []byte) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c, err := readOffice(data)
	runtime.ReadMemStats(&after)
	if err != nil {
		if err.Error() == "" {
			t.Error("an error without a message")
		}
		return
	}
	for _, b := range c.Blocks {
		if !b.Kind.Known() {
			t.Errorf("kind %q", b.Kind)
		}
		for _, s := range append([]string{b.Text, b.Mark, b.Label}, b.Cells...) {
			if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) && s == b.Text || strings.ContainsAny(s, "\n\t\x00") {
				t.Errorf("text %q", s)
			}
		}
	}
}

func FuzzDOCX(f *testing.F) {
	p := wordParts(wp(onList(1, 0), "Text.")+`<w:tbl><w:tr><w:tc>`+wp("", "a")+`</w:tc></w:tr></w:tbl><w:sectPr/>`, nil)
	f.Add([]byte(p["word/document.xml"]), []byte(inWord("styles", `<w:style w:styleId="A"><w:basedOn w:val="A"/></w:style>`)), []byte(inWord("numbering", editorial)), []byte(inWord("footnotes", "")), false)
	f.Add(pack(f, p), []byte(nil), []byte(nil), []byte(nil), true)
	f.Fuzz(func(t *testing.T, document, styles, numbering, notes []byte, raw bool) {
		if raw {
			checkOffice(t, document)
			return
		}
		checkOffice(t, pack(t, parts{"[Content_Types].xml": "<Types/>", "word/document.xml": string(document), "word/styles.xml": string(styles), "word/numbering.xml": string(numbering), "word/footnotes.xml": string(notes)}))
	})
}

func FuzzODT(f *testing.F) {
	p := openParts(`<text:list text:style-name="L1"><text:list-item><text:p>x<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p></text:list-item></text:list>`+
		`<table:table><table:table-row table:number-rows-repeated="9"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>`, openLevels, nil)
	f.Add([]byte(p["content.xml"]), []byte(`<office:document-styles/>`), false)
	f.Add(pack(f, p, "mimetype"), []byte(nil), true)
	f.Fuzz(func(t *testing.T, content, styles []byte, raw bool) {
		if raw {
			checkOffice(t, content)
			return
		}
		checkOffice(t, pack(t, parts{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": string(content), "styles.xml": string(styles)}, "mimetype"))
	})
}

func BenchmarkDOCX(b *testing.B) {
	data := pack(b, wordParts(strings.Repeat(wp(onList(1, 2), "Requests the Secretary-General to report to the General Assembly at its seventieth session;"), 5000), parts{"numbering": editorial}))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		c, err := readOffice(data)
		if err != nil || len(c.Blocks) != 5000 {
			b.Fatal(fmt.Sprint(len(c.Blocks), err))
		}
	}
}
