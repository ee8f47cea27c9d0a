package query

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parser turns tokens into a tree by recursive descent; see the grammar in the package comment.
type parser struct {
	tokens   []token
	i        int
	any      bool
	problems []Problem
}

// query reads all tokens.
func (p *parser) query() Node {
	p.dropClosing()
	explicit := p.takeExplicit()
	var c chain
	p.or(&c)
	return p.bind(explicit, c.node(p.any))
}

// takeExplicit takes "ref:explicit" out of the tokens, with the AND or NOT that joins it. It puts it on the opening bracket behind which it
// stands, or returns it.
func (p *parser) takeExplicit() (outside *token) {
	var open []int // places in kept of the brackets around the token at hand
	kept, taken := p.tokens[:0], false
	for _, t := range p.tokens {
		leads := taken && (len(kept) == 0 || kept[len(kept)-1].kind == tokenOpen || kept[len(kept)-1].kind == tokenOr)
		taken = t.kind == tokenExplicit
		switch {
		case taken && len(open) > 0:
			kept = p.unjoin(kept, t)
			kept[open[len(open)-1]].explicit = &t
			continue
		case taken:
			kept, outside = p.unjoin(kept, t), &t
			continue
		case t.kind == tokenAnd && leads:
			continue
		case t.kind == tokenOpen:
			open = append(open, len(kept))
		case t.kind == tokenClose:
			open = open[:len(open)-1] // every one has its opening one: see dropClosing
		}
		kept = append(kept, t)
	}
	p.tokens = kept
	return outside
}

// unjoin leaves out the AND or NOT at the end of tokens, which joins "ref:explicit" to them.
func (p *parser) unjoin(tokens []token, explicit token) []token {
	last := len(tokens) - 1
	switch {
	case last >= 0 && tokens[last].kind == tokenNot:
		p.problem(explicit, onlyExplicit+" cannot be excluded; it was read without "+tokens[last].text+".")
		return p.unjoin(tokens[:last], explicit)
	case last >= 0 && tokens[last].kind == tokenAnd:
		return tokens[:last]
	}
	return tokens
}

// bind lets "ref:explicit", if there is one, bind the references of a tree.
func (p *parser) bind(explicit *token, n Node) Node {
	if explicit == nil {
		return n
	}
	if references, _ := countReferences(n); references == 0 {
		p.problem(*explicit, onlyExplicit+" says how references are named, and none is asked for; it was left out. has:reference asks for any.")
	}
	return Explicitly(n)
}

// dropClosing leaves out the closing brackets that have no opening one.
func (p *parser) dropClosing() {
	open := 0
	kept := p.tokens[:0]
	for _, t := range p.tokens {
		switch {
		case t.kind == tokenOpen:
			open++
		case t.kind == tokenClose && open == 0:
			p.problem(t, "A closing bracket had no opening one; it was left out.")
			continue
		case t.kind == tokenClose:
			open--
		}
		kept = append(kept, t)
	}
	p.tokens = kept
}

// peek is the token at the place, and false at the end.
func (p *parser) peek() (token, bool) {
	if p.i < len(p.tokens) {
		return p.tokens[p.i], true
	}
	return token{}, false
}

func (p *parser) problem(t token, text string) {
	p.problems = append(p.problems, Problem{Offset: t.start, Length: t.end - t.start, Text: text})
}

func (p *parser) idle(t token) { p.problem(t, t.text+" had nothing to join; it was left out.") }

// explainNone tells why nothing of a text of some length is left, unless that was said piece by piece.
func (p *parser) explainNone(length int) {
	if len(p.problems) == 0 {
		p.problems = append(p.problems, Problem{Length: length, Text: "A word needs a letter or a figure."})
	}
}

// chain collects what OR joins and, with Options.Any, what nothing joins.
type chain struct {
	parts []part
	// or is the OR that waits for its right side.
	or *token
}

