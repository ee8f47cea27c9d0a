package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
)

// Setting is how and where was measured.
type Setting struct {
	Machine  string  `json:"machine"`
	Day      string  `json:"day"`
	Command  string  `json:"command"`
	Revision string  `json:"revision"`
	Corpus   string  `json:"corpus"`
	Seed     uint64  `json:"seed"`
	Queries  int     `json:"queries"` // of each class
	Rounds   int     `json:"rounds"`
	Seconds  float64 `json:"seconds"`
	Limit    float64 `json:"limit"` // seconds
}

// Report is everything that a run measured at one size.
type Report struct {
	Setting
	Units   Counts   `json:"units"`
	Skipped []string `json:"skipped,omitempty"` // engines, and what they lack
	Engines []Result `json:"engines"`
}

// Result is what was measured of one engine.
type Result struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Index Index  `json:"index"`
	Asked
	Comparisons []Comparison `json:"comparisons,omitempty"` // with the first engine
}

func setting() Setting {
	s := Setting{Machine: measure.Machine(), Day: time.Now().UTC().Format(time.DateOnly), Command: "bench " + strings.Join(os.Args[1:], " "), Revision: *revision,
		Corpus: "seeds, repeated", Seed: *seed, Queries: *each, Rounds: *rounds, Seconds: *seconds, Limit: *limit}
	if haveCorpus() {
		s.Corpus = "corpus of the United Nations: resolutions, conference papers, general debate"
	}
	return s
}

// report writes what the engines' files say as JSON and as Markdown, and prints the latter.
func report(chosen []peer, skipped []string, f folder) error {
	counts, err := readJSON[Counts](f.counts())
	if err != nil {
		return err
	}
	r := Report{Setting: setting(), Units: counts, Skipped: skipped}
	for _, p := range chosen {
		result, err := resultOf(p, f)
		if err != nil {
			return err
		}
		if len(r.Engines) > 0 {
			result.Comparisons = compare(r.Engines[0].Rows, result.Rows)
		}
		r.Engines = append(r.Engines, result)
	}
	return writeReport(filepath.Join(f.path, "report"), r, r.markdown())
}

// writeReport writes a report as NAME.json and NAME.md, and prints its text.
func writeReport(name string, report any, text string) error {
	data, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(name+".json", data, 0o644); err != nil {
		return err
	}
	fmt.Print(text)
	return os.WriteFile(name+".md", []byte(text), 0o644)
}

func resultOf(p peer, f folder) (Result, error) {
	index, err := readJSON[Index](f.indexed(p.indexName()))
	if err != nil {
		return Result{}, err
	}
	asked, err := readJSON[Asked](f.asked(p.name))
	return Result{Name: p.name, Title: p.title, Index: index, Asked: asked}, err
}

// markdown is the report for people.
func (r Report) markdown() string {
	var b strings.Builder
	r.head(&b)
	r.indexes(&b)
	for _, full := range []bool{false, true} {
		r.latencies(&b, full)
		r.rates(&b, full)
	}
	r.ratios(&b)
	r.differences(&b)
	r.notes(&b)
	return b.String()
}

// write writes the setting as the first items of a list.
func (s Setting) write(b *strings.Builder) {
	fmt.Fprintf(b, "- machine: %s; %s; plenary %s\n", s.Machine, s.Day, s.Revision)
	fmt.Fprintf(b, "- documents: %s\n", s.Corpus)
	fmt.Fprintf(b, "- queries: %d of each class, seed %d, %d rounds or %v s for each class, form and number of clients; classes whose queries took %v s or more once are measured by those asked until then\n",
		s.Queries, s.Seed, s.Rounds, s.Seconds, s.Limit)
	fmt.Fprint(b, "- plain pages: the first ten and the exact total; full pages: the texts of the ten with marks too, and six facets of ten values, each counted without its own filter\n")
	fmt.Fprintf(b, "- command: `%s`\n", s.Command)
}

func (r Report) head(b *strings.Builder) {
	fmt.Fprintf(b, "# plenary beside its peers, %d units\n\n", r.Units.All)
	r.write(b)
	fmt.Fprintf(b, "- units: %d, of which searches find %d by default (peers have only these)", r.Units.All, r.Units.Searched)
	if text := r.Units.repeated(); text != "" {
		fmt.Fprintf(b, "; %s", text)
	}
	fmt.Fprintln(b)
	for _, s := range r.Skipped {
		fmt.Fprintf(b, "- skipped: %s\n", s)
	}
	fmt.Fprintln(b)
}

