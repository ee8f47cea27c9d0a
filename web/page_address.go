package web

import (
	"net/url"
	"slices"

	"github.com/plenary-search/plenary/index/document"
)

// An address is a page with its parameters. Its methods return changed copies.
type address struct {
	path   string
	values url.Values
}

// String is the address with its parameters in the order of [encodeQuery].
func (a address) String() string {
	if query := encodeQuery(a.values); query != "" {
		return a.path + "?" + query
	}
	return a.path
}

// at is the address of another page with the same parameters.
func (a address) at(path string) address { return address{path: path, values: a.values} }

// set gives a parameter one value, "" takes it away. What is asked changes, so the place in the old answer goes.
func (a address) set(name, value string) address {
	b := a.fresh()
	b.values.Del(name)
	if value != "" {
		b.values.Set(name, value)
	}
	return b
}

// keepingPlace is the same page of the answer with a parameter more, which does not change what is found.
func (a address) keepingPlace(name, value string) string {
	values := clone(a.values)
	values.Set(name, value)
	return address{a.path, values}.String()
}

// add gives a parameter one value more.
func (a address) add(name, value string) address {
	b := a.fresh()
	b.values.Add(name, value)
	return b
}

// drop takes one value of a parameter away.
func (a address) drop(name, value string) address {
	b := a.fresh()
	kept := slices.DeleteFunc(slices.Clone(b.values[name]), func(v string) bool { return v == value })
	b.values.Del(name)
	if len(kept) > 0 {
		b.values[name] = kept
	}
	return b
}

// only keeps the named parameters.
func (a address) only(names ...string) address {
	b := a.fresh()
	for name := range b.values {
		if !slices.Contains(names, name) {
			b.values.Del(name)
		}
	}
	return b
}

// cursor is the same question at another place of its answer.
func (a address) cursor(cursor string) string {
	return address{a.path, withCursor(a.values, cursor)}.String()
}

func (a address) fresh() address {
	values := clone(a.values)
	values.Del("cursor")
	return address{path: a.path, values: values}
}

func clone(values url.Values) url.Values {
	out := make(url.Values, len(values))
	for name, list := range values {
		out[name] = slices.Clone(list)
	}
	return out
}

// documentPath is the path of the document view: the symbol with its slashes as they are.
func documentPath(key document.Key) string { return documentView + escapePath(key.String()) }

// searchFor is the address of the search for one value of a field.
func searchFor(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return address{path: searchPath, values: values}.String()
}

const (
	startPath    = "/"
	searchPath   = "/search"
	listPath     = "/documents"
	helpPath     = "/help"
	documentView = "/d/"
	variantsView = "/variants"
)
