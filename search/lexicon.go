package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// Lexicon lists the terms of an index, for suggestions and misspelt words. It is safe for concurrent use.
type Lexicon interface {
	// Terms returns up to size terms of a field that begin so, at most [MaxTerms], in the order of [CompareTerms]. An unknown field and one
	// that holds no such term have none, and an engine that cannot say at present returns none.
	Terms(ctx context.Context, field, beginning string, size int) ([]TermCount, error)
	// Similar returns, in the same way, the terms that a term becomes by at most so many changes, as similar words do in queries; by none,
	// it is the term itself.
	Similar(ctx context.Context, field, term string, changes, size int) ([]TermCount, error)
}

// MaxTerms is the largest number of terms that a [Lexicon] lists.
const MaxTerms = 100

// TermCount is a term with the number of units that hold it, or of documents or headings in fields of these. What has been replaced or deleted may
// still be counted, and an engine may say of large numbers about how large they are.
type TermCount struct {
	Term  string
	Count int
}

// CompareTerms puts the most frequent terms first, and those as frequent in the order of their bytes.
func CompareTerms(a, b TermCount) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Term, b.Term))
}

// FirstTerms are the first of some terms, at most size and [MaxTerms]. It sorts them.
func FirstTerms(terms []TermCount, size int) []TermCount {
	slices.SortFunc(terms, CompareTerms)
	return terms[:max(0, min(len(terms), size, MaxTerms))]
}
