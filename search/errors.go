package search

import (
	"errors"
	"fmt"
)

// Errors of searchers. Wrapped errors add the limit, the value met and what to do.
var (
	// ErrNotFound: the index holds no such document or unit.
	ErrNotFound = errors.New("not found")
	// ErrBadCursor: a cursor that no answer of this server gave, or one of another sort order.
	ErrBadCursor = errors.New("the cursor is not one that this server gave for this order; leave it out to begin again")
	// ErrBadRequest: a request outside the limits, such as a page of a thousand hits.
	ErrBadRequest = errors.New("the request is out of bounds")
	// ErrTooManyTerms: a prefix, a word with wildcards or one in which letters may differ stands for more words than the limit.
	ErrTooManyTerms = errors.New("the pattern stands for too many words")
	// ErrTooBroad: a query that would read too much of the index, or need too much memory.
	ErrTooBroad = errors.New("the query is too broad; add a rarer word or a filter, or leave out words that most paragraphs hold")
	// ErrUnavailable: the index cannot answer now.
	ErrUnavailable = errors.New("the index cannot answer")
	// ErrNarrowOnly is an ErrUnavailable for a question that concerns too much to be answered without the files made for searches.
	ErrNarrowOnly = fmt.Errorf("%w: the files made for searches are missing; until they are made again, only narrow questions are answered: add a rarer word or a filter, or ask again later", ErrUnavailable)
	// ErrSchemaMismatch: the index was written under another schema version.
	ErrSchemaMismatch = errors.New("the index was written by another version")
	// ErrUnknownField: a filter or facet on a field that the schema does not have.
	ErrUnknownField = errors.New("unknown field")
)
