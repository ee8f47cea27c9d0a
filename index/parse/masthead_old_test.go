package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

// TestMastheadLayouts reads mastheads whose lines stand in other places than today's.
func TestMastheadLayouts(t *testing.T) {
	head := func(lines ...string) (blocks []extract.Block) {
		for _, l := range lines {
			b := extract.Block{Kind: extract.Text, Text: l, Gap: 1}
			if l[0] == '!' { // bold
				b = extract.Block{Kind: extract.Heading, Text: l[1:], Bold: true, Gap: 1}
			}
			blocks = append(blocks, b)
		}
		return append(blocks, extract.Block{Kind: extract.Text, Text: "1. The Committee considered the report at its third meeting and took note of it."})
	}
	for _, c := range []struct {
		name   string
		blocks []extract.Block
		want   document.Header
	}{
		{"TRANS/SC.2/2001/20: distribution below its word, session and item in brackets",
			head("Distr.", "GENERAL", "TRANS/SC.2/2001/20", "6 August 2001", "!Original: ENGLISH", "E", "!ECONOMIC COMMISSION FOR EUROPE", "!INLAND TRANSPORT COMMITTEE",
				"Working Party on Rail Transport", "(Fifty-fifth session, 16-18 October 2001, agenda item 13 )", "!TRANS-EUROPEAN RAILWAY (TER) PROJECT"),
			document.Header{Symbol: "TRANS/SC.2/2001/20", Date: "2001-08-06", OriginalLanguage: "ENGLISH", Session: "Fifty-fifth session",
				Title: "TRANS-EUROPEAN RAILWAY (TER) PROJECT", SessionFrom: "2001-10-16", MastheadItems: []string{"13"}}},
		{"A/AC.292/2025/INF/5/Rev.1: languages on two lines",
			head("A/AC.292/2025/INF/5/Rev.1", "Distr.: General", "12 August 2025", "Original: Arabic/English/French/", "Russian/Spanish", "Eleventh substantive session", "!Compendium of statements"),
			document.Header{Symbol: "A/AC.292/2025/INF/5/Rev.1", Date: "2025-08-12", OriginalLanguage: "Arabic/English/French/Russian/Spanish",
				Session: "Eleventh substantive session", Title: "Compendium of statements"}},
		{"UNW/2025/6: days in a title",
			head("UNW/2025/6", "Distr.: General", "1 August 2025", "Second regular session of 2025", "9–10 September 2025", "Item 1 of the provisional agenda", "Organizational matters",
				"!Report on the annual session of 2025, 17 to 19 June 2025"),
			document.Header{Symbol: "UNW/2025/6", Date: "2025-08-01", Session: "Second regular session of 2025", SessionFrom: "2025-09-09",
				Title: "Report on the annual session of 2025, 17 to 19 June 2025", MastheadItems: []string{"1"}}},
		{"E/2025/43: cover of a supplement",
			head("E/2025/43-E/C.19/2025/8", "United Nations", "!Permanent Forum on Indigenous Issues", "!Report on the twenty-fourth session", "(21 April–2 May 2025)",
				"Economic and Social Council", "Official Records, 2025", "Supplement No. 23"),
			document.Header{Symbol: "E/2025/43-E/C.19/2025/8", SessionFrom: "2025-04-21", Title: "Report on the twenty-fourth session"}},
		{"ICCD/COP(8)/CST/8: titles of item and sub-item above the bold one",
			head("ICCD/COP(8)/CST/8", "10 July 2007", "Eighth session", "Madrid, 4–6 September 2007", "Item 6 (b) of the provisional agenda",
				"Programme of work of the Committee on Science and Technology", "Report on the international workshop on climate", "!Abridged report on the international workshop", "Note by the secretariat"),
			document.Header{Symbol: "ICCD/COP(8)/CST/8", Date: "2007-07-10", Session: "Eighth session", SessionFrom: "2007-09-04",
				Title: "Abridged report on the international workshop", MastheadItems: []string{"6(b)"}}},
		{"E/CN.5/2025/NGO/12: the theme of the session above the title",
			head("E/CN.5/2025/NGO/12", "7 November 2024", "English only", "Sixty-third session", "10–14 February 2025", "Follow-up to the World Summit for Social Development",
				"!Statement submitted by Sikh Human Rights Group, a non-governmental organization in consultative status with the Economic and Social Council"),
			document.Header{Symbol: "E/CN.5/2025/NGO/12", Date: "2024-11-07", OriginalLanguage: "English", Session: "Sixty-third session", SessionFrom: "2025-02-10",
				Title: "Statement submitted by Sikh Human Rights Group, a non-governmental organization in consultative status with the Economic and Social Council"}},
	} {
		h := Parse(extract.Content{Blocks: c.blocks}, Options{Lang: "en"}).Header
		got := document.Header{Symbol: h.Symbol, Date: h.Date, OriginalLanguage: h.OriginalLanguage, Session: h.Session, SessionFrom: h.SessionFrom, Title: h.Title, MastheadItems: h.MastheadItems}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
