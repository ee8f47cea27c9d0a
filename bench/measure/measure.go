// Package measure runs queries against an engine and says how long they took: percentiles of wall time, queries per second,
// processor time; and by which power figures grow.
package measure

import (
	"math"
	"slices"
	"sync"
	"time"
)

// Latency is what a class of queries costs, in milliseconds.
type Latency struct {
	P50  float64 `json:"p50"`
	P99  float64 `json:"p99"`
	Mean float64 `json:"mean"`
	CPU  float64 `json:"cpu"` // of all threads of the engine, for each query
	// PerSecond is the number of queries that all clients together asked in a second.
	PerSecond float64 `json:"per_second"`
	Asked     int     `json:"asked"` // how often a query was asked
	// Medians are those of each query; 0 where it was not asked.
	Medians []float64 `json:"medians"`
}

// Load is how an engine is asked.
type Load struct {
	Rounds  int           // times that each query is asked
	Most    time.Duration // after which no more is asked, rounds or not
	Clients int           // that ask at the same time
	CPU     func() time.Duration
}

// sample is what asking query i once took.
type sample struct {
	query  int
	millis float64
}

// Run asks each of n queries, rounds times over, one after the other for each client; ask answers query i. Clients begin at different
// queries. The first error ends the run.
func Run(n int, load Load, ask func(i int) error) (Latency, error) {
	samples := make([][]sample, load.Clients)
	errs := make([]error, load.Clients)
	var wait sync.WaitGroup
	cpu, start := load.CPU(), time.Now()
	for c := range load.Clients {
		wait.Go(func() {
			for k := range n * load.Rounds {
				i := (k + c*n/load.Clients) % n
				begin := time.Now()
				if k > 0 && begin.Sub(start) > load.Most {
					return
				}
				if errs[c] = ask(i); errs[c] != nil {
					return
				}
				samples[c] = append(samples[c], sample{i, float64(time.Since(begin).Nanoseconds()) / 1e6})
			}
		})
	}
	wait.Wait()
	elapsed, used := time.Since(start), load.CPU()-cpu
	for _, err := range errs {
		if err != nil {
			return Latency{}, err
		}
	}
	l := summary(n, slices.Concat(samples...))
	l.CPU = float64(used.Nanoseconds()) / 1e6 / float64(l.Asked)
	l.PerSecond = float64(l.Asked) / elapsed.Seconds()
	return l, nil
}

func summary(n int, samples []sample) Latency {
	l := Latency{Asked: len(samples), Medians: make([]float64, n)}
	all, of := make([]float64, len(samples)), make([][]float64, n)
	for i, s := range samples {
		all[i] = s.millis
		of[s.query] = append(of[s.query], s.millis)
		l.Mean += s.millis / float64(len(samples))
	}
	l.P50, l.P99 = Percentile(all, 0.50), Percentile(all, 0.99)
	for i := range of {
		l.Medians[i] = Percentile(of[i], 0.50)
	}
	return l
}

// Percentile is the smallest number that the share p of the numbers does not exceed; 0 of none.
func Percentile(xs []float64, p float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(xs))
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}

// GeometricMean of positive numbers; 0 of none.
func GeometricMean(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	logs := make([]float64, len(xs))
	for i, x := range xs {
		logs[i] = math.Log(x)
	}
	return math.Exp(mean(logs))
}

// Exponent is that of the power of x that y follows: the slope of the straight line nearest to the logarithms, by least squares. Points
// where x or y is not positive are left out; ok is false where fewer than two different x are left.
func Exponent(xs, ys []float64) (exponent float64, ok bool) {
	var lx, ly []float64
	for i := range xs {
		if xs[i] > 0 && ys[i] > 0 {
			lx, ly = append(lx, math.Log(xs[i])), append(ly, math.Log(ys[i]))
		}
	}
	meanX, meanY := mean(lx), mean(ly)
	var covariance, variance float64
	for i := range lx {
		covariance += (lx[i] - meanX) * (ly[i] - meanY)
		variance += (lx[i] - meanX) * (lx[i] - meanX)
	}
	if variance == 0 {
		return 0, false
	}
	return covariance / variance, true
}

// mean of numbers; 0 of none.
func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(max(1, len(xs)))
}
