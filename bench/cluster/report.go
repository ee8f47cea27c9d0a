package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plenary-search/plenary/bench/measure"
)

// Report is everything that was measured at one size.
type Report struct {
	Machine  string
	Day      string
	Revision string
	Corpus   string
	Filling  Filling
	Asking   Asking
}

// report writes what the other steps measured as Markdown, and prints it.
func (t *trial) report(context.Context) error {
	r := Report{Machine: measure.Machine(), Day: time.Now().UTC().Format(time.DateOnly), Revision: *revision, Corpus: "seeds, repeated"}
	if _, err := os.Stat(*corpus); err == nil {
		r.Corpus = "corpus of the United Nations: resolutions, conference papers, general debate"
	}
	if err := readJSON(t.result("index"), &r.Filling); err != nil {
		return err
	}
	if err := readJSON(t.result("ask"), &r.Asking); err != nil {
		return err
	}
	text := r.markdown()
	fmt.Print(text)
	return os.WriteFile(filepath.Join(t.folder, "cluster.report.md"), []byte(text), 0o644)
}

func (r Report) markdown() string {
	var b strings.Builder
	r.head(&b)
	r.filling(&b)
	r.pages(&b)
	r.parts(&b)
	r.scores(&b)
	return b.String()
}

func (r Report) head(b *strings.Builder) {
	f := r.Filling
	fmt.Fprintf(b, "# plenary on a cluster, beside the cluster alone and the embedded engine, %d units\n\n", f.Contents.Units)
	fmt.Fprintf(b, "- machine, for all nodes and plenary together: %s; %s; plenary %s\n", r.Machine, r.Day, r.Revision)
	fmt.Fprintf(b, "- cluster: %d nodes of OpenSearch %s, each with `%s`; %d shards, %d copies beside the first\n", f.Nodes, f.OpenSearch, f.Java, f.Shards, f.Replicas)
	fmt.Fprintf(b, "- documents: %d of the %s; %d units, %.0f MB of text; searches find %d of the units by default, and the flat index has only these\n",
		f.Documents, r.Corpus, f.Contents.Units, float64(f.TextBytes)/1e6, f.Contents.Searched)
	fmt.Fprintf(b, "- commands: `%s`; `%s`\n\n", f.Command, r.Asking.Command)
}

func (r Report) filling(b *strings.Builder) {
	fmt.Fprint(b, "## Filling\n\n| way | units/s | MB of text/s | CPU s, client | CPU s, nodes | sent, bytes a unit | on disk, bytes a unit |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for _, w := range r.Filling.Ways {
		n := float64(w.Units)
		fmt.Fprintf(b, "| %s | %.0f | %.2f | %s | %s | %s | %.0f |\n", w.Name, n/w.Seconds, float64(w.TextBytes)/1e6/w.Seconds,
			figures(w.ClientCPU), orDash(w.NodesCPU), orDash(float64(w.SentBytes)/n), float64(w.DiskBytes)/n)
	}
	fmt.Fprint(b, "\nUntil everything written is found. Whole pipeline: import files in memory are read, parsed, linked and written in the commits of `plenary index`; "+
		"writing alone: parsed documents, in commits of 20,000 units. The bare client sends requests that were made beforehand, one after the other. "+
		"On disk: first copies of shards, after a flush, once no merge is pending; nothing was deleted.\n\n")
}

// titles of the engines, in their order.
var titles = [engineCount]string{"embedded", "plenary on the cluster", "its requests, bare client", "by hand, flat index"}

