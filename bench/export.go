package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// exportedUnit is a unit as peers index it. Its words are plenary's own, so that every engine can find the same units.
type exportedUnit struct {
	ID      string            `json:"id"`
	Doc     string            `json:"doc"`
	Text    string            `json:"text"`
	Date    string            `json:"date"`
	Streams map[string]string `json:"streams"` // words divided by blanks, by field: "verbatim", "stem.en" …
	// Facets are the values by field.
	Facets map[string][]string `json:"facets"`
}

// exportedQuery is a query as peers run it.
type exportedQuery struct {
	Class   string          `json:"class"`
	Words   any             `json:"words"` // see node
	Filters []exportedField `json:"filters,omitempty"`
	Newest  bool            `json:"newest,omitempty"`
	Total   int             `json:"total"` // what plenary finds, to compare with
}

type exportedField struct {
	Field  string   `json:"field"`
	Values []string `json:"values"`
}

// export writes the units and queries for the peers into a folder. languages are those of the index.
func export(file, dir string, queries []workload.Query, languages []document.Language) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	err := writeLines(filepath.Join(dir, "units.jsonl"), func(enc *json.Encoder) error {
		for d, err := range collection.Documents(file, *units) {
			if err != nil {
				return err
			}
			for i := range d.Units {
				u := &d.Units[i]
				if !document.SearchedByDefault(u.Kind) {
					continue
				}
				if err := enc.Encode(exported(&d.Header, u)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writeLines(filepath.Join(dir, "queries.jsonl"), func(enc *json.Encoder) error {
		for _, q := range queries {
			req, err := q.Request(false)
			if err != nil {
				return err
			}
			words, err := plan.Build(req.Query, plan.Options{Languages: languages})
			if err != nil {
				return err
			}
			out := exportedQuery{Class: q.Class, Words: node(words), Newest: q.Sort == search.SortNewest}
			for _, f := range q.Filters {
				out.Filters = append(out.Filters, exportedField{f.Field, f.Values})
			}
			if err := enc.Encode(out); err != nil {
				return err
			}
		}
		return nil
	})
}

func exported(h *document.Header, u *document.Unit) exportedUnit {
	e := exportedUnit{ID: document.UnitID(h.Key(), u.Anchor), Doc: h.Key().String(), Text: u.Text, Date: h.Date,
		Streams: map[string]string{}, Facets: map[string][]string{}}
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
	for _, wanted := range workload.Facets {
		field, _ := search.LookupField(wanted.Field)
		for _, v := range field.Values(h, u) {
			e.Facets[field.Name] = append(e.Facets[field.Name], v.Text)
		}
	}
	return e
}

// node is a plan as JSON: {"and": […]}, {"or": […]}, {"not": …}, {"all": true}, {"none": true}, {"term": [field, word]},
// {"phrase": [field, words…]}, {"prefix": [field, beginning]}.
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
		words := []string{n.Field}
		for _, alternatives := range n.Terms {
			words = append(words, alternatives[0]) // the benchmark's phrases have no alternatives
		}
		return map[string]any{"phrase": words}
	case plan.Pattern: // the benchmark's are beginnings
		return map[string]any{"prefix": []string{n.Field, n.Value}}
	}
	panic(fmt.Sprintf("the benchmark has no %T", n))
}

func writeLines(name string, write func(*json.Encoder) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(json.NewEncoder(w)); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
