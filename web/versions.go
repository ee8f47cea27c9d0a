package web

import (
	"context"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// versions are the headers of documents in every language in which they are held, by symbol.
type versions map[string][]document.Header

// versionsOf are the versions of the documents that hits stand in; none where the answer does not show them.
func versionsOf(ctx context.Context, searcher search.Searcher, q question, r search.Results) (versions, error) {
	if len(q.Fields) > 0 && !slices.Contains(q.Fields, "languages") {
		return nil, nil
	}
	gather(ctx, searcher, symbolsOfHits(r))
	found := versions{}
	for hit := range r.AllHits() {
		name := hit.Document.Symbol
		if _, known := found[name]; known {
			continue
		}
		headers, err := searcher.Resolve(ctx, name)
		if err != nil {
			return nil, err
		}
		found[name] = headers
	}
	return found, nil
}

// besides are the versions of a document in other languages.
func (v versions) besides(h document.Header) []document.Header {
	var others []document.Header
	for _, other := range v[h.Symbol] {
		if other.Symbol == h.Symbol && other.Lang != h.Lang {
			others = append(others, other)
		}
	}
	return others
}

// language is a version of a document.
func (p present) language(h document.Header) languageBody {
	return languageBody{string(h.Lang), h.Title, linksBody{Self: p.document(h.Key()), Page: p.page(h.Key(), "")}}
}

func (p present) languages(headers []document.Header) []languageBody {
	var list []languageBody
	for _, h := range headers {
		list = append(list, p.language(h))
	}
	return list
}
