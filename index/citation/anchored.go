package citation

import (
	"regexp"
	"regexp/syntax"
	"unicode"
)

// anchored is a pattern that is matched at a given place of a text, not sought in it. Most places are refused by their first byte,
// and no more of the text is looked at than a match can need.
type anchored struct {
	re    *regexp.Regexp
	first [256]bool // bytes that a match which is not empty begins with
	empty []int     // the match where no such byte stands: nil, or an empty one
}

// reach is how many bytes of a text an anchored pattern sees. No title or date between the members of a list is longer.
const reach = 240

// at compiles a pattern to be matched at a given place; it need not begin with "^".
func at(pattern string) *anchored {
	a := &anchored{re: regexp.MustCompile(`^(?:` + pattern + `)`)}
	parsed, err := syntax.Parse(a.re.String(), syntax.Perl)
	if err != nil {
		panic(err)
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		panic(err)
	}
	a.collect(prog, prog.Start, map[int]bool{})
	a.empty = a.re.FindStringSubmatchIndex("\x00")
	return a
}

// collect gathers the first bytes of what an instruction and those that follow it without reading match.
func (a *anchored) collect(prog *syntax.Prog, pc int, seen map[int]bool) {
	if seen[pc] {
		return
	}
	seen[pc] = true
	switch in := prog.Inst[pc]; in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		a.collect(prog, int(in.Out), seen)
		a.collect(prog, int(in.Arg), seen)
	case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
		a.collect(prog, int(in.Out), seen)
	case syntax.InstRune1, syntax.InstRune:
		if len(in.Rune) == 1 {
			a.addFold(in.Rune[0], syntax.Flags(in.Arg)&syntax.FoldCase != 0)
			return
		}
		for i := 0; i+1 < len(in.Rune); i += 2 {
			a.addRange(in.Rune[i], in.Rune[i+1])
		}
	case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		a.addRange(0, unicode.MaxRune)
	}
}

func (a *anchored) addFold(r rune, fold bool) {
	a.addRange(r, r)
	for f := unicode.SimpleFold(r); fold && f != r; f = unicode.SimpleFold(f) {
		a.addRange(f, f)
	}
}

func (a *anchored) addRange(from, to rune) {
	for b := int(leadByte(from)); b <= int(leadByte(to)); b++ {
		a.first[b] = true
	}
}

func leadByte(r rune) byte { return string(r)[0] }

// match is the match at offset i of text with its groups, as offsets from i on; nil where there is none.
func (a *anchored) match(text string, i int) []int {
	if i < len(text) && !a.first[text[i]] {
		return a.empty
	}
	return a.re.FindStringSubmatchIndex(ahead(text, i, reach))
}

// end is the length of the match at offset i of text, -1 where there is none.
func (a *anchored) end(text string, i int) int {
	if found := a.match(text, i); found != nil {
		return found[1]
	}
	return -1
}

// matches reports whether the pattern matches at offset i of text.
func (a *anchored) matches(text string, i int) bool {
	if i < len(text) && !a.first[text[i]] {
		return a.empty != nil
	}
	return a.re.MatchString(ahead(text, i, reach))
}
