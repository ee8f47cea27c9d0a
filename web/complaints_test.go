package web

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/seeds"
)

// complaints are what users of neighbouring systems asked for or complained about, up to 20 numbered as in part 3 of the notes on the domain, and
// then what else is told there. Each has
// a check on the seeds, through the page or the API as users meet it, or the tests elsewhere that hold it, or both.
var complaints = []struct {
	number int
	about  string
	check  func(t *testing.T, s *Server)
	held   []string // tests elsewhere: folder and name
}{
	{1, "a phrase with stop words finds nothing, or is not marked", stopWordsAreWords, nil},
	{2, "a phrase that stands in the text is not found", everyPhraseIsFound, []string{"search/highlight TestEveryPhraseOfTheSeedsIsMarked"}},
	{3, "numbers are torn apart at hyphens", nil, []string{"web TestDirectAnswers", "search/query TestAnySpelling", "index/symbol TestParse"}},
	{4, "a stroke breaks the query or needs quotation marks", strokesJustWork, []string{"search/query TestParse"}},
	{5, "a reference as people write it is an error of syntax", proseIsNoError, []string{"search/query TestNoProblems"}},
	{6, "curly quotation marks are not taken for any", curlyQuotesAreQuotes, []string{"search/query TestParse"}},
	{7, "words near one another cannot be asked for", nearnessIsThere, []string{"search/query TestParseTrees", "search/embedded TestEngineOnDisk"}},
	{8, "values of one facet cannot be alternatives, or their counts ignore it", nil, []string{"web TestCountsLeadToWhatTheySay", "web TestBrowserFilters", "search/embedded TestEngineOnDisk"}},
	{9, "a facet misses what the record says, or what has no value", facetsAgreeWithHits, []string{"web TestCountsLeadToWhatTheySay"}},
	{10, "hits without context or place, or not in the API", hitsSayWhere, []string{"web TestGoldenBodies"}},
	{11, "one word of a phrase is marked, and no stems", marksAreWhatMatched, []string{"search/highlight TestSpans", "web TestHighlightsAreCodePoints"}},
	{12, "the marks are lost when the document opens", marksStay, []string{"web TestBrowserReadsInContext", "web TestDocumentPage"}},
	{13, "near-identical paragraphs crowd the answer", repeatedParagraphsFold, []string{"web TestFoldedPage", "web TestUnfolded", "web TestVariants"}},
	{14, "no link to a paragraph", paragraphsHaveLinks, []string{"web TestBrowserCopies", "index/parse TestAnchorsSurviveChangesElsewhere"}},
	{15, "what points back goes to the wrong text, or is missed", nil, []string{"index/citation TestResolve", "index/citation TestResolveSections", "web TestResolutionPage"}},
	{16, "the API cannot search, so that pages are scraped", pageAndAPIAgree, []string{"web TestAnswersAreAsDescribed"}},
	{17, "paging repeats or skips, counts are guesses, the last page cannot be reached", nil, []string{"web TestLinksWalkAllPages", "web TestDocumentsWalkAllPages", "search/executor TestPagesBehindTheTenThousandth", "search/embedded TestEngineOnDisk"}},
	{18, "other sites cannot use the search", othersCanAsk, []string{"web TestBrowserEmbeds", "web TestCORS", "web TestGoldenHeaders"}},
	{19, "two boxes read the same words differently, and nothing says why a paragraph was found", hitsSayWhy, []string{"cmd/plenary TestScripts"}},
	{20, "pages of resolutions lead to other texts, what is missing is not said, a beginning of a symbol is unreliable", resolutionsAreTheirOwn, []string{"web TestResolutionPage", "web TestResolutionCountsAreThoseOfSearches"}},
	{21, "a late answer replaces a newer one in the page", nil, []string{"web TestBrowserKeepsTheNewestAnswer"}},
	{22, "a treaty or body is taken for granted, and that is not said", nil, []string{"index/citation TestResolve", "web TestGoldenBodies"}},
	{23, "of “articles 3, 4 and 7” only one is found", nil, []string{"index/citation TestFindParts"}},
	{24, "an article is found that the treaty does not have", nil, []string{"index/citation TestResolve"}},
	{25, "entries of a list lose the words that lead to them", nil, []string{"index/parse TestNestedEntries", "index/parse TestMarked"}},
	{26, "two paragraphs of the same number are taken for one", nil, []string{"index/parse TestNumbersThatBeginAgain", "index/parse FuzzParse"}},
}

