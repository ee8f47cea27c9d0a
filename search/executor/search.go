package executor

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// Search answers a request. The error is search.ErrBadCursor, search.ErrTooManyTerms, search.ErrTooBroad, one of a request that cannot be
// answered, column.ErrDamaged, or the context's.
func (x *Index) Search(ctx context.Context, req search.Request) (search.Results, error) {
	if err := ctx.Err(); err != nil {
		return search.Results{}, err
	}
	req, err := req.Prepare()
	if err != nil {
		return search.Results{}, err
	}
	results := search.Results{Generation: x.Generation}
	if err := x.search(ctx, req, &results); err != nil {
		return search.Results{}, err
	}
	return results, nil
}

func (x *Index) search(ctx context.Context, req search.Request, results *search.Results) error {
	planned, err := plan.Compile(req, plan.Options{Languages: x.corpus.Languages})
	if err != nil {
		return err
	}
	q := x.question(ctx)
	if err := q.expand(planned.Matching()); err != nil {
		return err
	}
	if err := q.afford(req, planned); err != nil {
		return err
	}
	found, err := q.matched(req, planned)
	if err != nil {
		return err
	}
	if req.Unfold != nil {
		return q.unfold(results, req, planned, found)
	}
	results.Total.Paragraphs = found.total.Paragraphs
	if !worthApart(req, planned, found) {
		results.Total = found.count()
		if err := q.hits(results, req, planned, found); err != nil {
			return err
		}
		facets := newFacetQueue(req, planned, found)
		results.Facets = facets.facets
		return facets.work(q)
	}
	return q.apart(results, req, planned, found)
}

// apartFrom is the number of units found from which ranking them and counting them are worth a goroutine each: below, both take less
// than a tenth of a millisecond.
const apartFrom = 512

// worthApart reports whether ranking and counting are worth a goroutine each. Without words, neither takes long: facets are kept, and the
// order is known. Without facets, there is nothing to count but documents, which are listed where they are ranked.
func worthApart(req search.Request, planned plan.Request, found *matches) bool {
	listed := len(req.Facets) == 0 && len(planned.Wholes) > 0 && req.Sort == search.SortRelevance
	return found.total.Paragraphs >= apartFrom && req.Size != search.NoHits && !planned.Wordless() && !listed
}

// apart ranks the units found and at the same time counts facets; who is ready first helps the other.
func (q *question) apart(results *search.Results, req search.Request, planned plan.Request, found *matches) error {
	counting := q.index.question(q.ctx)
	counting.patterns, counting.phrases, counting.words = q.patterns, maps.Clone(q.phrases), q.words
	facets := newFacetQueue(req, planned, found)
	var failed error
	var done sync.WaitGroup
	done.Go(func() { failed = fault.Guard(func() error { return facets.work(counting) }) })
	defer done.Wait() // also where ranking panics: the files may be unmapped once this returns
	err := q.hits(results, req, planned, found)
	if err == nil {
		err = facets.work(q)
	}
	done.Wait()
	results.Total, results.Facets = found.count(), facets.facets
	return cmp.Or(err, failed)
}

// matches are the units that match a plan, by part. They belong to one question, but for what a cache keeps: sets and totals. Several
// goroutines may read them; one of them counts.
type matches struct {
	sets    []set
	total   search.Total // of documents, once they are counted
	counted bool
	index   *Index
	lists   []func() []uint32     // of sets, listed when they are first asked for
	runs    []func() []column.Run // documents that hold them, in the same way
}

// matched is what a request matches. Where facets leave out some of its filters, what matches its words is found first, and once.
func (q *question) matched(req search.Request, planned plan.Request) (found *matches, err error) {
	widens := slices.ContainsFunc(req.Facets, func(f search.FacetRequest) bool { return planned.Widens(f.Field) })
	if planned.Wordless() || !widens {
		return q.matching(planned.Matching(), planned.Wordless())
	}
	if q.words, err = q.matchAll(planned.Words); err != nil {
		return nil, err
	}
	for i := range q.words {
		q.words[i].count()
	}
	return q.restricted(planned.Restrictions(""))
}

// restricted are those units that match the words, and all of some nodes.
func (q *question) restricted(nodes []plan.Node) (*matches, error) {
	sets := make([]set, len(q.index.parts))
	for i, p := range q.index.parts {
		var err error
		if sets[i], err = q.narrow(p, q.words[i], nodes); err != nil {
			return nil, err
		}
	}
	return q.index.newMatches(sets), nil
}

// newMatches counts the units now, because sets that several goroutines read must not change.
func (x *Index) newMatches(sets []set) *matches {
	found := &matches{sets: sets, index: x, lists: make([]func() []uint32, len(sets)), runs: make([]func() []column.Run, len(sets))}
	for i := range sets {
		found.total.Paragraphs += sets[i].count()
		found.lists[i] = sync.OnceValue(sets[i].units)
		found.runs[i] = sync.OnceValue(func() []column.Run { return found.list(i) })
	}
	return found
}

