package search

import (
	"slices"
	"testing"

	"github.com/plenary-search/plenary/search/query"
)

// TestQueryFields holds the names that the query language knows to the table of fields.
func TestQueryFields(t *testing.T) {
	names := query.FieldNames()
	for _, f := range Fields() {
		if !slices.Contains(names, f.Name) {
			t.Errorf("the query language does not know field %s", f.Name)
		}
	}
	for _, name := range names {
		if f, ok := LookupField(name); !ok || f.Name != name {
			t.Errorf("the schema has no field %s of the query language", name)
		}
	}
	for alias, name := range map[string]string{"cites": "symbol", "Language": "lang", "para": "number", "ITEM": "item"} {
		if f, ok := LookupField(alias); !ok || f.Name != name {
			t.Errorf("LookupField(%q) = %q, want %q", alias, f.Name, name)
		}
	}
}
