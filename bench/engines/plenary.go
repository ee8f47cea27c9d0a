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

// commitUnits is the number of units after which Fill commits, as an index run does.
const commitUnits = 20_000

// Fill writes the documents in commits.
func (p *Plenary) Fill(ctx context.Context, documents iter.Seq2[document.Document, error]) error {
	e, err := embedded.Open(ctx, p.Dir, embedded.Options{Bulk: true})
	if err != nil {
		return err
	}
	defer e.Close()
	var batch []document.Document
	units := 0
	write := func() error {
		if err := e.Put(ctx, batch); err != nil {
			return err
		}
		batch, units = nil, 0
		return e.Commit(ctx)
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
	if err := write(); err != nil {
		return err
	}
	return e.Close()
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
