package index

import (
	"context"
	"fmt"
	"slices"

	"github.com/plenary-search/plenary/index/document"
)

// decide finds out which documents of a work have to be written, and notes the work in the catalogue.
func (r *run) decide(ctx context.Context, w *work) (put []document.Document, err error) {
	entries := w.entry.Docs
	w.entry.Docs, w.entry.Lost = nil, nil
	w.forgetClaims()
	for i := range w.docs {
		d, key := &w.docs[i], w.docs[i].Key()
		e := entries[i]
		if l, ok := r.lost(e); ok && r.final {
			if err := r.lose(ctx, w, l); err != nil {
				return nil, err
			}
			continue
		}
		e.Key, e.Hash = key, d.Hash
		w.entry.Docs = append(w.entry.Docs, e)
		for _, warning := range d.Warnings {
			w.warnings = append(w.warnings, Failure{Source: d.Source, Error: warning})
		}
		changed, err := r.replace(ctx, d)
		if err != nil {
			return nil, err
		}
		r.count(d.Source, changed, len(d.Units))
		if changed {
			put = append(put, *d)
			if w.again {
				r.sum.Relinked++
			}
		}
	}
	if err := r.dropLines(ctx, w); err != nil {
		return nil, err
	}
	return put, r.note(w.Name, w.entry)
}

// replace reports whether a document has to be written, and deletes what its source was before under another key.
func (r *run) replace(ctx context.Context, d *document.Document) (bool, error) {
	key := d.Key()
	var old []document.Key
	same := false
	for _, stamp := range r.stored[d.Source] {
		same = same || stamp.Key == key && stamp.Hash == d.Hash
		if stamp.Key != key {
			old = append(old, stamp.Key)
		}
	}
	n, err := r.delete(ctx, old, d.Source)
	if err != nil {
		return false, err
	}
	r.sum.Deleted += n
	if same {
		return false, nil
	}
	r.stored[d.Source] = []document.Stamp{{Key: key, Source: d.Source, Hash: d.Hash}}
	return true, nil
}

// delete removes documents of a source, unless another source has them now. It returns how many.
func (r *run) delete(ctx context.Context, keys []document.Key, source string) (int, error) {
	keys = slices.DeleteFunc(keys, func(k document.Key) bool {
		by, used := r.taken[k]
		return used && by != source
	})
	if len(keys) == 0 {
		return 0, nil
	}
	if err := r.writer.Delete(ctx, keys); err != nil {
		return 0, fmt.Errorf("delete %v: %w", keys, err)
	}
	return len(keys), nil
}

// dropLines removes the documents of lines that an import file no longer has.
func (r *run) dropLines(ctx context.Context, w *work) error {
	if w.entry.Format != "records" {
		return nil
	}
	present := map[string]bool{}
	for i := range w.docs {
		present[w.docs[i].Source] = true
	}
	for path, stamps := range r.stored {
		if fileOf(path) != w.Name || present[path] || path == w.Name {
			continue
		}
		for _, stamp := range stamps {
			n, err := r.delete(ctx, []document.Key{stamp.Key}, path)
			if err != nil {
				return err
			}
			r.sum.Deleted += n
		}
		delete(r.stored, path)
		r.linker.Forget(path)
	}
	return nil
}

// settle links what waited for the others, and then all whose links are not those with which they were written.
func (r *run) settle(ctx context.Context) error {
	r.linker.Settle()
	r.settleHolders()
	for len(r.window) > 0 {
		if err := r.release(ctx, true); err != nil {
			return err
		}
	}
	again, elsewhere := r.unsettledDocs()
	again, err := r.withoutLost(ctx, again)
	if err != nil {
		return err
	}
	if err := r.readAgain(ctx, again); err != nil {
		return err
	}
	for _, source := range elsewhere {
		if err := r.relinkStored(ctx, source); err != nil {
			return err
		}
	}
	return r.mark(settled)
}

