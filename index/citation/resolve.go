package citation

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/symbol"
)

// Source is what Resolve has to know of the citing document.
type Source struct {
	// Body is the code of the document's body ("CTOC/COP", "A/C.3"), "" where it is not known. A number without a body means the
	// body's own resolution, or that of the organ above it (symbol.Body.Adopts).
	Body string
	// Session is the number of the body's session that the document belongs to, 0 where it is not known. A paper of the
	// twelfth session cannot cite resolution 55/25 of its own body.
	Session int
	// Lang is the language of its text, ISO 639-1; unknown ones are read as English.
	Lang string
	// Own is Resolution or Decision where the document is one itself, or a draft of one: "this resolution" then means itself.
	Own Kind
}

// Unit is a unit of the citing document, in order.
type Unit struct {
	Text     string
	Mentions []Mention // as Find gives them for Text
	// Section is the path of headings above the unit. Words that point back do not reach across a heading.
	Section []string
	// Apart is true for what stands outside the flow of the text: footnotes, masthead lines, headings, table rows. Words that
	// point back do not reach out of such a unit nor into it.
	Apart bool
	// SubItem is true where the unit completes the sentence of the unit before it, as (a), (b) after a colon do.
	SubItem bool
}

// Resolve says what the mentions mean, over the units of one document in order. It gives the citations of each unit, in order
// of position; mentions whose meaning is not certain are left out.
//
// # Resolutions and decisions
//
// The body is, in this order: the one that the words name; the only one that the form of the number allows; the one that the
// document named before with that number; the citing body itself, marked [BodyFromDefault].
//
// Words that point back mean texts of their own type only:
//
//  1. "the same resolution", "that decision" …: the nearest earlier mention of the type in the unit, itself resolved or explicit.
//  2. If there is none: the last mention of the type in the unit before, if that stands in the same section.
//  3. "the two resolutions", "both decisions": the last list of that size, or exactly that many texts named in the unit;
//     "these resolutions" the last list of any size.
//  4. "this resolution" in a resolution means itself and is left out.
//  5. "subsequent resolutions", "the relevant decisions": left out by [Find].
//
// # Articles, rules and paragraphs
//
// The instrument is, in this order: the one named after the list of numbers; the one of the next list, if that is joined by "and";
// with "its", the nearest instrument named before in the sentence; the instrument of the last article, rule or paragraph in
// the unit, or in the unit before in the same section; the nearest instrument named before in the unit. Rules belong to the
// rules of procedure. "The Convention" is what the document defines, else what its body's papers mean by it, else the
// last convention named in full.
func Resolve(source Source, units []Unit) [][]Citation {
	r := resolver{source: source, home: source.Body, bodyOf: map[string]string{}, defined: map[string]*instrument{}, declared: map[string]*instrument{}}
	if b, ok := symbol.BodyByCode(source.Body); ok {
		r.home, r.numbering = b.Adopts, b.Numbering
		if b.Adopts != source.Body {
			home, _ := symbol.BodyByCode(b.Adopts)
			r.numbering = home.Numbering
		}
	}
	r.collect(units)
	resolved := make([][]Citation, len(units))
	for i, u := range units {
		var before *scope
		if i > 0 && !u.Apart {
			before = r.previous(u)
		}
		resolved[i] = r.unit(u, before)
	}
	return resolved
}

// resolver holds what is known of the document so far.
type resolver struct {
	source    Source
	home      string // code of the body whose resolutions a bare number means
	numbering string
	bodyOf    map[string]string      // body that the text gave for "resolution 55/25"; "" where it gave several
	years     map[string]string      // full form of numbers of the Security Council: 1325 to 1325 (2000)
	lastBody  map[string]string      // body meant by a shared short name, as last named in full
	defined   map[string]*instrument // by head word, the one last named in full
	declared  map[string]*instrument // by head word, the one that the text says it stands for
	parts     bool                   // whether any unit cites parts of instruments, else their names need not be looked for
	named     bool                   // whether any citation names its body
	rules     bool                   // whether the document names rules of procedure
	last      *scope                 // of the last unit in the flow
	section   []string               // of that unit
}

// scope is what words of a unit can point back to.
type scope struct {
	cited []Citation  // resolutions and decisions, in order
	part  *instrument // of the last article, rule or paragraph
}

