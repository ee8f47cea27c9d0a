package parse

import (
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

// TestStatedLabels holds that enumerators which a format tells, and whose form is not known, make numbered paragraphs and list entries.
func TestStatedLabels(t *testing.T) {
	for _, c := range []struct {
		block         extract.Block
		kind          document.Kind
		number, label string
	}{
		{extract.Block{Kind: extract.Text, Label: "1.2", Text: "1.2 The Council meets every year."}, document.Paragraph, "1.2", "1.2"},
		{extract.Block{Kind: extract.Text, Label: "7", Text: "The number is not in the text."}, document.Paragraph, "7", ""},
		{extract.Block{Kind: extract.ListEntry, Label: "–", Text: "– a dash"}, document.ListItem, "", "–"},
		{extract.Block{Kind: extract.Text, Label: "(1-أ)", Text: "(1-أ) يقرر أن يجتمع؛"}, document.ListItem, "", "(1-أ)"},
	} {
		d := Parse(extract.Content{Blocks: []extract.Block{{Kind: extract.Text, Text: "The Council decides as follows."}, c.block}}, Options{})
		u := d.Units[len(d.Units)-1]
		if u.Kind != c.kind || u.Number != c.number || u.Label != c.label {
			t.Errorf("%q: kind %s, number %q, label %q; want %s, %q, %q", c.block.Text, u.Kind, u.Number, u.Label, c.kind, c.number, c.label)
		}
	}
}

// TestPropertyTitle holds that the title in a file's properties counts only where nothing is printed.
func TestPropertyTitle(t *testing.T) {
	meta := map[string]string{"property_title": "Template 2021"}
	long := extract.Block{Kind: extract.Text, Text: "The Council decides as follows."}
	for _, c := range []struct {
		blocks []extract.Block
		want   string
	}{
		{[]extract.Block{{Kind: extract.Heading, Level: 1, Text: "Report on trade"}, long}, "Report on trade"},
		{[]extract.Block{long}, "Template 2021"},
	} {
		if got := Parse(extract.Content{Blocks: c.blocks, Meta: meta}, Options{}).Title; got != c.want {
			t.Errorf("title %q, want %q", got, c.want)
		}
	}
}

// TestAnnexAmongLevels holds that the heading of an annex ends the sections before it where only those have stated levels.
func TestAnnexAmongLevels(t *testing.T) {
	prose := extract.Block{Kind: extract.Text, Text: "The States took measures to give effect to the resolution, as the annex shows."}
	d := Parse(extract.Content{Blocks: []extract.Block{
		{Kind: extract.Heading, Level: 1, Label: "II.", Text: "II. Findings"}, {Kind: extract.Heading, Level: 2, Label: "A.", Text: "A. Africa"}, prose,
		{Kind: extract.Text, Bold: true, Text: "Annex"}, prose,
	}}, Options{})
	if last := d.Units[len(d.Units)-1]; len(last.Section) != 1 || last.Section[0] != "Annex" {
		t.Errorf("section %q, want the annex alone", last.Section)
	}
}
