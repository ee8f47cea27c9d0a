// Package web serves an index over HTTP: the JSON API below /api/v1, the page at /, and what operators and developers need
// beside them (/healthz, /readyz, /openapi.json, /problems).
//
// [New] makes the handler and [NewHTTPServer] the server with its time limits. Page and API take the same parameters, read
// by one table ([params]), ask the same [search.Searcher], and answer every error from one table of problems
// ([problemTypes]). The package knows no engine; no type of the router leaves it.
//
// # One request
//
// A request meets, in order: the length of its address, compression, then the router with the request's id and log line,
// recovery, headers, and the refusal of bodies; routes that ask the index add admission (so many at once, the rest wait
// shortly or are told to come back) and a deadline. The handler reads parameters into a question, compares the entity tag,
// asks the searcher, converts to wire types by hand and encodes to a buffer before the status is written.
//
// # Entity tags
//
// An answer is a function of the index generation, the version of the program and the question in normal form, save for
// took_ms, the time it took. The tag is made of these three and is therefore weak: two answers of one tag say the same and
// may differ in took_ms alone. If-None-Match compares weakly in any case, so nothing is lost, and the same tag serves the
// compressed and the plain body.
package web
