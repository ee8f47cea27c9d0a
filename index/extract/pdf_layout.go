package extract

import (
	"math"
	"unicode/utf8"
)

// layOut turns the pages of a document into blocks in reading order: furniture out, notes out of the flow, columns and tables
// told apart, lines put together to paragraphs.
func layOut(sheets []sheet) []Block {
	pages := make([]page, 0, len(sheets))
	for _, s := range sheets {
		p := page{number: s.page, width: s.width, height: s.height, rows: rows(s.segments)}
		if p.rightToLeft() {
			p.mirror()
		}
		pages = append(pages, p)
	}
	relativeWeight(pages)
	dropFurniture(pages)
	m := measurePages(pages)
	for i := range pages {
		pages[i].dropMargins(m, i > 0)
		mergeJustified(pages[i].rows, m.left, m.right, m.size)
		pages[i].takeNotes(m)
	}
	b := blockBuilder{pageMeasures: m, words: vocabularyOf(pages)}
	for _, p := range pages {
		b.page(p)
	}
	b.closeOpen()
	return b.blocks
}

// relativeWeight corrects what is bold in documents whose running text says that it is: some fonts give a heavy weight to plain type.
func relativeWeight(pages []page) {
	weights, bold, all := map[float64]int{}, 0, 0
	eachWord(pages, func(w *word) {
		weights[float64(w.weight)] += len(w.text)
		all += len(w.text)
		if w.bold {
			bold += len(w.text)
		}
	})
	if bold*10 < all*7 {
		return
	}
	usual := int(mostCommon(weights, 400))
	eachWord(pages, func(w *word) { w.bold = w.weight > usual+usual/8 })
}

func eachWord(pages []page, f func(*word)) {
	for _, p := range pages {
		for _, r := range p.rows {
			for _, s := range r.segments {
				for i := range s.words {
					f(&s.words[i])
				}
			}
		}
	}
}

// page is a page on its way to blocks.
type page struct {
	number        int
	width, height float64
	rows          []row // from the top down
	notes         []note
}

// pageMeasures are what is usual in a document.
type pageMeasures struct {
	size    float64 // of running text
	leading float64 // from line to line of running text, in parts of the size
	left    float64 // left edge of most lines of running text
	right   float64 // right edge of full lines
	indents bool    // paragraphs begin with an indented line
}

// measurePages finds what is usual, each line counted by its length.
func measurePages(pages []page) pageMeasures {
	sizes, lefts, rights := map[float64]int{}, map[float64]int{}, map[float64]int{}
	for _, p := range pages {
		for _, r := range p.rows {
			for _, s := range r.segments {
				if !s.upturn {
					sizes[math.Round(s.size*2)/2] += utf8.RuneCountInString(s.text())
				}
			}
		}
	}
	m := pageMeasures{size: mostCommon(sizes, 10)}
	pitches := map[float64]int{}
	for _, p := range pages {
		for i, r := range p.rows {
			if !m.running(r) {
				continue
			}
			lefts[math.Round(r.segments[0].x0)]++
			rights[math.Round(r.segments[len(r.segments)-1].x1/2)*2]++
			if i > 0 && m.running(p.rows[i-1]) {
				if pitch := p.rows[i-1].base - r.base; pitch < 3*m.size {
					pitches[math.Round(pitch*2)/2]++
				}
			}
		}
	}
	m.leading = mostCommon(pitches, 1.2*m.size) / m.size
	m.left, m.right = mostCommon(lefts, 0), mostCommon(rights, 500)
	for x, n := range lefts { // short paragraphs have more first lines, indented, than others
		if x < m.left && x > m.left-6*m.size && n*5 > lefts[m.left]*2 && n > 2 {
			m.left = x
		}
	}
	indented, flush := 0, 0
	for _, p := range pages {
		for i := 1; i < len(p.rows); i++ {
			a, b := p.rows[i-1], p.rows[i]
			if !m.running(b) || len(b.segments) != 1 || a.base-b.base <= m.leading*m.size*1.2 {
				continue
			}
			if x := b.segments[0].x0; x > m.left+m.size && x < m.left+5*m.size {
				indented++
			} else if math.Abs(x-m.left) < 2 {
				flush++
			}
		}
	}
	m.indents = indented > flush
	return m
}

// running reports whether a line looks like one of running text.
func (m pageMeasures) running(r row) bool {
	text := 0
	for _, s := range r.segments {
		text += utf8.RuneCountInString(s.text())
	}
	return math.Abs(r.size-m.size) < 0.8 && text >= 40
}

func mostCommon(count map[float64]int, otherwise float64) float64 {
	best, n := otherwise, 0
	for value, k := range count {
		if k > n || k == n && value < best {
			best, n = value, k
		}
	}
	return best
}
