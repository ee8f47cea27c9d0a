package plan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// Options say for which index a plan is made.
type Options struct {
	// Languages are those of the index. A word is looked for by its stem in each of them.
	Languages []document.Language
}

// MaxExpansion is the largest number of words that a beginning or a word with wildcards may stand for, MaxSimilar that of a word
// in which letters may differ.
const (
	MaxExpansion = 10_000
	MaxSimilar   = 500
)

// Build analyses a query tree. A nil node is everything. It fails with search.ErrUnknownField alone.
//
// Stop words in a run of bare words need not occur, unless there is nothing else, and as alternatives they are left out; in phrases
// they must occur. A word with inner
// punctuation is the phrase of its parts. What analysis leaves nothing of ("—", "?") is left out.
func Build(node query.Node, o Options) (Node, error) {
	if node == nil {
		return All{}, nil
	}
	b := builder{languages: o.Languages}
	built := b.build(node)
	if b.err != nil {
		return nil, b.err
	}
	if built != nil {
		return built, nil
	}
	if _, excluded := node.(query.Not); excluded {
		return All{}, nil // words were to be left out, and there are none
	}
	return None{}, nil // words were asked for, and none is left
}

// BuildFilter is the plan of a filter. It fails with search.ErrUnknownField alone.
func BuildFilter(f search.Filter, explicitOnly bool) (Node, error) {
	return Build(FilterNode(f, explicitOnly), Options{})
}

// FilterNode is a filter as a query tree: its values are alternatives.
func FilterNode(f search.Filter, explicitOnly bool) query.Node {
	match := query.MatchTree
	if f.Exact {
		match = query.MatchExact
	}
	var node query.Node
	if len(f.Values) == 0 {
		node = query.Range{Name: f.Field, From: f.From, To: f.To}
	} else {
		values := make([]query.Node, len(f.Values))
		for i, value := range f.Values {
			name, _ := query.FieldName(f.Field)
			value, match := query.MatchOf(name, value, match)
			values[i] = query.Field{Name: f.Field, Value: value, Match: match, Explicit: explicitOnly}
		}
		node = query.Or{Nodes: values}
	}
	if f.Exclude {
		return query.Not{Node: node}
	}
	return node
}

// builder builds plans; nil stands for a node that analysis leaves nothing of.
type builder struct {
	languages []document.Language
	err       error
}

func (b *builder) build(node query.Node) Node {
	switch n := node.(type) {
	case query.And:
		return b.and(n.Nodes)
	case query.Or:
		return b.or(n.Nodes)
	case query.Not:
		return not(b.build(n.Node))
	case query.Word:
		return b.word(n.Text)
	case query.Prefix:
		return b.pattern(n.Text, Pattern{Form: Beginning, Limit: MaxExpansion})
	case query.Wildcard:
		return b.pattern(n.Text, Pattern{Form: Wildcard, Limit: MaxExpansion})
	case query.Fuzzy:
		return b.pattern(n.Text, Pattern{Form: Similar, Distance: n.Distance, Limit: MaxSimilar})
	case query.Phrase:
		return b.phrase(n)
	case query.Near:
		return b.near(n)
	case query.Field:
		return b.field(n)
	case query.Range:
		return b.span(n)
	case query.None:
		return None{}
	default:
		panic(fmt.Sprintf("plan: query node of unknown type %T", node))
	}
}

// all builds the nodes that analysis leaves something of.
func (b *builder) all(nodes []query.Node) []Node {
	var built []Node
	for _, node := range nodes {
		if p := b.build(node); p != nil {
			built = append(built, p)
		}
	}
	return built
}

// and is a run of nodes of which the bare stop words need not occur, unless nothing else asks for words.
//
// What a stop word is depends on the language of the text: "sea" is one in Spanish and not in English. Where the languages of
// the index differ on it, each asks for its own words.
func (b *builder) and(nodes []query.Node) Node {
	words, rest, asks := bareWords(nodes)
	wanted, same := b.wanted(words, asks)
	if !same {
		return and(append([]Node{b.eachLanguage(wanted)}, b.all(rest)...))
	}
	return and(b.all(only(nodes, wanted)))
}

