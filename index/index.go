// Package index brings sources into an engine: it reads, parses and links documents and writes them in batches. It knows the
// engine by the [Writer] it needs and nothing more.
//
// Sources that are as the catalogue in the engine remembers them are not read. The others are read, parsed and linked in
// parallel, and written by one goroutine in commits of bounded size. Documents wait a while for those behind them, for only all
// agendas together say which symbols and items they have; those that were written too early are read and written again, which
// the sum of what linking takes from elsewhere tells. Memory is bounded, but for a profile of each document. See [Indexer].
package index

import (
	"context"
	"iter"

	"github.com/plenary-search/plenary/index/document"
)

// Writer is what an engine offers to an [Indexer], which calls it from one goroutine.
//
// Put adds documents whole, or replaces those of the same key. A reader of the engine sees a document as it was or as it is,
// never a mixture. Delete removes documents by key; unknown keys are no error. Neither keeps its argument.
//
// Stored yields key, source and hash of every document it holds, committed or not, in no particular order; it must not be
// consumed while Put or Delete run.
//
// When Commit returns nil, searches see everything put and deleted before, and it survives a crash. What was not committed
// may be lost, but only whole documents at a time.
type Writer interface {
	Put(ctx context.Context, docs []document.Document) error
	Delete(ctx context.Context, keys []document.Key) error
	Stored(ctx context.Context) iter.Seq2[document.Stamp, error]
	Commit(ctx context.Context) error
}

// Library is a [Writer] that gives back what it holds. With one, documents of a run are linked with those that were indexed
// before, and those again with a new agenda. Without one, a run links its own documents only.
type Library interface {
	Writer
	// Headers yields the headers of all documents, in no particular order.
	Headers(ctx context.Context) iter.Seq2[document.Header, error]
	// Document returns a document as it was put.
	Document(ctx context.Context, key document.Key) (document.Document, error)
}

// Catalogue is a [Library] that also remembers sources, so that the next run need not read those that have not changed.
type Catalogue interface {
	Library
	// PutEntries notes entries with the next commit, all or none, together with the documents put since the last. An entry
	// replaces that of the same source; one without data is forgotten.
	PutEntries(ctx context.Context, entries []document.Entry) error
	// Entries yields all entries of the last commit, in no particular order.
	Entries(ctx context.Context) iter.Seq2[document.Entry, error]
}
