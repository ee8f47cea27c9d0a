package highlight

import "github.com/plenary-search/plenary/search"

// Piece is a run of whole sentences of a text, or of clauses of a very long one, or the gap where some are left out.
type Piece struct {
	Start, End int // bytes, half-open; pieces cover the text, but for blanks between sentences
	// Words is the number of words left out; 0 for a piece that is shown.
	Words int
}

// minGap is the length of the shortest gap, in words: below it the words take less room than the note of their absence.
const minGap = 8

// Excerpt says what to show of a text: all of it up to maxWords words; of a longer one the first sentence and the sentences
// that hold spans, with gaps between. Of a sentence of more than 120 words, that goes for its clauses. Others are not cut, and no span falls into a
// gap.
func Excerpt(text string, spans []search.Highlight, maxWords int) []Piece {
	if countWords(text) <= maxWords {
		return []Piece{{Start: 0, End: len(text)}}
	}
	sentences := divided(text, Sentences(text))
	if len(sentences) == 0 {
		return nil
	}
	shown := make([]bool, len(sentences))
	shown[0] = true
	next := 0
	for i, s := range sentences {
		for next < len(spans) && spans[next].End <= s.Start {
			next++
		}
		shown[i] = shown[i] || next < len(spans) && spans[next].Start < s.End
	}
	return closeGaps(joinPieces(text, sentences, shown))
}

// joinPieces joins runs of sentences that are shown, and of those that are not.
func joinPieces(text string, sentences []Sentence, shown []bool) []Piece {
	var pieces []Piece
	for i, s := range sentences {
		if i > 0 && shown[i] == shown[i-1] {
			pieces[len(pieces)-1].End = s.End
		} else {
			pieces = append(pieces, Piece{Start: s.Start, End: s.End})
		}
		if last := &pieces[len(pieces)-1]; !shown[i] {
			last.Words = countWords(text[last.Start:last.End])
		}
	}
	return pieces
}

// closeGaps shows what is too short to be left out.
func closeGaps(pieces []Piece) []Piece {
	var out []Piece
	for _, p := range pieces {
		if p.Words < minGap {
			p.Words = 0
		}
		if last := len(out) - 1; last >= 0 && out[last].Words == 0 && p.Words == 0 {
			out[last].End = p.End
			continue
		}
		out = append(out, p)
	}
	return out
}
