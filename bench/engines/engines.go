// Package engines are the engines that are measured in Go: plenary, plenary over HTTP, and Bleve as its documentation shows it.
package engines

import (
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// Engine is an index that one process fills and another one asks.
type Engine interface {
	// Fill writes all documents and makes them durable.
	Fill(ctx context.Context, documents iter.Seq2[document.Document, error]) error
	// Open opens what Fill wrote.
	Open(ctx context.Context) error
	// Prepare makes queries ready; the Ask that it returns answers query i. A full page has facets, highlights and stored text.
	Prepare(queries []workload.Query, full bool) (Ask, error)
	// Process is the process whose memory and processor time are the engine's: 0 for this one.
	Process() int
	Close() error
}

// ErrCannot says that an engine has no such queries. What wraps it says why.
var ErrCannot = errors.New("cannot")

// Ask answers query i. It is safe for concurrent use. The Answer is filled only where it is wanted, for comparison: to write it down
// is not part of what is measured.
type Ask func(i int, wanted bool) (Answer, error)

// Answer is what is compared between engines.
type Answer struct {
	Total int `json:"total"`
	// Of full pages:
	IDs   []string `json:"ids,omitempty"`   // of the hits, in order
	Dates []string `json:"dates,omitempty"` // of the hits of a query in order of date
	// Facets are the counts of the values listed, by field.
	Facets map[string]map[string]int `json:"facets,omitempty"`
}

// answer takes from a page of plenary's what is compared.
func answer(r search.Results, newest bool) Answer {
	a := Answer{Total: r.Total.Paragraphs}
	for i := range r.Hits {
		a.IDs = append(a.IDs, idOf(&r.Hits[i]))
		if newest {
			a.Dates = append(a.Dates, r.Hits[i].Document.Date)
		}
	}
	if len(r.Facets) > 0 {
		a.Facets = make(map[string]map[string]int, len(r.Facets))
	}
	for _, f := range r.Facets {
		counts := make(map[string]int, len(f.Values))
		for _, v := range f.Values {
			if v.Count > 0 { // values of the filter are listed even so
				counts[v.Value] = v.Count
			}
		}
		a.Facets[f.Field] = counts
	}
	return a
}

// idOf is the id of a hit, which a bare one spells with the number of the unit.
func idOf(h *search.Hit) string {
	if h.Unit.Anchor == "" {
		return document.UnitID(h.Document.Key(), strconv.Itoa(h.Unit.Seq))
	}
	return h.ID()
}
