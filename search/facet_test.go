package search

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
)

func TestPageOfFacet(t *testing.T) {
	items := FacetTally{WithoutValue: 7, Values: []FacetValue{
		{Value: "10", Count: 4, Own: 4}, {Value: "2(b)", Label: "Trafficking in persons", Count: 4, Own: 4}, {Value: "2", Count: 6, Own: 2}, {Value: "3", Count: 1, Own: 1},
	}}
	resolutions := FacetTally{Values: []FacetValue{
		{Value: "GA 55/25", Count: 1}, {Value: "CTOC/COP 7/1", Count: 3}, {Value: "CTOC/COP 10/1", Count: 1}, {Value: "CTOC/COP 9/1", Count: 1},
	}}
	titles := map[string]string{"2": "Review of the implementation", "8": "Other matters"}
	for _, c := range []struct {
		name    string
		field   string
		tally   FacetTally
		size    int
		filters []Filter
		want    Facet
	}{
		{"a hierarchy stands in its own order", "item", items, 3, nil, Facet{Total: 4, Other: 1, WithoutValue: 7, Values: []FacetValue{
			{Value: "2", Label: "Review of the implementation", Count: 6, Own: 2},
			{Value: "2(b)", Label: "Trafficking in persons", Count: 4, Own: 4, Parent: "2"},
			{Value: "10", Label: "10", Count: 4, Own: 4},
		}}},
		{"selected values are listed beyond the size and without units", "item", items, 1,
			[]Filter{{Field: "item", Values: []string{"item 8", "3", "8"}}, {Field: "item", Values: []string{"2"}, Exclude: true}, {Field: "kind", Values: []string{"10"}}},
			Facet{Total: 4, Other: 2, WithoutValue: 7, Values: []FacetValue{
				{Value: "2", Label: "Review of the implementation", Count: 6, Own: 2},
				{Value: "3", Label: "3", Count: 1, Own: 1, Selected: true},
				{Value: "8", Label: "Other matters", Selected: true},
			}}},
		{"ties stand in natural order", "resolution", resolutions, 3, nil, Facet{Total: 4, Other: 1, Values: []FacetValue{
			{Value: "CTOC/COP 7/1", Label: "CTOC/COP 7/1", Count: 3},
			{Value: "CTOC/COP 9/1", Label: "CTOC/COP 9/1", Count: 1},
			{Value: "CTOC/COP 10/1", Label: "CTOC/COP 10/1", Count: 1},
		}}},
		{"a short form selects the values it stands for", "resolution", resolutions, 1, []Filter{{Field: "resolution", Values: []string{"resolution 9/1", "Ctoc/Cop 7/1"}}},
			Facet{Total: 4, Other: 2, Values: []FacetValue{
				{Value: "CTOC/COP 7/1", Label: "CTOC/COP 7/1", Count: 3, Selected: true},
				{Value: "CTOC/COP 9/1", Label: "CTOC/COP 9/1", Count: 1, Selected: true},
			}}},
		{"no values at all", "resolution", FacetTally{WithoutValue: 2}, 1, nil, Facet{WithoutValue: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			field, _ := LookupField(c.field)
			got := field.Page(FacetRequest{Field: c.field, Size: c.size}, c.tally, c.filters, func(value string) string { return titles[value] })
			c.want.Field = c.field
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("facet (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAgendaTitles(t *testing.T) {
	agendas := []document.Header{
		{Agenda: []document.AgendaItem{{Item: "2", Title: "Review", Children: []document.AgendaItem{{Item: "2(b)", Title: "Trafficking"}}}}},
		{Agenda: []document.AgendaItem{{Item: "2", Title: "Another review"}, {Item: "3", Title: "Crimes"}}},
	}
	want := map[string]string{"2": "Review", "2(b)": "Trafficking", "3": "Crimes"}
	if diff := cmp.Diff(want, AgendaTitles(agendas)); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
}

// many are n values that one unit each holds.
func many(n int) FacetTally {
	var t FacetTally
	for i := range n {
		t.Values = append(t.Values, FacetValue{Value: fmt.Sprintf("CTOC/COP/2024/%d", i+1), Count: 1, Own: 1})
	}
	return t
}

func TestPageKeepsSelectedValuesOfMany(t *testing.T) {
	field, _ := LookupField("document")
	page := field.Page(FacetRequest{Field: "document", Size: MaxFacetValues}, many(1000),
		[]Filter{{Field: "document", Values: []string{"ctoc/cop/2024/900", "CTOC/COP/1999/1"}}}, nil)
	var selected []string
	for _, v := range page.Values {
		if v.Selected {
			selected = append(selected, v.Value)
		}
	}
	if diff := cmp.Diff([]string{"CTOC/COP/2024/900", "CTOC/COP/1999/1"}, selected); diff != "" {
		t.Errorf("selected values (-want +got):\n%s", diff)
	}
	if len(page.Values) != MaxFacetValues || page.Total != 1000 || page.Other != 801 {
		t.Errorf("%d values of %d listed, %d others", len(page.Values), page.Total, page.Other)
	}
}

func TestPageSelectsByBeginning(t *testing.T) {
	field, _ := LookupField("document")
	for _, c := range []struct {
		typed string
		want  []FacetValue
	}{
		{"CTOC/COP/2024/1*", []FacetValue{{Value: "CTOC/COP/2024/1", Label: "CTOC/COP/2024/1", Count: 1, Own: 1, Selected: true},
			{Value: "CTOC/COP/2024/10", Label: "CTOC/COP/2024/10", Count: 1, Own: 1, Selected: true}}},
		{"A/79/*", []FacetValue{{Value: "CTOC/COP/2024/1", Label: "CTOC/COP/2024/1", Count: 1, Own: 1}, {Value: "A/79/*", Label: "A/79/*", Selected: true}}},
	} {
		page := field.Page(FacetRequest{Field: "document", Size: 1}, many(10), []Filter{{Field: "document", Values: []string{c.typed}}}, nil)
		if diff := cmp.Diff(c.want, page.Values); diff != "" {
			t.Errorf("document=%s (-want +got):\n%s", c.typed, diff)
		}
	}
}
