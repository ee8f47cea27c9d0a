// Package exchange writes the units and queries for the peers, programs in other languages, and reads what they measured.
package exchange

import (
	"bufio"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// Unit is a unit as peers index it. Its words are plenary's own, so that every engine can find the same units.
type Unit struct {
	ID      string            `json:"id"`
	Text    string            `json:"text"`
	Date    string            `json:"date"`
	Streams map[string]string `json:"streams"` // words divided by blanks, by field: "verbatim", "stem.en" …
	// Facets are the values by field; those of a tree with all above them.
	Facets map[string][]string `json:"facets"`
}

// Query is a query as peers run it.
type Query struct {
	Class string `json:"class"`
	Words any    `json:"words"` // see node
	// Marks are the words to mark, as typed, divided by blanks.
	Marks   string   `json:"marks"`
	Filters []Filter `json:"filters,omitempty"`
	Newest  bool     `json:"newest,omitempty"`
}

// Filter narrows to units that have one of the values.
type Filter struct {
	Field  string   `json:"field"`
	Values []string `json:"values"`
}

// Fields are the names of all streams and facets that units may have.
type Fields struct {
	Streams []string `json:"streams"`
	Facets  []string `json:"facets"`
}

// WriteFields writes the fields of units in some languages.
func WriteFields(name string, languages []document.Language) error {
	fields := Fields{Streams: Streams(languages)}
	for _, f := range workload.Facets {
		fields.Facets = append(fields.Facets, f.Field)
	}
	return writeLines(name, func(enc *json.Encoder) error { return enc.Encode(fields) })
}

// Streams are the names of the streams of units in some languages: words as written, and stems.
func Streams(languages []document.Language) []string {
	streams := []string{search.VerbatimField}
	for _, lang := range languages {
		streams = append(streams, search.StemField(lang))
	}
	return streams
}

// WriteUnits writes those units that searches find by default.
func WriteUnits(name string, documents iter.Seq2[document.Document, error]) error {
	return writeLines(name, func(enc *json.Encoder) error {
		for d, err := range documents {
			if err != nil {
				return err
			}
			for i := range d.Units {
				if !document.SearchedByDefault(d.Units[i].Kind) {
					continue
				}
				if err := enc.Encode(unitOf(&d.Header, &d.Units[i])); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// WriteQueries writes queries as units in some languages are asked them.
func WriteQueries(name string, queries []workload.Query, languages []document.Language) error {
	return writeLines(name, func(enc *json.Encoder) error {
		for _, q := range queries {
			words, err := q.Plan(languages)
			if err != nil {
				return err
			}
			out := Query{Class: q.Class, Words: node(words), Marks: marks(q.Text), Newest: q.Sort == search.SortNewest}
			for _, f := range q.Filters {
				out.Filters = append(out.Filters, Filter{f.Field, f.Values})
			}
			if err := enc.Encode(out); err != nil {
				return err
			}
		}
		return nil
	})
}

func unitOf(h *document.Header, u *document.Unit) Unit {
	e := Unit{ID: document.UnitID(h.Key(), u.Anchor), Text: u.Text, Date: h.Date, Streams: map[string]string{}, Facets: FacetValues(h, u)}
	for name, tokens := range plan.Streams(h, u) {
		if name != search.VerbatimField && !strings.HasPrefix(name, search.StemPrefix) {
			continue
		}
		var words []string
		for _, t := range tokens {
			if !t.Compound {
				words = append(words, t.Term)
			}
		}
		e.Streams[name] = strings.Join(words, " ")
	}
	return e
}

// FacetValues are the values of a unit in the six facets, by field; those of a tree with all above them.
func FacetValues(h *document.Header, u *document.Unit) map[string][]string {
	all := map[string][]string{}
	for _, wanted := range workload.Facets {
		field, _ := search.LookupField(wanted.Field)
		var values []string
		for _, v := range field.Values(h, u) {
			for value := v.Text; value != ""; value = field.Parent(value) {
				if !slices.Contains(values, value) {
					values = append(values, value)
				}
			}
		}
		if len(values) > 0 {
			all[field.Name] = values
		}
	}
	return all
}

// marks are the words of a query that stand in the texts it finds.
func marks(text string) string {
	var words []string
	for word := range strings.FieldsSeq(strings.NewReplacer(`"`, " ", "(", " ", ")", " ", "*", " ").Replace(text)) {
		word, _, _ = strings.Cut(word, "~")
		if word != "" && word != "OR" && word != "AND" && !strings.HasPrefix(word, "-") {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// node is a plan as JSON: {"and": […]}, {"or": […]}, {"not": …}, {"all": true}, {"none": true}, {"term": [field, word]},
// {"phrase": [field, words…]}, {"prefix": [field, beginning]}, {"near": [field, within, words]}, {"similar": [field, word]}.
func node(n plan.Node) any {
	list := func(nodes []plan.Node) []any {
		all := make([]any, len(nodes))
		for i, n := range nodes {
			all[i] = node(n)
		}
		return all
	}
	switch n := n.(type) {
	case plan.And:
		return map[string]any{"and": list(n.Nodes)}
	case plan.Or:
		return map[string]any{"or": list(n.Nodes)}
	case plan.Not:
		return map[string]any{"not": node(n.Node)}
	case plan.All:
		return map[string]any{"all": true}
	case plan.None:
		return map[string]any{"none": true}
	case plan.Term:
		return map[string]any{"term": []string{n.Field, n.Value}}
	case plan.Phrase:
		return map[string]any{"phrase": append([]string{n.Field}, workload.Words(n.Terms)...)}
	case plan.Near:
		if n.Ordered || n.Runs != nil {
			break // no query of the workload is
		}
		return map[string]any{"near": []any{n.Field, n.Within, workload.Words(n.Terms)}}
	case plan.Pattern:
		if n.Form == plan.Similar {
			return map[string]any{"similar": []string{n.Field, n.Value}} // of distance 1, with the same first letter
		}
		return map[string]any{"prefix": []string{n.Field, n.Value}}
	}
	panic(fmt.Sprintf("the benchmark has no %T", n))
}

func writeLines(name string, write func(*json.Encoder) error) error {
	f, err := os.Create(name + ".part")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := write(enc); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
