package citation

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/plenary-search/plenary/index/corpustest"
)

// BenchmarkParagraphs finds citations and dates in the paragraphs of resolutions, in each language: one file in 64 of the corpus.
func BenchmarkParagraphs(b *testing.B) {
	const share = 64
	targets := readTargets(b, filepath.Join(aknDir, "citations.tsv.zst"))
	texts := map[string][]string{}
	for n, file := range corpustest.Files(b, filepath.Join(aknDir, "resolutions.tar.zst")) {
		rows := targets[file.Name]
		if (n+1)%share != 0 || len(rows) == 0 {
			continue
		}
		for _, u := range readAKN(file, rows) {
			texts[rows[0].lang] = append(texts[rows[0].lang], u.text)
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		bytes := 0
		for _, text := range texts[lang] {
			bytes += len(text)
		}
		b.Run(lang, func(b *testing.B) {
			b.SetBytes(int64(bytes))
			b.ReportAllocs()
			for b.Loop() {
				for _, text := range texts[lang] {
					Find(text, lang)
					FindDates(text, lang, 0)
				}
			}
		})
	}
}

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
