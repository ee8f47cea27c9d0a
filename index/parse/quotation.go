package parse

import (
	"regexp"
	"strings"

	"github.com/plenary-search/plenary/index/extract"
)

// openQuote finds the paragraphs of a quotation that begins at paragraph i and runs over several.
func (o *outliner) openQuote(i int) {
	const longest = 60
	if !o.paras[i].opening || balanced(o.paras[i].text) {
		return
	}
	for j := i + 1; j < len(o.paras) && j < i+longest; j++ {
		pa := &o.paras[j]
		if pa.kind == extract.Note {
			continue
		}
		if pa.kind != extract.Text && pa.kind != extract.ListEntry || knownHeading(pa.text) > 0 {
			return
		}
		if closes(pa.text) {
			o.quote, o.from = j, o.quoteSource(i)
			return
		}
	}
}

// balanced reports whether every quotation mark that text opens is closed in it.
func balanced(text string) bool {
	return strings.Count(text, "“") <= strings.Count(text, "”") && strings.Count(text, `"`)%2 == 0
}

// closes reports whether text ends a quotation that it did not open.
func closes(text string) bool {
	text = strings.TrimRight(text, ".;,) ")
	if strings.HasSuffix(text, "”") {
		return strings.Count(text, "”") > strings.Count(text, "“") || strings.HasPrefix(text, "“")
	}
	return strings.HasSuffix(text, `"`) && (strings.Count(text, `"`)%2 == 1 || strings.HasPrefix(text, `"`))
}

var quotedText = regexp.MustCompile(`(?i)\b(?:rule|article|section|paragraph|resolution|decision|regulation)s? (?:\d[\d/]*|[IVXLC]+\b)(?: \(\d{1,4}\))?(?: of the (?:rules of procedure|Convention|Charter|Protocol|annex))?`)

// quoteSource names the text that is quoted, from the sentence before the quotation.
func (o *outliner) quoteSource(i int) string {
	for j := i - 1; j >= max(0, i-farLook); j-- {
		if pa := &o.paras[j]; pa.kind == extract.Text {
			if !strings.HasSuffix(pa.text, ":") {
				return ""
			}
			return quotedText.FindString(pa.text)
		}
	}
	return ""
}
