package parse

import (
	"regexp"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

var leader = regexp.MustCompile(`\s*(?:\.\s?){5,}\s*|\s*…{2,}\s*|\s*_{5,}\s*`)

// hasLeader reports whether text has the dots of a table of contents.
func hasLeader(text string) bool {
	return (strings.Contains(text, "..") || strings.Contains(text, ". .") || strings.Contains(text, "……") || strings.Contains(text, "_____")) && leader.MatchString(text)
}

// contentsWords are the words of a table of contents that the text layer may give behind it.
var contentsWords = regexp.MustCompile(`^(?i:page|chapters?|annex(?:es)?|paragraphs?|item|contents)$`)

// contentsEnd returns the index of the last paragraph of the table of contents that begins at paragraph i.
func contentsEnd(paras []para, i int) int {
	last := i
	for j := i + 1; j < len(paras) && j <= last+14 && j < i+800; j++ {
		if hasLeader(paras[j].text) {
			last = j
		}
	}
	if last == i {
		return i
	}
	for last+1 < len(paras) {
		next := &paras[last+1]
		if !onlyNumber.MatchString(next.text) && !next.label.bare(next.text) && !contentsWords.MatchString(next.text) {
			break
		}
		last++
	}
	return last
}

// contentsUnit is the length in bytes after which a table of contents goes on in another unit.
const contentsUnit = 1000

// contents makes masthead units of a table of contents: it belongs to no section and no search.
func (o *outliner) contents(from, to int) {
	text := ""
	flush := func() {
		if text != "" {
			o.add(document.Unit{Kind: document.Frontmatter, Role: roleContents, Text: text, Page: o.paras[from].page})
		}
		text = ""
	}
	for _, pa := range o.paras[from : to+1] {
		if pa.kind == extract.Note {
			o.add(document.Unit{Kind: document.Footnote, Text: pa.text, FootnoteMark: pa.mark, Page: pa.page})
			continue
		}
		if line := strings.TrimSpace(leader.ReplaceAllString(pa.text, " ")); line != "" {
			text = joinLines(text, line)
		}
		if len(text) > contentsUnit {
			flush()
		}
	}
	flush()
}
