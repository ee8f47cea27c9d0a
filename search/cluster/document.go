package cluster

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// Document returns a whole document, or search.ErrNotFound.
func (e *Engine) Document(ctx context.Context, key document.Key) (document.Document, error) {
	return at(ctx, e, func(c *commit) (document.Document, error) { return e.document(ctx, c, key) })
}

func (e *Engine) document(ctx context.Context, c *commit, key document.Key) (doc document.Document, err error) {
	found, err := e.ask(ctx, c, object{"size": 1, "track_total_hits": false, "query": object{"term": object{"key": nameOfKey(key)}}, "_source": "document"})
	if err != nil {
		return doc, err
	}
	if len(found.hits) == 0 {
		return doc, fmt.Errorf("document %s: %w", key, search.ErrNotFound)
	}
	return found.hits[0].document()
}

// Resolve returns the headers of the documents that answer to a symbol.
func (e *Engine) Resolve(ctx context.Context, symbol string) ([]document.Header, error) {
	term := search.SymbolTerm(symbol)
	return at(ctx, e, func(c *commit) ([]document.Header, error) {
		if headers, known := c.versions.get(term); known {
			return slices.Clone(headers), nil
		}
		headers, err := e.headers(ctx, c, object{"term": object{"symbols": term}}, document.Key{}, maxWindow)
		if err != nil {
			return nil, err
		}
		c.versions.put(term, byLanguage(headers))
		return slices.Clone(headers), nil
	})
}

// Gather looks symbols up that Resolve will be asked for, in one request for a thousand of them.
func (e *Engine) Gather(ctx context.Context, symbols []string) error {
	_, err := at(ctx, e, func(c *commit) (struct{}, error) { return struct{}{}, e.gather(ctx, c, symbols) })
	return err
}

var _ search.Gatherer = (*Engine)(nil)

func (e *Engine) gather(ctx context.Context, c *commit, symbols []string) error {
	unknown := map[string]bool{}
	for _, symbol := range symbols {
		term := search.SymbolTerm(symbol)
		if _, known := c.versions.get(term); !known {
			unknown[term] = true
		}
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(unknown)), maxGathered) {
		headers, err := e.headers(ctx, c, object{"terms": object{"symbols": some}}, document.Key{}, maxWindow)
		if err != nil {
			return err
		}
		if len(headers) == maxWindow {
			continue // some may be missing
		}
		found := map[string][]document.Header{}
		for _, h := range headers {
			for _, term := range search.SymbolTerms(&h) {
				found[term] = append(found[term], h)
			}
		}
		for _, term := range some {
			c.versions.put(term, byLanguage(found[term]))
		}
	}
	return nil
}

// maxGathered is the number of symbols that are looked up at a time.
const maxGathered = 1000

// byLanguage puts the documents of a symbol in the order of Resolve.
func byLanguage(headers []document.Header) []document.Header {
	slices.SortStableFunc(headers, func(a, b document.Header) int { return search.CompareLanguages(a.Lang, b.Lang) })
	return headers
}

// Family returns the headers of the documents that may be related to one of the symbols.
func (e *Engine) Family(ctx context.Context, symbols ...string) ([]document.Header, error) {
	var terms []string
	for _, s := range symbols {
		terms = append(terms, search.SymbolFamilies(s)...)
	}
	if len(terms) == 0 {
		return nil, nil
	}
	return at(ctx, e, func(c *commit) ([]document.Header, error) {
		return e.headers(ctx, c, object{"terms": object{"families": terms}}, document.Key{}, maxWindow)
	})
}

// Documents returns headers in natural order of keys, after a key.
func (e *Engine) Documents(ctx context.Context, after document.Key, size int) ([]document.Header, error) {
	return at(ctx, e, func(c *commit) ([]document.Header, error) {
		return e.headers(ctx, c, object{"match_all": object{}}, after, size)
	})
}

// headers are up to size headers of the documents that match, in natural order, after a key.
func (e *Engine) headers(ctx context.Context, c *commit, query object, after document.Key, size int) (headers []document.Header, err error) {
	if size <= 0 {
		return nil, nil
	}
	request := object{"size": min(size, maxWindow), "query": query, "docvalue_fields": []string{"header"},
		"stored_fields": nothing, "sort": []object{{"order": "asc"}}, "track_total_hits": false}
	if after != (document.Key{}) {
		request["search_after"] = []string{orderOf(after)}
	}
	found, err := e.ask(ctx, c, request)
	if err != nil {
		return nil, err
	}
	for _, hit := range found.hits {
		var h document.Header
		if err := hit.column("header").unpack(&h); err != nil {
			return nil, err
		}
		headers = append(headers, h)
	}
	return headers, nil
}
