package search

import (
	"strconv"
	"strings"
	"time"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search/query"
)

// SchemaVersion changes whenever an index written before can no longer be read or would answer otherwise; a test of package column holds
// it to the terms of some documents.
// Version 2: A/RES/75/245B is written without a blank, and preambular and operative paragraphs are kinds of their own.
// Version 3: documents are records of the store, and column files answer for them.
// Version 4: the record holds what it takes to answer without column files.
// Version 5: documents have the stems of their titles, and sums of their streams as one text each.
const SchemaVersion = 5

// Stream fields hold tokens of search/analysis. The stems of language en are in field "stem.en".
const (
	VerbatimField = "verbatim"
	StemPrefix    = "stem."
	SectionField  = "section" // verbatim tokens of the headings above a unit
	TitleField    = "title"   // verbatim tokens of the document's title
)

// wholePrefix begins the names of the streams of whole documents.
const wholePrefix = "whole."

// WholeField is the stream of whole documents that belongs to a stream of stems: in it, each document of that language is one text. See plan.WholeOf.
func WholeField(stems string) string { return wholePrefix + stems }

// StemsOf is the stream of stems that a stream of whole documents belongs to.
func StemsOf(whole string) string { return strings.TrimPrefix(whole, wholePrefix) }

// IsWhole reports whether a field is a stream of whole documents.
func IsWhole(field string) bool { return strings.HasPrefix(field, wholePrefix) }

// unknownLanguage stands for the language of units that tell none, in the names of stem fields.
const unknownLanguage document.Language = "und"

// StemField is the stream field that holds the stems of a language.
func StemField(lang document.Language) string {
	if field, known := stemFields[lang]; known {
		return field
	}
	return StemPrefix + string(lang)
}

// stemFields are the stream fields of most documents.
var stemFields = func() map[document.Language]string {
	fields := map[document.Language]string{"": StemPrefix + string(unknownLanguage)}
	for _, lang := range officialLanguages {
		fields[lang] = StemPrefix + string(lang)
	}
	return fields
}()

// Shape says how a field is searched.
type Shape int

const (
	Keyword  Shape = iota // whole values, as terms
	Days                  // one term per day, ISO 8601, so that a range of days is a span of terms
	Stream                // positions of tokens
	Presence              // nothing of its own: its values are [Contents], which stand in other fields
)

// Field is a field that filters, query words and facets may name. See [Fields].
type Field struct {
	Name  string
	Label string // for people: "Agenda item"
	Shape Shape
	Facet bool // its values can be counted
	// Tree fields have values below values: item 2 takes in 2(a).
	Tree bool
	// Reference fields count mentions, and tell explicit from implied.
	Reference bool
	// OfDocument fields have the same values for all units of a document.
	OfDocument bool

	values func(h *document.Header, u *document.Unit) []Value
	forms  func(v Value) []string // terms of a value besides its folded text, without marks; nil: none
	parent func(value string) string
	normal func(value string) string // folded form of a typed value; nil: fold
}

// Value is a value that a unit holds.
type Value struct {
	Text     string // as facets show it and filters take it
	Label    string // for people, "" where Text serves
	Mentions int    // of references: how often the unit holds it
	Implied  int    // of references: how many of these carry no number
}

// fields is the one table of fields: mappings, filters, facets and the words before a colon all come from it.
//
// Terms are folded to lower case. A plain term answers the default match, one that begins with "=" the exact match of
// a tree field, and "!" before either counts explicit references alone.
var fields = []Field{
	{Name: "item", Label: "Agenda item", Facet: true, Tree: true, parent: document.ItemParent, normal: normalItem,
		values: func(_ *document.Header, u *document.Unit) []Value { return itemValues(u.Items) }},
	{Name: "stated_item", Label: "Agenda item stated by the document", Facet: true, Tree: true, parent: document.ItemParent, normal: normalItem,
		values: func(_ *document.Header, u *document.Unit) []Value { return itemValues(u.StatedItems) }},
	{Name: "resolution", Label: "Resolution", Facet: true, Reference: true, forms: resolutionForms, normal: normalResolution,
		values: citationValues(citation.Resolution)},
	{Name: "decision", Label: "Decision", Facet: true, Reference: true, forms: resolutionForms, normal: normalResolution,
		values: citationValues(citation.Decision)},
	{Name: "article", Label: "Article or rule", Facet: true, Tree: true, Reference: true, forms: articleForms, parent: document.ItemParent,
		values: citationValues(citation.Article, citation.Rule, citation.Paragraph)},
	{Name: "symbol", Label: "Document cited", Facet: true, Reference: true, forms: symbolForms, normal: normalSymbol,
		values: citationValues(citation.Document)},
	{Name: "document", Label: "Document", OfDocument: true, Facet: true, forms: symbolForms, normal: normalSymbol, values: documentValues},
	{Name: "type", Label: "Kind of document", OfDocument: true, Facet: true,
		values: func(h *document.Header, _ *document.Unit) []Value { return single(h.Type, "") }},
	{Name: "body", Label: "Body", OfDocument: true, Facet: true, forms: func(v Value) []string { return []string{fold(v.Label)} },
		values: func(h *document.Header, _ *document.Unit) []Value { return single(h.Body, h.BodyName) }},
	{Name: "session", Label: "Session", OfDocument: true, Facet: true, forms: func(v Value) []string { return []string{fold(v.Label)} }, values: sessionValues},
	{Name: "year", Label: "Year", OfDocument: true, Facet: true,
		values: func(h *document.Header, _ *document.Unit) []Value { return single(year(h.Date), "") }},
	{Name: "lang", Label: "Language", Facet: true, values: langValues},
	{Name: "kind", Label: "Kind of text", Facet: true,
		values: func(_ *document.Header, u *document.Unit) []Value { return single(string(u.Kind), kindLabels[u.Kind]) }},
	{Name: "number", Label: "Paragraph number",
		values: func(_ *document.Header, u *document.Unit) []Value { return single(u.Number, "") }},
	{Name: "date", Label: "Date of the document", OfDocument: true, Shape: Days,
		values: func(h *document.Header, _ *document.Unit) []Value { return single(h.Date, "") }},
	{Name: "mentioned", Label: "Date mentioned", Shape: Days, values: mentionedDays},
	{Name: SectionField, Label: "Heading above", Shape: Stream},
	{Name: TitleField, Label: "Title of the document", OfDocument: true, Shape: Stream},
	{Name: "has", Label: "What the paragraph holds: " + strings.Join(query.ContentNames(), ", "), Shape: Presence},
}

