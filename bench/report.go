package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/plenary-search/plenary/bench/measure"
)

// print writes the tables of a run.
func (r Report) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer w.Flush()
	fmt.Fprintf(w, "%d units, %d queries a class, %d rounds, seed %d; %s\n\n", r.Units, r.Queries, r.Rounds, r.Seed, r.Machine)
	for _, e := range r.Engines {
		fmt.Fprintf(w, "%s: ", e.Name)
		if e.IndexSeconds > 0 {
			fmt.Fprintf(w, "indexed in %.0f s (%.0f units/s, %.0f s CPU), ", e.IndexSeconds, float64(r.Units)/e.IndexSeconds, e.IndexCPU)
		}
		fmt.Fprintf(w, "%.0f B/unit, open %.0f ms, heap %.0f MiB, resident %.0f MiB\n", float64(e.Bytes)/float64(r.Units), e.OpenMillis, e.HeapMiB, e.RSSMiB)
		fmt.Fprint(w, "class\thits\tform\tp50 ms\tp99 ms\tmean\tCPU ms\tq/s of 1\tq/s of 2\t\n")
		var p50 []float64
		for i := 0; i+1 < len(e.Rows); i += 2 {
			one, two := e.Rows[i], e.Rows[i+1]
			form := "plain"
			if one.Full {
				form = "full"
				p50 = append(p50, one.Latency.P50)
			}
			fmt.Fprintf(w, "%s\t%.0f\t%s\t%.3f\t%.3f\t%.3f\t%.3f\t%.0f\t%.0f\t\n", one.Class, one.Hits, form,
				one.Latency.P50, one.Latency.P99, one.Latency.Mean, one.Latency.CPU, one.Latency.PerSecond, two.Latency.PerSecond)
		}
		fmt.Fprintf(w, "\nfull page, geometric mean of the classes' p50: %.3f ms\n\n", measure.GeometricMean(p50))
	}
}

// machine describes what the figures were measured on.
func machine() string {
	model := runtime.GOARCH
	if data, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(data)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d processors, %s, %s", model, runtime.NumCPU(), runtime.GOOS, runtime.Version())
}

// residentMiB is the memory of this process, mapped files included; 0 where the system does not say.
func residentMiB() float64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return n / 1024
		}
	}
	return 0
}

func startProfile(name string) (stop func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() { pprof.StopCPUProfile(); f.Close() }, nil
}
