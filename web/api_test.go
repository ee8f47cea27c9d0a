package web

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// compareGolden compares with testdata/NAME, or writes it with -update.
func compareGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
	}
}

var (
	tookTime  = regexp.MustCompile(`"took_ms":[0-9.]+`)
	requestID = regexp.MustCompile(`urn:uuid:[0-9a-f-]{36}`)
)

// steady is a body without what differs from request to request, indented.
func steady(t testing.TB, body []byte) []byte {
	t.Helper()
	body = tookTime.ReplaceAll(body, []byte(`"took_ms":0`))
	body = requestID.ReplaceAll(body, []byte("urn:uuid:00000000-0000-4000-8000-000000000000"))
	var b bytes.Buffer
	if err := json.Indent(&b, bytes.TrimSpace(body), "", "  "); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return append(b.Bytes(), '\n')
}

// goldenAddresses are asked one by one; their answers stand in testdata.
var goldenAddresses = []struct{ file, address string }{
	{"search", "/api/v1/search?q=%22extrabudgetary+resources%22&facet=item:5&facet=resolution&facet=kind"},
	{"search-fields", "/api/v1/search?q=meeting&fields=symbol,number,text&highlight=none&facet=none"},
	{"search-filters", "/api/v1/search?item=2&not_kind=table_row&date_from=2024-07&ref=explicit&fields=id&facet=document:1"},
	{"search-warning", "/api/v1/search?q=%22established+the+Working+Group+OR&facet=none&fields=id"},
	{"search-symbol", "/api/v1/search?q=ctoc/cop/wg.4/2023/4&facet=none&fields=id"},
	{"search-expanded", "/api/v1/search?q=%22voluntary+contributions%22&lang=en&expand=funding&facet=none&fields=id,found_by"},
	{"search-concordance", "/api/v1/search?q=resources&view=concordance&sort=right&page_size=2&facet=none"},
	{"search-explained", "/api/v1/search?q=extrabudgetary+resources&lang=en&explain=true&page_size=1&facet=none&fields=id,score,explanation"},
	{"search-documents", "/api/v1/search?q=extradition+OR+resources&group=document&per_document=2&page_size=2&facet=none&fields=id,score"},
	{"search-context", "/api/v1/search?q=established&lang=en&context=1&facet=none&fields=id,context"},
	{"search-alternatives", "/api/v1/search?q=%22resources+extrabudgetary%22&lang=en&kind=paragraph&facet=none"},
	{"suggest-word", "/api/v1/suggest?q=extrab"},
	{"suggest-symbol", "/api/v1/suggest?q=ctoc/"},
	{"suggest-item", "/api/v1/suggest?q=item+2"},
	{"search-nothing", "/api/v1/search?q=nowhere&facet=none"},
	{"documents", "/api/v1/documents?page_size=2"},
	{"document", "/api/v1/documents/CTOC/COP/2024/5"},
	{"document-agenda", "/api/v1/documents/CTOC/COP/2024/1"},
	{"document-choices", "/api/v1/documents/E/CN.15/2024/18"},
	{"paragraph", "/api/v1/paragraphs/CTOC/COP/2024/1%23item-5-p1"},
	{"items", "/api/v1/items"},
	{"corpus", "/api/v1/corpus"},
	{"item", "/api/v1/items/CTOC/COP/2024/1/2(b)"},
	{"item-session", "/api/v1/items/CTOC/COP/2024/1/5"},
	{"resolution", "/api/v1/resolutions/CTOC/COP/11/5"},
	{"decision", "/api/v1/decisions/CTOC/COP/4/4"},
	{"bodies", "/api/v1/bodies"},
	{"body", "/api/v1/bodies/CTOC/COP"},
	{"body-session", "/api/v1/bodies/CTOC/COP/sessions/12?year=2024"},
	{"identifiers", "/api/v1/identifiers?q=ctoc/cop/2024/5+and+item+2+b"},
	{"healthz", "/healthz"},
	{"readyz", "/readyz"},
	{"problem-unknown-parameter", "/api/v1/search?itme=2&sort=newest"},
	{"problem-unknown-document", "/api/v1/documents/CTOC/COP/2024/99"},
	{"problem-unknown-language", "/api/v1/documents/CTOC/COP/2024/5?lang=ru"},
	{"problem-unknown-paragraph", "/api/v1/paragraphs/CTOC/COP/2024/5%23p99"},
	{"problem-query-too-complex", "/api/v1/search?q=" + strings.Repeat("((((NOT+(a+OR+", 12)},
	{"problem-not-found", "/api/v2/search"},
}

