package link

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
)

// The least share of an entry's weight that a document must have to be taken for the one that the entry names, and the least
// lead over the next best. Titles in Documentation lists are shortened, joined to the kind of paper and cut to the item, so
// that equality is never to be had; what is common to all entries of a list weighs little.
const (
	leastMatch = 0.75
	leastLead  = 0.15
)

// bestEntry finds the listed symbol whose entries fit a document best.
func bestEntry(a *agenda, p Profile) (candidate, bool) {
	entries := map[string][]listing{}
	var order []string
	walk(a.Agenda, func(item document.AgendaItem) {
		for _, e := range item.Documentation {
			if e.Symbol == "" || e.Symbol == a.symbol {
				continue
			}
			if entries[e.Symbol] == nil {
				order = append(order, e.Symbol)
			}
			entries[e.Symbol] = append(entries[e.Symbol], listing{a, item.Item, e.Entry})
		}
	})
	weight := weights(order, entries)
	words := wordsOf(append(p.Headings[:len(p.Headings):len(p.Headings)], p.Title, p.Type)...)
	best, second := candidate{path: p.Path}, 0.0
	for _, s := range order {
		score := 0.0
		for _, e := range entries[s] {
			score += contained(e.entry, words, weight) * fitsType(e.entry, p.Type)
		}
		score /= float64(len(entries[s]))
		if score > best.score {
			second = best.score
			best.score = score
			best.own = ownSymbol{s, document.ViaDocumentation, listedAt(a, entries[s])}
		} else {
			second = max(second, score)
		}
	}
	return best, best.score >= leastMatch && best.score-second >= leastLead
}

// weights gives every word of the entries its weight: the fewer symbols have it, the more.
func weights(symbols []string, entries map[string][]listing) map[string]float64 {
	df := map[string]int{}
	for _, s := range symbols {
		var texts []string
		for _, e := range entries[s] {
			texts = append(texts, e.entry)
		}
		for w := range wordsOf(texts...) {
			df[w]++
		}
	}
	out := map[string]float64{}
	for w, n := range df {
		out[w] = math.Log(1 + float64(len(symbols))/float64(n))
	}
	return out
}

// contained is the share of the weight of text that stands in words.
func contained(text string, words map[string]bool, weight map[string]float64) float64 {
	found, all := 0.0, 0.0
	for w := range wordsOf(text) {
		all += weight[w]
		if words[w] {
			found += weight[w]
		}
	}
	if all == 0 {
		return 0
	}
	return found / all
}

// fitsType lowers the score of an entry that begins with another kind of paper than the document bears.
func fitsType(entry, kind string) float64 {
	if kind == "" || strings.HasPrefix(fold(entry), fold(kind)) {
		return 1
	}
	return 0.8
}

// listedAt says where an agenda lists a document.
func listedAt(a *agenda, entries []listing) string {
	var items []string
	for _, e := range entries {
		if !slices.Contains(items, e.item) {
			items = append(items, e.item)
		}
	}
	noun := "item"
	if len(items) > 1 {
		noun = "items"
	}
	return fmt.Sprintf("%s lists it under %s %s: “%s”", a.name(), noun, strings.Join(items, ", "), entries[0].entry)
}

// name is how evidence calls an agenda.
func (a *agenda) name() string {
	if a.symbol != "" {
		return a.symbol
	}
	return "the agenda"
}

// fold keeps the words of a text, in lower case and in order.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// wordsOf is the set of words of texts.
func wordsOf(texts ...string) map[string]bool {
	out := map[string]bool{}
	for _, t := range texts {
		for w := range strings.FieldsSeq(fold(t)) {
			out[w] = true
		}
	}
	return out
}

// sectionItems maps headings to the item that fits them best among those under which a document is listed: the entries of an
// agenda repeat the title of a document cut to what concerns the item. Words that all entries share weigh nothing. Headings
// without a clear best item have none.
func sectionItems(headings []string, listed []listing) map[string]listing {
	items := map[string]map[string]bool{}
	entry := map[string]listing{}
	for _, l := range listed {
		if items[l.item] == nil {
			items[l.item], entry[l.item] = map[string]bool{}, l
		}
		for w := range wordsOf(l.entry) {
			items[l.item][w] = true
		}
	}
	if len(items) < 2 {
		return nil
	}
	df := map[string]int{}
	for _, words := range items {
		for w := range words {
			df[w]++
		}
	}
	out := map[string]listing{}
	for _, h := range headings {
		if item := bestItem(wordsOf(h), items, df); item != "" {
			out[h] = entry[item]
		}
	}
	return out
}

// bestItem is the item whose entry shares most of what tells the entries apart with a heading.
func bestItem(heading map[string]bool, items map[string]map[string]bool, df map[string]int) string {
	all := 0.0
	for w := range heading {
		if df[w] > 0 {
			all += math.Log(float64(len(items)) / float64(df[w]))
		}
	}
	best, first, second := "", 0.0, 0.0
	for item, words := range items {
		score, shared := 0.0, 0
		for w := range heading {
			if words[w] {
				shared++
				score += math.Log(float64(len(items)) / float64(df[w]))
			}
		}
		if shared*2 < len(heading) || all == 0 {
			continue
		}
		switch score /= all; {
		case score > first:
			best, first, second = item, score, first
		case score > second:
			second = score
		}
	}
	if first < 0.5 || first-second < 0.2 {
		return ""
	}
	return best
}
