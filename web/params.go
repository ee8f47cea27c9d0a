package web

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/vocabulary"
)

// question is what the parameters of a request ask, read and in normal form. Page and API share it.
type question struct {
	search.Request
	Reading reading  // of q
	Expand  []string // names of sets of package vocabulary, in order
	wider   wider    // what they add; see widen
	Any     bool     // mode=any
	Lang    document.Language
	Agenda  string // of /api/v1/items: the symbol of the agenda
	Implied bool   // of a resolution: page through the implied citations
	// Fields are the members of a hit to show, nil for all.
	Fields []string
	// View is concordanceView, or "" for paragraphs; Lines the side by which its lines are put into order, "" for the order of hits.
	View, Lines string
	Table       bool // of a concordance: as a table, format=csv
	Around      int  // units to show before and after each hit
	// unfold is the id of the hit that is unfolded, "" for none; see findUnfolded.
	unfold string

	// values are the parameters in normal form: values as the schema writes them, each once, no empty ones and no
	// defaults. Equal questions have equal values.
	values url.Values
}

// paramError is a fault of one parameter.
type paramError struct {
	Type      string `json:"type"` // problem type of this fault
	Parameter string `json:"parameter,omitempty"`
	Detail    string `json:"detail"`
	// Start and End are code points of the value, half-open, where the fault has a place in it.
	Start *int `json:"start,omitempty"`
	End   *int `json:"end,omitempty"`
	// Suggestion is the nearest name or value there is.
	Suggestion string `json:"suggestion,omitempty"`
}

// ParamErrors are the faults of the parameters of a request; there is at least one.
type ParamErrors []paramError

// Error joins what is wrong.
func (e ParamErrors) Error() string {
	details := make([]string, len(e))
	for i, fault := range e {
		details[i] = fault.Detail
	}
	return strings.Join(details, "; ")
}

// fault makes a paramError of a problem type, by name.
func fault(name, parameter, format string, args ...any) paramError {
	return paramError{Type: problemPath + "/" + name, Parameter: parameter, Detail: fmt.Sprintf(format, args...)}
}

// param is a parameter: its name, whether it may be repeated, and how its values become part of a question.
type param struct {
	name string
	many bool
	// read puts the values, none empty, into the question and returns them in normal form.
	read func(q *question, name string, values []string) (normal []string, faults []paramError)
}

// params are the parameters that a route takes.
type params []param

// The parameters of the routes. Those of the search are the page's too.
var (
	searchParams   = buildSearchParams(search.Fields())
	listParams     = params{{"page_size", false, readPageSize}, {"cursor", false, readCursor}}
	documentParams = params{{"lang", false, readLang}}
	itemParams     = params{{"agenda", false, readAgenda}, {"page_size", false, readPageSize}, {"cursor", false, readCursor}}
	noParams       = params{}
)

// buildSearchParams derives the filters from the fields of the schema.
func buildSearchParams(fields []search.Field) params {
	list := params{{"mode", false, readMode}, {"q", false, readQ}, {"expand", true, readExpand}} // q is read by the mode
	for _, f := range fields {
		if f.Shape == search.Days {
			list = append(list, dayParam(f, "_from"), dayParam(f, "_to"))
			continue
		}
		list = append(list, filterParam(f, false, false), filterParam(f, false, true))
		if f.Tree {
			list = append(list, filterParam(f, true, false), filterParam(f, true, true))
		}
	}
	return append(list,
		param{"ref", false, readRef},
		param{"view", false, readView},
		param{"context", false, readAround},
		param{"explain", false, readExplain},
		param{"group", false, readGroup},
		param{"per_document", false, readPerDocument},
		param{"fold", false, readFold},
		param{"sort", false, readSort},
		param{"page_size", false, readPageSize},
		param{"cursor", false, readCursor},
		param{"facet", true, readFacets},
		param{"highlight", false, readHighlight},
		param{"fields", true, readFields},
		param{"unfold", false, readUnfold}, // goes with some of those before
	)
}

// parseRequest reads the parameters of a search. With faults, the question holds what could be read.
func parseRequest(values url.Values) (question, []paramError) {
	return searchParams.parse(values)
}

// parseQueryString splits a query string as browsers write it. It refuses what servers and caches read in several ways.
func parseQueryString(raw string) (url.Values, []paramError) {
	if strings.Contains(raw, ";") {
		return nil, []paramError{fault("bad-query-string", "", "a semicolon separates nothing; write it as %%3B")}
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, []paramError{fault("bad-query-string", "", "broken percent encoding")}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !utf8.ValidString(name) || !utf8.ValidString(strings.Join(values[name], "")) {
			return nil, []paramError{fault("bad-query-string", strings.ToValidUTF8(name, "\ufffd"), "not UTF-8")}
		}
	}
	return values, nil
}