func TestGoldenBodies(t *testing.T) {
	s := newTestServer(t)
	for _, c := range goldenAddresses {
		t.Run(c.file, func(t *testing.T) {
			compareGolden(t, c.file+".json", steady(t, getFrom(s, c.address).Body.Bytes()))
		})
	}
}

// described are addresses of every operation with every status that can be had from a sound engine.
var described = []string{
	"/api/v1/search", "/api/v1/search?q=resources&mode=any", "/api/v1/search?fields=text", "/api/v1/search?q=UNODC+%22trust+fund%22&expand=funding,names", "/api/v1/search?expand=fundng", "/api/v1/search?q=resolution&fold=near", "/api/v1/search?cursor=x",
	"/api/v1/suggest", "/api/v1/suggest?q=extra", "/api/v1/suggest?x=1",
	"/api/v1/documents", "/api/v1/documents?page_size=1", "/api/v1/documents?cursor=x",
	"/api/v1/documents/CTOC/COP/2024/1", "/api/v1/documents/ctoc/cop/2024/1", "/api/v1/paragraphs/E/CN.15/2024/18%23p1", "/api/v1/documents/nowhere", "/api/v1/documents/A/1?x=1",
	"/api/v1/paragraphs/CTOC/COP/2024/1%23item-5-p1", "/api/v1/paragraphs/CTOC/COP/2024/1%23annex-row-1", "/api/v1/paragraphs/CTOC/COP/2024/1/item-5-p1",
	"/api/v1/paragraphs/CTOC/COP/2024/1%23x", "/api/v1/paragraphs/A/1%23p1?x=1",
	"/api/v1/items", "/api/v1/items?agenda=ctoc/cop/2024/1", "/api/v1/items?x=1", "/api/v1/corpus", "/api/v1/corpus?x=1",
	"/api/v1/items/CTOC/COP/12/5", "/api/v1/items/ctoc/cop/2024/1/2b", "/api/v1/items/CTOC/COP/2024/1/99", "/api/v1/items/CTOC/COP/2024/1/5?x=1", "/api/v1/items/x",
	"/api/v1/resolutions/11/5", "/api/v1/resolutions/CTOC/COP/11/5?ref=implied", "/api/v1/resolutions/GA/99/99", "/api/v1/resolutions/CTOC/COP/11/5?ref=x", "/api/v1/resolutions/x",
	"/api/v1/decisions/4/4", "/api/v1/decisions/CTOC/COP/4/4?lang=fr", "/api/v1/bodies?x=1", "/api/v1/bodies/ctoc/cop", "/api/v1/bodies/GA?year=x", "/api/v1/bodies/nowhere",
	"/api/v1/identifiers", "/api/v1/identifiers?q=E/CN.15/2024/18", "/api/v1/identifiers?q=victims", "/api/v1/identifiers?q=11/5", "/api/v1/identifiers?x=1",
	"/healthz", "/readyz", "/openapi.json", "/openapi.yaml", "/problems", "/problems/bad-date", "/problems/x",
}

// TestAnswersAreAsDescribed holds live answers to the schemas of the description.
func TestAnswersAreAsDescribed(t *testing.T) {
	d, s := describe(t), newTestServer(t)
	for _, g := range goldenAddresses {
		described = append(described, g.address)
	}
	for _, address := range described {
		if strings.HasPrefix(address, "/api/v2") {
			continue
		}
		answer := getFrom(s, address)
		operation, ok := d.operationOf(address)
		if !ok {
			t.Errorf("%s is not described", address)
			continue
		}
		for _, wrong := range d.checkAnswer(operation, answer) {
			t.Errorf("%s: %d: %s", address, answer.Code, wrong)
		}
	}
}

// operationOf finds the operation of an address: the literal path, or the longest with a parameter at its end.
func (d description) operationOf(address string) (operation, bool) {
	path, _, _ := strings.Cut(address, "?")
	if operations, ok := d.Paths[path]; ok {
		return operations["get"], true
	}
	for pattern, operations := range d.Paths {
		if prefix, _, ok := strings.Cut(pattern, "{"); ok && strings.HasPrefix(path, prefix) {
			return operations["get"], true
		}
	}
	return operation{}, false
}

