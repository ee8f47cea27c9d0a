package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

// resolution follows the text of a resolution or decision through a document: its subject opens it ("The General Assembly,"), reasons
// come unnumbered, what is decided comes numbered, or alone and ending in a full stop. Source: Editorial Manual, resolutions and
// other formal decisions.
type resolution struct {
	state   resolutionState
	last    int  // the last number of an operative paragraph
	adopted bool // the line of the meeting was the last paragraph
	outer   int  // the number that goes on where a list within has numbers of its own: "implement the following:", "1. …", "2. …"
}

type resolutionState int

const (
	noResolution resolutionState = iota
	inPreamble
	inOperative
)

// mostLost is how many numbers in a row may be lost before the text is taken for another one.
const mostLost = 4

// commas and stops end the reasons and the decisions in the six languages.
const (
	commas = ",،，、"
	stops  = ".;。；؛"
)

// kindOf is the kind of paragraph i of running text within a resolution, "" outside of one.
func (o *outliner) kindOf(i int) document.Kind {
	pa := &o.paras[i]
	r := &o.resolution
	if o.opensAt(i) {
		*r = resolution{state: inPreamble}
		return document.Paragraph
	}
	if r.state == noResolution {
		return ""
	}
	switch pa.label.form {
	case arabicLabel:
		switch n := pa.label.n; {
		case n == 1:
			r.outer = r.last
		case n >= r.last && n <= r.last+mostLost:
		case r.outer > 0 && n > r.outer && n <= r.outer+mostLost:
			r.outer = 0
		default:
			*r = resolution{}
			return ""
		}
		r.state, r.last = inOperative, pa.label.n
		return document.Operative
	case noLabel:
	default:
		return ""
	}
	last := lastLetter(pa.text)
	switch {
	case r.state == inPreamble && (strings.ContainsRune(stops, last) && !o.words.isReason(pa.text) && !o.moreReasons(i) || strings.ContainsRune(":：", last) && o.decides(i)):
		r.state = inOperative
		return document.Operative
	case r.state == inPreamble && (strings.ContainsRune(commas+stops+":：", last) || o.words.isReason(pa.text)):
		return document.Preambular
	case strings.ContainsRune(stops+":：", last):
		return document.Operative
	}
	return ""
}

// opensAt reports whether paragraph i is the subject of a resolution: with its comma, or without one where a first reason or a first
// decision follows.
func (o *outliner) opensAt(i int) bool {
	pa := &o.paras[i]
	if pa.label.form != noLabel || pa.kind != extract.Text && pa.kind != extract.Heading {
		return false
	}
	m := o.words.opening(withoutNoteNumber(pa.text))
	if m == nil {
		return false
	}
	for _, next := range o.paras[i+1 : min(i+6, len(o.paras))] {
		if next.kind == extract.Note || m[1] != "" && (unicode.IsLetter(lastLetter(next.text)) || unicode.IsDigit(lastLetter(next.text))) { // "I", "Informe de ejecución financiera …": a section comes first
			continue
		}
		comma := strings.ContainsRune(commas+":", lastLetter(next.text))
		return m[1] != "" && (comma || strings.ContainsRune(stops, lastLetter(next.text))) ||
			next.label.form == arabicLabel && next.label.n == 1 && hasWord(next.text) || next.label.form == noLabel && comma
	}
	return false
}

// moreReasons reports whether a paragraph that ends in a stop is a reason all the same, for reasons follow it.
func (o *outliner) moreReasons(i int) bool {
	for _, next := range o.paras[i+1 : min(i+6, len(o.paras))] {
		switch {
		case next.kind == extract.Note:
		case next.kind != extract.Text || next.label.form == arabicLabel && next.label.n > 1:
			return false
		case next.label.form == arabicLabel:
			return true
		case next.label.form == noLabel:
			return strings.ContainsRune(commas, lastLetter(next.text))
		}
	}
	return false
}

// decides reports whether paragraph i, which ends in a colon, is a decision: what it announces is a text with a heading of its own, or
// a list that ends in a full stop.
func (o *outliner) decides(i int) bool {
	listed := rune(0)
	for _, next := range o.paras[i+1 : min(i+40, len(o.paras))] {
		switch {
		case next.kind == extract.Note:
		case next.label.form == bracketLabel || next.label.form == bulletLabel || next.kind == extract.ListEntry:
			listed = lastLetter(next.text)
		default:
			return listed != 0 && strings.ContainsRune(".。", listed) || listed == 0 && (next.kind == extract.Heading || unicode.IsLetter(lastLetter(next.text)))
		}
	}
	return listed == '.' || listed == '。'
}

// section says that a heading within a resolution opens a part of it, which may begin with reasons of its own.
func (r *resolution) section() {
	if r.state == inOperative {
		r.state = inPreamble
	}
}

// endsResolution reports whether a line stands below the text of a resolution: the meeting that adopted it, an annex.
func (w *words) endsResolution(text string) bool {
	return w != nil && utf8.RuneCountInString(text) < 300 && (w.annex.MatchString(text) || w.meeting.MatchString(text))
}

// belowResolution reports whether paragraph pa is the meeting that adopted the resolution above it, or the day below that line.
func (o *outliner) belowResolution(pa *para) bool {
	r := &o.resolution
	switch {
	case o.words == nil || pa.label.form != noLabel && pa.label.form != arabicLabel || len(pa.text) > 200:
		return false
	case r.state != noResolution && o.words.meeting.MatchString(pa.text):
		*r = resolution{adopted: true}
		return true
	case r.adopted && readDate(pa.text) != "":
		*r = resolution{}
		return true
	}
	return false
}

// lastLetter is the last character of a paragraph, without marks and the numbers of footnotes.
func lastLetter(text string) rune {
	text = strings.TrimRight(withoutNoteNumber(strings.TrimRight(text, " *")), " *\"”’»)")
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}
