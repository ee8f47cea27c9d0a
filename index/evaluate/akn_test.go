package evaluate

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/corpustest"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/parse"
)

// aknDir holds resolutions and statements in Akoma Ntoso, with a catalogue; it stands beside the project.
const (
	aknDir     = "../../../shared/corpus/un-resolutions-akn"
	aknArchive = aknDir + "/resolutions.tar.zst"
)

var (
	aknEvery = flag.Int("akn-every", 40, "read one of so many Akoma Ntoso files; 1 compares with the golden file")
	aknShow  = flag.Int("akn-show", 0, "print so many differences of each aspect")
)

// The least shares that a reader of Akoma Ntoso must reach.
const (
	leastParagraphs = 0.995
	leastCatalogue  = 0.99
	sampleMargin    = 0.01 // by which a sample may fall short: a file is then half a per cent
)

// aknAspects are what is measured, in the order of the table.
var aknAspects = []string{"preambular", "operative", "list entry", "letters", "symbol", "language", "adopted", "session", "agenda item", "title"}

// TestAKN reads the resolutions and statements and compares preambular and operative paragraphs with what the XML says, and
// symbol, date, session, language, agenda item and title with the catalogue.
func TestAKN(t *testing.T) {
	e := aknEvaluation{t: t, files: readIndex(t), catalogue: readCatalogue(t), scores: map[string]*Measure{}, shown: map[string]int{}}
	for n, file := range corpustest.Files(t, aknArchive) {
		if f, ok := e.files[file.Name]; ok && n%*aknEvery == 0 {
			data, err := io.ReadAll(file)
			if err != nil {
				t.Fatal(err)
			}
			e.read(f, data)
		}
	}
	e.hold()
	t.Logf("\n%s", e.table())
	if *aknEvery == 1 {
		golden(t, "testdata/akn.txt", e.table())
	}
}

// aknFile is a row of the list of files.
type aknFile struct{ symbol, lang, path string }

// catalogued is a record of the catalogue.
type catalogued struct {
	Symbol  string `json:"symbol"`
	Title   string `json:"title"`
	Session string `json:"session"`
	Adopted string `json:"adoption_date"`
	Item    string `json:"agenda_item"`
}

type aknEvaluation struct {
	t                  *testing.T
	files              map[string]aknFile
	catalogue          map[string]catalogued
	scores             map[string]*Measure // by language and aspect
	shown              map[string]int
	met, whole, mended int
	refused            []string
}

func (e *aknEvaluation) read(f aknFile, data []byte) {
	e.met++
	c, err := extract.Read(context.Background(), f.path, bytes.NewReader(data), extract.Limits{})
	if err != nil {
		e.refused = append(e.refused, err.Error())
		return
	}
	if slices.ContainsFunc(c.Warnings, func(w string) bool { return strings.Contains(w, "not well-formed") }) {
		e.mended++
	} else {
		e.whole++
	}
	d := parse.Parse(c, parse.Options{Source: f.path})
	e.compareText(f, d, data)
	e.compareHeader(f, d)
}

// compareText compares the units with the paragraphs that the XML says, where it is well-formed.
func (e *aknEvaluation) compareText(f aknFile, d document.Document, data []byte) {
	root, err := readTree(data)
	if err != nil {
		return
	}
	want := truth{}
	want.walk(root, place{})
	found := map[string][]string{}
	letters := 0
	for _, u := range d.Units {
		letters += len([]rune(squeeze(u.Text)))
		words := squeeze(strings.TrimPrefix(u.Text, u.Label))
		switch u.Kind {
		case document.Preambular:
			found["preambular"] = append(found["preambular"], words)
		case document.Operative:
			found["operative"] = append(found["operative"], u.Number+" "+words)
		case document.ListItem:
			found["list entry"] = append(found["list entry"], words)
		}
	}
	e.score(f, "preambular", found["preambular"], want.preambular)
	e.score(f, "operative", found["operative"], want.operative)
	e.score(f, "list entry", found["list entry"], want.entries)
	m := e.measure(f.lang, "letters")
	m.Right, m.Found, m.Gold = m.Right+min(letters, want.letters), m.Found+letters, m.Gold+want.letters
	if diff := letters - want.letters; (diff < -20 || diff > 20) && e.shows("letters") {
		e.t.Logf("letters: %s has %d, the XML %d", f.path, letters, want.letters)
	}
}

