package executor

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sort"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
)

// Document returns a whole document, or search.ErrNotFound.
func (x *Index) Document(_ context.Context, key document.Key) (d document.Document, err error) {
	for _, p := range x.parts {
		doc, found := p.Find(key)
		if !found || p.deleted(doc) {
			continue
		}
		if d.Header, err = p.Header(doc); err != nil {
			return document.Document{}, err
		}
		d.Units, err = p.UnitsOf(doc)
		return d, err
	}
	return d, fmt.Errorf("document %s: %w", key, search.ErrNotFound)
}

// Resolve returns the headers of the documents that answer to a symbol.
func (x *Index) Resolve(_ context.Context, symbol string) ([]document.Header, error) {
	headers, err := x.lookUp(column.AnswersField, search.SymbolTerm(symbol))
	slices.SortStableFunc(headers, func(a, b document.Header) int { return search.CompareLanguages(a.Lang, b.Lang) })
	return headers, err
}

// Family returns the headers of the documents that may be related to one of the symbols.
func (x *Index) Family(_ context.Context, symbols ...string) ([]document.Header, error) {
	var terms []string
	for _, symbol := range symbols {
		terms = append(terms, search.SymbolFamilies(symbol)...)
	}
	return x.lookUp(column.FamilyField, terms...)
}

// lookUp returns the headers of the documents that hold one of some terms, in natural order of keys.
func (x *Index) lookUp(field string, terms ...string) ([]document.Header, error) {
	var ranks []uint32
	for _, p := range x.parts {
		f := p.Field(field)
		if f == nil {
			continue
		}
		for _, term := range terms {
			place, found := f.Find(term)
			if !found {
				continue
			}
			list, err := f.Postings(place)
			if err != nil {
				return nil, err
			}
			for _, doc := range list.Rows(nil) {
				if !p.deleted(doc) {
					ranks = append(ranks, p.rank[doc])
				}
			}
		}
	}
	slices.Sort(ranks)
	return x.headers(slices.Compact(ranks))
}

// Documents returns headers in natural order of keys, after a key.
func (x *Index) Documents(_ context.Context, after document.Key, size int) (headers []document.Header, err error) {
	first := 0
	if after != (document.Key{}) {
		first = sort.Search(len(x.docs), func(rank int) bool { return search.CompareKeys(x.key(rank), after) > 0 })
	}
	for rank := first; rank < len(x.docs) && len(headers) < size; rank++ {
		h, err := x.header(uint32(rank))
		if err != nil {
			return nil, err
		}
		headers = append(headers, h)
	}
	return headers, nil
}

// Corpus describes what the index holds.
func (x *Index) Corpus(context.Context) (search.Corpus, error) { return x.corpus, nil }

// Headers yields the headers of all documents, in natural order of keys.
func (x *Index) Headers(ctx context.Context) iter.Seq2[document.Header, error] {
	return each(ctx, x, func(p *part, doc uint32) (document.Header, error) { return p.Header(doc) })
}

// Stamps yields the stamps of all documents, in natural order of keys.
func (x *Index) Stamps(ctx context.Context) iter.Seq2[document.Stamp, error] {
	return each(ctx, x, func(p *part, doc uint32) (document.Stamp, error) { return p.Stamp(doc) })
}

// each yields what read reads of each document, in natural order of keys.
func each[E any](ctx context.Context, x *Index, read func(p *part, doc uint32) (E, error)) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		for _, ref := range x.docs {
			found, err := read(x.parts[ref.Segment], ref.Doc)
			if err == nil {
				err = ctx.Err()
			}
			if !yield(found, err) || err != nil {
				return
			}
		}
	}
}

// Version says which version of a document the index holds.
type Version struct {
	Key    document.Key
	Units  int
	Digest uint64 // that which it was added with
}

// Versions yields those of all documents, in natural order of keys.
func (x *Index) Versions() iter.Seq[Version] {
	return func(yield func(Version) bool) {
		for _, ref := range x.docs {
			p := x.parts[ref.Segment]
			from, to := p.Run(column.Documents, ref.Doc)
			if !yield(Version{Key: p.Key(ref.Doc), Units: int(to - from), Digest: p.Digest(ref.Doc)}) {
				return
			}
		}
	}
}
