package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plenary-search/plenary/index/document"
)

// phrases are the words of the interface in one language: the page says nothing that is not in its table. A phrase is a
// format of package fmt; one that counts has a form for each plural category of the language (CLDR), the name of the
// category after a dot.
type phrases struct {
	lang   string
	dir    string
	plural func(n int) string
	table  map[string]string
}

// interfaces are the languages of the interface. The first is the default.
var interfaces = []*phrases{english}

// say is the phrase of a key. A key that the table lacks is shown as it is, so that nobody overlooks it.
func (p *phrases) say(key string, args ...any) string {
	text, ok := p.table[key]
	if !ok {
		return key
	}
	if len(args) == 0 || !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// count is the phrase of a key in the plural form of n, which is its first argument, as a grouped number.
func (p *phrases) count(key string, n int, args ...any) string {
	return p.say(key+"."+p.plural(n), append([]any{p.number(n)}, args...)...)
}

// plain is the phrase of a key in the plural form of n, which it does not name.
func (p *phrases) plain(key string, n int) string { return p.say(key + "." + p.plural(n)) }

// number groups the digits of n by threes: 1,112.
func (p *phrases) number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// has says whether the table has a phrase.
func (p *phrases) has(key string) bool {
	_, ok := p.table[key]
	return ok
}

// day is an ISO 8601 date as documents print it: 16 July 2024. What is no date stays as it is.
func (p *phrases) day(iso string) string {
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return fmt.Sprintf("%d %s %d", day.Day(), day.Month(), day.Year())
}

// days is a span of days: 14–18 October 2024.
func (p *phrases) days(from, to string) string {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	switch {
	case err1 != nil || err2 != nil || a.Equal(b):
		return p.day(from)
	case a.Year() != b.Year():
		return p.day(from) + " – " + p.day(to)
	case a.Month() != b.Month():
		return fmt.Sprintf("%d %s – %s", a.Day(), a.Month(), p.day(to))
	}
	return fmt.Sprintf("%d–%s", a.Day(), p.day(to))
}

// decimal is a number to two places.
func (p *phrases) decimal(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// sitting is a slot of a timetable: Tue 15, 3–6 p.m.
func (p *phrases) sitting(s document.Slot) string {
	day, err := time.Parse(time.DateOnly, s.Date)
	if err != nil {
		return s.Time
	}
	return strings.TrimSuffix(fmt.Sprintf("%s %d, %s", day.Format("Mon"), day.Day(), s.Time), ", ")
}

var english = &phrases{lang: "en", dir: "ltr",
	plural: func(n int) string {
		if n == 1 {
			return "one"
		}
		return "other"
	},
	table: map[string]string{
		// Every page.
		"site.name":           "plenary",
		"site.nav":            "Site",
		"nav.agenda":          "Agenda",
		"nav.documents":       "Documents",
		"nav.help":            "Help",
		"skip.hits":           "Skip to the paragraphs",
		"skip.filters":        "Skip to the filters",
		"skip.search":         "Skip to the search field",
		"skip.text":           "Skip to the text",
		"field.label":         "Search the documents of the Conference",
		"field.button":        "Search",
		"field.clear":         "Clear the words",
		"suggest.label":       "Suggestions",
		"suggest.count.one":   "%s suggestion. Arrow keys choose.",
		"suggest.count.other": "%s suggestions. Arrow keys choose.",
		"title.search":        "%s – plenary",
		"title.start":         "plenary – documents of the Conference, paragraph by paragraph",
		"close":               "Close",
		"keys.title":          "Keys",
		"keys.switch":         "Single keys are on",
		"keys.slash":          "to the search field",
		"keys.esc":            "close, then leave the field",
		"keys.jk":             "next, previous hit",
		"keys.enter":          "read the hit in context",
		"keys.c":              "copy the citation",
		"keys.f":              "filters",
		"keys.np":             "next, previous mark",
		"keys.u":              "back to all paragraphs",
		"keys.question":       "these keys",

		// Start.
		"start.title":                "Search the documents of the Conference, paragraph by paragraph",
		"start.words":                "words, in any form",
		"start.phrase":               "exact phrase",
		"start.prefix":               "beginning of a word",
		"start.resolution":           "who cites it",
		"start.symbol":               "where a document is cited",
		"start.without":              "one without the other",
		"start.field":                "words under an item",
		"start.examples":             "Six examples",
		"start.agenda":               "Agenda of the session",
		"start.agenda.of":            "Agenda of the %s",
		"start.open":                 "Open an item to read all that is said under it.",
		"start.item":                 "Item",
		"start.when":                 "Taken up",
		"start.paragraphs":           "Paragraphs",
		"start.here":                 "What is here",
		"start.more.documents.one":   "%s more document",
		"start.more.documents.other": "%s more documents",
		"start.missing.one":          "%s more document is cited, not held",
		"start.missing.other":        "%s more documents are cited, not held",
		"holds.documents.one":        "document", "holds.documents.other": "documents",
		"holds.paragraph.one": "paragraph", "holds.paragraph.other": "paragraphs",
		"holds.preambular.one": "preambular paragraph", "holds.preambular.other": "preambular paragraphs",
		"holds.operative.one": "operative paragraph", "holds.operative.other": "operative paragraphs",
		"holds.list_item.one": "list entry", "holds.list_item.other": "list entries",
		"holds.table_row.one": "table row", "holds.table_row.other": "table rows",
		"holds.footnote.one": "footnote", "holds.footnote.other": "footnotes",
		"holds.cited":    "resolutions and decisions cited",
		"holds.mentions": "citations of them",
		"holds.implied":  "of these implied",
		"holds.reissued": "%s, reissued %s",

		// Direct answers.
		"direct.label":       "What these words name",
		"direct.item":        "Item\u00a0%s of %s",
		"direct.under.one":   "%s paragraph stands under it",
		"direct.under.other": "%s paragraphs stand under it",
		"direct.cited.one":   "cited in %s paragraph",
		"direct.cited.other": "cited in %s paragraphs",
		"choices.title":      "%s is the number of several texts",

		// Views of the material.
		"nav.bodies":                    "Bodies",
		"view.as":                       "This view as",
		"view.search":                   "Search in them",
		"item.of.agenda":                "%s of the agenda",
		"item.of.session":               "%s, %s, session %s",
		"item.said":                     "Said under it",
		"item.papers":                   "Documentation",
		"item.documentation.one":        "%s of %s is held here",
		"item.documentation.other":      "%s of %s are held here",
		"item.held.one":                 "held here, %s paragraph on this item",
		"item.held.other":               "held here, %s paragraphs on this item",
		"item.contents":                 "Agenda",
		"item.cited":                    "Cited under this item",
		"item.elsewhere":                "At other sessions",
		"item.elsewhere.line":           "Item\u00a0%s of %s, %s",
		"item.below":                    "Sub-items",
		"item.deadlines":                "Deadlines in the agenda",
		"item.annotation":               "In the agenda",
		"item.more.one":                 "%s more paragraph of this section",
		"item.more.other":               "%s more paragraphs of this section",
		"item.others":                   "In other documents",
		"item.none":                     "No paragraph of another document stands under this item.",
		"resolution.of.resolution":      "Resolution of the %s",
		"resolution.of.decision":        "Decision of the %s",
		"resolution.nothere":            "Its text is not held here.",
		"resolution.all.one":            "Read its %s paragraph",
		"resolution.all.other":          "Read all %s paragraphs",
		"resolution.text":               "Its text",
		"resolution.opening":            "How it begins",
		"resolution.cited.one":          "Cited in %s paragraph",
		"resolution.cited.other":        "Cited in %s paragraphs",
		"resolution.named.one":          "Named in %s paragraph",
		"resolution.named.other":        "Named in %s paragraphs",
		"resolution.implied.one":        "Implied in %s paragraph more",
		"resolution.implied.other":      "Implied in %s paragraphs more",
		"resolution.implied.note":       "Words such as “the same resolution” stand for it; the number does not stand there.",
		"resolution.show.implied.one":   "Show the %s implied citation",
		"resolution.show.implied.other": "Show all %s implied citations",
		"resolution.show.named":         "Show the named citations",
		"resolution.in":                 "Counted in",
		"resolution.bodies":             "Cited by",
		"doc.whocites":                  "Who cites it, with which words",
		"chart.title":                   "Over the years",
		"chart.says":                    "Bars for the years from %s to %s; at most %s paragraphs in a year. The table has the figures.",
		"chart.named":                   "named",
		"chart.implied":                 "implied",
		"chart.table":                   "The same as a table",
		"chart.year":                    "Year",
		"chart.undated":                 "undated",
		"body.listed":                   "%s in one or more languages",
		"body.session":                  "Session %s",
		"body.narrow":                   "Narrow by",
		"body.agendas":                  "Agendas",
		"body.by.session":               "Sessions",
		"body.by.year":                  "Years",
		"body.by.type":                  "Kinds of document",
		"body.by.item":                  "Agenda items",
		"body.by.lang":                  "Languages",

		// Answer.
		"count.paragraphs.one":     "%s paragraph",
		"count.paragraphs.other":   "%s paragraphs",
		"count.in.one":             "in %s document",
		"count.in.other":           "in %s documents",
		"reading":                  "Read as",
		"reading.phrase":           "As an exact phrase:",
		"wider.on":                 "Also looked for “%s” as",
		"wider.more.one":           "%s other form",
		"wider.more.other":         "%s other forms",
		"wider.off":                "Only as typed",
		"wider.nothing":            "No word or phrase here has other words for it in the set “%s”.",
		"wider.names":              "acronyms and full names",
		"wider.defined.one":        "so defined in %s paragraph",
		"wider.defined.other":      "so defined in %s paragraphs",
		"wider.offer":              "With other words for “%s” (%s):",
		"wider.offer.names":        "With the acronym and the full names of “%s”:",
		"meant":                    "Did you mean “%s”?",
		"hit.said":                 "Found by",
		"hit.said.for":             "for “%s”",
		"sort.label":               "Sorted by",
		"sort.relevance":           "relevance",
		"sort.-date":               "date, newest first",
		"sort.date":                "date, oldest first",
		"sort.document":            "document order",
		"sort.left":                "the words before",
		"sort.right":               "the words after",
		"shown.label":              "Shown as",
		"shown.paragraphs":         "paragraphs",
		"shown.concordance":        "concordance",
		"shown.documents":          "documents",
		"group.more.one":           "%s more in this document",
		"group.more.other":         "%s more in this document",
		"fold.label":               "Repetitions",
		"fold.identical":           "once",
		"fold.near":                "near ones, too",
		"fold.none":                "all",
		"folded.identical.alone":   "The same words stand in",
		"folded.identical.one":     "The same words stand in %s more paragraph of %s, the earliest in",
		"folded.identical.other":   "The same words stand in %s more paragraphs of %s, the earliest in",
		"folded.near.alone":        "Nearly the same words stand in",
		"folded.near.one":          "Nearly the same words stand in %s more paragraph of %s, the earliest in",
		"folded.near.other":        "Nearly the same words stand in %s more paragraphs of %s, the earliest in",
		"around.label":             "Paragraphs around",
		"around.none":              "none",
		"around.before":            "before it",
		"around.after":             "after it",
		"lines.none":               "The words of this search stand in no text of these paragraphs, so there is nothing to line up.",
		"lines.page.one":           "%s place where the words stand, in the paragraphs of this page.",
		"lines.page.other":         "%s places where the words stand, in the paragraphs of this page.",
		"lines.first.one":          "%s place where the words stand, in the first %s of %s paragraphs by relevance.",
		"lines.first.other":        "%s places where the words stand, in the first %s of %s paragraphs by relevance.",
		"lines.all.one":            "%s place where the words stand.",
		"lines.all.other":          "%s places where the words stand.",
		"chips.label":              "Filters",
		"chips.remove":             "Remove %s",
		"chips.clear":              "Clear filters",
		"filter.button":            "Filter",
		"filter.title":             "Filters",
		"filter.apply":             "Apply",
		"filter.show.one":          "Show %s paragraph",
		"filter.show.other":        "Show %s paragraphs",
		"filter.chosen.other":      "%s chosen, either one",
		"filter.more.one":          "%s more",
		"filter.more.other":        "%s more",
		"filter.rest.one":          "%s further value is not listed.",
		"filter.rest.other":        "%s further values are not listed.",
		"filter.only":              "Only item\u00a0%s itself",
		"filter.inherited":         "chosen with the item above",
		"filter.part":              "one of its sub-items is chosen",
		"filter.explicit":          "Named references only",
		"filter.days":              "Between two days",
		"filter.from":              "from",
		"filter.to":                "to",
		"filter.none":              "Nothing to count.",
		"facet.item":               "Agenda item",
		"facet.references":         "Resolutions and decisions",
		"facet.article":            "Articles and rules",
		"facet.document":           "Document",
		"facet.kind":               "Kind of text",
		"facet.type":               "Kind of document",
		"facet.body":               "Body",
		"facet.session":            "Session",
		"facet.date":               "Date of document",
		"facet.lang":               "Language",
		"every.item":               "Every paragraph has an item.",
		"without.item.one":         "%s paragraph has no item.",
		"without.item.other":       "%s paragraphs have no item.",
		"without.resolution.one":   "%s paragraph cites no resolution.",
		"without.resolution.other": "%s paragraphs cite no resolution.",
		"without.decision.one":     "%s paragraph cites no decision.",
		"without.decision.other":   "%s paragraphs cite no decision.",
		"without.article.one":      "%s paragraph cites none.",
		"without.article.other":    "%s paragraphs cite none.",
		"without.body.one":         "%s paragraph has none.",
		"without.body.other":       "%s paragraphs have none.",
		"without.session.one":      "%s paragraph has none.",
		"without.session.other":    "%s paragraphs have none.",
		"without.type.one":         "%s paragraph has none.",
		"without.type.other":       "%s paragraphs have none.",
		"without.year.one":         "%s paragraph is undated.",
		"without.year.other":       "%s paragraphs are undated.",
		"variants.title":           "Variants of %s",
		"variants.heading":         "Where else this is said",
		"variants.count.one":       "%s paragraph says this: no other resembles it.",
		"variants.count.other":     "%s paragraphs say this, with a few words changed.",
		"variants.same.one":        "%s of them has the same words, whatever numbers stand in them.",
		"variants.same.other":      "%s of them have the same words, whatever numbers stand in them.",
		"variants.how":             "The earliest stands first. What a paragraph says otherwise is underlined, and what it leaves out struck through.",
		"variants.here":            "this paragraph",
		"variants.rest.one":        "%s later one is not listed.",
		"variants.rest.other":      "%s later ones are not listed.",
		"doc.variants":             "Where else this is said",
		"list.first":               "From the beginning",
		"list.next":                "Next documents",
		"pager.label":              "Pages",
		"pager.range":              "Paragraphs %s–%s of %s",
		"pager.single":             "Paragraph %s of %s",
		"pager.lines":              "Lines %s–%s of %s",
		"pager.line":               "Line %s of %s",
		"pager.documents":          "Documents %s–%s of %s",
		"pager.document":           "Document %s of %s",
		"pager.folded":             "Paragraphs %s–%s of %s, repeated ones once",
		"pager.folded.single":      "Paragraph %s of %s, repeated ones once",
		"pager.folded.somewhere":   "Of %s paragraphs, repeated ones once",
		"pager.more":               "Next",
		"pager.next":               "Next %s",
		"pager.previous":           "Previous",
		"answer.as":                "This search as",
		"answer.held.one":          "%s searchable paragraph",
		"answer.held.other":        "%s searchable paragraphs",
		"error.kept":               "Your words and filters are kept.",
		"error.again":              "Try again",
		"error.start":              "To the start page",

		// A hit.
		"hit.context":               "Read in context",
		"hit.copy.citation":         "Copy citation",
		"hit.copy.text":             "Copy text",
		"hit.copied":                "Citation copied: %s",
		"hit.copied.text":           "Text copied: %s",
		"hit.why":                   "Why this hit?",
		"hit.citation":              "Citation",
		"hit.gap.one":               "… %s word …",
		"hit.gap.other":             "… %s words …",
		"hit.gap.hide":              "hide again",
		"hit.item":                  "Agenda item",
		"hit.items":                 "Agenda items",
		"hit.references":            "References",
		"hit.more.one":              "%s more",
		"hit.more.other":            "%s more",
		"hit.named.one":             "named once",
		"hit.named.two":             "named twice",
		"hit.named.other":           "named %s times",
		"hit.implied":               "implied: “%s”",
		"hit.default":               "body assumed from the document",
		"hit.nothere":               "not held here",
		"why.verbatim.one":          "“%[2]s” stands in the text as written.",
		"why.verbatim.other":        "“%[2]s” stands in the text as written, %[1]s times.",
		"why.stem.one":              "“%[2]s” stands in the text; your words match in any form.",
		"why.stem.other":            "“%[2]s” stands in the text, %[1]s times; your words match in any form.",
		"why.nowords":               "No words were asked for; the filters hold.",
		"why.item":                  "Item\u00a0%s: %s.",
		"why.item.evidence":         "Item\u00a0%s: %s (%s).",
		"why.cites":                 "It cites %s.",
		"why.score":                 "Weight of the words: %s.",
		"why.weigh":                 "Weigh the words",
		"explain.words":             "Looked for",
		"explain.found":             "Found",
		"explain.often":             "Times, of words",
		"explain.held":              "Held by, of all",
		"explain.weight":            "Weight",
		"explain.adds":              "Adds",
		"explain.sum":               "Score",
		"explain.verbatim":          "as written",
		"explain.stem":              "in any form",
		"explain.word":              "word",
		"explain.phrase":            "phrase",
		"explain.near":              "near each other",
		"explain.line":              "all words at once",
		"explain.in.line":           "like the title, or a line of the masthead",
		"explain.beginning":         "beginning of a word",
		"explain.wildcard":          "word with wildcards",
		"explain.similar":           "similar word",
		"explain.in.title":          "in the title",
		"explain.in.section":        "in the headings",
		"explain.in.document":       "anywhere in the document",
		"explain.noscore":           "does not count",
		"via.text":                  "from its own words",
		"via.section":               "from the section it stands in",
		"via.table":                 "from the timetable",
		"via.documentation-list":    "listed there in the agenda",
		"via.documentation-list.of": "listed there in %s",
		"via.masthead":              "from the masthead",
		"via.catalogue":             "from the catalogue",
		"label.paragraph":           "Paragraph",
		"label.list_item":           "List entry",
		"label.footnote":            "Footnote",
		"label.table_row":           "Table row",
		"label.heading":             "Heading",
		"label.frontmatter":         "Masthead line",
		"kind.paragraph":            "paragraph",
		"kind.preambular":           "preambular paragraph",
		"kind.operative":            "operative paragraph",
		"kind.list_item":            "list entry",
		"kind.footnote":             "footnote",
		"kind.table_row":            "table row",
		"kind.heading":              "heading",
		"kind.frontmatter":          "masthead line",
		"kind.quotation":            "quotation",
		"quoting":                   "quoting %s",
		"and":                       " and ",
		"item":                      "item\u00a0%s",
		"Items":                     "Items %s",
		"Item":                      "Item\u00a0%s",
		"para":                      "para. %s",
		"paras":                     "paras. %s–%s",

		// References.
		"ref.resolution":     "Resolution %s",
		"ref.decision":       "Decision %s",
		"ref.resolution.of":  "%s resolution %s",
		"ref.decision.of":    "%s decision %s",
		"ref.article":        "%s, article %s",
		"ref.rule":           "%s, rule %s",
		"ref.paragraph":      "%s, para. %s",
		"ref.article.bare":   "Article %s",
		"ref.rule.bare":      "Rule %s",
		"ref.paragraph.bare": "Para. %s",

		// Filters in words.
		"chip.item":              "Item\u00a0%s",
		"chip.item_exact":        "Only item\u00a0%s itself",
		"chip.stated_item":       "Stated item\u00a0%s",
		"chip.stated_item_exact": "Only stated item\u00a0%s itself",
		"chip.symbol":            "Cites %s",
		"chip.document":          "In %s",
		"chip.body":              "Body: %s",
		"chip.session":           "Session: %s",
		"chip.type":              "%s",
		"chip.lang":              "%s",
		"chip.year":              "Year %s",
		"chip.kind":              "%s",
		"chip.number":            "Paragraph number %s",
		"chip.section":           "Under the heading “%s”",
		"chip.title":             "Title: “%s”",
		"chip.article":           "%s",
		"chip.resolution":        "%s",
		"chip.decision":          "%s",
		"chip.date_from":         "Dated from %s",
		"chip.date_to":           "Dated up to %s",
		"chip.mentioned_from":    "Mentions a day from %s",
		"chip.mentioned_to":      "Mentions a day up to %s",
		"chip.has.reference":     "Cites something",
		"chip.has.resolution":    "Cites a resolution",
		"chip.has.decision":      "Cites a decision",
		"chip.has.symbol":        "Cites a document",
		"chip.has.article":       "Cites an article",
		"chip.has.rule":          "Cites a rule",
		"chip.has.item":          "Under an agenda item",
		"chip.has.date":          "Mentions a day",
		"chip.ref":               "Named references only",
		"chip.mode":              "Any of the words",
		"chip.not":               "Not: %s",

		// Nothing found.
		"zero.phrase":              "this exact phrase",
		"zero.word":                "this word",
		"zero.words":               "these words together",
		"zero.near":                "these words so near one another",
		"zero.words.any":           "any of these words",
		"zero.query":               "what was asked for",
		"zero.title":               "No paragraph holds %s",
		"zero.title.item":          "No paragraph under item\u00a0%s holds %s",
		"zero.title.filters":       "No paragraph under these filters holds %s",
		"zero.title.nowords":       "No paragraph is under all of these filters together",
		"zero.nowhere.one":         "One word stands in no paragraph here: %[2]s.",
		"zero.nowhere.other":       "These words stand in no paragraph here: %[2]s.",
		"zero.nocite":              "Nothing here cites %s.",
		"zero.ways":                "These searches find something:",
		"zero.noway":               "No broader search finds anything either.",
		"zero.way.order":           "The same words, as near one another in any order",
		"zero.way.whole":           "Whatever paragraph is cited",
		"zero.way.words":           "The same words, in any order and form",
		"zero.way.stem":            "The same phrase, in any form of its words",
		"zero.way.any":             "Any of the words",
		"zero.way.without":         "Without “%s”",
		"zero.way.shorter":         "Shorter phrase: “%s”",
		"zero.way.nofilters":       "The same words, without filters",
		"zero.way.drop":            "Without the filter “%s”",
		"zero.byword":              "Word by word",
		"zero.byword.in.one":       "Word by word, in the %s paragraph under these filters",
		"zero.byword.in.other":     "Word by word, in the %s paragraphs under these filters",
		"zero.searched":            "What was searched.",
		"zero.searched.text.one":   "%s paragraph, list entry, footnote or table row in %s.",
		"zero.searched.text.other": "%s paragraphs, list entries, footnotes and table rows in %s.",
		"zero.missing.one":         "%s document that they cite is not held here, so its words cannot be found.",
		"zero.missing.other":       "%s documents that they cite are not held here, so their words cannot be found.",
		"documents.one":            "%s document",
		"documents.other":          "%s documents",

		// Document.
		"doc.back.one":              "The %s paragraph found",
		"doc.back.other":            "All %s paragraphs",
		"doc.hits.one":              "%s paragraph in this document",
		"doc.hits.other":            "%s paragraphs in this document",
		"doc.all":                   "%s in all",
		"doc.marks":                 "Marks in this document",
		"doc.previous":              "Previous",
		"doc.next":                  "Next",
		"doc.first":                 "First",
		"doc.place":                 "%s of %s",
		"doc.here":                  "in this document",
		"doc.hit":                   "Hit %s of %s",
		"doc.sections":              "Sections",
		"doc.this":                  "This document",
		"doc.cites.one":             "Cites %s resolution or decision",
		"doc.cites.other":           "Cites %s resolutions and decisions",
		"doc.cites.documents.one":   "Cites %s other document",
		"doc.cites.documents.other": "Cites %s other documents",
		"doc.cited.one":             "Cited in %s paragraph",
		"doc.cited.other":           "Cited in %s paragraphs",
		"doc.search":                "Search in this document",
		"doc.original":              "At the publisher",
		"doc.languages":             "Also in:",
		"doc.adopted":               "Adopted on %s",
		"doc.family":                "Related documents",
		"relation.base":             "Main document",
		"relation.revision":         "Revision",
		"relation.addendum":         "Addendum",
		"relation.corrigendum":      "Corrigendum",
		"relation.amendment":        "Amendment",
		"relation.summary":          "Summary",
		"relation.part":             "Part",
		"relation.draft":            "Draft",
		"relation.report":           "On the report",
		"relation.adopted":          "Adopted text",
		"doc.inferred":              "Symbol not printed in this text.",
		"doc.inferred.by":           "%s.",
		"doc.also":                  "Also %s.",
		"doc.cite":                  "Cite %s",
		"doc.cite.close":            "Close the citation",
		"doc.cite.footnote":         "Footnote",
		"doc.cite.item":             "With item",
		"doc.cite.link":             "Link",
		"doc.cite.text":             "Text",
		"doc.copy":                  "Copy",
		"doc.copied":                "Copied",
		"doc.footnote.back":         "to the text",
		"doc.untitled":              "Document without a title",
		"doc.distribution":          "Distr.: %s",
		"doc.original.language":     "Original: %s",
		"doc.nothere":               "%s is not held here",
		"doc.nothere.cited.one":     "It is cited in %s paragraph that is.",
		"doc.nothere.cited.other":   "It is cited in %s paragraphs that are.",
		"doc.nothere.never":         "No paragraph that is held here cites it.",
		"doc.nothere.official":      "Look for it at the United Nations (undocs.org)",
		"doc.nothere.read":          "Read the paragraphs that cite it",

		// Help.
		"help.title":        "How to ask",
		"help.lead":         "Words are joined by “and”. Nothing that you type is an error: what cannot be read as an operator is a word, and the answer says how your words were read.",
		"help.paragraphs":   "paragraphs that %s",
		"help.write":        "Write",
		"help.means":        "It finds",
		"help.field":        "Field",
		"help.fields":       "Fields",
		"help.fields.text":  "A field before a colon narrows a search to what stands behind it. The same names are parameters of the page and of the API.",
		"help.grammar":      "Grammar",
		"help.grammar.text": "Braces repeat, brackets are optional, a bar divides alternatives.",
		"problem.code":      "Status %d. Request %s.",
	}}
