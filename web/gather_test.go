package web

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// A gathering searcher notes what it was asked to resolve and had not been told of.
type gathering struct {
	search.Searcher
	mu       sync.Mutex
	told     []string
	surprise []string
}

func (g *gathering) Gather(_ context.Context, symbols []string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.told = append(g.told, symbols...)
	return nil
}

func (g *gathering) Resolve(ctx context.Context, symbol string) ([]document.Header, error) {
	g.mu.Lock()
	if !slices.Contains(g.told, symbol) && !slices.Contains(g.surprise, symbol) {
		g.surprise = append(g.surprise, symbol)
	}
	g.mu.Unlock()
	return g.Searcher.Resolve(ctx, symbol)
}

// A searcher that asks others is told beforehand of the symbols that a page looks up, but for some single ones, such as the page's own. The
// seeds cite some forty documents.
func TestPagesGatherWhatTheyLookUp(t *testing.T) {
	seeds, err := seedIndex()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/", "/search?q=resources", "/search?q=symbol:CTOC/COP/*", "/api/v1/search?q=symbol:CTOC/COP/*", "/api/v1/corpus",
		"/d/CTOC/COP/2024/1", "/items/CTOC/COP/2024/1/5", "/api/v1/items/CTOC/COP/2024/1/5"} {
		g := &gathering{Searcher: seeds}
		s, err := New(Options{Searcher: g, Version: "test"})
		if err != nil {
			t.Fatal(err)
		}
		if answer := getFrom(s, address); answer.Code != http.StatusOK {
			t.Errorf("%s: status %d", address, answer.Code)
		}
		if len(g.told) == 0 || len(g.surprise) > 2 {
			t.Errorf("%s: told of %d symbols, and not of %q", address, len(g.told), g.surprise)
		}
	}
}
