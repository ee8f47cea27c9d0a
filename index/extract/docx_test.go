package extract

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parts are the parts of an archive by name.
type parts map[string]string

// pack makes an archive of parts, the first ones first and the others in order of their names.
func pack(tb testing.TB, p parts, first ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	write := func(name string, method uint16) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = f.Write([]byte(p[name]))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	for _, name := range first {
		write(name, zip.Store)
	}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if !slices.Contains(first, name) {
			write(name, zip.Deflate)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const (
	transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strict       = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	related      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// inWord wraps the content of a part in its root element.
func inWord(root, content string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:%s xmlns:w="%s" xmlns:r="%s">%s</w:%s>`, root, transitional, related, content, root)
}

// wordParts are the parts of a Word document with a body, and others by the names of their roots: "styles", "footnotes".
func wordParts(body string, others parts) parts {
	p := parts{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="r1" Type="` + related + `/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   inWord("document", "<w:body>"+body+"</w:body>"),
	}
	for name, content := range others {
		if strings.Contains(name, "/") {
			p[name] = content
			continue
		}
		p["word/"+name+".xml"] = inWord(name, content)
	}
	return p
}

// readWord reads a Word document with a body and other parts.
func readWord(t *testing.T, body string, others parts) Content {
	t.Helper()
	c, err := readOffice(pack(t, wordParts(body, others)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wp is a paragraph with properties and text.
func wp(props, text string) string {
	return `<w:p><w:pPr>` + props + `</w:pPr>` + wr("", text) + `</w:p>`
}

// wr is a run with properties and text.
func wr(props, text string) string {
	return `<w:r><w:rPr>` + props + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// onList are the properties of a paragraph in a list.
func onList(num, level int) string {
	return fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, num)
}

// lvl is a level of a list with more properties.
func lvl(i int, format, text, more string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, i, format, more, text)
}

// lines writes blocks one to a line: kind, level, label, marks, text.
func lines(blocks []Block) []string {
	var out []string
	for _, b := range blocks {
		s := string(b.Kind)
		if b.Level > 0 {
			s += fmt.Sprint(" ", b.Level)
		}
		if b.Label != "" {
			s += " [" + b.Label + "]"
		}
		if b.Mark != "" {
			s += " {" + b.Mark + "}"
		}
		if b.Kind == TableRow {
			s += ": " + strings.Join(b.Cells, " | ")
		} else {
			s += ": " + b.Text
		}
		out = append(out, s)
	}
	return out
}

func diffLines(t *testing.T, got []Block, want string) {
	t.Helper()
	var w []string
	for l := range strings.Lines(want) {
		if l = strings.TrimSpace(l); l != "" {
			w = append(w, l)
		}
	}
	have := lines(got)
	for i := range have {
		have[i] = strings.TrimSpace(have[i])
	}
	if d := cmp.Diff(w, have); d != "" {
		t.Errorf("blocks (-want +got):\n%s", d)
	}
}

// editorial is the numbering of papers of the United Nations: headings I., A., then paragraphs 1. that run through, (a), (i).
var editorial = `<w:abstractNum w:abstractNumId="4">` +
	lvl(0, "upperRoman", "%1.", "") + lvl(1, "upperLetter", "%2.", "") +
	lvl(2, "decimal", "%3.", `<w:lvlRestart w:val="0"/>`) + lvl(3, "lowerLetter", "(%4)", "") + lvl(4, "lowerRoman", "(%5)", "") + `</w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>` +
	`<w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num>` +
	`<w:num w:numId="3"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`

func TestWordNumbering(t *testing.T) {
	body := wp(onList(1, 0), "Introduction") +
		wp(onList(1, 2), "The Conference met in Vienna.") +
		wp(onList(1, 3), "Recalling its mandate;") + wp(onList(1, 3), "Noting:") +
		wp(onList(1, 4), "The first;") + wp(onList(1, 4), "The second.") +
		wp(onList(1, 0), "Organization") + wp(onList(1, 1), "Opening") +
		wp(onList(1, 2), "The number runs on.") +
		wp(onList(2, 2), "Another list of the same definition runs on too.") +
		wp(onList(1, 3), "Letters begin again.") +
		wp("", "A paragraph without a number.") +
		wp(onList(3, 2), "A list that states its start.") + wp(onList(3, 2), "And goes on.") +
		wp(onList(0, 0), "The list number 0 is none.")
	diffLines(t, readWord(t, body, parts{"numbering": editorial}).Blocks, `
		text [I.]: I. Introduction
		text [1.]: 1. The Conference met in Vienna.
		list 4 [(a)]: (a) Recalling its mandate;
		list 4 [(b)]: (b) Noting:
		list 5 [(i)]: (i) The first;
		list 5 [(ii)]: (ii) The second.
		text [II.]: II. Organization
		text [A.]: A. Opening
		text [2.]: 2. The number runs on.
		text [3.]: 3. Another list of the same definition runs on too.
		list 4 [(a)]: (a) Letters begin again.
		text: A paragraph without a number.
		text [1.]: 1. A list that states its start.
		text [2.]: 2. And goes on.
		text: The list number 0 is none.`)
}

func TestWordNumberingByStyle(t *testing.T) {
	styles := `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Num"><w:name w:val="Numbered"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Num"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="Num"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="numbering" w:styleId="Outline"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>`
	numbering := `<w:abstractNum w:abstractNumId="0">` + lvl(0, "decimal", "%1.", `<w:pStyle w:val="Num"/>`) + lvl(1, "decimal", "%1.%2.", `<w:pStyle w:val="Sub"/>`) + `</w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Outline"/>` + lvl(0, "upperRoman", "Part %1", "") + lvl(1, "decimal", "%1-%2", `<w:isLgl/>`) + `</w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Outline"/></w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>`
	style := func(id string) string { return `<w:pStyle w:val="` + id + `"/>` }
	body := wp(style("Num"), "One.") + wp(style("Sub"), "The level is that of the style.") + wp(style("Sub"), "Again.") + wp(style("Num"), "Two.") +
		wp(style("Plain"), "Switched off.") + wp(style("Num")+onList(0, 0), "Switched off here.") + wp(style("H"), "A heading") +
		wp(onList(3, 0), "General") + wp(onList(3, 1), "Legal figures.")
	diffLines(t, readWord(t, body, parts{"styles": styles, "numbering": numbering}).Blocks, `
		text [1.]: 1. One.
		text [1.1.]: 1.1. The level is that of the style.
		text [1.2.]: 1.2. Again.
		text [2.]: 2. Two.
		text: Switched off.
		text: Switched off here.
		heading 2: A heading
		text [Part I]: Part I General
		text [1-1]: 1-1 Legal figures.`)
}

func TestChineseNumbering(t *testing.T) {
	c := readWord(t, wp(onList(1, 0), "导言")+wp(onList(1, 1), "背景"), parts{
		"numbering": `<w:abstractNum w:abstractNumId="0">` + lvl(0, "chineseCounting", "%1、", "") + lvl(1, "decimal", "%2.", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
	})
	diffLines(t, c.Blocks, "text [一、]: 一、导言\ntext [1.]: 1. 背景")
}

func TestNumberFormats(t *testing.T) {
	for _, c := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"decimalZero", 7, "07"}, {"upperRoman", 49, "XLIX"}, {"lowerRoman", 1994, "mcmxciv"}, {"upperRoman", 400000, "400000"},
		{"lowerLetter", 26, "z"}, {"lowerLetter", 27, "aa"}, {"lowerLetter", 28, "bb"}, {"lowerLetter", 1000000, "1000000"}, {"upperLetter", 53, "AAA"},
		{"arabicAbjad", 3, "ج"}, {"arabicAlpha", 3, "ت"}, {"arabicAbjad", 29, "أأ"}, {"russianLower", 10, "к"}, {"russianUpper", 30, "АА"},
		{"chineseCounting", 10, "十"}, {"chineseCounting", 12, "十二"}, {"chineseCountingThousand", 105, "一百零五"}, {"chineseCounting", 20, "二十"}, {"ideographDigital", 10, "一〇"},
		{"chineseLegalSimplified", 21, "贰拾壹"}, {"ideographTraditional", 2, "乙"}, {"decimalEnclosedCircle", 20, "⑳"}, {"decimalEnclosedCircle", 21, "21"}, {"decimalFullWidth", 42, "４２"},
		{"ordinal", 11, "11th"}, {"ordinal", 22, "22nd"}, {"ordinalText", 2, "Second"}, {"cardinalText", 12, "Twelve"}, {"numberInDash", 4, "- 4 -"}, {"chicago", 2, "†"}, {"chicago", 5, "**"},
		{"hex", 255, "FF"}, {"none", 5, ""}, {"bahtText", 5, "5"}, {"decimal", -3, "-3"},
	} {
		if got := writeNumber(c.format, c.n); got != c.want {
			t.Errorf("writeNumber(%s, %d) = %q, want %q", c.format, c.n, got, c.want)
		}
	}
	for _, c := range []struct {
		format string
		n      int
		sync   bool
		want   string
	}{
		{"a", 28, false, "ab"}, {"a", 28, true, "bb"}, {"A", 703, false, "AAA"}, {"i", 4, false, "iv"}, {"", 4, false, ""}, {"01", 4, false, "04"}, {"001", 4, false, "004"},
		{"一, 二, 三, ...", 11, false, "十一"}, {"أ, ب, ت, ...", 4, false, "ث"}, {"а, б, .., аа, аб, ... (ru)", 2, false, "б"},
	} {
		if got := writeOpenNumber(c.format, c.n, c.sync); got != c.want {
			t.Errorf("writeOpenNumber(%q, %d) = %q, want %q", c.format, c.n, got, c.want)
		}
	}
}

// TestTypedAndCountedNumbers holds that a number typed before a tab and one that Word counts give the same blocks but for the kind of
// list entries, which a typed letter does not prove.
func TestTypedAndCountedNumbers(t *testing.T) {
	typed := readWord(t, `<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Decides to meet;</w:t></w:r></w:p><w:p><w:r><w:t>1.2</w:t><w:tab/><w:t>Every year.</w:t></w:r></w:p>`, nil)
	counted := readWord(t, wp(onList(1, 0), "Decides to meet;")+wp(onList(1, 1), "")+wp(onList(1, 1), "Every year."), parts{
		"numbering": `<w:abstractNum w:abstractNumId="0">` + lvl(0, "decimal", "%1.", "") + lvl(1, "decimal", "%1.%2", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
	})
	if d := cmp.Diff(typed.Blocks, counted.Blocks); d != "" {
		t.Errorf("blocks (-typed +counted):\n%s", d)
	}
}

func TestWordText(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"runs, tabs and breaks", `<w:p>` + wr("", "Reso") + wr("<w:b/>", "lution") + `<w:r><w:tab/><w:t>70/1</w:t><w:br/><w:t>of 2015</w:t></w:r></w:p>`, "text: Resolution 70/1 of 2015"},
		{"hyphens", `<w:p><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>opera</w:t><w:softHyphen/><w:t>tion A/RES/70/1</w:t></w:r></w:p>`, "text: co-operation A/RES/70/1"},
		{"symbols", `<w:p><w:r><w:t>at 5</w:t><w:sym w:font="Symbol" w:char="F0B0"/><w:t> or </w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>`, "text: at 5° or ✓"},
		{"private characters of a symbol font", `<w:p>` + wr(`<w:rFonts w:ascii="Symbol"/>`, "\uf061\uf0b3") + `</w:p>`, "text: α≥"},
		{"hidden", `<w:p>` + wr("", "seen") + wr("<w:vanish/>", " unseen") + wr(`<w:vanish w:val="0"/>`, " again") + `</w:p>`, "text: seen again"},
		{"hyperlink, smart tag, content control", `<w:p><w:hyperlink r:id="r9">` + wr("", "the ") + `</w:hyperlink><w:smartTag>` + wr("", "link ") + `</w:smartTag><w:sdt><w:sdtPr/><w:sdtContent>` + wr("", "here") + `</w:sdtContent></w:sdt></w:p>`, "text: the link here"},
		{"placeholder", `<w:p>` + wr("", "Date: ") + `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + wr("", "click here") + `</w:sdtContent></w:sdt></w:p>`, "text: Date:"},
		{"tracked changes", `<w:p>` + wr("", "The ") + `<w:ins>` + wr("", "new ") + `</w:ins><w:del><w:r><w:delText>old </w:delText></w:r></w:del><w:moveFrom>` + wr("", "far ") + `</w:moveFrom><w:moveTo>` + wr("", "near ") + `</w:moveTo>` +
			`<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>text</w:t></w:r></w:p>`, "text: The new near text"},
		{"deleted paragraph mark", wp(`<w:rPr><w:del/></w:rPr>`, "One ") + wp("", "paragraph.") + wp("", "Two."), "text: One paragraph.\ntext: Two."},
		{"the last mark deleted", wp(`<w:rPr><w:del/></w:rPr>`, "Alone."), "text: Alone."},
		{"field with code", `<w:p><w:r><w:t>see paragraph </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF _Ref1 \n \h</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> above</w:t></w:r></w:p>`, "text: see paragraph 7 above"},
		{"field in a code", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText><w:fldChar w:fldCharType="begin"/><w:instrText>MERGEFIELD x</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>code</w:t><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/><w:t>result</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "text: result"},
		{"field without an end", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>` + wp("", "The next paragraph."), "text: The next paragraph."},
		{"simple field", `<w:p><w:fldSimple w:instr=" SEQ Table ">` + wr("", "3") + `</w:fldSimple></w:p>`, "text: 3"},
		{"numbers by fields", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>AUTONUM</w:instrText><w:fldChar w:fldCharType="end"/><w:tab/><w:t>First.</w:t></w:r></w:p><w:p><w:fldSimple w:instr="AUTONUM"/>` + wr("", "Second.") + `</w:p>`, "text [1.]: 1. First.\ntext [2.]: 2. Second."},
		{"large first letter", wp(`<w:framePr w:dropCap="drop"/>`, "T") + wp("", "he beginning."), "text: The beginning."},
		{"lines that are paragraphs", `<w:p><w:r><w:t>1. One;</w:t><w:br/><w:t>2. Two, which</w:t><w:br/><w:t>goes on.</w:t></w:r></w:p>`, "text: 1. One;\ntext: 2. Two, which goes on."},
		{"ruby", `<w:p><w:r><w:ruby><w:rt>` + wr("", "kan") + `</w:rt><w:rubyBase>` + wr("", "漢") + `</w:rubyBase></w:ruby></w:r></w:p>`, "text: 漢"},
		{"formula", `<w:p xmlns:m="m"><m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath></w:p>`, "text: E=mc"},
		{"rule", wp("", "__________"), "rule: _"},
		{"contents", `<w:p><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot"/></w:tabs></w:pPr><w:r><w:t>Introduction</w:t><w:tab/><w:t>3</w:t></w:r></w:p>`, "text: Introduction ..... 3"},
	} {
		t.Run(c.name, func(t *testing.T) { diffLines(t, readWord(t, c.body, nil).Blocks, c.want) })
	}
}

func TestWordBold(t *testing.T) {
	styles := `<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>`
	c := readWord(t, wp(`<w:pStyle w:val="B"/>`, "Bold by style")+`<w:p>`+wr(`<w:rStyle w:val="Strong"/>`, "Bold by run style")+`</w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr>`+wr(`<w:rStyle w:val="Strong"/>`, "Both switch it off")+`</w:p>`+`<w:p>`+wr("<w:b/>", "Half")+wr("", " bold")+`</w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr>`+wr(`<w:b w:val="false"/>`, "Off here")+`</w:p>`, parts{"styles": styles})
	var got []bool
	for _, b := range c.Blocks {
		got = append(got, b.Bold)
	}
	if want := []bool{true, true, false, false, false}; !slices.Equal(got, want) {
		t.Errorf("bold %v, want %v", got, want)
	}
}

func TestWordLanguage(t *testing.T) {
	c := readWord(t, `<w:p>`+wr(`<w:lang w:val="fr-FR"/>`, "Le texte")+`</w:p><w:p>`+wr(`<w:lang w:val="en-GB" w:bidi="ar-SA"/>`, "القرار")+`</w:p><w:p>`+
		wr(`<w:lang w:val="en-GB"/>`, "Резолюция")+`</w:p><w:p>`+wr("", "Unstated")+`</w:p>`, nil)
	var got []string
	for _, b := range c.Blocks {
		got = append(got, b.Lang)
	}
	if want := []string{"fr", "ar", "", ""}; !slices.Equal(got, want) {
		t.Errorf("languages %q, want %q", got, want)
	}
}

func TestWordNotes(t *testing.T) {
	ref := func(id int) string { return fmt.Sprintf(`<w:r><w:footnoteReference w:id="%d"/></w:r>`, id) }
	note := func(id int, text string) string {
		return fmt.Sprintf(`<w:footnote w:id="%d"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> %s</w:t></w:r></w:p></w:footnote>`, id, text)
	}
	body := `<w:p>` + wr("", "First") + ref(2) + wr("", " and second") + ref(3) + `</w:p>` +
		`<w:p>` + wr("", "Reissued") + `<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r></w:p>` +
		`<w:p>` + wr("", "End") + `<w:r><w:endnoteReference w:id="2"/></w:r><w:del>` + ref(5) + `</w:del></w:p>` +
		`<w:p><w:pPr><w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr></w:pPr></w:p>` +
		`<w:p>` + wr("", "Third, in the next section") + ref(6) + `</w:p><w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>`
	c := readWord(t, body, parts{
		"footnotes": `<w:footnote w:type="separator" w:id="0"><w:p>` + wr("", "no text") + `</w:p></w:footnote>` + note(2, "See A/70/1.") +
			`<w:footnote w:id="3">` + wp("", "Two") + wp("", "paragraphs.") + `</w:footnote>` + note(4, "* Reissued for technical reasons.") + note(5, "Deleted.") + note(6, "Last."),
		"endnotes": `<w:endnote w:id="2">` + wp("", "An endnote.") + `</w:endnote>`,
	})
	diffLines(t, c.Blocks, `
		text {1 2}: First and second
		note {1}: See A/70/1.
		note {2}: Two paragraphs.
		text {*}: Reissued
		note {*}: Reissued for technical reasons.
		text {i}: End
		note {i}: An endnote.
		text {1}: Third, in the next section
		note {1}: Last.`)
}

func TestWordTables(t *testing.T) {
	tc := func(props string, text ...string) string {
		s := `<w:tc><w:tcPr>` + props + `</w:tcPr>`
		for _, x := range text {
			s += wp("", x)
		}
		return s + `</w:tc>`
	}
	tr := func(props string, cells ...string) string {
		return `<w:tr><w:trPr>` + props + `</w:trPr>` + strings.Join(cells, "") + `</w:tr>`
	}
	tbl := func(rows ...string) string { return `<w:tbl><w:tblPr/>` + strings.Join(rows, "") + `</w:tbl>` }
	bold := func(text string) string { return `<w:tc><w:p>` + wr("<w:b/>", text) + `</w:p></w:tc>` }
	head := wp("", "Timetable")
	for _, c := range []struct{ name, body, want string }{
		{"rows, spans, header", head + tbl(tr("<w:tblHeader/>", tc("", "Date"), tc("", "Time"), tc("", "Item")), tr("", tc(`<w:gridSpan w:val="3"/>`, "Monday, 14 October")), tr("", tc(`<w:vMerge w:val="restart"/>`, "14"), tc("", "10 a.m."), tc("", "1", "2")), tr("", tc(`<w:vMerge/>`, ""), tc("", "3 p.m."), tc("", "3"))),
			"text: Timetable\ntable 1: Date | Time | Item\ntable: Monday, 14 October |  | \ntable: 14 | 10 a.m. | 1 2\ntable: 14 | 3 p.m. | 3"},
		{"columns left out", head + tbl(tr("", tc("", "a"), tc("", "b"), tc("", "c")), tr(`<w:gridBefore w:val="1"/>`, tc("", "d"), tc("", "e"))), "text: Timetable\ntable: a | b | c\ntable:  | d | e"},
		{"header in bold type", head + tbl(tr("", bold("Symbol"), bold("Title")), tr("", tc("", "A/70/1"), tc("", "Report"))), "text: Timetable\ntable 1: Symbol | Title\ntable: A/70/1 | Report"},
		{"deleted row and cell", head + tbl(tr("", tc("", "a"), tc("", "b")), tr(`<w:del/>`, tc("", "c"), tc("", "d")), tr("", tc("", "e"), tc("<w:cellDel/>", "f"), tc("", "g"))), "text: Timetable\ntable: a | b\ntable: e | g"},
		{"nested", head + tbl(tr("", tc("", "outer"), `<w:tc>`+tbl(tr("", tc("", "x"), tc("", "y")))+wp("", "z")+`</w:tc>`)), "text: Timetable\ntable: outer | x y z"},
		{"one column is no table", head + tbl(tr("", tc("", "Summary")), tr("", tc("", "The report covers 2023.", "It is short."))), "text: Timetable\ntext: Summary\ntext: The report covers 2023.\ntext: It is short."},
		{"two columns of text", head + tbl(tr("", tc("", "One.", "Two."), tc("", "Three.", "Four."))), "text: Timetable\ntext: One.\ntext: Two.\ntext: Three.\ntext: Four."},
		{"masthead", tbl(tr("", tc("", "United Nations"), tc("", "A/70/1")), tr("", tc("", "General Assembly"), tc("", "Distr.: General", "8 March 2022"))) + head,
			"text: United Nations\ntext: A/70/1\ntext: General Assembly\ntext: Distr.: General\ntext: 8 March 2022\ntext: Timetable"},
		{"a paragraph with a number in a table", head + tbl(tr("", tc("", "a"), `<w:tc>`+wp(onList(1, 2), "Numbered.")+`</w:tc>`)) + wp(onList(1, 2), "Next."), "text: Timetable\ntable: a | 1. Numbered.\ntext [2.]: 2. Next."},
	} {
		t.Run(c.name, func(t *testing.T) { diffLines(t, readWord(t, c.body, parts{"numbering": editorial}).Blocks, c.want) })
	}
}

func TestWordTextBoxes(t *testing.T) {
	box := func(content string) string { return `<w:txbxContent>` + content + `</w:txbxContent>` }
	alternatives := `<w:r><mc:AlternateContent xmlns:mc="mc"><mc:Choice Requires="wps"><w:drawing>` + box(wp("", "Boxed")+wp(onList(1, 2), "Counted.")) + `</w:drawing></mc:Choice><mc:Fallback><w:pict>` + box(wp("", "Boxed")) + `</w:pict></mc:Fallback></mc:AlternateContent></w:r>`
	c := readWord(t, wp("", "Above.")+`<w:p>`+wr("", "The anchor ")+alternatives+wr("", "goes on.")+`</w:p>`+wp(onList(1, 2), "After."), parts{"numbering": editorial})
	diffLines(t, c.Blocks, "text: Above.\ntext: The anchor goes on.\ntext: Boxed\ntext [1.]: 1. Counted.\ntext [2.]: 2. After.")
	c = readWord(t, `<w:p>`+wr("", "Report")+`<w:r><w:pict>`+box(`<w:p><w:r><w:t>A/70/1</w:t><w:br/><w:t>Distr.: General</w:t></w:r></w:p>`)+`</w:pict></w:r></w:p>`, nil)
	diffLines(t, c.Blocks, "text: A/70/1\ntext: Distr.: General\ntext: Report")
}

func TestWordHeaders(t *testing.T) {
	rels := `<Relationships><Relationship Id="h1" Type="` + related + `/header" Target="header1.xml"/><Relationship Id="h2" Type="` + related + `/header" Target="header2.xml"/></Relationships>`
	others := parts{"word/_rels/document.xml.rels": rels, "word/header1.xml": inWord("hdr", wp("", "United Nations")+wp("", "A/70/1")), "word/header2.xml": inWord("hdr", wp("", "A/70/1")+wp("", "Page 2"))}
	section := func(refs string) string { return `<w:sectPr>` + refs + `</w:sectPr>` }
	first, running := `<w:headerReference w:type="first" r:id="h1"/>`, `<w:headerReference w:type="default" r:id="h2"/>`
	for _, c := range []struct{ name, body, want string }{
		{"first page", wp("", "Report") + section(first+running+`<w:titlePg/>`), "text: United Nations\ntext: A/70/1\ntext: Report"},
		{"only running", wp("", "Report") + section(running), "text: A/70/1\ntext: Report"},
		{"running, and the code is on the page", wp("", "A/70/1") + wp("", "Report") + section(running), "text: A/70/1\ntext: Report"},
		{"first page without one", wp("", "Report") + section(running+`<w:titlePg/>`), "text: Report"},
		{"a header of a first page that is not set apart", wp("", "Report") + section(first), "text: Report"},
	} {
		t.Run(c.name, func(t *testing.T) { diffLines(t, readWord(t, c.body, others).Blocks, c.want) })
	}
}

func TestWordWarnings(t *testing.T) {
	c := readWord(t, `<w:p>`+wr("", "Text")+`<w:r><w:commentReference w:id="1"/><w:object><o:OLEObject xmlns:o="o"/></w:object></w:r><w:ins>`+wr("", " new")+`</w:ins></w:p><w:altChunk r:id="r1"/>`, nil)
	want := []string{
		"the document has tracked changes: read as if accepted (1 insertions kept, 0 deletions left out)", "a comment was left out", "an embedded object was left out",
		"a file that Word would insert when it opens the document was left out: open and save it in Word first",
	}
	if d := cmp.Diff(want, c.Warnings); d != "" {
		t.Errorf("warnings (-want +got):\n%s", d)
	}
}

// TestWordStrict reads the strict form of the format, whose namespaces differ, with a main part of another name and properties.
func TestWordStrict(t *testing.T) {
	p := parts{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels": `<Relationships><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/>` +
			`<Relationship Id="b" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
		"word/document2.xml": strings.ReplaceAll(inWord("document", "<w:body>"+wp("", "Strict.")+"</w:body>"), transitional, strict),
		"docProps/core.xml":  `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title> A title </dc:title></cp:coreProperties>`,
	}
	c, err := readOffice(pack(t, p))
	if err != nil {
		t.Fatal(err)
	}
	diffLines(t, c.Blocks, "text: Strict.")
	if c.Meta["property_title"] != "A title" {
		t.Errorf("properties %v, want the title", c.Meta)
	}
}

// wordFile is a paper of the UNFCCC in which numbers are typed by hand, with notes that begin again in each section.
const wordFile = "../../../shared/corpus/other-docs/unfccc/FCCC_PA_CMA_2021_10_Add.3.docx"

// TestWordFile reads a real paper. docx2txt finds no word in it that is missing here but running heads; the text that LibreOffice
// writes lacks the notes and has no word more.
func TestWordFile(t *testing.T) {
	data, err := os.ReadFile(wordFile)
	if os.IsNotExist(err) {
		t.Skip("needs the corpus beside the project: ../shared/corpus")
	}
	if err != nil {
		t.Fatal(err)
	}
	c, err := readOffice(data)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, b := range c.Blocks {
		got[string(b.Kind)]++
		got["words"] += len(strings.Fields(b.Text))
		switch {
		case paragraphNumber.MatchString(b.Label):
			got["numbers"]++
		case b.Label != "":
			got["letters"]++
		}
		if b.Kind != Note {
			got["marks"] += len(strings.Fields(b.Mark))
		}
	}
	want := map[string]int{"text": 666, "heading": 104, "note": 84, "table": 3, "marks": 84, "numbers": 377, "letters": 242, "words": 23867}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("blocks of %s (-want +got):\n%s", wordFile, d)
	}
	if len(c.Warnings) > 0 {
		t.Errorf("warnings %q, want none", c.Warnings)
	}
}
