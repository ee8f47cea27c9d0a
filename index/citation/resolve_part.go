package citation

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// namedInstrument is an instrument or a head word ("Convention") named in a text.
type namedInstrument struct {
	name       string
	of         *instrument // nil for a head word
	start, end int
}

// instrumentsIn finds the instruments named in a text, in order: by the names of the registry, as printed, or by a head word
// with an article ("the Convention").
func instrumentsIn(l *language, text string) []namedInstrument {
	if l.longerName != nil {
		return translatedIn(l, bareIf(l, text))
	}
	var list []namedInstrument
	for i := 0; i < len(text); {
		word := firstWord(text[i:])
		if word == "" {
			_, width := utf8.DecodeRuneInString(text[i:])
			i += width
			continue
		}
		n, ok := instrumentHere(text, i)
		if !ok {
			i += len(word)
			continue
		}
		list = append(list, n)
		i = n.end
	}
	return list
}

// bareIf is a text with its letters as the names of the language are written; offsets stay.
func bareIf(l *language, text string) string {
	if l.plain != nil {
		return l.plain(text)
	}
	return text
}

// instrumentHere gives the instrument whose name begins at offset i.
func instrumentHere(text string, i int) (namedInstrument, bool) {
	known, ok := instrumentNames.match(text, i)
	if ok && !goesOn.matches(text, i+len(known.name)) {
		return namedInstrument{known.name, known.of, i, i + len(known.name)}, true
	}
	if printed := printedAt(text, i); printed != "" {
		return namedInstrument{printed, unlisted(printed), i, i + len(printed)}, true
	}
	if head := headAfter(text, i); head != "" && articleBefore.MatchString(tail(text[:i], 8)) {
		return namedInstrument{head, nil, i, i + len(head)}, true
	}
	return namedInstrument{}, false
}

// articleBefore ends the text before a head word that points to an instrument named before.
var articleBefore = regexp.MustCompile(`(?i)\b(?:the|that|this) $`)

// unlisted is an instrument that the registry lacks, under the name that the text prints.
// A vague name is none.
func unlisted(name string) *instrument {
	if vague[name] {
		name = ""
	}
	return &instrument{short: name, part: Article}
}

// listed reports whether the registry has the instrument.
func (in *instrument) listed() bool { return in.names != nil }

// declares follows a name that a document gives a head word to: "(hereinafter “the Convention”)", "(the Protocol)".
var declares = at(`^,? ?\(?(?:hereinafter|the )(?:,? ?referred to as)? ?[“"‘']?(?:the )?(Convention|Covenant|Protocol|Treaty|Charter|Statute|Agreement)[”"’']?(?:\)|,)`)

// note remembers an instrument named in full, for its head word later; a definition in the text goes before all else.
func (r *resolver) note(text string, n namedInstrument) {
	if at := declares.match(text, n.end); at != nil && n.of != nil {
		r.declared[text[n.end+at[2]:n.end+at[3]]] = n.of
	}
	if n.of != nil && n.of.part == Rule {
		r.rules = true
	}
	if n.of == nil {
		return
	}
	switch head := headOf(n.name); {
	case head == "" || head == n.name:
	case n.of.listed():
		r.defined[head] = n.of
	default:
		delete(r.defined, head)
	}
}

// part resolves a mention of an article, rule or paragraph.
func (r *resolver) part(u Unit, i int, names []namedInstrument, s, before *scope) (Citation, bool) {
	m := u.Mentions[i]
	in := r.instrumentOf(u, i, names, s, before)
	if in == nil || in.short == "" || m.Kind == Article && in.part != Article || m.Kind == Rule && in.part != Rule || m.Kind == Paragraph && in.part != Paragraph || !in.has(m.ID) {
		return Citation{}, false
	}
	s.part = in
	return Citation{Kind: m.Kind, Instrument: in.short, ID: m.ID, Start: m.Start, End: m.End, Implied: m.Implied && m.Kind == Paragraph}, true
}

// instrumentOf finds the instrument of a mention; see [Resolve] for the order.
func (r *resolver) instrumentOf(u Unit, i int, names []namedInstrument, s, before *scope) *instrument {
	m := u.Mentions[i]
	if m.Instrument != "" {
		return r.instrumentNamed(m.Instrument)
	}
	if next, ok := joinedNext(u, i); ok && next.Instrument != "" {
		return r.instrumentNamed(next.Instrument)
	}
	if m.Kind == Rule {
		return r.rulesOf(s, before)
	}
	from := sentenceStart(u.Text, m.Start)
	if near := r.nearest(u.Text, names, m, from); near != nil && (m.Implied || s.part == nil || s.part.part != m.Kind) {
		return near
	}
	for _, sc := range [...]*scope{s, before} {
		if sc != nil && sc.part != nil && sc.part.part == m.Kind {
			return sc.part
		}
	}
	return r.nearest(u.Text, names, m, 0)
}

// besideName stands between the name of an instrument that the registry lacks and its articles: "Convention on Special Missions, art. 43".
var besideName = regexp.MustCompile(`^,? \(?$`)

// nearest is the nearest instrument that has such parts, named before the mention and after offset from.
func (r *resolver) nearest(text string, names []namedInstrument, m Mention, from int) *instrument {
	for i := len(names) - 1; i >= 0; i-- {
		n := names[i]
		if n.end > m.Start || n.start < from {
			continue
		}
		in := n.of
		if in == nil {
			in = r.headMeans(n.name)
		} else if !in.listed() && !besideName.MatchString(text[n.end:m.Start]) {
			return nil
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

// rulesOf is the set of rules that a bare rule belongs to: the last ones cited, else the rules of procedure, if the document
// names them at all.
func (r *resolver) rulesOf(scopes ...*scope) *instrument {
	for _, sc := range scopes {
		if sc != nil && sc.part != nil && sc.part.part == Rule {
			return sc.part
		}
	}
	if !r.rules {
		return nil
	}
	return instrumentByShort(rulesOfProcedure)
}

// rulesOfProcedure is the short name of the rules of procedure of the citing body; those of other bodies have its code behind.
const rulesOfProcedure = "Rules of procedure"

// instrumentNamed is the instrument that a name after a list of numbers means.
func (r *resolver) instrumentNamed(name string) *instrument {
	for _, n := range instrumentNames[firstWord(name)] {
		if n.name == name {
			return n.of
		}
		if body, ok := strings.CutPrefix(name, n.name+ofBodyMark); ok && n.of.part == Rule {
			return r.rulesOfBody(n.of, body)
		}
	}
	if headWord := headOf(name); headWord == name {
		return r.headMeans(name)
	}
	return unlisted(name)
}

// rulesOfBody are the rules of procedure of a named body.
func (r *resolver) rulesOfBody(rules *instrument, body string) *instrument {
	code := r.bodyNamed(body, "")
	if code == "" || code == r.home || code == r.source.Body {
		return rules
	}
	return &instrument{short: rulesOfProcedure + " (" + code + ")", part: Rule}
}

// headMeans is the instrument that a head word alone means: the one that the text defines it to be, else the one that papers of
// the citing body mean by it, else the last one named in full.
func (r *resolver) headMeans(head string) *instrument {
	if in := r.declared[head]; in != nil {
		return in
	}
	for _, in := range instruments {
		if in.body != "" && (in.body == r.home || in.body == r.source.Body || strings.HasPrefix(r.source.Body, in.body+"/")) && headOf(in.names[0]) == head {
			return in
		}
	}
	return r.defined[head]
}
