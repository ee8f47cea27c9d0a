package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// brief writes blocks as lines: kind, level, mark, text or cells.
func brief(blocks []Block) string {
	var b strings.Builder
	for _, x := range blocks {
		text := x.Text
		switch {
		case len(x.Cells) > 0:
			text = strings.Join(x.Cells, " | ")
		case len(x.Lines) > 1:
			text = strings.Join(x.Lines, " / ")
		}
		fmt.Fprintf(&b, "%s", x.Kind)
		if x.Level > 0 {
			fmt.Fprintf(&b, " %d", x.Level)
		}
		if x.Mark != "" {
			fmt.Fprintf(&b, " [%s]", x.Mark)
		}
		fmt.Fprintf(&b, " %s\n", text)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraphs without end tags", "<p>Recalling<p>Noting&nbsp;also &ndash; &#1046;", "text Recalling\ntext Noting also – Ж"},
		{"lines of a masthead", "<p>Seventieth session<br>Agenda items 15 and 116</p>", "text Seventieth session / Agenda items 15 and 116"},
		{"paragraphs set apart by br", "<div>One.<br><br>Two.<br/>\n<br/>Three.</div>", "text One.\ntext Two.\ntext Three."},
		{"the main part", "<body><header><nav>Home</nav></header><div id=content><main><h1>Report</h1><p>Text.</p></main></div><footer>© UN</footer>",
			"heading 1 Report\ntext Text."},
		{"what is hidden", "<p>Seen<span style='display: none'>not</span></p><p hidden>no</p><div style=\"mso-hide:all\">no</div><script>no</script><nav>no</nav>" +
			"<p class='sr-only'>Skip to content</p>", "text Seen"},
		{"numbered paragraphs", "<ol start=3><li><p>Decides</p><ol type=a><li>first;<li>second:<ol type=i><li>deep;</ol></ol><li value=9>Requests</ol>",
			"text 3. Decides\nlist 2 (a) first;\nlist 2 (b) second:\nlist 3 (i) deep;\ntext 9. Requests"},
		{"a list that counts down", "<ol reversed><li>a<li>b</ol>", "text 2. a\ntext 1. b"},
		{"a list whose entries print their own labels", "<ol style='list-style-type:none'><li>(a) Opening;<li>(b) Officers.</ol><ol type=a><li>(a) x</ol>",
			"list 1 (a) Opening;\nlist 1 (b) Officers.\nlist 1 (a) x"},
		{"bullets", "<ul><li>One<ul><li>Two</ul></ul>", "list 1 One\nlist 2 Two"},
		{"entries past z", "<ol type=a start=26><li>z<li>aa</ol>", "list 1 (z) z\nlist 1 (aa) aa"},
		{"a table", "<table><caption>Meetings</caption><tr><th>Item<th>Document<tr><td rowspan=2>2 (a)<td>A/70/1<tr><td>A/70/2<sup>a</sup></table>",
			"heading 1 Meetings\ntable 1 Item | Document\ntable 2 (a) | A/70/1\ntable [a] 2 (a) | A/70/2"},
		{"a title over all columns", "<table><tr><th colspan=2>Meetings in 2018<br/>(reverse order)</th></tr><tr><th>Record</th><th>Date</th></tr><tr><td>S/PV.8439<td>21 December</table>",
			"heading 1 Meetings in 2018 (reverse order)\ntable 1 Record | Date\ntable S/PV.8439 | 21 December"},
		{"a table that places a masthead", "<table><tr><td>United Nations<td>A/70/1</tr></table><p>x", "text United Nations\ntext A/70/1\ntext x"},
		{"exponents and ordinals", "<p>10<sup>6</sup> km<sup>2</sup>, la 2<sup>e</sup> session, the 1<sup>st</sup>.", "text 106 km2, la 2e session, the 1st."},
		{"old text", "<pre>1. The Conference\n\n2. Decides</pre>", "text 1. The Conference\ntext 2. Decides"},
		{"Markdown signs are text", "<p>Add *this* \\- [and] that", `text Add *this* \- [and] that`},
		{"notes as Word stores them", `<p class=MsoNormal>Recalling<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a> it,</p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span>[1]</span></a> See
<b>A/70/1</b>.</p><p>More.</p></div></div>`, "text [1] Recalling it,\nrule _\nnote [1] See A/70/1. More."},
		{"lists as Word stores them", `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Decides</p>`, "text 1. Decides"},
		{"notes as LibreOffice stores them", `<p>Noting<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>	Ibid.</p></div>`, "text [1] Noting\nnote [1] Ibid."},
		{"notes of a wiki", `<p>Text.<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup></p><ol class="references"><li id="cite_note-1"><span
class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span> <span>E/2024/1.</span></li></ol>`, "text [1] Text.\nnote [1] E/2024/1."},
		{"notes of a blog", `<article><p>A.<a href="#fn:1" id="fnref:1">1</a> B.<a href="#fn:1">1</a></p><footer><ol><li id="fn:1"><p>See C. <a href="#fnref:1">↩︎</a></p></li></ol></footer></article>`,
			"text [1 1] A. B.\nnote [1] See C."},
		{"notes without links", "<p>Recalls its resolution,<sup>1/</sup> and<sup>2</sup>\n<p><sup>1</sup> A/RES/58/4.", "text [1 2] Recalls its resolution, and\nnote [1] A/RES/58/4."},
		{"Akoma Ntoso as HTML", `<span class="akn-akomaNtoso"><span class="akn-mainBody"><section class="akn-paragraph" id="p1"><span class="akn-num">1.</span><span
class="akn-content"><span class="akn-p">ADOPTS amendments;</span></span></section><span class="akn-p">Next.</span></span></span>`, "text 1. ADOPTS amendments;\ntext Next."},
		{"a contents list is no list of notes", `<p><a href="#s1">Introduction</a></p><h2 id=s1>Introduction</h2>`, "text Introduction\nheading 2 Introduction"},
	} {
		content, err := htmlBlocks(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, brief(content.Blocks)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestHTMLLanguagesAndMeta(t *testing.T) {
	c, err := htmlBlocks(`<html lang="en-US"><head><title>70/1 | United Nations</title><meta name="DC.title" content="Transforming our world">
<meta name="citation_technical_report_number" content="A/RES/70/1"></head><body><p>English.</p><div lang=ar dir=rtl><p>عربي</p></div><p>More <span lang=fr>mots</span>.`)
	if err != nil {
		t.Fatal(err)
	}
	var langs []string
	for _, b := range c.Blocks {
		langs = append(langs, b.Lang)
	}
	if diff := cmp.Diff([]string{"en", "ar", "en"}, langs); diff != "" || c.Lang != "en" {
		t.Errorf("languages (-want +got):\n%s of the page: %q", diff, c.Lang)
	}
	if diff := cmp.Diff(map[string]string{"title": "Transforming our world", "symbol": "A/RES/70/1"}, c.Meta); diff != "" {
		t.Errorf("meta (-want +got):\n%s", diff)
	}
}

// A page that a site generator takes: resolution MEPC.305(73).
func TestHTMLFrontMatter(t *testing.T) {
	c, err := Read(context.Background(), "index.md", strings.NewReader("---\nexpression_date: '2018-10-26'\nhistory:\n- date: '2020-03-01'\ntitle: Amendments to MARPOL Annex VI\ntoc: []\n---\n\n"+
		"<div>\n\n<div class=\"coverpage\">\n  <h1>Amendments to MARPOL Annex VI</h1>\n      <h2>Resolution MEPC.305(73)</h2>\n</div></div>"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("heading 1 Amendments to MARPOL Annex VI\nheading 2 Resolution MEPC.305(73)", brief(c.Blocks)); diff != "" || c.Meta["title"] != "Amendments to MARPOL Annex VI" {
		t.Errorf("blocks (-want +got):\n%s meta %v", diff, c.Meta)
	}
}

// The negotiating text of 23 October 2015 has links by name, and brackets that are text.
func TestMarkdownDefinitions(t *testing.T) {
	c := read(t, "*This is the [final draft negotiating text][source].*\n\n[source]: http://unfccc.int/resource/docs/2015/adp2/eng/11infnot.pdf\n\n## Draft agreement\n{:.no_toc}\n\n"+
		"* TOC\n{:toc}\n\n*In [furtherance][pursuit]* of the objective\n")
	if diff := cmp.Diff("text This is the final draft negotiating text.\nheading 2 Draft agreement\ntext In [furtherance][pursuit] of the objective", brief(c.Blocks)); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

// A table of meetings of the Security Council is a heading and rows, as the page shows them.
func TestHTMLMeetings(t *testing.T) {
	data, err := os.ReadFile("testdata/scact1953_table_en.html")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Read(context.Background(), "scact1953_table_en.html", bytes.NewReader(data), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, b := range c.Blocks {
		if b.Kind == TableRow && len(b.Cells) == 4 {
			rows++
		}
	}
	if want := bytes.Count(data, []byte("<tr")) - 1; c.Blocks[0].Kind != Heading || rows != want {
		t.Errorf("first block %v, %d rows, want a heading and %d", c.Blocks[0], rows, want)
	}
}

// What no parser should build is refused, and what is merely large is read.
func TestHTMLLimits(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"100,000 elements deep", strings.Repeat("<div>", 100_000) + "x", "HTML deeper than 512"},
		{"too many elements", "<p>" + strings.Repeat("<br>", 2_000_001), "more than 2,000,000 elements"},
		{"elements that are never closed", unclosed(400) + strings.Repeat("<p>x", 10_000), "more than 2,000,000 elements"},
	} {
		_, err := Read(context.Background(), "a.html", strings.NewReader("<html>"+c.in), Limits{})
		var e *MarkupError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "a.html") {
			t.Errorf("%s: Read = %v, want %q", c.name, err, c.want)
		}
	}
	line := "<html><p>" + strings.Repeat("word ", 10<<20) + "</p>" // 50 MB in one line
	_, err := Read(context.Background(), "a.html", strings.NewReader(line), Limits{})
	var e *TooLargeError
	if !errors.As(err, &e) || e.Limit != DefaultMaxHTMLBytes {
		t.Errorf("a line of 50 MB: Read = %v, want the limit of HTML", err)
	}
	c, err := Read(context.Background(), "a.html", strings.NewReader(line[:7<<20]), Limits{})
	if err != nil || len(c.Blocks) != 1 || len(c.Blocks[0].Text) < 6<<20 {
		t.Errorf("a line of 7 MiB: %d blocks, %v", len(c.Blocks), err)
	}
}

func unclosed(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<font size=%d>", i)
	}
	return b.String()
}

// FuzzHTML: any page ends in an error or in blocks of clean text, the same ones each time.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<p>a<p>b", "<ol start=3><li>x<ol type=i><li>y</ol></ol>", "<table><tr><td rowspan=9 colspan=3>a<td>b<tr><td>c</table>",
		`<a href="#n">1</a><p id=n>1 note</p>`, "<pre>a\n\n| b | c |</pre>", "<p>x<sup>1</sup><br>y", "<table><tr><td><table><tr><td>x", "<p lang=fr>&eacute;&#x301;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, page string) {
		c, err := Read(context.Background(), "fuzz", strings.NewReader("<html>"+page), Limits{MaxBytes: 1 << 20})
		if err != nil {
			return
		}
		for _, b := range c.Blocks {
			for _, text := range append(append([]string{b.Text}, b.Lines...), b.Cells...) {
				checkText(t, text)
			}
		}
		again, err := Read(context.Background(), "fuzz", strings.NewReader("<html>"+page), Limits{MaxBytes: 1 << 20})
		if err != nil || !cmp.Equal(c, again) {
			t.Errorf("a second reading differs: %v\n%s", err, cmp.Diff(c, again))
		}
	})
}
