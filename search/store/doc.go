// Package store keeps the documents of an index, and all that can be asked of them, in Bleve's scorch index: it is what is never
// lost. All that searches need besides is derived from it and can be made again.
//
// A document is one record of Bleve's, replaced whole: its header and its units as they were put, compressed, what it adds up to, and
// beside them the terms of all its units, without positions or frequencies. The terms say which documents can hold what a search
// asks for; what their units say is read from the units. So a [Reader] answers every question that is narrow enough from the
// record alone. Entries of the catalogue are records of their own.
//
// Bleve is told the terms; it analyses nothing. Each batch is written atomically and is on disk when it returns.
package store
