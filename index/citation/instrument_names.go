package citation

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed instrument_names.tsv
var instrumentNamesFile string

// translations are the names of instruments by language, each with the English name that [Mention.Instrument] has.
var translations = sync.OnceValue(func() map[string]nameIndex[string] {
	byLanguage := map[string]nameIndex[string]{}
	for line := range strings.Lines(instrumentNamesFile) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 3 {
			panic(fmt.Sprintf("instrument_names.tsv: %d columns, want 3: %q", len(columns), line))
		}
		english, head := strings.CutPrefix(columns[0], "@")
		if !head {
			in := instrumentByShort(columns[0])
			if in == nil {
				panic(fmt.Sprintf("instrument_names.tsv: no such instrument: %q", line))
			}
			english = in.names[0]
		}
		index := byLanguage[columns[1]]
		if index == nil {
			index = nameIndex[string]{}
			byLanguage[columns[1]] = index
		}
		for name := range strings.SplitSeq(columns[2], "|") {
			if columns[1] == "ar" {
				name = bare(name)
			}
			index.add(name, english)
		}
	}
	return byLanguage
})

// translatedAt gives the English name of the instrument at offset i of a text in another language, and where its name ends; "" where there
// is none, or where a word that stands for an instrument begins a longer name.
func translatedAt(l *language, text string, i int) (english string, end int) {
	n, ok := translations()[l.code].match(text, i)
	if !ok {
		return "", i
	}
	end = i + len(n.name)
	if headOf(n.of) == n.of && l.longerName != nil && l.longerName.matches(text, end) {
		return "", i
	}
	return n.of, end
}

// translatedIn are the instruments named in a text of another language, in order.
func translatedIn(l *language, text string) []namedInstrument {
	var list []namedInstrument
	for _, n := range translations()[l.code].all(text) {
		english, _ := translatedAt(l, text, n.start)
		if english == "" {
			continue
		}
		in := instrumentNamed(english)
		if head := headOf(english) == english; in != nil || head {
			if head {
				in = nil
			}
			list = append(list, namedInstrument{english, in, n.start, n.end})
		}
	}
	return list
}

// instrumentNamed is the instrument of the registry with that name, nil where there is none.
func instrumentNamed(name string) *instrument {
	for _, n := range instrumentNames[firstWord(name)] {
		if n.name == name {
			return n.of
		}
	}
	return nil
}
