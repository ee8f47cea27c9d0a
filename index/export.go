package index

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/export"
)

// Holdings are what an engine holds, as [Export] writes it. All of it is of one commit.
type Holdings interface {
	// Documents returns up to size headers in natural order of keys, after the given key (the zero key: from the start).
	Documents(ctx context.Context, after document.Key, size int) ([]document.Header, error)
	// Document returns a document as it was put.
	Document(ctx context.Context, key document.Key) (document.Document, error)
	// Entries yields all entries of the catalogue, in no particular order.
	Entries(ctx context.Context) iter.Seq2[document.Entry, error]
}

// ExportOptions say what an export is of.
type ExportOptions struct {
	Schema    int            // of the index; see export.Header
	Documents int            // that the index holds
	Progress  func(Progress) // nil, or called after each document, from the goroutine of Export
}

// Exported is what was exported.
type Exported struct{ Documents, Paragraphs, Sources int }

// Export writes all that an engine holds to out: documents in natural order of keys, then the catalogue in order of sources. The same
// holdings give the same bytes. An [Indexer] that finds what was written among its sources puts it back; see [Indexer.Run].
//
// Documents are read one by one. The catalogue is in memory meanwhile, as it is in a run: about 2 kB a document.
func Export(ctx context.Context, from Holdings, out io.Writer, o ExportOptions) (done Exported, err error) {
	entries, settled, err := catalogueOf(ctx, from)
	if err != nil {
		return done, err
	}
	w, err := export.NewWriter(out, export.Header{Schema: o.Schema, Documents: o.Documents, Sources: len(entries), Settled: settled})
	if err != nil {
		return done, err
	}
	for header, err := range headersOf(ctx, from) {
		if err != nil {
			return done, err
		}
		d, err := from.Document(ctx, header.Key())
		if err != nil {
			return done, err
		}
		if err := w.Document(d); err != nil {
			return done, err
		}
		done.Documents, done.Paragraphs = done.Documents+1, done.Paragraphs+len(d.Units)
		if o.Progress != nil {
			o.Progress(Progress{Source: d.Source, Done: done.Documents, Total: o.Documents, Documents: done.Documents, Paragraphs: done.Paragraphs})
		}
	}
	for _, e := range entries {
		if err := w.Entry(e); err != nil {
			return done, err
		}
	}
	done.Sources = len(entries)
	return done, w.Close()
}

// catalogueOf reads the catalogue in order of sources, without its state: whether all documents are linked with one another.
func catalogueOf(ctx context.Context, from Holdings) (entries []document.Entry, isSettled bool, err error) {
	for e, err := range from.Entries(ctx) {
		switch {
		case err != nil:
			return nil, false, fmt.Errorf("read the catalogue of the index: %w", err)
		case e.Source == stateKey:
			isSettled = string(e.Data) == settled
		default:
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b document.Entry) int { return cmp.Compare(a.Source, b.Source) })
	return entries, isSettled, nil
}

// headersOf yields the headers of all documents, page by page.
func headersOf(ctx context.Context, from Holdings) iter.Seq2[document.Header, error] {
	const page = 100
	return func(yield func(document.Header, error) bool) {
		for last := (document.Key{}); ; {
			headers, err := from.Documents(ctx, last, page)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(document.Header{}, err)
				return
			}
			for _, h := range headers {
				if !yield(h, nil) {
					return
				}
				last = h.Key()
			}
			if len(headers) < page {
				return
			}
		}
	}
}