// compareHeader compares the header with the list of files and the catalogue.
func (e *aknEvaluation) compareHeader(f aknFile, d document.Document) {
	e.score(f, "symbol", one(bareSymbol(d.Symbol)), one(bareSymbol(f.symbol)))
	e.score(f, "language", one(string(d.Lang)), one(f.lang))
	r, ok := e.catalogue[f.symbol]
	if !ok {
		return
	}
	e.score(f, "adopted", one(d.Adopted), one(isoDay(r.Adopted)))
	if r.Session != "" {
		e.score(f, "session", one(strconv.Itoa(d.SessionNumber)), one(strconv.Itoa(ordinalNumber(r.Session))))
	}
	if r.Item != "" {
		e.score(f, "agenda item", d.MastheadItems, catalogueItems(r.Item))
	}
	if r.Title != "" && f.lang == "en" {
		e.score(f, "title", one(squeeze(d.Title)), one(squeeze(r.Title)))
	}
}

func (e *aknEvaluation) measure(lang, aspect string) *Measure {
	key := lang + " " + aspect
	if e.scores[key] == nil {
		e.scores[key] = &Measure{}
	}
	return e.scores[key]
}

func (e *aknEvaluation) shows(aspect string) bool {
	e.shown[aspect]++
	return e.shown[aspect] <= *aknShow
}

func (e *aknEvaluation) score(f aknFile, aspect string, found, want []string) {
	m := e.measure(f.lang, aspect)
	right := common(found, want)
	m.Right, m.Found, m.Gold = m.Right+right, m.Found+len(found), m.Gold+len(want)
	if right == len(found) && right == len(want) {
		return
	}
	for _, s := range except(want, found) {
		if e.shows(aspect) {
			e.t.Logf("%s missing in %s: %.150s", aspect, f.path, s)
		}
	}
	for _, s := range except(found, want) {
		if e.shows(aspect) {
			e.t.Logf("%s too many in %s: %.150s", aspect, f.path, s)
		}
	}
}

// except are the values of a that b lacks.
func except(a, b []string) (out []string) {
	left := map[string]int{}
	for _, v := range b {
		left[v]++
	}
	for _, v := range a {
		if left[v]--; left[v] < 0 {
			out = append(out, v)
		}
	}
	return out
}

// hold holds the totals to the least shares.
func (e *aknEvaluation) hold() {
	for _, aspect := range aknAspects {
		least := leastCatalogue
		if aspect == "preambular" || aspect == "operative" {
			least = leastParagraphs
		}
		if *aknEvery > 1 {
			least -= sampleMargin
		}
		m := e.total(aspect)
		if m.Recall() < least || m.Precision() < least && aspect != "list entry" { // many entries are no elements of their own
			e.t.Errorf("%s: precision %.4f, recall %.4f, want at least %.3f", aspect, m.Precision(), m.Recall(), least)
		}
	}
}

func (e *aknEvaluation) total(aspect string) (total Measure) {
	for key, m := range e.scores {
		if strings.HasSuffix(key, " "+aspect) {
			total.Right, total.Found, total.Gold = total.Right+m.Right, total.Found+m.Found, total.Gold+m.Gold
		}
	}
	return total
}

func (e *aknEvaluation) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "files %d: %d read, %d of them mended; %d reported\n", e.met, e.whole+e.mended, e.mended, len(e.refused))
	for _, r := range e.refused {
		fmt.Fprintf(&b, "  %s\n", r)
	}
	b.WriteString(e.tableOf(aknAspects))
	return b.String()
}

// tableOf is the table of some aspects.
func (e *aknEvaluation) tableOf(aspects []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s %-4s %9s %9s %8s %8s %8s\n", "", "", "precision", "recall", "right", "found", "gold")
	row := func(aspect, lang string, m Measure) {
		fmt.Fprintf(&b, "%-12s %-4s %9.4f %9.4f %8d %8d %8d\n", aspect, lang, m.Precision(), m.Recall(), m.Right, m.Found, m.Gold)
	}
	for _, aspect := range aspects {
		for _, lang := range []string{"en", "fr", "es", "ru", "ar", "zh", "de"} {
			if m := e.scores[lang+" "+aspect]; m != nil {
				row(aspect, lang, *m)
			}
		}
		row(aspect, "all", e.total(aspect))
	}
	return b.String()
}

