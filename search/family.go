package search

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
)

// FamilyTerms are the terms under which a document is found as a relative: the families of its symbols and of the documents that
// it says it comes from, each once. What shares one with another document may be related to it: see [Relation].
func FamilyTerms(h *document.Header) []string {
	terms := familyTerms(append([]string{h.Symbol}, h.Symbols...)...)
	for _, r := range h.Related {
		for _, term := range familyTerms(r.Symbol) {
			if !slices.Contains(terms, term) {
				terms = append(terms, term)
			}
		}
	}
	return terms
}

// SymbolFamilies are the terms of the families of one symbol.
func SymbolFamilies(typed string) []string { return familyTerms(typed) }

func familyTerms(symbols ...string) []string {
	var terms []string
	for _, text := range symbols {
		parsed, err := symbol.Parse(text)
		if err != nil {
			continue
		}
		for _, family := range parsed.Families() {
			if term := fold(family.String()); !slices.Contains(terms, term) {
				terms = append(terms, term)
			}
		}
	}
	return terms
}

// Relation says what another document is to this one: one of the relations of package document, or "" where it is none, or this one
// in another language. It follows from symbols and from what the documents state, so that nothing has to be indexed
// again when a relative comes or goes.
func Relation(h, other *document.Header) string {
	if AnswersTo(other, h.Symbol) || AnswersTo(h, other.Symbol) {
		return ""
	}
	for _, r := range h.Related {
		if sharesFamily(r.Symbol, other.Symbol) {
			return r.Relation
		}
	}
	for _, r := range other.Related {
		if sharesFamily(r.Symbol, h.Symbol) {
			return document.AdoptedAs
		}
	}
	return symbolRelation(h.Symbol, other.Symbol)
}

func sharesFamily(a, b string) bool {
	of := familyTerms(b)
	return slices.ContainsFunc(familyTerms(a), func(term string) bool { return slices.Contains(of, term) })
}

// changes are the relations that the last word of a symbol states.
var changes = map[string]string{
	"Add": document.AddendumTo, "Corr": document.Corrigendum, "Corrigendum": document.Corrigendum, "Rev": document.RevisionOf,
	"Amend": document.AmendmentTo, "Summary": document.SummaryOf, "Part": document.PartOf,
}

// symbolRelation says what the other document is by its symbol alone.
func symbolRelation(own, other string) string {
	a, err1 := symbol.Parse(own)
	b, err2 := symbol.Parse(other)
	if err1 != nil || err2 != nil || !sharesFamily(own, other) {
		return ""
	}
	if b.Change() == "" || a != b && slices.ContainsFunc(a.Halves(), func(half symbol.Symbol) bool {
		return strings.HasPrefix(half.String(), b.String()+"/")
	}) {
		return document.BaseOf
	}
	return changes[b.Change()]
}
