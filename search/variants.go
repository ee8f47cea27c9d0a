package search

import (
	"cmp"

	"github.com/plenary-search/plenary/index/document"
)

// Variants are the paragraphs that say what one says, itself among them: see package variant.
type Variants struct {
	// Of is the paragraph asked for.
	Of Variant
	// Total is the number of variants, and Same that of those among them with the same words, whatever their numbers are.
	Total, Same int
	// First are the earliest ones: by date, undated ones last, then in natural order of keys and places.
	First      []Variant
	Generation uint64
}

// Variant is a paragraph that resembles another.
type Variant struct {
	Document document.Header // as hits have it
	Unit     document.Unit
	// Resemblance is the share of their runs of three words that both hold, 1 for the same words.
	Resemblance float64
}

// ID is the id of the unit.
func (v Variant) ID() string { return document.UnitID(v.Document.Key(), v.Unit.Anchor) }

// MaxVariants is the largest number of variants that are listed, and DefaultVariants is that where none is asked for.
const (
	MaxVariants     = 200
	DefaultVariants = 50
)

// VariantsWanted is the number of variants to list for a number asked for.
func VariantsWanted(size int) int { return min(cmp.Or(max(size, 0), DefaultVariants), MaxVariants) }
