package main

import (
	"fmt"
	"time"

	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
)

// latency is how long pages took.
type latency struct {
	p50, p99 float64 // ms
	asked    int
}

func (l latency) String() string {
	return fmt.Sprintf("p50 %.2f ms, p99 %.2f ms of %d", l.p50, l.p99, l.asked)
}

// askUntil asks n queries one after the other, over and over, until it is to end.
func askUntil(ask engines.Ask, n int, ended func() bool) (latency, error) {
	var times []float64
	for i := 0; !ended(); i++ {
		began := time.Now()
		if _, err := ask(i%n, false); err != nil {
			return latency{}, err
		}
		times = append(times, float64(time.Since(began).Microseconds())/1000)
	}
	return latency{measure.Percentile(times, 0.50), measure.Percentile(times, 0.99), len(times)}, nil
}

// after reports whether so many seconds have passed since it was called.
func after(seconds float64) func() bool {
	end := time.Now().Add(time.Duration(seconds * float64(time.Second)))
	return func() bool { return time.Now().After(end) }
}