func (d description) checkAnswer(o operation, answer *httptest.ResponseRecorder) []string {
	described, ok := o.Responses[http.StatusText(answer.Code)]
	for status, r := range o.Responses {
		if status == statusString(answer.Code) {
			described, ok = r, true
		}
	}
	if !ok {
		return []string{"this status is not described"}
	}
	if name, is := strings.CutPrefix(described.Ref, "#/components/responses/"); is {
		described = d.Components.Responses[name]
	}
	if len(described.Content) == 0 {
		if answer.Body.Len() > 0 {
			return []string{"a body, and none is described"}
		}
		return nil
	}
	mediaType, _, _ := strings.Cut(answer.Header().Get("Content-Type"), ";")
	content, ok := described.Content[mediaType]
	if !ok {
		return []string{"content type " + mediaType + " is not described"}
	}
	if !strings.HasSuffix(mediaType, "json") || content.Schema.Ref == "" {
		return nil
	}
	var value any
	if err := json.Unmarshal(answer.Body.Bytes(), &value); err != nil {
		return []string{err.Error()}
	}
	return d.validate("body", content.Schema, value)
}

func statusString(code int) string { return strings.TrimSpace(string(encodeJSON(code))) }

// TestDescriptionRefuses makes sure that the validator can fail.
func TestDescriptionRefuses(t *testing.T) {
	d := describe(t)
	search := d.Components.Schemas["SearchAnswer"]
	for _, body := range []string{`{}`, `[]`, `{"hits":[{"id":1}]}`, `{"hits":[{"colour":"red"}]}`, `{"facets":{"item":{"values":[{}]}}}`, `{"total":null}`} {
		var value any
		if err := json.Unmarshal([]byte(body), &value); err != nil {
			t.Fatal(err)
		}
		if wrong := d.validate("body", search, value); len(wrong) == 0 {
			t.Errorf("%s passes", body)
		}
	}
}

// searchAnswer is what the tests read of an answer.
type searchAnswer struct {
	Total totalBody
	First int
	Hits  []struct {
		ID, Text, Highlighted string
		Truncated             bool
		Number                *string
		Highlights            []highlightBody
		Document              documentBody
		References            []referenceBody
		Folded                *foldedBody
	}
	Facets map[string]facetBody
	Links  linksBody
}