// truth is what the XML says of a resolution, by the elements alone.
type truth struct {
	preambular, operative, entries []string
	letters                        int
	number                         string // of an empty paragraph: that of the next
}

// place is where the walk is.
type place struct {
	resolution, preamble, body, meta, note, list bool
}

var (
	numberHead = regexp.MustCompile(`^\s*(\d{1,3})\s*(?:[-–]|\.)\s`)
	entryHead  = regexp.MustCompile(`^\s*(?:[(（]\s*[\p{L}\d][\p{L}\d ]{0,4}\s*[)）]|\p{L}{1,5}\)|[’‘]\d+[’‘]|[–—•·-](?:\t|$)|\d+\.\d+)\s*`)
	// letterHead is a small letter with a stop, in num or before a tab: "a." in the annexes of S/RES/2270 (2016), "iv.". Capitals
	// and words without a mark at their end are headings: "A.", "IV.".
	letterHead = regexp.MustCompile(`^\s*(?:\p{Ll}|[ivx]{1,5})[.．](?:$|\s*\t\s*)`)
	onlyDigits = regexp.MustCompile(`^(\d{1,3})\s*[.．]?\s*[-–]?$`)
)

func (w *truth) walk(n *node, at place) {
	switch n.name {
	case "meta":
		at.meta = true
	case "statement":
		at.resolution = strings.HasSuffix(strings.ToLower(n.attrs["name"]), "resolution")
	case "preamble":
		at.preamble = true
	case "mainBody":
		at.body = true
	case "attachment":
		at.resolution = false
	case "authorialNote":
		at.note = true
	case "list", "blockList":
		at.list = true
	}
	if !at.note {
		w.take(n, at)
	}
	if n.name == "#text" && !at.meta {
		w.letters += len([]rune(squeeze(n.text)))
	}
	for _, c := range n.children {
		w.walk(c, at)
	}
}

func (w *truth) take(n *node, at place) {
	text := n.words()
	switch {
	case !at.resolution && n.name == "paragraph":
		w.paragraph(n, false)
	case n.name == "crossHeading" && n.attrs["refersTo"] == "#preamble",
		at.preamble && n.name == "listIntroduction",
		at.preamble && n.name == "container" && n.child("p") != nil:
		if n.name == "container" {
			text = n.child("p").words()
		}
		if squeeze(text) != "" {
			w.preambular = append(w.preambular, squeeze(text))
		}
	case n.name == "point" || n.name == "item" && at.list:
		if c := n.child("content"); c != nil {
			text = c.words()
		} else if c := n.child("p"); c != nil {
			text = c.words()
		}
		if squeeze(text) != "" {
			w.entries = append(w.entries, squeeze(text))
		}
	case at.body && n.name == "paragraph":
		w.paragraph(n, true)
	}
}

// paragraph takes a numbered paragraph of the operative part, or an entry of a list that is marked up as one.
func (w *truth) paragraph(n *node, operative bool) {
	if !operative {
		defer func(before []string) { w.operative = before }(w.operative)
	}
	if strings.HasPrefix(n.attrs["class"], "H") {
		return
	}
	body := n.child("content")
	if list := n.child("list"); body == nil && list != nil {
		body = list.child("intro")
	}
	if body == nil {
		return
	}
	text := latinDigits(body.words())
	if num := n.child("num"); num != nil {
		label := strings.TrimSpace(latinDigits(num.words()))
		m := onlyDigits.FindStringSubmatch(label)
		switch {
		case m != nil && squeeze(text) == "":
			w.number = m[1]
		case m != nil:
			w.operative = append(w.operative, m[1]+" "+squeeze(text))
		case (entryHead.MatchString(label) || letterHead.MatchString(label)) && squeeze(text) != "":
			w.entries = append(w.entries, squeeze(text))
		}
		return
	}
	number := w.number
	w.number = ""
	if m := numberHead.FindStringSubmatch(text); m != nil {
		w.operative = append(w.operative, m[1]+" "+squeeze(text[len(m[0]):]))
	} else if m := entryHead.FindString(text) + letterHead.FindString(text); m != "" { // no text begins with both
		w.entries = append(w.entries, squeeze(text[len(m):]))
	} else if strings.ContainsAny(lastRune(text), ".;:,；。؛：،，") && !strings.ContainsAny(firstRune(text), "“«\"*") {
		w.operative = append(w.operative, number+" "+squeeze(text))
	}
}

