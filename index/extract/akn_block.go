package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// aknBlock is a block that is being put together. A note interrupts the block that bears its mark.
type aknBlock struct {
	run
	element  string // that ends it
	depth    int    // of that element
	kind     Kind
	role     Role
	class    string // of the paragraph it stands in
	heading  bool
	marks    []string
	notes    []Block
	links    []Link
	mark     string // of a note
	raisedAt int    // where a raised stretch began, -1 outside
	titleAt  int    // where the title in it began, -1 without one
}

// close ends a block and puts it where it belongs.
func (r *aknReader) close(b *aknBlock) {
	r.blocks = r.blocks[:len(r.blocks)-1]
	text := b.String()
	if !norm.NFC.IsNormalString(text) { // a character reference can bring a loose accent; where links stand is then unknown
		text, b.links = norm.NFC.String(text), nil
	}
	outer := r.block()
	switch {
	case b.element == "num":
		if outer == nil {
			r.num = strings.TrimSpace(text)
			return
		}
		outer.write(text + "\t")
	case b.kind == Note:
		note := Block{Kind: Note, Mark: b.mark, Text: noteText(text), Part: r.part, Links: shift(b.links, len(text)-len(noteText(text)))}
		if note.Text == "" {
			return
		}
		if outer != nil {
			outer.notes = append(outer.notes, note)
			return
		}
		r.content.Blocks = append(r.content.Blocks, note)
	case b.kind == TableRow:
		if r.row == nil {
			return
		}
		r.row.Cells = append(r.row.Cells, text)
		r.row.Mark = strings.TrimSpace(r.row.Mark + " " + strings.Join(b.marks, " "))
		r.row.notes = append(r.row.notes, b.notes...)
	case outer != nil: // a paragraph in a cell or a note
		outer.space()
		outer.write(text)
	default:
		r.add(b, text)
	}
}

// noteText is the text of a footnote without the brackets and the mark that some files keep at its head: "()\tSee".
func noteText(text string) string {
	return strings.TrimSpace(noteHead.ReplaceAllString(text, ""))
}

var (
	noteHead = regexp.MustCompile(`^(?:[(（]\s*\p{Nd}{0,3}\s*[)）]|\*{1,3}(?:\s|$))\s*`)
	// starNote is a footnote that stands in the text with its mark: "* Reissued for technical reasons."
	starNote = regexp.MustCompile(`^(\*{1,3})\s*(\S.*)$`)
)

// add makes a block of running text.
func (r *aknReader) add(b *aknBlock, text string) {
	out := Block{Kind: b.kind, Text: text, Role: b.role, Mark: strings.Join(b.marks, " "), Bold: b.bold(), Part: r.part, Links: b.links}
	if !strings.ContainsFunc(text, isWordRune) { // a line of underscores; an enumerator waits for the next
		r.content.Blocks = append(r.content.Blocks, b.notes...)
		return
	}
	label, carried := r.num, r.carried
	r.num, r.carried = "", ""
	if label == "" && !b.heading && r.inMainBody() && !r.in("list") {
		label = carried
	}
	if r.inMainBody() && label == "" {
		if m := starNote.FindStringSubmatch(text); m != nil && out.Role == "" { // "* Reissued for technical reasons."
			out = Block{Kind: Note, Mark: m[1], Text: m[2], Part: r.part}
			r.content.Blocks = append(r.content.Blocks, out)
			return
		}
	}
	if out.Role == "" {
		r.classify(b, &out, label)
	}
	if out.Kind == Heading {
		if r.joinHeading(&out) {
			r.content.Blocks = append(r.content.Blocks, b.notes...)
			return
		}
		if r.inMainBody() && utf8.RuneCountInString(out.Text) <= 6 {
			r.enumerator = len(r.content.Blocks)
		}
	}
	r.content.Blocks = append(append(r.content.Blocks, out), b.notes...)
}

// classify decides what a block without a role is, and gives it its label.
func (r *aknReader) classify(b *aknBlock, out *Block, label string) {
	if label == "" && out.Kind != Preamble {
		label = headLabel(out.Text, b.tab, b.heading)
	} else if label != "" {
		cut := len(out.Text) - len(strings.TrimLeft(out.Text, ".-–— "))
		if cut > 0 && strings.HasPrefix(out.Text, label) {
			cut = 0
		}
		out.Text = strings.TrimSpace(label + " " + out.Text[cut:])
		out.Links = shift(out.Links, cut-len(label)-1)
	}
	out.Label = label
	switch {
	case b.heading || r.headingByForm(b, out, label):
		out.Kind, out.Level = Heading, r.headingLevel(b)
	case out.Kind == Preamble:
		if r.in("item") {
			out.Kind, out.Level = ListEntry, max(1, r.list)
		}
	case r.in("point") || r.in("item"):
		if !r.in("wrapUp") && (label != "" || r.list > 0) {
			out.Kind, out.Level = ListEntry, max(1, r.list)
		}
	case label != "" && !paragraphNumber.MatchString(label):
		out.Kind = ListEntry
	}
}

