package citation

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/plenary-search/plenary/index/symbol"
)

// body finds the adopting body of a mention with a number, and how it is known.
func (r *resolver) body(m Mention) (code, via string) {
	key := string(m.Kind) + " " + m.ID
	form := formOf(m.ID)
	if form == symbol.BySerial && strings.Contains(m.ID, "(") { // nobody else's, whatever stands before it
		return "SC", BodyFromForm
	}
	if code = markedBody(m.ID); code != "" {
		return code, BodyFromForm
	}
	if m.Body != "" {
		if code = r.bodyNamed(m.Body, form); code != "" {
			if known, ok := r.bodyOf[key]; ok && known != code {
				r.bodyOf[key] = ""
			} else {
				r.bodyOf[key] = code
			}
			return code, BodyFromText
		}
	}
	if code = r.bodyByForm(form, m.ID); code != "" {
		return code, BodyFromForm
	}
	if m.Body != "" { // the words name a body; which one is open
		return "", ""
	}
	if code = r.bodyOf[key]; code != "" {
		return code, BodyFromText
	}
	return r.defaultBody(form, m.ID), BodyFromDefault
}

// formOf is the way in which an ID numbers: symbol.BySession for 7/1, symbol.ByYear for 2019/13, symbol.BySerial for 1325 (2000)
// and 1325, "roman" for 217 (III), "" for forms that name their body.
func formOf(id string) string {
	before, after, slash := strings.Cut(id, "/")
	switch {
	case slash && strings.Contains(after, "."):
		return ""
	case slash && len(before) == 4 && strings.Trim(before, "0123456789") == "":
		return symbol.ByYear
	case slash:
		return symbol.BySession
	case strings.Contains(id, "(") && strings.ContainsAny(id, "IVXLSG"):
		return "roman"
	case strings.Trim(id, "0123456789 ()") == "":
		return symbol.BySerial
	}
	return ""
}

// bodyByForm is the only body that a form allows, "" where there are several.
//
// Source: United Nations Editorial Manual, on identifying resolutions and decisions.
func (r *resolver) bodyByForm(form, id string) string {
	switch {
	case form == symbol.BySerial:
		return "SC"
	case form == symbol.ByYear && r.numbering != symbol.ByYear:
		return "ECOSOC"
	case strings.HasPrefix(id, "ES-"):
		return "GA"
	case form == "roman" && afterThirtieth(id):
		return "ECOSOC"
	}
	return ""
}

// markedBody is the body that a mark in the number names, "" where there is none.
func markedBody(id string) string {
	if len(id) > 1 && id[0] == 'A' && isDigit(id[1]) { // A41-20
		return "ICAO/A"
	}
	for _, mark := range formMarks {
		if mark.begins && strings.HasPrefix(id, mark.text) || !mark.begins && strings.Contains(id, mark.text) {
			return mark.body
		}
	}
	return ""
}

// formMarks are parts of numbers that name the body; those that begin with it stand at the beginning.
var formMarks = [...]struct {
	text, body string
	begins     bool
}{
	{"/CP.", "FCCC/CP", false}, {"/CMP.", "FCCC/KP/CMP", false}, {"/CMA.", "FCCC/PA/CMA", false}, {"/COP.", "ICCD/COP", false}, {"(ORG-", "ECOSOC", false},
	{"WHA", "WHO", true}, {"EB", "WHO/EB", true}, {"Conf.", "CITES", true}, {"RC-", "UNEP/FAO/RC", true}, {"BC-", "UNEP/CHW", true},
	{"SC-", "UNEP/POPS", true}, {"MC-", "UNEP/MC", true}, {"IPBES-", "IPBES", true}, {"SS.", "UNEP/GC", true},
	{"MEPC.", "IMO/MEPC", true}, {"MSC.", "IMO/MSC", true}, {"LEG.", "IMO/LEG", true}, {"FAL.", "IMO/FAL", true}, {"A.", "IMO/A", true}, {"LP.", "IMO", true}, {"LC.", "IMO", true},
	{"GC(", "IAEA/GC", true}, {"GC.", "UNIDO/GC", true}, {"IDB.", "IDB", true}, {"C-", "OPCW/C", true}, {"EC-", "OPCW/EC", true},
	{" C/", "UNESCO/GC", false}, {" EX/", "UNESCO/EB", false}, {"(Rev. CoP", "CITES", false}, {"(Rev. ", "ITU", false}, {"(Cg-", "WMO", false}, {"(EC-", "WMO", false},
}

