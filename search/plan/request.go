package plan

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// Request is a search.Request made ready for an engine: what its words, its filters and the default scope ask for, each
// apart, because every facet leaves out its own.
type Request struct {
	Words   Node
	Filters []Filter
	// Scope limits the search to the units that are searched by default, where the request names no kind itself; otherwise
	// it is All.
	Scope Node
	Fold  search.Fold
	// Unfold is the id of the hit that is unfolded, "" for none.
	Unfold string
	// Leaves are the nodes of Words that score, in their order: every Term, Phrase and Near of a stream that does not stand below
	// a Not. Without any, relevance is document order.
	Leaves []Node
	// Wholes are the words of the leaves as terms of whole documents, in their order: stems of bare words and, but for stop words, of phrases
	// and of words near each other, in every language of the index that they may be of. Documents are ranked by them: see package search. There
	// are none where no leaf is a bare word: who quotes all words wants the paragraphs that hold them so.
	Wholes []Term
	// Weighed are the leaves and these words, ready to be weighed.
	Weighed Weighed
}

// Filter is the plan of one filter, with the field it belongs to.
type Filter struct {
	Field string
	Node  Node
}

// Matching is the plan of all that the request asks for.
func (r Request) Matching() Node { return r.without("") }

// Wordless reports whether the request asks for no words: for what stands under its filters, which others will ask for too.
func (r Request) Wordless() bool {
	_, all := r.Words.(All)
	return all
}

// Counted is the plan of what the facet of a field counts: all that the request asks for but the field's own filters. The
// kinds of unit are also counted outside the default scope.
func (r Request) Counted(field string) Node { return r.without(field) }

func (r Request) without(field string) Node {
	return And{Nodes: append([]Node{r.Words}, r.Restrictions(field)...)}
}

// Restrictions are the plans that what matches the words must match, too, where the filters of a field are left out.
func (r Request) Restrictions(field string) (nodes []Node) {
	for _, f := range r.Filters {
		if f.Field != field {
			nodes = append(nodes, f.Node)
		}
	}
	if field != "kind" {
		nodes = append(nodes, r.Scope)
	}
	return nodes
}

// scoring appends the leaves of n that score.
func scoring(leaves []Node, n Node) []Node {
	switch n := n.(type) {
	case And:
		for _, child := range n.Nodes {
			leaves = scoring(leaves, child)
		}
	case Or:
		for _, child := range n.Nodes {
			leaves = scoring(leaves, child)
		}
	case Term:
		if search.IsStream(n.Field) {
			leaves = append(leaves, n)
		}
	case Phrase, Near:
		leaves = append(leaves, n)
	}
	return leaves
}

// FieldOf is the field of a leaf that scores.
func FieldOf(leaf Node) string {
	switch leaf := leaf.(type) {
	case Term:
		return leaf.Field
	case Phrase:
		return leaf.Field
	case Near:
		return leaf.Field
	}
	return ""
}

// rank fills in what is weighed, where leaves score.
func (r *Request) rank(n query.Node, languages []document.Language) {
	r.Leaves = scoring(nil, r.Words)
	r.Weighed.Units = r.Leaves
	if !slices.ContainsFunc(r.Leaves, func(leaf Node) bool { return strings.HasPrefix(FieldOf(leaf), search.StemPrefix) }) {
		return
	}
	forms := newForms(n, languages)
	r.Wholes = wholes(r.Leaves, languages, &forms)
	r.Weighed = Weighed{slices.Clone(r.Leaves), slices.Clone(r.Wholes), forms}
	for _, term := range forms.silent(r.Leaves) {
		r.Weighed.Units = append(r.Weighed.Units, term)
		r.Weighed.Documents = append(r.Weighed.Documents, Term{search.WholeField(term.Field), term.Value})
	}
}

// wholes are the words of leaves as terms of whole documents, without the variants of stems.
func wholes(leaves []Node, languages []document.Language, forms *forms) (all []Term) {
	for _, leaf := range leaves {
		switch field := FieldOf(leaf); {
		case strings.HasPrefix(field, search.StemPrefix):
			for _, stem := range wordsOf(leaf) {
				if !forms.isVariant(Term{field, stem}) {
					all = append(all, Term{search.WholeField(field), stem})
				}
			}
		case field == search.VerbatimField:
			for _, lang := range languages {
				analyzer := analysis.For(lang)
				for _, word := range wordsOf(leaf) {
					if !analyzer.IsStop(word) {
						all = append(all, Term{search.WholeField(search.StemField(lang)), analyzer.Stem(word)})
					}
				}
			}
		}
	}
	return all
}

// wordsOf are the words of a leaf; of alternatives, the first.
func wordsOf(leaf Node) (words []string) {
	var terms [][]string
	switch leaf := leaf.(type) {
	case Term:
		return []string{leaf.Value}
	case Phrase:
		terms = leaf.Terms
	case Near:
		terms = leaf.Terms
	}
	for _, alternatives := range terms {
		words = append(words, alternatives[0])
	}
	return words
}

// Compile makes a prepared request ready for an engine.
func Compile(req search.Request, opts Options) (Request, error) {
	asked := req.Query
	if req.ExplicitOnly {
		asked = query.Explicitly(asked)
	}
	words, err := Build(asked, opts)
	if err != nil {
		return Request{}, err
	}
	r := Request{Words: words, Scope: All{}, Fold: req.Fold}
	if req.Unfold != nil {
		r.Unfold = req.Unfold.ID()
	}
	r.rank(asked, opts.Languages)
	for _, f := range req.Filters {
		node, err := BuildFilter(f, req.ExplicitOnly)
		if err != nil {
			return Request{}, err
		}
		r.Filters = append(r.Filters, Filter{Field: f.Field, Node: node})
	}
	if !req.NamesKind() {
		r.Scope = defaultScope
	}
	return r, nil
}

// defaultScope is the kinds that are searched where a request names none.
var defaultScope = func() Node {
	field, _ := search.LookupField("kind")
	var kinds Or
	for _, kind := range document.Kinds {
		if document.SearchedByDefault(kind) {
			kinds.Nodes = append(kinds.Nodes, Term{Field: field.Name, Value: field.Term(string(kind), query.MatchTree, false)})
		}
	}
	return kinds
}()

// Widens reports whether the facet of a field counts other units than those that match.
func (r Request) Widens(field string) bool {
	if _, all := r.Scope.(All); field == "kind" && !all {
		return true
	}
	return slices.ContainsFunc(r.Filters, func(f Filter) bool { return f.Field == field })
}
