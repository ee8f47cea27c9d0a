package web

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/vocabulary"
)

// widerView says what a set that is switched on adds, and how to switch it off.
type widerView struct {
	Text  string
	Forms []formView
	More  []formView
	Off   string
}

type formView struct {
	Text, Lang, Dir string
	Note            string
}

// shownForms is how many other forms are shown before "12 more".
const shownForms = 3

// wider says what each set that is switched on adds. A set that adds nothing is said, too.
func (v *view) wider(q question) []widerView {
	var out []widerView
	for _, x := range q.wider.expansions {
		w := widerView{Text: v.say.say("wider.on", x.Words), Off: v.here.drop("expand", x.Set).String()}
		for _, f := range x.Forms {
			form := formView{Text: f.Text, Lang: string(f.Lang), Dir: direction(f.Lang)}
			if f.Defined > 0 {
				form.Note = v.say.count("wider.defined", f.Defined)
			}
			w.Forms = append(w.Forms, form)
		}
		if len(w.Forms) > shownForms+1 {
			w.Forms, w.More = w.Forms[:shownForms], w.Forms[shownForms:]
		}
		out = append(out, w)
	}
	for _, name := range q.Expand {
		if !slices.ContainsFunc(q.wider.expansions, func(x vocabulary.Expansion) bool { return x.Set == name }) {
			out = append(out, widerView{Text: v.say.say("wider.nothing", v.setTitle(name)), Off: v.here.drop("expand", name).String()})
		}
	}
	return out
}

// offerView offers a set, with what it would find.
type offerView struct {
	Text  string
	Count int
	Href  string
}

// maxOffers is the largest number of sets that one answer offers: each costs a search.
const maxOffers = 3

// offers are what may have been meant, and the sets that would find more.
func (v *view) offers(q question, found search.Total) []offerView {
	var out []offerView
	if found.Paragraphs > 0 { // else it stands among the ways out
		for _, m := range meant(v.ctx, v.searcher, q, found.Paragraphs) {
			out = append(out, offerView{v.say.say("meant", strings.Trim(m.Query, `"`)), m.Count, m.Page})
		}
	}
	var tried []string
	for _, x := range q.wider.offers {
		if slices.Contains(tried, x.Set) || len(tried) == maxOffers {
			continue
		}
		tried = append(tried, x.Set)
		there := v.here.add("expand", x.Set)
		if n := v.countAt(there); n > found.Paragraphs {
			out = append(out, offerView{v.offerText(x), n, there.String()})
		}
	}
	return out
}

// countAt is the number of units that the question of an address finds, 0 where that cannot be said.
func (v *view) countAt(there address) int {
	q, faults := parseRequest(there.values)
	if len(faults) > 0 || q.widen(v.ctx, v.searcher) != nil {
		return 0
	}
	return v.count(q.Query, q.Filters, q.ExplicitOnly)
}

func (v *view) offerText(x vocabulary.Expansion) string {
	if x.Set == vocabulary.Names {
		return v.say.say("wider.offer.names", x.Words)
	}
	if title := v.setTitle(x.Set); !strings.EqualFold(title, x.Words) {
		return v.say.say("wider.offer", x.Words, title)
	}
	return v.say.say("wider.offer.same", x.Words)
}

// setTitle is the title of a set for people.
func (v *view) setTitle(name string) string {
	if set, ok := vocabulary.Find(name); ok && set.Title != "" {
		return set.Title
	}
	return v.say.say("wider.names")
}

// saidAs is the other words by which a hit says some of the query.
type saidAs struct {
	Words string
	Forms string
	Typed bool // Forms are Words alone
}

func (v *view) saidAs(forms []foundByBody) []saidAs {
	var out []saidAs
	for _, found := range forms {
		i := slices.IndexFunc(out, func(s saidAs) bool { return s.Words == found.Words })
		if i < 0 {
			i, out = len(out), append(out, saidAs{Words: found.Words, Typed: true})
		}
		out[i].Typed = out[i].Typed && strings.EqualFold(found.Form, found.Words)
		out[i].Forms = strings.TrimPrefix(out[i].Forms+", “"+isolate(found.Form)+"”", ", ")
	}
	return out
}
