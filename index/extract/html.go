package extract

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// The limits of an HTML page. What is over them is no document that people wrote.
const (
	maxHTMLDepth = 512 // as the parser has it
	// maxHTMLNodes bounds what the parser may build, counted before it runs.
	maxHTMLNodes = 2_000_000
)

// readHTML reads a page, or a piece of one: its main part without what belongs to the site. Blocks are whole paragraphs, headings,
// list entries, table rows and notes; what the text says of itself, such as numbers and mastheads, is left to the parser of documents.
func readHTML(_ context.Context, data []byte, _ Limits) (Content, error) {
	text, warning := decodeMarkup(data)
	meta, text := frontMatter(strings.TrimLeft(text, byteOrderMarks))
	c, err := htmlBlocks(text)
	for _, key := range []string{"title", "symbol", "date", "lang"} {
		if v := cleanText(meta[key]); v != "" && c.Meta != nil {
			c.Meta[key] = v
		}
	}
	return warned(c, warning), err
}

// htmlBlocks reads the text of a page. The error is a [*MarkupError].
func htmlBlocks(text string) (Content, error) {
	text = strings.TrimLeft(text, byteOrderMarks)
	if err := measureHTML(text); err != nil {
		return Content{}, err
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil { // the parser has no other: "open stack of elements exceeds 512 nodes"
		return Content{}, &MarkupError{Line: 1, Reason: fmt.Sprintf("HTML deeper than %d", maxHTMLDepth)}
	}
	head := readHTMLHead(doc)
	w := &htmlWalker{notes: findHTMLNotes(doc), lang: head.lang}
	w.walk(mainPart(doc, w.notes))
	w.flush()
	c := Content{Blocks: w.blocks, Lang: head.lang, Meta: head.meta(w.blocks)}
	return c, nil
}

// formatting are the elements that HTML opens again in each paragraph until they are closed.
var formatting = set("a b big code em font i nobr s small strike strong tt u")

// blockStarts are the elements in which they are opened again.
var blockStarts = set("p div li td th dd dt h1 h2 h3 h4 h5 h6 blockquote pre section article address center")

// measureHTML refuses a page of which the parser would make too many nodes: by their number, or because elements that are never
// closed are opened again in each paragraph.
func measureHTML(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	open := map[string]int{}
	unclosed, cost, line := 0, 0, 1
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return nil
		}
		line += strings.Count(string(z.Raw()), "\n")
		cost++
		switch kind {
		case html.StartTagToken:
			name, _ := z.TagName()
			switch tag := string(name); {
			case formatting[tag]:
				open[tag]++
				unclosed++
			case blockStarts[tag]:
				cost += min(unclosed, maxHTMLDepth)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); open[string(name)] > 0 {
				open[string(name)]--
				unclosed--
			}
		}
		if cost > maxHTMLNodes {
			return &MarkupError{Line: line, Reason: "HTML of more than 2,000,000 elements"}
		}
	}
}

// htmlHead is what a page says of itself.
type htmlHead struct {
	lang, title string
	stated      map[string]string // by the names of metadata that catalogues use
}

func readHTMLHead(doc *html.Node) htmlHead {
	h := htmlHead{stated: map[string]string{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html", "body":
			if lang := primaryLanguage(htmlAttr(n, "lang")); lang != "" {
				h.lang = lang
			}
		case "title":
			if h.title == "" && n.Namespace == "" {
				h.title = cleanText(nodeText(n))
			}
		case "meta":
			name := strings.ToLower(htmlAttr(n, "name") + htmlAttr(n, "http-equiv"))
			if name != "" && h.stated[name] == "" && len(h.stated) < 200 {
				h.stated[name] = cleanText(htmlAttr(n, "content"))
			}
		}
	}
	for _, name := range []string{"dc.language", "dcterms.language", "citation_language", "content-language"} {
		if h.lang == "" {
			h.lang = primaryLanguage(h.stated[name])
		}
	}
	return h
}

func (h htmlHead) first(names ...string) string {
	for _, n := range names {
		if v := h.stated[n]; v != "" {
			return v
		}
	}
	return ""
}

