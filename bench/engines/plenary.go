package engines

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/embedded"
)

// Plenary is the embedded engine in this process.
type Plenary struct {
	Dir    string
	engine *embedded.Engine
}

// commitUnits is the number of units after which WriteAll commits.
const commitUnits = 20_000

// Fill writes the documents in commits.
func (p *Plenary) Fill(ctx context.Context, documents iter.Seq2[document.Document, error]) error {
	e, err := embedded.Open(ctx, p.Dir, embedded.Options{Bulk: true})
	if err != nil {
		return err
	}
	defer e.Close()
	if err := WriteAll(ctx, e, documents); err != nil {
		return err
	}
	return e.Close()
}

// Writer is an engine of plenary's that is filled.
type Writer interface {
	Put(ctx context.Context, documents []document.Document) error
	Commit(ctx context.Context) error
}

// WriteAll writes documents in commits of twenty thousand units.
func WriteAll(ctx context.Context, w Writer, documents iter.Seq2[document.Document, error]) error {
	var batch []document.Document
	units := 0
	write := func() error {
		if err := w.Put(ctx, batch); err != nil {
			return err
		}
		batch, units = nil, 0
		return w.Commit(ctx)
	}
	for d, err := range documents {
		if err != nil {
			return err
		}
		batch, units = append(batch, d), units+len(d.Units)
		if units >= commitUnits {
			if err := write(); err != nil {
				return err
			}
		}
	}
	return write()
}

// Open opens the index for reading.
func (p *Plenary) Open(ctx context.Context) (err error) {
	p.engine, err = embedded.Open(ctx, p.Dir, embedded.Options{ReadOnly: true})
	return err
}

// Prepare parses the queries beforehand; analysis and planning are part of what is measured.
func (p *Plenary) Prepare(queries []workload.Query, full bool) (Ask, error) {
	requests := make([]search.Request, len(queries))
	for i, q := range queries {
		var err error
		if requests[i], err = q.Request(full); err != nil {
			return nil, err
		}
	}
	return func(i int, wanted bool) (Answer, error) {
		results, err := p.engine.Search(context.Background(), requests[i])
		if errors.Is(err, search.ErrUnavailable) {
			err = fmt.Errorf("%w: %w", ErrCannot, err)
		}
		if err != nil || !wanted {
			return Answer{}, err
		}
		return answer(results, queries[i].Sort == search.SortNewest), nil
	}, nil
}

// Process is this one.
func (p *Plenary) Process() int { return 0 }

// Close closes the index.
func (p *Plenary) Close() error {
	if p.engine == nil {
		return nil
	}
	return p.engine.Close()
}
