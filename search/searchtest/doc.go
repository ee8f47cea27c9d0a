// Package searchtest holds engines to one contract. It is for tests and imported by nothing else.
//
// [Run] is the contract as a suite of tests: every engine passes it. [Memory] is an engine that keeps documents in memory and
// answers by looking at every unit; it is short enough to be seen to be right, and [Compare] asks another engine the same
// random questions of the same random documents. [Gold] are two real documents, annotated by hand, and [RunGold] asks
// their questions.
package searchtest