// parse reads values by the table. An empty value is as good as none, for forms send their empty fields.
func (p params) parse(values url.Values) (question, []paramError) {
	q := question{values: url.Values{}}
	q.Highlight = true
	q.Reading, _ = read("", false)
	faults := p.check(values)
	for _, param := range p { // in the order of the table, so that a later one can rely on an earlier
		given := slices.DeleteFunc(slices.Clone(values[param.name]), func(v string) bool { return strings.TrimSpace(v) == "" })
		if len(given) == 0 || len(given) > maxParamValues {
			continue
		}
		if len(given) > 1 && !param.many {
			faults = append(faults, fault("repeated-parameter", param.name, "%s is given %d times and takes one value", param.name, len(given)))
			continue
		}
		normal, wrong := param.read(&q, param.name, given)
		faults = append(faults, wrong...)
		if len(normal) > 0 {
			q.values[param.name] = normal
		}
	}
	return q, append(faults, checkRanges(q.Filters)...)
}

// check finds the faults of names and numbers of parameters.
func (p params) check(values url.Values) []paramError {
	var faults []paramError
	total := 0
	for _, name := range slices.Sorted(maps.Keys(values)) {
		total += len(values[name])
		if !p.has(name) {
			faults = append(faults, p.unknown(name))
		} else if n := len(values[name]); n > maxParamValues {
			faults = append(faults, fault("too-many-parameters", name, "%s has %d values, at most %d", name, n, maxParamValues))
		}
	}
	if total > maxParams {
		// Alone: of an address so long the single names are no news.
		return []paramError{fault("too-many-parameters", "", "%d parameters, at most %d", total, maxParams)}
	}
	return faults
}

func (p params) has(name string) bool {
	return slices.ContainsFunc(p, func(known param) bool { return known.name == name })
}

func (p params) names() []string {
	names := make([]string, len(p))
	for i, param := range p {
		names[i] = param.name
	}
	return names
}

func (p params) unknown(name string) paramError {
	f := fault("unknown-parameter", name, "unknown parameter %q", shorten(name))
	if len(p) == 0 {
		f.Detail += "; this address takes none"
		return f
	}
	if f.Suggestion = nearest(name, p.names()); f.Suggestion != "" {
		f.Detail += fmt.Sprintf(", did you mean %q?", f.Suggestion)
		return f
	}
	f.Detail += "; known are " + strings.Join(p.names(), ", ")
	return f
}