// collect goes through the document once for what later places say of earlier ones: the year of a number of the Security Council.
func (r *resolver) collect(units []Unit) {
	r.years, r.lastBody = map[string]string{}, map[string]string{}
	for _, u := range units {
		r.rules = r.rules || strings.Contains(u.Text, "rules of procedure")
		for _, m := range u.Mentions {
			r.parts = r.parts || m.Kind == Article || m.Kind == Rule || m.Kind == Paragraph
			r.named = r.named || m.Body != ""
			if n, _, ok := strings.Cut(m.ID, " ("); ok && m.Kind == Resolution {
				r.years[n] = m.ID
			}
		}
	}
}

// previous is the scope of the unit before u, nil where u opens a section.
func (r *resolver) previous(u Unit) *scope {
	if r.last == nil || !slices.Equal(r.section, u.Section) {
		return nil
	}
	return r.last
}

// unit resolves the mentions of one unit.
func (r *resolver) unit(u Unit, before *scope) []Citation {
	var names []namedInstrument
	if r.parts {
		names = instrumentsIn(languageOf(r.source.Lang), u.Text)
	}
	for _, n := range names { // a name may follow its head word, if none came before
		if r.defined[headOf(n.name)] == nil {
			r.note(u.Text, n)
		}
	}
	if r.named {
		for _, b := range languageOf(r.source.Lang).bodies.all(u.Text) {
			r.noteBody(b.of)
		}
	}
	s := scope{}
	var list []Citation
	noted := 0
	for i, m := range u.Mentions {
		for ; noted < len(names) && names[noted].end <= m.Start; noted++ {
			r.note(u.Text, names[noted])
		}
		var c Citation
		ok := true
		switch m.Kind {
		case Document:
			c = Citation{Kind: Document, ID: m.ID, Start: m.Start, End: m.End}
		case Resolution, Decision:
			for _, c := range r.resolution(m, &s, before) {
				list = append(list, c)
				s.cited = append(s.cited, c)
			}
			continue
		default:
			c, ok = r.part(u, i, names, &s, before)
		}
		if ok {
			list = append(list, c)
		}
	}
	for _, n := range names[noted:] {
		r.note(u.Text, n)
	}
	if !u.Apart {
		if u.SubItem && before != nil { // words behind the list still mean what its lead-in cites
			s.cited = append(slices.Clip(before.cited[max(0, len(before.cited)-farthestBack):]), s.cited...)
			if s.part == nil {
				s.part = before.part
			}
		}
		r.last, r.section = &s, u.Section
	}
	return list
}

// resolution resolves a mention of a resolution or decision, or words that point back to some.
func (r *resolver) resolution(m Mention, s, before *scope) []Citation {
	if !m.Implied {
		c := Citation{Kind: m.Kind, ID: m.ID, Start: m.Start, End: m.End}
		if full, ok := r.years[m.ID]; ok {
			c.ID = full
		}
		c.Body, c.BodyVia = r.body(m)
		return []Citation{c}
	}
	if r.source.Own == m.Kind && m.Count == 1 {
		return nil
	}
	var list []Citation
	for _, c := range r.antecedents(m, s, before) {
		c.Start, c.End, c.Implied = m.Start, m.End, true
		list = append(list, c)
	}
	return list
}

// antecedents are the texts that words pointing back mean; see [Resolve].
func (r *resolver) antecedents(m Mention, s, before *scope) []Citation {
	for _, sc := range [...]*scope{s, before} {
		if sc == nil {
			continue
		}
		cited := ofKind(sc.cited, m.Kind)
		if len(cited) == 0 {
			continue
		}
		if m.Count == 1 {
			return cited[len(cited)-1:]
		}
		if list := lastList(cited, m.Count); list != nil {
			return list
		}
	}
	return nil
}

// lastList is the last list of n members, of any number from two on where n is 0; else all that were named, if they are n.
func lastList(cited []Citation, n int) []Citation {
	for end := len(cited); end > 0; {
		start := end - 1
		for start > 0 && cited[start-1].Start == cited[end-1].Start {
			start--
		}
		if size := end - start; size == n || n == 0 && size > 1 {
			return cited[start:end]
		}
		end = start
	}
	var distinct []Citation
	for _, c := range cited {
		if !slices.ContainsFunc(distinct, func(d Citation) bool { return d.Value() == c.Value() }) {
			distinct = append(distinct, c)
		}
		if len(distinct) > n {
			return nil
		}
	}
	if len(distinct) == n && n > 0 {
		return distinct
	}
	return nil
}

// farthestBack is how many citations back words that point back may reach: those of a long paragraph with its list.
const farthestBack = 200

// ofKind are the last citations of a kind.
func ofKind(cited []Citation, kind Kind) []Citation {
	var list []Citation
	for _, c := range cited[max(0, len(cited)-farthestBack):] {
		if c.Kind == kind {
			list = append(list, c)
		}
	}
	return list
}
