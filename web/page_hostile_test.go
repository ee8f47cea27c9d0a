package web

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// freeText are the parameters that take any text; the others refuse what they do not know.
var freeText = []string{"q", "section", "title", "type", "body", "session", "document", "symbol", "resolution", "not_decision", "article_exact", "number"}

// TestHostilePages puts every hostile string into the page, by parameters, by path and by a hostile document. A parser of HTML
// finds in the answers no element and no attribute that harmless pages do not have, and no link that leaves by a script.
func TestHostilePages(t *testing.T) {
	s := newTestServer(t)
	known := map[string]bool{}
	for _, address := range harmlessPages() {
		for _, n := range nodesOf(t, getFrom(s, address)) {
			for _, name := range partsOf(n) {
				known[name] = true
			}
		}
	}
	check := func(address string) {
		t.Helper()
		w := getFrom(s, address)
		checkHeaderValues(t, w)
		if to := w.Header().Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
			t.Errorf("%s redirects to %q", address, to)
		}
		if w.Code >= 500 {
			t.Errorf("%s: status %d", address, w.Code)
		}
		for _, n := range nodesOf(t, w) {
			checkNode(t, address, n, known)
		}
	}
	for i, value := range hostileStrings(t) {
		escaped := url.QueryEscape(value)
		check("/search?q=" + escaped)
		check("/search?" + freeText[i%len(freeText)] + "=" + escaped)
		check("/d/" + agendaSymbol + "?q=" + escaped)
		check("/d/" + url.PathEscape(value))
		check("/search?sort=" + escaped)
		check("/search?" + escaped + "=x")
	}
	check("/search?q=hostile")
	check("/d/A/1?q=hostile")
}

// harmlessPages are pages of every kind, which have all elements and attributes that pages may have.
func harmlessPages() []string {
	list := []string{"/", "/help", "/d/" + agendaSymbol, "/d/" + noteSymbol + "?q=resources", "/d/" + agendaSymbol + "?q=-nowhere", "/d/A/1", "/d/nowhere", "/nowhere", "/search?q=nowhere", "/search?q=%22no+such+phrase%22",
		"/search?q=%22unclosed", "/search?q=resources", "/search?q=resources+nowhere", "/search?q=resources&item=2&item=5&ref=explicit&sort=-date&date_from=2024", "/search?item_exact=5&not_item=2",
		"/search?sort=x", "/search?q=meetng", "/search?q=extradition&page_size=5", "/search?q=ctoc/cop/2024/5", "/search?q=11/5", "/search?itme=2", "/search?sort=dat", "/search?q=" + strings.Repeat("x", 1001)}
	for _, name := range freeText {
		list = append(list, "/search?q=resources&"+name+"=nowhere", "/search?"+name+"=nowhere", "/search?"+name+"=no+where", "/search?q=a+b+-c+%22d%22+OR+e*&"+name+"=x", "/d/"+noteSymbol+"?"+name+"=nowhere")
	}
	return list
}

// nodesOf parses an answer and lists its elements; of an answer without HTML there are none.
func nodesOf(t *testing.T, w *httptest.ResponseRecorder) []*html.Node {
	t.Helper()
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		if w.Code < 300 || w.Code > 399 {
			t.Errorf("status %d with content type %q", w.Code, w.Header().Get("Content-Type"))
		}
		return nil
	}
	root, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var nodes []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode || n.Type == html.CommentNode {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// partsOf names an element and each attribute on it.
func partsOf(n *html.Node) []string {
	if n.Type == html.CommentNode {
		return []string{"<!-- -->"}
	}
	names := []string{"<" + n.Data + ">"}
	for _, a := range n.Attr {
		names = append(names, "<"+n.Data+" "+a.Key+">")
	}
	return names
}

func checkNode(t *testing.T, address string, n *html.Node, known map[string]bool) {
	t.Helper()
	for _, name := range partsOf(n) {
		if !known[name] {
			t.Errorf("%s: %s, which no harmless page has", address, name)
		}
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
			t.Errorf("%s: attribute %s", address, a.Key)
		}
		if slices.Contains([]string{"href", "src", "action", "formaction", "data", "poster"}, a.Key) && !strings.HasPrefix(a.Val, "#") &&
			(!strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "//") || strings.HasPrefix(a.Val, "/\\")) && !strings.HasPrefix(a.Val, "data:image/svg+xml") {
			t.Errorf("%s: <%s %s=%q>", address, n.Data, a.Key, a.Val)
		}
	}
}
