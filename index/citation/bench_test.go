package citation

import (
	"path/filepath"
	"testing"
)

// BenchmarkFind finds the citations of the annotated agenda; units/s are paragraphs and lines of it.
func BenchmarkFind(b *testing.B) {
	units := readGold(b, filepath.Join(goldDir, "CTOC-COP-2024-1.jsonl"))
	bytes := 0
	for _, u := range units {
		bytes += len(u.Text)
	}
	b.SetBytes(int64(bytes))
	for b.Loop() {
		for _, u := range units {
			Find(u.Text, "en")
		}
	}
	b.ReportMetric(float64(len(units)*b.N)/b.Elapsed().Seconds(), "units/s")
}

// BenchmarkResolve resolves them.
func BenchmarkResolve(b *testing.B) {
	units := readGold(b, filepath.Join(goldDir, "CTOC-COP-2024-1.jsonl"))
	input, bytes := make([]Unit, len(units)), 0
	for i, u := range units {
		input[i] = Unit{Text: u.Text, Mentions: Find(u.Text, "en"), Section: u.Section}
		bytes += len(u.Text)
	}
	b.SetBytes(int64(bytes))
	for b.Loop() {
		Resolve(Source{Body: "CTOC/COP", Session: 12}, input)
	}
	b.ReportMetric(float64(len(units)*b.N)/b.Elapsed().Seconds(), "units/s")
}
