package embedded

import (
	"testing"

	"github.com/plenary-search/plenary/search/searchtest"
)

func TestEngineOnDisk(t *testing.T) {
	searchtest.Run(t, func(t *testing.T) searchtest.Engine { return openAt(t, t.TempDir(), Options{}) })
}

func TestEngineInMemory(t *testing.T) {
	searchtest.Run(t, func(t *testing.T) searchtest.Engine {
		e, err := OpenMemory(Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { closeEngine(t, e) })
		return e
	})
}

func openAt(t testing.TB, dir string, opts Options) *Engine {
	t.Helper()
	e, err := Open(t.Context(), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeEngine(t, e) })
	return e
}

func closeEngine(t testing.TB, e *Engine) {
	t.Helper()
	if err := e.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

func TestSameAnswersAsMemory(t *testing.T) {
	searchtest.Compare(t, func(t *testing.T) searchtest.Engine {
		e, err := OpenMemory(Options{})
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}

func TestEngineAnswersGold(t *testing.T) {
	e := openAt(t, t.TempDir(), Options{})
	searchtest.FillGold(t, e)
	searchtest.RunGold(t, e)
}
