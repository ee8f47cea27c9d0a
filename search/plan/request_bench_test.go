package plan

import (
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// A request is compiled whatever it finds: this is the least that an answer takes.
func BenchmarkCompile(b *testing.B) {
	for _, text := range []string{"trafficking", `(technical OR financial) assistance NOT "terrorist acts" migrants`} {
		parsed, err := query.Parse(text, query.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Compile(search.Request{Query: parsed.Node}, Options{Languages: []document.Language{"ar", "en", "es", "fr", "ru", "zh", ""}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
