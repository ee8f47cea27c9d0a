package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/searchtest"
)

// broken is a searcher that fails, for errors that no sound engine gives on request.
type broken struct{ err error }

func (b broken) Search(context.Context, search.Request) (search.Results, error) {
	return search.Results{}, b.err
}

func (b broken) Document(context.Context, document.Key) (document.Document, error) {
	return document.Document{}, b.err
}

func (b broken) Family(context.Context, ...string) ([]document.Header, error) { return nil, b.err }
func (b broken) Resolve(context.Context, string) ([]document.Header, error)   { return nil, b.err }

func (b broken) Documents(context.Context, document.Key, int) ([]document.Header, error) {
	return nil, b.err
}

func (b broken) Variants(context.Context, document.Key, string, int) (search.Variants, error) {
	return search.Variants{}, b.err
}

func (b broken) Corpus(context.Context) (search.Corpus, error) { return search.Corpus{}, b.err }

func (b broken) Ready(context.Context) error { return b.err }

// newTestServer serves the test documents from the memory engine.
func newTestServer(t testing.TB, options ...func(*Options)) *Server {
	t.Helper()
	return serverOf(t, testDocuments(), options...)
}

// serverOf serves documents from the memory engine.
func serverOf(t testing.TB, docs []document.Document, options ...func(*Options)) *Server {
	t.Helper()
	engine := searchtest.NewMemory()
	if err := errors.Join(engine.Put(t.Context(), docs), engine.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	o := Options{Searcher: engine, Version: "test"}
	for _, option := range options {
		option(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks a server for an address.
func getFrom(s http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	return ask(s, http.MethodGet, address, headers...)
}

// ask sends a request; headers are names and values in turn.
func ask(s http.Handler, method, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// problemIn decodes the problem of an answer.
func problemIn(t testing.TB, w *httptest.ResponseRecorder) problem {
	t.Helper()
	var p problem
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("status %d with content type %q: %s", w.Code, got, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	return p
}
