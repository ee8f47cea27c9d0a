package web

import (
	"context"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/vocabulary"
)

// wider is what sets of words that mean the same add to a question, or would add.
type wider struct {
	expansions []vocabulary.Expansion
	offers     []vocabulary.Expansion // by sets that are not switched on
	forms      []foundByBody          // of the expansions, the words themselves first
	plans      []plan.Node            // of each form
}

// setNames are the values of expand=.
func setNames() []string {
	var names []string
	for _, s := range vocabulary.Sets() {
		names = append(names, s.Name)
	}
	return names
}

// widen rewrites the query by the sets that are switched on. It fails as [vocabulary.Expander] does.
func (q *question) widen(ctx context.Context, searcher search.Searcher) error {
	if q.Reading.node == nil {
		return nil
	}
	corpus, err := searcher.Corpus(ctx)
	if err != nil {
		return err
	}
	e := vocabulary.Expander{Searcher: searcher, Languages: q.languagesOf(corpus)}
	if q.Query, q.wider.expansions, err = e.Expand(ctx, q.Reading.node, q.Expand...); err != nil {
		return err
	}
	q.wider.offers = e.Offers(q.Reading.node, q.Expand...)
	return q.wider.buildVariants(plan.Options{Languages: corpus.Languages})
}

// languagesOf are the languages whose texts a question can find.
func (q *question) languagesOf(corpus search.Corpus) []document.Language {
	for _, f := range q.Filters {
		if f.Field == "lang" && !f.Exclude {
			return slices.DeleteFunc(slices.Clone(corpus.Languages), func(l document.Language) bool { return !slices.Contains(f.Values, string(l)) })
		}
	}
	return corpus.Languages
}

func (w *wider) buildVariants(o plan.Options) error {
	for _, x := range w.expansions {
		own, err := plan.Build(x.Node, o)
		if err != nil {
			return err
		}
		w.forms, w.plans = append(w.forms, foundByBody{x.Words, x.Words}), append(w.plans, own)
		for _, f := range x.Forms {
			other, err := plan.Build(f.Node(), o)
			if err != nil {
				return err
			}
			w.forms, w.plans = append(w.forms, foundByBody{x.Words, f.Text}), append(w.plans, other)
		}
	}
	return nil
}

// foundBy are the forms that stand in a hit.
func (w *wider) foundBy(h search.Hit) []foundByBody {
	if len(w.plans) == 0 {
		return nil
	}
	var found []foundByBody
	for i, stands := range highlight.Which(h.Unit.Text, unitLang(h.Document, h.Unit), w.plans) {
		if stands && !slices.Contains(found, w.forms[i]) {
			found = append(found, w.forms[i])
		}
	}
	return found
}

func expansionsOf(expansions []vocabulary.Expansion) []expansionBody {
	list := make([]expansionBody, 0, len(expansions))
	for _, x := range expansions {
		body := expansionBody{Set: x.Set, Words: x.Words}
		for _, f := range x.Forms {
			body.Forms = append(body.Forms, formBody{f.Text, string(f.Lang), f.Defined})
		}
		list = append(list, body)
	}
	return list
}
