// Package language tells in which language a text is written, by its letters, its most frequent words and, where words do not
// decide, its trigrams. It knows the six official languages of the United Nations and enough of some others not to take them for
// one of the six. It imports the standard library only and is safe for concurrent use.
package language

import "unicode"

// Code is an ISO 639-1 code: one of the six, ar en es fr ru zh, or another that is known, or "" where the text is in none of them.
type Code = string

// Guess is what a text looks like.
type Guess struct {
	Lang Code
	// Sure is false where the text is too short, or too poor in words, to take it for another language than the texts around it.
	Sure bool
}

// Detect names the language of text, looking at about its first 6,000 words.
func Detect(text string) Guess {
	var s Sample
	s.Add(text)
	return s.Guess()
}

// Sample gathers texts of one document. The zero value is ready for use.
type Sample struct {
	letters [scripts]int
	marks   [marks]int
	latin   latinSample
}

// maxLetters is how many letters of a document are looked at.
const maxLetters = 30_000

// Full reports whether more text would be left out.
func (s *Sample) Full() bool { return s.Letters() >= maxLetters }

// Letters is how many letters were looked at.
func (s *Sample) Letters() int {
	n := 0
	for _, k := range s.letters {
		n += k
	}
	return n
}

// Add looks at a text.
func (s *Sample) Add(text string) {
	n := s.Letters()
	s.latin.breakWord()
	for _, r := range text {
		if r < unicode.MaxASCII {
			if letter := 'a' <= r|0x20 && r|0x20 <= 'z'; letter {
				s.letters[latin]++
				n++
				s.latin.letter(r | 0x20)
			} else {
				s.latin.other(r)
			}
			continue
		}
		sc := scriptOf(r)
		if sc == latin {
			s.latin.letter(unicode.ToLower(r))
		} else {
			s.latin.other(r)
		}
		if sc < 0 {
			continue
		}
		s.letters[sc]++
		if m, ok := markOf[r]; ok {
			s.marks[m]++
		}
		if n++; n >= maxLetters {
			break
		}
	}
	s.latin.breakWord()
}

// Guess names the language of what was added.
func (s *Sample) Guess() Guess {
	script, share := s.script()
	switch script {
	case latin:
		return s.latin.guess(share >= 0.5)
	case han:
		if s.letters[kana]*20 > s.letters[han] {
			return Guess{"ja", true}
		}
	case kana:
		return Guess{"ja", true}
	case hangul:
		return Guess{"ko", true}
	}
	code, others := scriptLanguage[script], 0
	for m, n := range s.marks {
		if markLanguage[m].script == script {
			if others += n; n*60 > s.letters[script] {
				code = markLanguage[m].code
			}
		}
	}
	return Guess{code, code == "" || share >= 0.6 && s.letters[script] >= enoughLetters[script]}
}

// script is the one that most words are written in, and its share of the words.
func (s *Sample) script() (best int, share float64) {
	most, all := 0.0, 0.0
	for sc, n := range s.letters {
		words := float64(n) / lettersPerWord[sc]
		all += words
		if words > most {
			best, most = sc, words
		}
	}
	if all == 0 {
		return latin, 0
	}
	return best, most / all
}
