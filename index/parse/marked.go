package parse

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/symbol"
)

// marked makes a document of blocks whose format states what they are: nothing is guessed from layout. Anchors are the same in
// every language of a document, for they count and do not spell.
func (p *parser) marked(c extract.Content) {
	m := &marker{parser: p, meta: c.Meta, count: map[string]int{}}
	m.unnumbered = severalUnnumbered(c.Blocks)
	for i := range c.Blocks {
		m.block(&c.Blocks[i])
	}
	m.header()
}

// marker walks over the blocks of a marked document.
type marker struct {
	*parser
	meta   map[string]string
	open   []heading
	leads  []lead // of the paragraph and the list entries above this place, outermost first
	part   string
	annex  string         // part that a heading of the text opened: "annex"
	number string         // anchor of the numbered paragraph that list entries belong to
	count  map[string]int // of anchors, by what they count
	// unnumbered says that no operative paragraph bears a number, as in Arabic files whose numbers were left to the word processor.
	// They are counted like numbers, which the other languages print.
	unnumbered bool
}

// severalUnnumbered reports whether there are several operative paragraphs, all without a number.
func severalUnnumbered(blocks []extract.Block) bool {
	n := 0
	for i := range blocks {
		if b := &blocks[i]; b.Kind == extract.Operative && b.Part == "" {
			if leadingNumber.MatchString(asciiDigits(b.Label)) {
				return false
			}
			n++
		}
	}
	return n > 1
}

// lead is a text that list entries may complete.
type lead struct {
	level  int
	text   string // its last sentence, with a colon at its end; "" where none goes on
	anchor string
	dash   bool // it has an enumerator without letter or number
}

func (m *marker) block(b *extract.Block) {
	m.enterPart(b)
	switch {
	case b.Role != "":
		m.frontmatter(b)
	case b.Kind == extract.Note:
		m.add(document.Unit{Kind: document.Footnote, Text: b.Text, FootnoteMark: b.Mark, Anchor: m.anchor("fn-" + markAnchor(b.Mark))})
	case b.Kind == extract.Heading:
		m.heading(b)
	case b.Kind == extract.TableRow:
		m.row(b)
	default:
		m.paragraph(b)
	}
}

// enterPart closes what was open where an annex or another part begins. Numbering starts again there.
func (m *marker) enterPart(b *extract.Block) {
	if b.Part == m.part {
		return
	}
	m.part, m.annex, m.open, m.leads, m.number = b.Part, "", nil, nil, ""
}

// anchor puts the name of the part before an anchor.
func (m *marker) anchor(name string) string {
	part := m.part
	if m.annex != "" {
		part = join(part, m.annex)
	}
	return join(part, name)
}

// counted is the anchor of the next unit of a kind in the part.
func (m *marker) counted(name string) string {
	key := m.anchor(name)
	m.count[key]++
	return key + strconv.Itoa(m.count[key])
}

func (m *marker) frontmatter(b *extract.Block) {
	u := document.Unit{Kind: document.Frontmatter, Role: string(b.Role), Text: b.Text, FootnoteMark: b.Mark}
	m.add(u)
	pc := piece{text: b.Text, role: string(b.Role), mark: b.Mark}
	switch b.Role {
	case extract.RoleDistribution: // "Distr.: General", "Distr. générale"
		_, rest, _ := strings.Cut(b.Text, " ")
		setOnce(&m.doc.Distribution, strings.TrimSpace(rest))
	case extract.RoleAgendaLine, extract.RoleTitle, extract.RoleType:
	default:
		m.readHeader(pc)
	}
}

// annexWords begin the heading of an annex in each language.
var annexWords = regexp.MustCompile(`(?i)^(?:Annex|Annexe|Anexo|Anlage|Appendix|Appendice|Apéndice|Enclosure|Приложение|Дополнение|Добавление|(?:ال)?مرفق|المرفق|附件|附录)(?:$|[\s.:：،]|[\p{Han}]|\p{Nd})`)

