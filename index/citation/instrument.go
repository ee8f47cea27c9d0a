package citation

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

//go:embed instruments.tsv
var instrumentsFile string

// instrument is a text whose parts are cited.
type instrument struct {
	short string
	part  Kind
	last  int    // number of its last part, 0 where it is not known
	body  string // in whose papers its head word alone means it
	names []string
}

// instruments is the registry; instrumentNames are all its names, the longest first.
var instruments, instrumentNames = readInstruments(instrumentsFile)

func readInstruments(file string) ([]*instrument, nameIndex[*instrument]) {
	var list []*instrument
	names := nameIndex[*instrument]{}
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 5 {
			panic(fmt.Sprintf("instruments.tsv: %d columns, want 5: %q", len(columns), line))
		}
		last, err := strconv.Atoi(columns[2])
		if err != nil {
			panic(fmt.Sprintf("instruments.tsv: %v: %q", err, line))
		}
		in := &instrument{columns[0], Kind(columns[1]), last, columns[3], strings.Split(columns[4], "|")}
		list = append(list, in)
		for _, name := range in.names {
			names.add(name, in)
		}
	}
	return list, names
}

// instrumentByShort finds an instrument by its name in this program.
func instrumentByShort(short string) *instrument {
	for _, in := range instruments {
		if in.short == short {
			return in
		}
	}
	return nil
}

// headOf is the word that stands for a name: "Convention" for "United Nations Convention against Corruption".
func headOf(name string) string {
	for _, head := range instrumentHeads {
		if strings.Contains(name, head) {
			return head
		}
	}
	return ""
}

// instrumentHeads are the words that stand for instruments: "the Convention".
var instrumentHeads = [...]string{
	"Convention", "Covenant", "Protocol", "Charter", "Statute", "Treaty", "Agreement", "Constitution", "Code",
}

// has reports whether the instrument has a part of that number, as far as its length is known.
func (in *instrument) has(id string) bool {
	n, _ := strconv.Atoi(id[:len(id)-len(strings.TrimLeft(id, "0123456789"))])
	return in.last == 0 || n <= in.last
}

// printedName matches the name of an instrument that the registry may lack: a head word with capitalised words before it
// ("Libyan Political Agreement") or with what it is about behind it ("Convention on Special Missions").
var printedName = regexp.MustCompile(`^(?:(?:\d{4} )?(?:[A-Z][\pL’'-]+ (?:and )?){1,6}?` + headWords + `\b(?: [IVX]{1,3}\b)?(?:` + about + more + `{0,6})?|` +
	headWords + `\b` + about + more + `{0,6})`)

const (
	headWords = `(?:Convention|Covenant|Protocol|Treaty|Charter|Statute|Agreement|Code|Constitution)`
	titleWord = `[A-Z][\pL’'-]+(?: [A-Z][\pL’'-]+){0,5}`
	// about is the first step of what an instrument is about, more a further one.
	about = ` (?:on|against|for|relating to|relative to|concerning|of|to|between)(?: the)? ` + titleWord
	more  = `(?:,? (?:(?:on|against|for|relating|concerning|of|to|between|in|and|or|the|its|their|with|from|by|respect) ){1,4}` + titleWord + `)`
)

// another begins the name of something else behind a name: "Statute of the International Court of Justice and Article 94".
var another = regexp.MustCompile(`,? and (?:to |of |in )?(?:the |its )?(?:Articles?|General|Security|Human Rights C|Convention|Protocols?|Optional|Covenant|Charter|` +
	`Statute|Treaty|Agreement|Committee|Conference|Secretary|States? Part).*`)

// printedAt gives the name of an instrument as printed at offset i, "" where there is none.
func printedAt(text string, i int) string {
	if i >= len(text) || !isCapital(text[i]) && !('0' <= text[i] && text[i] <= '9') {
		return ""
	}
	const longest = 300
	text = text[i:min(len(text), i+longest)]
	if !containsAny(text, instrumentHeads[:]) {
		return ""
	}
	name := printedName.FindString(text)
	if name == "" || !endsWord(text, len(name)) || notNames[firstWord(name)] {
		return ""
	}
	return another.ReplaceAllString(name, "")
}

// vague names mean different instruments in different papers.
var vague = map[string]bool{
	"United Nations Convention": true, "Vienna Convention": true, "Optional Protocol": true, "International Convention": true,
	"Additional Protocol": true, "International Covenant": true, "Optional Protocols": true, "Optional Protocol to the Convention": true,
	"Geneva Convention": true, "Hague Convention": true,
}

// goesOn follows a name of the registry that is only the beginning of another one: "Vienna Convention on the Law of Treaties
// between States and International Organizations".
var goesOn = at(`^ (?:between|relating|on|concerning) `)

// notNames are words that begin a sentence and no name.
var notNames = map[string]bool{
	"The": true, "This": true, "That": true, "These": true, "In": true, "Under": true, "By": true, "Of": true, "To": true, "And": true,
	"For": true, "Articles": true, "Article": true, "Rule": true, "Protocols": true, "States": true, "State": true, "Each": true,
	"Any": true, "All": true, "Parties": true, "Party": true, "Draft": true, "See": true, "Its": true, "An": true, "A": true,
}
