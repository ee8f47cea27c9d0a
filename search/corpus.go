package search

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/query"
)

// officialLanguages are in the order in which lists of language versions are shown: English, then that of the alphabet in it.
var officialLanguages = []document.Language{"en", "ar", "zh", "fr", "ru", "es"}

// CompareLanguages puts English first, then the other official languages, then the rest by code.
func CompareLanguages(a, b document.Language) int {
	return cmp.Or(cmp.Compare(languageRank(a), languageRank(b)), cmp.Compare(a, b))
}

func languageRank(lang document.Language) int {
	if i := slices.Index(officialLanguages, lang); i >= 0 {
		return i
	}
	return len(officialLanguages)
}

// UnitLanguage is the language of a unit's text.
func UnitLanguage(h *document.Header, u *document.Unit) document.Language {
	return cmp.Or(u.Lang, h.Lang)
}

// AnswersTo reports whether a document answers to a symbol, in any spelling: its own, one of those it goes by, or half of a
// joint one.
func AnswersTo(h *document.Header, symbol string) bool {
	return slices.Contains(SymbolTerms(h), SymbolTerm(symbol))
}

// SymbolTerms are the terms of all symbols that a document answers to, each once.
func SymbolTerms(h *document.Header) []string {
	field, _ := LookupField("document")
	terms := field.Terms(h, &document.Unit{})
	for _, symbol := range h.Symbols {
		if term := SymbolTerm(symbol); !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	return terms
}

// SymbolTerm is the term of a symbol as typed.
func SymbolTerm(symbol string) string {
	field, _ := LookupField("document")
	return field.Term(symbol, query.MatchTree, false)
}

// Limits of what an index takes.
const (
	MaxSymbolBytes   = 200
	MaxLanguageBytes = 35
	MaxUnits         = 200_000 // of one document
)

// ErrBadDocument: a document that cannot be indexed as it is.
var ErrBadDocument = document.ErrBad

// CheckDocument answers ErrBadDocument for a document without a symbol or outside the limits, and for units that are out of
// order or lack an anchor of their own.
func CheckDocument(doc *document.Document) error {
	switch {
	case doc.Symbol == "":
		return fmt.Errorf("%w: %s has no symbol", ErrBadDocument, cmp.Or(doc.Source, "it"))
	case len(doc.Symbol) > MaxSymbolBytes:
		return fmt.Errorf("%w: its symbol has %d bytes, at most %d", ErrBadDocument, len(doc.Symbol), MaxSymbolBytes)
	case len(doc.Lang) > MaxLanguageBytes || strings.ContainsFunc(doc.Symbol+string(doc.Lang), unicode.IsControl):
		return fmt.Errorf("%w: its symbol %q or language %q is none", ErrBadDocument, doc.Symbol, doc.Lang)
	case len(doc.Date) > len(time.DateOnly):
		return fmt.Errorf("%w: its date %q is no day", ErrBadDocument, doc.Date)
	case len(doc.Units) > MaxUnits:
		return fmt.Errorf("%w: %s has %d units, at most %d", ErrBadDocument, doc.Symbol, len(doc.Units), MaxUnits)
	}
	if n := len(doc.Units); n > 0 && doc.Units[n-1].Seq > math.MaxInt32 {
		return fmt.Errorf("%w: %s: its last unit has number %d", ErrBadDocument, doc.Symbol, doc.Units[n-1].Seq)
	}
	last, anchors := 0, make(map[string]bool, len(doc.Units))
	for i := range doc.Units {
		u := &doc.Units[i]
		if u.Seq <= last {
			return fmt.Errorf("%w: %s: unit %d follows unit %d", ErrBadDocument, doc.Symbol, u.Seq, last)
		}
		if u.Anchor == "" || anchors[u.Anchor] {
			return fmt.Errorf("%w: %s: unit %d has no anchor of its own: %q", ErrBadDocument, doc.Symbol, u.Seq, u.Anchor)
		}
		last, anchors[u.Anchor] = u.Seq, true
	}
	return nil
}

// HitHeader is a header as hits carry it: without its agenda and warnings.
func HitHeader(h *document.Header) document.Header {
	short := *h
	short.Agenda, short.Warnings = nil, nil
	return short
}

// IsStream reports whether a field holds positions of tokens.
func IsStream(field string) bool {
	if field == VerbatimField || strings.HasPrefix(field, StemPrefix) {
		return true
	}
	f, ok := LookupField(field)
	return ok && f.Shape == Stream
}

// StemLanguages are the languages of the stem streams among some fields, in the order of CompareLanguages.
func StemLanguages(fields iter.Seq[string]) []document.Language {
	var languages []document.Language
	for field := range fields {
		if lang, ok := strings.CutPrefix(field, StemPrefix); ok {
			if lang == string(unknownLanguage) {
				lang = ""
			}
			languages = append(languages, document.Language(lang))
		}
	}
	slices.SortFunc(languages, CompareLanguages)
	return languages
}
