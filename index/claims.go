package index

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
)

// lostDoc is a document of a source that another source has under the same key.
type lostDoc struct {
	entryDoc
	Of   string `json:"of"`   // the path that has it
	Copy bool   `json:"copy"` // the texts are the same: nothing is lost
}

// isTaken reports whether another source has the key of a document that is known alone: one of this run, or one of an earlier run
// that this one does not read. Who has it in the end is for settleHolders to say.
func (r *run) isTaken(d *document.Document) bool {
	key := r.linker.Key(d.Source)
	first, ok := r.taken[key]
	if !ok {
		if first, ok = r.before[key]; ok && r.atHand(first) {
			ok = false // it will claim it when it is read
		}
	}
	if ok && first != d.Source && !r.isGone(first) {
		return true
	}
	r.taken[key] = d.Source
	return false
}

// atHand reports whether the file of a path can be read in this run.
func (r *run) atHand(path string) bool {
	w := r.works[fileOf(path)]
	return w != nil && !w.waiting && (w.entry == nil || w.entry.Error == "")
}

// isGone reports whether the file of a path that the run does not list is known to be no more.
func (r *run) isGone(path string) bool {
	return r.works[fileOf(path)] == nil && r.opts.Gone != nil && r.opts.Gone(fileOf(path))
}

// settleHolders decides which source has each key, once all symbols are settled. Of several it is one that this run cannot read, for
// nothing else has its text; then, of different texts, one whose file name spells the symbol; then the one that had it before; then
// the first by name.
func (r *run) settleHolders() {
	claims := map[document.Key][]string{}
	for _, path := range r.linker.Paths() {
		key := r.linker.Key(path)
		claims[key] = append(claims[key], path)
	}
	r.final, r.taken = true, make(map[document.Key]string, len(claims))
	for key, paths := range claims {
		r.taken[key] = r.holder(key, paths)
	}
}

func (r *run) holder(key document.Key, paths []string) string {
	if len(paths) == 1 {
		return paths[0]
	}
	sameText := !slices.ContainsFunc(paths, func(p string) bool { return !r.linker.SameText(p, paths[0]) })
	rank := func(path string) int {
		switch had := r.before[key] == path; {
		case !r.atHand(path) && (!had || r.isGone(path)):
			return 4
		case !r.atHand(path):
			return 0
		case !sameText && r.linker.Spelt(path):
			return 1
		case had:
			return 2
		}
		return 3
	}
	return slices.MinFunc(paths, func(a, b string) int { return rank(a) - rank(b) }) // the first of equals, and paths are in order
}

// lost is what is noted of a document that another source has; ok is false where its own source has it.
func (r *run) lost(e entryDoc) (l lostDoc, ok bool) {
	e.Key = r.linker.Key(e.Path)
	holder := r.taken[e.Key]
	if holder == e.Path || holder == "" {
		return l, false
	}
	e.Hash, e.Basis = "", ""
	return lostDoc{entryDoc: e, Of: holder, Copy: r.linker.SameText(e.Path, holder)}, true
}

// lose notes what another source has, and tells of it: a copy is a warning, another text a failure.
func (r *run) lose(ctx context.Context, w *work, l lostDoc) error {
	w.entry.Lost = append(w.entry.Lost, l)
	if l.Copy {
		w.warnings = append(w.warnings, Failure{Source: l.Path, Error: fmt.Sprintf("a copy of %s, which is indexed as %s", l.Of, l.Key)})
	} else {
		w.fail(l.Path, sameDocument(l.Key, l.Of))
	}
	r.uncount(l.Path)
	var old []document.Key
	for _, stamp := range r.stored[l.Path] {
		old = append(old, stamp.Key)
	}
	delete(r.stored, l.Path)
	_, err := r.delete(ctx, old, l.Path)
	return err
}

// loseAll notes a source of which others have every document, without reading it again; it reports whether that is so.
func (r *run) loseAll(ctx context.Context, w *work) (bool, error) {
	docs := slices.Clone(w.entry.Docs)
	for i := range w.entry.Lost {
		docs = append(docs, w.entry.Lost[i].entryDoc)
	}
	var all []lostDoc
	for _, d := range docs {
		l, ok := r.lost(d)
		if !ok {
			return false, nil
		}
		all = append(all, l)
	}
	e := *w.entry
	e.Docs, e.Lost = nil, nil
	w.entry, w.late, w.unchanged = &e, false, false
	w.forgetClaims()
	for _, l := range all {
		if err := r.lose(ctx, w, l); err != nil {
			return true, err
		}
	}
	return true, r.note(w.Name, w.entry)
}

// forgetClaims takes back what was said of documents that other sources have.
func (w *work) forgetClaims() {
	w.warnings = nil
	w.failures = slices.DeleteFunc(w.failures, func(f Failure) bool { return strings.HasPrefix(f.Error, ErrSameDocument.Error()) })
}

// tellLost tells again of a source that is unchanged what others have of it.
func (r *run) tellLost(w *work) {
	for _, l := range w.entry.Lost {
		if !l.Copy {
			w.failures = append(w.failures, Failure{Source: l.Path, Error: sameDocument(l.Key, l.Of) + unchangedNote, Before: true})
		}
	}
}

// unchangedNote ends the failure of a source that was not read again.
const unchangedNote = " (unchanged since it failed)"

// countDuplicates counts the copies among the sources of the run.
func (r *run) countDuplicates() {
	for _, w := range r.list {
		if w.entry == nil {
			continue
		}
		for _, l := range w.entry.Lost {
			if l.Copy {
				r.sum.Duplicates++
			}
		}
	}
}