// Fields returns the table of fields, in the order in which pages list facets. The caller must not change it.
func Fields() []Field { return fields }

// Indexed reports whether units have terms in the field.
func (f Field) Indexed() bool { return f.Shape == Keyword || f.Shape == Days }

// Content is where something that units may hold stands: terms of Field that begin with Start.
type Content struct{ Field, Start string }

// contents are the values of "has": a unit holds one if it has a term in any of its places.
var contents = map[string][]Content{
	"reference":  {{"resolution", ""}, {"decision", ""}, {"symbol", ""}, {"article", ""}},
	"resolution": {{"resolution", ""}},
	"decision":   {{"decision", ""}},
	"symbol":     {{"symbol", ""}},
	"article":    {{"article", "article "}},
	"rule":       {{"article", "rule "}},
	"item":       {{"item", ""}},
	"date":       {{"mentioned", ""}},
}

// Contents are the places of a value of "has", none of what units do not hold.
func Contents(value string) []Content {
	name, _ := query.ContentName(value)
	return contents[name]
}

// LookupField finds a field by name or alias, in any case, as the query language knows them.
func LookupField(name string) (Field, bool) {
	name, _ = query.FieldName(name)
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Values are the values that a unit holds, each once, in order of first mention; none for streams.
func (f Field) Values(h *document.Header, u *document.Unit) []Value {
	if f.values == nil {
		return nil
	}
	return f.values(h, u)
}

// Parent is the value above another in a tree field, "" at the top and in flat fields.
func (f Field) Parent(value string) string {
	if f.parent == nil {
		return ""
	}
	return f.parent(value)
}

// Terms are the index terms of a unit in a keyword or days field, in no order, each once.
func (f Field) Terms(h *document.Header, u *document.Unit) []string {
	var terms []string
	seen := map[string]bool{}
	add := func(term string) {
		if term != "" && term != "=" && term != "!" && term != "!=" && !seen[term] {
			seen[term] = true
			terms = append(terms, term)
		}
	}
	for _, v := range f.Values(h, u) {
		explicit := f.Reference && v.Mentions > v.Implied
		for _, form := range f.formsOf(v) {
			for exact := "="; form != ""; form, exact = f.Parent(form), "" {
				add(form)
				if f.Tree && exact != "" {
					add("=" + form)
				}
				if explicit {
					add("!" + form)
					if f.Tree && exact != "" {
						add("!=" + form)
					}
				}
			}
		}
	}
	return terms
}

func (f Field) formsOf(v Value) []string {
	forms := []string{fold(v.Text)}
	if f.forms != nil {
		forms = append(forms, f.forms(v)...)
	}
	return forms
}

// Term is the index term, with query.MatchPrefix the beginning of index terms or with query.MatchWildcard their form, that answers a typed
// value.
func (f Field) Term(value string, match query.Match, explicit bool) string {
	term := fold(value)
	if f.normal != nil && match != query.MatchPrefix && match != query.MatchWildcard {
		term = f.normal(value)
	}
	if f.Tree && match == query.MatchExact {
		term = "=" + term
	}
	if f.Reference && explicit {
		term = "!" + term
	}
	return term
}

// fold is the normal form of keyword terms: lower case, single spaces, plain hyphens.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
			return '-'
		case '\u00ad', '\u200b', '\ufeff':
			return -1
		}
		return r
	}, s)
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

func single(text, label string) []Value {
	if text == "" {
		return nil
	}
	return []Value{{Text: text, Label: label}}
}