func (m *marker) heading(b *extract.Block) {
	level := max(1, b.Level)
	isAnnex := annexWords.MatchString(b.Text)
	if isAnnex && !strings.Contains(m.part, "annex") { // an annex that the markup does not set apart
		m.annex = ""
		m.annex = strings.TrimPrefix(m.counted("annex"), m.part+"-")
		level, m.open = 1, nil
	}
	for len(m.open) > 0 && int(m.open[len(m.open)-1].rank) >= level {
		m.open = m.open[:len(m.open)-1]
	}
	u := document.Unit{Kind: document.Heading, Text: b.Text, Label: b.Label, Level: len(m.open) + 1, Section: m.path(), FootnoteMark: b.Mark, Anchor: m.counted("s")}
	m.add(u)
	m.open = append(m.open, heading{rank: rank(level), text: b.Text, annex: isAnnex})
	m.leads, m.number = nil, ""
}

func (m *marker) path() []string {
	var path []string
	for _, h := range m.open {
		path = append(path, h.text)
	}
	return path
}

func (m *marker) row(b *extract.Block) {
	u := document.Unit{Kind: document.TableRow, Text: b.Text, Cells: b.Cells, Section: m.path(), FootnoteMark: b.Mark, Anchor: m.counted("row-")}
	if b.Level == 1 {
		u.Role = "header"
	}
	m.add(u)
}

var leadingNumber = regexp.MustCompile(`^\d{1,4}(?:\s?(?:bis|ter|quater|quinquies))?`)

// paragraph makes a unit of running text.
func (m *marker) paragraph(b *extract.Block) {
	u := document.Unit{Kind: document.Paragraph, Text: b.Text, Label: b.Label, Section: m.path(), FootnoteMark: b.Mark}
	level := 0
	switch {
	case b.Kind == extract.ListEntry:
		u.Kind = document.ListItem
		level = max(b.Level, m.levelOf(b.Label))
	case b.Kind == extract.Preamble:
		u.Kind = document.Preambular
	case b.Kind == extract.Operative && m.annex == "" && !m.isQuoted(b.Text):
		u.Kind = document.Operative
	}
	if u.Kind != document.ListItem {
		u.Number = leadingNumber.FindString(asciiDigits(b.Label))
	}
	m.place(&u, level)
	m.add(u)
}

// isQuoted reports whether a paragraph is part of another text that the resolution gives in its own words.
func (m *marker) isQuoted(text string) bool {
	return strings.HasPrefix(text, "“") || strings.HasPrefix(text, "«")
}

// place gives a unit its lead-in and its anchor, and remembers what may go on in list entries below it.
func (m *marker) place(u *document.Unit, level int) {
	for len(m.leads) > 0 && m.leads[len(m.leads)-1].level >= level {
		m.leads = m.leads[:len(m.leads)-1]
	}
	var above lead
	if len(m.leads) > 0 {
		above = m.leads[len(m.leads)-1]
	}
	switch {
	case u.Kind == document.ListItem:
		u.LeadIn = above.text
		u.Anchor = m.entryAnchor(above.anchor, u.Label, level)
	case u.Number != "":
		u.Anchor = m.anchor("p" + slug(u.Number, 3))
	case u.Kind == document.Preambular:
		u.Anchor = m.counted("pp")
	case u.Kind == document.Operative && m.unnumbered:
		u.Anchor = m.counted("p")
	case u.Kind == document.Operative:
		u.Anchor = m.counted("op")
	default:
		u.Anchor = m.counted("u")
	}
	next := lead{level: level, anchor: u.Anchor, text: above.text, dash: level > 0 && !strings.ContainsFunc(u.Label, isLetterOrDigit)}
	if strings.HasSuffix(u.Text, ":") || strings.HasSuffix(u.Text, "：") {
		next.text = lastSentence(u.Text)
	} else if level == 0 {
		next.text = ""
	}
	m.leads = append(m.leads, next)
}

