package extract

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// aknBody wraps the inside of a resolution.
func aknBody(inside string) string {
	return `<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">` + inside + `</statement></akomaNtoso>`
}

func readMarked(t testing.TB, in string) (Content, error) {
	t.Helper()
	return Read(context.Background(), "a.xml", strings.NewReader(in), Limits{})
}

func TestAKNBlocks(t *testing.T) {
	in := aknBody(`<meta><identification><FRBRWork><FRBRdate date="0001-01-01" name="adoption"/></FRBRWork><FRBRExpression><FRBRlanguage language="ara"/></FRBRExpression></identification>
 <classification><keyword refersTo="agenda" value="69a"/></classification><workflow><step date="2020-12-16" outcome="adopted"/></workflow></meta>
 <coverPage><p><docNumber refersTo="#symbol">A/RES/75/171</docNumber></p>
  <p><docDate date="2020-12-28" refersTo="#dateOfIssuance">28 December 2020</docDate></p>
  <p><session value="75">Seventy-fifth session</session></p><p><inline name="agenda item">Agenda item 71</inline></p></coverPage>
 <preface><p><docNumber>75/171.</docNumber><docTitle refersTo="#resolutionTitle">-	Use of mercenaries</docTitle></p></preface>
 <preamble><formula><p><span class="italic">The General Assembly</span>,</p></formula>
  <container name="Recalling"><p>	<span class="italic">Recalling</span> its resolution <a href="https://undocs.org/en/A/RES/74/138">74/138</a><sup>(</sup><authorialNote marker="1"><p>	()	<a href="x">A/74/53</a>.</p></authorialNote><sup>)</sup> and 5 km<sup>2</sup>,</p></container></preamble>
 <mainBody><section><num>I</num><subheading>Reports</subheading>
  <paragraph class="SingleTxt"><content><p>	1 -	<span class="bold">Requests</span> a report<sup>1</sup>:</p></content></paragraph>
  <paragraph><num>2.</num><list><intro><p>Decides:</p></intro><point><num>(a)</num><content><p>To stay;</p></content></point></list></paragraph>
  <paragraph><num>3.</num><content><p/></content></paragraph><paragraph><content><p>Ends here.</p></content></paragraph></section>
  <container><table><tr><th><p>Year</p></th></tr><tr><td><p>2024</p></td><td/></tr></table></container></mainBody>
 <conclusions><p>46th plenary meeting<eol/><docDate date="2020-12-16">16 December 2020</docDate></p></conclusions>
 <attachments><attachment><doc name="annex"><mainBody><paragraph class="H1"><content><p>Annex</p></content></paragraph><paragraph><num>1.</num><content><p>Terms.</p></content></paragraph></mainBody></doc></attachment></attachments>`)
	c, err := readMarked(t, in)
	if err != nil {
		t.Fatal(err)
	}
	want := []Block{
		{Kind: Text, Role: RoleSymbol, Text: "A/RES/75/171"},
		{Kind: Text, Role: RoleDate, Text: "28 December 2020"},
		{Kind: Text, Role: RoleSession, Text: "Seventy-fifth session"},
		{Kind: Text, Role: RoleAgendaLine, Text: "Agenda item 71"},
		{Kind: Text, Role: RoleTitle, Text: "75/171. - Use of mercenaries"},
		{Kind: Text, Text: "The General Assembly,"},
		{Kind: Preamble, Text: "Recalling its resolution 74/138 and 5 km2,", Mark: "1", Links: []Link{{Start: 25, End: 31, Target: "https://undocs.org/en/A/RES/74/138"}}},
		{Kind: Note, Text: "A/74/53.", Mark: "1", Links: []Link{{Start: 0, End: 7, Target: "x"}}},
		{Kind: Heading, Level: 3, Label: "I", Text: "I Reports"},
		{Kind: Operative, Label: "1 -", Text: "1 - Requests a report:", Mark: "1"},
		{Kind: Operative, Label: "2.", Text: "2. Decides:"},
		{Kind: ListEntry, Level: 1, Label: "(a)", Text: "(a) To stay;"},
		{Kind: Operative, Label: "3.", Text: "3. Ends here."},
		{Kind: TableRow, Level: 1, Text: "Year", Cells: []string{"Year"}},
		{Kind: TableRow, Text: "2024", Cells: []string{"2024", ""}},
		{Kind: Text, Role: RoleAdoption, Text: "46th plenary meeting 16 December 2020"},
		{Kind: Heading, Level: 1, Part: "annex", Text: "Annex"},
		{Kind: Text, Part: "annex", Label: "1.", Text: "1. Terms."},
	}
	for i := range c.Blocks {
		if len(c.Blocks[i].Links) == 0 {
			c.Blocks[i].Links = nil
		}
	}
	if diff := cmp.Diff(want, c.Blocks); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	meta := map[string]string{"symbol": "A/RES/75/171", "date": "2020-12-28", "adopted": "2020-12-16", "session": "75", "title": "Use of mercenaries", "type": "resolution"}
	if diff := cmp.Diff(meta, c.Meta); diff != "" || c.Lang != "ar" || !c.Marked || c.Warnings != nil {
		t.Errorf("lang %q, marked %t, warnings %q, meta (-want +got):\n%s", c.Lang, c.Marked, c.Warnings, diff)
	}
}