func itemValues(tags []document.AgendaTag) []Value {
	var values []Value
	seen := map[string]bool{}
	for _, tag := range tags {
		if tag.Item != "" && !seen[tag.Item] {
			seen[tag.Item] = true
			values = append(values, Value{Text: tag.Item, Label: tag.Title})
		}
	}
	return values
}

func normalItem(value string) string {
	if item, ok := document.NormalItem(value); ok {
		return item
	}
	return fold(value)
}

func citationValues(kinds ...citation.Kind) func(*document.Header, *document.Unit) []Value {
	return func(_ *document.Header, u *document.Unit) []Value {
		var values []Value
		at := map[string]int{}
		for _, c := range u.Citations {
			if !oneOf(c.Kind, kinds) {
				continue
			}
			text := c.Value()
			if text == "" {
				continue
			}
			i, ok := at[text]
			if !ok {
				i = len(values)
				at[text] = i
				values = append(values, Value{Text: text})
			}
			values[i].Mentions++
			if c.Implied {
				values[i].Implied++
			}
		}
		return values
	}
}

func oneOf(kind citation.Kind, kinds []citation.Kind) bool {
	for _, k := range kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// resolutionForms lets "7/1" and "CTOC/COP" find "CTOC/COP 7/1".
func resolutionForms(v Value) []string {
	body, id, ok := strings.Cut(fold(v.Text), " ")
	if !ok || !strings.ContainsFunc(id, isDigit) || strings.HasPrefix(id, "(") {
		return nil // "1325 (2000)" without a body
	}
	return []string{body, id}
}

// normalResolution takes "resolution 7/1" for "7/1", and the symbol "A/RES/70/1" for "GA 70/1".
func normalResolution(value string) string {
	if parsed, err := symbol.Parse(value); err == nil {
		if adopted, ok := parsed.Resolution(); ok {
			return fold(adopted.Body + " " + adopted.ID)
		}
	}
	value = fold(value)
	for _, noun := range []string{"resolution ", "decision ", "res. ", "dec. "} {
		value = strings.Replace(value, noun, "", 1)
	}
	return value
}

// articleForms lets "article 36", "UNTOC 36" and "UNTOC" find "UNTOC article 36(1)".
func articleForms(v Value) []string {
	text := fold(v.Text)
	for _, noun := range []string{"article ", "rule ", "paragraph "} {
		instrument, id, ok := strings.Cut(text, noun)
		if !ok {
			continue
		}
		if instrument == "" {
			return []string{id}
		}
		return []string{noun + id, instrument + id, strings.TrimSpace(instrument)}
	}
	return nil
}

// symbolForms are the halves of a joint symbol, so that either finds it.
func symbolForms(v Value) []string {
	parsed, err := symbol.Parse(v.Text)
	if err != nil {
		return nil
	}
	var forms []string
	for _, half := range parsed.Halves() {
		forms = append(forms, fold(half.String()))
	}
	return forms
}

// normalSymbol takes any spelling of a symbol; what is none is folded like other values.
func normalSymbol(value string) string {
	if parsed, err := symbol.Parse(value); err == nil {
		return fold(parsed.String())
	}
	return fold(value)
}

func documentValues(h *document.Header, _ *document.Unit) []Value {
	return single(h.Symbol, h.Title)
}

func sessionValues(h *document.Header, _ *document.Unit) []Value {
	if h.SessionNumber > 0 {
		return single(strconv.Itoa(h.SessionNumber), h.Session)
	}
	return single(h.Session, "")
}

func langValues(h *document.Header, u *document.Unit) []Value {
	lang := h.Lang
	if u.Lang != "" {
		lang = u.Lang
	}
	return single(string(lang), languageNames[lang])
}

func year(date string) string {
	if len(date) < 4 {
		return ""
	}
	return date[:4]
}

// maxMentionedDays bounds the days that one mentioned range stands for; of a longer range only the ends are kept.
const maxMentionedDays = 366

func mentionedDays(_ *document.Header, u *document.Unit) []Value {
	var values []Value
	seen := map[string]bool{}
	add := func(day string) {
		if !seen[day] {
			seen[day] = true
			values = append(values, Value{Text: day})
		}
	}
	for _, d := range u.Dates {
		from, err1 := time.Parse(time.DateOnly, d.From)
		to, err2 := time.Parse(time.DateOnly, d.To)
		if err1 != nil || err2 != nil || to.Sub(from) > maxMentionedDays*24*time.Hour {
			add(d.From)
			add(d.To)
			continue
		}
		for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
			add(day.Format(time.DateOnly))
		}
	}
	return values
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

var kindLabels = map[document.Kind]string{
	document.Paragraph: "Paragraph", document.Preambular: "Preambular paragraph", document.Operative: "Operative paragraph", document.ListItem: "List entry", document.Footnote: "Footnote",
	document.TableRow: "Table row", document.Heading: "Heading", document.Frontmatter: "Masthead line",
}

var languageNames = map[document.Language]string{
	"ar": "العربية", "zh": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español", "de": "Deutsch",
}