func searchIn(t testing.TB, s http.Handler, address string) searchAnswer {
	t.Helper()
	w := getFrom(s, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", address, w.Code, w.Body)
	}
	var answer searchAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// TestLinksWalkAllPages follows next to the end and previous back, over every order: each unit once.
func TestLinksWalkAllPages(t *testing.T) {
	s := newTestServer(t)
	for _, query := range []string{"q=speakers+extradition", "sort=-date", "sort=date&kind=paragraph", "sort=document", "q=resources+question&mode=any&sort=relevance"} {
		whole := searchIn(t, s, "/api/v1/search?page_size=100&facet=none&"+query)
		var want, got, back []string
		for _, hit := range whole.Hits {
			want = append(want, hit.ID)
		}
		page, last := "/api/v1/search?page_size=7&facet=none&"+query, ""
		for page != "" {
			answer := searchIn(t, s, page)
			if answer.First != len(got)+1 || answer.Total != whole.Total {
				t.Errorf("%s: first %d, total %v", page, answer.First, answer.Total)
			}
			for _, hit := range answer.Hits {
				got = append(got, hit.ID)
			}
			last, page = page, answer.Links.Next
		}
		for last != "" {
			answer := searchIn(t, s, last)
			var ids []string
			for _, hit := range answer.Hits {
				ids = append(ids, hit.ID)
			}
			back, last = append(ids, back...), answer.Links.Previous
		}
		if len(want) < 8 || !slices.Equal(got, want) || !slices.Equal(back, want) {
			t.Errorf("%s: forwards %q\nbackwards %q\nwant %q", query, got, back, want)
		}
	}
}

func TestDocumentsWalkAllPages(t *testing.T) {
	s := newTestServer(t)
	var got []string
	for page := apiDocuments + "?page_size=2"; page != ""; {
		var answer documentsBody
		if err := json.Unmarshal(getFrom(s, page).Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		for _, d := range answer.Documents {
			got = append(got, d.Symbol+"@"+d.Lang)
		}
		page = answer.Links.Next
	}
	want := []string{"A/1@en", "CTOC/COP/2024/1@en", "CTOC/COP/2024/5@en", "CTOC/COP/2024/5@fr", "CTOC/COP/WG.2/2023/4@en", jointSymbol + "@en", otherJoint + "@en"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("documents (-want +got)\n%s", diff)
	}
}

// TestHighlightsAreCodePoints checks offsets in a text that is not ASCII against the words they stand for.
func TestHighlightsAreCodePoints(t *testing.T) {
	answer := searchIn(t, newTestServer(t), "/api/v1/search?q=%22extrabudgetary+resources%22&document=CTOC/COP/2024/1&item=2(b)")
	if len(answer.Hits) != 1 || len(answer.Hits[0].Highlights) != 1 {
		t.Fatalf("hits %+v", answer.Hits)
	}
	hit := answer.Hits[0]
	at := hit.Highlights[0]
	if got := string([]rune(hit.Text)[at.Start:at.End]); got != "extrabudgetary resources" {
		t.Errorf("highlight %q", got)
	}
	if !strings.Contains(hit.Highlighted, "<mark>extrabudgetary resources</mark>") {
		t.Errorf("highlighted %q", hit.Highlighted)
	}
	for _, reference := range hit.References {
		if got := string([]rune(hit.Text)[reference.At[0]:reference.At[1]]); got != reference.Words {
			t.Errorf("reference %q stands at %q", reference.Words, got)
		}
	}
	if modes := []string{hit.References[0].Mode, hit.References[1].Mode}; !slices.Equal(modes, []string{"explicit", "implied"}) {
		t.Errorf("modes %q", modes)
	}
}

func TestLongTextIsCut(t *testing.T) {
	s := newTestServer(t)
	hit := searchIn(t, s, "/api/v1/search?q=extradition&number=30").Hits[0]
	if !hit.Truncated || len([]rune(hit.Text)) != maxShownText {
		t.Errorf("truncated %v, %d code points", hit.Truncated, len([]rune(hit.Text)))
	}
	if len(hit.Highlights) != 1 {
		t.Errorf("%d highlights, want the one within what is shown", len(hit.Highlights))
	}
	var whole paragraphAnswer
	if err := json.Unmarshal(getFrom(s, "/api/v1/paragraphs/"+longSymbol+"%23p30").Body.Bytes(), &whole); err != nil {
		t.Fatal(err)
	}
	if whole.Truncated || !strings.HasSuffix(whole.Text, "extradition") {
		t.Errorf("the paragraph itself is cut")
	}
}

func TestRedirectsToTheNormalAddress(t *testing.T) {
	s := newTestServer(t)
	for address, want := range map[string]string{
		"/api/v1/documents/ctoc/cop/2024/5":            "/api/v1/documents/CTOC/COP/2024/5",
		"/api/v1/documents/CTOC%2FCOP%2F2024%2F5%20":   "/api/v1/documents/CTOC/COP/2024/5",
		"/api/v1/documents/CTOC/COP/2024/5@en":         "/api/v1/documents/CTOC/COP/2024/5",
		"/api/v1/documents/CTOC/COP/2024/5?lang=fr":    "/api/v1/documents/CTOC/COP/2024/5@fr",
		"/api/v1/documents/CTOC/COP/2024/5@fr?lang=en": "/api/v1/documents/CTOC/COP/2024/5",
		"/api/v1/documents/E/CN.7/2024/17":             "/api/v1/documents/" + jointSymbol,
		"/api/v1/documents/e/cn.7/2024/30":             "/api/v1/documents/" + otherJoint,
		"/api/v1/paragraphs/CTOC/COP/2024/5/p1":        "/api/v1/paragraphs/CTOC/COP/2024/5%23p1",
		"/api/v1/paragraphs/ctoc/cop/2024/5%23P1":      "/api/v1/paragraphs/CTOC/COP/2024/5%23p1",
		"/api/v1/paragraphs/CTOC/COP/2024/5@fr/p2":     "/api/v1/paragraphs/CTOC/COP/2024/5@fr%23p2",
		"/api/v1/paragraphs/E/CN.7/2024/17%23p1":       "/api/v1/paragraphs/" + jointSymbol + "%23p1",
		"/api/v1/documents/CTOC/COP/2024/5?lang=":      "",
		"/api/v1/documents/CTOC%2FCOP%2F2024%2F5":      "",
		"/api/v1/documents/CTOC/COP/2024/5@fr":         "",
		"/api/v1/paragraphs/CTOC%2FCOP/2024/5@fr%23p1": "",
	} {
		w := getFrom(s, address)
		if want == "" {
			if w.Code != http.StatusOK {
				t.Errorf("%s: %d %s", address, w.Code, w.Body)
			}
			continue
		}
		if got := w.Header().Get("Location"); w.Code != http.StatusMovedPermanently || got != want {
			t.Errorf("%s: %d to %q, want %q", address, w.Code, got, want)
			continue
		}
		if again := getFrom(s, want); again.Code != http.StatusOK {
			t.Errorf("%s: %d", want, again.Code)
		}
	}
}

// TestLinksAreAnswered follows every link of some answers.
func TestLinksAreAnswered(t *testing.T) {
	s := newTestServer(t)
	link := regexp.MustCompile(`"(?:self|document|next|previous)":"(/api/[^"]*)"`)
	followed := 0
	for _, address := range []string{"/api/v1/search?page_size=3", apiDocuments, apiItems, "/api/v1/documents/" + jointSymbol, "/api/v1/paragraphs/CTOC/COP/2024/5@fr%23p1"} {
		for _, found := range link.FindAllStringSubmatch(getFrom(s, address).Body.String(), -1) {
			to := strings.ReplaceAll(found[1], `\u0026`, "&")
			if w := getFrom(s, to); w.Code != http.StatusOK {
				t.Errorf("%s links to %s: %d", address, to, w.Code)
			}
			followed++
		}
	}
	if followed < 20 {
		t.Errorf("%d links followed", followed)
	}
}

func TestPublicURLBeginsLinks(t *testing.T) {
	s := newTestServer(t, func(o *Options) { o.PublicURL = "https://search.example.org/plenary/" })
	answer := searchIn(t, s, "/api/v1/search?q=resources&page_size=1")
	for _, link := range []string{answer.Links.Self, answer.Links.Next, answer.Links.Page} {
		if u, err := url.Parse(link); err != nil || u.Host != "search.example.org" || !strings.HasPrefix(u.Path, "/plenary/") {
			t.Errorf("link %q", link)
		}
	}
}

func TestFacetsKeepTheirDefaults(t *testing.T) {
	s := newTestServer(t)
	if answer := searchIn(t, s, "/api/v1/search"); len(answer.Facets) != len(defaultFacets) {
		t.Errorf("%d facets, want %d", len(answer.Facets), len(defaultFacets))
	}
	if answer := searchIn(t, s, "/api/v1/search?facet=none"); len(answer.Facets) != 0 {
		t.Errorf("facets %v, want none", answer.Facets)
	}
}

func TestDocumentCursorsRefuse(t *testing.T) {
	good := encodeKey(noteDocument().Key())
	if key, err := decodeKey(good); err != nil || key != noteDocument().Key() {
		t.Fatalf("decodeKey(%q) = %v, %v", good, key, err)
	}
	for _, cursor := range []string{"x", good[:len(good)-1], good + "A", strings.ToLower(good), "====", "AAAAAA"} {
		if key, err := decodeKey(cursor); err == nil {
			t.Errorf("decodeKey(%q) = %v, want an error", cursor, key)
		}
	}
}

// TestFiltersReachTheEngine checks that every kind of parameter narrows, alone and together.
func TestFiltersReachTheEngine(t *testing.T) {
	s := newTestServer(t)
	for raw, want := range map[string]int{
		"item=2":                                            5, // with 2(b)
		"item_exact=2":                                      0,
		"item=2&item=5":                                     6,
		"item=2&lang=fr":                                    2,
		"not_item=2&body=CTOC/COP&session=12":               2,
		"stated_item_exact=5":                               5,
		"resolution=11/5":                                   1,
		"decision=CTOC/COP+4/4":                             2,
		"symbol=ctoc/cop/wg.4/2023/4":                       2,
		"symbol=CTOC/COP/*":                                 2,
		"article=UNTOC+article+36":                          1,
		"article_exact=UNTOC+article+36":                    0,
		"document=E/CN.15/2024/18":                          2, // half of two joint symbols
		"type=note+by+the+secretariat":                      2,
		"session=Twelfth+session":                           7,
		"year=2024&not_lang=fr":                             6,
		"kind=heading":                                      1,
		"kind=table_row&kind=heading":                       2,
		"number=2":                                          3,
		"section=trafficking+in+persons":                    1,
		"section=technical&not_section=annotations":         0,
		"title=subsidiary+bodies":                           2,
		"date_from=2024-07-05&date_to=2024-07":              3,
		"mentioned_from=2024-10-16&mentioned_to=2024-10-16": 1,
		"q=extradition&number=7":                            1,
		"q=asked+invited&mode=any":                          2,
		"q=asked+invited":                                   0,
		"q=%3F%21":                                          0,
		"q=%3F%21&item=2":                                   0,
	} {
		if got := searchIn(t, s, "/api/v1/search?facet=none&page_size=1&"+raw).Total.Paragraphs; got != want {
			t.Errorf("%s: %d paragraphs, want %d", raw, got, want)
		}
	}
}
