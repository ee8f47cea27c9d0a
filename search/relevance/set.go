package relevance

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/document"
)

// Query is a judged query.
type Query struct {
	ID     string
	Kind   string            // "" where the set has one kind only
	Lang   document.Language // of the query and of what is relevant to it
	Text   string            // as typed
	Judged Judgements
}

// Train reports whether a query belongs to the half of a set by which a ranking may be tuned. The other half says whether the tuning holds for
// queries that it has not seen. Which half it is follows from the id alone, so that it never changes.
func (q Query) Train() bool {
	return sha256.Sum256([]byte(q.ID))[0]%2 == 0
}

// ReadQueries reads a table of queries with their judgements: queries are lines of fields between tabs under the line that names them (qid and query,
// maybe kind and lang; English where no language is named), judgements lines of query, iteration, document and grade, as TREC has them. Queries
// without a relevant document are left out.
func ReadQueries(queries, judgements io.Reader) ([]Query, error) {
	judged, err := readJudgements(judgements)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(queries)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() {
		return nil, fmt.Errorf("the table of queries is empty")
	}
	names := strings.Split(lines.Text(), "\t")
	var all []Query
	for n := 2; lines.Scan(); n++ {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != len(names) {
			return nil, fmt.Errorf("line %d of the queries has %d fields, want %d", n, len(fields), len(names))
		}
		field := func(name string) string {
			if i := slices.Index(names, name); i >= 0 {
				return fields[i]
			}
			return ""
		}
		q := Query{ID: field("qid"), Kind: field("kind"), Lang: document.Language(field("lang")), Text: field("query")}
		if q.Lang == "" {
			q.Lang = "en"
		}
		if q.Judged = judged[q.ID]; q.Judged.Relevant() > 0 {
			all = append(all, q)
		}
	}
	return all, lines.Err()
}

func readJudgements(r io.Reader) (map[string]Judgements, error) {
	judged := map[string]Judgements{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) != 4 {
			return nil, fmt.Errorf("line %d of the judgements has %d fields, want 4", n, len(fields))
		}
		grade, err := strconv.Atoi(fields[3])
		if err != nil {
			return nil, fmt.Errorf("line %d of the judgements: %w", n, err)
		}
		if judged[fields[0]] == nil {
			judged[fields[0]] = Judgements{}
		}
		judged[fields[0]][fields[2]] = grade
	}
	return judged, lines.Err()
}
