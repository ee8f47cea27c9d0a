package engines

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"

	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/executor"
)

// Columns is an experiment: columns alone, units in memory.
type Columns struct {
	Dir   string
	index *executor.Index
	parts []executor.Part
	units map[string][]byte
}

func (p *Columns) Fill(ctx context.Context, documents iter.Seq2[document.Document, error]) error {
	p.units = map[string][]byte{}
	b := column.NewBuilder()
	flush := func() error {
		var file bytes.Buffer
		if err := b.Write(&file); err != nil {
			return err
		}
		name := fmt.Sprintf("%s.%d", p.Dir, len(p.parts))
		if err := os.WriteFile(name, file.Bytes(), 0o644); err != nil {
			return err
		}
		s, err := column.Open(bytes.Clone(file.Bytes()), true)
		if err != nil {
			return err
		}
		fmt.Println("segment", s.Units(), file.Len(), float64(file.Len())/float64(s.Units()))
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

func (p *Columns) Open(context.Context) (err error) {
	p.index, err = executor.New(1, p.parts)
	return err
}

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

func (p *Columns) Close() error { return nil }
