package engines

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/executor"
)

// Columns is package executor alone, on files of columns, with the units in memory: what it costs without a record behind it. It is not
// yet plenary's engine.
type Columns struct {
	Dir   string
	index *executor.Index
	parts []executor.Part
	units map[string][]byte
}

// Fill builds the files.
func (p *Columns) Fill(ctx context.Context, documents iter.Seq2[document.Document, error]) error {
	p.units = map[string][]byte{}
	b := column.NewBuilder()
	flush := func() error {
		var file bytes.Buffer
		if err := b.Write(&file); err != nil {
			return err
		}
		if err := os.MkdirAll(p.Dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(p.Dir, fmt.Sprint(len(p.parts))), file.Bytes(), 0o644); err != nil {
			return err
		}
		s, err := column.Open(bytes.Clone(file.Bytes()), true)
		if err != nil {
			return err
		}
		p.parts = append(p.parts, executor.Part{Segment: s})
		b = column.NewBuilder()
		return nil
	}
	for d, err := range documents {
		if err != nil {
			return err
		}
		if err := b.Add(&d); err != nil {
			return err
		}
		for i := range d.Units {
			u := &d.Units[i]
			if p.units[fmt.Sprint(d.Key(), u.Seq)], err = json.Marshal(u); err != nil {
				return err
			}
		}
		if b.Units() > 500_000 {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// Open joins them.
func (p *Columns) Open(context.Context) (err error) {
	p.index, err = executor.New(1, p.parts)
	return err
}

// Prepare parses the queries beforehand.
func (p *Columns) Prepare(queries []workload.Query, full bool) (func(int) (Answer, error), error) {
	requests := make([]search.Request, len(queries))
	for i, q := range queries {
		var err error
		if requests[i], err = q.Request(full); err != nil {
			return nil, err
		}
		if requests[i], err = requests[i].Prepare(); err != nil {
			return nil, err
		}
	}
	return func(i int) (Answer, error) {
		results, err := p.index.Search(context.Background(), requests[i], func(key document.Key, seq int) (u document.Unit, err error) {
			return u, json.Unmarshal(p.units[fmt.Sprint(key, seq)], &u)
		})
		if err != nil {
			return Answer{}, err
		}
		return answer(results), nil
	}, nil
}

// Close does nothing.
func (p *Columns) Close() error { return nil }
