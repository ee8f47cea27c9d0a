package parse

import (
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/language"
)

// readLanguage sets the language of the document by what the format states and by the words. Words count more, where they are
// sure: files of all formats carry the language of the program that made them. What nobody can tell is taken for English, and
// what is surely none of the languages that are known has none.
func (p *parser) readLanguage(c extract.Content) {
	if p.doc.Lang != "" {
		return
	}
	stated := statedLanguage(c)
	var s language.Sample
	for i := range c.Blocks {
		if s.Full() {
			break
		}
		s.Add(c.Blocks[i].Text)
		for _, l := range c.Blocks[i].Lines {
			if c.Blocks[i].Text == "" {
				s.Add(l)
			}
		}
	}
	switch g := s.Guess(); {
	case stated != "" && (c.Marked || !g.Sure):
		p.doc.Lang = stated
	case g.Sure || g.Lang != "" && s.Letters() >= fewLetters:
		p.doc.Lang = document.Language(g.Lang)
	default:
		p.doc.Lang = "en"
	}
}

// fewLetters are too few for a guess that is not sure.
const fewLetters = 30

// statedLanguage is the language that the format says: "fr" for "fr-CH".
func statedLanguage(c extract.Content) document.Language {
	for _, s := range []string{c.Lang, c.Meta["lang"]} {
		if code, _, _ := strings.Cut(strings.ToLower(s), "-"); len(code) == 2 {
			return document.Language(code)
		}
	}
	return ""
}

// enoughForUnit is the number of bytes of a unit that its language is told by.
const enoughForUnit = 800

// unitLanguages says of units that are surely in another language than their document which it is: a letter annexed in French,
// the title of a book in a footnote. Lines of the masthead, and what is too short to tell, are in the document's.
func (p *parser) unitLanguages() {
	for i := range p.doc.Units {
		u := &p.doc.Units[i]
		if u.Lang != "" || u.Kind == document.Frontmatter || len(u.Text) < 20 {
			continue
		}
		text := u.Text
		if len(text) > enoughForUnit {
			n := enoughForUnit
			for !utf8.RuneStart(text[n]) {
				n--
			}
			text = text[:n]
		}
		if g := language.Detect(text); g.Sure && g.Lang != "" && g.Lang != string(p.doc.Lang) {
			u.Lang = document.Language(g.Lang)
		}
	}
}
