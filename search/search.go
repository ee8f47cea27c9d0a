// Package search is the contract between a reader's question and an engine: [Request], [Results], and the [Searcher] that
// the web and the command line need. Engines live in search/embedded and search/cluster; none is named here.
package search

import (
	"context"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/query"
)

// Searcher answers requests over one index. It is safe for concurrent use.
type Searcher interface {
	// Search answers one request. It fails with ErrBadCursor, ErrTooManyTerms, ErrTooBroad, ErrUnavailable, or the context's error.
	Search(ctx context.Context, req Request) (Results, error)
	// Document returns a whole document, or ErrNotFound.
	Document(ctx context.Context, key document.Key) (document.Document, error)
	// Resolve returns the headers of the documents that answer to a symbol, in any spelling, by either half of a joint
	// symbol, in order of language (English first). None is no error.
	Resolve(ctx context.Context, symbol string) ([]document.Header, error)
	// Family returns the headers of the documents that share a family with one of the symbols, or say that they come from one of a
	// shared family, in natural order of keys; unknown symbols are no error. [Relation] says what each is.
	Family(ctx context.Context, symbols ...string) ([]document.Header, error)
	// Variants returns the variants of a paragraph, and up to so many of the first ones (0: DefaultVariants, at most MaxVariants), or
	// ErrNotFound.
	Variants(ctx context.Context, key document.Key, anchor string, size int) (Variants, error)
	// Documents returns up to size headers in natural order of keys, after the given key (the zero key: from the start).
	Documents(ctx context.Context, after document.Key, size int) ([]document.Header, error)
	// Corpus describes what the index holds.
	Corpus(ctx context.Context) (Corpus, error)
	// Ready returns nil, or why the index cannot answer now (ErrUnavailable and what it wraps).
	Ready(ctx context.Context) error
}

// Request is a question. The zero Request asks for the first 20 searchable units of the index in document order.
type Request struct {
	Query   query.Node // nil matches everything
	Filters []Filter   // all must hold
	// ExplicitOnly leaves implied references out of account: in the query, in filters and in facets.
	ExplicitOnly bool
	Facets       []FacetRequest
	Sort         Sort
	Size         int // hits wanted: 0 means DefaultSize, at most MaxSize; NoHits asks for totals and facets alone
	Cursor       string
	// Group asks for documents with the best of their hits in the place of hits, in the order of their best ones. Size, Cursor and the
	// rank of the page are of documents then. PerDocument is the number of hits shown of each at the most, 0 for DefaultPerDocument.
	Group       bool
	PerDocument int
	// Fold leaves hits out that say what a better one says; that one tells of them in Hit.Folded. Totals and facets count them as ever, and
	// documents are not folded. Size, Cursor and the rank of the page are of the hits that are left.
	Fold Fold
	// Unfold asks, in place of folded hits, for what one of them stands for: the units that match and, as Fold has it, say what this hit says,
	// without itself. As many as Hit.Folded counted, they are all that is counted; they have no scores and come by date, the earliest first, where
	// the order is by relevance. There are no facets. The document's key and language and the unit are needed of the hit.
	Unfold *Hit
	// Highlight asks for the spans of the hits' words.
	Highlight bool
	// Explain asks for what made hits of the hits. Bare hits are not explained.
	Explain bool
	// Bare asks for hits that say where they stand and no more: the key of the document, the number of the unit, the score. It is for
	// whoever has the texts, or wants but a few of them.
	Bare bool
}

// Sizes of a page of hits.
const (
	DefaultSize = 20
	MaxSize     = 100
	NoHits      = -1
)

// Filter narrows and does not score. Its values are alternatives.
type Filter struct {
	Field  string // a name of the schema
	Values []string
	// From and To make a filter on days instead, inclusive, ISO 8601; either may be "". Values is empty then.
	From, To string
	Exact    bool // without sub-items
	Exclude  bool // keeps what does not match
}

// A Gatherer is a [Searcher] that asks others for what it answers. It looks several symbols up at once: what Gather was told of, Resolve then
// mostly answers by itself. Several may gather at the same time.
type Gatherer interface {
	Gather(ctx context.Context, symbols []string) error
}

// Sort is an order of hits. Ties are broken by document key, then by place in the document.
type Sort string

// The orders. SortRelevance without words to score falls back to SortDocument.
const (
	SortRelevance Sort = "relevance"
	SortNewest    Sort = "-date" // undated documents last
	SortOldest    Sort = "date"  // undated documents last
	SortDocument  Sort = "document"
)

// FacetRequest asks for the values of a field with their counts.
type FacetRequest struct {
	Field string // a facet of the schema
	Size  int    // values wanted at the most, besides selected ones; 0 means 10, at most MaxFacetValues
}

// MaxFacetValues is the largest number of values that one facet lists.
const MaxFacetValues = 200

// Results is a page of hits, with exact totals.
type Results struct {
	Total  Total
	Hits   []Hit
	Groups []Group // of a request that groups; it has no hits
	Facets []Facet // in the order asked for
	// First is the rank of the first hit or document of the page, from 1; 0 where there is none. Of folded hits, that is all that tells
	// how many stand before: behind a cursor of another commit it is 0, because they are not counted.
	First int
	// Next and Previous are cursors, "" where there is no such page. Of folded hits, the page on the other side of a request's cursor is taken
	// to be still there.
	Next, Previous string
	// Generation rises with every commit; the same generation and request give the same results.
	Generation uint64
}

// Total counts what matches: exact, always.
type Total struct {
	Paragraphs int // units
	Documents  int // documents that hold them
}

// Hit is a unit that matches.
type Hit struct {
	Document document.Header // without its agenda and warnings
	Unit     document.Unit
	Score    float64
	// Highlights are the spans of the words that match, in order, apart from each other; a phrase is one span.
	Highlights []Highlight
	// Explanation is nil where none was asked for.
	Explanation *Explanation
	// Folded tells of the hits that this one stands for, nil where there are none. Bare hits do not tell.
	Folded *Folded
}

// ID is the id of the unit.
func (h Hit) ID() string { return document.UnitID(h.Document.Key(), h.Unit.Anchor) }

// Highlight is a span of a unit's text that matches, in bytes, half-open.
type Highlight struct {
	Start, End int
	// Match is "verbatim" or "stem": the form by which the words match.
	Match string
}

// Facet counts the values of a field over what matches the query and every filter but the field's own.
type Facet struct {
	Field  string
	Values []FacetValue // selected or not, by count, then by natural order of value; hierarchies in their own order
	// WithoutValue counts the units that hold no value of the field.
	WithoutValue int
	Total        int // distinct values there are
	Other        int // distinct values not listed
	// Estimated says that Total and Other are estimates, off by some thousandths: an engine may count very many values so.
	Estimated bool
}

// FacetValue is a value of a facet with its counts.
type FacetValue struct {
	Value    string
	Label    string // for people; equal to Value where there is no better
	Count    int    // units that hold the value, or one below it in a hierarchy
	Own      int    // units that hold the value itself; equal to Count in flat facets
	Explicit int    // of references: units that name it with its number
	Mentions int    // of references: mentions in all those units, repeated ones too
	Implied  int    // of references: mentions among them that carry no number
	Selected bool   // the request filters on it
	Parent   string // the value above it, "" at the top
}

// Corpus describes what an index holds.
type Corpus struct {
	Generation uint64
	Documents  int
	Units      int
	Searchable int // units that a search without kind= can return
	Languages  []document.Language
	// Agendas are the headers, with their agenda, of the documents that are agendas, in natural order.
	Agendas []document.Header
}