// part is a part of a chain.
type part struct {
	node Node
	// binds is true for fields and for what is excluded, which bind the whole if nothing joins them.
	binds bool
	// joined is true if an OR stands before or behind it.
	joined bool
}

func (c *chain) add(next part) {
	if c.or != nil {
		next.joined = true
		c.parts[len(c.parts)-1].joined = true
		c.or = nil
	}
	c.parts = append(c.parts, next)
}

func (c *chain) node(any bool) Node {
	var some, all []Node
	for _, p := range c.parts {
		word, bare := p.node.(Word)
		switch {
		case any && p.binds && !p.joined:
			all = append(all, p.node)
		case any && bare && !p.joined:
			some = append(some, divided(word.Text)...)
		default:
			some = append(some, p.node)
		}
	}
	return join(And{}, append([]Node{join(Or{}, some)}, all...))
}

// alone is what stands between Chinese characters: a word, or a phrase where it would be read as more than that, as "OR" and "7/1" are.
func alone(text string) Node {
	l := lex(text)
	if tokens, _ := recognise(l.source, l.tokens); len(tokens) == 1 && tokens[0].kind == tokenWord && !tokens[0].prefix {
		return Word{tokens[0].text}
	}
	return Phrase{Text: cleanPhrase(text)}
}

// divided are the words of a run, in which a Chinese character is one.
func divided(text string) (words []Node) {
	from := 0
	for i, r := range text {
		if !unicode.Is(unicode.Han, r) {
			continue
		}
		if countWords(text[from:i]) > 0 {
			words = append(words, alone(text[from:i]))
		}
		from = i + utf8.RuneLen(r)
		words = append(words, Word{text[i:from]})
	}
	switch {
	case from == 0:
		return []Node{Word{text}}
	case countWords(text[from:]) > 0:
		words = append(words, alone(text[from:]))
	}
	return words
}

// or reads into c up to the end or a closing bracket that it leaves.
func (p *parser) or(c *chain) {
	for {
		t, ok := p.peek()
		switch {
		case !ok || t.kind == tokenClose:
			if c.or != nil {
				p.idle(*c.or)
				c.or = nil
			}
			return
		case t.kind == tokenOr:
			p.i++
			if len(c.parts) == 0 || c.or != nil {
				p.idle(t)
				continue
			}
			c.or = &t
		default:
			if node, binds := p.and(); node != nil {
				c.add(part{node: node, binds: binds})
			}
		}
	}
}

// and reads what AND joins and, without Options.Any, what nothing joins.
func (p *parser) and() (node Node, binds bool) {
	var nodes []Node
	var waiting *token
	binds = true
	for {
		t, ok := p.peek()
		switch {
		case !ok || t.kind == tokenOr || t.kind == tokenClose:
			if waiting != nil {
				p.idle(*waiting)
			}
			return join(And{}, nodes), binds
		case t.kind == tokenAnd, t.kind == tokenNear:
			p.i++
			if len(nodes) == 0 || waiting != nil {
				p.idle(t)
				continue
			}
			waiting = &t
		case p.any && len(nodes) > 0 && waiting == nil:
			return join(And{}, nodes), binds
		default:
			node, b := p.unary()
			if node == nil {
				continue
			}
			if waiting != nil && waiting.kind == tokenNear {
				p.problem(*waiting, cmp.Or(waiting.misplaced, waiting.text+" stands between words and phrases only; it was read as AND."))
			}
			nodes, binds, waiting = append(nodes, node), binds && b, nil
		}
	}
}

// unary reads NOT and what it excludes.
func (p *parser) unary() (node Node, binds bool) {
	t, _ := p.peek()
	if t.kind != tokenNot {
		return p.primary()
	}
	p.i++
	next, ok := p.peek()
	if !ok || next.kind == tokenAnd || next.kind == tokenNear || next.kind == tokenOr || next.kind == tokenClose {
		p.problem(t, t.text+" had nothing to exclude; it was left out.")
		return nil, false
	}
	excluded, _ := p.unary()
	switch n := excluded.(type) {
	case nil:
		return nil, false
	case Not:
		return n.Node, false
	}
	return Not{excluded}, true
}

