// Package query reads what people type into a search box.
//
// Parse turns the text into a tree of [Node] values, String prints a tree in one canonical form and Describe says in words
// how it was read. The package knows neither index nor engine: what a word matches is for search/analysis, what a field
// holds for the schema of search.
//
// Plain prose never fails. What cannot be understood (a stray OR, a quotation mark without its partner, a star at the
// beginning of a word) is read as well as it can be, and a [Problem] says so. A text of which nothing is left, "?!", asks for
// [None] and not for everything. Only texts over the limits are errors.
//
// # Grammar
//
//	query      = [ or ] .
//	or         = and { "OR" and } .
//	and        = unary { [ "AND" ] unary } .
//	unary      = { "NOT" | "-" } primary .
//	primary    = "(" or ")" | field | "ref:explicit" | phrase | reference | prefix | wildcard | fuzzy | near | word .
//	field      = name ":" [ "=" ] value [ "*" ] .
//	value      = quoted | characters without blanks or quotation marks .
//	phrase     = quoted [ "~" [ number ] ] .
//	quoted     = one of “…” „…“ "…" «…» »…« ‘…’ '…' .
//	prefix     = two or more letters, then "*" .
//	wildcard   = two or more letters, then letters with "*" and "?" between them [ "*" ] .
//	fuzzy      = word "~" [ "1" | "2" ] .
//	near       = ( word | quoted ) operator ( word | quoted ) { operator ( word | quoted ) } .
//	operator   = ( "NEAR/" | "PRE/" ) number .
//	reference  = symbol with "*" and "?" within it or behind it
//	           | [ body ] ( "resolution" | "decision" | "res." … ) numbers [ "of" body ]
//	           | ( "item" | "point" | "tema" | "пункт" | "البند" | "议程项目" … ) number [ letter ]
//	           | number "/" number
//	           | [ symbol | resolution ] ( "para." | "paragraph" | "пп." | "الفقرة" … ) numbers | symbol "#p" number .
//
// Operators are written in capitals, names of fields in any case. AND, written or not, binds tighter than OR; with
// [Options].Any, words that nothing joins are joined by OR instead, while fields and what is excluded still bind the whole.
// A "-" excludes only at the beginning of a word, and the brackets of "2(b)" belong to it. Names of fields are listed by
// [FieldNames]; any other word before a colon is just a word.
//
// A star stands for any number of letters or figures and a question mark for one; in a prefix the star stands for the whole
// rest of a compound too. In symbols and numbers, CTOC/COP/*/5, they stand within words as well, and a star at the end for any rest. They and word~1, a word in which one letter differs (see [Fuzzy]), are matched against words as they are
// written, but for case and accents, and never score.
//
// "a b c"~5 asks for the words of the phrase in any order within a window of at most 3 + 5 words: from the first that is matched
// to the last stand at most five others, in all and not between each two. A word that stands twice in the phrase must stand twice
// in the window. "a NEAR/5 b NEAR/5 c" asks the same of words in any form; where the numbers differ, the largest counts. "a PRE/5 b" asks
// for the words in this order, as in ProQuest, Scopus and Lexis, where PRE/n is the ordered form of NEAR/n or W/n. They join phrases, too,
// whose words stand side by side: "a b" NEAR/5 c. Where all stand between quotation marks they are exact, else they are found in any form.
// NEAR and PRE bind tighter than NOT and AND; beside brackets or a reference they are read as AND, and so is one of them behind the other.
//
// "has:resolution" asks for paragraphs that cite some resolution; [ContentNames] lists what else they can be asked to hold. "ref:explicit"
// binds all references of the query, or of the brackets in which it stands: they must be named with their number.
//
// References are recognised outside quotation marks only. A symbol stands for the paragraphs that cite it, a resolution or
// decision likewise, and "11/2", which may be either, for both and for the words themselves; so does "item 2 (b)", for the
// paragraphs under that item, and "para. 11", for those that bear the number; "A/79/15, paras. 3–5" stands for these paragraphs of the
// document, and for what cites them in these words. They are read in the six official languages: "резолюция 70/1", "大会第70/1号决议", "البند 15".
package query
