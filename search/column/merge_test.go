package column

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/searchtest"
)

// built is the file of some documents.
func built(t testing.TB, docs []document.Document) []byte {
	t.Helper()
	b := NewBuilder()
	for i := range docs {
		b.Add(&docs[i], Digest(docs[i].Key(), docs[i].Hash, 1))
	}
	return written(t, b)
}

func written(t testing.TB, b *Builder) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := b.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestMerge wants the file that merging gives to be, byte for byte, the one that building the same documents at once gives.
func TestMerge(t *testing.T) {
	gold, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		var all []document.Document
		var segments []*Segment
		var dead [][]uint32
		keepGone, leavePairs := rapid.Bool().Draw(rt, "keep gone"), rapid.Bool().Draw(rt, "leave pairs")
		gone := map[document.Key]bool{}
		for part := range rapid.IntRange(1, 3).Draw(rt, "files") {
			b := NewBuilder()
			for n := range rapid.IntRange(0, 2).Draw(rt, "gone") {
				key := document.Key{Symbol: fmt.Sprintf("A/%d", 10*part+n), Lang: "en"}
				b.Delete(key)
				gone[key] = true
			}
			dead = append(dead, nil)
			for n := range rapid.IntRange(0, 3).Draw(rt, "documents") {
				d := gold[rapid.IntRange(0, len(gold)-1).Draw(rt, "which")]
				d.Symbol = fmt.Sprintf("%s/Add.%d", d.Symbol, 10*part+n)
				from := rapid.IntRange(0, len(d.Units)).Draw(rt, "from")
				d.Units = d.Units[from:min(len(d.Units), from+rapid.IntRange(0, 40).Draw(rt, "units"))]
				if rapid.Bool().Draw(rt, "dead") {
					dead[part] = append(dead[part], uint32(n))
				} else {
					all = append(all, d)
				}
				b.Add(&d, Digest(d.Key(), d.Hash, 1))
			}
			s, err := Open(written(t, b), true)
			if err != nil {
				rt.Fatal(err)
			}
			segments = append(segments, s)
		}
		var merged bytes.Buffer
		if err := Merge(&merged, segments, dead, MergeOptions{KeepGone: keepGone, LeavePairs: leavePairs}); err != nil {
			rt.Fatal(err)
		}
		wanted := NewBuilder()
		if leavePairs {
			wanted.LeavePairs()
		}
		for key := range gone {
			if keepGone {
				wanted.Delete(key)
			}
		}
		for i := range all {
			wanted.Add(&all[i], Digest(all[i].Key(), all[i].Hash, 1))
		}
		want, err := readSections(written(t, wanted), true)
		if err != nil {
			rt.Fatal(err)
		}
		got, err := readSections(merged.Bytes(), true)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want.names(), got.names()); diff != "" {
			rt.Fatalf("sections (-built +merged):\n%s", diff)
		}
		for _, name := range want.names() {
			if !slices.Equal(want[name], got[name]) {
				rt.Fatalf("section %s differs:\nbuilt  %x\nmerged %x", name, want[name], got[name])
			}
		}
	})
}
