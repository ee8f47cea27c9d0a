package cluster

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// A facet may have millions of values, of which a page lists some. A first request finds which: the cluster orders values as facets do, because a
// column holds them behind their natural keys. A second one, of these alone, counts what a page says of each; where there are few values, the
// first has told all.

// The columns of a facet.
const (
	countedFacet = ""      // the values that count for a unit, in trees those above them too: as sortedValue writes them
	heldFacet    = "_held" // those that it holds itself, with label and mentions: as heldValue writes them; in trees all, else those that have any
)

// explicitFacet begins the names of two more such columns of references: without the implied ones.
const explicitFacet = "_explicit"

// facetColumns are the names of the columns of a facet, behind its own.
func facetColumns(f search.Field) []string {
	columns := []string{countedFacet, heldFacet}
	if f.Reference {
		columns = append(columns, explicitFacet+countedFacet, explicitFacet+heldFacet)
	}
	return columns
}

// addFacet adds the columns of a facet to a unit that holds values.
func addFacet(columns object, f search.Field, values []search.Value) {
	add := func(kind string, values []search.Value) {
		if len(values) == 0 {
			return
		}
		var held, counted []string
		for _, v := range values {
			if f.Tree || v.Label != "" || v.Mentions > 0 {
				held = append(held, heldValue(v))
			}
			for text := v.Text; text != ""; text = f.Parent(text) {
				counted = append(counted, sortedValue(text))
			}
		}
		columns[f.Name+kind+countedFacet] = counted
		if len(held) > 0 {
			columns[f.Name+kind+heldFacet] = held
		}
	}
	add("", values)
	if f.Reference {
		var explicit []search.Value
		for _, v := range values {
			if v.Mentions > v.Implied {
				explicit = append(explicit, search.Value{Text: v.Text, Label: v.Label, Mentions: v.Mentions - v.Implied})
			}
		}
		add(explicitFacet, explicit)
	}
}

// sortedValue is a value behind its natural key, so that the order of bytes is that of values.
func sortedValue(text string) string { return document.NaturalKey(text) + "\x00" + text }

// textOfSorted is the value that sortedValue wrote.
func textOfSorted(sorted string) string { return sorted[strings.LastIndexByte(sorted, 0)+1:] }

// between stands between the parts of a held value.
const between = "\x1f"

// heldValue is a value with its label and mentions, as one term.
func heldValue(v search.Value) string {
	term := v.Text + between + v.Label
	if v.Mentions > 0 {
		term += between + strconv.Itoa(v.Mentions) + between + strconv.Itoa(v.Implied)
	}
	return term
}

// valueOf reads what heldValue wrote.
func valueOf(term string) (v search.Value) {
	parts := strings.Split(term, between)
	v.Text = parts[0]
	if len(parts) > 1 {
		v.Label = parts[1]
	}
	if len(parts) > 3 {
		v.Mentions, _ = strconv.Atoi(parts[2])
		v.Implied, _ = strconv.Atoi(parts[3])
	}
	return v
}

const (
	// maxValues is the largest number of values that a facet may have beside those that a filter selects; the cluster refuses more.
	maxValues = 65_535
	// fewValues is the number of values up to which the first request tells all of a facet.
	fewValues = 500
	// shardValues is how many values each shard names for a page to choose from.
	shardValues = 2_000
	// exactDistinct is the largest number of values up to which the cluster counts different hashes of them. These have 25 bits: of more than
	// exactValues some may have the same.
	exactDistinct = 40_000
	exactValues   = 1_000
)

// facet is a facet of a request while it is counted.
type facet struct {
	search.Field
	asked   search.FacetRequest
	name    string // of its aggregations
	column  string // of its values
	filters []int  // those of the request that select values of it

	tally    search.FacetTally
	known    bool                          // all is counted
	labelled bool                          // what the units hold of its values is counted
	distinct int                           // values
	wanted   map[string]bool               // values that are listed and not yet counted
	values   map[string]*search.FacetValue // that are counted
	labels   map[string]map[string]int     // of each, with the units that give them
}

// facetGroup is the facets that count the same units.
type facetGroup struct {
	counted plan.Node
	facets  []*facet
}

// facets are those that a request asks for, and groups of them, the first of which counts what matches.
func (s *searching) facets() (all []*facet, groups []*facetGroup) {
	matching := s.planned.Matching()
	byKey := map[string]*facetGroup{}
	group := func(counted plan.Node) *facetGroup {
		key := string(plan.AppendKey(nil, counted))
		if byKey[key] == nil {
			byKey[key] = &facetGroup{counted: counted}
			groups = append(groups, byKey[key])
		}
		return byKey[key]
	}
	group(matching)
	for i, asked := range s.req.Facets {
		field, _ := search.LookupField(asked.Field)
		f := newFacet(field)
		f.asked, f.name, f.column = asked, nth("f", i), "units.f."+field.Name
		if s.req.ExplicitOnly && field.Reference {
			f.column += explicitFacet
		}
		for j, filter := range s.req.Filters {
			if filter.Field == field.Name && !filter.Exclude {
				f.filters = append(f.filters, j)
			}
		}
		all = append(all, f)
		counted := group(s.planned.Counted(field.Name))
		counted.facets = append(counted.facets, f)
	}
	return all, groups
}

