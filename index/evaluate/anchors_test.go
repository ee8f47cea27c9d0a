package evaluate

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/corpustest"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/parse"
)

// leastAnchors is the share of the English anchors that every other official language must have. What is missing is marked up
// otherwise in that language's file: a paragraph taken for a heading, a preambular one for an operative one, lists without numbers.
const leastAnchors = 0.98

// TestAnchors compares the anchors of every language version of a resolution with those of the English one: a link to a paragraph is
// to hold in each. German is no official language, and is shown only.
func TestAnchors(t *testing.T) {
	files := readIndex(t)
	e := anchorEvaluation{shares: map[string]*anchorShare{}, shown: *aknShow, t: t}
	groups := -1
	for _, file := range corpustest.Files(t, aknArchive) {
		f, ok := files[file.Name]
		if !ok {
			continue
		}
		if f.symbol != e.symbol { // the languages of a document lie together
			e.compare()
			e.symbol, e.versions = f.symbol, map[string][]string{}
			groups++
		}
		if groups%*aknEvery != 0 {
			continue
		}
		if anchors := anchorsOf(f.path, file); anchors != nil {
			e.versions[f.lang] = anchors
		}
	}
	e.compare()
	t.Logf("\n%s", e.table())
	for lang, s := range e.shares {
		if share := float64(s.same) / float64(s.english); lang != "de" && share < leastAnchors-sampleMargin {
			t.Errorf("%s has %.4f of the English anchors, want %.2f", lang, share, leastAnchors)
		}
	}
	if *aknEvery == 1 {
		golden(t, "testdata/anchors.txt", e.table())
	}
}

// anchorsOf are the anchors of the units below the masthead.
func anchorsOf(path string, r io.Reader) []string {
	c, err := extract.Read(context.Background(), path, r, extract.Limits{})
	if err != nil {
		return nil
	}
	anchors := []string{}
	for _, u := range parse.Parse(c, parse.Options{Source: path}).Units {
		if u.Kind != document.Frontmatter {
			anchors = append(anchors, u.Anchor)
		}
	}
	return anchors
}

type anchorShare struct{ versions, whole, english, other, same int }

type anchorEvaluation struct {
	t        *testing.T
	symbol   string
	versions map[string][]string // by language
	shares   map[string]*anchorShare
	shown    int
}

// compare counts the anchors that English and each other language have in common.
func (e *anchorEvaluation) compare() {
	english := e.versions["en"]
	if english == nil {
		return
	}
	for lang, anchors := range e.versions {
		if lang == "en" {
			continue
		}
		if e.shares[lang] == nil {
			e.shares[lang] = &anchorShare{}
		}
		s := e.shares[lang]
		same := 0
		var lost, more []string
		held := map[string]bool{}
		for _, a := range anchors {
			held[a] = true
		}
		for _, a := range english {
			if held[a] {
				same++
			} else {
				lost = append(lost, a)
			}
			delete(held, a)
		}
		for a := range held {
			more = append(more, a)
		}
		s.versions, s.english, s.other, s.same = s.versions+1, s.english+len(english), s.other+len(anchors), s.same+same
		if same == len(english) && same == len(anchors) {
			s.whole++
		} else if e.shown > 0 {
			e.shown--
			slices.Sort(more)
			e.t.Logf("%s %s: without %.12q, more %.12q", e.symbol, lang, lost[:min(len(lost), 12)], more[:min(len(more), 12)])
		}
	}
}

func (e *anchorEvaluation) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-4s %9s %9s %16s %16s\n", "", "versions", "the same", "of the English", "of its own")
	for _, lang := range []string{"fr", "es", "ru", "ar", "zh", "de"} {
		if s := e.shares[lang]; s != nil {
			fmt.Fprintf(&b, "%-4s %9d %9.4f %16.4f %16.4f\n", lang, s.versions, float64(s.whole)/float64(s.versions),
				float64(s.same)/float64(s.english), float64(s.same)/float64(s.other))
		}
	}
	return b.String()
}
