package engines

import (
	"reflect"
	"testing"

	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/search"
)

func TestParametersOfPages(t *testing.T) {
	q := workload.Query{Text: "peace war", Any: true, Sort: search.SortNewest, Filters: []search.Filter{{Field: "year", Values: []string{"2023", "2024"}}}}
	for _, c := range []struct {
		full bool
		want string
	}{
		{false, "facet=none&fields=id&highlight=none&mode=any&page_size=10&q=peace+war&sort=-date&year=2023&year=2024"},
		{true, "facet=item&facet=resolution&facet=body&facet=type&facet=year&facet=lang&mode=any&page_size=10&q=peace+war&sort=-date&year=2023&year=2024"},
	} {
		if got := parameters(q, c.full).Encode(); got != c.want {
			t.Errorf("full %v: the parameters are %s, want %s", c.full, got, c.want)
		}
	}
}

func TestAnswerOfPage(t *testing.T) {
	page := `{"total":{"paragraphs":7},"hits":[{"id":"a","document":{"date":"2024-01-02"}},{"id":"b","document":{}}],
		"facets":{"year":{"values":[{"value":"2024","count":5},{"value":"1999","count":0}]}}}`
	got, err := answerOf([]byte(page), true)
	if err != nil {
		t.Fatal(err)
	}
	want := Answer{Total: 7, IDs: []string{"a", "b"}, Dates: []string{"2024-01-02", ""}, Facets: map[string]map[string]int{"year": {"2024": 5}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("answerOf gives %+v, want %+v", got, want)
	}
}
