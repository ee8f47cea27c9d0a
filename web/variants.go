package web

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/variant"
)

// variantParams are the parameters of the variants of a paragraph, of the API and of the page.
var variantParams = params{{"of", false, readUnitID}, {"page_size", false, readPageSize}}

// readUnitID reads the id of a paragraph: SYMBOL#ANCHOR.
func readUnitID(_ *question, name string, values []string) ([]string, []paramError) {
	if key, anchor := splitUnitID(values[0]); key.Symbol == "" || !anchorForm.MatchString(anchor) {
		return nil, []paramError{fault("bad-value", name, "%s: %q is no id of a paragraph, such as A/RES/70/1#p3", name, shorten(values[0]))}
	}
	return values, nil
}

// VariantsBody lists the variants of a paragraph; the command line prints the same.
type VariantsBody struct {
	Of       paragraphAnswer `json:"of"`
	Total    int             `json:"total"` // the paragraph itself is one of them
	Same     int             `json:"same"`  // of the same words, whatever numbers stand in them
	Variants []restatedBody  `json:"variants"`
	Links    linksBody       `json:"links"`
}

// restatedBody is a variant with what is other in it.
type restatedBody struct {
	paragraphAnswer
	Resemblance float64      `json:"resemblance"`
	Changes     []changeBody `json:"changes"`
}

// changeBody is a place at which a text differs from another: what stands from Start to End, in code points, stands for Was.
type changeBody struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Was   string `json:"was"`
}

// variants answers GET /api/v1/variants.
func (s *Server) variants(c *gin.Context) {
	q, ok := s.parameters(c, variantParams)
	if !ok || s.unchanged(c, s.present.query(apiVariants, q.values)) {
		return
	}
	found, err := findVariants(c.Request.Context(), s.searcher, q)
	if err != nil {
		s.failWith(c, err)
		return
	}
	s.answer(c, s.present.variants(q, found))
}

// findVariants finds what a request for variants asks for.
func findVariants(ctx context.Context, searcher search.Searcher, q question) (search.Variants, error) {
	asked := q.values.Get("of")
	if asked == "" {
		return search.Variants{}, ParamErrors{fault("bad-value", "of", "of: name the paragraph, such as A/RES/70/1#p3; in an address its number sign is written %%23")}
	}
	header, anchor, err := documentOfUnit(ctx, searcher, asked)
	if err != nil {
		return search.Variants{}, err
	}
	found, err := searcher.Variants(ctx, header.Key(), anchor, q.Size)
	if errors.Is(err, search.ErrNotFound) {
		err = noParagraph(header.Key(), anchor)
	}
	return found, err
}

// documentOfUnit is the document that the id of a paragraph names, in any spelling of its symbol, and the anchor.
func documentOfUnit(ctx context.Context, searcher search.Searcher, id string) (document.Header, string, error) {
	key, anchor := splitUnitID(id)
	headers, err := searcher.Resolve(ctx, key.Symbol)
	if err != nil {
		return document.Header{}, "", err
	}
	header, held := inLanguage(headers, key.Lang)
	if !held {
		return document.Header{}, "", problemError{newProblem("unknown-document", absence(key.Symbol, key.Lang, headers))}
	}
	return header, anchor, nil
}

func noParagraph(key document.Key, anchor string) error {
	return problemError{newProblem("unknown-paragraph", fmt.Sprintf("%s has no paragraph %q", key, shorten(anchor)))}
}

func (p present) variants(q question, found search.Variants) VariantsBody {
	body := VariantsBody{Of: p.placed(found.Of), Total: found.Total, Same: found.Same, Variants: []restatedBody{},
		Links: linksBody{Self: p.query(apiVariants, q.values), Page: p.base + variantsPath(found.Of.Document.Key(), found.Of.Unit.Anchor)}}
	for _, v := range found.First {
		body.Variants = append(body.Variants, p.variant(found.Of.Unit, v))
	}
	return body
}

// placed converts a paragraph with its document.
func (p present) placed(v search.Variant) paragraphAnswer {
	return paragraphAnswer{unitBody: p.unit(v.Document, v.Unit), Document: documentOf(v.Document)}
}

func (p present) variant(was document.Unit, v search.Variant) restatedBody {
	body := restatedBody{paragraphAnswer: p.placed(v), Resemblance: math.Round(v.Resemblance*1000) / 1000, Changes: []changeBody{}}
	at := ruler{text: v.Unit.Text}
	for _, change := range Changes(was, v.Unit) {
		start := at.points(change.Start)
		body.Changes = append(body.Changes, changeBody{start, at.points(change.End), was.Text[change.WasStart:change.WasEnd]})
	}
	return body
}

// Changes are the places at which the text of a paragraph differs from that of another. The enumerators in front of them, such as their
// numbers, are no part of what they say.
func Changes(was, is document.Unit) []variant.Change {
	fromWas, from := variant.Begin(was.Text, was.Label), variant.Begin(is.Text, is.Label)
	changes := variant.Changes(was.Text[fromWas:], is.Text[from:])
	for i := range changes {
		c := &changes[i]
		c.WasStart, c.WasEnd, c.Start, c.End = c.WasStart+fromWas, c.WasEnd+fromWas, c.Start+from, c.End+from
	}
	return changes
}

// variantsPath is the address of the variants of a paragraph for people.
func variantsPath(key document.Key, anchor string) string {
	return variantsView + "?" + encodeQuery(url.Values{"of": {document.UnitID(key, anchor)}})
}
