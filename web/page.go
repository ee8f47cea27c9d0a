package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// htmlType is the type of pages.
const htmlType = "text/html; charset=utf-8"

// keepForGood is the caching of files whose name holds their hash.
const keepForGood = "public, max-age=31536000, immutable"

// pages are what all answers of the page share.
type pages struct {
	assets    assets
	templates map[string]templates // by language of the interface
	corpus    corpusCache
	build     string // changes with every template and static file, for entity tags
}

func newPages() *pages {
	p := &pages{assets: loadAssets(), templates: map[string]templates{}}
	for _, say := range interfaces {
		p.templates[say.lang] = loadTemplates(say, p.assets)
	}
	p.build = buildID()
	return p
}

// buildID is a hash of all that pages are made of besides the index.
func buildID() string {
	sum := sha256.New()
	entries, err := templateFiles.ReadDir("assets/templates")
	if err != nil {
		panic(err) // the folder is embedded
	}
	for _, entry := range entries {
		data, err := templateFiles.ReadFile("assets/templates/" + entry.Name())
		if err != nil {
			panic(err)
		}
		sum.Write(data)
	}
	for _, name := range slices.Sorted(maps.Keys(loadAssets().files)) {
		sum.Write([]byte(name))
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// pageRoutes adds the routes of the page.
func (s *Server) pageRoutes(r gin.IRouter) {
	s.pages = newPages()
	asking := r.Group("", s.admit)
	get(asking, startPath, s.searchPage)
	get(asking, searchPath, s.searchPage)
	get(asking, documentView+"*symbol", s.documentPage)
	get(asking, variantsView, s.variantsPage)
	get(asking, listPath, s.listPage)
	get(asking, itemsPath+"/*place", s.itemPage)
	get(asking, resolutionsPath+"/*text", s.resolutionPage("resolution"))
	get(asking, decisionsPath+"/*text", s.resolutionPage("decision"))
	get(asking, bodiesPath, s.bodiesPage)
	get(asking, bodiesPath+"/*code", s.bodyPage)
	get(asking, helpPath, s.helpPage)
	get(r, staticPath+":name", s.staticFile)
}

// searchPage answers GET / and GET /search: the start page where nothing is asked, else a page of results.
func (s *Server) searchPage(c *gin.Context) {
	q, ok := s.parameters(c, searchParams)
	if !ok {
		return
	}
	exchangeOf(c).query = q.Reading.Text
	v, ok := s.viewAt(c, address{searchPath, q.values}, "")
	if !ok {
		return
	}
	if q.Query == nil && len(q.Filters) == 0 {
		s.page(c, http.StatusOK, "start", v.start())
		return
	}
	if err := q.widen(c.Request.Context(), s.searcher); err != nil {
		s.failWith(c, err)
		return
	}
	if err := q.findUnfolded(c.Request.Context(), s.searcher); err != nil {
		s.failWith(c, err)
		return
	}
	if q.unfold == "" {
		q.Facets = pageFacets
	}
	if q.values.Get("fold") == "" {
		q.Fold = q.pageFold()
	}
	if q.Size == 0 {
		q.Size = search.DefaultSize
	}
	page, err := v.ask(q)
	if err != nil {
		s.failWith(c, err)
		return
	}
	page.Direct = v.directViews(q)
	exchangeOf(c).hits = page.Total.Paragraphs
	s.page(c, http.StatusOK, "answer", page)
}

// viewParams are the parameters of the document view: those of a search, whose hits it marks, and the anchor of the unit
// whose citation is open.
var viewParams = append(slices.Clone(searchParams), param{"cite", false, func(_ *question, _ string, values []string) ([]string, []paramError) {
	if !anchorForm.MatchString(values[0]) {
		return nil, []paramError{fault("bad-value", "cite", "cite: %q is no anchor", shorten(values[0]))}
	}
	return values, nil
}})

// anchorForm is what anchors of units look like.
var anchorForm = regexp.MustCompile(`^[\pL\pN._()\-]{1,120}$`)

// documentPage answers GET /d/SYMBOL. Any spelling of a symbol leads to the one address of the document.
func (s *Server) documentPage(c *gin.Context) {
	q, ok := s.parameters(c, viewParams)
	if !ok {
		return
	}
	asked, lang := splitKey(strings.TrimPrefix(c.Param("symbol"), "/"))
	cite := q.values.Get("cite")
	q.values.Del("cite")
	headers, err := s.searcher.Resolve(c.Request.Context(), asked)
	if err != nil {
		s.failWith(c, err)
		return
	}
	header, held := chooseLanguage(headers, lang)
	if !held {
		s.absentPage(c, asked)
		return
	}
	key := header.Key()
	if key.String() != strings.TrimPrefix(c.Param("symbol"), "/") {
		redirect(c, documentPath(key))
		return
	}
	v, ok := s.viewAt(c, address{documentPath(key), q.values}, "#"+cite)
	if !ok {
		return
	}
	doc, err := s.searcher.Document(c.Request.Context(), key)
	if err != nil {
		s.failWith(c, err)
		return
	}
	if err := q.widen(c.Request.Context(), s.searcher); err != nil {
		s.failWith(c, err)
		return
	}
	hits, err := v.findIn(q, key)
	if err != nil {
		s.failWith(c, err)
		return
	}
	exchangeOf(c).hits = len(hits.order)
	s.page(c, http.StatusOK, "document", v.document(q, doc, hits, cite))
}

// splitKey takes the language off the path of a document: A/RES/78/224@fr.
func splitKey(path string) (symbol string, lang document.Language) {
	if i := strings.LastIndexByte(path, '@'); i >= 0 && isLanguage(path[i+1:]) {
		return path[:i], document.Language(path[i+1:])
	}
	return path, ""
}

// chooseLanguage is the document in the language asked for, or in the first there is where none was asked for.
func chooseLanguage(headers []document.Header, lang document.Language) (document.Header, bool) {
	for _, h := range headers {
		if lang == "" || h.Lang == lang {
			return h, true
		}
	}
	return document.Header{}, false
}

// absentPage says that a document is not held, and who cites it.
func (s *Server) absentPage(c *gin.Context, symbol string) {
	v, err := s.newView(c, address{path: searchPath})
	if err != nil {
		s.failWith(c, err)
		return
	}
	exchangeOf(c).problem = "unknown-document"
	c.Header("Cache-Control", "no-store")
	s.page(c, http.StatusNotFound, "absent", v.absent(symbol))
}

// staticFile answers GET /static/NAME with a file that may be kept for good.
func (s *Server) staticFile(c *gin.Context) {
	name := c.Param("name")
	data, ok := s.pages.assets.files[name]
	if !ok {
		s.fail(c, newProblem("not-found", ""))
		return
	}
	c.Header("Cache-Control", keepForGood)
	c.Data(http.StatusOK, mime.TypeByExtension(path.Ext(name)), data)
}

// viewAt starts the view of a page, unless the client has it already or it cannot be had: then it answers, and ok is false. besides is what
// the page depends on apart from its address and the index.
func (s *Server) viewAt(c *gin.Context, here address, besides string) (v *view, ok bool) {
	if s.unchanged(c, s.pages.build+here.String()+besides) {
		return nil, false
	}
	v, err := s.newView(c, here)
	if err != nil {
		s.failWith(c, err)
		return nil, false
	}
	return v, true
}

// newView starts the view of a request.
func (s *Server) newView(c *gin.Context, here address) (*view, error) {
	ctx := c.Request.Context()
	corpus, err := s.pages.corpus.get(ctx, s.searcher)
	if err != nil {
		return nil, err
	}
	return &view{say: interfaces[0], library: newLibrary(ctx, s.searcher), searcher: s.searcher, ctx: ctx, corpus: corpus, here: here}, nil
}

// page sends a page, or the problem that it is too large.
func (s *Server) page(c *gin.Context, status int, name string, data any) {
	body, err := s.pages.templates[interfaces[0].lang].render(name, data)
	if err != nil {
		s.failWith(c, err)
		return
	}
	if len(body) > maxAnswerBytes {
		s.fail(c, newProblem("answer-too-large", fmt.Sprintf("the page has %d bytes, at most %d", len(body), maxAnswerBytes)))
		return
	}
	c.Data(status, htmlType, body)
}

// problemView is a problem in words for people.
type problemView struct {
	frame
	Heading string
	Lines   []string
	Ways    []fact
	Status  int
	Request string
}

// pageProblem shows a problem to a person, with the status and headers of its kind. It reports false where the problem
// should be answered as JSON.
func (s *Server) pageProblem(c *gin.Context, p problem) bool {
	if s.pages == nil || strings.HasPrefix(c.Request.URL.Path, staticPath) {
		return false
	}
	say := interfaces[0]
	view := problemView{Heading: p.Title, Status: p.Status, Request: strings.TrimPrefix(p.Instance, "urn:uuid:")}
	view.frame = frame{Kind: "prose", Title: say.say("title.search", p.Title), NoIndex: true, Skips: []skip{{"#q", say.say("skip.search")}}}
	if p.Detail != "" {
		view.Lines = append(view.Lines, sentence(p.Detail))
	}
	view.Lines = append(view.Lines, problemByName[p.name()].advice)
	values, faults := parseQueryString(c.Request.URL.RawQuery)
	if len(faults) == 0 && searching(c.Request.URL.Path) {
		view.Query = strings.TrimSpace(values.Get("q"))
		view.Lines = append(view.Lines, say.say("error.kept"))
		if again, ok := repaired(address{searchPath, values}, p); ok {
			view.Ways = append(view.Ways, fact{say.say("error.again"), again.String()})
			view.Hidden = kept(again.values)
		}
	}
	view.Ways = append(view.Ways, fact{say.say("error.start"), startPath})
	body, err := s.pages.templates[say.lang].render("problem", view)
	if err != nil {
		exchangeOf(c).err = errors.Join(exchangeOf(c).err, err)
		return false
	}
	c.Data(p.Status, htmlType, body)
	return true
}

func searching(path string) bool { return path == startPath || path == searchPath }

// repaired is the address without what was wrong with it: misspelt parameters take their right name, others go.
func repaired(a address, p problem) (address, bool) {
	for _, e := range p.Errors {
		if e.Parameter == "" || e.Parameter == "q" {
			return a, false
		}
		if searchParams.has(e.Suggestion) && a.values[e.Suggestion] == nil {
			for _, value := range a.values[e.Parameter] {
				a = a.add(e.Suggestion, value)
			}
		}
		a = a.set(e.Parameter, "")
	}
	_, faults := parseRequest(a.values)
	return a, len(faults) == 0
}

// kept are the parameters that a form carries along besides its words.
func kept(values map[string][]string) []pair {
	return hidden(values, nil)
}

// sentence begins a text with a capital letter and ends it with a stop.
func sentence(s string) string {
	s = upperFirst(s)
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
