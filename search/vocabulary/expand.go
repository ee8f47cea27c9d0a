package vocabulary

import (
	"context"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// MaxForms is the largest number of forms that are added to one query.
const MaxForms = 128

// LimitForms is the limit of a [query.LimitError] where sets would add more than [MaxForms].
const LimitForms query.Limit = "other forms of its words"

// Expansion says what a set adds to words of a query.
type Expansion struct {
	Set   string
	Words string     // of the query
	Node  query.Node // what the query asks with them
	Forms []Form     // the others; at least one
}

// Form is another way to write words of a query.
type Form struct {
	Text string
	Lang document.Language // "" where it is of no language in particular
	// Defined is the number of paragraphs by which the documents themselves say so, among those that were read; 0 for forms of the files.
	Defined int
}

// Node asks for a form: a single word as it is written, several in any form.
func (f Form) Node() query.Node {
	return query.Phrase{Text: f.Text, Stem: len(analysis.Words(f.Text)) > 1}
}

// Expander widens queries over one index.
type Expander struct {
	Searcher  search.Searcher     // is asked for what its documents define; nil: the files alone
	Languages []document.Language // forms of these are added
}

// Expand widens a query by sets. Words that belong to none of them stay as they are, and so does a nil node. The expansions are in the order
// of the words. Single words and phrases are widened, and words side by side that make a form; fields, beginnings and other forms of
// words are not, nor words within a phrase or near one another: these were asked for as they are.
//
// With the set [Names], acronyms that are not in the file are looked for in the documents: see mine.go for what counts. It fails with a
// *[query.LimitError] where there are too many forms, and with the searcher's errors.
func (e Expander) Expand(ctx context.Context, node query.Node, sets ...string) (query.Node, []Expansion, error) {
	if node == nil || len(sets) == 0 {
		return node, nil, nil
	}
	w := widener{expander: e, ctx: ctx, sets: sets}
	widened := w.widen(node)
	forms := 0
	for _, x := range w.expansions {
		forms += len(x.Forms)
	}
	if forms > MaxForms && w.err == nil {
		w.err = &query.LimitError{Limit: LimitForms, Value: forms, Max: MaxForms}
	}
	if w.err != nil {
		return nil, nil, w.err
	}
	return widened, w.expansions, nil
}

// Offers are the expansions that the files have for a query by sets other than those named.
func (e Expander) Offers(node query.Node, on ...string) []Expansion {
	if node == nil {
		return nil
	}
	var others []string
	for _, s := range Sets() {
		if !slices.Contains(on, s.Name) {
			others = append(others, s.Name)
		}
	}
	w := widener{expander: Expander{Languages: e.Languages}, sets: others}
	w.widen(node)
	return w.expansions
}

// widener widens one query.
type widener struct {
	expander   Expander
	ctx        context.Context
	sets       []string
	expansions []Expansion
	err        error
}

func (w *widener) widen(node query.Node) query.Node {
	switch n := node.(type) {
	case query.And:
		nodes := w.widenAll(n.Nodes)
		if len(nodes) == 1 {
			return nodes[0]
		}
		return query.And{Nodes: nodes}
	case query.Or:
		return w.either(n)
	case query.Not:
		return query.Not{Node: w.widen(n.Node)}
	case query.Word:
		return alternatives(n, w.formsOf(n.Text, n, true))
	case query.Phrase:
		return alternatives(n, w.formsOf(n.Text, n, true))
	}
	return node
}

// widenAll widens what must all hold: the longest runs of words that make a form first.
func (w *widener) widenAll(nodes []query.Node) []query.Node {
	var widened []query.Node
	for i := 0; i < len(nodes); {
		run, forms := w.runAt(nodes, i)
		if run < 2 {
			widened = append(widened, w.widen(nodes[i]))
			i++
			continue
		}
		widened = append(widened, alternatives(joined(nodes[i:i+run]), forms))
		i += run
	}
	return widened
}

// runAt is the number of words at a place among nodes that make a form together, and the other forms. Whether documents define an acronym
// for words is asked of all nodes together alone, because it is a search.
func (w *widener) runAt(nodes []query.Node, at int) (run int, forms []Form) {
	here := nodes[at:]
	run = min(wordsAt(here), max(files.longest, maxNameWords))
	known := run > 1 && files.mayBegin(here[0].(query.Word).Text)
	for ; run > 1; run-- {
		all := run == len(nodes)
		if !known && !all {
			return 0, nil
		}
		if forms := w.formsOf(textOf(here[:run]), joined(here[:run]), all); len(forms) > 0 {
			return run, forms
		}
	}
	return 0, nil
}

func wordsAt(nodes []query.Node) int {
	n := 0
	for n < len(nodes) {
		if _, ok := nodes[n].(query.Word); !ok {
			break
		}
		n++
	}
	return n
}

func joined(nodes []query.Node) query.Node { return query.And{Nodes: slices.Clone(nodes)} }

func textOf(nodes []query.Node) string {
	words := make([]string, len(nodes))
	for i, n := range nodes {
		words[i] = n.(query.Word).Text
	}
	return strings.Join(words, " ")
}

// either widens alternatives: the forms of several words side by side are alternatives, too.
func (w *widener) either(n query.Or) query.Node {
	nodes := slices.Clone(n.Nodes)
	for i := 0; i < len(n.Nodes); {
		run, forms := w.runAt(n.Nodes, i)
		if run < 2 {
			if widened, ok := w.widen(n.Nodes[i]).(query.Or); ok {
				nodes = append(nodes, widened.Nodes[1:]...)
			} else {
				nodes[i] = w.widen(n.Nodes[i])
			}
			i++
			continue
		}
		for _, f := range forms {
			nodes = append(nodes, f.Node())
		}
		i += run
	}
	return query.Or{Nodes: nodes}
}

// alternatives asks for a node or any of the forms.
func alternatives(node query.Node, forms []Form) query.Node {
	if len(forms) == 0 {
		return node
	}
	nodes := []query.Node{node}
	for _, f := range forms {
		nodes = append(nodes, f.Node())
	}
	return query.Or{Nodes: nodes}
}

// formsOf are the other forms of words by the sets that are on, and notes them; mined tells whether the documents are asked, too.
func (w *widener) formsOf(words string, node query.Node, mined bool) []Form {
	if w.err != nil {
		return nil
	}
	var all []Form
	for _, x := range w.lookUp(words, mined) {
		x.Words, x.Node = words, node
		w.expansions = append(w.expansions, x)
		all = append(all, x.Forms...)
	}
	return all
}

// lookUp is what each set that is on adds to words.
func (w *widener) lookUp(words string, mined bool) []Expansion {
	var found []Expansion
	named := false
	for _, g := range files.find(words) {
		if !slices.Contains(w.sets, g.set) {
			continue
		}
		named = named || g.set == Names
		if forms := w.expander.formsIn(g, words); len(forms) > 0 {
			found = append(found, Expansion{Set: g.set, Forms: forms})
		}
	}
	if named || !mined || w.expander.Searcher == nil || !slices.Contains(w.sets, Names) {
		return found
	}
	forms, err := w.expander.mine(w.ctx, words)
	if err != nil {
		w.err = err
	}
	if len(forms) > 0 {
		found = append(found, Expansion{Set: Names, Forms: forms})
	}
	return found
}

// formsIn are the forms of a group that can be looked for, without what finds nothing that the words do not find.
func (e Expander) formsIn(g *group, words string) []Form {
	var forms []Form
	known := map[string]bool{}
	for _, lang := range languages {
		known[keyOf(lang, words)] = true
	}
	for _, f := range g.forms {
		if f.quiet || !slices.Contains(e.Languages, f.lang) || known[keyOf(f.lang, f.text)] {
			continue
		}
		known[keyOf(f.lang, f.text)] = true
		forms = append(forms, Form{Text: f.text, Lang: f.lang})
	}
	return forms
}