// meta is what is stated of the document. The title of the page is mostly that of the site: it serves where nothing else is there.
func (h htmlHead) meta(blocks []Block) map[string]string {
	m := map[string]string{}
	put := func(key, value string) {
		if value != "" && len(value) <= 4<<10 {
			m[key] = value
		}
	}
	put("title", h.first("dc.title", "dcterms.title", "citation_title"))
	put("symbol", h.first("citation_technical_report_number", "dc.identifier", "dcterms.identifier"))
	put("date", h.first("dc.date", "dcterms.date", "dcterms.issued", "citation_publication_date"))
	for _, b := range blocks {
		if b.Kind == Heading {
			return m
		}
	}
	if m["title"] == "" && len(blocks) > 0 && blocks[0].Kind != Text {
		put("title", siteSuffix.ReplaceAllString(h.title, ""))
	}
	return m
}

// siteSuffix is the name of the site behind that of the page: "Meetings in 2018 | United Nations Security Council".
var siteSuffix = regexp.MustCompile(`\s+[|–—·»]\s+[^|–—·»]*$`)

var languageTag = regexp.MustCompile(`^([A-Za-z]{2})(?:[-_].*)?$`)

// primaryLanguage is the ISO 639-1 code in a language tag, "" where there is none: "zh" of "zh-Hans".
func primaryLanguage(tag string) string {
	if m := languageTag.FindStringSubmatch(strings.TrimSpace(tag)); m != nil {
		return strings.ToLower(m[1])
	}
	return ""
}

// mainPart is the element that holds the document: main, or the one article, if most of the text is in it; else all of the page.
func mainPart(doc *html.Node, notes *htmlNotes) *html.Node {
	var main, article, body *html.Node
	articles := 0
	for n := range doc.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "body" && body == nil:
			body = n
		case main == nil && (n.Data == "main" || htmlAttr(n, "role") == "main"):
			main = n
		case n.Data == "article":
			articles++
			article = n
		}
	}
	if main == nil && articles == 1 {
		main = article
	}
	if body == nil {
		return doc
	}
	if main == nil || 3*len(nodeText(main)) < len(nodeText(body)) || !notes.within(main) {
		return body
	}
	return main
}

// isLeftOut reports whether an element is none of the document's: code, forms, menus, what is hidden, what belongs to the site. What
// holds a note stays.
func (w *htmlWalker) isLeftOut(n *html.Node) bool {
	switch {
	case neverText[n.Data], n.Namespace != "":
		return true
	case hasAttr(n, "hidden"), hiddenStyle.MatchString(htmlAttr(n, "style")):
		return true
	case ofSite[n.Data], siteRoles[htmlAttr(n, "role")], n.Data == "header" && holds(n, "nav"):
		return !w.notes.holds[n]
	case htmlAttr(n, "aria-hidden") == "true":
		return !w.notes.holds[n]
	}
	for class := range strings.FieldsSeq(htmlAttr(n, "class")) {
		if siteClasses[strings.ToLower(class)] {
			return !w.notes.holds[n]
		}
	}
	return false
}

var (
	neverText = set("script style noscript template head title iframe object embed video audio canvas svg math form button select textarea input dialog datalist map area")
	ofSite    = set("nav aside footer menu")
	siteRoles = set("navigation banner contentinfo search complementary menu menubar toolbar dialog alert")
	// siteClasses are names that the templates of many sites share.
	siteClasses = set(`breadcrumb breadcrumbs menu navbar navigation sidebar skip-link skip-links screen-reader-text visually-hidden sr-only cookie-banner
 cookie-notice social-share share-buttons sharedaddy pagination pager print-hidden mw-editsection toc noprint`)
	hiddenStyle = regexp.MustCompile(`(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)`)
)

// htmlAttr is the value of an attribute, "" where it is missing.
func htmlAttr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// holds reports whether an element of that name is within n.
func holds(n *html.Node, name string) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name {
			return true
		}
	}
	return false
}

// nodeText is all the text within n, but that of code.
func nodeText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent == nil || d.Parent.Data != "script" && d.Parent.Data != "style") {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// cleanText is NFC text with single spaces and without characters that are never seen.
func cleanText(s string) string {
	return spaces(tidy(norm.NFC.String(strings.ToValidUTF8(s, "\ufffd"))))
}
