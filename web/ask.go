package web

import (
	"context"
	"net/url"

	"github.com/plenary-search/plenary/search"
)

// Answer is a search answered outside HTTP: the body that the API gives, and what it was made from.
type Answer struct {
	Body    SearchBody
	Results search.Results
	// Reading says how the words were read, in a sentence for people: "both words, in any form, in one paragraph".
	Reading string
	// Warnings are sentences on what was read otherwise than it was typed.
	Warnings []string
}

// Ask answers a search by the parameters of /api/v1/search. Faulty parameters are [ParamErrors], other errors the searcher's.
// The command line asks through it, so that terminal, page and API read the same words alike.
func Ask(ctx context.Context, searcher search.Searcher, values url.Values) (Answer, error) {
	q, faults := parseRequest(values)
	if len(faults) > 0 {
		return Answer{}, ParamErrors(faults)
	}
	body, results, err := answerTo(ctx, searcher, q, present{})
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Body: body, Results: results, Reading: q.Reading.Described}
	for _, warning := range q.Reading.Warnings {
		a.Warnings = append(a.Warnings, warning.Text)
	}
	return a, nil
}
