package vocabulary

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/analysis"
)

// Names is the set of acronyms and names; the others are families of phrases.
const Names = "names"

var (
	//go:embed names.tsv
	nameLines string
	//go:embed families.tsv
	familyLines string
)

// Set is what a reader can switch on.
type Set struct {
	Name  string // as expand= takes it
	Title string // for people, in English; "" for Names
}

// group is forms that mean the same.
type group struct {
	set   string
	title string
	forms []form
}

// form is one way to write what a group stands for.
type form struct {
	text string
	lang document.Language
	// quiet forms are recognised in capitals, and never looked for.
	quiet bool
}

// table is the files, read.
type table struct {
	groups []*group
	byKey  map[string][]*group // by the keys of forms; see keyOf
	quiet  map[string][]*group // by quiet forms as they are written
	begins map[string]bool     // the keys of the first words of forms of several
	// longest is the number of words of the longest form.
	longest int
}

var files = mustLoad()

func mustLoad() *table {
	t := &table{byKey: map[string][]*group{}, quiet: map[string][]*group{}, begins: map[string]bool{}}
	for _, file := range []struct{ lines, set string }{{nameLines, Names}, {familyLines, ""}} {
		if err := t.load(file.lines, file.set); err != nil {
			panic(err) // the files are embedded, and a test reads them
		}
	}
	return t
}

// load reads lines of three columns. Lines of a group stand together; its name is that of its set where set is "".
func (t *table) load(lines, set string) error {
	var g *group
	last := ""
	for n, line := range strings.Split(lines, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 3 {
			return fmt.Errorf("vocabulary: line %d has %d columns, not 3: %s", n+1, len(columns), line)
		}
		if columns[0] != last {
			g = &group{set: set}
			if set == "" {
				g.set = columns[0]
			}
			t.groups, last = append(t.groups, g), columns[0]
		}
		if columns[1] == "title" {
			g.title = columns[2]
			continue
		}
		for text := range strings.SplitSeq(columns[2], "|") {
			t.add(g, text, document.Language(columns[1]))
		}
	}
	return nil
}

func (t *table) add(g *group, text string, lang document.Language) {
	text, quiet := strings.CutPrefix(text, "~")
	if slices.ContainsFunc(g.forms, func(f form) bool { return f.text == text }) {
		return // UNESCO is the same in French and Spanish
	}
	g.forms = append(g.forms, form{text: text, lang: lang, quiet: quiet})
	if words := analysis.Words(text); len(words) > 1 {
		t.begins[keyOf(lang, words[0].Term)] = true
		t.longest = max(t.longest, len(words))
	}
	if quiet {
		t.quiet[text] = append(t.quiet[text], g)
		return
	}
	if key := keyOf(lang, text); !slices.Contains(t.byKey[key], g) {
		t.byKey[key] = append(t.byKey[key], g)
	}
}

// keyOf is what two spellings of a form share: the language and the stems of its words in it.
func keyOf(lang document.Language, text string) string {
	var b strings.Builder
	b.WriteString(string(lang))
	for _, stem := range analysis.For(lang).Stems(text) {
		b.WriteByte(' ')
		b.WriteString(stem.Term)
	}
	return b.String()
}

// languages are those of the files.
var languages = []document.Language{"en", "fr", "es", "ru", "ar", "zh"}

// mayBegin reports whether a form of several words begins with the first of some words. Most do not, so that few runs of a query are looked up.
func (t *table) mayBegin(words string) bool {
	all := analysis.Words(words)
	return len(all) > 0 && slices.ContainsFunc(languages, func(lang document.Language) bool { return t.begins[keyOf(lang, all[0].Term)] })
}

// find are the groups that words belong to, those of the file of names first.
func (t *table) find(words string) []*group {
	found := slices.Clone(t.quiet[words])
	for _, lang := range languages {
		for _, g := range t.byKey[keyOf(lang, words)] {
			if !slices.Contains(found, g) {
				found = append(found, g)
			}
		}
	}
	return found
}

// Sets are what a reader can switch on, in the order of the files.
func Sets() []Set {
	var sets []Set
	for _, g := range files.groups {
		if !slices.ContainsFunc(sets, func(s Set) bool { return s.Name == g.set }) {
			sets = append(sets, Set{Name: g.set, Title: g.title})
		}
	}
	return sets
}

// Find is the set of a name.
func Find(name string) (Set, bool) {
	for _, s := range Sets() {
		if s.Name == name {
			return s, true
		}
	}
	return Set{}, false
}
