package cluster

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/variant"
)

// record is a document as the cluster holds it.
type record struct {
	Key      string   `json:"key"`
	Commit   uint64   `json:"commit"` // that shows it
	Order    string   `json:"order"`
	Date     string   `json:"date,omitempty"`
	Source   string   `json:"source,omitempty"`
	Hash     string   `json:"hash,omitempty"`
	Symbols  []string `json:"symbols"`
	Families []string `json:"families,omitempty"`
	Agenda   bool     `json:"agenda,omitempty"`
	Header   packed   `json:"header"`
	Document packed   `json:"document"`
	Lines    packed   `json:"lines,omitempty"`
	Whole    object   `json:"whole,omitempty"`
	Units    []object `json:"units,omitempty"`
}

// packed is JSON, compressed.
type packed []byte

var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault))
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxUnpacked))
)

// maxUnpacked bounds what is unpacked of one value.
const maxUnpacked = 1 << 30

func pack(v any) (packed, error) {
	b, err := json.Marshal(v)
	return packer.EncodeAll(b, nil), err
}

func (p packed) unpack(into any) error {
	b, err := unpacker.DecodeAll(p, nil)
	if err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	return json.Unmarshal(b, into)
}

// nameOfKey is a key as one text.
func nameOfKey(key document.Key) string { return key.Symbol + "\x1f" + string(key.Lang) }

func keyOf(name string) document.Key {
	symbol, lang, _ := strings.Cut(name, "\x1f")
	return document.Key{Symbol: symbol, Lang: document.Language(lang)}
}

// idOf is the id of the version of a document that a commit shows.
func idOf(key document.Key, commit uint64) string {
	return nameOfKey(key) + "\x1f" + strconv.FormatUint(commit, 10)
}

// orderOf is a string whose byte order is the order of search.CompareKeys.
func orderOf(key document.Key) string { return key.SortKey() + "\x00" + key.Symbol }

// newRecord makes a record of a document that search.CheckDocument has let pass.
func newRecord(d *document.Document, commit uint64) (r record, err error) {
	r = record{Key: nameOfKey(d.Key()), Commit: commit, Order: orderOf(d.Key()), Date: d.Date, Source: d.Source, Hash: d.Hash,
		Symbols: search.SymbolTerms(&d.Header), Families: search.FamilyTerms(&d.Header), Agenda: len(d.Agenda) > 0}
	if r.Header, err = pack(d.Header); err != nil {
		return r, err
	}
	if r.Document, err = pack(d); err != nil {
		return r, err
	}
	whole := plan.WholeOf(d)
	if r.Lines, err = pack(whole.Lines); err != nil {
		return r, err
	}
	if whole.Length > 0 {
		stems := strings.TrimPrefix(search.StemsOf(whole.Field), search.StemPrefix)
		r.Whole = object{"stem": object{stems: repeated(whole.Freqs)}, "length": object{stems: whole.Length}}
	}
	for i := range d.Units {
		unit, err := newUnit(&d.Header, &d.Units[i])
		if err != nil {
			return r, err
		}
		r.Units = append(r.Units, unit)
	}
	return r, nil
}

