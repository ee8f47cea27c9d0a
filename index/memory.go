package index

import (
	"iter"
	"maps"

	"github.com/plenary-search/plenary/index/document"
)

// Memory is what runs over the same [Writer] keep of the catalogue between them, so that a look that finds nothing new does not read
// it: states, keys and hashes, some hundred bytes a document. Nobody else may write to the Writer meanwhile. The zero value is
// ready for use.
type Memory struct {
	entries map[string]*entry // without profiles; nil: nothing is known
	stored  map[string][]document.Stamp
}

// listing is a source as it was listed, or why it was not.
type listing struct {
	Source
	err error
}

func list(sources iter.Seq2[Source, error]) (all []listing) {
	for s, err := range sources {
		all = append(all, listing{s, err})
	}
	return all
}

// nothingNew compares the sources with what the runs before have kept. Where something is new it takes back what it has done.
func (r *run) nothingNew(all []listing) bool {
	m := r.opts.Memory
	if m == nil || m.entries == nil || r.catalogue == nil {
		return false
	}
	r.entries, r.stored = maps.Clone(m.entries), maps.Clone(m.stored)
	for _, stamps := range r.stored {
		for _, stamp := range stamps {
			r.before[stamp.Key] = stamp.Source
		}
	}
	r.listAll(all)
	if !r.mayPrune() && r.idle() {
		r.settled = true // else nothing was kept
		return true
	}
	r.forget()
	return false
}

// recallExports recalls the exports that earlier runs have taken in. The catalogue knows nothing of them.
func (r *run) recallExports() {
	if r.opts.Memory == nil {
		return
	}
	for source, e := range r.opts.Memory.entries {
		if e.Format == exportFormat {
			r.entries[source] = e
		}
	}
}

// mayPrune reports whether a source below the folders to be pruned was not listed.
func (r *run) mayPrune() bool {
	for _, folder := range r.opts.Prune.Below {
		for source := range r.entries {
			if r.works[source] == nil && below(source, folder) && (r.opts.Prune.Only == nil || r.opts.Prune.Only(source)) {
				return true
			}
		}
	}
	return false
}

// forget is the state of a run that has not begun.
func (r *run) forget() {
	r.list, r.unlisted, r.works = nil, nil, map[string]*work{}
	r.entries, r.stored = map[string]*entry{}, map[string][]document.Stamp{}
	r.before, r.taken = map[document.Key]string{}, map[document.Key]string{}
	r.sum = Summary{}
}

// keep notes what a run that went well has left, for the next one; after another the next one reads the catalogue.
func (r *run) keep(err error) {
	m := r.opts.Memory
	if m == nil {
		return
	}
	if err != nil || !r.settled || r.catalogue == nil {
		*m = Memory{}
		return
	}
	for _, w := range r.list {
		if w.export && len(w.failures) == 0 {
			r.entries[w.Name] = w.entry
		}
	}
	m.entries, m.stored = make(map[string]*entry, len(r.entries)), make(map[string][]document.Stamp, len(r.stored))
	for source, e := range r.entries {
		light := *e
		light.Docs, light.Lost = make([]entryDoc, len(e.Docs)), make([]lostDoc, len(e.Lost))
		for i, d := range e.Docs {
			d.Profile = nil
			light.Docs[i] = d
		}
		for i, l := range e.Lost {
			l.Profile = nil
			light.Lost[i] = l
		}
		m.entries[source] = &light
	}
	for path, stamps := range r.stored {
		for _, stamp := range stamps {
			if !r.final || r.taken[stamp.Key] == path { // else another source has it now
				m.stored[path] = append(m.stored[path], stamp)
			}
		}
	}
}