// matching is the units that match a plan; with keep they are remembered.
func (q *question) matching(n plan.Node, keep bool) (*matches, error) {
	var key string
	if keep {
		key = string(plan.AppendKey(nil, n))
		if kept, known := q.index.matches.get(key); known {
			found := q.index.newMatches(kept.sets)
			found.total, found.counted = kept.total, true
			return found, nil
		}
	}
	sets, err := q.matchAll(n)
	if err != nil {
		return nil, err
	}
	found := q.index.newMatches(sets)
	if keep {
		q.index.matches.put(key, matches{sets: sets, total: found.count()}, keptMatches)
	}
	return found, nil
}

// count counts the documents, too.
func (m *matches) count() search.Total {
	if !m.counted {
		for part := range m.sets {
			m.total.Documents += len(m.documents(part))
		}
		m.counted = true
	}
	return m.total
}

// manyUnits is the share of units, one in so many, from which a set is not worth listing.
const manyUnits = 8

// units yields the units of a part in order, many at a time.
func (m *matches) units(part int, yield func([]uint32) bool) {
	s := &m.sets[part]
	switch {
	case s.bits == nil:
		yield(s.list)
	case s.count() > int(s.size)/manyUnits:
		s.chunks(yield)
	default:
		yield(m.lists[part]())
	}
}

// documents are the documents of a part that hold units, with the number of these.
func (m *matches) documents(part int) []column.Run { return m.runs[part]() }

func (m *matches) list(part int) (runs []column.Run) {
	p := m.index.parts[part]
	if s := &m.sets[part]; s.bits != nil && s.count() > min(int(p.Documents())/2, int(s.size)/manyUnits) {
		return p.Held(s.bits)
	}
	m.units(part, func(units []uint32) bool {
		runs = p.UnitDoc.Runs(units)
		return true
	})
	return runs
}

// matchAll is match for all parts.
func (q *question) matchAll(n plan.Node) ([]set, error) {
	found := make([]set, len(q.index.parts))
	for i, p := range q.index.parts {
		var err error
		if found[i], err = q.match(p, n); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// hits fills in the page of hits.
func (q *question) hits(results *search.Results, req search.Request, planned plan.Request, found *matches) error {
	order := req.Sort
	if order == search.SortRelevance && len(planned.Leaves) == 0 {
		order = search.SortDocument
	}
	r, err := ranking.New(q.index.order, req, order, planned.Mark(q.index.Generation))
	if err != nil || req.Size == search.NoHits {
		return err
	}
	_, anyKind := planned.Scope.(plan.All)
	scorers, err := q.scorers(planned, !anyKind)
	if err != nil {
		return err
	}
	if req.Fold != search.FoldNone {
		return q.foldedHits(results, req, planned, order, found, scorers)
	}
	if err := q.rank(r, order, found, planned, scorers); err != nil {
		return err
	}
	if req.Group {
		err = q.groups(results, req, planned, found, scorers, r.Finish(results, found.count().Documents))
	} else {
		for _, at := range r.Finish(results, results.Total.Paragraphs) {
			at.Score = scorers[at.Segment].scoreOf(at, order)
			hit, err := q.shown(at, req, planned)
			if err != nil {
				return err
			}
			results.Hits = append(results.Hits, hit)
		}
	}
	if err == nil && req.Explain && !req.Bare {
		err = q.explain(results, planned, scorers)
	}
	return err
}

// shown is the hit at a place, with its words marked where the request asks for it.
func (q *question) shown(at ranking.Place, req search.Request, planned plan.Request) (search.Hit, error) {
	if err := q.ctx.Err(); err != nil {
		return search.Hit{}, err
	}
	hit, words, err := q.hit(at, req.Bare)
	if err != nil {
		return hit, err
	}
	hit.Score = at.Score
	if req.Highlight && !req.Bare {
		hit.Highlights = q.highlights(at, &hit, words, planned.Words)
	}
	return hit, nil
}

// hit reads a hit, with the spans of its words in the text.
func (q *question) hit(at ranking.Place, bare bool) (hit search.Hit, words []column.Span, err error) {
	p := q.index.parts[at.Segment]
	if bare {
		key := p.Key(p.UnitDoc.At(at.Unit))
		hit.Document.Symbol, hit.Document.Lang, hit.Unit.Seq = key.Symbol, key.Lang, int(at.Seq)
		return hit, nil, nil
	}
	if hit.Document, err = q.header(p, p.UnitDoc.At(at.Unit)); err != nil {
		return hit, nil, err
	}
	hit.Unit, words, err = p.Unit(at.Unit)
	return hit, words, err
}

// header is the header of a document as hits carry it. Most hits of a page come from few documents.
func (q *question) header(p *part, doc uint32) (document.Header, error) {
	ref := column.Ref{Segment: uint32(p.number), Doc: doc}
	if h, known := q.headers[ref]; known {
		return h, nil
	}
	h, err := p.Header(doc)
	if err != nil {
		return h, err
	}
	h = search.HitHeader(&h)
	if q.headers == nil {
		q.headers = map[column.Ref]document.Header{}
	}
	q.headers[ref] = h
	return h, nil
}
