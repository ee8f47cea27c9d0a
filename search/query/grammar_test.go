package query

import (
	"strings"
	"testing"
)

func TestGrammarIsTheOneOfThePackageComment(t *testing.T) {
	grammar := Grammar()
	for _, rule := range []string{"query ", "or ", "and ", "unary ", "primary ", "field ", "phrase ", "prefix ", "reference "} {
		if !strings.Contains("\n"+grammar, "\n"+rule) {
			t.Errorf("the grammar lacks the rule %q:\n%s", rule, grammar)
		}
	}
	if strings.Contains(grammar, "//") || !strings.HasSuffix(grammar, ".\n") {
		t.Errorf("the grammar is cut badly:\n%s", grammar)
	}
}
