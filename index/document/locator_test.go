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
		{Unit{Kind: Paragraph, Place: 3, StatedItems: section}, "item 2\u00a0(b), third paragraph", true},
		{Unit{Kind: ListItem, Place: 1, StatedItems: section}, "item 2\u00a0(b), first list entry", true},
		{Unit{Kind: TableRow, Place: 23}, "23rd table row", true},
		{Unit{Kind: Footnote, FootnoteMark: "*"}, "footnote *", false},
		{Unit{Kind: Heading, StatedItems: section}, "item 2\u00a0(b), heading", false},
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
