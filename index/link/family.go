package link

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
)

// adoptionRole is the role of masthead lines that say how a resolution was adopted.
const adoptionRole = "adoption"

// related are the documents that the adoption line of a resolution names: the drafts that it was adopted from, "[without reference
// to a Main Committee (A/75/L.38/Rev.1 and A/75/L.38/Rev.1/Add.1)]", and the report that held the draft, "[on the report of the
// Third Committee (A/78/481, para. 50)]". The symbol alone tells which is which, in every language. Relatives by symbol need
// no linking: a corrigendum names its document itself.
func related(d *document.Document) []document.Related {
	var out []document.Related
	for _, u := range d.Units {
		if u.Kind != document.Frontmatter || u.Role != adoptionRole {
			continue
		}
		for _, c := range u.Citations {
			s, err := symbol.Parse(c.ID)
			if c.Kind != citation.Document || c.Implied || err != nil || c.ID == d.Symbol {
				continue
			}
			r := document.Related{Relation: document.ReportOn, Symbol: c.ID}
			if s.Series() == "L" {
				r.Relation = document.DraftOf
			}
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// compareDraft notes a draft of another session than the resolution that names it: a slip of the editors, or of the reader.
func compareDraft(d *document.Document) {
	own, err := symbol.Parse(d.Symbol)
	if err != nil || own.Session() == "" {
		return
	}
	for _, r := range d.Related {
		draft, err := symbol.Parse(r.Symbol)
		if err == nil && r.Relation == document.DraftOf && draft.Session() != "" && !strings.EqualFold(draft.Session(), own.Session()) {
			warn(d, "the adoption line names the draft "+r.Symbol+", which is of another session than "+d.Symbol)
		}
	}
}
