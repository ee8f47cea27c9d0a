package search

import "fmt"

// Fold says which hits are left out because a better one says the same.
type Fold string

// The ways to fold. A unit is left out where another one that matches, of the same language, stands before it in the order and is identical
// with it, or nearly so: see variant.Wording and variant.Near. Whether that one is left out itself makes no difference.
const (
	FoldNone      Fold = ""
	FoldIdentical Fold = "identical"
	FoldNear      Fold = "near"
)

// Folded tells of what a hit stands for: the other units that match and are identical with it, or nearly so. All stand behind it.
type Folded struct {
	Paragraphs int // units
	Documents  int // documents that hold them
	// Earliest is the earliest of them: by date, undated ones last, then in natural order. It has no score.
	Earliest Hit
}

// prepareFold checks how hits are folded.
func (r *Request) prepareFold() error {
	switch r.Fold {
	case FoldNone:
		if r.Unfold != nil {
			return fmt.Errorf("%w: where nothing is folded, there is nothing to unfold", ErrBadRequest)
		}
	case FoldIdentical, FoldNear:
		if r.Group {
			return fmt.Errorf("%w: documents are not folded", ErrBadRequest)
		}
		return r.prepareUnfold()
	default:
		return fmt.Errorf("%w: no way to fold %q", ErrBadRequest, r.Fold)
	}
	return nil
}

// prepareUnfold checks what else is asked for with hits that are unfolded.
func (r *Request) prepareUnfold() error {
	if r.Unfold == nil {
		return nil
	}
	if len(r.Facets) > 0 || r.Explain {
		return fmt.Errorf("%w: hits that are unfolded have neither facets nor explanations", ErrBadRequest)
	}
	if r.Sort == SortRelevance {
		r.Sort = SortOldest
	}
	return nil
}