func newFacet(field search.Field) *facet {
	return &facet{Field: field, wanted: map[string]bool{}, values: map[string]*search.FacetValue{}, labels: map[string]map[string]int{}}
}

// size is the number of values that are listed.
func (f *facet) size() int { return cmp.Or(f.asked.Size, search.DefaultFacetSize) }

// choosing are the aggregations that find the values which a facet lists: the first ones, and with each filter those that it may select.
func (s *searching) choosing(f *facet) object {
	size := max(f.size(), fewValues)
	aggs := object{
		"counted": object{"terms": object{"field": f.column, "size": size, "shard_size": max(size, shardValues),
			"order": []object{{"_count": "desc"}, {"_key": "asc"}}}},
		"held":    object{"terms": object{"field": f.column + heldFacet, "size": fewValues}},
		"without": object{"missing": object{"field": f.column}},
	}
	for _, j := range f.filters {
		aggs[nth("s", j)] = object{"filter": s.units(s.selecting(s.req.Filters[j])), "aggs": object{
			"held":    object{"terms": object{"field": f.column + heldFacet, "size": maxValues}},
			"counted": object{"terms": object{"field": f.column, "size": maxValues}},
		}}
	}
	return aggs
}

// selecting is the plan of the units whose values a filter may select. Those below its values count for these, and are marked, also where it
// finds exact values alone.
func (s *searching) selecting(f search.Filter) plan.Node {
	f.Exact = false
	node, err := plan.BuildFilter(f, s.req.ExplicitOnly)
	if err != nil { // the request has been compiled
		return plan.None{}
	}
	return node
}

// choose reads what choosing counted.
func (s *searching) choose(f *facet, from buckets) error {
	f.tally.WithoutValue = from.below("without").count()
	first, others, err := from.listed("counted")
	if err != nil {
		return err
	}
	_, unlabelled, err := from.listed("held")
	if err != nil {
		return err
	}
	f.labelled, f.known = unlabelled == 0, unlabelled == 0 && others == 0
	if f.known {
		f.distinct = len(first)
		return f.count(from)
	}
	if f.labelled {
		if err := f.count(buckets{"held": from["held"]}); err != nil {
			return err
		}
	}
	for _, b := range first[:min(f.size(), len(first))] {
		f.wanted[textOfSorted(b.Key)] = true
	}
	for _, j := range f.filters {
		// A unit that a value counts for which the filter selects is found by it: all such units are counted here.
		candidates := newFacet(f.Field)
		if err := candidates.count(from.below(nth("s", j))); err != nil {
			return err
		}
		for _, v := range f.Selected(candidates.all(), s.req.Filters[j]) {
			f.values[v.Value], f.labels[v.Value] = candidates.values[v.Value], candidates.labels[v.Value]
			delete(f.wanted, v.Value)
		}
	}
	return nil
}

// telling are the aggregations that count what a page says of values; none where all is known.
func (f *facet) telling() object {
	if f.known {
		return nil
	}
	aggs := object{"distinct": object{"cardinality": object{"field": f.column, "precision_threshold": exactDistinct}}}
	var sorted, beginnings []string
	for _, text := range slices.Sorted(maps.Keys(f.wanted)) {
		sorted = append(sorted, sortedValue(text))
		beginnings = append(beginnings, literally(text+between)+".{0,}") // ".*" meets a fault of OpenSearch 2.19, its issue 19636
	}
	if len(sorted) == 0 {
		return aggs
	}
	aggs["counted"] = object{"terms": object{"field": f.column, "size": len(sorted), "include": sorted}}
	if !f.labelled { // regular expressions take the cluster long, above all those of long values
		aggs["held"] = object{"terms": object{"field": f.column + heldFacet, "size": maxValues, "include": strings.Join(beginnings, "|")}}
	}
	return aggs
}

