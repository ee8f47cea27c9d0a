package citation

import (
	_ "embed"
	"fmt"
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
	"Convention", "Covenant", "Protocol", "Charter", "Statute", "Treaty", "Agreement", "Declaration", "Constitution",
}

// has reports whether the instrument has a part of that number, as far as its length is known.
func (in *instrument) has(id string) bool {
	n, _ := strconv.Atoi(id[:len(id)-len(strings.TrimLeft(id, "0123456789"))])
	return in.last == 0 || n <= in.last
}
