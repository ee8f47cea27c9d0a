package web

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
)

// hostileStrings are what attackers send: markup, links, entities, templates, header breaks, paths, broken queries. The file
// has one JSON string a line.
func hostileStrings(t testing.TB) []string {
	t.Helper()
	f, err := os.Open("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list := []string{"\xff\xfe", "\xc0\xafetc", "a\xf0\x28\x8c\xbc"} // broken UTF-8 cannot stand in JSON
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var s string
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatalf("hostile.txt: %v: %s", err, lines.Text())
		}
		list = append(list, s)
	}
	if len(list) < 80 {
		t.Fatalf("%d hostile strings, at least 80 wanted", len(list))
	}
	return list
}

// TestHostileValues puts every hostile string into every parameter and path of the API: the answer is JSON, of a status that
// blames the client where one is due, and breaks out of nothing.
func TestHostileValues(t *testing.T) {
	s := newTestServer(t)
	tables := map[string]params{apiSearch: apiSearchParams, apiDocuments: listParams, apiDocuments + "/CTOC/COP/2024/5": documentParams, apiItems: itemParams, apiCorpus: noParams}
	for _, value := range hostileStrings(t) {
		escaped := url.QueryEscape(value)
		for path, table := range tables {
			for _, name := range append(table.names(), "unknown") {
				if path == apiSearch && name != "q" {
					checkHarmless(t, getFrom(s, path+"?facet=none&page_size=1&"+name+"="+escaped))
					continue
				}
				checkHarmless(t, getFrom(s, path+"?"+name+"="+escaped))
			}
			checkHarmless(t, getFrom(s, path+"?"+escaped+"=1"))
		}
		for _, path := range []string{apiDocuments + "/", apiParagraphs + "/", apiParagraphs + "/CTOC/COP/2024/5%23", problemPath + "/", "/api/v1/"} {
			checkHarmless(t, getFrom(s, path+url.PathEscape(value)))
		}
	}
}

// checkHarmless checks one answer of the API.
func checkHarmless(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code != http.StatusOK && w.Code != http.StatusMovedPermanently && (w.Code < 400 || w.Code > 499) {
		t.Errorf("status %d: %.300s", w.Code, w.Body)
	}
	checkHeaderValues(t, w)
	if to := w.Header().Get("Location"); to != "" && !strings.HasPrefix(to, "/api/v1/") {
		t.Errorf("redirects to %q", to)
	}
	if w.Code == http.StatusMovedPermanently {
		return
	}
	body := w.Body.String()
	if !json.Valid([]byte(body)) || strings.ContainsAny(body, "<>") {
		t.Errorf("status %d: body %.300q", w.Code, body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/json" && got != "application/problem+json" {
		t.Errorf("content type %q", got)
	}
}

// checkHeaderValues finds what could break out of a header.
func checkHeaderValues(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	for name, values := range w.Header() {
		for _, value := range values {
			if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r >= 0x7f }) {
				t.Errorf("header %s: %q", name, value)
			}
		}
	}
}

// TestHostileDocument reads a document whose every part is markup: it stays text.
func TestHostileDocument(t *testing.T) {
	s := newTestServer(t)
	for _, address := range []string{"/api/v1/search?q=hostile", "/api/v1/documents/A/1", "/api/v1/paragraphs/A/1%23p1", "/api/v1/documents"} {
		w := getFrom(s, address)
		checkHarmless(t, w)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "javascript:") {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
	}
	hit := searchIn(t, s, "/api/v1/search?q=hostile").Hits[0]
	if !strings.Contains(hit.Text, hostile) || strings.Contains(hit.Highlighted, "<script") || !strings.Contains(hit.Highlighted, "&lt;script&gt;") {
		t.Errorf("text %q, highlighted %q", hit.Text, hit.Highlighted)
	}
}

// FuzzServer sends raw addresses: every answer is sound, and every problem of a known type.
func FuzzServer(f *testing.F) {
	for _, g := range goldenAddresses {
		f.Add(g.address)
	}
	f.Add("/api/v1/documents/%2e%2e/%00?lang=%zz")
	s := newTestServer(f)
	f.Fuzz(func(t *testing.T, address string) {
		u, err := url.ParseRequestURI(address)
		if err != nil || !strings.HasPrefix(address, "/api/") {
			return
		}
		r := &http.Request{Method: http.MethodGet, URL: u, RequestURI: address, Header: http.Header{}, Host: "x", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r.WithContext(t.Context()))
		if w.Code != http.StatusMultipleChoices {
			checkHarmless(t, w)
		}
		if w.Code >= 400 {
			if _, ok := problemByName[problemIn(t, w).name()]; !ok {
				t.Errorf("problem %s", w.Body)
			}
		}
	})
}