// entryAnchor names a list entry by its label below what it belongs to: "p3-a"; entries without a letter or number are counted.
// Roman numbers of the second level are written in digits, which Arabic has in their place: "p3-a-1" for (i) and ’1‘.
func (m *marker) entryAnchor(above, label string, level int) string {
	if above == "" {
		above = strings.TrimSuffix(m.anchor("x"), "-x")
		if above == "x" {
			above = "list"
		}
	}
	if name := slug(strings.ReplaceAll(latinLabel(label), " ", ""), 1); name != "" {
		if upper := strings.ToUpper(name); level > 1 && romanOK.MatchString(upper) {
			name = strconv.Itoa(roman(upper))
		}
		return above + "-" + name
	}
	m.count[above]++
	return above + "-e" + strconv.Itoa(m.count[above])
}

// levelOf is the depth of a list entry by its enumerator, where the format does not say: (a) above (i) above dashes, as the
// Editorial Manual orders them.
func (m *marker) levelOf(label string) int {
	name := strings.Trim(latinLabel(label), "()（） ’‘'\"“”")
	switch {
	case name == "" || !strings.ContainsFunc(name, isLetterOrDigit):
		n := len(m.leads)
		for _, l := range m.leads {
			if l.dash {
				return l.level
			}
		}
		if n > 0 && m.leads[n-1].level < 3 {
			return m.leads[n-1].level + 1
		}
		return 3
	case strings.Trim(name, "0123456789") == "":
		return 2
	case strings.Trim(name, "ivx") == "" && !m.followsLetter(name):
		return 2
	}
	return 1
}

// followsLetter reports whether i, v or x is the letter after that of the last entry of its list, and no Roman number.
func (m *marker) followsLetter(name string) bool {
	if len(name) != 1 {
		return false
	}
	for _, l := range m.leads {
		if l.level == 1 && strings.HasSuffix(l.anchor, "-"+string(name[0]-1)) {
			return true
		}
	}
	return false
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// header fills in what the format states and the lines of the masthead do not, or not in a language that is read.
func (m *marker) header() {
	h := &m.doc.Header
	h.Symbol, h.Symbols = "", nil
	m.ownSymbol(latinCapitals(m.meta["symbol"]))
	if day := m.meta["date"]; isoShape.MatchString(day) {
		h.Date = day
	}
	if day := m.meta["adopted"]; isoShape.MatchString(day) {
		h.Adopted = day
	}
	h.MastheadItems = m.mastheadItems()
	h.Title = m.title()
	setOnce(&h.Type, markedTypes[m.meta["type"]])
	m.finishHeader()
	if n := m.session(); n > 0 {
		h.SessionNumber = n
	}
}

// session is the number of the session by the symbol, "A/RES/ES-11/2", else as the format states it: files that were made from
// those of another session sometimes keep that one's number.
func (m *marker) session() int {
	if s, err := symbol.Parse(m.doc.Symbol); err == nil {
		if n, err := strconv.Atoi(strings.TrimLeft(s.Session(), "ES-")); err == nil {
			return n
		}
	}
	n, err := strconv.Atoi(m.meta["session"])
	if err != nil || n > 200 {
		return 0
	}
	return n
}

var isoShape = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// markedTypes are the kinds of document by the names that AKN4UN gives them.
var markedTypes = map[string]string{
	"resolution": "Resolution", "draftResolution": "Draft resolution", "presidentialStatement": "Statement by the President", "decision": "Decision",
	"draftDecision": "Draft decision", "publication": "Resolution",
}

// title is the title that the format states, or the first heading, or the title line.
func (m *marker) title() string {
	if t := m.meta["title"]; t != "" {
		return t
	}
	for _, u := range m.doc.Units {
		if u.Role == roleTitle || u.Kind == document.Heading {
			return u.Text
		}
	}
	return ""
}

// mastheadItems are the items that the cover page states: in the printed line, whatever its language, or else in the number that
// the markup puts beside it.
func (m *marker) mastheadItems() []string {
	for _, u := range m.doc.Units {
		if u.Role == roleAgendaLine {
			if items := itemsInAnyLanguage(u.Text); len(items) > 0 {
				return items
			}
		}
	}
	return itemsInAnyLanguage(m.meta["item"])
}
