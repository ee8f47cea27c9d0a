// Package engines are the engines that are measured in this process: plenary, and Bleve as its documentation shows it.
package engines

import (
	"context"
	"iter"

	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
)

// Engine is an index that is filled once and then asked.
type Engine interface {
	// Fill writes all documents and makes them durable.
	Fill(ctx context.Context, documents iter.Seq2[document.Document, error]) error
	// Open opens what Fill wrote, and answers one query.
	Open(ctx context.Context) error
	// Prepare makes queries ready; the ask that it returns answers query i. A full page has facets, highlights and stored
	// text. Answer says what was found, for comparison with other engines.
	Prepare(queries []workload.Query, full bool) (ask func(i int) (Answer, error), err error)
	Close() error
}

// Answer is what is compared between engines.
type Answer struct {
	Total int      `json:"total"`
	IDs   []string `json:"ids,omitempty"` // of the hits, in order
	// Facets are the counts of the values listed, by field.
	Facets map[string]map[string]int `json:"facets,omitempty"`
}