func (r Report) pages(b *strings.Builder) {
	fmt.Fprint(b, "## Full pages, one client: p50 / p90 / p99 ms\n\n| class | hits |")
	for _, title := range titles {
		fmt.Fprintf(b, " %s |", title)
	}
	fmt.Fprint(b, " plenary : its requests | plenary : by hand |\n|---|--:|"+strings.Repeat("--:|", engineCount+2)+"\n")
	all := Class{Name: "all"}
	var same, hand []float64
	for _, c := range r.Asking.Classes {
		c.row(b)
		for engine, times := range c.Times {
			all.Times[engine] = append(all.Times[engine], times...)
		}
		same, hand = append(same, c.ratio(sameWork)), append(hand, c.ratio(byHand))
	}
	all.row(b)
	fmt.Fprintf(b, "| geometric mean | |"+strings.Repeat(" |", engineCount)+" %.2f | %.2f |\n", measure.GeometricMean(same), measure.GeometricMean(hand))
	fmt.Fprintf(b, "| largest | |"+strings.Repeat(" |", engineCount)+" %.2f | %.2f |\n", slices.Max(same), slices.Max(hand))
	fmt.Fprintf(b, "\n%d queries of each class, %d rounds; the four are asked in turns, query by query, after a warm-up; the cache of requests is off. "+
		"A full page: ten hits with text and marks, six facets of ten values, each counted without its own filter, the exact total. Ratios are of the p50.\n\n", r.Asking.Queries, r.Asking.Rounds)
}

// row writes the times of a class.
func (c *Class) row(b *strings.Builder) {
	fmt.Fprintf(b, "| %s | ", c.Name)
	if c.Queries > 0 {
		fmt.Fprintf(b, "%.0f", c.Hits)
	}
	fmt.Fprint(b, " |")
	for _, times := range c.Times {
		fmt.Fprintf(b, " %s / %s / %s |", figures(measure.Percentile(times, 0.5)), figures(measure.Percentile(times, 0.9)), figures(measure.Percentile(times, 0.99)))
	}
	fmt.Fprintf(b, " %.2f | %.2f |\n", c.ratio(sameWork), c.ratio(byHand))
}

// ratio is how many times as long as another engine plenary on the cluster takes, at the median.
func (c *Class) ratio(other int) float64 {
	p50 := c.medians()
	if p50[other] == 0 {
		return 0
	}
	return p50[onCluster] / p50[other]
}

func (r Report) parts(b *strings.Builder) {
	fmt.Fprint(b, "## What plenary asks for a page\n\n| class | requests | ms by the cluster's own clock | bytes sent | bytes answered | ms beside them | new words: requests | plenary, p50 ms | its requests, p50 ms | by hand, another total |\n|---|"+strings.Repeat("--:|", 9)+"\n")
	for _, c := range r.Asking.Classes {
		p50 := c.medians()
		fmt.Fprintf(b, "| %s | %.1f | %.1f | %.0f | %.0f | %.1f | %.1f | %s | %s | %d of %d |\n", c.Name, c.Requests, c.Took, c.Sent, c.Answered, p50[onCluster]-p50[sameWork],
			c.FirstRequests, figures(measure.Percentile(c.First[0], 0.5)), figures(measure.Percentile(c.First[1], 0.5)), c.HandTotals, c.Queries)
	}
	fmt.Fprint(b, "\nMeans over queries, of searches that may overlap; beside them: p50 of plenary without that of its requests. New words are those that were not yet asked for since "+
		"a commit: how many units hold them is counted, and remembered. The flat index finds other units where its English stems and words differ from plenary's six languages.\n\n")
}

func (r Report) scores(b *strings.Builder) {
	s := r.Asking.Scores
	fmt.Fprintf(b, "## Scores\n\nOf %d pages, %d have another total than those of the embedded engine, %d another facet, %d other hits, %d the same in another order. "+
		"The largest relative difference of a score is %.1e over %d hits.\n", s.Pages, s.OtherTotal, s.OtherFacet, s.OtherHits, s.Reordered, s.Largest, s.Hits)
}

// figures writes three figures that count, or all of those before the point.
func figures(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

// orDash is a figure, which 0 says was not measured.
func orDash(x float64) string {
	if x == 0 {
		return "–"
	}
	return figures(x)
}
