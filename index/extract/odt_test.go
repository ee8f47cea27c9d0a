package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const openNames = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
	`xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" ` +
	`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xml="http://www.w3.org/XML/1998/namespace"`

// openParts are the parts of an OpenDocument text with a body, styles of its own, and others.
func openParts(body, automatic string, others parts) parts {
	p := parts{
		"mimetype":              "application/vnd.oasis.opendocument.text",
		"META-INF/manifest.xml": `<manifest/>`,
		"content.xml": `<?xml version="1.0"?><office:document-content ` + openNames + `><office:automatic-styles>` + automatic +
			`</office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`,
	}
	for name, content := range others {
		p[name] = `<?xml version="1.0"?><office:document-styles ` + openNames + `>` + content + `</office:document-styles>`
	}
	return p
}

func readOpen(t *testing.T, body, automatic string, others parts) Content {
	t.Helper()
	c, err := readOffice(pack(t, openParts(body, automatic, others), "mimetype"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// openLevels is a list of the levels 1., (a), (i) and a bullet.
const openLevels = `<text:list-style style:name="L1">` +
	`<text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>` +
	`<text:list-level-style-number text:level="2" style:num-prefix="(" style:num-suffix=")" style:num-format="a" style:num-letter-sync="true"/>` +
	`<text:list-level-style-number text:level="3" loext:num-list-format="(%3%)" style:num-format="i"/>` +
	`<text:list-level-style-bullet text:level="4" text:bullet-char="-"/></text:list-style>` +
	`<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="." text:start-value="3"/>` +
	`<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/></text:list-style>`

func TestOpenLists(t *testing.T) {
	item := func(attrs, content string) string {
		return `<text:list-item` + attrs + `>` + content + `</text:list-item>`
	}
	list := func(attrs, content string) string { return `<text:list` + attrs + `>` + content + `</text:list>` }
	p := func(text string) string { return `<text:p>` + text + `</text:p>` }
	body := list(` xml:id="x1" text:style-name="L1"`, item("", p("One:")+list("", item("", p("a;"))+item("", p("b:")+list("", item("", p("first"))+item("", p("second")+list("", item("", p("dash"))))))))) +
		p("Between.") +
		list(` text:continue-list="x1" text:style-name="L1"`, item("", p("Two.")+p("More of two."))+`<text:list-header>`+p("No number.")+`</text:list-header>`+item(` text:start-value="7"`, p("Seven."))) +
		list(` text:style-name="L1" text:continue-numbering="true"`, item("", p("Eight."))) +
		list(` text:style-name="L1"`, item("", p("One again."))) +
		list(` text:style-name="L2"`, item("", p("Three.")+list("", item("", p("Below."))))) +
		list(` text:continue-list="x1" text:style-name="L1"`, item("", list("", item("", p("a level alone"))))) +
		`<text:numbered-paragraph text:list-id="n" text:style-name="L1" text:level="1" text:start-value="4">` + p("By itself.") + `</text:numbered-paragraph>` +
		`<text:numbered-paragraph text:list-id="n" text:style-name="L1" text:level="1">` + p("And next.") + `</text:numbered-paragraph>`
	diffLines(t, readOpen(t, body, openLevels, nil).Blocks, `
		text [1.]: 1. One:
		list 2 [(a)]: (a) a;
		list 2 [(b)]: (b) b:
		list 3 [(i)]: (i) first
		list 3 [(ii)]: (ii) second
		list 4 [–]: – dash
		text: Between.
		text [2.]: 2. Two.
		text: More of two.
		text: No number.
		text [7.]: 7. Seven.
		text [8.]: 8. Eight.
		text [1.]: 1. One again.
		text [III.]: III. Three.
		text [III.1]: III.1 Below.
		list 2 [(a)]: (a) a level alone
		text [4.]: 4. By itself.
		text [5.]: 5. And next.`)
}

func TestOpenHeadings(t *testing.T) {
	styles := `<office:styles><style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/>` +
		`<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format=""/></text:outline-style></office:styles>`
	body := `<text:h text:outline-level="1">Introduction</text:h><text:h text:outline-level="2">Scope</text:h><text:h text:outline-level="1" text:is-list-header="true">Unnumbered</text:h>` +
		`<text:h text:outline-level="1">Results</text:h><text:p text:style-name="Heading_20_1">Styled</text:p>`
	diffLines(t, readOpen(t, body, "", parts{"styles.xml": styles}).Blocks, `
		heading 1 [I.]: I. Introduction
		heading 2: Scope
		heading 1: Unnumbered
		heading 1 [II.]: II. Results
		heading 1: Styled`)
}

func TestOpenText(t *testing.T) {
	const styles = `<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>` +
		`<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>` +
		`<style:style style:name="T" style:family="paragraph"><style:paragraph-properties><style:tab-stops><style:tab-stop style:leader-style="dotted"/></style:tab-stops></style:paragraph-properties></style:style>`
	for _, c := range []struct{ name, body, want string }{
		{"spaces, tabs, breaks", `<text:p>A<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d<text:soft-page-break/>e</text:p>`, "text: A b c de"},
		{"typed number", `<text:p>12.<text:tab/>Decides.</text:p>`, "text [12.]: 12. Decides."},
		{"hidden", `<text:p>seen<text:span text:style-name="H"> unseen</text:span><text:hidden-text text:string-value="x"> nor this</text:hidden-text></text:p>`, "text: seen"},
		{"hidden section", `<text:section text:display="none"><text:p>unseen</text:p></text:section><text:section text:name="s"><text:p>seen</text:p></text:section>`, "text: seen"},
		{"tracked changes", `<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>kept<text:change text:change-id="1"/><text:change-start text:change-id="2"/> new<text:change-end text:change-id="2"/></text:p>`, "text: kept new"},
		{"comment", `<text:p>text<office:annotation><dc:creator>X</dc:creator><text:p>comment</text:p></office:annotation> goes on</text:p>`, "text: text goes on"},
		{"notes", `<text:p>One<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>See A/70/1.</text:p><text:p>And more.</text:p></text:note-body></text:note> and two<text:note><text:note-citation text:label="*">*</text:note-citation><text:note-body><text:p>Star.</text:p></text:note-body></text:note>.</text:p>`,
			"text {1 *}: One and two.\nnote {1}: See A/70/1. And more.\nnote {*}: Star."},
		{"field and reference", `<text:p>paragraph <text:bookmark-ref>7</text:bookmark-ref> of <text:title>The title</text:title></text:p>`, "text: paragraph 7 of The title"},
		{"frame", `<text:p>Above.</text:p><text:p>Anchor<draw:frame><svg:title>alternative</svg:title><draw:text-box><text:p>A/70/1<text:line-break/>Distr.: General</text:p></draw:text-box></draw:frame></text:p>`, "text: Above.\ntext: Anchor\ntext: A/70/1\ntext: Distr.: General"},
		{"frame at the head", `<text:p>Report<draw:frame><draw:text-box><text:p>A/70/1</text:p></draw:text-box></draw:frame></text:p>`, "text: A/70/1\ntext: Report"},
		{"contents", `<text:table-of-content><text:table-of-content-source><text:index-title-template>Template</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title><text:p>Contents</text:p></text:index-title><text:p>Introduction<text:tab/>3</text:p></text:index-body></text:table-of-content>`, "text: Contents\ntext: Introduction ..... 3"},
		{"tab with dots", `<text:p text:style-name="T">Introduction<text:tab/>3</text:p>`, "text: Introduction ..... 3"},
	} {
		t.Run(c.name, func(t *testing.T) { diffLines(t, readOpen(t, c.body, styles, nil).Blocks, c.want) })
	}
	c := readOpen(t, `<text:p><text:span text:style-name="B">Bold</text:span></text:p>`, styles, nil)
	if !c.Blocks[0].Bold {
		t.Error("a bold span is not bold")
	}
}

func TestOpenTables(t *testing.T) {
	cell := func(attrs, text string) string {
		return `<table:table-cell` + attrs + `><text:p>` + text + `</text:p></table:table-cell>`
	}
	row := func(attrs string, cells ...string) string {
		return `<table:table-row` + attrs + `>` + strings.Join(cells, "") + `</table:table-row>`
	}
	body := `<text:p>Timetable</text:p><table:table><table:table-column table:number-columns-repeated="3"/><table:table-header-rows>` + row("", cell("", "Date"), cell("", "Time"), cell("", "Item")) + `</table:table-header-rows>` +
		row("", cell(` table:number-columns-spanned="3"`, "Monday"), `<table:covered-table-cell table:number-columns-repeated="2"/>`) +
		row("", cell(` table:number-columns-repeated="2"`, "x"), cell("", "y")) + row("", cell(` table:number-rows-spanned="2"`, "14"), cell("", "10 a.m."), cell("", "1")) + row("", `<table:covered-table-cell/>`, cell("", "3 p.m."), cell("", "2")) +
		row(` table:number-rows-repeated="2"`, cell("", "a"), cell("", "b"), cell("", "c")) +
		row(` table:number-rows-repeated="1048576"`, `<table:table-cell table:number-columns-repeated="16384"/>`) + `</table:table>`
	diffLines(t, readOpen(t, body, "", nil).Blocks, `
		text: Timetable
		table 1: Date | Time | Item
		table: Monday |  |
		table: x | x | y
		table: 14 | 10 a.m. | 1
		table: 14 | 3 p.m. | 2
		table: a | b | c
		table: a | b | c`)
}

func TestOpenHeader(t *testing.T) {
	first := `<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>A/70/1</text:p></style:header><style:header-first><text:p>United Nations</text:p></style:header-first></style:master-page></office:master-styles>`
	diffLines(t, readOpen(t, `<text:p>Report</text:p>`, "", parts{"styles.xml": first}).Blocks, "text: United Nations\ntext: Report")
	next := `<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Page <text:page-number>2</text:page-number></text:p></style:header></style:master-page>` +
		`<style:master-page style:name="First" style:next-style-name="Standard"><style:header><text:p>Distr.: General</text:p></style:header></style:master-page></office:master-styles>`
	diffLines(t, readOpen(t, `<text:p text:style-name="P1">Report</text:p>`, `<style:style style:name="P1" style:family="paragraph" style:master-page-name="First"/>`, parts{"styles.xml": next}).Blocks,
		"text: Distr.: General\ntext: Report")
	diffLines(t, readOpen(t, `<text:p>Report</text:p>`, "", parts{"styles.xml": next}).Blocks, "text: Report")
}

// TestFlatOpen reads a text in one XML file as its archive.
func TestFlatOpen(t *testing.T) {
	flat := `<?xml version="1.0"?><office:document ` + openNames + ` office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>T</dc:title></office:meta><office:automatic-styles>` + openLevels +
		`</office:automatic-styles><office:body><office:text><text:list text:style-name="L1"><text:list-item><text:p>One.</text:p></text:list-item></text:list></office:text></office:body></office:document>`
	if f := FormatOf([]byte(flat)); f != OpenDocument {
		t.Fatalf("format %q, want %q", f, OpenDocument)
	}
	c, err := Read(t.Context(), "a.fodt", strings.NewReader(flat), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	diffLines(t, c.Blocks, "text [1.]: 1. One.")
	if d := cmp.Diff([]string(nil), c.Warnings); d != "" {
		t.Errorf("warnings: %s", d)
	}
}
