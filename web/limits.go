package web

import "time"

// Limits of a request and its answer. What a query may hold is limited by package query, the engine's work by the engine.
const (
	maxHeadBytes    = 16 << 10
	maxAddressBytes = 8 << 10
	maxParams       = 64 // name=value pairs
	maxParamValues  = 32 // values of one parameter
	maxCursorBytes  = 512
	maxFacets       = 12
	maxAnswerBytes  = 8 << 20
	maxHighlights   = 500    // of one hit
	maxShownText    = 20_000 // code points of one hit
)

// Limits bounds what the server does at once. The zero value means the defaults.
type Limits struct {
	Running  int           // questions answered at the same time; default: twice the processors
	Waiting  int           // questions that wait for room; default 64
	Patience time.Duration // the longest wait for room; default 100 ms
	Query    time.Duration // the deadline of a question; default 2 s
}

func (l Limits) withDefaults() Limits {
	if l.Waiting == 0 {
		l.Waiting = 64
	}
	if l.Patience == 0 {
		l.Patience = 100 * time.Millisecond
	}
	if l.Query == 0 {
		l.Query = 2 * time.Second
	}
	return l
}
