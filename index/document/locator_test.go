package document

import "testing"

func TestLocate(t *testing.T) {
	section := []AgendaTag{{Item: "2(b)", Via: ViaSection}}
	for _, c := range []struct {
		unit    Unit
		want    string
		counted bool
	}{
		{Unit{Kind: Paragraph, Number: "11", StatedItems: []AgendaTag{{Item: "4", Via: ViaMasthead}}}, "para. 11", false},
		{Unit{Anchor: "item-2b-p3", Kind: Paragraph, Place: 3, StatedItems: section}, "item 2\u00a0(b), third paragraph", true},
		{Unit{Anchor: "item-2b-documentation-e1", Kind: ListItem, Place: 1, StatedItems: section}, "item 2\u00a0(b), first list entry", true},
		{Unit{Anchor: "agenda-2b", Kind: ListItem, Place: 10, StatedItems: section, Section: []string{"Provisional agenda"}},
			"“Provisional agenda”, tenth list entry", true},
		{Unit{Anchor: "annex-row-23", Kind: TableRow, Place: 23, Section: []string{"Annex", "Proposed organization of work"}},
			"“Proposed organization of work”, 23rd table row", true},
		{Unit{Kind: Paragraph, Place: 1}, "first paragraph", true},
		{Unit{Kind: Preambular, Place: 5}, "fifth preambular paragraph", true},
		{Unit{Kind: Operative, Number: "5"}, "para. 5", false},
		{Unit{Kind: Footnote, FootnoteMark: "*"}, "footnote *", false},
		{Unit{Anchor: "item-2b", Kind: Heading, StatedItems: section}, "item 2\u00a0(b), heading", false},
	} {
		if got := Locate(c.unit); got.String() != c.want || got.Counted != c.counted {
			t.Errorf("Locate(%+v) = %q, counted %v; want %q, %v", c.unit, got, got.Counted, c.want, c.counted)
		}
	}
}

func TestOrdinal(t *testing.T) {
	for n, want := range map[int]string{1: "first", 12: "twelfth", 13: "13th", 21: "21st", 22: "22nd", 103: "103rd", 111: "111th"} {
		if got := Ordinal(n); got != want {
			t.Errorf("Ordinal(%d) = %q, want %q", n, got, want)
		}
	}
}
