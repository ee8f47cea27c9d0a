package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// killedFolder, where set, makes the test binary a writer that waits to be killed.
const killedFolder = "PLENARY_TEST_KILLED_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killedFolder); dir != "" {
		fmt.Println(writeUntilKilled(context.Background(), dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled replaces a document of ten equal units in every commit, and adds one of its own. It prints the number of
// each commit that it was told of.
func writeUntilKilled(ctx context.Context, dir string) error {
	e, err := Open(ctx, dir, Options{})
	if err != nil {
		return err
	}
	for n := e.held.Generation + 1; ; n++ {
		word := fmt.Sprintf("version%d", n)
		docs := []document.Document{testDocument("A/0", word, word, word, word, word, word, word, word, word, word), testDocument(fmt.Sprintf("A/%d", n), word)}
		if err := errors.Join(e.Put(ctx, docs), e.Commit(ctx)); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// A killed process loses nothing that was reported as committed, and leaves no document half written.
func TestKilledProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	reported := 0
	for round := range 4 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), killedFolder+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		var timer *time.Timer
		for lines.Scan() {
			n, err := strconv.Atoi(lines.Text())
			if err != nil {
				t.Fatalf("the writer says %q", lines.Text())
			}
			reported = n
			if timer == nil { // it has begun to write
				timer = time.AfterFunc(time.Duration(20+rand.IntN(150))*time.Millisecond, func() { _ = child.Process.Kill() })
			}
		}
		_ = child.Wait() // it was killed

		e := openAt(t, dir, Options{})
		generation := int(e.held.Generation)
		if generation < reported || generation > reported+1 {
			t.Errorf("round %d: commit %d is there, commit %d was reported", round, generation, reported)
		}
		if e.held.Documents != generation+1 {
			t.Errorf("round %d: %d documents after commit %d", round, e.held.Documents, generation)
		}
		doc, err := e.Document(t.Context(), document.Key{Symbol: "A/0", Lang: "en"})
		if err != nil || len(doc.Units) != 10 {
			t.Fatalf("round %d: %d units, %v", round, len(doc.Units), err)
		}
		for _, u := range doc.Units {
			if want := fmt.Sprintf("version%d", generation); u.Text != want {
				t.Errorf("round %d: unit %d is %q, want %q", round, u.Seq, u.Text, want)
			}
		}
		closeEngine(t, e)
	}
}

// answers are what an index says to some questions.
func answers(t testing.TB, e *Engine) []search.Results {
	t.Helper()
	var all []search.Results
	for _, text := range []string{"trafficking", "conference", "assistance", "resolution", "extrabudgetary"} {
		results, err := e.Search(t.Context(), search.Request{Query: query.Word{Text: text}, Size: search.MaxSize, Facets: []search.FacetRequest{{Field: "item"}, {Field: "resolution"}}})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, results)
	}
	return all
}

// No flipped bit of any file leads to another answer: the index is refused, or the bit did not matter.
func TestFlippedBits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	e := openAt(t, dir, Options{})
	searchtest.FillGold(t, e)
	want := answers(t, e)
	closeEngine(t, e)
	files := contents(t, dir)
	const flips = 25 // in each file
	r := rand.New(rand.NewPCG(1, 2))
	refused := map[string]int{}
	for path, content := range files {
		for range flips {
			changed := []byte(content)
			at := r.IntN(len(changed))
			changed[at] ^= 1 << r.IntN(8)
			if err := os.WriteFile(path, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			e, err := Open(t.Context(), dir, Options{ReadOnly: true})
			switch {
			case errors.Is(err, ErrCorrupt):
				refused[filepath.Base(path)]++
			case err != nil:
				t.Errorf("%s, byte %d: %v, want ErrCorrupt", filepath.Base(path), at, err)
			default:
				if diff := cmp.Diff(want, answers(t, e)); diff != "" {
					t.Errorf("%s, byte %d: another answer (-want +got):\n%s", filepath.Base(path), at, diff)
				}
				closeEngine(t, e)
			}
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if name := filepath.Base(path); (name == manifestName || strings.HasSuffix(name, ".zap")) && refused[name] != flips {
			t.Errorf("%s: %d of %d flips refused", name, refused[name], flips)
		}
	}
	t.Logf("refused: %v", refused)
}