func TestComplaints(t *testing.T) {
	s := seedPages(t)
	for i, c := range complaints {
		if c.number != i+1 || c.check == nil && len(c.held) == 0 {
			t.Errorf("complaint %d: out of order, or held by no test", c.number)
		}
		for _, test := range c.held {
			if folder, name, _ := strings.Cut(test, " "); !hasTest(t, folder, name) {
				t.Errorf("complaint %d, %s: there is no test %s in %s", c.number, c.about, name, folder)
			}
		}
		if c.check != nil {
			t.Run(fmt.Sprint(c.number), func(t *testing.T) { c.check(t, s) })
		}
	}
}

// hasTest reports whether a folder of the module has a test of a name.
func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(folder), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(data), "\nfunc "+name+"(")
	})
}

// found is the answer of the API to words.
func found(t *testing.T, s *Server, words string) searchAnswer {
	t.Helper()
	return searchIn(t, s, apiSearch+"?page_size=100&sort=document&q="+url.QueryEscape(words))
}

func stopWordsAreWords(t *testing.T, s *Server) {
	for _, phrase := range []string{"lack of extrabudgetary resources", "of the", "to be"} {
		answer := found(t, s, `"`+phrase+`"`)
		if answer.Total.Paragraphs == 0 {
			t.Errorf("%q finds nothing", phrase)
		}
		for _, hit := range answer.Hits {
			for _, mark := range hit.Highlights {
				if got := string([]rune(hit.Text)[mark.Start:mark.End]); !strings.EqualFold(strings.Join(strings.Fields(got), " "), phrase) {
					t.Errorf("%q: marked %q", phrase, got)
				}
			}
		}
	}
}

// everyPhraseIsFound asks for phrases of two to six words of the first note, one beginning at every seventh word.
func everyPhraseIsFound(t *testing.T, s *Server) {
	doc := seedDocument(t, s, "CTOC/COP/2024/5")
	asked := 0
	for _, u := range doc.Units {
		if !document.RunningText(u.Kind) {
			continue
		}
		words := strings.Fields(u.Text[textStart(u):])
		for from := 0; from+6 <= len(words); from += 7 {
			phrase := strings.Join(words[from:from+2+asked%5], " ")
			asked++
			answer := searchIn(t, s, apiSearch+"?facet=none&fields=id&page_size=100&document=CTOC/COP/2024/5&q="+url.QueryEscape(`"`+phrase+`"`))
			if !slices.ContainsFunc(answer.Hits, func(h struct {
				ID, Text, Highlighted string
				Truncated             bool
				Number                *string
				Highlights            []highlightBody
				Document              documentBody
				References            []referenceBody
				Folded                *foldedBody
			}) bool {
				return h.ID == document.UnitID(doc.Key(), u.Anchor)
			}) {
				t.Errorf("%q is not found in %s", phrase, u.Anchor)
			}
		}
	}
	if asked < 50 {
		t.Errorf("only %d phrases", asked)
	}
}

