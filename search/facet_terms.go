package search

// FacetTerm is a value of a facet with a label that some units give it.
type FacetTerm struct{ Value, Label string }

// FacetTerms numbers the terms and values of a facet, over all segments of an engine. It is filled by one goroutine; after that it is
// safe for concurrent use.
type FacetTerms struct {
	Field   Field
	Terms   []FacetTerm
	ValueOf []uint32 // of a term: its value, an index into Values
	Values  []string
	Above   [][]uint32 // of a value: itself and all above it

	terms  map[FacetTerm]uint32
	values map[string]uint32
}

// NewFacetTerms begins the numbers of a facet.
func NewFacetTerms(f Field) *FacetTerms {
	return &FacetTerms{Field: f, terms: map[FacetTerm]uint32{}, values: map[string]uint32{}}
}

// Number is the number of a term; it adds the term, its value and those above it, where they are new.
func (t *FacetTerms) Number(term FacetTerm) uint32 {
	id, ok := t.terms[term]
	if !ok {
		id = uint32(len(t.Terms))
		t.terms[term] = id
		t.Terms = append(t.Terms, term)
		t.ValueOf = append(t.ValueOf, t.value(term.Value))
	}
	return id
}

func (t *FacetTerms) value(value string) uint32 {
	if id, ok := t.values[value]; ok {
		return id
	}
	id := uint32(len(t.Values))
	t.values[value] = id
	t.Values = append(t.Values, value)
	t.Above = append(t.Above, nil)
	chain := []uint32{id}
	if parent := t.Field.Parent(value); parent != "" {
		chain = append(chain, t.Above[t.value(parent)]...)
	}
	t.Above[id] = chain
	return id
}
