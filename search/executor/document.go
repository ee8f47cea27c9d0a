package executor

import (
	"cmp"
	"iter"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// scorer says what the units of a part score: see the weights of package search. It belongs to one goroutine.
type scorer struct {
	part   *part
	leaves []*leaf // of units, in the order of the plan
	wholes []*leaf // words of whole documents, in the order of the plan
	asked  []asked // the same words by language, each once

	doc         uint32 // that was weighed last
	words, line float64

	sums []float64 // of units of a document: see offer

	// best are the documents whose units are ranked by their own scores; nil where all are.
	best map[uint32]bool
}

// reset puts all leaves before the first unit.
func (s *scorer) reset() {
	reset(s.leaves)
	reset(s.wholes)
	s.doc = column.NoRow
}

// weigh is the score of a unit. The units asked for ascend.
func (s *scorer) weigh(unit uint32) float64 {
	s.document(unit)
	return weigh(unit, s.leaves) + (s.words + s.line)
}

// standing is the score that a unit is ranked by.
func (s *scorer) standing(unit uint32) float64 {
	if s.best != nil && !s.best[s.part.UnitDoc.At(unit)] {
		s.document(unit)
		return s.words
	}
	return s.weigh(unit)
}

// scoreOf is the score of a unit that was ranked, wherever the last one stood.
func (s *scorer) scoreOf(at ranking.Place, order search.Sort) float64 {
	if order == search.SortRelevance && (s.best == nil || s.best[s.part.UnitDoc.At(at.Unit)]) {
		return at.Score
	}
	s.reset()
	return s.weigh(at.Unit)
}

// copy is a scorer with cursors of its own.
func (s *scorer) copy() *scorer {
	another := &scorer{part: s.part, asked: s.asked, best: s.best}
	for _, l := range s.leaves {
		c := *l
		another.leaves = append(another.leaves, &c)
	}
	for _, l := range s.wholes {
		c := *l
		another.wholes = append(another.wholes, &c)
	}
	another.reset()
	return another
}

// document weighs the document of a unit.
func (s *scorer) document(unit uint32) {
	if doc := s.part.UnitDoc.At(unit); doc != s.doc && len(s.asked) > 0 {
		s.doc, s.words, s.line = doc, weigh(doc, s.wholes), s.lineOf(doc)
	}
}

// asked is the words of a plan that are looked for in whole documents of a language.
type asked struct {
	field  string // of whole documents
	lang   document.Language
	words  []string // each once
	hashes []uint32 // of the words: see column.LineHash
	idf    float64  // the sum of those of words that any document holds
}

// ask adds a word, which documents hold if its idf is above 0.
func ask(all []asked, word plan.Term, idf float64) []asked {
	at := slices.IndexFunc(all, func(a asked) bool { return a.field == word.Field })
	if at < 0 {
		_, lang := search.FormOf(word.Field)
		at, all = len(all), append(all, asked{field: word.Field, lang: lang})
	}
	if a := &all[at]; !slices.Contains(a.words, word.Value) {
		a.words, a.hashes, a.idf = append(a.words, word.Value), append(a.hashes, column.LineHash(word.Value)), a.idf+idf
	}
	return all
}

// best is the line of a document that is most like what is asked for.
func (a *asked) best(p *part, doc uint32) (best search.Line) {
	best = search.Line{Asked: len(a.hashes), Length: 1}
	for line := range p.Lines(doc) {
		if l := (search.Line{Held: line.Held(a.hashes), Asked: len(a.hashes), Length: line.Len()}); l.Better(best) {
			best = l
		}
	}
	return best
}

// lineOf is what the lines of a document add.
func (s *scorer) lineOf(doc uint32) float64 {
	if a := s.askedIn(doc); a != nil {
		return a.best(s.part, doc).Score(a.idf)
	}
	return 0
}

// askedIn is what is asked for in the language of a document, or nil.
func (s *scorer) askedIn(doc uint32) *asked {
	lang := s.part.Language(doc)
	for i := range s.asked {
		if string(lang) == string(s.asked[i].lang) {
			return &s.asked[i]
		}
	}
	return nil
}

// scoredDocument is a document that holds units found, with what its words score and, of the best, what its line adds.
type scoredDocument struct {
	score float64
	line  float64
	rank  uint32 // in natural order
	doc   uint32
	part  int
}

func (d *scoredDocument) before(other *scoredDocument) bool {
	return d.score > other.score || d.score == other.score && d.rank < other.rank
}

func (d scoredDocument) compare(other scoredDocument) int {
	return cmp.Or(cmp.Compare(other.score, d.score), cmp.Compare(d.rank, other.rank))
}

// rankDocuments offers units document by document: those of the best documents with their own scores, those of the others with the scores of
// their documents, as long as any can come onto the page.
func (q *question) rankDocuments(r *ranking.Ranking, found *matches, scorers []*scorer) error {
	var docs []scoredDocument
	mostOfUnits := 0.0
	for i, s := range scorers {
		runs := found.documents(i)
		if err := q.step(postings(s.wholes) + len(runs)); err != nil {
			return err
		}
		reset(s.leaves)
		s.best = map[uint32]bool{}
		docs = append(docs, s.documents(runs)...)
		mostOfUnits = max(mostOfUnits, s.most())
	}
	most := bestFirst(docs, search.BestDocuments)
	best, others := docs[:most], docs[most:]
	for i := range best {
		d := &best[i]
		s := scorers[d.part]
		s.best[d.doc], d.line = true, s.lineOf(d.doc)
	}
	slices.SortFunc(best, func(a, b scoredDocument) int { return cmp.Compare(b.score+b.line, a.score+a.line) })
	for _, d := range best {
		if (d.score+d.line+mostOfUnits)*slack < r.Threshold() {
			return nil
		}
		if err := q.offerScored(r, scorers[d.part], found, d); err != nil {
			return err
		}
	}
	return q.offerOthers(r, found, others)
}

// offerScored offers the units of a document with their own scores.
func (q *question) offerScored(r *ranking.Ranking, s *scorer, found *matches, d scoredDocument) error {
	from, to := s.part.Run(column.Documents, d.doc)
	if err := q.step(int(to-from) * (1 + len(s.leaves))); err != nil {
		return err
	}
	s.offer(r, found.sets[d.part].between(from, to), d, from, to)
	return nil
}

// offerOthers offers the units of documents with the scores of these.
func (q *question) offerOthers(r *ranking.Ranking, found *matches, docs []scoredDocument) error {
	docs = slices.DeleteFunc(docs, func(d scoredDocument) bool { return d.score < r.Threshold() })
	slices.SortFunc(docs, scoredDocument.compare)
	for _, d := range docs {
		if d.score < r.Threshold() {
			return nil
		}
		p := q.index.parts[d.part]
		from, to := p.Run(column.Documents, d.doc)
		if err := q.step(int(to - from)); err != nil {
			return err
		}
		for unit := range found.sets[d.part].between(from, to) {
			p.offer(r, unit, d.score)
		}
	}
	return nil
}

// bestFirst puts the n first documents in their order before the others, or all where there are no more, and returns how many these are.
// It is Hoare's FIND: "Algorithm 65", 1961.
func bestFirst(docs []scoredDocument, n int) int {
	if len(docs) <= n {
		return len(docs)
	}
	for from, to := 0, len(docs)-1; from < to; {
		pivot := docs[from+(to-from)/2]
		i, j := from, to
		for i <= j {
			for docs[i].before(&pivot) {
				i++
			}
			for pivot.before(&docs[j]) {
				j--
			}
			if i <= j {
				docs[i], docs[j] = docs[j], docs[i]
				i, j = i+1, j-1
			}
		}
		// Those up to j stand before those from i on, and those between them where they belong.
		switch {
		case n <= j:
			to = j
		case n >= i:
			from = i
		default:
			return n
		}
	}
	return n
}

// documents is what documents score, which ascend.
func (s *scorer) documents(runs []column.Run) []scoredDocument {
	docs := make([]scoredDocument, len(runs))
	for i, run := range runs {
		docs[i] = scoredDocument{rank: s.part.rank[run.Number], doc: run.Number, part: s.part.number}
	}
	for _, word := range s.wholes {
		word.addTo(docs)
	}
	return docs
}

// most is the most that leaves can add to a unit.
func (s *scorer) most() (most float64) {
	for _, l := range s.leaves {
		most += search.Limit(l.idf)
	}
	return most
}

// offer offers units of a document, which stand from from to before to.
func (s *scorer) offer(r *ranking.Ranking, units iter.Seq[uint32], d scoredDocument, from, to uint32) {
	stems := s.part.Stems(d.doc)
	s.sums = append(s.sums[:0], make([]float64, to-from)...)
	for _, l := range s.leaves {
		if l.stems == 0 || l.stems&stems != 0 {
			l.addUp(s.sums, from)
		}
	}
	for unit := range units {
		if score := s.sums[unit-from] + (d.score + d.line); score >= r.Threshold() {
			s.part.offer(r, unit, score)
		}
	}
}

// addUp adds what the leaf adds to units that follow each other from one on, wherever they are.
func (l *leaf) addUp(sums []float64, from uint32) {
	var room [128]uint32
	l.cursor.Find(from)
	for units, freqs := range l.cursor.Runs(from + uint32(len(sums)) - 1) {
		lengths := l.lengths(units, room[:0])
		for i, unit := range units {
			sums[unit-from] += search.Weigh(l.idf, int(freqs[i]), l.norms.of(int(lengths[i])))
		}
	}
}

// farBetween is how many postings there must be for one document, so that documents are looked for among them.
const farBetween = 8

// addTo adds what a word adds to documents, which ascend.
func (l *leaf) addTo(docs []scoredDocument) {
	l.reset()
	if l.list.Count() > farBetween*len(docs) {
		for i := range docs {
			if doc := docs[i].doc; l.cursor.Advance(doc) == doc {
				docs[i].score += l.score()
			}
		}
		return
	}
	var room [128]uint32
	next := 0
	for rows, freqs := range l.cursor.Runs(column.NoRow - 1) {
		lengths := l.lengths(rows, room[:0])
		for i, doc := range rows {
			for next < len(docs) && docs[next].doc < doc {
				next++
			}
			if next == len(docs) {
				return
			}
			if docs[next].doc == doc {
				docs[next].score += search.Weigh(l.idf, int(freqs[i]), l.norms.of(int(lengths[i])))
			}
		}
	}
}
