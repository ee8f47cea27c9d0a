package web

import (
	"regexp"
	"strings"

	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search/query"
)

// Addresses of the views of resolutions and decisions, for people; the API has the same below its own path.
const (
	resolutionsPath = "/resolutions"
	decisionsPath   = "/decisions"
)

// adoptedPath is the path of the view of a resolution or decision: /resolutions/GA/70/1, /resolutions/SC/1325%20(2000).
func adoptedPath(a symbol.Adopted) string {
	path := resolutionsPath
	if a.Kind == "decision" {
		path = decisionsPath
	}
	return path + "/" + strings.ReplaceAll(strings.ReplaceAll(escapePath(strings.TrimPrefix(a.Body+"/"+a.ID, "/")), "%28", "("), "%29", ")")
}

// adoptedID is what numbers of resolutions and decisions look like, of any body: 70/1, 217 A (III), 1/CP.11, S-30/1.
var adoptedID = regexp.MustCompile(`^[\pL\pN][\pL\pN ./()\-]{0,39}$`)

// parseAdopted reads what stands behind /resolutions/ or /decisions/: a body and a number, a number alone, or the symbol of the text.
// Kind is "resolution" or "decision".
func parseAdopted(kind, path string) (symbol.Adopted, bool) {
	path = strings.Join(strings.Fields(strings.Trim(path, "/")), " ")
	if parsed, err := symbol.Parse(path); err == nil {
		if adopted, ok := parsed.Resolution(); ok && adopted.Kind == kind {
			return adopted, true
		}
	}
	for at := strings.LastIndexByte(path, '/'); at > 0; at = strings.LastIndexByte(path[:at], '/') {
		if body, ok := symbol.BodyByCode(strings.ToUpper(path[:at])); ok && isAdoptedID(path[at+1:]) {
			return symbol.Adopted{Kind: kind, Body: body.Code, ID: path[at+1:]}, true
		}
	}
	return symbol.Adopted{Kind: kind, ID: path}, isAdoptedID(path)
}

func isAdoptedID(id string) bool {
	return adoptedID.MatchString(id) && strings.ContainsAny(id, "0123456789")
}

// adoptedOf reads a value of the fields resolution and decision: "GA 70/1", or "70/1" where the body is not known.
func adoptedOf(field, value string) symbol.Adopted {
	body, id, ok := strings.Cut(value, " ")
	if !ok || !strings.ContainsAny(id, "0123456789") || strings.HasPrefix(id, "(") {
		return symbol.Adopted{Kind: field, ID: value}
	}
	return symbol.Adopted{Kind: field, Body: body, ID: id}
}

// adoptedValue is a resolution or decision as filters and facets write it.
func adoptedValue(a symbol.Adopted) string { return strings.TrimSpace(a.Body + " " + a.ID) }

// citedBy are the values by which paragraphs cite a resolution or decision, in the fields of its kind and of symbols. The Security Council numbers
// its resolutions on and on, so that its numbers are known without their year.
func citedBy(a symbol.Adopted) (values, symbols []string) {
	values = []string{adoptedValue(a)}
	if number, _, ok := strings.Cut(a.ID, " ("); ok && a.Body == "SC" {
		values = append(values, "SC "+number)
	}
	for _, value := range values {
		if s, ok := adoptedOf(a.Kind, value).Symbol(); ok {
			symbols = append(symbols, s.String())
		}
	}
	return values, symbols
}

// citing asks for the paragraphs that cite a resolution or decision by its number or by its symbol; with explicit only for those that
// print one of them.
func citing(a symbol.Adopted, explicit bool) query.Node {
	values, symbols := citedBy(a)
	var nodes []query.Node
	for _, value := range values {
		nodes = append(nodes, query.Field{Name: a.Kind, Value: value, Explicit: explicit})
	}
	for _, s := range symbols {
		nodes = append(nodes, query.Field{Name: "symbol", Value: s, Explicit: explicit})
	}
	if len(nodes) == 1 {
		return nodes[0]
	}
	return query.Or{Nodes: nodes}
}

// citingImplied asks for the paragraphs that cite a resolution or decision only by words that point back, "the same resolution".
func citingImplied(a symbol.Adopted) query.Node {
	return query.And{Nodes: []query.Node{citing(a, false), query.Not{Node: citing(a, true)}}}
}

// citingQuery is the same question in the query language.
func citingQuery(a symbol.Adopted) string { return query.String(citing(a, false)) }
