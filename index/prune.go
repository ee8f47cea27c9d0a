package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/plenary-search/plenary/index/document"
)

// Prune says which sources of the catalogue are removed with their documents, where a run does not find them.
type Prune struct {
	// Below names folders, as [FromPaths] names them; what is not below one of them stays.
	Below []string
	// Empty removes them also where a folder is missing or has no source left. Without it a folder that was not mounted, say, is a
	// Failure of the run, and nothing below it is removed.
	Empty bool
	// Only, if set, says which of them to remove.
	Only func(source string) bool
}

// below reports whether a source lies in a folder, or is it.
func below(source, folder string) bool {
	switch folder {
	case "", ".":
		return !strings.HasPrefix(source, "/") && source != ".." && !strings.HasPrefix(source, "../")
	case "/":
		return strings.HasPrefix(source, "/")
	}
	return source == folder || strings.HasPrefix(source, folder+"/")
}

// prune removes what is gone below the folders named. What could not be listed is not gone.
func (r *run) prune(ctx context.Context) error {
	for _, folder := range r.opts.Prune.Below {
		var gone []string
		found := 0
		for _, source := range sorted(r.entries) {
			switch {
			case !below(source, folder):
			case r.works[source] != nil:
				found++
			case r.unseen(source, folder):
			case r.opts.Prune.Only == nil || r.opts.Prune.Only(source):
				gone = append(gone, source)
			}
		}
		for name := range r.works {
			if found == 0 && below(name, folder) {
				found++
			}
		}
		if found == 0 && len(gone) > 0 && !r.opts.Prune.Empty {
			r.refused = append(r.refused, Failure{Source: folder, Error: fmt.Sprintf("no file was found there, and the index has %d from there: none was removed, "+
				"in case the folder is not mounted (--prune-all removes them)", len(gone))})
			continue
		}
		if err := r.removeAll(ctx, gone); err != nil {
			return err
		}
	}
	return nil
}

// unseen reports whether a source may be where the run could not look.
func (r *run) unseen(source, folder string) bool {
	for _, w := range r.unlisted {
		switch {
		case errors.Is(w.listed, errTooMany), errors.Is(w.listed, context.Canceled):
			return true
		case w.Name == folder && r.opts.Prune.Empty && errors.Is(w.listed, fs.ErrNotExist):
		case below(source, w.Name):
			return true
		}
	}
	return false
}

func (r *run) removeAll(ctx context.Context, sources []string) error {
	for _, source := range sources {
		e := r.entries[source]
		report := SourceReport{Source: source, Status: StatusRemoved, Documents: []ReportDocument{}}
		for i := range e.Docs {
			for _, stamp := range r.stored[e.Docs[i].Path] {
				n, err := r.delete(ctx, []document.Key{stamp.Key}, e.Docs[i].Path)
				if err != nil {
					return err
				}
				r.sum.Removed += n
			}
			delete(r.stored, e.Docs[i].Path)
			report.Documents = append(report.Documents, ReportDocument{e.Docs[i].Key, e.Docs[i].Units})
		}
		delete(r.entries, source)
		if r.catalogue != nil {
			r.notes = append(r.notes, document.Entry{Source: source})
		}
		r.gone = append(r.gone, report)
	}
	return nil
}

// tell reports each source of the run.
func (r *run) tell(report func(SourceReport)) {
	for _, w := range r.list {
		s := SourceReport{Source: w.Name, Status: StatusIndexed, Documents: []ReportDocument{}, Bytes: w.State.Size}
		switch {
		case len(w.failures) > 0:
			s.Status, s.Error = StatusFailed, joinFailures(w.failures)
		case w.unchanged && !w.again:
			s.Status = StatusUnchanged
		case w.waiting:
			s.Status = StatusWaiting
		}
		for _, warning := range w.warnings {
			s.Warnings = append(s.Warnings, warning.Error)
		}
		if w.entry != nil {
			for _, d := range w.entry.Docs {
				s.Documents = append(s.Documents, ReportDocument{d.Key, d.Units})
			}
		}
		report(s)
	}
	for _, s := range r.gone {
		report(s)
	}
}

func joinFailures(failures []Failure) string {
	var all []string
	for _, f := range failures {
		all = append(all, f.Error)
	}
	return strings.Join(all, "; ")
}
