package parse

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkParse reads the text layers of real documents, references and dates included.
func BenchmarkParse(b *testing.B) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	var docs [][]byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		docs, size = append(docs, data), size+len(data)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, data := range docs {
			parseText(b, "bench", data)
		}
	}
}