// or is alternatives, of which bare stop words are none, unless nothing else asks for words.
func (b *builder) or(nodes []query.Node) Node {
	words, rest, asks := bareWords(nodes)
	wanted, same := b.wanted(words, asks)
	if same {
		return or(b.all(only(nodes, wanted)))
	}
	var alternatives []Node
	for i, lang := range b.languages {
		for _, word := range wanted[i] {
			alternatives = append(alternatives, stemPhrase(lang, word, analysis.Verbatim(word)))
		}
	}
	return or(append(alternatives, b.all(rest)...))
}

// bareWords are those among some nodes, and the other nodes; asks says whether any of these asks for something.
func bareWords(nodes []query.Node) (words []string, rest []query.Node, asks bool) {
	for _, node := range nodes {
		word, ok := node.(query.Word)
		if ok && len(analysis.Words(word.Text)) > 0 {
			words = append(words, word.Text)
			continue
		}
		rest = append(rest, node)
		if _, negative := node.(query.Not); !negative && !ok {
			asks = true
		}
	}
	return words, rest, asks
}

// only are nodes without the bare words that are not wanted, of which all languages want the same.
func only(nodes []query.Node, wanted [][]string) []query.Node {
	if len(wanted) == 0 {
		return nodes
	}
	return slices.DeleteFunc(slices.Clone(nodes), func(node query.Node) bool {
		word, ok := node.(query.Word)
		return ok && !slices.Contains(wanted[0], word.Text)
	})
}

// wanted are the words that must occur in a text of each language of the index, and whether they are the same for all. Something
// is always wanted, but where other nodes ask for something already.
func (b *builder) wanted(words []string, asks bool) (wanted [][]string, same bool) {
	same = true
	for i, lang := range b.languages {
		kept := slices.DeleteFunc(slices.Clone(words), analysis.For(lang).IsStop)
		if len(kept) == 0 && !asks {
			kept = words
		}
		wanted = append(wanted, kept)
		same = same && (i == 0 || slices.Equal(kept, wanted[0]))
	}
	return wanted, same
}

// eachLanguage asks for the words wanted in each language, or for no more than the language where none are.
func (b *builder) eachLanguage(wanted [][]string) Node {
	var alternatives []Node
	for i, lang := range b.languages {
		var stems []Node
		for _, word := range wanted[i] {
			stems = append(stems, stemPhrase(lang, word, analysis.Verbatim(word)))
		}
		if len(stems) == 0 {
			stems = []Node{b.field(query.Field{Name: "lang", Value: string(lang)})}
		}
		alternatives = append(alternatives, and(stems))
	}
	return or(alternatives)
}

// word is a bare word: its stem in any language of the index. A word with inner punctuation, "open-ended" or "7/1", is the
// phrase of its parts' stems.
func (b *builder) word(text string) Node { return b.stems(text) }

// stems is the run of a text's stems, in any language of the index; nil where the text holds no word.
func (b *builder) stems(text string) Node {
	words := analysis.Verbatim(text)
	switch {
	case len(words) == 0:
		return nil
	case len(b.languages) == 0: // an index without documents
		return None{}
	}
	runs := make([]Node, len(b.languages))
	for i, lang := range b.languages {
		runs[i] = stemPhrase(lang, text, words)
	}
	return or(runs)
}

// pattern completes a pattern that fits words, or compounds: "extra-budget*". What is no single word, as Chinese is not, is looked
// for as it stands.
func (b *builder) pattern(text string, p Pattern) Node {
	folded, ok := foldPattern(text)
	switch {
	case !ok:
		return b.word(text)
	case folded == "":
		return nil
	}
	p.Field, p.Value = search.VerbatimField, folded
	return p
}

