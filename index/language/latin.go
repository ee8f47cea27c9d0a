package language

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

// latinTable holds, for each language in Latin script, its most frequent words and trigrams; README.md says where they are from.
//
//go:embed latin.tsv
var latinTable string

// latinCodes are the languages of the table. Those before trained have trigrams, the others words alone.
var latinCodes = [...]Code{"en", "fr", "es", "de", "pt", "it", "nl"}

const trained = 4

// tables are the rows of latinTable.
type tables struct {
	words    map[string]uint8            // bit i: a frequent word of latinCodes[i]
	trigrams map[uint64][trained]float32 // logarithms of probabilities
}

// unseen is the logarithm of the probability of a trigram that is not among the frequent ones.
const unseen = -9

var load = sync.OnceValue(func() *tables {
	t := &tables{words: map[string]uint8{}, trigrams: map[uint64][trained]float32{}}
	for row := range strings.Lines(latinTable) {
		c := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if strings.HasPrefix(row, "#") || len(c) < 3 {
			continue
		}
		lang := 0
		for lang < len(latinCodes)-1 && latinCodes[lang] != c[0] {
			lang++
		}
		if c[1] == "words" || c[1] == "grammar" {
			for _, w := range strings.Fields(c[2]) {
				t.words[w] |= 1 << lang
			}
			continue
		}
		perMillion, _ := strconv.ParseFloat(c[2], 64)
		key := pack([]rune(strings.ReplaceAll(c[1], "_", " ")))
		row, ok := t.trigrams[key]
		if !ok {
			row = [trained]float32{unseen, unseen, unseen, unseen}
		}
		row[lang] = float32(math.Log(perMillion / 1e6))
		t.trigrams[key] = row
	}
	return t
})

func pack(r []rune) uint64 { return uint64(r[0])<<42 | uint64(r[1])<<21 | uint64(r[2]) }

// latinSample counts words and trigrams of text in Latin script.
type latinSample struct {
	tables   *tables
	word     [24]byte
	size     int
	run      [3]rune // the last three letters or blanks
	tokens   int
	hits     [len(latinCodes)]float32 // frequent words; one that several languages share counts for each in part
	trigrams int
	log      [trained]float64
}

func (s *latinSample) letter(r rune) {
	if s.tables == nil {
		s.tables = load()
	}
	if s.size < len(s.word)-4 {
		if r < 0x80 {
			s.word[s.size] = byte(r)
			s.size++
		} else {
			s.size += copy(s.word[s.size:], string(r))
		}
	}
	s.push(r)
}

// other takes a character that is no Latin letter. An apostrophe ends a word, as in "l’Organisation"; a digit makes none.
func (s *latinSample) other(rune) {
	if s.size > 0 {
		s.breakWord()
	}
}

func (s *latinSample) breakWord() {
	if s.size == 0 {
		return
	}
	s.push(' ')
	s.tokens++
	if mask := s.tables.words[string(s.word[:s.size])]; mask != 0 {
		n := 0
		for m := mask; m != 0; m &= m - 1 {
			n++
		}
		for i := range latinCodes {
			if mask&(1<<i) != 0 {
				s.hits[i] += 1 / float32(n)
			}
		}
	}
	s.size = 0
}

// maxTrigrams bounds the trigrams that are looked up: words decide about longer texts.
const maxTrigrams = 200

func (s *latinSample) push(r rune) {
	if s.run[2] == 0 {
		s.run[2] = ' '
	}
	s.run = [3]rune{s.run[1], s.run[2], r}
	if s.run[0] == 0 || s.trigrams >= maxTrigrams {
		return
	}
	s.trigrams++
	row, ok := s.tables.trigrams[pack(s.run[:])]
	for i := range s.log {
		if ok {
			s.log[i] += float64(row[i])
		} else {
			s.log[i] += unseen
		}
	}
}

const (
	fewWords   = 25  // a text of so many words has frequent ones of its language
	leastShare = 0.1 // of them, at the least
	leastHits  = 3   // frequent words that make sure
	leastLead  = 0.3 // of the mean logarithm of trigrams, which makes sure
)

// guess is the language with the most frequent words; trigrams decide where words do not. enough is true where the text is
// mostly in Latin script.
func (s *latinSample) guess(enough bool) Guess {
	first, second := 0, 1
	for i := range s.hits {
		if s.hits[i] > s.hits[first] {
			first, second = i, first
		} else if i != first && (first == second || s.hits[i] > s.hits[second]) {
			second = i
		}
	}
	if s.tokens >= fewWords && s.hits[first] < leastShare*float32(s.tokens) && s.odd() {
		return Guess{"", enough}
	}
	if s.hits[first] >= leastHits && s.hits[first] >= 2*s.hits[second] {
		return Guess{latinCodes[first], enough}
	}
	best, lead := s.byTrigrams()
	if s.hits[first] > 0 && s.hits[first] >= 1.5*s.hits[second] && first != best && (first >= trained || lead < leastLead/2) {
		return Guess{latinCodes[first], false}
	}
	return Guess{latinCodes[best], enough && lead >= leastLead && s.trigrams >= 25 && s.hits[best] > 0 && s.hits[best] >= s.hits[first]}
}

// byTrigrams is the language whose trigrams the text has, and by how much it leads.
func (s *latinSample) byTrigrams() (best int, lead float64) {
	for i := range s.log {
		if s.log[i] > s.log[best] {
			best = i
		}
	}
	lead = math.Inf(1)
	for i := range s.log {
		if i != best {
			lead = min(lead, (s.log[best]-s.log[i])/float64(max(s.trigrams, 1)))
		}
	}
	return best, lead
}

// oddTrigrams is the mean logarithm below which trigrams are those of no language of the table: lists of names in English have
// -8.3, sentences in Finnish, Hungarian and Turkish -8.5.
const oddTrigrams = -8.4

// odd reports whether the trigrams are those of no language of the table.
func (s *latinSample) odd() bool {
	best, _ := s.byTrigrams()
	return s.log[best]/float64(max(s.trigrams, 1)) < oddTrigrams
}
