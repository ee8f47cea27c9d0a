package query

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/symbol"
)

// goldFile holds queries as people type them, with what they mean.
const goldFile = "../../../shared/gold/queries.json"

// goldNode is a query of the gold. Filters on other fields than symbol and resolution have no words that are typed.
type goldNode struct {
	Phrase, Prefix string
	Stem           bool
	And, Or        []goldNode
	Not            *goldNode
	Near           []string
	Filter         *struct {
		Symbol     string
		Match      string
		Resolution *struct{ Kind, ID string }
	}
}

// node is the tree for a gold query whose words were typed as text; nil if the gold means more than was typed.
func (g goldNode) node(text string) Node {
	switch {
	case g.Phrase != "" && strings.Contains(text, `"`+g.Phrase+`"`):
		return Phrase{Text: g.Phrase}
	case g.Phrase != "" && !strings.Contains(g.Phrase, " "):
		return Word{g.Phrase}
	case g.Prefix != "":
		return Prefix{g.Prefix}
	case g.And != nil:
		return goldJoin(And{}, g.And, text)
	case g.Or != nil:
		return goldJoin(Or{}, g.Or, text)
	case g.Not != nil:
		if n := g.Not.node(text); n != nil {
			return Not{n}
		}
	case g.Filter != nil && g.Filter.Symbol != "" && g.Filter.Match == "prefix":
		return Field{Name: "symbol", Value: g.Filter.Symbol, Match: MatchPrefix}
	case g.Filter != nil && g.Filter.Symbol != "":
		s, err := symbol.Parse(g.Filter.Symbol)
		if err != nil {
			return nil
		}
		return Field{Name: "symbol", Value: s.String()}
	case g.Filter != nil && g.Filter.Resolution != nil && g.Filter.Resolution.ID != "":
		return Field{Name: g.Filter.Resolution.Kind, Value: g.Filter.Resolution.ID}
	}
	return nil
}

func goldJoin(parent Node, nodes []goldNode, text string) Node {
	var joined []Node
	for _, g := range nodes {
		n := g.node(text)
		if n == nil {
			return nil
		}
		joined = append(joined, n)
	}
	return join(parent, joined)
}

// TestGold reads the queries of the gold: none fails, and those whose words say all that they mean give its tree.
func TestGold(t *testing.T) {
	data, err := os.ReadFile(goldFile)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the gold queries are not there: " + goldFile)
	} else if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		Queries []struct {
			ID        string
			UserQuery string `json:"user_query"`
			Query     goldNode
		}
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, g := range gold.Queries {
		q, err := Parse(g.UserQuery, Options{})
		if err != nil {
			t.Errorf("%s %s: %v", g.ID, g.UserQuery, err)
			continue
		}
		want := g.Query.node(g.UserQuery)
		if want == nil || strings.Contains(g.UserQuery, ", ") && !strings.HasPrefix(g.UserQuery, `"`) || strings.Contains(g.UserQuery, "(with") {
			continue // a description rather than what is typed
		}
		if strings.HasPrefix(g.UserQuery, `"`) && strings.Contains(g.UserQuery, "facet") {
			continue
		}
		compared++
		if !reflect.DeepEqual(q.Node, want) {
			t.Errorf("%s %s: %s, want %s", g.ID, g.UserQuery, String(q.Node), String(want))
		}
	}
	if compared < 42 {
		t.Errorf("%d queries compared, want 42 or more", compared)
	}
}
