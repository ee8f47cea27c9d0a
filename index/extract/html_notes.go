package extract

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// htmlNotes are the footnotes of a page: what a mark in the text links to. Word, LibreOffice, wikis, WordPress and converters of
// Markdown agree on no more than this: the mark is a link with a short text, to a place further down.
type htmlNotes struct {
	mark  map[*html.Node]string // of a link in the text
	notes map[*html.Node]string // mark of a block that is a note
	holds map[*html.Node]bool   // elements that have a note within them
}

// noteMarkText is the text of a link that is a mark: "[1]", "(12)", "*", "a", "1/", "note 3".
var noteMarkText = regexp.MustCompile(`^(?:[\[(（]?\s*(?:(?:note|fn|n\.)\s*)?(\d{1,3}|[a-z]|[ivx]{1,5}|\*{1,4}|[†‡§¶])\s*[\])）]?/?)$`)

// backLink is the text of a link from a note back to its mark.
var backLink = regexp.MustCompile(`^(?:[↩↑^⏎⤴⇑←\x{fe0e}\x{fe0f}\s]+|(?i:back|jump up|return)\b.{0,20})$`)

// findHTMLNotes finds the marks and the notes that they link to.
func findHTMLNotes(doc *html.Node) *htmlNotes {
	f := &htmlNotes{mark: map[*html.Node]string{}, notes: map[*html.Node]string{}, holds: map[*html.Node]bool{}}
	order, places := map[*html.Node]int{}, map[string]*html.Node{}
	var links []*html.Node
	at := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		at++
		for _, name := range []string{htmlAttr(n, "id"), nameOf(n)} {
			if name != "" && places[name] == nil {
				places[name] = n
				order[n] = at
			}
		}
		if n.Data == "a" && strings.HasPrefix(htmlAttr(n, "href"), "#") {
			links = append(links, n)
			order[n] = at
		}
	}
	for _, a := range links {
		target := places[strings.TrimPrefix(htmlAttr(a, "href"), "#")]
		mark, ok := markOf(a)
		if target == nil || !ok || order[target] <= order[a] || target == a {
			continue
		}
		note := blockAround(target)
		if note == nil || note == blockAround(a) || f.notes[blockAround(a)] != "" {
			continue
		}
		f.mark[a] = mark
		if f.notes[note] == "" {
			f.notes[note] = mark
			for p := note; p != nil && !f.holds[p]; p = p.Parent {
				f.holds[p] = true
			}
		}
	}
	return f
}

func nameOf(n *html.Node) string {
	if n.Data == "a" {
		return htmlAttr(n, "name")
	}
	return ""
}

// markOf is the mark that a link shows.
func markOf(a *html.Node) (string, bool) {
	text := spaces(nodeText(a))
	if len(text) > 16 {
		return "", false
	}
	m := noteMarkText.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// noteBlocks are the elements that a note can be.
var noteBlocks = set("p li div dd td aside section blockquote")

// noteID is the id of the element of one note: "ftn1", "sdfootnote12", "fn:3".
var noteID = regexp.MustCompile(`(?i)(?:note|ftn|edn|fn)[^\s]*\d$`)

// blockAround is the element that a target is, or stands in, nil where that is the whole page: a note may have several paragraphs.
func blockAround(n *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && noteBlocks[n.Data] {
			if p := n.Parent; p != nil && noteBlocks[p.Data] && noteID.MatchString(htmlAttr(p, "id")) {
				return p
			}
			return n
		}
	}
	return nil
}

// within reports whether the notes lie within n.
func (f *htmlNotes) within(n *html.Node) bool { return len(f.notes) == 0 || f.holds[n] }

// isBack reports whether a link stands in a note and leads back to its mark.
func (f *htmlNotes) isBack(a *html.Node) bool {
	if !strings.HasPrefix(htmlAttr(a, "href"), "#") {
		return false
	}
	text := spaces(nodeText(a))
	if backLink.MatchString(text) || text == "" {
		return true
	}
	_, ok := markOf(a)
	return ok
}
