package web

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// TestDidYouMean asks the seeds for words that are misspelt, run together, torn apart or of another language, by page and API.
func TestDidYouMean(t *testing.T) {
	s := seedPages(t)
	for _, c := range []struct{ typed, want string }{
		{"traficking", "trafficking"},
		{"extrabudgetery resources", "extrabudgetary resources"},
		{`"extrabudgetery resources"`, `"extrabudgetary resources"`},
		{"technicalassistance", "technical assistance"},
		{"extra budgetary", "extrabudgetary"},
		{"tecnical asistance", "technical assistance"},
		{"resourcen", "resources"},
		{"zzyzzyx", ""},
		{"trafficking", ""},
		{"resolution 99/99", ""},
		{"12345678", ""},
		{"item:2 traficking", ""},
		{"-traficking", ""},
	} {
		var body struct {
			Meant []meantBody `json:"did_you_mean"`
		}
		if err := json.Unmarshal(getFrom(s, "/api/v1/search?q="+url.QueryEscape(c.typed)).Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		first := meantBody{}
		if len(body.Meant) > 0 {
			first = body.Meant[0]
		}
		if first.Query != c.want {
			t.Errorf("%s: did you mean %+v, want %q", c.typed, body.Meant, c.want)
		}
		for _, m := range body.Meant {
			if got := totalOf(t, s, m.Page); got != m.Count || got == 0 {
				t.Errorf("%s: %q says %d, its page has %d", c.typed, m.Query, m.Count, got)
			}
		}
		if c.want == "" || len(body.Meant) == 0 {
			continue
		}
		if page := openPage(t, s, "/search?q="+url.QueryEscape(c.typed)); !strings.Contains(page.text(), "Did you mean “"+strings.Trim(c.want, `"`)+"”?") {
			t.Errorf("the page of %s does not ask", c.typed)
		}
	}
}

// TestDidYouMeanKeepsFilters: what finds nothing under the filters is not offered.
func TestDidYouMeanKeepsFilters(t *testing.T) {
	var body struct {
		Meant []meantBody `json:"did_you_mean"`
	}
	if err := json.Unmarshal(getFrom(seedPages(t), "/api/v1/search?q=traficking&lang=ru").Body.Bytes(), &body); err != nil || len(body.Meant) > 0 {
		t.Errorf("%+v, %v", body.Meant, err)
	}
}
