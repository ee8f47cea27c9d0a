package main

import (
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/plenary-search/plenary/index/document"
)

// inTempDir measures on the seeds, in a folder of the test.
func inTempDir(t *testing.T) {
	t.Helper()
	beforeDir, beforeCorpus := *dir, *corpus
	*dir, *corpus = t.TempDir(), "absent"
	t.Cleanup(func() { *dir, *corpus = beforeDir, beforeCorpus })
}

func named(t *testing.T, name string) peer {
	t.Helper()
	i := slices.IndexFunc(peers, func(p peer) bool { return p.name == name })
	if i < 0 {
		t.Fatalf("there is no engine %q", name)
	}
	return peers[i]
}

func TestDrawWritesFilesForPeersWhereOneReadsThem(t *testing.T) {
	inTempDir(t)
	f := folderOf(3000)
	for _, c := range []struct {
		engine string
		want   bool
	}{{"plenary", false}, {"bleve", false}, {"sqlite", true}} {
		if err := draw(t.Context(), []peer{named(t, c.engine)}, f); err != nil {
			t.Fatal(err)
		}
		if !exists(f.queries()) || !exists(f.counts()) {
			t.Errorf("for %s no queries or counts are drawn", c.engine)
		}
		for _, name := range []string{f.peerUnits(), f.peerQueries(), f.peerFields()} {
			if exists(name) != c.want {
				t.Errorf("for %s, %s exists: %v, want %v", c.engine, name, !c.want, c.want)
			}
		}
	}
}

func TestCountsWithoutLanguagesAreTakenAgain(t *testing.T) {
	inTempDir(t)
	f := folderOf(3000)
	if err := draw(t.Context(), nil, f); err != nil {
		t.Fatal(err)
	}
	want, err := readJSON[Counts](f.counts())
	if err != nil || len(want.Languages) == 0 {
		t.Fatalf("the counts are %+v, %v, want languages", want, err)
	}
	if err := os.WriteFile(f.counts(), []byte(`{"collection":1,"all":2,"searched":3}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := drawCounts(f); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("drawCounts gives %+v, %v, want %+v", got, err, want)
	}
}

func TestIndexesOfOtherFieldsAreMadeAgain(t *testing.T) {
	f := folder{path: t.TempDir()}
	for _, c := range []struct {
		languages []document.Language
		kept      bool // indexes of peers
	}{{[]document.Language{"en"}, false}, {[]document.Language{"en"}, true}, {[]document.Language{"en", "nl"}, false}} {
		for _, p := range peers {
			if err := writeJSON(f.indexed(p.name), Index{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := exportFields(f, c.languages); err != nil {
			t.Fatal(err)
		}
		if !exists(f.indexed("plenary")) {
			t.Error("plenary's own index is made again")
		}
		for _, name := range []string{"bleve", "lucene", "xapian"} {
			if exists(f.indexed(name)) != c.kept {
				t.Errorf("with languages %v, the index of %s is kept: %v, want %v", c.languages, name, !c.kept, c.kept)
			}
		}
	}
}
