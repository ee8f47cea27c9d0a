// Package index brings sources into an engine: it reads, parses and links documents and writes them in batches. It knows the
// engine by the [Writer] it needs and nothing more. See [Indexer].
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
