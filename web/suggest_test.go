package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/search"
)

// suggestionsOf asks for suggestions.
func suggestionsOf(t *testing.T, s http.Handler, typed string) []suggestionBody {
	t.Helper()
	answer := getFrom(s, apiSuggest+"?q="+url.QueryEscape(typed))
	var body suggestBody
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil || answer.Code != http.StatusOK {
		t.Fatalf("%q: %d %v %s", typed, answer.Code, err, answer.Body)
	}
	return body.Suggestions
}

func TestSuggestions(t *testing.T) {
	s := seedPages(t)
	for _, c := range []struct{ typed, kind, text string }{
		{"extrab", "word", "extrabudgetary"},
		{"extrab", "phrase", "extrabudgetary resources"},
		{"EXTRAB", "word", "extrabudgetary"},
		{"technical assi", "phrase", "technical assistance"},
		{"subject to the avail", "phrase", "subject to the availability"},
		{"Subject to the availability of extra", "phrase", "subject to the availability of extrabudgetary"},
		{"ctoc/cop/2024/", "document", "CTOC/COP/2024/5"},
		{"CTOC/COP/2024/CR", "symbol", "CTOC/COP/2024/CRP.3"},
		{"resolution 7/", "resolution", "resolution 7/1"},
		{"dec. 6", "decision", "decision 6/3"},
		{"7/1", "resolution", "resolution 7/1"},
		{"item 2", "item", "item 2\u00a0(b)"},
		{"technical ass", "item", "item 5"},
		{"annotated prov", "title", "Annotated provisional agenda"},
	} {
		found := suggestionsOf(t, s, c.typed)
		ok := false
		for _, f := range found {
			ok = ok || f.Kind == c.kind && strings.HasPrefix(f.Text, c.text)
		}
		if !ok {
			t.Errorf("%q suggests no %s %q, but %+v", c.typed, c.kind, c.text, found)
		}
	}
	for _, typed := range []string{"", " ", "x", "zzzz", "?!", `"`, strings.Repeat("a ", maxTyped)} {
		if found := suggestionsOf(t, s, typed); len(found) > 0 {
			t.Errorf("%q suggests %+v", typed, found)
		}
	}
}

// TestSuggestionsFindWhatTheySay asks for each suggestion.
func TestSuggestionsFindWhatTheySay(t *testing.T) {
	s := seedPages(t)
	for _, typed := range []string{"extrab", "re", "tech", "ctoc/", "item 1", "resolution 1", "the imp", "work"} {
		found := suggestionsOf(t, s, typed)
		if len(found) == 0 || len(found) > maxSuggestions {
			t.Errorf("%q has %d suggestions", typed, len(found))
		}
		for _, f := range found {
			if f.Count == 0 {
				t.Errorf("%q suggests %q, which finds nothing", typed, f.Text)
			}
			if !strings.HasPrefix(f.Page, searchPath+"?") {
				openPage(t, s, f.Page)
				continue
			}
			if got := totalOf(t, s, f.Page); got != f.Count && f.Kind != "word" {
				t.Errorf("%q says %d, its page has %d", f.Text, f.Count, got)
			}
		}
	}
}

// plain hides that a searcher lists terms.
type plain struct{ search.Searcher }

func TestSuggestionsWithoutLexicon(t *testing.T) {
	body, err := suggestionsFor(t.Context(), plain{seedPages(t).searcher}, "annotated prov")
	if err != nil || len(body.Suggestions) == 0 {
		t.Errorf("%+v, %v", body, err)
	}
}
