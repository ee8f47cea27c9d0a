package evaluate_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/evaluate"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/link"
	"github.com/plenary-search/plenary/index/parse"
)

// goldFiles pairs the embedded documents with their annotation.
var goldFiles = []struct{ source, gold string }{
	{"000_55a4aa0416af47de.txt", "CTOC-COP-2024-5.jsonl"},
	{"002_fc634a98209ec824.txt", "CTOC-COP-2024-1.jsonl"},
}

func readSeeds(t *testing.T) []document.Document {
	t.Helper()
	var docs []document.Document
	for _, f := range goldFiles {
		file, err := os.Open(filepath.Join("../../seeds/documents", f.source))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		c, err := extract.Read(context.Background(), f.source, file, extract.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, parse.Parse(c, parse.Options{Source: f.source}))
	}
	link.Documents(docs)
	return docs
}

func TestGold(t *testing.T) {
	docs := readSeeds(t)
	var report evaluate.Report
	for i, f := range goldFiles {
		file, err := os.Open(filepath.Join("testdata/gold", f.gold))
		if err != nil {
			t.Fatal(err)
		}
		gold, err := evaluate.ReadGold(file)
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		report.Compare(evaluate.FromDocument(docs[i]), gold)
	}
	t.Log("\n" + report.String())
	for _, d := range report.Differences {
		t.Log(d)
	}
}
