package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// helpView is the help page: the query language by example, its fields, its grammar.
type helpView struct {
	frame
	Examples []helpRow
	Fields   []fieldRow
	Grammar  string
}

type helpRow struct{ Write, Means, Href string }

type fieldRow struct{ Name, Means string }

// helpPage answers GET /help.
func (s *Server) helpPage(c *gin.Context) {
	if _, ok := s.parameters(c, noParams); !ok {
		return
	}
	v, ok := s.viewAt(c, address{path: helpPath}, "")
	if !ok {
		return
	}
	s.page(c, http.StatusOK, "help", v.help())
}

func (v *view) help() helpView {
	p := helpView{Grammar: query.Grammar()}
	p.frame = v.frame("prose", v.say.say("help.title"))
	for _, e := range query.Examples() {
		p.Examples = append(p.Examples, helpRow{e.Query, v.say.say("help.paragraphs", e.Meaning), searchFor("q", e.Query)})
	}
	for _, f := range search.Fields() {
		p.Fields = append(p.Fields, fieldRow{f.Name, f.Label})
	}
	return p
}
