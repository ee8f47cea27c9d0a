// Package measure runs queries against an engine and says how long they took: percentiles of wall time, queries per second,
// processor time.
package measure

import (
	"math"
	"slices"
	"sync"
	"syscall"
	"time"
)

// Latency is what a class of queries costs with one client, in milliseconds.
type Latency struct {
	P50, P99, Mean float64
	CPU            float64 // of all threads, for each query
	PerSecond      float64 // with the given number of clients
}

// Run asks each of n queries, rounds times over, one after the other for each client; ask answers query i. The first round
// warms up and is not counted. Clients begin at different queries. The first error ends the run.
func Run(n, rounds, clients int, ask func(i int) error) (Latency, error) {
	for i := range n {
		if err := ask(i); err != nil {
			return Latency{}, err
		}
	}
	times := make([][]float64, clients)
	errs := make([]error, clients)
	var wait sync.WaitGroup
	cpu, start := CPU(), time.Now()
	for c := range clients {
		wait.Go(func() {
			for k := range n * rounds {
				begin := time.Now()
				if err := ask((k + c*n/clients) % n); err != nil {
					errs[c] = err
					return
				}
				times[c] = append(times[c], float64(time.Since(begin).Nanoseconds())/1e6)
			}
		})
	}
	wait.Wait()
	elapsed, used := time.Since(start), CPU()-cpu
	for _, err := range errs {
		if err != nil {
			return Latency{}, err
		}
	}
	all := slices.Concat(times...)
	l := Percentiles(all)
	l.CPU = float64(used.Nanoseconds()) / 1e6 / float64(len(all))
	l.PerSecond = float64(len(all)) / elapsed.Seconds()
	return l, nil
}

// Percentiles of times in milliseconds. The pth percentile is the smallest time that p per cent of the times do not exceed.
func Percentiles(times []float64) Latency {
	if len(times) == 0 {
		return Latency{}
	}
	sorted := slices.Sorted(slices.Values(times))
	at := func(p float64) float64 { return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)] }
	sum := 0.0
	for _, t := range sorted {
		sum += t
	}
	return Latency{P50: at(0.50), P99: at(0.99), Mean: sum / float64(len(sorted))}
}

// GeometricMean of positive numbers; 0 of none.
func GeometricMean(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	sum := 0.0
	for _, x := range xs {
		sum += math.Log(x)
	}
	return math.Exp(sum / float64(len(xs)))
}

// CPU is the processor time that this process has used.
func CPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
