package column

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/searchtest"
)

// normal is a document as JSON keeps it.
func normal(t *testing.T, d document.Document) (n document.Document) {
	t.Helper()
	data, err := json.Marshal(d)
	if err == nil {
		err = json.Unmarshal(data, &n)
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func readDocument(s *Segment, doc uint32) (d document.Document, err error) {
	if d.Header, err = s.Header(doc); err != nil {
		return d, err
	}
	d.Units, err = s.UnitsOf(doc)
	return d, err
}

// fill puts something into every field, so that one that is forgotten is missed, or leaves some empty.
func fill(rng *rand.Rand, v reflect.Value, depth int) {
	if rng.IntN(5) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		words := []string{"Trafficking", "in", "persons,", "7/1", "", "—", "第70/1号", "القرار", "CO₂", " \t", "a\u0301"}
		text := ""
		for range rng.IntN(8) {
			text += words[rng.IntN(len(words))] + []string{" ", " ", ", ", ""}[rng.IntN(4)]
		}
		v.SetString(text)
	case reflect.Int:
		v.SetInt(rng.Int64N(1 << rng.IntN(31)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(rng, v.Elem(), depth)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(rng, v.Field(i), depth)
		}
	case reflect.Slice:
		if depth == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), rng.IntN(4), 4))
		for i := range v.Len() {
			fill(rng, v.Index(i), depth-1)
		}
	}
}

// filled is a document with random values in all fields.
func filled(rng *rand.Rand, n int) document.Document {
	var d document.Document
	for !slices.ContainsFunc(d.Units, func(u document.Unit) bool { return u.Text != "" }) {
		fill(rng, reflect.ValueOf(&d).Elem(), 4)
	}
	d.Symbol, d.Lang = fmt.Sprintf("A/%d", n), "en"
	for i := range d.Units {
		d.Units[i].Seq, d.Units[i].Lang = i+1, []document.Language{"", "fr", "zh"}[rng.IntN(3)]
	}
	return d
}

func TestDocuments(t *testing.T) {
	docs, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range 300 {
		docs = append(docs, filled(rng, i))
	}
	s, err := Open(built(t, docs), true)
	if err != nil {
		t.Fatal(err)
	}
	for i := range docs {
		want := normal(t, docs[i])
		got, err := readDocument(s, uint32(i))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, normal(t, got)); diff != "" {
			t.Fatalf("document %d (-put +read):\n%s", i, diff)
		}
		if stamp, err := s.Stamp(uint32(i)); err != nil || stamp != (document.Stamp{Key: want.Key(), Source: want.Source, Hash: want.Hash}) {
			t.Fatalf("Stamp = %+v, %v of %+v", stamp, err, want.Header)
		}
		if s.Digest(uint32(i)) != Digest(want.Key(), want.Hash, 1) {
			t.Fatalf("document %d has another digest", i)
		}
		if at, found := s.Find(want.Key()); !found || at != uint32(i) {
			t.Fatalf("Find(%v) = %d, %v, want %d", want.Key(), at, found, i)
		}
	}
}

// TestDamagedRecords wants errors, or other words, of records that are not what was written, and no panic.
func TestDamagedRecords(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	docs := []document.Document{filled(rng, 1), filled(rng, 2), filled(rng, 3)}
	whole := built(t, docs)
	all, err := readSections(whole, true)
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, name := range []string{"headers", "headings", "units", "names", "gaps", "tokens", "tokens.written"} {
		section := all[name]
		for at := range section {
			before := section[at]
			section[at] ^= 1 << rng.IntN(8)
			if s, err := Open(whole, false); err == nil {
				for doc := range uint32(len(docs)) {
					if _, err := readDocument(s, doc); err != nil {
						failed++
					}
				}
			}
			section[at] = before
		}
	}
	if failed == 0 {
		t.Error("no damage was noticed")
	}
}

func TestDead(t *testing.T) {
	file := func(gone []string, symbols ...string) *Segment {
		b := NewBuilder()
		for _, symbol := range symbols {
			b.Add(&document.Document{Header: document.Header{Symbol: symbol, Lang: "en"}}, 1)
		}
		for _, symbol := range gone {
			b.Delete(document.Key{Symbol: symbol, Lang: "en"})
		}
		s, err := Open(written(t, b), true)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	segments := []*Segment{
		file(nil, "A/10", "A/2", "A/1", "A/5"),
		file([]string{"A/10", "A/5", "A/77"}, "A/2", "A/3"),
		file([]string{"A/3"}, "A/5", "a/2"),
		file(nil),
	}
	live, dead := Join(segments)
	if diff := cmp.Diff([][]uint32{{0, 1, 3}, {1}, nil, nil}, dead); diff != "" {
		t.Errorf("dead (-want +got):\n%s", diff)
	}
	var keys []string
	for _, ref := range live {
		keys = append(keys, segments[ref.Segment].Key(ref.Doc).Symbol)
	}
	if want := []string{"A/1", "A/2", "a/2", "A/5"}; !slices.Equal(keys, want) {
		t.Errorf("live = %q, want %q", keys, want)
	}
}