// afterThirtieth reports whether the Roman session of an ID is later than the thirtieth, the General Assembly's last with Roman
// numbers: 1733 (LIV) can only be of the Economic and Social Council.
func afterThirtieth(id string) bool {
	_, session, _ := strings.Cut(id, "(")
	return strings.ContainsRune(session, 'L') || strings.HasPrefix(session, "XXX") && session != "XXX)"
}

// defaultBody is the body that a number means in the citing document's own papers.
func (r *resolver) defaultBody(form, id string) string {
	session, _, _ := strings.Cut(strings.TrimPrefix(id, "S-"), "/")
	n, _ := strconv.Atoi(session)
	switch {
	case form == "roman" && (r.numbering == symbol.BySession || r.numbering == symbol.BySerial) && r.home != "GA":
		return "GA" // bodies founded since have no Roman sessions
	case form == symbol.BySession && (r.numbering == symbol.ByYear || r.numbering == symbol.BySerial):
		return "GA"
	case form == symbol.BySession && r.source.Session > 0 && r.home == r.source.Body && n > r.source.Session && n > 30:
		return "GA"
	}
	return r.home
}

// bodyNamed is the code of a body named in the text. A name that several bodies bear ("Council") is settled by the form of
// the number, the citing body, and the body last named in full, in this order.
func (r *resolver) bodyNamed(name, form string) string {
	candidates := bodiesCalled(name)
	if code := onlyCode(candidates); code != "" {
		return code
	}
	for _, b := range candidates {
		if b.Code == r.home || b.Code == r.source.Body {
			if form == "" || b.Numbering == "" || form == b.Numbering {
				return b.Code
			}
		}
	}
	if last := r.lastBody[name]; last != "" {
		if b, _ := symbol.BodyByCode(last); b.Numbering == form || b.Numbering == "" {
			return last
		}
	}
	return shortDefaults[name+" "+form]
}

// shortDefaults are the bodies that short names mean in the papers of the principal organs, with the form of their numbers.
var shortDefaults = map[string]string{
	"Assembly session": "GA", "Assembly roman": "GA", "Council year": "ECOSOC", "Council serial": "SC", "Council session": "HRC",
	"Council roman": "ECOSOC",
}

// onlyCode is the code of all the bodies, "" where they are several.
func onlyCode(bodies []symbol.Body) string {
	code := ""
	for _, b := range bodies {
		if code != "" && code != b.Code {
			return ""
		}
		code = b.Code
	}
	return code
}

// noteBody remembers a body that the text names in full, for its short names later.
func (r *resolver) noteBody(name string) {
	for _, b := range bodiesCalled(name) {
		if b.Name == name {
			for _, other := range b.Other {
				r.lastBody[other] = b.Code
			}
			return
		}
	}
}

// bodiesCalled are the bodies of the registry that a name may mean, in its order: by code, by name in full or in part, or by another name.
func bodiesCalled(name string) []symbol.Body { return calledBodies()[name] }

// calledBodies are the bodies of the registry by all that they are called.
var calledBodies = sync.OnceValue(func() map[string][]symbol.Body {
	called := map[string][]symbol.Body{}
	for _, b := range symbol.Bodies() {
		names := append([]string{b.Code, b.Name}, b.Other...)
		for _, joint := range [...]string{" to ", " of "} {
			for i := 0; i < len(b.Name); i++ {
				if strings.HasPrefix(b.Name[i:], joint) {
					names = append(names, b.Name[:i])
				}
			}
		}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			called[name] = append(called[name], b)
		}
	}
	return called
})
