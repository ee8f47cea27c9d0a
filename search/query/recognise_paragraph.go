package query

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/symbol"
)

// The words before the numbers of paragraphs, as footnotes of documents abbreviate them in the six languages. Behind a symbol, resolution or
// decision, signs say the same: A/79/15 § 11, UNSCR 1325 OP 8. "para" and "par" without a full stop are prepositions of Spanish and French:
// "presupuesto para 2022", "adoptée par 12 voix".
const (
	paragraphWords = `(?i:(?:operative )?paragraphs?|paras\.?|para\.|paragraphes?|pars?\.|p[áa]rrafos?|p[áa]rrs?\.|пп?\.|(?:ال)?فقر(?:ة|ات|تين))`
	paragraphSigns = `§{1,2}|¶{1,2}|OPs?|пункт\pL{0,3}`

	paragraphRange = `[\s\x{00a0}]*(?:[-–—至到]|(?:to|through|à|по|إلى)[\s\x{00a0}])[\s\x{00a0}]*`
	paragraphJoint = `(?:` + paragraphRange + `|[\s\x{00a0}]*[,،、和][\s\x{00a0}]*|[\s\x{00a0}]+(?:and|or|et|ou|y|o|и|или|و)[\s\x{00a0}]*)`
	paragraphList  = `(\d{1,4}(?:` + paragraphJoint + `\d{1,3})*)((?:[\s\x{00a0}]?\([a-z]{1,4}\))*)`
)

var (
	paragraphAlone  = regexp.MustCompile(`^(?:` + paragraphWords + `[\s\x{00a0}]?` + paragraphList + `|第` + paragraphList + `段)`)
	paragraphBehind = regexp.MustCompile(`^[\s\x{00a0},;]*((?:` + paragraphWords + `|` + paragraphSigns + `)[\s\x{00a0}]?` + paragraphList + `|第` + paragraphList + `段)`)
	// paragraphPara is "para 8", which is read at the end of words only.
	paragraphPara   = regexp.MustCompile(`^[\s\x{00a0},;]*((?i:para)[\s\x{00a0}](\d{1,3}))`)
	paragraphNumber = regexp.MustCompile(`(` + paragraphRange + `)?(\d{1,4})`)
	// paragraphID matches the end of the id of a numbered paragraph: CTOC/COP/2024/5#p11, A/RES/70/1@fr#p3.
	paragraphID = regexp.MustCompile(`(?:@(ar|zh|en|fr|ru|es))?#p(\d{1,4})$`)
)

// paragraphReach is the number of code points in which numbers of paragraphs and their word end.
const paragraphReach = 60

// paragraphs are numbers of paragraphs and the words that name them.
type paragraphs struct {
	numbers []string
	list    string // as typed: 3–5
	words   string // with their noun: paras. 3–5
}

// paragraph reads "para. 11" alone: what bears the number, or says so.
func (r *recogniser) paragraph(t token) bool {
	if t.prefix {
		return false
	}
	named, end := r.paragraphsAt(paragraphAlone, t.start)
	if end < 0 || !r.standAlone(r.i, end) {
		return false
	}
	node := append(named.fields(), Phrase{Text: named.words})
	return r.put(Or{node}, r.after(end))
}

// paragraphsBehind reads the paragraphs named behind a reference, whose last token is the one before end. They are read as the paragraphs of
// the document that it is, and as words for these beside the reference.
func (r *recogniser) paragraphsBehind(reference Node, end int) (node Node, after int) {
	named, stop := r.paragraphsAt(paragraphBehind, r.tokens[end-1].end)
	if stop < 0 {
		named, stop = r.paragraphsAt(paragraphPara, r.tokens[end-1].end)
		if next := r.after(stop); stop >= 0 && next < len(r.tokens) && r.tokens[next].kind == tokenWord {
			return reference, end
		}
	}
	if stop < 0 || !r.standAlone(end, stop) {
		return reference, end
	}
	if node = named.of(reference); node == nil {
		return reference, end
	}
	return node, r.after(stop)
}

// of asks for the paragraphs of what a reference names, and for what cites them; nil where it does not tell which document that is.
func (p paragraphs) of(reference Node) Node {
	documents := documentsOf(reference)
	if len(documents) == 0 {
		return nil
	}
	own := join(And{}, []Node{join(Or{}, documents), join(Or{}, p.fields())})
	return Or{[]Node{own, And{[]Node{reference, p.cited()}}}}
}

