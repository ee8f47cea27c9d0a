package parse

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

// headingAt decides whether paragraph i is a heading, and of which kind. Where the format states headings and their levels, the
// levels count if they agree with the enumerators; else the enumerators do, and levels order only what has none.
func (o *outliner) headingAt(i int) (heading, bool) {
	h, ok := o.readHeading(i)
	pa := &o.paras[i]
	switch {
	case pa.kind != extract.Heading || pa.level == 0:
		if o.levels && h.annex { // it ends all sections, whatever their levels
			h.rank = 1
		}
		return h, ok
	case o.levels:
		h.rank = rank(pa.level)
	case h.rank == 0 || h.rank == rankPlain && !h.docs:
		h.rank = rankPlain + rank(pa.level)
	}
	return h, true
}

// levelsAgree reports whether the levels that the format states can be the outline: headings with enumerators of one form stand
// on one level, and none of them is a heading by its type alone. Converters of printed pages guess levels, or give all headings one.
func levelsAgree(paras []para) bool {
	formOf, levelOf := map[int]labelForm{}, map[labelForm]int{}
	for i := range paras {
		pa := &paras[i]
		form := pa.label.form
		if form == noLabel || form == bulletLabel {
			if pa.kind == extract.Heading && knownHeading(pa.text) == rankAnnex && !annexHeading.MatchString(pa.text) {
				return false // the parts of an agenda
			}
			continue
		}
		if pa.kind != extract.Heading {
			if pa.bold && isSectionLabel(form) {
				return false
			}
			continue
		}
		if f, ok := formOf[pa.level]; ok && f != form {
			return false
		}
		if l, ok := levelOf[form]; ok && l != pa.level {
			return false
		}
		formOf[pa.level], levelOf[form] = form, pa.level
	}
	return true
}

// readHeading reads paragraph i as a heading by its text.
func (o *outliner) readHeading(i int) (heading, bool) {
	pa := &o.paras[i]
	n := utf8.RuneCountInString(pa.text)
	h := heading{text: pa.text, label: pa.label}
	if n > 400 && pa.kind != extract.Heading {
		return h, false
	}
	if item, rank := o.agenda.headed(pa, o.currentItem()); item != "" {
		h.item, h.rank = item, rank
		return h, true
	}
	if h.rank = knownHeading(pa.text); h.rank > 0 {
		h.docs = documentsHead.MatchString(pa.text)
		h.annex = annexHeading.MatchString(pa.text)
		return h, true
	}
	if endsSentence(pa.text) || pa.kind == extract.ListEntry || strings.ContainsRune(commas, lastLetter(pa.text)) {
		return h, false
	}
	first, _ := utf8.DecodeRuneInString(pa.text)
	if m := itemHeadingOf(pa.text); m != nil && (o.agenda.state != listDone || o.agenda.adopted) {
		items := readItems(m[1])
		if len(items) == 1 {
			h.item = items[0]
			if isAgendaTitle(o.doc.Title) {
				o.agenda.named(h.item, o.titleAfter(i))
			}
		}
		h.rank = rankItem
		return h, true
	}
	if strings.ContainsRune("DdRr", first) && draftHead.MatchString(pa.text) {
		h.rank = rankDraft
		return h, true
	}
	if (strings.ContainsRune("PCST", first) || strings.HasSuffix(pa.text, " segment")) && partHeading.MatchString(pa.text) {
		h.rank = rankPart
		return h, true
	}
	if isArticle(pa.text) {
		h.rank = rankArticle
		return h, true
	}
	rest := strings.TrimSpace(strings.TrimPrefix(pa.text, pa.label.text))
	if !hasWord(rest) {
		return h, false
	}
	switch pa.label.form {
	case romanLabel, capitalLabel:
		h.rank = o.letterRank(pa.label)
		if m := itemHeadingOf(rest); m != nil && len(readItems(m[1])) == 1 {
			h.item = readItems(m[1])[0] // "II. Agenda item 2 (b): …"
		}
		return h, startsUpper(rest)
	case arabicLabel:
		if pa.label.n == o.number+1 && o.number > 0 && n > 80 {
			return h, false // the next paragraph, torn
		}
		h.rank = rankArabic
		return h, startsUpper(rest) && n <= 200 && pa.label.n <= 30 && o.followedByProse(i, 3)
	case bracketLabel:
		h.rank = rankBracket
		if top := o.currentItem(); len(o.agenda.items) == 0 && len(o.open) > 0 && o.open[len(o.open)-1].rank >= rankItem && top != "" { // below "Agenda item 71: …"
			if item := cmp.Or(document.ItemParent(top), top) + "(" + pa.label.value + ")"; len(pa.label.value) == 1 && o.followedByProse(i, 3) {
				h.rank, h.item = rankSubItem, item
				return h, startsUpper(rest) && n <= 200
			}
		}
		return h, startsUpper(rest) && n <= 160 && o.followedByNumber(i)
	case bulletLabel:
		return h, false
	}
	h.rank = rankPlain
	return h, n <= 260 && !o.afterColon(i) && !o.inDocuments() && !o.signed && startsHeading(pa.text) && (pa.bold || o.followedByProse(i, 3))
}