func (r Report) indexes(b *strings.Builder) {
	fmt.Fprint(b, "## Indexes\n\n| engine | version | units/s | CPU s | bytes a unit | first answer ms | heap MiB | memory MiB | of files MiB |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	n := float64(r.Units.Searched)
	for _, e := range r.Engines {
		fmt.Fprintf(b, "| %s | %s | %.0f | %.0f | %.0f%s | %.0f | %s | %.0f | %.0f |\n", e.Title, e.versions(), n/e.Index.Seconds, e.Index.CPU,
			float64(e.Index.Bytes)/n, e.Index.parts(n), e.OpenMillis, orDash(e.HeapMiB), e.OwnMiB, e.MappedMiB)
	}
	if slices.ContainsFunc(r.Engines, func(e Result) bool { return e.Index.Version != e.Asked.Version }) {
		fmt.Fprint(b, "\n"+olderIndex+"\n")
	}
	fmt.Fprint(b, "\nUnits are those that searches find. Reading is included: plenary reads and analyses documents, its peers read units whose words are divided already. Memory is what is resident at the end: the engine's own, and pages of files, which the system can take back.\n\n")
}

// versions is that of the engine asked, and where an earlier one wrote the index, that too.
func (r Result) versions() string {
	if r.Index.Version == r.Asked.Version {
		return r.Asked.Version
	}
	return r.Asked.Version + ", index by " + r.Index.Version
}

// parts are the bytes a unit of the parts of an index.
func (x Index) parts(units float64) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(x.Parts)) {
		parts = append(parts, fmt.Sprintf("%s %.0f", name, float64(x.Parts[name])/units))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (r Report) latencies(b *strings.Builder, full bool) {
	fmt.Fprintf(b, "## %s pages, one client: p50 / p99 ms\n\n| class | hits |", form(full))
	for _, e := range r.Engines {
		fmt.Fprintf(b, " %s |", e.Name)
	}
	fmt.Fprint(b, "\n|---|--:|"+strings.Repeat("--:|", len(r.Engines))+"\n")
	for _, class := range classesOf(r.Engines) {
		fmt.Fprintf(b, "| %s | %s |", class, hits(r.Engines, class, full))
		for _, e := range r.Engines {
			fmt.Fprintf(b, " %s |", latency(find(e.Rows, class, full, 1)))
		}
		fmt.Fprintln(b)
	}
	fmt.Fprintln(b)
}

// hits is the mean of the totals of the first engine that has the class, "" where none has.
func hits(all []Result, class string, full bool) string {
	for _, e := range all {
		if row := find(e.Rows, class, full, 1); row != nil && len(row.Answers) > 0 {
			return fmt.Sprintf("%.0f", row.hits())
		}
	}
	return ""
}

func latency(row *Row) string {
	switch {
	case row == nil:
		return "–"
	case row.Cannot != "":
		return "cannot"
	}
	text := fmt.Sprintf("%s / %s", figures(row.P50), figures(row.P99))
	measured := 0
	for _, m := range row.Medians {
		if m > 0 {
			measured++
		}
	}
	if total := len(row.Medians); measured < total || row.Class != mixed && row.Class != workload.MatchAll && total < *each {
		text += fmt.Sprintf(" (%d queries)", measured)
	}
	return text
}

// figures writes three figures that count, all of those before the point, and at most three behind it.
func figures(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	case x >= 1:
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.3f", x)
}

func (r Report) rates(b *strings.Builder, full bool) {
	fmt.Fprintf(b, "## %s pages: queries a second with one client / with two, and CPU ms a query\n\n| class |", form(full))
	for _, e := range r.Engines {
		fmt.Fprintf(b, " %s |", e.Name)
	}
	fmt.Fprint(b, "\n|---|"+strings.Repeat("--:|", len(r.Engines))+"\n")
	for _, class := range classesOf(r.Engines) {
		fmt.Fprintf(b, "| %s |", class)
		for _, e := range r.Engines {
			one, two := find(e.Rows, class, full, 1), find(e.Rows, class, full, 2)
			if one == nil || two == nil || one.Cannot != "" {
				fmt.Fprint(b, " – |")
				continue
			}
			fmt.Fprintf(b, " %.0f / %.0f, %s |", one.PerSecond, two.PerSecond, figures(one.CPU))
		}
		fmt.Fprintln(b)
	}
	fmt.Fprintln(b)
}

func (r Report) ratios(b *strings.Builder) {
	fmt.Fprintf(b, "## How many times as long as %s: plain / full\n\n| class |", r.Engines[0].Name)
	for _, e := range r.Engines[1:] {
		fmt.Fprintf(b, " %s |", e.Name)
	}
	fmt.Fprint(b, "\n|---|"+strings.Repeat("--:|", len(r.Engines)-1)+"\n")
	for _, class := range classesOf(r.Engines) {
		if class == mixed { // its queries are those of the others
			continue
		}
		fmt.Fprintf(b, "| %s |", class)
		for _, e := range r.Engines[1:] {
			fmt.Fprintf(b, " %s |", ratio(e.Comparisons, class))
		}
		fmt.Fprintln(b)
	}
	for _, line := range []string{"geometric mean", "nearest class"} {
		fmt.Fprintf(b, "| **%s** |", line)
		for _, e := range r.Engines[1:] {
			plain, nearestPlain, plainClass := summaryOf(e.Comparisons, false)
			full, nearestFull, fullClass := summaryOf(e.Comparisons, true)
			if line == "geometric mean" {
				fmt.Fprintf(b, " **%s / %s** |", times(plain), times(full))
			} else {
				fmt.Fprintf(b, " %s %s / %s %s |", times(nearestPlain), plainClass, times(nearestFull), fullClass)
			}
		}
		fmt.Fprintln(b)
	}
	fmt.Fprint(b, "\nMedians over the queries that both were asked and found the same number of units for; below 1, the other is faster.\n\n")
}

func ratio(all []Comparison, class string) string {
	for _, c := range all {
		if c.Class == class && c.Cannot != "" {
			return "cannot"
		}
		if c.Class == class {
			return times(c.Plain) + " / " + times(c.Full)
		}
	}
	return "–"
}

func times(ratio float64) string {
	switch {
	case ratio == 0:
		return "–"
	case ratio >= 10:
		return fmt.Sprintf("%.0f×", ratio)
	}
	return fmt.Sprintf("%.2g×", ratio)
}

// differences says of each engine how its answers differ from those of the first.
func (r Report) differences(b *strings.Builder) {
	fmt.Fprintf(b, "## Answers that differ from those of %s\n\n", r.Engines[0].Name)
	for _, e := range r.Engines[1:] {
		var found []string
		compared, overlaps, classes := 0, 0.0, 0
		for _, c := range e.Comparisons {
			if c.Cannot != "" {
				found = append(found, fmt.Sprintf("%s: cannot, %s", c.Class, c.Cannot))
				continue
			}
			compared += c.Compared
			overlaps, classes = overlaps+c.Overlap, classes+1
			if text := c.differences(); text != "" {
				found = append(found, fmt.Sprintf("%s: of %d queries %s%s", c.Class, c.Compared, text, why(e.Name, c)))
			}
		}
		fmt.Fprintf(b, "- **%s**: %d queries compared; %.0f %% of the first ten are the same. ", e.Name, compared, 100*overlaps/float64(max(1, classes)))
		if len(found) == 0 {
			fmt.Fprintln(b, "Totals, facets and orders by date are equal.")
			continue
		}
		fmt.Fprintf(b, "%s.\n", strings.Join(found, "; "))
	}
	fmt.Fprintln(b)
}

// differences counts the queries that differ, by what differs; "" where none do.
func (c Comparison) differences() string {
	var parts []string
	for _, d := range []struct {
		n    int
		what string
	}{{c.Totals, "with another total"}, {c.Facets, "with other counts in facets"}, {c.Dates, "with hits of other dates"}} {
		if d.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", d.n, d.what))
		}
	}
	return strings.Join(parts, ", ")
}

