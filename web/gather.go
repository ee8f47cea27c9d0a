package web

import (
	"context"
	"iter"
	"slices"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// gather tells a searcher that asks others which symbols it will be asked for, so that it asks once. An error comes back with what is asked then.
func gather(ctx context.Context, searcher search.Searcher, symbols iter.Seq[string]) {
	if g, asks := searcher.(search.Gatherer); asks {
		if all := slices.Collect(symbols); len(all) > 1 {
			_ = g.Gather(ctx, all)
		}
	}
}

// symbolsOfHits are the symbols of the documents of hits and of those that they cite.
func symbolsOfHits(r search.Results) iter.Seq[string] {
	return func(yield func(string) bool) {
		for hit := range r.AllHits() {
			if !yield(hit.Document.Symbol) {
				return
			}
			for symbol := range symbolsCited(slices.Values([]document.Unit{hit.Unit})) {
				if !yield(symbol) {
					return
				}
			}
		}
	}
}

// symbolsCited are the symbols of the documents that units cite.
func symbolsCited(units iter.Seq[document.Unit]) iter.Seq[string] {
	return func(yield func(string) bool) {
		for u := range units {
			for _, c := range u.Citations {
				if c.Kind == citation.Document && !yield(c.ID) {
					return
				}
			}
		}
	}
}

// valuesOf are the values of a facet.
func valuesOf(f search.Facet) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, v := range f.Values {
			if !yield(v.Value) {
				return
			}
		}
	}
}
