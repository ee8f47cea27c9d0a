package main

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/plenary-search/plenary/search/cluster/clustertest"
)

var update = flag.Bool("update", false, "rewrite the golden outputs in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"plenary": main})
}

// tests are those of this package; where some of them start a cluster, it ends with them.
type tests struct{ *testing.M }

func (t tests) Run() int { return clustertest.Run(t.M) }

// TestScripts runs the transcripts of testdata/script: what is typed, what is printed, the exit code, the files left.
// The seeds lie in $SEEDS.
func TestScripts(t *testing.T) {
	seeds, err := filepath.Abs(filepath.Join("..", "..", "seeds", "documents"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SEEDS", seeds)
			env.Setenv("NO_COLOR", "1")
			return nil
		},
	})
}