// foldPattern is the verbatim form of a word or compound with stars and question marks in it; not ok for several words.
func foldPattern(text string) (folded string, ok bool) {
	for {
		at := strings.IndexAny(text, "*?")
		piece := text
		if at >= 0 {
			piece = text[:at]
		}
		tokens := analysis.Verbatim(piece)
		switch {
		case len(tokens) > 1 && !(tokens[0].Compound && tokens[0].End == tokens[len(tokens)-1].End):
			return "", false
		case len(tokens) > 0:
			folded += tokens[0].Term
		}
		if at < 0 {
			return folded, true
		}
		folded += text[at : at+1]
		text = text[at+1:]
	}
}

func (b *builder) phrase(n query.Phrase) Node {
	if n.Stem {
		return b.stems(n.Text)
	}
	if words := analysis.Words(n.Text); len(words) > 0 {
		return phrase(search.VerbatimField, words)
	}
	return nil
}

// near is words close to each other, by their verbatim forms or by their stems in any language of the index.
func (b *builder) near(n query.Near) Node {
	words := analysis.Words(n.Text)
	switch {
	case len(words) == 0:
		return nil
	case !n.Stem:
		return near(n, search.VerbatimField, func(text string) [][]string { return termsOf(analysis.Words(text)) })
	}
	var alternatives []Node
	for _, lang := range b.languages {
		alternatives = append(alternatives, near(n, search.StemField(lang), func(text string) [][]string { return stemTerms(lang, text, analysis.Verbatim(text)) }))
	}
	if len(alternatives) == 0 { // an index without documents
		return None{}
	}
	return or(alternatives)
}

// near is the words of n in a field. Those of a phrase are a run; the parts of a word with inner punctuation are words of their own.
func near(n query.Near, field string, termsOf func(text string) [][]string) Node {
	built := Near{Field: field, Within: n.Within, Ordered: n.Ordered}
	phrases := false
	for _, operand := range n.Operands() {
		terms := termsOf(operand)
		built.Terms = append(built.Terms, terms...)
		if len(terms) > 1 && strings.Contains(operand, " ") {
			built.Runs, phrases = append(built.Runs, len(terms)), true
			continue
		}
		for range terms {
			built.Runs = append(built.Runs, 1)
		}
	}
	if len(built.Runs) == 1 {
		return run(field, built.Terms)
	}
	if !phrases {
		built.Runs = nil
	}
	return built
}

// stemPhrase is the run of the stems of a text's words in one language, each also in its variants.
func stemPhrase(lang document.Language, text string, words []analysis.Token) Node {
	return run(search.StemField(lang), stemTerms(lang, text, words))
}

// stemTerms are the stems of a text's words in one language, each also in its variants.
func stemTerms(lang document.Language, text string, words []analysis.Token) [][]string {
	analyzer := analysis.For(lang)
	terms := termsOf(analyzer.StemsOf(text, words))
	for i, stem := range terms {
		terms[i] = append(stem, analyzer.Variants(stem[0])...)
	}
	return terms
}

// phrase is the run of tokens in a stream; of one token, its term.
func phrase(field string, tokens []analysis.Token) Node { return run(field, termsOf(tokens)) }

// run is a phrase of sets of alternatives; of one set, any of its terms.
func run(field string, terms [][]string) Node {
	if len(terms) > 1 {
		return Phrase{Field: field, Terms: terms}
	}
	alternatives := make([]Node, len(terms[0]))
	for i, term := range terms[0] {
		alternatives[i] = Term{Field: field, Value: term}
	}
	if len(alternatives) == 1 {
		return alternatives[0]
	}
	return or(alternatives)
}

func termsOf(tokens []analysis.Token) [][]string {
	terms := make([][]string, len(tokens))
	for i, token := range tokens {
		terms[i] = []string{token.Term}
	}
	return terms
}

