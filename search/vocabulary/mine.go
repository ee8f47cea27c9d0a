package vocabulary

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// Documents define acronyms where they first use them: "United Nations Office on Drugs and Crime (UNODC)". The first words of an acronym's
// hundred best hits, and those of a name, are read for such definitions, so that what is found follows from the index alone and costs a
// page of hits. That the letters must fit the words is the idea of A. Schwartz and M. Hearst, "A simple algorithm for identifying
// abbreviation definitions in biomedical text" (2003); the rule here is stricter: see fits.

// Thresholds of what the documents define.
const (
	// minDefined is the number of paragraphs that must define an acronym by the same name.
	minDefined = 2
	// minShare is their part, one in so many, of all paragraphs of the language that define the acronym.
	minShare = 2
	// minLetters and maxLetters bound acronyms.
	minLetters, maxLetters = 2, 12
	// maxNameWords bounds names.
	maxNameWords = 16
)

// mine are the forms that documents define for an acronym or name, the most frequent of each language.
func (e Expander) mine(ctx context.Context, words string) ([]Form, error) {
	parts := len(analysis.Words(words))
	acronym := parts == 1 && isAcronym(words)
	if !acronym && (parts < minLetters || parts > maxNameWords) {
		return nil, nil
	}
	asked := query.Phrase{Text: words, Stem: !acronym}
	results, err := e.Searcher.Search(ctx, search.Request{Query: asked, Size: search.MaxSize})
	if err != nil {
		return nil, err
	}
	counts := tally{}
	for _, hit := range results.Hits {
		lang := cmp.Or(hit.Unit.Lang, hit.Document.Lang)
		for _, d := range definitions(lang, hit.Unit.Text) {
			switch {
			case acronym && strings.EqualFold(singular(d.acronym), singular(words)):
				counts.add(lang, d.name)
			case !acronym && keyOf(lang, d.name) == keyOf(lang, words):
				counts.add(lang, d.acronym)
			}
		}
	}
	return counts.winners(), nil
}

// isAcronym reports whether a word has the form of an acronym, as typed: at least two capitals, and more capitals than small letters.
func isAcronym(word string) bool {
	capitals, small := 0, 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLower(r):
			small++
		case !unicode.IsDigit(r) && r != '-':
			return false
		}
	}
	n := capitals + small
	return capitals >= 2 && capitals > small && minLetters <= n && n <= maxLetters
}

// tally counts the paragraphs that define a form, by language and the form's folded words.
type tally map[document.Language]map[string]*counted

type counted struct {
	text string
	n    int
}

func (t tally) add(lang document.Language, text string) {
	if t[lang] == nil {
		t[lang] = map[string]*counted{}
	}
	key := keyOf(lang, text)
	if t[lang][key] == nil {
		t[lang][key] = &counted{text: text}
	}
	t[lang][key].n++
}

// winners are the most frequent form of each language that is over the thresholds.
func (t tally) winners() []Form {
	var forms []Form
	for lang, byKey := range t {
		var best *counted
		all := 0
		for _, c := range byKey {
			all += c.n
			if best == nil || cmp.Or(cmp.Compare(c.n, best.n), cmp.Compare(len(best.text), len(c.text)), strings.Compare(best.text, c.text)) > 0 {
				best = c
			}
		}
		if best.n >= minDefined && best.n*minShare >= all {
			forms = append(forms, Form{Text: best.text, Lang: lang, Defined: best.n})
		}
	}
	slices.SortFunc(forms, func(a, b Form) int {
		return cmp.Or(cmp.Compare(b.Defined, a.Defined), strings.Compare(string(a.Lang), string(b.Lang)))
	})
	var distinct []Form
	for _, f := range forms {
		if !slices.ContainsFunc(distinct, func(d Form) bool { return strings.EqualFold(d.Text, f.Text) }) {
			distinct = append(distinct, f)
		}
	}
	return distinct
}

// definition is an acronym in brackets behind its name.
type definition struct{ acronym, name string }

// definitions are those of a text, each acronym once.
func definitions(lang document.Language, text string) []definition {
	var found []definition
	for rest := text; ; {
		open := strings.IndexAny(rest, "(（")
		if open < 0 {
			return found
		}
		before := text[:len(text)-len(rest)+open]
		rest = strings.TrimLeft(rest[open:], "(（")
		end := strings.IndexAny(rest, ")）,;")
		if end < 0 {
			return found
		}
		acronym := strings.Trim(strings.TrimSpace(rest[:end]), `"“”«»‘’`)
		if !isAcronym(acronym) || slices.ContainsFunc(found, func(d definition) bool { return d.acronym == acronym }) {
			continue
		}
		if name := nameBefore(lang, before, acronym); name != "" {
			found = append(found, definition{acronym, name})
		}
	}
}

// nameBefore is the end of a text that an acronym behind it stands for, "" where the letters fit no words.
func nameBefore(lang document.Language, before, acronym string) string {
	const enough = 400 // bytes, for maxNameWords words
	cut := max(0, len(before)-enough)
	for cut > 0 && before[cut]&0xc0 == 0x80 {
		cut++
	}
	before = before[cut:]
	if stop := strings.LastIndexAny(before, ".;:()[]"); stop >= 0 {
		before = before[stop+1:]
	}
	words := analysis.Words(before)
	letters := foldedLetters(singular(acronym))
	for size := 2; size <= min(len(words), maxNameWords); size++ {
		run := words[len(words)-size:]
		stop := analysis.For(lang).IsStop
		if stop(run[0].Term) || !fits(letters, run, stop) {
			continue
		}
		return strings.Join(strings.Fields(before[run[0].Start:run[size-1].End]), " ")
	}
	return ""
}

// singular is an acronym without the small s of the plural: "LDCs".
func singular(acronym string) string {
	if n := len(acronym) - 1; n > 1 && acronym[n] == 's' && unicode.IsUpper(rune(acronym[n-1])) {
		return acronym[:n]
	}
	return acronym
}

// foldedLetters is an acronym as its letters stand in folded words, without hyphens.
func foldedLetters(acronym string) string {
	var b strings.Builder
	for _, t := range analysis.Words(acronym) {
		b.WriteString(t.Term)
	}
	return b.String()
}

// fits reports whether letters are the beginnings of words, in order: each word gives one or more of its first letters, and stop words may
// give none. "ecosoc" fits "economic and social council", "unodc" "united nations office on drugs and crime".
func fits(letters string, words []analysis.Token, isStop func(word string) bool) bool {
	if len(words) == 0 {
		return letters == ""
	}
	word, rest := words[0].Term, words[1:]
	if isStop(word) && fits(letters, rest, isStop) {
		return true
	}
	for n := 1; n <= min(len(word), len(letters)) && word[:n] == letters[:n]; n++ {
		if fits(letters[n:], rest, isStop) {
			return true
		}
	}
	return false
}
