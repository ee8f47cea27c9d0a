package collection

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

// Record is a document as a line of an import file has it.
func Record(d *document.Document) ([]byte, error) {
	record := extract.Record{Symbol: d.Symbol, Lang: string(d.Lang), Title: d.Title, Date: d.Date, Body: d.Body}
	for i := range d.Units {
		u := &d.Units[i]
		record.Units = append(record.Units, extract.RecordUnit{Number: u.Number, Kind: string(u.Kind), Text: u.Text})
	}
	data, err := json.Marshal(record)
	return append(data, '\n'), err
}

// Sources are documents as import files in memory, one in each, which an index run reads, parses and links.
func Sources(documents iter.Seq2[document.Document, error]) (iter.Seq2[index.Source, error], error) {
	var all []index.Source
	for d, err := range documents {
		if err != nil {
			return nil, err
		}
		data, err := Record(&d)
		if err != nil {
			return nil, err
		}
		open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
		all = append(all, index.Source{Name: fmt.Sprintf("%d.jsonl", len(all)), Open: open})
	}
	return func(yield func(index.Source, error) bool) {
		for _, s := range all {
			if !yield(s, nil) {
				return
			}
		}
	}, nil
}