// cited asks for the words that cite paragraphs: those that were typed, and those of resolutions and of footnotes in English.
func (p paragraphs) cited() Node {
	words := []Node{Phrase{Text: p.words}}
	for _, noun := range []string{"para. ", "paragraph "} {
		if len(p.numbers) > 1 {
			noun = map[string]string{"para. ": "paras. ", "paragraph ": "paragraphs "}[noun]
		}
		if !strings.EqualFold(strings.Replace(noun, ".", "", 1)+p.list, strings.Replace(p.words, ".", "", 1)) {
			words = append(words, Phrase{Text: noun + p.list})
		}
	}
	return join(Or{}, words)
}

// paragraphsAt reads paragraphs at a place of the source, up to place end; -1 if there are none.
func (r *recogniser) paragraphsAt(form *regexp.Regexp, place int) (named paragraphs, end int) {
	text := foldDigits(r.slice(place, min(place+paragraphReach, len(r.runes))))
	at := form.FindStringSubmatchIndex(text)
	if at == nil {
		return paragraphs{}, -1
	}
	list := ""
	for group := 2; group < len(at); group += 2 {
		if at[group] >= 0 && list == "" && '0' <= text[at[group]] && text[at[group]] <= '9' {
			list = text[at[group]:at[group+1]]
		}
	}
	named = paragraphs{numbersOf(list), list, cleanPhrase(strings.TrimLeft(text[:at[1]], " \u00a0,;§¶"))}
	if len(named.numbers) == 0 {
		if form == paragraphAlone { // behind a reference, the word is looked at once more
			r.tooMany()
		}
		return paragraphs{}, -1
	}
	if named.words == list {
		named.words = "para. " + list // of signs, which are no words
	}
	return named, place + utf8.RuneCountInString(text[:at[1]])
}

// numbersOf are the numbers of a list with ranges; none if they are too many.
func numbersOf(list string) (numbers []string) {
	last := 0
	for _, found := range paragraphNumber.FindAllStringSubmatch(list, -1) {
		n, _ := strconv.Atoi(found[2])
		from := n
		if found[1] != "" && last > 0 {
			from = last + 1
		}
		if n-from >= maxListed {
			return nil
		}
		for ; from <= n; from++ {
			numbers = append(numbers, strconv.Itoa(from))
		}
		last = n
	}
	if len(numbers) > maxListed {
		return nil
	}
	return numbers
}

func (p paragraphs) fields() (fields []Node) {
	for _, number := range p.numbers {
		fields = append(fields, Field{Name: "number", Value: number})
	}
	return fields
}

// standAlone reports whether the words and marks from a token up to a place are prose, and nothing goes on behind it.
func (r *recogniser) standAlone(from, place int) bool {
	if !r.endsItem(place) {
		return false
	}
	for i := from; i < r.after(place); i++ {
		if !r.tokens[i].isProse() || r.tokens[i].prefix {
			return false
		}
	}
	last := r.after(place)
	return last > from && !hasWord(r.slice(min(place, r.tokens[last-1].end), r.tokens[last-1].end)) && r.balanced(from, last)
}

// after is the token behind a place of the source.
func (r *recogniser) after(place int) int {
	i := r.i
	for i < len(r.tokens) && r.tokens[i].start < place {
		i++
	}
	return i
}

// balanced reports whether the brackets among some tokens belong together.
func (r *recogniser) balanced(from, to int) bool {
	open := 0
	for _, t := range r.tokens[from:to] {
		switch t.kind {
		case tokenOpen:
			open++
		case tokenClose:
			open--
		}
	}
	return open == 0
}

// documentsOf asks for the documents that a reference is, or is the number of; none where it does not tell.
func documentsOf(reference Node) (documents []Node) {
	add := func(f Field) {
		for _, known := range documents {
			if known == Node(f) {
				return
			}
		}
		documents = append(documents, f)
	}
	for _, n := range append([]Node{reference}, children(reference)...) {
		f, ok := n.(Field)
		switch {
		case !ok:
		case f.Name == "symbol":
			add(Field{Name: "document", Value: f.Value, Match: f.Match})
		case f.Name == "resolution", f.Name == "decision":
			body, id, _ := strings.Cut(f.Value, " ")
			year, open := strings.CutSuffix(id, " (")
			if open {
				id = year + " (2000)" // any year, to learn how the symbol is written
			}
			s, ok := symbol.Adopted{Kind: f.Name, Body: body, ID: id}.Symbol()
			if !ok {
				continue
			}
			if open {
				add(Field{Name: "document", Value: strings.TrimSuffix(s.String(), "2000)"), Match: MatchPrefix})
				continue
			}
			add(Field{Name: "document", Value: s.String()})
		}
	}
	return documents
}
