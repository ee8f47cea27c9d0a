package parse

import (
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

// TestArticles reads headings of articles in the six languages, with a text of the kind that treaties have below them.
func TestArticles(t *testing.T) {
	for _, c := range []struct{ heading, anchor string }{
		{"Article 5", "article-5"}, {"Article premier", "article-1"}, {"Artículo 5", "article-5"}, {"Artículo 3. Definiciones", "article-3"},
		{"Статья 5", "article-5"}, {"المادة 5", "article-5"}, {"المادة ٥", "article-5"}, {"第五条", "article-5"}, {"第十二条", "article-12"}, {"第 5 条", "article-5"},
	} {
		d := Parse(extract.Content{Blocks: []extract.Block{
			{Kind: extract.Text, Text: c.heading},
			{Kind: extract.Text, Text: "1. Each State Party shall, in accordance with the fundamental principles of its legal system, develop policies."},
		}}, Options{Lang: "en"})
		if len(d.Units) != 2 || d.Units[0].Kind != document.Heading || d.Units[0].Anchor != c.anchor || d.Units[1].Anchor != c.anchor+"-p1" {
			t.Errorf("%q: %s %q with %q, want a heading %s", c.heading, d.Units[0].Kind, d.Units[0].Anchor, d.Units[len(d.Units)-1].Anchor, c.anchor)
		}
	}
	for _, no := range []string{"Статья 5 Конвенции предусматривает, что каждое государство принимает меры.", "Artículo 5 de la Convención", "第五条规定,各缔约国应采取措施。"} {
		if isArticle(no) {
			t.Errorf("%q is no heading", no)
		}
	}
}

// TestPageMarkIsNoParagraph holds that a number with nothing but the number of the page behind it is no operative paragraph, as at the end of S/RES/2779 (2025).
func TestPageMarkIsNoParagraph(t *testing.T) {
	d := Parse(extract.Content{Blocks: []extract.Block{
		{Kind: extract.Text, Text: "The Security Council,"}, {Kind: extract.Text, Text: "Recalling its previous resolutions,"},
		{Kind: extract.Text, Text: "24. Requests the Secretary-General to report;"}, {Kind: extract.Text, Text: "25. 14/14"},
	}}, Options{Lang: "en"})
	if u := d.Units[len(d.Units)-1]; u.Kind == document.Operative || u.Number != "" {
		t.Errorf("%q is %s with number %q", u.Text, u.Kind, u.Number)
	}
}

// TestReasonsApart holds that reasons in Russian, which begin in lower case, stay apart where the format gives them as paragraphs.
func TestReasonsApart(t *testing.T) {
	d := Parse(extract.Content{Blocks: []extract.Block{
		{Kind: extract.Text, Text: "Генеральная Ассамблея,"},
		{Kind: extract.Text, Text: "ссылаясь на свою резолюцию 74/111 от 18 декабря 2019 года,"},
		{Kind: extract.Text, Text: "отмечая заявление Председателя Комитета по правам ребенка,"},
		{Kind: extract.Text, Text: "1. постановляет созвать совещание;"},
	}}, Options{Lang: "ru"})
	reasons := 0
	for _, u := range d.Units {
		if u.Kind == document.Preambular {
			reasons++
		}
	}
	if reasons != 2 {
		t.Errorf("%d reasons in %d units, want 2", reasons, len(d.Units))
	}
}

// TestNestedEntries holds that entries of two levels have the anchors and lead-ins that Akoma Ntoso gives them: (i) after (h) is a letter.
func TestNestedEntries(t *testing.T) {
	var blocks []extract.Block
	for _, text := range []string{"3. Requests the Secretary-General:", "(a) To report every year on:", "(i) The staff;", "(ii) The budget;", "(b) To inform Member States;",
		"(i) Of the costs;", "4. Decides:", "(h) To meet;", "(i) To elect officers;"} {
		blocks = append(blocks, extract.Block{Kind: extract.Text, Text: text})
	}
	d := Parse(extract.Content{Blocks: blocks}, Options{Lang: "en"})
	want := []struct{ anchor, leadIn string }{{"p3", ""}, {"p3-a", "Requests the Secretary-General:"}, {"p3-a-1", "(a) To report every year on:"}, {"p3-a-2", "(a) To report every year on:"},
		{"p3-b", "Requests the Secretary-General:"}, {"p3-b-1", "Requests the Secretary-General:"}, {"p4", ""}, {"p4-h", "4. Decides:"}, {"p4-i", "4. Decides:"}}
	for i, w := range want {
		if u := d.Units[i]; u.Anchor != w.anchor || u.LeadIn != w.leadIn {
			t.Errorf("%q: anchor %s, lead-in %q; want %s, %q", u.Text, u.Anchor, u.LeadIn, w.anchor, w.leadIn)
		}
	}
}
