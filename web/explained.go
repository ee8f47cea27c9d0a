package web

import (
	"math"
	"strings"

	"github.com/plenary-search/plenary/search"
)

func readExplain(q *question, name string, values []string) ([]string, []paramError) {
	switch values[0] {
	case "true":
		q.Explain = true
		return values, nil
	case "false":
		return nil, nil
	}
	return nil, badChoice(name, values[0], "true", "false")
}

// explanationBody says why a unit is a hit. Why it is tagged as it is stands with its items and references.
type explanationBody struct {
	Words []wordScoreBody `json:"words"` // their scores add up to that of the hit, before it is rounded
}

// wordScoreBody is what a word or phrase of the query adds to the score. Weights are left out of what does not score.
type wordScoreBody struct {
	Match         string   `json:"match"` // word, phrase, near, line, beginning, wildcard, similar
	Field         string   `json:"field"` // text, title or section; document: all of it, as one text
	Form          string   `json:"form"`  // verbatim or stem
	Lang          string   `json:"lang,omitempty"`
	Words         []string `json:"words"` // as they are looked for
	Found         []string `json:"found"` // as the text prints them
	Frequency     int      `json:"frequency"`
	Length        int      `json:"length"` // of the field, in words
	AverageLength float64  `json:"average_length,omitempty"`
	Holding       int      `json:"holding,omitempty"` // units that hold it, or documents
	Units         int      `json:"units,omitempty"`   // units there are in the field and form, or documents
	IDF           float64  `json:"idf,omitempty"`
	Weight        float64  `json:"weight,omitempty"`
	Score         float64  `json:"score"`
}

// fieldOf is what people call a stream.
func fieldOf(stream string) string {
	switch stream {
	case search.TitleField, search.SectionField:
		return stream
	}
	if search.IsWhole(stream) {
		return "document"
	}
	return "text"
}

func explanationOf(e *search.Explanation) *explanationBody {
	if e == nil {
		return nil
	}
	body := &explanationBody{Words: make([]wordScoreBody, 0, len(e.Words))}
	for _, w := range e.Words {
		form, lang := search.FormOf(w.Field)
		body.Words = append(body.Words, wordScoreBody{Match: string(w.Match), Field: fieldOf(w.Field), Form: form, Lang: string(lang),
			Words: w.Asked, Found: append([]string{}, w.Found...), Frequency: w.Frequency, Length: w.Length, AverageLength: rounded(w.Average),
			Holding: w.Holding, Units: w.Units, IDF: rounded(w.IDF), Weight: w.Weight, Score: rounded(w.Score)})
	}
	return body
}

// rounded keeps four places: the last bits differ between processors.
func rounded(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// weightView is a word of the query as the page explains it.
type weightView struct {
	Words, How, Found     string
	Frequency, Length     int
	Holding, Units        int
	Average, Weight, Adds string // Weight and Adds are "" where it does not score
}

// weights explains a hit, word by word.
func (v *view) weights(e *search.Explanation) []weightView {
	if e == nil {
		return nil
	}
	var list []weightView
	for _, w := range e.Words {
		form, _ := search.FormOf(w.Field)
		row := weightView{Words: strings.Join(w.Asked, " "), How: v.say.say("explain."+form) + ", " + v.say.say("explain."+string(w.Match)),
			Found: strings.Join(w.Found, ", "), Frequency: w.Frequency, Length: w.Length, Holding: w.Holding, Units: w.Units}
		switch field := fieldOf(w.Field); {
		case w.Match == search.MatchLine:
			row.Found = v.say.say("explain.in.line")
		case field != "text":
			row.Found = v.say.say("explain.in." + field)
		}
		if w.Score > 0 {
			row.Average, row.Weight, row.Adds = v.say.decimal(w.Average), v.say.decimal(w.Weight*w.IDF), v.say.decimal(w.Score)
		}
		list = append(list, row)
	}
	return list
}