// latinDigits writes the digits of Arabic as 0 to 9, "٣ -" before a paragraph of A/RES/74/116 in Arabic, and leaves out the marks of
// direction that A/RES/75/188 has around them.
func latinDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case '٠' <= r && r <= '٩':
			return '0' + r - '٠'
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}

func lastRune(s string) string {
	if r := []rune(strings.TrimSpace(s)); len(r) > 0 {
		return string(r[len(r)-1])
	}
	return ""
}

func firstRune(s string) string {
	for _, r := range strings.TrimSpace(s) {
		return string(r)
	}
	return ""
}

// node is an element, or a stretch of text with the name #text.
type node struct {
	name     string
	attrs    map[string]string
	text     string
	children []*node
}

// readTree reads a well-formed document.
func readTree(data []byte) (*node, error) {
	root := &node{}
	open := []*node{root}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch e := token.(type) {
		case xml.StartElement:
			n := &node{name: e.Name.Local, attrs: map[string]string{}}
			for _, a := range e.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.children = append(top.children, &node{name: "#text", text: string(e)})
		}
	}
}

func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// words is the text of an element without its footnotes.
func (n *node) words() string {
	if n.name == "authorialNote" {
		return ""
	}
	var b strings.Builder
	b.WriteString(n.text)
	for _, c := range n.children {
		b.WriteString(c.words())
	}
	return b.String()
}

// squeeze keeps letters, so that blanks, dashes and the marks of notes make no difference.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// bareSymbol leaves letters and digits of a symbol: the list of files writes "A/RES/75-101A/B" for A/RES/75/101 A-B.
func bareSymbol(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

// isoDay reads the two forms of the catalogue: "2019-12-13 00:00:00" and "30 June 2021".
func isoDay(s string) string {
	day, _, _ := strings.Cut(strings.Join(strings.Fields(s), " "), " 00:")
	for _, form := range []string{time.DateOnly, "2 January 2006"} {
		if t, err := time.Parse(form, day); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return day
}

// ordinalNumber is the number of "Seventy-ninth session" and "Tenth emergency special session", 0 for others.
func ordinalNumber(s string) int {
	small := strings.Fields("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
	tens := strings.Fields("- - twent thirt fort fift sixt sevent eight ninet")
	word := strings.ToLower(strings.Fields(s)[0])
	if n := slices.Index(small, word); n > 0 {
		return n
	}
	for n, stem := range tens {
		if word == stem+"ieth" {
			return 10 * n
		}
		if unit, ok := strings.CutPrefix(word, stem+"y-"); ok {
			return 10*n + slices.Index(small, unit)
		}
	}
	return 0
}

var catalogueItem = regexp.MustCompile(`(\d{1,3})(?: \(([a-z]{1,2})\))?`)

// catalogueItems reads "Agenda items 20 and 71 (b)".
func catalogueItems(s string) (items []string) {
	for _, m := range catalogueItem.FindAllStringSubmatch(s, -1) {
		item, _ := document.NormalItem(m[1] + m[2])
		items = append(items, item)
	}
	return items
}

// readIndex reads the list of files.
func readIndex(t *testing.T) map[string]aknFile {
	t.Helper()
	files := map[string]aknFile{}
	for line := range corpustest.Lines(t, filepath.Join(aknDir, "index.tsv.zst")) {
		if c := strings.Split(line, "\t"); len(c) == 5 && c[0] != "symbol" {
			files[c[2]] = aknFile{c[0], c[1], c[2]}
		}
	}
	return files
}

// readCatalogue reads the catalogue by symbol.
func readCatalogue(t *testing.T) map[string]catalogued {
	t.Helper()
	records := map[string]catalogued{}
	lines := json.NewDecoder(corpustest.Open(t, filepath.Join(aknDir, "metadata.jsonl.zst")))
	for {
		var r catalogued
		if err := lines.Decode(&r); errors.Is(err, io.EOF) {
			return records
		} else if err != nil {
			t.Fatal(err)
		}
		records[r.Symbol] = r
	}
}

// golden compares got with a golden file, which -update rewrites.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
