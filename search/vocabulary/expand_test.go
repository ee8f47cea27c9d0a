package vocabulary

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// parsed is the tree of a query.
func parsed(t *testing.T, text string, any bool) query.Node {
	t.Helper()
	q, err := query.Parse(text, query.Options{Any: any})
	if err != nil {
		t.Fatal(err)
	}
	return q.Node
}

func TestExpandByTheFiles(t *testing.T) {
	e := Expander{Languages: []document.Language{"en"}}
	for _, c := range []struct{ typed, sets, want string }{
		{"UNODC", "names", `UNODC OR "United Nations Office on Drugs and Crime"~`},
		{"unodc report", "names", `(unodc OR "United Nations Office on Drugs and Crime"~) AND report`},
		{`"united nations offices on drugs and crime"`, "names", `"united nations offices on drugs and crime" OR "UNODC"`},
		{"united nations office on drugs and crime", "names", `united AND nations AND office AND on AND drugs AND and AND crime OR "UNODC"`},
		{"report of the organized crime convention", "names",
			`report AND of AND the AND (organized AND crime AND convention OR "UNTOC" OR "United Nations Convention against Transnational Organized Crime"~)`},
		{"resources -UNODC", "names", `resources AND NOT (UNODC OR "United Nations Office on Drugs and Crime"~)`},
		{"who", "names", `who`},
		{"WHO", "names", `WHO OR "World Health Organization"~`},
		{`"World Health Organization"`, "names", `"World Health Organization"`},
		{"UNODC", "funding", `UNODC`},
		{"UNODC*", "names", `UNODC*`},
		{"victims NEAR/3 UNODC", "names", `victims NEAR/3 UNODC`},
		{`"UNODC report"`, "names", `"UNODC report"`},
		{"item:2", "names", `item:2`},
		{"", "names", ``},
	} {
		node, _, err := e.Expand(t.Context(), parsed(t, c.typed, false), c.sets)
		if err != nil {
			t.Fatal(err)
		}
		if got := query.String(node); got != c.want {
			t.Errorf("%s by %s is %s, want %s", c.typed, c.sets, got, c.want)
		}
	}
}

func TestExpandWordsThatAreAlternatives(t *testing.T) {
	e := Expander{Languages: []document.Language{"en"}}
	node, _, err := e.Expand(t.Context(), parsed(t, "report UNODC economic and social council", true), Names)
	if err != nil {
		t.Fatal(err)
	}
	want := `report OR UNODC OR economic OR and OR social OR council OR "United Nations Office on Drugs and Crime"~ OR "ECOSOC"`
	if got := query.String(node); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestExpandByFamily(t *testing.T) {
	e := Expander{Languages: []document.Language{"en", "fr"}}
	node, expansions, err := e.Expand(t.Context(), parsed(t, `studies "extrabudgetary resource"`, false), "funding", Names)
	if err != nil {
		t.Fatal(err)
	}
	if len(expansions) != 1 || expansions[0].Set != "funding" || expansions[0].Words != "extrabudgetary resource" {
		t.Fatalf("expansions: %+v", expansions)
	}
	printed := query.String(node)
	for _, phrase := range []string{`"voluntary contributions"~`, `"within existing resources"~`, `"contributions volontaires"~`} {
		if !strings.Contains(printed, phrase) {
			t.Errorf("%s lacks %s", printed, phrase)
		}
	}
	for _, phrase := range []string{`"extrabudgetary resources"~`, "recursos"} { // what the words find themselves; a language that is not held
		if strings.Contains(printed, phrase) {
			t.Errorf("%s holds %s", printed, phrase)
		}
	}
	if again, err := query.Parse(printed, query.Options{}); err != nil || query.String(again.Node) != printed {
		t.Errorf("%s reads as %s (%v)", printed, query.String(again.Node), err)
	}
}

func TestOffersAreNotOnYet(t *testing.T) {
	e := Expander{Languages: []document.Language{"en"}}
	node := parsed(t, `UNODC "voluntary contributions"`, false)
	for _, c := range []struct {
		on   []string
		want []string
	}{
		{nil, []string{"names UNODC", "funding voluntary contributions"}},
		{[]string{"funding"}, []string{"names UNODC"}},
		{[]string{"funding", Names}, nil},
	} {
		var got []string
		for _, x := range e.Offers(node, c.on...) {
			got = append(got, x.Set+" "+x.Words)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("with %v on (-want +got):\n%s", c.on, diff)
		}
	}
}

func TestExpandIsBounded(t *testing.T) {
	e := Expander{Languages: languages}
	_, _, err := e.Expand(t.Context(), parsed(t, `"voluntary contributions" OR "trust fund" OR "regular budget"`, false), "funding")
	var limit *query.LimitError
	if !errors.As(err, &limit) || limit.Limit != LimitForms {
		t.Errorf("err = %v, want the limit of forms", err)
	}
}

// TestFiles holds the files to what they promise: languages that are known, no form that says nothing, no group of one form.
func TestFiles(t *testing.T) {
	for _, g := range files.groups {
		if len(g.forms) < 2 {
			t.Errorf("%s has a group of one form: %+v", g.set, g.forms)
		}
		if (g.title == "") != (g.set == Names) {
			t.Errorf("the set %s has the title %q", g.set, g.title)
		}
		for _, f := range g.forms {
			if !slices.Contains(languages, f.lang) || len(analysis.Words(f.text)) == 0 || f.text != strings.TrimSpace(f.text) {
				t.Errorf("%s: %q in %q", g.set, f.text, f.lang)
			}
			if words := len(analysis.Words(f.text)); words > query.MaxPhraseWords {
				t.Errorf("%q has %d words", f.text, words)
			}
			if stop := slices.ContainsFunc(languages, func(l document.Language) bool { return analysis.For(l).IsStop(f.text) }); stop && !f.quiet {
				t.Errorf("%q is a stop word and not quiet", f.text)
			}
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	if err := (&table{}).load("UNODC\ten", Names); err == nil {
		t.Error("a line of two columns is read")
	}
}

func TestDefinitions(t *testing.T) {
	for _, c := range []struct {
		lang document.Language
		text string
		want string
	}{
		{"en", "the United Nations Office on Drugs and Crime (UNODC) reported", "UNODC=United Nations Office on Drugs and Crime"},
		{"en", "of the Economic and Social Council (“ECOSOC”), in", "ECOSOC=Economic and Social Council"},
		{"en", "portal Sharing Electronic Resources and Laws on Crime (SHERLOC, see below)", "SHERLOC=Sharing Electronic Resources and Laws on Crime"},
		{"en", "the small island developing States (SIDS) and the least developed countries (LDCs)", "SIDS=small island developing States; LDCs=least developed countries"},
		{"en", "the Office of the United Nations High Commissioner for Refugees (UNHCR)", "UNHCR=United Nations High Commissioner for Refugees"},
		{"fr", "l’Office des Nations Unies contre la drogue et le crime (ONUDC)", ""},
		{"es", "el Programa de las Naciones Unidas para el Desarrollo (PNUD)", "PNUD=Programa de las Naciones Unidas para el Desarrollo"},
		{"en", "of a text. Bears stand apart (TB)", ""},
		{"en", "as in resolution 7/1 (A/RES/7/1) and (see ABC)", ""},
		{"en", "words (", ""},
		{"en", "(UN)", ""},
	} {
		var got []string
		for _, d := range definitions(c.lang, c.text) {
			got = append(got, d.acronym+"="+d.name)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%q defines %v, want %s", c.text, got, c.want)
		}
	}
}
