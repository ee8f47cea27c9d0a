package engines

import (
	"context"
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

// Columns is package executor alone, on files of columns in memory: what it costs without a record behind it.
type Columns struct {
	Dir   string
	index *executor.Index
}

// unitsOfFile is the number of units after which a file ends.
const unitsOfFile = 500_000

// Fill builds the files.
func (p *Columns) Fill(_ context.Context, documents iter.Seq2[document.Document, error]) error {
	if err := os.MkdirAll(p.Dir, 0o755); err != nil {
		return err
	}
	b, files := column.NewBuilder(), 0
	flush := func() error {
		f, err := os.Create(filepath.Join(p.Dir, fmt.Sprintf("%03d", files)))
		if err != nil {
			return err
		}
		defer f.Close()
		if err := b.Write(f); err != nil {
			return err
		}
		b, files = column.NewBuilder(), files+1
		return f.Close()
	}
	for d, err := range documents {
		if err != nil {
			return err
		}
		b.Add(&d, 0)
		if b.Units() > unitsOfFile {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// Open reads and joins them.
func (p *Columns) Open(context.Context) error {
	files, err := filepath.Glob(filepath.Join(p.Dir, "*"))
	if err != nil {
		return err
	}
	var segments []*column.Segment
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := column.Open(data, true)
		if err != nil {
			return err
		}
		segments = append(segments, s)
	}
	p.index, err = executor.New(1, segments)
	return err
}

// Prepare parses the queries beforehand.
func (p *Columns) Prepare(queries []workload.Query, full bool) (Ask, error) {
	requests := make([]search.Request, len(queries))
	for i, q := range queries {
		var err error
		if requests[i], err = q.Request(full); err != nil {
			return nil, err
		}
	}
	return func(i int, wanted bool) (Answer, error) {
		results, err := p.index.Search(context.Background(), requests[i])
		if err != nil || !wanted {
			return Answer{}, err
		}
		return answer(results, queries[i].Sort == search.SortNewest), nil
	}, nil
}

// Process is this one.
func (p *Columns) Process() int { return 0 }

// Close does nothing.
func (p *Columns) Close() error { return nil }
