package cluster

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
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

func (r *record) id() string { return r.Key + "\x1f" + strconv.FormatUint(r.Commit, 10) }

// idOf is the id of the version of a document that a commit shows.
func idOf(key document.Key, commit uint64) string {
	r := record{Key: nameOfKey(key), Commit: commit}
	return r.id()
}

// placeOf is a number for a unit, which hardly any other of the index has, and none of its document.
func placeOf(key document.Key, seq int) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(nameOfKey(key))) // never fails
	return int64(h.Sum64())<<seqBits | int64(seq)&(1<<seqBits-1)
}

// seqBits hold any place in a document: see search.CheckDocument.
const seqBits = 31

// orderOf is a string whose byte order is the order of search.CompareKeys.
func orderOf(key document.Key) string { return key.SortKey() + "\x00" + key.Symbol }

// newRecord makes a record of a document that search.CheckDocument has let pass, and counts its words for the lexicon.
func newRecord(d *document.Document, commit uint64) (r record, words map[word]int, err error) {
	r = record{Key: nameOfKey(d.Key()), Commit: commit, Order: orderOf(d.Key()), Date: d.Date, Source: d.Source, Hash: d.Hash,
		Symbols: search.SymbolTerms(&d.Header), Families: search.FamilyTerms(&d.Header), Agenda: len(d.Agenda) > 0}
	if r.Header, err = pack(d.Header); err != nil {
		return r, nil, err
	}
	if r.Document, err = pack(d); err != nil {
		return r, nil, err
	}
	whole := plan.WholeOf(d)
	if r.Lines, err = pack(whole.Lines); err != nil {
		return r, nil, err
	}
	if whole.Length > 0 {
		stems := strings.TrimPrefix(search.StemsOf(whole.Field), search.StemPrefix)
		r.Whole = object{"stem": object{stems: repeated(whole.Freqs)}, "length": object{stems: whole.Length}}
	}
	words = map[word]int{}
	for i := range d.Units {
		noted := map[word]bool{}
		unit, err := newUnit(&d.Header, &d.Units[i], noted)
		if err != nil {
			return r, nil, err
		}
		r.Units = append(r.Units, unit)
		countWords(words, noted)
	}
	return r, words, nil
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

// newUnit is a unit as the cluster holds it. It notes its words.
func newUnit(h *document.Header, u *document.Unit, noted map[word]bool) (object, error) {
	body, err := pack(u)
	if err != nil {
		return nil, err
	}
	unit := object{"seq": u.Seq, "place": placeOf(h.Key(), u.Seq), "anchor": u.Anchor, "record": body, "searched": document.SearchedByDefault(u.Kind)}
	stems, lengths, words := object{}, object{}, object{}
	for field, tokens := range plan.Streams(h, u) {
		if inOrder(field) {
			words[flatName(field)] = []byte(wordsOf(tokens))
		}
		for _, t := range tokens {
			noted[word{field, t.Term}] = true
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
		terms := f.Terms(h, u)
		if len(terms) > 0 {
			unit[f.Name] = terms
		}
		for _, term := range terms {
			noted[word{f.Name, term}] = true
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