// TestAKNMended reads what is not well-formed and says where it was not.
func TestAKNMended(t *testing.T) {
	paragraph := func(n int, text string) string {
		return fmt.Sprintf("<paragraph><num>%d.</num><content><p>%s</p></content></paragraph>\n", n, text)
	}
	for name, c := range map[string]struct{ in, line string }{
		"end tags without a beginning": {"<mainBody>" + paragraph(1, "One.") + "</docTitle></p>" + paragraph(2, "Two.") + "</mainBody>", "line 2"},
		"missing end tags":             {"<mainBody><paragraph><num>1.</num><content><p>One.</alinea>\n" + paragraph(2, "Two.") + "</mainBody>", "line 1"},
		"cut off":                      {"<mainBody>" + paragraph(1, "One.") + "<paragraph><num>2.</num><content><p>Two.", "line 2"},
		"crossed tags":                 {"<mainBody>" + paragraph(1, `<span class="b"><a href="x">One</span></a>.`) + paragraph(2, "Two.") + "</mainBody>", "line 1"},
		"end tag over a wall":          {"<mainBody><paragraph><num>1.</num><content><p>One.<authorialNote marker='1'></content><p>Note.</p></authorialNote></p></content></paragraph>" + paragraph(2, "Two.") + "</mainBody>", "line 1"},
		"control characters":           {"<mainBody>" + paragraph(1, "\x01One.\x0b") + paragraph(2, "Two.") + "</mainBody>", ""},
		"another character set":        {"<mainBody>" + paragraph(1, "One.") + paragraph(2, "Two.") + "</mainBody>", ""},
	} {
		in := aknBody(c.in)
		if name == "cut off" {
			in = strings.TrimSuffix(in, "</statement></akomaNtoso>")
		}
		if name == "another character set" {
			in = `<?xml version="1.0" encoding="windows-1251"?>` + in
		}
		got, err := readMarked(t, in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var texts []string
		for _, b := range got.Blocks {
			if b.Kind == Operative {
				texts = append(texts, b.Text)
			}
		}
		if strings.Join(texts, "|") != "1. One.|2. Two." {
			t.Errorf("%s: operative paragraphs %q", name, texts)
		}
		if warning := strings.Join(got.Warnings, "; "); !strings.Contains(warning, c.line) || (warning == "") != (c.line == "") {
			t.Errorf("%s: warnings %q, want them to name %q", name, warning, c.line)
		}
	}
}

// TestAKNText reads what looks like markup and is text.
func TestAKNText(t *testing.T) {
	for in, want := range map[string]string{
		"less than 5 < 6 and A & B":               "less than 5 < 6 and A & B",
		"caf&eacute;&nbsp;&copy; &unknown; &#65;": "café © &unknown; A",
		"a &#0; b":                               "a &#0; b",
		"<![CDATA[a <b> c]]>":                    "a <b> c",
		"co\u00adoperation\u200b, \u202bx\u202c": "cooperation, x",
	} {
		c, err := readMarked(t, aknBody("<mainBody><paragraph><content><p>“"+in+".</p></content></paragraph></mainBody>"))
		if err != nil || len(c.Blocks) != 1 || c.Blocks[0].Text != "“"+want+"." {
			t.Errorf("text of %q = %+v, %v, want %q", in, c.Blocks, err, want)
		}
	}
}

// TestAKNRefuses holds the limits. Each error names the reason, and none takes long.
func TestAKNRefuses(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`
	external := `<!DOCTYPE akomaNtoso [<!ENTITY x SYSTEM "file:///etc/passwd">]>`
	for name, c := range map[string]struct{ in, want string }{
		"entity bomb":     {bomb + aknBody("<mainBody><p>&b;</p></mainBody>"), "line 1: a DOCTYPE with definitions"},
		"external entity": {external + aknBody("<mainBody><p>&x;</p></mainBody>"), "line 1: a DOCTYPE with definitions"},
		"depth":           {aknBody(strings.Repeat("<span>", 300)), "XML deeper than 256"},
		"attributes":      {aknBody("<p " + strings.Repeat("a='1' ", 300) + ">x</p>"), "more than 256 attributes"},
		"faults":          {aknBody(strings.Repeat("< ", 300)), "too many faults"},
		"open comments":   {aknBody(strings.Repeat("<!-- ", 200_000)), "too many faults"},
		"no text":         {aknBody("<mainBody/>"), ErrEmpty.Error()},
	} {
		begun := time.Now()
		got, err := readMarked(t, c.in)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "extract a.xml: ") {
			t.Errorf("%s: %d blocks, error %v, want %q", name, len(got.Blocks), err, c.want)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// TestAKNByContent chooses the reader by the first element and not by the name of the file.
func TestAKNByContent(t *testing.T) {
	for in, want := range map[string]string{
		"<akomaNtoso>": "akomaNtoso",
		"\n<?xml version='1.0'?>\n<!-- a -->\n<an:akomaNtoso x='1'>": "akomaNtoso",
		"<!DOCTYPE akomaNtoso>\n<akomaNtoso/>":                       "akomaNtoso",
		"<!DOCTYPE x [<!ENTITY a 'b'>]>\n<akomaNtoso/>":              "akomaNtoso",
		"<html><akomaNtoso>":                                         "html",
		"<akomaNtoso":                                                "",
		"<!-- akomaNtoso":                                            "",
		"1 < 2":                                                      "",
		"":                                                           "",
	} {
		if got := rootElement(in); got != want {
			t.Errorf("rootElement(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzAKN: whatever the source, reading ends with blocks of clean text or with an error that says why; links stand in their
// text, and no more text comes out than went in.
func FuzzAKN(f *testing.F) {
	f.Add(aknBody("<mainBody><paragraph><num>1.</num><content><p>a<authorialNote marker='1'><p>b</p></authorialNote></p></content></paragraph></mainBody>"))
	f.Add(aknBody("<preamble><blockList><listIntroduction>a</listIntroduction><item><num>(a)</num><p>b</p></item></blockList></preamble><table><tr><td>x<p>y</p></td></tr>"))
	f.Add(aknBody("<coverPage><p><docNumber>A/1</docNumber><noteRef marker='*'/></p></coverPage><mainBody><section><num>I</num><heading>b</heading></docTitle></p></alinea>"))
	f.Add(aknBody("<mainBody><paragraph><content><p>	(a)	x &amp; <a href='y'>z</a> &#x301; < <sup>1</sup></p></content></paragraph></mainBody>"))
	f.Fuzz(func(t *testing.T, in string) {
		c, err := Read(context.Background(), "fuzz", strings.NewReader(in), Limits{MaxBytes: 1 << 20})
		var refused *MarkupError
		if errors.As(err, &refused) && (refused.Line < 1 || refused.Line > 1+strings.Count(in, "\n")) {
			t.Fatalf("error %v, in %d lines", err, 1+strings.Count(in, "\n"))
		}
		if err != nil || !c.Marked {
			return
		}
		size := 0
		for _, b := range c.Blocks {
			checkText(t, b.Text)
			size += len(b.Text)
			for _, l := range b.Links {
				if l.Start < 0 || l.Start >= l.End || l.End > len(b.Text) {
					t.Fatalf("link %+v outside %q", l, b.Text)
				}
			}
		}
		if size > 12*len(in)+16 { // windows-1252 and NFC lengthen
			t.Fatalf("%d bytes of text from %d", size, len(in))
		}
	})
}
