package main

import (
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/bench/measure"
)

// Growth is what was measured of engines at several sizes, and the power of the units that each figure follows.
type Growth struct {
	Setting
	Sizes   []Counts `json:"sizes"` // the smallest first
	Engines []Grown  `json:"engines"`
}

// Grown are the figures of one engine.
type Grown struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Indexed and Asked are the versions of the engine that did so, one for each size: with -reuse, indexes may be older.
	Indexed []string `json:"indexed"`
	Asked   []string `json:"asked"`
	Figures []Figure `json:"figures"`
}

// Figure is one figure at all sizes.
type Figure struct {
	Name   string    `json:"name"`   // with its unit
	Values []float64 `json:"values"` // one for each size; 0 where it was not measured
	// Exponent is x where the figure follows units^x: fitted by least squares to the logarithms of all sizes that it was measured at,
	// nil where these are fewer than two.
	Exponent *float64 `json:"exponent,omitempty"`
}

// reportGrowth writes what the files of all sizes say as JSON and as Markdown, and prints the latter.
func reportGrowth(chosen []peer, sizes []int) error {
	g := Growth{Setting: setting()}
	for _, n := range sizes {
		counts, err := readJSON[Counts](folderOf(n).counts())
		if err != nil {
			return err
		}
		g.Sizes = append(g.Sizes, counts)
	}
	for _, p := range chosen {
		var results []Result
		for _, n := range sizes {
			r, err := resultOf(p, folderOf(n))
			if err != nil {
				return err
			}
			results = append(results, r)
		}
		g.Engines = append(g.Engines, grown(p, g.Sizes, results))
	}
	return writeReport(filepath.Join(*dir, fmt.Sprintf("growth-%d", *seed)), g, g.markdown())
}

// grown takes the figures from the results of an engine, one for each size.
func grown(p peer, sizes []Counts, results []Result) Grown {
	g := Grown{Name: p.name, Title: p.title}
	for _, r := range results {
		g.Indexed, g.Asked = append(g.Indexed, r.Index.Version), append(g.Asked, r.Asked.Version)
	}
	for _, m := range slices.Concat(indexReadings(results[0].Index), memoryReadings, pageReadings(classesOf(results))) {
		values := make([]float64, len(results))
		for i := range results {
			values[i] = m.of(&results[i], float64(p.indexes(sizes[i])))
		}
		g.Figures = append(g.Figures, newFigure(m.name, sizes, values))
	}
	return g
}

func newFigure(name string, sizes []Counts, values []float64) Figure {
	units := make([]float64, len(sizes))
	for i, c := range sizes {
		units[i] = float64(c.All)
	}
	f := Figure{Name: name, Values: values}
	if x, ok := measure.Exponent(units, values); ok {
		f.Exponent = &x
	}
	return f
}

// reading is how a figure is read from a result; units are those that the engine has indexed.
type reading struct {
	name string
	of   func(r *Result, units float64) float64
}

func indexReadings(x Index) []reading {
	all := []reading{
		{"indexing, units/s", func(r *Result, units float64) float64 { return units / r.Index.Seconds }},
		{"indexing, CPU s", func(r *Result, _ float64) float64 { return r.Index.CPU }},
		{"index, bytes a unit", func(r *Result, units float64) float64 { return float64(r.Index.Bytes) / units }},
	}
	for _, part := range slices.Sorted(maps.Keys(x.Parts)) {
		all = append(all, reading{"of these, " + part, func(r *Result, units float64) float64 { return float64(r.Index.Parts[part]) / units }})
	}
	return all
}

var memoryReadings = []reading{
	{"open to first answer, ms", func(r *Result, _ float64) float64 { return r.OpenMillis }},
	{"heap, MiB", func(r *Result, _ float64) float64 { return r.HeapMiB }},
	{"resident, MiB", func(r *Result, _ float64) float64 { return r.OwnMiB }},
	{"resident pages of files, MiB", func(r *Result, _ float64) float64 { return r.MappedMiB }},
}

// pageReadings are those of full pages.
func pageReadings(classes []string) (all []reading) {
	add := func(name, class string, clients int, of func(Row) float64) {
		all = append(all, reading{name, func(r *Result, _ float64) float64 {
			row := find(r.Rows, class, true, clients)
			if row == nil || row.Cannot != "" {
				return 0
			}
			return of(*row)
		}})
	}
	for _, class := range classes {
		if class == mixed {
			add("mixed: pages/s, one client", class, 1, func(r Row) float64 { return r.PerSecond })
			add("mixed: pages/s, two clients", class, 2, func(r Row) float64 { return r.PerSecond })
		} else {
			add(class+": hits", class, 1, Row.hits)
		}
		add(class+": p50 ms", class, 1, func(r Row) float64 { return r.P50 })
		add(class+": p99 ms", class, 1, func(r Row) float64 { return r.P99 })
	}
	return all
}

// markdown is the report for people.
func (g Growth) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# How the figures grow, %d to %d units\n\n", g.Sizes[0].All, g.Sizes[len(g.Sizes)-1].All)
	g.write(&b)
	for _, c := range g.Sizes {
		if text := c.repeated(); text != "" {
			fmt.Fprintf(&b, "- of %d units %s: the words no longer grow\n", c.All, text)
		}
	}
	fmt.Fprint(&b, "- each size has queries of its own, drawn from its units\n")
	fmt.Fprint(&b, "- grows as: the exponent is that of the straight line nearest to the logarithms, by least squares over all sizes\n\n")
	for _, e := range g.Engines {
		e.write(&b, g.Sizes)
	}
	fmt.Fprint(&b, "Hits, times and pages a second are those of full pages. Units a second and bytes a unit are of the units that the engine indexes: plenary all, others those that searches find.\n")
	return b.String()
}

// write writes the table of an engine.
func (g Grown) write(b *strings.Builder, sizes []Counts) {
	fmt.Fprintf(b, "## %s\n\n| figure |", g.Title)
	for _, c := range sizes {
		fmt.Fprintf(b, " %d |", c.All)
	}
	fmt.Fprint(b, " grows as |\n|---|"+strings.Repeat("--:|", len(sizes))+"---|\n")
	for _, f := range g.Figures {
		fmt.Fprintf(b, "| %s |", f.Name)
		for _, v := range f.Values {
			fmt.Fprintf(b, " %s |", orDash(v))
		}
		fmt.Fprintf(b, " %s |\n", f.law())
	}
	fmt.Fprintf(b, "\nIndexed by %s; asked by %s.", versions(g.Indexed), versions(g.Asked))
	if !slices.Equal(g.Indexed, g.Asked) {
		fmt.Fprint(b, " "+olderIndex)
	}
	fmt.Fprint(b, "\n\n")
}

// olderIndex warns of -reuse.
const olderIndex = "Where the index is of another version, figures of opening and memory may be those of making its files again in the form of today."

// law is the power of the units that a figure follows.
func (f Figure) law() string {
	if f.Exponent == nil {
		return "–"
	}
	return fmt.Sprintf("units^%.2f", math.Round(100*(*f.Exponent))/100+0) // adding 0 turns -0 into 0
}

// versions are those of all sizes, or the one that they share.
func versions(all []string) string {
	return strings.Join(slices.Compact(slices.Clone(all)), ", ")
}