func seedDocument(t *testing.T, s *Server, symbol string) document.Document {
	t.Helper()
	doc, err := s.searcher.Document(t.Context(), document.Key{Symbol: symbol, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func strokesJustWork(t *testing.T, s *Server) {
	for words, least := range map[string]int{"CTOC/COP/2024/5": 1, "ctoc/cop/2024/crp.3": 1, "11/2": 2, "CTOC/COP/2024/*": 5, "and/or": 0} {
		if w := getFrom(s, searchFor("q", words)); w.Code != 200 {
			t.Errorf("%s: status %d", words, w.Code)
		}
		if answer := found(t, s, words); answer.Total.Paragraphs < least {
			t.Errorf("%s: %d paragraphs, want at least %d", words, answer.Total.Paragraphs, least)
		}
	}
}

func proseIsNoError(t *testing.T, s *Server) {
	for _, words := range []string{"18 USC §242", "1. Title Chap. 2,3", "No. 5", "what (is this", `he said "so`, "AND OR NOT", "a/b/c:d*~", "[E/2003/NGO/12]"} {
		for _, base := range []string{searchPath, apiSearch} {
			if w := getFrom(s, base+"?q="+url.QueryEscape(words)); w.Code != 200 {
				t.Errorf("%s %q: status %d", base, words, w.Code)
			}
		}
	}
}

func curlyQuotesAreQuotes(t *testing.T, s *Server) {
	want := found(t, s, `"extrabudgetary resources"`).Total
	for _, words := range []string{"“extrabudgetary resources”", "„extrabudgetary resources“", "«extrabudgetary resources»", "‘extrabudgetary resources’"} {
		if got := found(t, s, words).Total; got != want || got.Paragraphs != 3 {
			t.Errorf("%s: %v, want %v", words, got, want)
		}
	}
}

func nearnessIsThere(t *testing.T, s *Server) {
	phrase, near := found(t, s, `"subject to the availability of extrabudgetary resources"`).Total.Paragraphs, found(t, s, `"subject availability extrabudgetary resources"~3`).Total.Paragraphs
	if phrase != 1 || near != 2 {
		t.Errorf("%d paragraphs hold the phrase, %d its words near one another; want 1 and 2", phrase, near)
	}
}

// facetsAgreeWithHits counts the values of hits and compares them with the facets of the same answer.
func facetsAgreeWithHits(t *testing.T, s *Server) {
	answer := searchIn(t, s, apiSearch+"?q=resources&page_size=100&facet=resolution:200&facet=document:200")
	if answer.Total.Paragraphs > 100 {
		t.Fatal("more hits than a page")
	}
	citing, without, documents := map[string]int{}, 0, map[string]int{}
	for _, hit := range answer.Hits {
		documents[hit.Document.Symbol]++
		values := map[string]bool{}
		for _, r := range hit.References {
			if r.Type == "resolution" {
				values[r.Value] = true
			}
		}
		for value := range values {
			citing[value]++
		}
		if len(values) == 0 {
			without++
		}
	}
	for name, want := range map[string]map[string]int{"resolution": citing, "document": documents} {
		facet := answer.Facets[name]
		if len(facet.Values) != len(want) {
			t.Errorf("%s: %d values, the hits hold %d", name, len(facet.Values), len(want))
		}
		for _, v := range facet.Values {
			if v.Count != want[v.Value] {
				t.Errorf("%s %s: counted %d, the hits hold %d", name, v.Value, v.Count, want[v.Value])
			}
		}
	}
	if got := answer.Facets["resolution"].WithoutValue; got != without || without == 0 {
		t.Errorf("%d without a resolution, the hits have %d", got, without)
	}
}

func hitsSayWhere(t *testing.T, s *Server) {
	page := openPage(t, s, "/search?q=confiscation")
	for _, hit := range page.all("article.hit") {
		if len(hit.all("mark")) == 0 || !strings.Contains(hit.one(t, "h2").text(), "CTOC/COP/2024/") || hit.one(t, "p.path").text() == "" {
			t.Errorf("%q lacks its place or its words", hit.text())
		}
	}
	for _, hit := range found(t, s, "confiscation").Hits {
		if !strings.Contains(hit.Highlighted, "<mark>") || hit.Text == "" {
			t.Errorf("%s lacks its words in the API", hit.ID)
		}
	}
}

func marksAreWhatMatched(t *testing.T, s *Server) {
	for words, want := range map[string]string{`"technical assistance tools"`: "technical assistance tools", "extraditing": "extradition"} {
		answer := found(t, s, words)
		if len(answer.Hits) == 0 {
			t.Errorf("%s finds nothing", words)
		}
		for _, hit := range answer.Hits {
			for _, mark := range hit.Highlights {
				if got := string([]rune(hit.Text)[mark.Start:mark.End]); !strings.EqualFold(got, want) {
					t.Errorf("%s: marked %q, want %q", words, got, want)
				}
			}
		}
	}
}

func marksStay(t *testing.T, s *Server) {
	hit := openPage(t, s, "/search?q=%22constant+element%22").one(t, "article.hit")
	href, anchor, _ := strings.Cut(hit.one(t, "a").attr("href"), "#")
	page := openPage(t, s, href)
	if marks := page.one(t, "#"+anchor).all("mark"); len(marks) == 0 || len(page.all("#bar")) == 0 {
		t.Errorf("%s#%s: %d marks at the hit", href, anchor, len(marks))
	}
}

func paragraphsHaveLinks(t *testing.T, s *Server) {
	hits := found(t, s, "resources").Hits
	for _, hit := range hits[:min(5, len(hits))] {
		symbol, anchor, _ := strings.Cut(hit.ID, "#")
		openPage(t, s, "/d/"+symbol).one(t, "#"+anchor)
		if w := getFrom(s, apiParagraphs+"/"+symbol+"%23"+anchor); w.Code != 200 {
			t.Errorf("%s: status %d", hit.ID, w.Code)
		}
	}
}

// pageAndAPIAgree holds the page's count to the API's, for the same parameters.
func pageAndAPIAgree(t *testing.T, s *Server) {
	for _, question := range []string{"q=resources", "q=%22technical+assistance%22&item=5", "item=2", "q=resolution+7/1&ref=explicit"} {
		want := searchIn(t, s, apiSearch+"?"+question).Total.Paragraphs
		if got := leadingNumber(t, openPage(t, s, searchPath+"?"+question).one(t, "#total").text()); got != want || want == 0 {
			t.Errorf("%s: the page counts %d, the API %d", question, got, want)
		}
	}
}

// repeatedParagraphsFold: of five paragraphs of a note that open alike, 11 and 14 are identical, 5 and 8 nearly so; 2 says more.
func repeatedParagraphsFold(t *testing.T, s *Server) {
	const opening = searchPath + "?q=%22In+its+resolution+7/1%22&document=CTOC/COP/2024/5&sort=document"
	for fold, want := range map[string][]string{"": {"2", "5", "8", "11"}, "near": {"2", "5", "11"}, "none": {"2", "5", "8", "11", "14"}} {
		page := openPage(t, s, opening+"&fold="+fold)
		var got []string
		for _, hit := range page.all("article.hit") {
			got = append(got, strings.TrimPrefix(hit.one(t, "h2").text(), "CTOC/COP/2024/5, para. "))
		}
		if !slices.Equal(got, want) || leadingNumber(t, page.one(t, "#total").text()) != 5 {
			t.Errorf("fold=%s: paragraphs %q, want %q, of %s", fold, got, want, page.one(t, "#total").text())
		}
	}
	if got, want := openPage(t, s, opening).all("article.hit")[3].one(t, "p.folded").text(), "The same words stand in CTOC/COP/2024/5, para. 14 (2024)"; got != want {
		t.Errorf("paragraph 11 tells %q, want %q", got, want)
	}
}

// othersCanAsk: a page of any other site may read the answers, and send readers on: to hits, and with a plain form that holds a filter.
func othersCanAsk(t *testing.T, s *Server) {
	const filtered = "?item=5&q=resources"
	w := getFrom(s, apiSearch+filtered, "Origin", "https://mission.example.org")
	if h := w.Header(); h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Content-Type") != jsonType || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("another site cannot read the answer: %v", h)
	}
	asked := ask(s, "OPTIONS", apiSearch+filtered, "Origin", "https://mission.example.org", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match").Header()
	if !strings.Contains(asked.Get("Access-Control-Allow-Headers"), "If-None-Match") || !strings.Contains(asked.Get("Access-Control-Allow-Methods"), "GET") {
		t.Errorf("another site may not ask whether anything is new: %v", asked)
	}
	answer := searchIn(t, s, apiSearch+filtered)
	if got := leadingNumber(t, openPage(t, s, searchPath+filtered).one(t, "#total").text()); got != answer.Total.Paragraphs || got == 0 {
		t.Errorf("the form leads to %d paragraphs, the API has %d", got, answer.Total.Paragraphs)
	}
}

// hitsSayWhy: there is one box, and every hit says which words were found and how its items are known.
func hitsSayWhy(t *testing.T, s *Server) {
	for _, address := range []string{"/", "/search?q=resources", "/d/CTOC/COP/2024/5", "/items/CTOC/COP/2024/1/5", "/resolutions/CTOC/COP/7/1", "/bodies/CTOC/COP"} {
		page := openPage(t, s, address)
		if boxes := page.all("form"); len(boxes) != 1 || boxes[0].attr("action") != searchPath {
			t.Errorf("%s: %d boxes", address, len(boxes))
		}
	}
	for _, hit := range openPage(t, s, "/search?q=resources").all("article.hit") {
		if why := hit.one(t, "details.why").text(); !strings.Contains(why, "stands in the text") || !strings.Contains(why, "Item") {
			t.Errorf("a hit says of why it was found: %q", why)
		}
	}
}

func resolutionsAreTheirOwn(t *testing.T, s *Server) {
	// 11/2 is a resolution and a decision: each view shows its own citations only.
	for kind, noun := range map[string]string{"resolutions": "resolution", "decisions": "decision"} {
		page := openPage(t, s, "/"+kind+"/CTOC/COP/11/2")
		if !strings.Contains(page.one(t, "p.reading").text(), "Its text is not held here") {
			t.Errorf("%s 11/2: %q does not say that the text is missing", kind, page.one(t, "p.reading").text())
		}
		lines := page.one(t, "#named").all("b")
		if len(lines) == 0 {
			t.Errorf("%s 11/2 is cited nowhere", noun)
		}
		for _, other := range map[string][]string{"resolution": {"decision"}, "decision": {"resolution"}}[noun] {
			for _, line := range lines {
				if regexp.MustCompile(`(?i)\b` + other).MatchString(line.text()) {
					t.Errorf("%s 11/2 is cited as %q", noun, line.text())
				}
			}
		}
	}
	all, symbols := found(t, s, "symbol:CTOC/COP/2024/*").Total.Paragraphs, map[string]bool{}
	for _, hit := range found(t, s, "symbol:CTOC/COP/2024/*").Hits {
		for _, r := range hit.References {
			if strings.HasPrefix(r.Value, "CTOC/COP/2024/") {
				symbols[r.Value] = true
			}
		}
	}
	manifest, err := seeds.Manifest()
	if err != nil || len(manifest) != 2 || all == 0 || len(symbols) < 8 {
		t.Errorf("%d paragraphs cite %d symbols that begin so, %v", all, len(symbols), err)
	}
}
