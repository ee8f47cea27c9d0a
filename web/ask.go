package web

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/vocabulary"
)

// Answer is a search answered outside HTTP: the body that the API gives, and what it was made from.
type Answer struct {
	Body    SearchBody
	Results search.Results
	// Around is what stands around each hit, empty where that was not asked for.
	Around []Around
	// Reading says how the words were read, in a sentence for people: "both words, in any form, in one paragraph".
	Reading string
	// Warnings are sentences on what was read otherwise than it was typed.
	Warnings []string
	// Expansions are sentences on the words that expand= added; FoundBy are those that stand in each hit, in sentences, "" for none.
	Expansions []string
	FoundBy    []string
	// Meant are sentences on searches that may have been meant, where this one found little.
	Meant []string
	lines *concordance // of a concordance
}

// Ask answers a search by the parameters of /api/v1/search. Faulty parameters are [ParamErrors], other errors the searcher's.
// The command line asks through it, so that terminal, page and API read the same words alike.
func Ask(ctx context.Context, searcher search.Searcher, values url.Values) (Answer, error) {
	q, faults := apiSearchParams.parse(values)
	if len(faults) > 0 {
		return Answer{}, ParamErrors(faults)
	}
	a, err := answerTo(ctx, searcher, &q, present{})
	if err != nil {
		return Answer{}, err
	}
	a.Reading = q.Reading.Described
	for _, warning := range q.Reading.Warnings {
		a.Warnings = append(a.Warnings, warning.Text)
	}
	for _, x := range q.wider.expansions {
		a.Expansions = append(a.Expansions, expansionSentence(x))
	}
	for _, m := range a.Body.DidYouMean {
		a.Meant = append(a.Meant, fmt.Sprintf("Did you mean %s? (%s)", m.Query, english.count("count.paragraphs", m.Count)))
	}
	for hit := range a.Results.AllHits() {
		a.FoundBy = append(a.FoundBy, foundBySentence(q.wider.foundBy(*hit)))
	}
	return a, nil
}

// expansionSentence writes: “UNODC” is also looked for as “United Nations Office on Drugs and Crime”.
func expansionSentence(x vocabulary.Expansion) string {
	const shown = 6
	var forms []string
	for _, f := range x.Forms[:min(shown, len(x.Forms))] {
		forms = append(forms, "“"+f.Text+"”")
	}
	if more := len(x.Forms) - shown; more > 0 {
		forms = append(forms, fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("“%s” is also looked for as %s (--expand %s).", x.Words, strings.Join(forms, ", "), x.Set)
}

// foundBySentence writes: found by “voluntary contributions”, “trust fund”.
func foundBySentence(found []foundByBody) string {
	if len(found) == 0 {
		return ""
	}
	forms := make([]string, len(found))
	for i, v := range found {
		forms[i] = "“" + v.Form + "”"
	}
	return "found by " + strings.Join(forms, ", ")
}

// AskVariants answers for the variants of a paragraph as the API does: its parameters are of and page_size.
func AskVariants(ctx context.Context, searcher search.Searcher, values url.Values) (search.Variants, VariantsBody, error) {
	q, faults := variantParams.parse(values)
	if len(faults) > 0 {
		return search.Variants{}, VariantsBody{}, ParamErrors(faults)
	}
	found, err := findVariants(ctx, searcher, q)
	if err != nil {
		return search.Variants{}, VariantsBody{}, err
	}
	return found, present{}.variants(q, found), nil
}