// unsettledDocs finds the sources of documents whose links have changed: those at hand, to be read again, and the others.
func (r *run) unsettledDocs() (again []*work, elsewhere []string) {
	inBatch := map[*work]bool{}
	for _, w := range r.batch {
		inBatch[w] = true
	}
	for _, source := range sorted(r.entries) {
		w, e := r.works[source], r.entries[source]
		if w != nil && (inBatch[w] || w.late) {
			continue
		}
		switch {
		case !r.hasChanged(e):
		case w == nil || w.waiting || e.Error != "": // gone, or broken since
			elsewhere = append(elsewhere, source)
		default:
			again = append(again, w)
		}
	}
	for _, w := range r.list {
		if w.late {
			again = append(again, w)
		}
	}
	return again, elsewhere
}

// hasChanged reports whether documents of an entry are linked otherwise than they were, or have gone from one source to another.
func (r *run) hasChanged(e *entry) bool {
	return slices.ContainsFunc(e.Docs, func(d entryDoc) bool {
		return r.holdsDoc(&d) && (r.linker.Basis(d.Path) != d.Basis || r.taken[r.linker.Key(d.Path)] != d.Path)
	}) || slices.ContainsFunc(e.Lost, func(l lostDoc) bool { return r.taken[r.linker.Key(l.Path)] == l.Path })
}

// withoutLost notes the sources of which others have all documents, and returns the others.
func (r *run) withoutLost(ctx context.Context, again []*work) (left []*work, err error) {
	for _, w := range again {
		all, err := r.loseAll(ctx, w)
		if err != nil {
			return nil, err
		}
		if !all {
			left = append(left, w)
		}
	}
	return left, nil
}

// readAgain reads sources a second time and writes those of their documents that are linked otherwise than they were.
func (r *run) readAgain(ctx context.Context, again []*work) error {
	readSource := func(ctx context.Context, w *work) reading { return read(ctx, w.Source, r.opts) }
	weigh := func(got reading) int64 { return weightOf(got.docs) }
	return inOrder(ctx, r.opts.Workers, again, readSource, weigh, func(w *work, got reading) error {
		if got.hash != w.entry.Hash || len(got.docs) != len(w.entry.Docs)+len(w.entry.Lost) && !w.late {
			w.fail(w.Name, ErrChanging.Error())
			e := *w.entry
			e.State = State{}
			return r.note(w.Name, &e)
		}
		e := *w.entry
		e.Docs = make([]entryDoc, len(got.docs))
		for i, d := range got.docs {
			_, raw, err := profileOf(d)
			if err != nil {
				return err
			}
			e.Docs[i] = entryDoc{Path: d.Source, Profile: raw, Units: len(d.Units)}
		}
		relinked := w.unchanged
		w.entry, w.docs, w.weight, w.again, w.late = &e, got.docs, weightOf(got.docs), relinked, false
		return r.write(ctx, w)
	})
}

// relinkStored links documents of the engine whose source is not at hand.
func (r *run) relinkStored(ctx context.Context, source string) error {
	if r.library == nil {
		return nil
	}
	e := *r.entries[source]
	e.Docs = slices.Clone(e.Docs)
	for i := range e.Docs {
		old := &e.Docs[i]
		if !r.holdsDoc(old) || r.linker.Basis(old.Path) == old.Basis || r.taken[r.linker.Key(old.Path)] != old.Path {
			continue
		}
		d, err := r.library.Document(ctx, old.Key)
		if err != nil {
			return fmt.Errorf("read %s: %w", old.Key, err)
		}
		d.Hash = baseHash(d.Hash)
		r.linker.Link(&d)
		d.Hash = fingerprint(d)
		changed, err := r.replace(ctx, &d)
		if err != nil {
			return err
		}
		old.Key, old.Hash, old.Basis = d.Key(), d.Hash, r.linker.Basis(old.Path)
		if !changed {
			continue
		}
		r.sum.Relinked++
		r.count(old.Path, true, len(d.Units))
		if err := r.writer.Put(ctx, []document.Document{d}); err != nil {
			return fmt.Errorf("write %s: %w", d.Key(), err)
		}
	}
	return r.note(source, &e)
}
