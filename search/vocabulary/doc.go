// Package vocabulary knows words that mean the same, and widens queries by them.
//
// There are two kinds of sets. [Names] are acronyms, short names and full names: those of names.tsv, and those that the documents
// themselves define, "United Nations Office on Drugs and Crime (UNODC)" (see [Expander.Expand]). Each family of families.tsv is a set of
// its own: phrases for money, for technical assistance and so on. A reader switches sets on; nothing is widened otherwise.
//
// Widening rewrites the tree of a query and knows no engine: where the tree asks for a member of a set, it asks for any of them.
package vocabulary
