package searchtest

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

func testExplanations(t *testing.T, e Engine) {
	fill(t, e,
		note("A/1", "", para("Resources for trafficking in persons; extrabudgetary resources."), para("Women and persons.")),
		note("A/2", "", para("No resource at all.")))
	asked := or(phrase("trafficking in persons"), word("resource"), query.Wildcard{Text: "traff*g"}, query.Fuzzy{Text: "resorces", Distance: 2},
		query.Near{Text: "persons trafficking", Within: 2}, is("title", "title"), not(word("justice")))
	req := search.Request{Query: asked, Highlight: true}
	if hit := ask(t, e, req).Hits[0]; hit.Explanation != nil {
		t.Errorf("explanation %v without being asked for", hit.Explanation)
	}
	req.Explain = true
	results := ask(t, e, req)
	var got []string
	for _, w := range results.Hits[0].Explanation.Words {
		got = append(got, fmt.Sprintf("%s %s: %q in %q, %d of %d words, %d of %d units", w.Match, w.Field, strings.Join(w.Asked, " "), w.Found,
			w.Frequency, w.Length, w.Holding, w.Units))
	}
	want := []string{
		`phrase verbatim: "trafficking in persons" in ["trafficking in persons"], 1 of 7 words, 1 of 3 units`,
		`word stem.en: "resourc" in ["Resources" "resources"], 2 of 7 words, 2 of 3 units`,
		`near verbatim: "persons trafficking" in ["trafficking" "persons"], 1 of 7 words, 1 of 3 units`,
		`word title: "title" in [], 1 of 5 words, 3 of 3 units`,
		`word whole.stem.en: "traffick" in [], 1 of 14 words, 1 of 2 units`,
		`word whole.stem.en: "person" in [], 2 of 14 words, 1 of 2 units`,
		`word whole.stem.en: "resourc" in [], 2 of 14 words, 2 of 2 units`,
		`word whole.stem.en: "person" in [], 2 of 14 words, 1 of 2 units`,
		`word whole.stem.en: "traffick" in [], 1 of 14 words, 1 of 2 units`,
		`wildcard verbatim: "traff*g" in ["trafficking"], 1 of 7 words, 0 of 0 units`,
		`similar verbatim: "resorces" in ["Resources" "resources"], 2 of 7 words, 0 of 0 units`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("explanation (-want +got):\n%s", diff)
	}
	for _, sort := range []search.Sort{search.SortRelevance, search.SortDocument} {
		req.Sort = sort
		for _, hit := range ask(t, e, req).Hits {
			if sum := hit.Explanation.Score(); math.Abs(sum-hit.Score) > rounding*sum {
				t.Errorf("%s: words add up to %v, the score is %v", hit.ID(), sum, hit.Score)
			}
		}
	}
	req.Bare = true
	if hit := ask(t, e, req).Hits[0]; hit.Explanation != nil {
		t.Errorf("a plain hit is explained by %v", hit.Explanation)
	}
}
