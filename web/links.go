package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
)

// Addresses of the API.
const (
	apiPath        = "/api/v1"
	apiSearch      = apiPath + "/search"
	apiSuggest     = apiPath + "/suggest"
	apiDocuments   = apiPath + "/documents"
	apiParagraphs  = apiPath + "/paragraphs"
	apiVariants    = apiPath + "/variants"
	apiItems       = apiPath + "/items"
	apiCorpus      = apiPath + "/corpus"
	apiBodies      = apiPath + bodiesPath
	apiIdentifiers = apiPath + "/identifiers"
)

// document is the address of a document in the API.
func (p present) document(key document.Key) string {
	return p.base + apiDocuments + "/" + escapePath(key.String())
}

// paragraph is the address of a unit in the API.
func (p present) paragraph(key document.Key, anchor string) string {
	return p.base + apiParagraphs + "/" + escapePath(document.UnitID(key, anchor))
}

// page is the address of a document, or of a place in it, for people.
func (p present) page(key document.Key, anchor string) string {
	address := p.base + "/d/" + escapePath(key.String())
	if anchor != "" {
		address += "#" + url.PathEscape(anchor)
	}
	return address
}

// query is the address of a path with parameters.
func (p present) query(path string, values url.Values) string {
	if query := encodeQuery(values); query != "" {
		return p.base + path + "?" + query
	}
	return p.base + path
}

// escapePath escapes a path and leaves its slashes.
func escapePath(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/")
}

// encodeQuery writes parameters in alphabetical order, q first, and leaves what a query string may hold as it is, so that
// item=2(b) and symbol=CTOC/COP/2024/5 can be read.
func encodeQuery(values url.Values) string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if (a == "q") != (b == "q") {
			return map[bool]int{true: -1, false: 1}[a == "q"]
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	for _, name := range names {
		for _, value := range values[name] {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(url.QueryEscape(name) + "=" + readable.Replace(url.QueryEscape(value)))
		}
	}
	return b.String()
}

// readable undoes the escapes that RFC 3986 does not ask for in a query.
var readable = strings.NewReplacer("%2F", "/", "%28", "(", "%29", ")", "%3A", ":", "%2C", ",", "%2A", "*", "%40", "@")

// withCursor is a copy of parameters at another place of the answer.
func withCursor(values url.Values, cursor string) url.Values {
	other := make(url.Values, len(values)+1)
	for name, list := range values {
		other[name] = list
	}
	other["cursor"] = []string{cursor}
	return other
}