// shorten keeps what a client sent readable in an error.
func shorten(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// filterParam is the parameter of a field: NAME, not_NAME, NAME_exact or not_NAME_exact.
func filterParam(f search.Field, exact, exclude bool) param {
	name := f.Name
	if exact {
		name += "_exact"
	}
	if exclude {
		name = "not_" + name
	}
	return param{name, true, func(q *question, name string, values []string) ([]string, []paramError) {
		var normal []string
		var faults []paramError
		for _, value := range values {
			value, problem := normalValue(f, value)
			if problem != "" {
				faults = append(faults, fault("bad-value", name, "%s: %s", name, problem))
				continue
			}
			normal = append(normal, value)
		}
		slices.Sort(normal)
		normal = slices.Compact(normal)
		if len(normal) > 0 {
			q.Filters = append(q.Filters, search.Filter{Field: f.Name, Values: normal, Exact: exact, Exclude: exclude})
		}
		return normal, faults
	}}
}

// dayParam is one end of a range of days. Both ends make one filter.
func dayParam(f search.Field, end string) param {
	return param{f.Name + end, false, func(q *question, name string, values []string) ([]string, []paramError) {
		first, last, ok := parseDay(values[0])
		if !ok {
			return nil, []paramError{fault("bad-date", name, "%s: %q is not a date like 2024-10-14, 2024-10 or 2024", name, shorten(values[0]))}
		}
		i := slices.IndexFunc(q.Filters, func(other search.Filter) bool { return other.Field == f.Name })
		if i < 0 {
			i = len(q.Filters)
			q.Filters = append(q.Filters, search.Filter{Field: f.Name})
		}
		if end == "_from" {
			q.Filters[i].From = first
			return []string{first}, nil
		}
		q.Filters[i].To = last
		return []string{last}, nil
	}}
}

// checkRanges finds ranges that end before they begin.
func checkRanges(filters []search.Filter) []paramError {
	var faults []paramError
	for _, f := range filters {
		if f.From != "" && f.To != "" && f.From > f.To {
			faults = append(faults, fault("bad-date", f.Field+"_to", "%[1]s_to (%[2]s) lies before %[1]s_from (%[3]s)", f.Field, f.To, f.From))
		}
	}
	return faults
}

// parseDay reads a day, month or year of ISO 8601 and returns its first and last day.
func parseDay(s string) (first, last string, ok bool) {
	s = strings.TrimSpace(s)
	for _, form := range []struct {
		layout        string
		years, months int
	}{{time.DateOnly, 0, 0}, {"2006-01", 0, 1}, {"2006", 1, 0}} {
		day, err := time.Parse(form.layout, s)
		if err != nil {
			continue
		}
		end := day
		if form.years+form.months > 0 {
			end = day.AddDate(form.years, form.months, -1)
		}
		return day.Format(time.DateOnly), end.Format(time.DateOnly), true
	}
	return "", "", false
}

func readQ(q *question, name string, values []string) ([]string, []paramError) {
	var faults []paramError
	q.Reading, faults = read(values[0], q.Any)
	q.Query = q.Reading.node
	return []string{strings.TrimSpace(values[0])}, faults
}

func readMode(q *question, name string, values []string) ([]string, []paramError) {
	switch values[0] {
	case "all":
		return nil, nil
	case "any":
		q.Any = true
		return values, nil
	}
	return nil, badChoice(name, values[0], "all", "any")
}

// readExpand reads names of sets of words that mean the same, also separated by commas.
func readExpand(q *question, name string, values []string) ([]string, []paramError) {
	for value := range strings.SplitSeq(strings.Join(values, ","), ",") {
		value = strings.TrimSpace(value)
		if _, ok := vocabulary.Find(value); !ok {
			return nil, badChoice(name, value, setNames()...)
		}
		if !slices.Contains(q.Expand, value) {
			q.Expand = append(q.Expand, value)
		}
	}
	slices.Sort(q.Expand)
	return q.Expand, nil
}

func readRef(q *question, name string, values []string) ([]string, []paramError) {
	if values[0] != "explicit" {
		return nil, badChoice(name, values[0], "explicit")
	}
	q.ExplicitOnly = true
	return values, nil
}

func readSort(q *question, name string, values []string) ([]string, []paramError) {
	switch order := search.Sort(values[0]); order {
	case search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument:
		q.Sort = order
		return values, nil
	case sortLeft, sortRight:
		if q.View != concordanceView {
			return nil, []paramError{fault("bad-value", name, "%s=%s puts the lines of a concordance into order: it needs view=%s", name, order, concordanceView)}
		}
		q.Lines = string(order)
		return values, nil
	}
	return nil, badChoice(name, values[0], string(search.SortRelevance), string(search.SortNewest), string(search.SortOldest), string(search.SortDocument), sortLeft, sortRight)
}

func readView(q *question, name string, values []string) ([]string, []paramError) {
	switch values[0] {
	case "paragraphs":
		return nil, nil
	case concordanceView:
		q.View = values[0]
		return values, nil
	}
	return nil, badChoice(name, values[0], "paragraphs", concordanceView)
}

func readPageSize(q *question, name string, values []string) ([]string, []paramError) {
	n, err := strconv.Atoi(values[0])
	if err != nil || n < 1 || n > search.MaxSize {
		return nil, []paramError{fault("bad-value", name, "%s: %q is not a number from 1 to %d", name, shorten(values[0]), search.MaxSize)}
	}
	q.Size = n
	if n == search.DefaultSize {
		return nil, nil
	}
	return []string{strconv.Itoa(n)}, nil
}

func readCursor(q *question, name string, values []string) ([]string, []paramError) {
	if len(values[0]) > maxCursorBytes {
		return nil, []paramError{fault("bad-cursor", name, "the cursor has %d bytes, at most %d", len(values[0]), maxCursorBytes)}
	}
	q.Cursor = values[0]
	return values, nil
}

func readLang(q *question, name string, values []string) ([]string, []paramError) {
	lang := strings.ToLower(values[0])
	if !isLanguage(lang) {
		return nil, []paramError{fault("bad-value", name, "%s: %q is not a language code like en or fr", name, shorten(values[0]))}
	}
	q.Lang = document.Language(lang)
	return []string{lang}, nil
}

func readAgenda(q *question, name string, values []string) ([]string, []paramError) {
	q.Agenda = normalSymbol(values[0])
	return []string{q.Agenda}, nil
}

// noFacets is the value of facet= that asks for none.
const noFacets = "none"

// readFacets reads NAME or NAME:SIZE.
func readFacets(q *question, name string, values []string) ([]string, []paramError) {
	q.Facets = []search.FacetRequest{}
	if len(values) == 1 && values[0] == noFacets {
		return values, nil
	}
	if len(values) > maxFacets {
		return nil, []paramError{fault("too-many-parameters", name, "%d facets, at most %d", len(values), maxFacets)}
	}
	var normal []string
	for _, value := range values {
		facet, problem := parseFacet(value)
		if problem == "" && slices.ContainsFunc(q.Facets, func(f search.FacetRequest) bool { return f.Field == facet.Field }) {
			problem = fmt.Sprintf("%q is asked for twice", facet.Field)
		}
		if problem != "" {
			return nil, []paramError{fault("bad-value", name, "%s: %s", name, problem)}
		}
		q.Facets = append(q.Facets, facet)
		normal = append(normal, fmt.Sprintf("%s:%d", facet.Field, facet.Size))
	}
	return normal, nil
}

func parseFacet(value string) (search.FacetRequest, string) {
	name, size, sized := strings.Cut(value, ":")
	facet := search.FacetRequest{Field: name, Size: search.DefaultFacetSize}
	if names := facetNames(); !slices.Contains(names, name) {
		problem := fmt.Sprintf("%q is not a facet", shorten(name))
		if near := nearest(name, names); near != "" {
			return facet, problem + fmt.Sprintf(", did you mean %q?", near)
		}
		return facet, problem + "; known are " + strings.Join(names, ", ")
	}
	if sized {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1 || n > search.MaxFacetValues {
			return facet, fmt.Sprintf("%q is not a number of values from 1 to %d", shorten(size), search.MaxFacetValues)
		}
		facet.Size = n
	}
	return facet, ""
}

// facetNames are the fields whose values can be counted.
func facetNames() []string {
	var names []string
	for _, f := range search.Fields() {
		if f.Facet {
			names = append(names, f.Name)
		}
	}
	return names
}

func readHighlight(q *question, name string, values []string) ([]string, []paramError) {
	switch values[0] {
	case "none":
		q.Highlight = false
		return values, nil
	case "on":
		return nil, nil
	}
	return nil, badChoice(name, values[0], "on", "none")
}

// readFields reads names separated by commas.
func readFields(q *question, name string, values []string) ([]string, []paramError) {
	for _, field := range strings.Split(strings.Join(values, ","), ",") {
		member, ok := hitMember(strings.TrimSpace(field))
		if !ok {
			return nil, []paramError{fault("bad-value", name, "%s: a hit has no member %q; known are %s", name, shorten(field), strings.Join(hitMembers, ", "))}
		}
		if !slices.Contains(q.Fields, member) {
			q.Fields = append(q.Fields, member)
		}
	}
	slices.Sort(q.Fields)
	return []string{strings.Join(q.Fields, ",")}, nil
}

func badChoice(name, value string, choices ...string) []paramError {
	f := fault("bad-value", name, "%s: %q is none of %s", name, shorten(value), strings.Join(choices, ", "))
	f.Suggestion = nearest(value, choices)
	return []paramError{f}
}

// normalValue is a filter's value as the schema writes it, or what is wrong with it.
func normalValue(f search.Field, value string) (normal, problem string) {
	value = strings.Join(strings.Fields(value), " ")
	switch f.Name {
	case "item", "stated_item":
		if item, ok := document.NormalItem(value); ok {
			return item, ""
		}
		return "", fmt.Sprintf("%q is not an agenda item like 2 or 2(b)", shorten(value))
	case "symbol", "document":
		return normalSymbol(value), ""
	case "has":
		if content, ok := query.ContentName(value); ok {
			return content, ""
		}
		return "", fmt.Sprintf("%q is nothing that paragraphs can be asked to hold; known are %s", shorten(value), strings.Join(query.ContentNames(), ", "))
	case "kind":
		kind := strings.ToLower(value)
		if slices.Contains(document.Kinds[:], document.Kind(kind)) {
			return kind, ""
		}
		return "", fmt.Sprintf("%q is not a kind of text; known are %s", shorten(value), joinKinds())
	case "lang":
		if lang := strings.ToLower(value); isLanguage(lang) {
			return lang, ""
		}
		return "", fmt.Sprintf("%q is not a language code like en or fr", shorten(value))
	case "year":
		if _, err := time.Parse("2006", value); err != nil {
			return "", fmt.Sprintf("%q is not a year like 2024", shorten(value))
		}
	}
	return value, ""
}

func joinKinds() string {
	names := make([]string, len(document.Kinds))
	for i, kind := range document.Kinds {
		names[i] = string(kind)
	}
	return strings.Join(names, ", ")
}

// isLanguage reports whether s has the form of an ISO 639 code.
func isLanguage(s string) bool {
	return (len(s) == 2 || len(s) == 3) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
