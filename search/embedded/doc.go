// Package embedded is the engine inside the binary: an index on disk, or in memory, made of Bleve's scorch segments.
//
// Bleve is used as a library and not as a black box. It keeps terms, postings, positions and stored records, replaces
// documents atomically and survives a killed process. All else is done here: what the fields are and which terms they hold
// (by the schema and search/analysis), which units match a plan, their scores, order, facets and totals. Scores are those
// of search.StreamStats, and not Bleve's.
//
// A folder holds one index:
//
//	MANIFEST   what was committed last: schema, generation, number of documents, digest; written after every commit
//	LOCK       locked by the process that has the index open, with its process id
//	store/     Bleve's files
//
// An [Engine] satisfies search.Searcher and the Writer of package index. Searches may run at the same time as each other and
// as one writer; every search sees the state of one commit. Nothing here deletes or replaces an index that it cannot read.
package embedded