var signature = regexp.MustCompile(`^\((?:Signed|Signé|Firmado)\)|^\[(?:signed|Signed)\]`)

// wrappedHeading joins the further lines of a heading that runs over several, and returns the index of the last. Headings are
// set narrower than text, so that a line says by its length whether another can follow.
func (o *outliner) wrappedHeading(i int, h *heading) int {
	pa := &o.paras[i]
	if !o.layout.wrapped || pa.whole || h.annex || h.docs || h.item != "" && h.rank != rankSubItem {
		return i
	}
	last := utf8.RuneCountInString(pa.text)
	for i+1 < len(o.paras) && last >= 40 && len(pa.text) < 600 {
		next := &o.paras[i+1]
		if next.gap > 0 || next.pageStart || next.label.form != noLabel || next.kind != extract.Text || utf8.RuneCountInString(next.text) > 75 || knownHeading(next.text) > 0 {
			break
		}
		if _, ok := o.headingAt(i + 1); !ok {
			break
		}
		i++
		last = utf8.RuneCountInString(next.text)
		pa.text = joinLines(pa.text, next.text)
		h.text = pa.text
	}
	return i
}

// articleLetters begin the headings of articles, with which the patterns are not asked for other lines.
const articleLetters = "ARСПما第"

// isArticle reports whether a line is the heading of an article or rule in any of the six languages.
func isArticle(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune(articleLetters, first) && len(text) < longestArticle && (articleHead.MatchString(text) || foreignArticle.MatchString(text))
}

// longestArticle is the number of bytes of the longest such line.
const longestArticle = 400

// titleAfter is the title of the item whose number alone paragraph i prints: "Item 1", "Organizational matters".
func (o *outliner) titleAfter(i int) string {
	if _, title, ok := strings.Cut(o.paras[i].text, ": "); ok {
		return title
	}
	if i+1 < len(o.paras) && !endsSentence(o.paras[i+1].text) && o.paras[i+1].label.form == noLabel {
		return o.paras[i+1].text
	}
	return ""
}

// afterColon reports whether the text before paragraph i announces it: "Abstaining:", "None".
func (o *outliner) afterColon(i int) bool {
	for j := i - 1; j >= max(0, i-farLook); j-- {
		if o.paras[j].kind != extract.Note {
			return strings.HasSuffix(o.paras[j].text, ":")
		}
	}
	return false
}

// letterRank tells the Roman numbers I, V, X, L from the capital letters by what stands before them in the same section.
func (o *outliner) letterRank(l label) rank {
	if l.form == capitalLabel {
		return rankCapital
	}
	if len(l.value) == 1 {
		for k := len(o.open) - 1; k >= 0; k-- {
			h := o.open[k]
			if h.rank == rankCapital && len(h.label.value) == 1 {
				if h.label.value[0]+1 == l.value[0] {
					return rankCapital
				}
			}
		}
	}
	return rankRoman
}

// hasWord reports whether text has a word of three letters.
func hasWord(text string) bool {
	run := 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			run = 0
			continue
		}
		if run++; run == 3 || r > 0x2e80 {
			return true
		}
	}
	return false
}

// farLook is how many paragraphs before or after another can say what it is: notes in a row could be without end.
const farLook = 100

// followedByProse reports whether running text comes after paragraph i, with at most depth headings between.
func (o *outliner) followedByProse(i, depth int) bool {
	for j := i + 1; j < len(o.paras) && j < i+farLook && depth > 0; j++ {
		pa := &o.paras[j]
		switch {
		case pa.kind == extract.Note:
			continue
		case pa.kind == extract.TableRow, pa.kind == extract.Heading, knownHeading(pa.text) > 0:
			return true
		case endsSentence(pa.text) && (utf8.RuneCountInString(pa.text) >= 60 || pa.label.form != noLabel && hasWord(pa.text)):
			return true
		case pa.label.form != noLabel && utf8.RuneCountInString(pa.text) >= 60:
			return true
		case !hasWord(pa.text) || !startsHeading(strings.TrimSpace(strings.TrimPrefix(pa.text, pa.label.text))):
			return false
		}
		depth--
	}
	return false
}

// followedByNumber reports whether a numbered or unlabelled paragraph of prose comes next.
func (o *outliner) followedByNumber(i int) bool {
	for j := i + 1; j < len(o.paras) && j < i+farLook; j++ {
		if pa := &o.paras[j]; pa.kind != extract.Note {
			return pa.kind == extract.Text && (pa.label.form == arabicLabel || pa.label.form == noLabel && endsSentence(pa.text) && len(pa.text) > 80) && o.number > 0
		}
	}
	return false
}
