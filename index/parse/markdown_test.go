package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
)

const vienna = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime\n\nDistr.: General\n17 July 2024\n\nOriginal: English\n\n"

// outlineOf is the units of a document behind its masthead: kind, number or label, items and section, one a line.
func outlineOf(d document.Document) string {
	var b strings.Builder
	for _, u := range d.Units {
		if u.Kind == document.Frontmatter {
			continue
		}
		var items []string
		for _, t := range u.StatedItems {
			items = append(items, t.Item)
		}
		fmt.Fprintf(&b, "%s|%s|%s|%s\n", u.Kind, u.Text, strings.Join(items, ","), strings.Join(u.Section, " > "))
	}
	return b.String()
}

// TestHeadingLevels: converters of printed pages guess the levels of headings. They count where they agree with the enumerators.
func TestHeadingLevels(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"all of one level: CTOC/COP/WG.4/2024/5": {
			"## Report on the meeting held in Vienna\n\n## II. Recommendations\n\n## A. General recommendations\n\n## Recommendation 1\n\nStates should consider it.\n\n## III. Summary\n\n## Annex\n\n## List of documents\n",
			"heading|II. Recommendations||\nheading|A. General recommendations||II. Recommendations\n" +
				"heading|Recommendation 1||II. Recommendations > A. General recommendations\n" +
				"paragraph|States should consider it.||II. Recommendations > A. General recommendations > Recommendation 1\n" +
				"heading|III. Summary||\nheading|Annex||\nheading|List of documents||Annex\n",
		},
		"some in bold: CAC/COSP/2023/7": {
			"**Prevention**\n\n**I. Introduction**\n\n1. The Conference met.\n\n### 1. Establishment\n\n2. Twelve States reported.\n\n**II. Analysis**\n",
			"heading|I. Introduction||\nparagraph|1. The Conference met.||I. Introduction\nheading|1. Establishment||I. Introduction\n" +
				"paragraph|2. Twelve States reported.||I. Introduction > 1. Establishment\nheading|II. Analysis||\n",
		},
		"levels that agree": {
			"# Guide\n\n## I. Introduction\n\n1. The Conference met.\n\n### Purpose\n\n2. Twelve States reported.\n\n## II. Analysis\n",
			"heading|I. Introduction||\nparagraph|1. The Conference met.||I. Introduction\nheading|Purpose||I. Introduction\n" +
				"paragraph|2. Twelve States reported.||I. Introduction > Purpose\nheading|II. Analysis||\n",
		},
	} {
		d, _ := parseText(t, "a.md", []byte(vienna+c.in))
		if diff := cmp.Diff(c.want, outlineOf(d)); diff != "" {
			t.Errorf("%s: outline (-want +got):\n%s", name, diff)
		}
	}
}

// TestAgendaUnderMarkdownHeadings: the annotations of CAC/COSP/2023/1 with its headings marked.
func TestAgendaUnderMarkdownHeadings(t *testing.T) {
	d, _ := parseText(t, "a.md", []byte(vienna+"# Annotated provisional agenda\n\n## Provisional agenda\n\n1. Organizational matters:\n - (a) Opening;\n - (b) Election of officers.\n2. Other matters.\n\n"+
		"## Annotations\n\n## 1. Organizational matters\n\n### (a) Opening\n\nThe session will be opened.\n\n## Documentation\n\nStatistical overview (CAC/COSP/2023/CRP.1) (in English only)\n\n## 2. Other matters\n\nNo document.\n"))
	want := "heading|Provisional agenda||\nlist_item|1. Organizational matters:|1|Provisional agenda\nlist_item|(a) Opening;|1(a)|Provisional agenda\n" +
		"list_item|(b) Election of officers.|1(b)|Provisional agenda\nlist_item|2. Other matters.|2|Provisional agenda\nheading|Annotations||\n" +
		"heading|1. Organizational matters|1|Annotations\nheading|(a) Opening|1(a)|Annotations > 1. Organizational matters\n" +
		"paragraph|The session will be opened.|1(a)|Annotations > 1. Organizational matters > (a) Opening\n" +
		"heading|Documentation|1(a)|Annotations > 1. Organizational matters > (a) Opening\n" +
		"list_item|Statistical overview (CAC/COSP/2023/CRP.1) (in English only)|1(a)|Annotations > 1. Organizational matters > (a) Opening > Documentation\n" +
		"heading|2. Other matters|2|Annotations\nparagraph|No document.|2|Annotations > 2. Other matters\n"
	if diff := cmp.Diff(want, outlineOf(d)); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
	listed := []document.Listed{{Symbol: "CAC/COSP/2023/CRP.1", Entry: "Statistical overview"}}
	if diff := cmp.Diff(listed, d.Agenda[0].Children[0].Documentation); diff != "" {
		t.Errorf("documentation of item 1(a) (-want +got):\n%s", diff)
	}
}