var (
	// paragraphNumber is the number of a paragraph: "12.", "12 -", "12 bis.".
	paragraphNumber = regexp.MustCompile(`^\p{Nd}{1,4}(?:\s?(?:bis|ter|quater|quinquies|مكررا?))?\s?[.．、]?\s?[-–—]?$`)
	// bareLabel is what stands before a tab and is an enumerator: "1 -", "(أ)", "a)", "’1‘", "–", "IV.".
	bareLabel = regexp.MustCompile(`^(?:\p{Nd}{1,3}\s?(?:bis|ter)?\s?[.．]?\s?[-–—]?|[(（]?(?:\p{L}{1,4}|\p{Nd}{1,2})(?:\s?\p{L})?[)）]|[’‘'"“”«(]?\s?\p{Nd}{1,2}\s?[’‘'"“”»)]|[-–—•·]|[IVXLC]{1,7}\.|\p{Lu}\.)$`)
	// headNumber and headBracket find one in text that has no tab behind it.
	headNumber  = regexp.MustCompile(`^\p{Nd}{1,3}(?:\s?(?:bis|ter))?(?:\s?[-–]|\.)(\s)`)
	headBracket = regexp.MustCompile(`^(?:[(（](?:\p{L}{1,2}|[ivx]{1,5}|\p{Nd}{1,2})[)）]|(?:\p{Ll}{1,2}|[ivx]{1,5})\)\s)`)
	closedMark  = regexp.MustCompile(`[.;:,،؛。；：，!?？]["”»’')\]]*$`)
	headClass   = regexp.MustCompile(`(?i)^(?:Title)?H(?:\d+|Ch)`)
)

// headLabel is the enumerator with which text begins, "" where it begins otherwise; tab is where its first tab stood.
func headLabel(text string, tab int, heading bool) string {
	if tab > 0 && tab < len(text) {
		if head := strings.TrimSpace(text[:tab]); bareLabel.MatchString(head) {
			return head
		}
	}
	if heading {
		return ""
	}
	if m := headNumber.FindStringSubmatchIndex(text); m != nil {
		return text[:m[2]]
	}
	return strings.TrimSpace(headBracket.FindString(text))
}

// headingByForm reports whether a paragraph that the markup does not call a heading is one: it is styled as one, or set in bold
// face, or bears neither number nor the point, comma or semicolon that paragraphs of these documents end with.
func (r *aknReader) headingByForm(b *aknBlock, out *Block, label string) bool {
	if b.kind == Preamble || !r.inMainBody() || r.in("list") || r.in("blockList") || closedMark.MatchString(out.Text) || utf8.RuneCountInString(out.Text) > 300 {
		return false
	}
	if headClass.MatchString(b.class) || b.bold() {
		return !paragraphNumber.MatchString(label) || headClass.MatchString(b.class)
	}
	return label == "" && b.kind == Operative && !strings.ContainsAny(out.Text[:1], "“\"«")
}

// headingLevel is 1 for the heading of an annex, the level of its style elsewhere.
func (r *aknReader) headingLevel(b *aknBlock) int {
	level := 2 + r.section
	annex := r.in("attachment")
	switch {
	case annex && !r.headed:
		r.headed = true
		return 1
	case strings.HasPrefix(b.class, "H4"):
		level++
	case strings.HasPrefix(b.class, "HC"), b.class == "H1":
		level--
	}
	if annex {
		return max(2, level)
	}
	return max(1, level)
}

// joinHeading joins a heading to the one before it: in the same paragraph, or where that one is a bare enumerator. "Часть I" stands
// above "Общее формирование политики". Some files give a heading twice.
func (r *aknReader) joinHeading(out *Block) bool {
	n := len(r.content.Blocks)
	same := r.heads > 0
	if r.in("paragraph") {
		r.heads++
	}
	if n == 0 || !r.inMainBody() {
		return false
	}
	above := &r.content.Blocks[n-1]
	if above.Kind != Heading || above.Part != out.Part {
		return false
	}
	switch {
	case strings.HasSuffix(above.Text, out.Text):
		return true
	case same || n-1 == r.enumerator:
		cut := len(above.Text) + 1
		above.Text += " " + out.Text
		above.Mark = strings.TrimSpace(above.Mark + " " + out.Mark)
		above.Links = append(above.Links, shift(out.Links, -cut)...)
		return true
	}
	return false
}

// endRaised ends a raised stretch. What is left of one when the mark in it has become a note goes, "()", and so does the mark of a
// note that stands at another place, which is given in seen. Powers stay: "5 km2", "106".
func (b *aknBlock) endRaised(seen map[string]bool) {
	at := b.raisedAt
	b.raisedAt = -1
	if at < 0 {
		return
	}
	raised := strings.Trim(b.since(at), "()[]（） ")
	switch {
	case raised == "":
		b.cut(at)
	case seen[raised] && !power.MatchString(string(b.buf[:at])):
		b.marks = append(b.marks, raised)
		b.cut(at)
	}
}

// power ends the text before an exponent.
var power = regexp.MustCompile(`(?:^|[\s\d/(])(?:[kcdm]?m|10|м|км)$`)

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// shift moves links n bytes towards the head of the text.
func shift(links []Link, n int) []Link {
	out := make([]Link, 0, len(links))
	for _, l := range links {
		if l.Start-n >= 0 {
			out = append(out, Link{Start: l.Start - n, End: l.End - n, Target: l.Target})
		}
	}
	return out
}
