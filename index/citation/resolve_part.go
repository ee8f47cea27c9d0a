package citation

import (
	"regexp"
	"strings"
)

// namedInstrument is an instrument or a head word ("Convention") named in a text.
type namedInstrument struct {
	name       string
	of         *instrument // nil for a head word
	start, end int
}

// instrumentsIn finds the instruments named in a text, in order.
func instrumentsIn(text string) []namedInstrument {
	var list []namedInstrument
	next := 0
	for _, l := range instrumentNames.all(text) {
		list = append(list, headsIn(text, next, l.start)...)
		list = append(list, namedInstrument{l.name, l.of, l.start, l.end})
		next = l.end
	}
	return append(list, headsIn(text, next, len(text))...)
}

var headWord = regexp.MustCompile(`\b[Tt](?:he|hat|his) (Convention|Covenant|Protocol|Treaty|Charter|Statute|Agreement)\b`)

// headsIn finds head words that stand alone in text[from:to].
func headsIn(text string, from, to int) []namedInstrument {
	var list []namedInstrument
	for _, at := range headWord.FindAllStringSubmatchIndex(text[from:to], -1) {
		start, end := from+at[2], from+at[3]
		if headAfter(text, start) != "" {
			list = append(list, namedInstrument{text[start:end], nil, start, end})
		}
	}
	return list
}

// note remembers an instrument named in full, for its head word later.
func (r *resolver) note(n namedInstrument) {
	if n.of != nil {
		if head := headOf(n.name); head != "" && head != n.name {
			r.defined[head] = n.of
		}
	}
}

// part resolves a mention of an article, rule or paragraph.
func (r *resolver) part(u Unit, i int, names []namedInstrument, s, before *scope) (Citation, bool) {
	m := u.Mentions[i]
	in := r.instrumentOf(u, i, names, s, before)
	if in == nil || m.Kind == Article && in.part != Article || m.Kind == Rule && in.part != Rule || m.Kind == Paragraph && in.part != Paragraph || !in.has(m.ID) {
		return Citation{}, false
	}
	s.part = in
	return Citation{Kind: m.Kind, Instrument: in.short, ID: m.ID, Start: m.Start, End: m.End, Implied: m.Implied && m.Kind == Paragraph}, true
}

// instrumentOf finds the instrument of a mention; see [Resolve] for the order.
func (r *resolver) instrumentOf(u Unit, i int, names []namedInstrument, s, before *scope) *instrument {
	m := u.Mentions[i]
	if m.Instrument != "" {
		return r.instrumentNamed(m.Instrument, names, m.Start)
	}
	if next, ok := joinedNext(u, i); ok && next.Instrument != "" {
		return r.instrumentNamed(next.Instrument, names, m.Start)
	}
	if m.Kind == Rule {
		return instrumentByShort("Rules of procedure")
	}
	from := sentenceStart(u.Text, m.Start)
	if near := r.nearest(names, m, from); near != nil && (m.Implied || s.part == nil || s.part.part != m.Kind) {
		return near
	}
	for _, sc := range [...]*scope{s, before} {
		if sc != nil && sc.part != nil && sc.part.part == m.Kind {
			return sc.part
		}
	}
	return r.nearest(names, m, 0)
}

// nearest is the nearest instrument that has such parts, named before the mention and after offset from.
func (r *resolver) nearest(names []namedInstrument, m Mention, from int) *instrument {
	for i := len(names) - 1; i >= 0; i-- {
		n := names[i]
		if n.end > m.Start || n.start < from {
			continue
		}
		in := n.of
		if in == nil {
			in = r.headMeans(n.name, names[:i])
		}
		if in != nil && in.part == m.Kind {
			return in
		}
	}
	return nil
}

var joinedBy = regexp.MustCompile(`^(?:,? (?:and|or|as well as) |, )$`)

// joinedNext is the mention that follows mention i as the next member of one list.
func joinedNext(u Unit, i int) (Mention, bool) {
	m := u.Mentions[i]
	for _, next := range u.Mentions[i+1:] {
		if next.Start == m.Start {
			continue
		}
		if next.Kind == m.Kind && joinedBy.MatchString(u.Text[m.End:next.Start]) {
			return next, true
		}
		break
	}
	return Mention{}, false
}

// instrumentNamed is the instrument that a name after a list of numbers means.
func (r *resolver) instrumentNamed(name string, names []namedInstrument, _ int) *instrument {
	if list := instrumentNames[firstWord(name)]; list != nil {
		for _, n := range list {
			if n.name == name {
				return n.of
			}
		}
	}
	return r.headMeans(name, names)
}

// headMeans is the instrument that a head word alone means: the one that papers of the citing body mean by it, else the last one
// named in full.
func (r *resolver) headMeans(head string, _ []namedInstrument) *instrument {
	for _, in := range instruments {
		if in.body != "" && (in.body == r.home || in.body == r.source.Body || strings.HasPrefix(r.source.Body, in.body+"/")) && headOf(in.names[0]) == head {
			return in
		}
	}
	return r.defined[head]
}