// TestAdoptedAgenda: a report quotes the agenda that was adopted, and goes on with its own numbers. CTOC/COP/WG.4/2024/5.
func TestAdoptedAgenda(t *testing.T) {
	d, _ := parseText(t, "a.txt", []byte(vienna+"Report on the meeting\n\nI. Organization\n\n8. At its 1st meeting, the Working Group adopted the following agenda:\n\n 1. Organizational matters:\n - (a) Opening of the meeting;\n"+
		" 2. Other matters.\n\n9. The following parties were represented. All others were not.\n\n| Document | Agenda item | Title |\n|---|---|---|\n| CTOC/COP/WG.4/2024/1 | 1 (a) | Annotated provisional agenda |\n"))
	want := "heading|I. Organization||\nparagraph|8. At its 1st meeting, the Working Group adopted the following agenda:||I. Organization\n" +
		"list_item|1. Organizational matters:|1|I. Organization\nlist_item|(a) Opening of the meeting;|1(a)|I. Organization\nlist_item|2. Other matters.|2|I. Organization\n" +
		"paragraph|9. The following parties were represented. All others were not.||I. Organization\ntable_row|Document Agenda item Title||I. Organization\n" +
		"table_row|CTOC/COP/WG.4/2024/1 1 (a) Annotated provisional agenda|1(a)|I. Organization\n"
	if diff := cmp.Diff(want, outlineOf(d)); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
	if len(d.Agenda) != 0 {
		t.Errorf("the report has an agenda of its own: %v", d.Agenda)
	}
}