// why is the known reason of a difference.
func why(engine string, c Comparison) string {
	switch {
	case engine == "tantivy" && c.Class == workload.Fuzzy && c.Totals > 0:
		return " (the first letter may differ, too; plenary compares what is written together with hyphens, such as “inter-national”, whole, too)"
	case c.Class == workload.Fuzzy && c.Totals > 0:
		return " (plenary compares what is written together with hyphens, such as “inter-national”, whole, too)"
	case engine == "tantivy" && c.Facets > 0:
		return " (its terms aggregation leaves out values that are rare in a segment)"
	}
	return ""
}

func (r Report) notes(b *strings.Builder) {
	for _, e := range r.Engines {
		if e.Note != "" {
			fmt.Fprintf(b, "- %s: %s.\n", e.Name, e.Note)
		}
	}
}

func form(full bool) string {
	if full {
		return "Full"
	}
	return "Plain"
}

// classesOf are the classes that were measured, the mixed one last.
func classesOf(results []Result) []string {
	return slices.DeleteFunc(slices.Concat(workload.Classes, []string{mixed}), func(class string) bool {
		return !slices.ContainsFunc(results, func(r Result) bool {
			return find(r.Rows, class, false, 1) != nil || find(r.Rows, class, true, 1) != nil
		})
	})
}

// orDash is a figure, which 0 says was not measured.
func orDash(x float64) string {
	if x == 0 {
		return "–"
	}
	return figures(x)
}
