package web

import (
	"cmp"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// variantsPage lists what a paragraph is repeated as.
type variantsPage struct {
	frame
	Of       variantView
	Count    string
	Same     string // how many are the same, "" where all are or none
	Variants []variantView
	Rest     string // how many are not listed
}

// variantView is a paragraph with what is other in it.
type variantView struct {
	Href, Citation string
	Title, Note    string // of its document
	Here           bool   // it is the one asked for
	Lang, Dir      string
	Pieces         []changedPiece
}

// changedPiece is a piece of a text: words that it shares, that it has alone, or that it lacks.
type changedPiece struct {
	Text         string
	Added, Taken bool
}

// variantsPage answers GET /variants.
func (s *Server) variantsPage(c *gin.Context) {
	q, ok := s.parameters(c, variantParams)
	if !ok {
		return
	}
	v, ok := s.viewAt(c, address{variantsView, q.values}, "")
	if !ok {
		return
	}
	found, err := findVariants(c.Request.Context(), s.searcher, q)
	if err != nil {
		s.failWith(c, err)
		return
	}
	s.page(c, http.StatusOK, "variants", v.variants(found))
}

func (v *view) variants(found search.Variants) variantsPage {
	p := variantsPage{frame: v.frame("document", v.say.say("variants.title", found.Of.ID())), Of: v.variant(found.Of, found.Of)}
	p.Count = v.say.count("variants.count", found.Total)
	if found.Same > 1 && found.Same < found.Total {
		p.Same = v.say.count("variants.same", found.Same)
	}
	for _, other := range found.First {
		p.Variants = append(p.Variants, v.variant(found.Of, other))
	}
	if rest := found.Total - len(found.First); rest > 0 {
		p.Rest = v.say.count("variants.rest", rest)
	}
	return p
}

func (v *view) variant(of, other search.Variant) variantView {
	h, u := other.Document, other.Unit
	lang := unitLang(h, u)
	return variantView{
		Href: documentPath(h.Key()) + "#" + url.PathEscape(u.Anchor), Citation: h.Symbol + ", " + document.Locate(u).String(), Title: cmp.Or(h.Title, v.say.say("doc.untitled")),
		Note: v.documentNote(h), Here: other.ID() == of.ID(), Lang: string(lang), Dir: direction(lang), Pieces: changedPieces(of.Unit, u),
	}
}

// changedPieces cuts the text of a paragraph, without its number, into what that of another has, too, and what differs.
func changedPieces(was, is document.Unit) (pieces []changedPiece) {
	at := textStart(is)
	add := func(p changedPiece) {
		if p.Text != "" {
			pieces = append(pieces, p)
		}
	}
	for _, change := range Changes(was, is) {
		add(changedPiece{Text: is.Text[at:change.Start]})
		add(changedPiece{Text: was.Text[change.WasStart:change.WasEnd], Taken: true})
		add(changedPiece{Text: is.Text[change.Start:change.End], Added: true})
		at = change.End
	}
	add(changedPiece{Text: is.Text[at:]})
	return pieces
}
