package citation

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/plenary-search/plenary/index/corpustest"
	"github.com/plenary-search/plenary/index/symbol"
)

// aknDir holds resolutions as XML in which the editors linked the documents that they cite; it stands beside the project.
const aknDir = "../../../shared/corpus/un-resolutions-akn"

// link is a citation that an editor linked: the text of the link, where it stands in its paragraph, and its target.
type link struct {
	start, end int
	anchor     string
	target     symbol.Symbol
}

// aknUnit is a paragraph or note of a resolution.
type aknUnit struct {
	text  string
	note  bool
	links []link
}

// aknScore counts links whose citation was found at their place, and found with the right identity.
type aknScore struct{ links, found, right int }

func (s aknScore) String() string {
	n := float64(max(s.links, 1))
	return fmt.Sprintf("%6d links, found %.4f, right %.4f", s.links, float64(s.found)/n, float64(s.right)/n)
}

// linksEvery is the share of the files that TestLinks reads: one of so many.
var linksEvery = flag.Int("links-every", 16, "read one of so many Akoma Ntoso files; 1 reads all")

// TestLinks measures how many of the citations that editors linked are found, and found with body and number right, in a
// sample of the resolutions of the General Assembly and the Security Council, or in all of them.
func TestLinks(t *testing.T) {
	targets := readTargets(t, filepath.Join(aknDir, "citations.tsv.zst"))
	scores := map[string]*aknScore{}
	misses := 0
	for n, file := range corpustest.Files(t, filepath.Join(aknDir, "resolutions.tar.zst")) {
		rows := targets[file.Name]
		if len(rows) == 0 || (n+1)%*linksEvery != 0 {
			continue
		}
		source := sourceOf(rows[0].citing)
		source.Lang = rows[0].lang
		units := readAKN(file, rows)
		input := make([]Unit, len(units))
		for i, u := range units {
			input[i] = Unit{Text: u.text, Mentions: Find(u.text, rows[0].lang), Apart: u.note}
		}
		for i, citations := range Resolve(source, input) {
			for _, l := range units[i].links {
				found, right := judge(l, citations)
				key := rows[0].lang + " " + formName(l.target)
				if scores[key] == nil {
					scores[key] = &aknScore{}
				}
				scores[key].links++
				if found {
					scores[key].found++
				}
				if right {
					scores[key].right++
				} else if misses++; misses <= 4000 && testing.Verbose() {
					lo, hi := max(0, l.start-90), min(len(units[i].text), l.end+50)
					t.Logf("MISS found=%t %s [%s] -> %s: …%s…", found, file.Name, l.anchor, l.target, strings.ToValidUTF8(units[i].text[lo:hi], ""))
				}
			}
		}
	}
	var b strings.Builder
	keys := make([]string, 0, len(scores))
	for key := range scores {
		keys = append(keys, key)
	}
	for _, key := range keys {
		lang, _, _ := strings.Cut(key, " ")
		if scores[lang] == nil {
			scores[lang], keys = &aknScore{}, append(keys, lang)
		}
		t, s := scores[lang], scores[key]
		t.links, t.found, t.right = t.links+s.links, t.found+s.found, t.right+s.right
	}
	slices.Sort(keys)
	for _, key := range keys {
		fmt.Fprintf(&b, "%-24s %v\n", key, *scores[key])
	}
	name := "testdata/links.txt"
	switch *linksEvery {
	case 16:
	case 1:
		name = "testdata/links_all.txt"
	default:
		t.Skipf("no golden file for one file in %d:\n%s", *linksEvery, b.String())
	}
	golden(t, name, b.String())
}

// formName groups targets for the table.
func formName(s symbol.Symbol) string {
	if a, ok := s.Resolution(); ok {
		return a.Kind + " " + a.Body
	}
	return "symbol"
}

// judge tells whether a citation stands where the link does, and whether one of them is the link's target.
func judge(l link, citations []Citation) (found, right bool) {
	for _, c := range citations {
		if c.End <= l.start || c.Start >= l.end {
			continue
		}
		found = true
		right = right || sameTarget(c, l.target)
	}
	return found, right
}