// repeated is a text in which each word stands so often.
func repeated(freqs map[string]int) string {
	var b strings.Builder
	for word, n := range freqs {
		for range n {
			b.WriteString(word)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// newUnit is a unit as the cluster holds it.
func newUnit(h *document.Header, u *document.Unit) (object, error) {
	body, err := pack(u)
	if err != nil {
		return nil, err
	}
	unit := object{"seq": u.Seq, "anchor": u.Anchor, "record": body, "searched": document.SearchedByDefault(u.Kind)}
	stems, lengths, words := object{}, object{}, object{}
	for field, tokens := range plan.Streams(h, u) {
		if inOrder(field) {
			words[flatName(field)] = []byte(wordsOf(tokens))
		}
		lengths[flatName(field)] = len(tokens)
		if lang, ok := strings.CutPrefix(field, search.StemPrefix); ok {
			stems[lang] = textOf(tokens)
		} else {
			unit[field] = textOf(tokens)
		}
	}
	unit["stem"], unit["length"], unit["words"] = stems, lengths, words
	facets := object{}
	for _, f := range search.Fields() {
		if terms := f.Terms(h, u); len(terms) > 0 {
			unit[f.Name] = terms
		}
		if f.Facet {
			addFacet(facets, f, f.Values(h, u))
		}
	}
	unit["f"] = facets
	if prints := printsOf(variant.Shingles(variant.Hashes(u.Text))); prints != nil {
		unit["prints"] = prints
	}
	return unit, nil
}

// flatName is the name of a stream's length: names of fields must not contain points, which would divide them.
func flatName(stream string) string { return strings.ReplaceAll(stream, ".", "_") }

// textOf is a text that is divided into these tokens again: by words, and by runs of them where positions leave a gap.
func textOf(tokens []analysis.Token) []string {
	var texts []string
	var b strings.Builder
	for i, t := range tokens {
		switch {
		case i == 0:
		case t.Position == tokens[i-1].Position:
			b.WriteString(together)
		case t.Position > tokens[i-1].Position+1:
			texts = append(texts, b.String())
			b.Reset()
		default:
			b.WriteByte(' ')
		}
		b.WriteString(t.Term)
	}
	return append(texts, b.String())
}

// wordsOf are tokens without compounds, one after the other.
func wordsOf(tokens []analysis.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		if t.Compound {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Term)
	}
	return b.String()
}

// The facets of units. Of each value that a unit holds stands what must be counted of it, and beside these all values that count for the
// unit, those above them too.
const (
	heldFacet     = ""          // values as facetTerm writes them
	aboveFacet    = "_above"    // in tree fields
	explicitFacet = "_explicit" // heldFacet without implied references
	expAboveFacet = "_explicit_above"
)

func facetKinds(f search.Field) []string {
	kinds := []string{heldFacet}
	if f.Tree {
		kinds = append(kinds, aboveFacet)
	}
	if f.Reference {
		kinds = append(kinds, explicitFacet)
	}
	if f.Reference && f.Tree {
		kinds = append(kinds, expAboveFacet)
	}
	return kinds
}

func addFacet(facets object, f search.Field, values []search.Value) {
	add := func(kind string, values []search.Value) {
		if len(values) == 0 {
			return
		}
		var held, above []string
		for _, v := range values {
			held = append(held, facetTerm(v))
			for text := v.Text; text != ""; text = f.Parent(text) {
				above = append(above, text)
			}
		}
		facets[f.Name+kind] = held
		if f.Tree {
			facets[f.Name+kind+aboveFacet] = above
		}
	}
	add(heldFacet, values)
	if f.Reference {
		var explicit []search.Value
		for _, v := range values {
			if v.Mentions > v.Implied {
				explicit = append(explicit, search.Value{Text: v.Text, Label: v.Label, Mentions: v.Mentions - v.Implied})
			}
		}
		add(explicitFacet, explicit)
	}
}

// facetTerm is a value with its label and mentions, as one term.
func facetTerm(v search.Value) string {
	term := v.Text + "\x1f" + v.Label
	if v.Mentions > 0 {
		term += "\x1f" + strconv.Itoa(v.Mentions) + "\x1f" + strconv.Itoa(v.Implied)
	}
	return term
}

// valueOf reads what facetTerm wrote.
func valueOf(term string) (v search.Value) {
	parts := strings.Split(term, "\x1f")
	v.Text = parts[0]
	if len(parts) > 1 {
		v.Label = parts[1]
	}
	if len(parts) > 3 {
		v.Mentions, _ = strconv.Atoi(parts[2])
		v.Implied, _ = strconv.Atoi(parts[3])
	}
	return v
}