// primary reads a leaf or brackets. It gives nil for empty brackets.
func (p *parser) primary() (node Node, binds bool) {
	t := p.tokens[p.i]
	p.i++
	switch t.kind {
	case tokenField:
		return t.node, true
	case tokenOpen:
		return p.group(t), false
	}
	if t.prefix {
		return Prefix{t.text}, false
	}
	return p.near(t), false
}

// near reads the words and phrases that NEAR or PRE joins to a first one; most often there are none. Between quotation marks they are exact
// if all stand there.
func (p *parser) near(first token) Node {
	node, text := operand(first)
	near := Near{Text: text, Stem: first.kind == tokenWord}
	joined := false
	for text != "" && p.i+1 < len(p.tokens) {
		operator, next := &p.tokens[p.i], p.tokens[p.i+1]
		_, word := operand(next)
		if operator.kind != tokenNear || word == "" {
			break
		}
		if operator.misplaced = unjoinable(near, joined, *operator, next); operator.misplaced != "" {
			break
		}
		if joined && operator.within != near.Within {
			p.problem(*operator, "The numbers behind "+operator.name()+" differ; the largest was taken for all of these words.")
		}
		near.Text += " " + word
		near.Stem = near.Stem || next.kind == tokenWord
		near.Within, near.Ordered, joined = max(near.Within, operator.within), operator.ordered, true
		p.i += 2
	}
	if !joined {
		return node
	}
	return near
}

// operand is what a token asks for where nothing joins it, and the word or phrase that an operator of nearness can join, "" if it is none.
func operand(t token) (alone Node, words string) {
	if t.kind == tokenWord && !t.prefix {
		return Word{t.text}, t.text
	}
	if exact, ok := t.node.(Phrase); ok && t.kind == tokenLeaf && !exact.Stem {
		return exact, strings.ReplaceAll(exact.Text, " ", noBreak)
	}
	return t.node, ""
}

// unjoinable says why an operator cannot join the next word to those near each other; "" if it can.
func unjoinable(near Near, joined bool, operator, next token) string {
	_, word := operand(next)
	if near.Stem != (next.kind == tokenWord) { // they will be found in any form
		for _, text := range append(near.Operands(), strings.ReplaceAll(word, noBreak, " ")) {
			if alone(text) != Node(Word{text}) && !strings.Contains(text, " ") {
				return "“" + text + "” between quotation marks cannot be joined to a word in any form; " + operator.text + " was read as AND."
			}
		}
	}
	if joined && operator.ordered != near.Ordered {
		return operatorNear + " and " + operatorPre + " cannot join the same words; " + operator.text + " was read as AND."
	}
	return ""
}

// group reads what stands in brackets.
func (p *parser) group(open token) Node {
	var c chain
	p.or(&c)
	_, closed := p.peek()
	if closed {
		p.i++
	}
	node := p.bind(open.explicit, c.node(p.any))
	switch {
	case node == nil:
		p.problem(open, "The brackets held no words.")
	case !closed:
		p.problem(open, "The closing bracket was missing.")
	}
	return node
}

// join puts nodes under one of the kind of parent, which is And or Or: flattened, without those that are nil, nil for none and
// itself for one.
func join(parent Node, nodes []Node) Node {
	var flat []Node
	_, isAnd := parent.(And)
	for _, n := range nodes {
		and, within := n.(And)
		or, either := n.(Or)
		switch {
		case n == nil:
		case isAnd && within:
			flat = append(flat, and.Nodes...)
		case !isAnd && either:
			flat = append(flat, or.Nodes...)
		default:
			flat = append(flat, n)
		}
	}
	switch {
	case len(flat) == 0:
		return nil
	case len(flat) == 1:
		return flat[0]
	case isAnd:
		return And{flat}
	}
	return Or{flat}
}