// sameTarget compares identities; the letters of parts make no difference, for links often leave them out.
func sameTarget(c Citation, target symbol.Symbol) bool {
	if c.Kind == Document {
		s, err := symbol.Parse(c.ID)
		return err == nil && (inOneOf(s, target) || inOneOf(target, s))
	}
	want, ok := target.Resolution()
	if !ok {
		return false
	}
	return c.Body == want.Body && withoutLetter(c.ID) == withoutLetter(want.ID)
}

// inOneOf reports whether half is one of the symbols that s joins; brackets at the end, which links add, make no difference.
func inOneOf(half, s symbol.Symbol) bool {
	plain := func(s symbol.Symbol) string {
		text, _, _ := strings.Cut(s.String(), "(")
		return text
	}
	return half == s || slices.ContainsFunc(s.Halves(), func(h symbol.Symbol) bool { return plain(h) == plain(half) })
}

func withoutLetter(id string) string {
	number, bracket, _ := strings.Cut(id, "(")
	number = strings.TrimRight(number, " -ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	return number + "(" + bracket
}

// sourceOf is what Resolve has to know of a resolution.
func sourceOf(citing string) Source {
	s, err := symbol.Parse(citing)
	if err != nil {
		return Source{}
	}
	source := Source{Body: s.Body()}
	if _, ok := s.Resolution(); ok {
		source.Own = Resolution
	}
	return source
}

// target is a row of the table of links.
type target struct{ citing, lang, anchor, symbol string }

// readTargets reads the table of links by file, for the languages that citations are found in.
func readTargets(t testing.TB, name string) map[string][]target {
	t.Helper()
	rows := map[string][]target{}
	for line := range corpustest.Lines(t, name) {
		c := strings.Split(line, "\t")
		if len(c) == 7 && languages[c[1]] != nil {
			rows[c[2]] = append(rows[c[2]], target{c[0], c[1], c[4], c[5]})
		}
	}
	return rows
}

// readAKN reads the paragraphs and notes of a resolution with the links of the table, which it meets in order.
func readAKN(r io.Reader, rows []target) []aknUnit {
	var units []aknUnit
	var open []*aknUnit // paragraphs within notes within paragraphs
	var anchor strings.Builder
	inLink, notes := false, 0
	d := xml.NewDecoder(r)
	d.Strict = false
	for {
		token, err := d.Token()
		if err != nil {
			return units
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "authorialNote":
				notes++
			case "p", "heading", "docTitle":
				open = append(open, &aknUnit{note: notes > 0})
			case "a", "ref":
				inLink = true
				anchor.Reset()
			}
		case xml.CharData:
			if len(open) == 0 {
				continue
			}
			u := open[len(open)-1]
			u.text = appendBlankless(u.text, string(e))
			if inLink {
				anchor.Write(e)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "authorialNote":
				notes--
			case "a", "ref":
				inLink = false
				if len(open) > 0 {
					rows = open[len(open)-1].addLink(strings.Join(strings.Fields(anchor.String()), " "), rows)
				}
			case "p", "heading", "docTitle":
				if n := len(open); n > 0 {
					units = append(units, *open[n-1])
					open = open[:n-1]
				}
			}
		}
	}
}

// addLink adds the next row with that anchor as a link at the end of the unit's text.
func (u *aknUnit) addLink(anchor string, rows []target) []target {
	for i, row := range rows {
		if strings.Join(strings.Fields(row.anchor), " ") != anchor || i > 20 {
			continue
		}
		end := len(strings.TrimRight(u.text, " "))
		if s, err := symbol.Parse(row.symbol); err == nil && strings.HasSuffix(u.text[:end], anchor) && anchor != "" {
			u.links = append(u.links, link{start: end - len(anchor), end: end, anchor: anchor, target: s})
		}
		return rows[i+1:]
	}
	return rows
}

// appendBlankless appends with blanks folded to one.
func appendBlankless(text, more string) string {
	folded := strings.Join(strings.Fields(more), " ")
	if folded == "" {
		if more != "" && text != "" && !strings.HasSuffix(text, " ") {
			return text + " "
		}
		return text
	}
	if strings.TrimLeftFunc(more, unicode.IsSpace) != more && text != "" && !strings.HasSuffix(text, " ") {
		text += " "
	}
	text += folded
	if strings.TrimRightFunc(more, unicode.IsSpace) != more {
		text += " "
	}
	return text
}