// TestMastheadLinesTogether: lines of a masthead that converters put together.
func TestMastheadLinesTogether(t *testing.T) {
	d, _ := parseText(t, "a.txt", []byte("Human Rights Council\n\n**Fifty-sixth session** Geneva, 18 June–12 July 2024\n\nAgenda item 3\n\nDistr.: Limited 8 July 2024 Original: English\n\nHuman rights and climate change\n\n1. The Council met.\n"))
	d2, _ := parseText(t, "b.txt", []byte("Intergovernmental Committee for the Safeguarding of the Intangible Cultural Heritage\n\nNineteenth session\nAsunción, Paraguay\n2 to 7 December 2024\n\nItem 6.b of the provisional agenda\n\n"+
		"**Albania\\* and Belgium: revised draft resolution**\n\n**Safeguarding**\n\n- 1. The Committee met.\n\n- 2. It went on.\n"))
	got := []string{d2.BodyName, d2.Place, d2.SessionFrom, d2.MastheadItems[0], d2.Type, d2.Units[len(d2.Units)-1].Number}
	want := []string{"Intergovernmental Committee for the Safeguarding of the Intangible Cultural Heritage", "Asunción, Paraguay", "2024-12-02", "6(b)", "Revised draft resolution", "2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("header of LHE/24/19.COM/6.b (-want +got):\n%s", diff)
	}
	got = []string{d.Session, d.Place, d.SessionFrom, d.SessionTo, d.Distribution, d.Date, d.OriginalLanguage}
	want = []string{"Fifty-sixth session", "Geneva", "2024-06-18", "2024-07-12", "Limited", "2024-07-08", "English"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

// TestSegmentsOfAgenda: the items of a commission stand in segments, which belong to no item. E/CN.15/2024/1.
func TestSegmentsOfAgenda(t *testing.T) {
	d, _ := parseText(t, "a.txt", []byte(vienna+"**Annotated provisional agenda**\n\n**Provisional agenda**\n\n1. Election of officers.\n\n*Operational segment*\n\n2. General debate.\n\n**Annotations**\n\n"+
		"**1. Election of officers**\n\n*Documentation*\n\nAnnotated provisional agenda (E/CN.15/2024/1)\n\n**Operational segment**\n\n**2. General debate**\n\nThe general debate will be held on 13 May.\n"))
	want := "heading|Provisional agenda||\nlist_item|1. Election of officers.|1|Provisional agenda\nheading|Operational segment||Provisional agenda\n" +
		"list_item|2. General debate.|2|Provisional agenda > Operational segment\nheading|Annotations||\nheading|1. Election of officers|1|Annotations\n" +
		"heading|Documentation|1|Annotations > 1. Election of officers\nlist_item|Annotated provisional agenda (E/CN.15/2024/1)|1|Annotations > 1. Election of officers > Documentation\n" +
		"heading|Operational segment||Annotations\nheading|2. General debate|2|Annotations > Operational segment\n" +
		"paragraph|The general debate will be held on 13 May.|2|Annotations > Operational segment > 2. General debate\n"
	if diff := cmp.Diff(want, outlineOf(d)); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
}

// TestItemsOfSummaryRecord: sub-items follow as headings of their own. A/C.3/78/SR.44.
func TestItemsOfSummaryRecord(t *testing.T) {
	d, _ := parseText(t, "a.txt", []byte(vienna+"Summary record of the 44th meeting\n\n1. The Chair spoke.\n\n**Agenda item 26: Advancement of women** (*continued*) (A/C.3/78/L.16/Rev.1)\n\n2. The Chair said that it had no implications.\n\n"+
		"**Agenda item 71: Promotion and protection of human rights** (*continued*)\n\n(b) **Human rights questions** (*continued*)\n\n3. The draft was adopted.\n\n(c) **Human rights situations** (*continued*)\n\n4. The draft was not.\n"))
	var got []string
	for _, u := range d.Units {
		if u.Number != "" {
			item := ""
			if len(u.StatedItems) > 0 {
				item = u.StatedItems[0].Item
			}
			got = append(got, u.Number+" "+item)
		}
	}
	if diff := cmp.Diff([]string{"1 ", "2 26", "3 71(b)", "4 71(c)"}, got); diff != "" {
		t.Errorf("items of paragraphs (-want +got):\n%s", diff)
	}
}

// TestNumberedBody: A77/9.
func TestNumberedBody(t *testing.T) {
	d, _ := parseText(t, "a.txt", []byte("**SEVENTY-SEVENTH WORLD HEALTH ASSEMBLY**\nProvisional agenda item 14.1\n\n22 March 2024\n\n**Strengthening preparedness**\n\n**Report by the Director-General**\n\n1. The Assembly met.\n"))
	if d.Body != "WHO" || d.SessionNumber != 77 || len(d.MastheadItems) != 1 || d.MastheadItems[0] != "14" {
		t.Errorf("body %q, session %d, items %q, want WHO, 77, 14", d.Body, d.SessionNumber, d.MastheadItems)
	}
}

func TestIsStamp(t *testing.T) {
	for text, want := range map[string]bool{
		"V.24-04425 (E)":                true, // E/CN.15/2024/6
		"V.24-13500 (E) 120824 130824":  true, // the dates on which Vienna printed it
		"24-12345 (E) 1/2":              true,
		"24-12345 States were present.": false,
	} {
		if got := isStamp(text); got != want {
			t.Errorf("isStamp(%q) = %t, want %t", text, got, want)
		}
	}
}
