// Package embedded is the engine inside the binary: an index on disk, or in memory.
//
// A folder holds one index:
//
//	MANIFEST   what was committed last, and the column files that answer for it; replaced by every commit and every merge
//	LOCK       locked by the process that writes, with its process id
//	store/     the record: Bleve's files, see package store
//	columns/   column files, see package column: all that searches need, derived from the record
//
// The column files are a log-structured merge tree: each commit adds one, in which a document stands in for that of the same key in
// all older ones, and neighbours are merged in the background. An executor over them answers all requests, so that a
// process that searches needs no lock and no part of the record; it follows the commits of another process by looking at MANIFEST.
// Column files that are missing or damaged are made again from the record in the background; meanwhile the record answers.
//
// An [Engine] satisfies search.Searcher and the Writer of package index. Searches may run at the same time as each other and
// as one writer; every search sees the state of one commit. Nothing here deletes or replaces a record that it cannot read.
package embedded