func (b *builder) field(n query.Field) Node {
	field, ok := b.lookup(n.Name)
	switch {
	case !ok:
		return None{}
	case field.Shape == search.Stream:
		return heading(field.Name, n)
	case field.Shape == search.Presence:
		return held(search.Contents(n.Value), n.Explicit)
	case field.Shape == search.Days && isYearOrMonth(n.Value):
		return Span{Field: field.Name, From: n.Value, To: n.Value + afterAll}
	case n.Match == query.MatchWildcard:
		return Pattern{Field: field.Name, Form: Wildcard, Value: field.Term(n.Value, n.Match, n.Explicit), Limit: MaxExpansion}
	case n.Match == query.MatchPrefix:
		return Pattern{Field: field.Name, Value: field.Term(n.Value, n.Match, n.Explicit), Limit: MaxExpansion}
	default:
		return Term{Field: field.Name, Value: field.Term(n.Value, n.Match, n.Explicit)}
	}
}

// held is units that have a term in any of some places. Terms of explicit references begin with "!", and are left out where implied ones
// count as well: the others tell of the same units.
func held(places []search.Content, explicit bool) Node {
	var spans []Node
	for _, place := range places {
		field, _ := search.LookupField(place.Field)
		from, to := place.Start, place.Start+afterAll
		switch {
		case field.Reference && explicit:
			from, to = "!"+from, "!"+to
		case from == "":
			from = afterExplicit
		}
		spans = append(spans, Span{Field: field.Name, From: from, To: to})
	}
	if len(spans) == 0 {
		return None{}
	}
	return or(spans)
}

// heading is what is asked of a stream other than the text: a run of words, or the beginning of one.
func heading(field string, n query.Field) Node {
	words := analysis.Words(n.Value)
	switch {
	case len(words) == 0:
		return nil
	case len(words) == 1 && n.Match == query.MatchPrefix:
		return Pattern{Field: field, Value: words[0].Term, Limit: MaxExpansion}
	}
	return phrase(field, words)
}

// isYearOrMonth reports whether a day was given as 2024 or 2024-07.
func isYearOrMonth(value string) bool {
	_, year := time.Parse("2006", value)
	_, month := time.Parse("2006-01", value)
	return year == nil || month == nil
}

// afterAll comes after all values, and after those that begin with a year, month or other text when it follows that; afterExplicit comes
// after the terms of explicit references, and before all others.
const (
	afterAll      = "\U0010ffff"
	afterExplicit = "\""
)

func (b *builder) span(n query.Range) Node {
	field, ok := b.lookup(n.Name)
	if !ok {
		return None{}
	}
	to := n.To
	if to == "" {
		to = afterAll
	}
	return Span{Field: field.Name, From: n.From, To: to}
}

func (b *builder) lookup(name string) (search.Field, bool) {
	field, ok := search.LookupField(name)
	if !ok && b.err == nil {
		b.err = fmt.Errorf("%w: %q", search.ErrUnknownField, name)
	}
	return field, ok
}

// and joins nodes: nested Ands are flattened, All falls away, None takes over; nil for no nodes.
func and(nodes []Node) Node {
	var flat []Node
	for _, node := range nodes {
		switch node := node.(type) {
		case And:
			flat = append(flat, node.Nodes...)
		case None:
			return None{}
		case All:
		default:
			flat = append(flat, node)
		}
	}
	if len(flat) > 1 {
		return And{Nodes: flat}
	}
	return single(flat, nodes, All{})
}

// or joins nodes: nested Ors are flattened, None falls away, All takes over; nil for no nodes.
func or(nodes []Node) Node {
	var flat []Node
	for _, node := range nodes {
		switch node := node.(type) {
		case Or:
			flat = append(flat, node.Nodes...)
		case All:
			return All{}
		case None:
		default:
			flat = append(flat, node)
		}
	}
	if len(flat) > 1 {
		return Or{Nodes: flat}
	}
	return single(flat, nodes, None{})
}

// single is what stays of the nodes joined: one node, neutral where all of them fell away, nil where there were none.
func single(left, nodes []Node, neutral Node) Node {
	switch {
	case len(left) == 1:
		return left[0]
	case len(nodes) > 0:
		return neutral
	}
	return nil
}

func not(node Node) Node {
	switch node := node.(type) {
	case nil:
		return nil
	case Not:
		return node.Node
	case All:
		return None{}
	case None:
		return All{}
	}
	return Not{Node: node}
}