// literally is a regular expression, as the cluster reads them, for a text.
func literally(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9') {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// tell reads what telling counted.
func (f *facet) tell(from buckets) error {
	f.distinct = int(from.value("distinct"))
	return f.count(from)
}

// count fills in what was counted of values, and of what units hold of them, where that was asked for.
func (f *facet) count(from buckets) error {
	if from.has("held") {
		held, err := from.terms("held")
		if err != nil {
			return err
		}
		for _, b := range held {
			f.hold(valueOf(b.Key), b.Count)
		}
	}
	if !from.has("counted") {
		return nil
	}
	counted, err := from.terms("counted")
	for _, b := range counted {
		f.at(textOfSorted(b.Key)).Count = b.Count
	}
	return err
}

// hold adds units that hold a value so.
func (f *facet) hold(v search.Value, units int) {
	value := f.at(v.Text)
	value.Own += units
	value.Mentions += units * v.Mentions
	value.Implied += units * v.Implied
	if v.Mentions > v.Implied {
		value.Explicit += units
	}
	if f.labels[v.Text] == nil {
		f.labels[v.Text] = map[string]int{}
	}
	f.labels[v.Text][v.Label] += units
}

func (f *facet) at(text string) *search.FacetValue {
	if f.values[text] == nil {
		f.values[text] = &search.FacetValue{Value: text}
	}
	return f.values[text]
}

// all are the values that were counted, with their labels.
func (f *facet) all() (values []search.FacetValue) {
	for text, v := range f.values {
		if v.Count == 0 {
			continue
		}
		if v.Label = mostFrequent(f.labels[text]); !f.Tree {
			v.Own = v.Count
		}
		values = append(values, *v)
	}
	return values
}

// mostFrequent is the label that most units give to a value; of several, the first in byte order.
func mostFrequent(labels map[string]int) (best string) {
	for label, n := range labels {
		if label != "" && (best == "" || cmp.Or(cmp.Compare(n, labels[best]), strings.Compare(best, label)) > 0) {
			best = label
		}
	}
	return best
}

// facetPage is the facet that answers the request.
func (s *searching) facetPage(f *facet) search.Facet {
	f.tally.Values = f.all()
	f.tally.Rest = max(0, f.distinct-len(f.tally.Values))
	titles := search.AgendaTitles(s.commit.corpus.Agendas)
	page := f.Page(f.asked, f.tally, s.req.Filters, func(value string) string {
		if f.Tree && !f.Reference {
			return titles[value]
		}
		return ""
	})
	page.Estimated = f.distinct > exactValues
	return page
}

// counted is what was counted for a request.
type counted struct {
	total  search.Total
	facets []search.Facet
}

// count counts what matches, and the facets. Of requests without words it remembers that: others will ask for the same.
func (s *searching) count(results *search.Results) (err error) {
	var c counted
	if s.planned.Wordless() {
		c, err = s.countOnce()
	} else {
		c, err = s.countAll()
	}
	if err != nil {
		return err
	}
	results.Total = c.total
	for _, f := range c.facets {
		f.Values = slices.Clone(f.Values)
		results.Facets = append(results.Facets, f)
	}
	return nil
}

// countOnce is countAll, remembered.
func (s *searching) countOnce() (c counted, err error) {
	key := string(plan.AppendKey(nil, s.planned.Matching())) + fmt.Sprint(s.req.Filters, s.req.Facets, s.req.ExplicitOnly)
	c, known := s.totals.get(key)
	if known {
		return c, nil
	}
	if c, err = s.countAll(); err == nil {
		s.totals.put(key, c)
	}
	return c, err
}

// countAll counts over the documents that hold units which the request or one of its facets count.
func (s *searching) countAll() (all counted, err error) {
	facets, groups := s.facets()
	widest := s.planned.Matching()
	if len(groups) > 1 {
		widest = s.planned.Words
	}
	found, err := s.countGroups(groups, widest, func(f *facet) object { return s.choosing(f) }, true)
	if err != nil {
		return all, err
	}
	all.total = search.Total{Paragraphs: found.aggregations.below("units").below(nth("g", 0)).count(), Documents: found.total}
	if err := readGroups(groups, found, s.choose); err != nil {
		return all, err
	}
	if found, err = s.countGroups(groups, widest, (*facet).telling, false); err != nil {
		return all, err
	}
	if err := readGroups(groups, found, (*facet).tell); err != nil {
		return all, err
	}
	for _, f := range facets {
		all.facets = append(all.facets, s.facetPage(f))
	}
	return all, nil
}

// countGroups asks for the aggregations of each facet; where there are none and totals are not asked for, it does not ask.
func (s *searching) countGroups(groups []*facetGroup, widest plan.Node, aggsOf func(*facet) object, totals bool) (answer, error) {
	all := object{}
	for i, g := range groups {
		aggs := object{}
		for _, f := range g.facets {
			for name, agg := range aggsOf(f) {
				aggs[f.name+"."+name] = agg
			}
		}
		if len(aggs) > 0 || totals {
			all[nth("g", i)] = object{"filter": s.units(g.counted), "aggs": aggs}
		}
	}
	if len(all) == 0 {
		return answer{}, nil
	}
	request := object{"size": 0, "track_total_hits": totals, "query": s.documents(widest), "aggs": object{"units": object{"nested": object{"path": "units"}, "aggs": all}}}
	if totals {
		request["post_filter"] = s.documents(s.planned.Matching())
	}
	return s.post(request)
}

// readGroups gives to each facet its aggregations.
func readGroups(groups []*facetGroup, found answer, read func(*facet, buckets) error) error {
	units := found.aggregations.below("units")
	for i, g := range groups {
		group := units.below(nth("g", i))
		for _, f := range g.facets {
			if own := group.of(f.name); len(own) > 0 {
				if err := read(f, own); err != nil {
					return fmt.Errorf("facet %s: %w", f.Name, err)
				}
			}
		}
	}
	return nil
}
