package symbol

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/corpustest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// corpusDir holds real documents; it stands beside the project and not in it.
const corpusDir = "../../../shared/corpus"

// TestCorpus measures how the symbols of real documents and of the editors' links are read, and what is found in texts that hold
// hardly any. Every symbol found there stands in the golden file, to be looked at.
func TestCorpus(t *testing.T) {
	var out strings.Builder
	bodies := map[string]*bodyCount{}
	for _, list := range []struct {
		name, file string
		column     int
	}{
		{"link targets", "un-resolutions-akn/citations.tsv.zst", 5},
		{"resolutions", "un-resolutions-akn/index.tsv.zst", 0},
		{"papers", "un-pdf/index.tsv", 0},
	} {
		n, header := listCount{refused: map[string]int{}}, true
		for line := range corpustest.Lines(t, filepath.Join(corpusDir, list.file)) {
			if !header {
				n.add(strings.Split(line, "\t")[list.column], bodies)
			}
			header = false
		}
		n.print(&out, list.name)
	}
	fmt.Fprintf(&out, "\n%d bodies\n", len(bodies))
	for _, code := range slices.SortedFunc(maps.Keys(bodies), func(a, b string) int {
		return cmp.Or(bodies[b].mentions-bodies[a].mentions, strings.Compare(a, b))
	}) {
		fmt.Fprintf(&out, "%-18s %7d  %s\n", code, bodies[code].mentions, bodies[code].example)
	}
	for _, texts := range []string{"un-general-debate/speeches.jsonl.zst", "ir-cisi/docs.jsonl.zst"} {
		falseFinds(t, &out, texts)
	}
	golden(t, filepath.Join("testdata", "corpus.txt"), out.String())
}

type bodyCount struct {
	mentions int
	example  string
}

// listCount counts the symbols of a list, each as often as it stands there.
type listCount struct {
	all, parsed, again, found int
	refused                   map[string]int
}

func (n *listCount) add(text string, bodies map[string]*bodyCount) {
	n.all++
	s, err := Parse(text)
	if err != nil {
		n.refused[text]++
		return
	}
	n.parsed++
	if back, err := Parse(s.String()); err == nil && back == s {
		n.again++
	}
	if m := Find(s.String()); len(m) == 1 && m[0].Symbol == s {
		n.found++
	}
	code := s.Body()
	if bodies[code] == nil {
		bodies[code] = &bodyCount{example: s.String()}
	}
	bodies[code].mentions++
}

func (n listCount) print(w io.Writer, name string) {
	share := func(part int) float64 { return float64(part) / float64(n.all) }
	fmt.Fprintf(w, "%-14s %7d, read %.4f, normal form read as the same %.4f, found in text %.4f\n", name, n.all, share(n.parsed), share(n.again), share(n.found))
	for _, text := range slices.Sorted(maps.Keys(n.refused)) {
		fmt.Fprintf(w, "  not read: %3d × %q\n", n.refused[text], text)
	}
}

// usual are symbols that speeches name and nobody would take for anything else: A/4873, A/36/192, A/57/PV.2, S/2003/257, A/C.1/L.259.
var usual = regexp.MustCompile(`^(?:[ASE]/(?:C\.\d/)?\d{4,5}|A/\d\d/\d+|S/\d{4}/\d+|[AS]/(?:\d\d/)?PV\.\d+|A/(?:C\.\d/)?L\.\d+)(?:/(?:Add|Rev|Corr)(?:\.\d+)?)*$`)

// falseFinds lists the symbols found in texts that are no documents of the United Nations, or speeches that name few.
func falseFinds(t *testing.T, w io.Writer, file string) {
	texts, finds := 0, map[string]int{}
	for line := range corpustest.Lines(t, filepath.Join(corpusDir, file)) {
		var record struct{ Text string }
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		texts++
		for _, m := range Find(record.Text) {
			finds[m.Symbol.String()]++
		}
	}
	fmt.Fprintf(w, "\n%s: %d texts, %d symbols found in them; those that are not of the usual form:\n", file, texts, len(finds))
	for _, s := range slices.Sorted(maps.Keys(finds)) {
		if !usual.MatchString(s) {
			fmt.Fprintf(w, "%s\n", s)
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the figures are not those of %s; look at what changed, then run with -update. Got:\n%s", file, got)
	}
}
