package index

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/link"
	"github.com/plenary-search/plenary/index/parse"
)

// Reader turns a source into blocks, as [extract.Read] does and with its errors. It is safe for concurrent use.
type Reader interface {
	Read(ctx context.Context, name string, r io.Reader, lim extract.Limits) (extract.Content, error)
}

type inProcess struct{}

// Read is extract.Read.
func (inProcess) Read(ctx context.Context, name string, r io.Reader, lim extract.Limits) (extract.Content, error) {
	return extract.Read(ctx, name, r, lim)
}

// Read reads the documents of one source, parsed and not yet linked: one of a text, one for each line of an import file. An
// import file can give documents and an error, which is about other lines.
//
// Of the options it takes Limits and Reader.
func Read(ctx context.Context, s Source, o Options) (docs []document.Document, err error) {
	lim := o.orDefault().Limits
	most := lim.MaxBytes
	if most <= 0 {
		most = extract.DefaultMaxPDFBytes // the reader knows the format, and the limit that goes with it
	}
	defer func() { // one document, however odd, must not end a run over thousands
		if p := recover(); p != nil {
			docs, err = nil, fmt.Errorf("internal error while reading: %v", p)
		}
	}()
	r, err := openSized(s, most, func(size int64) error { return &extract.TooLargeError{Size: size, Limit: most} })
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := bufio.NewReaderSize(r, 4096)
	if start, _ := head.Peek(4096); extract.IsRecords(start) {
		return readRecords(ctx, s, head)
	}
	sum := sha256.New()
	content, err := o.orDefault().Reader.Read(ctx, s.Name, io.TeeReader(head, sum), lim)
	if err != nil {
		return nil, errors.Unwrap(err) // the caller names the source
	}
	d := parse.Parse(content, parse.Options{Source: s.Name, Hash: hex.EncodeToString(sum.Sum(nil))})
	return []document.Document{d}, nil
}

// readRecords reads the documents of an import file; their sources are NAME:LINE. Lines that are no records do not stop the
// others: their errors are joined, and the documents stand.
func readRecords(ctx context.Context, s Source, r io.Reader) (docs []document.Document, err error) {
	var bad []error
	for rec, err := range extract.Records(r) {
		if ctx.Err() != nil {
			return docs, ctx.Err()
		}
		if err != nil {
			bad = append(bad, err)
			continue
		}
		raw, err := json.Marshal(rec)
		if err != nil {
			return docs, err // cannot happen: it was JSON
		}
		sum := sha256.Sum256(raw)
		docs = append(docs, parse.Parse(rec.Content(), parse.Options{
			Source: fmt.Sprintf("%s:%d", s.Name, rec.Line),
			Hash:   hex.EncodeToString(sum[:]),
			Known:  header(rec),
		}))
	}
	return docs, errors.Join(bad...)
}

// header is what a record says of its document.
func header(r extract.Record) document.Header {
	h := document.Header{Symbol: r.Symbol, Title: r.Title, Lang: document.Language(r.Lang), Date: r.Date, Type: r.Type, Body: r.Body, Session: r.Session, URL: r.URL}
	for _, item := range r.AgendaItems {
		if item, ok := document.NormalItem(item); ok {
			h.MastheadItems = append(h.MastheadItems, item)
		}
	}
	return h
}

// fingerprint is the hash under which a document is stored: that of its source, and behind a dot one of what parsing and
// linking made of it. A document is written again if either changes, so that a new agenda reaches those that it lists and no
// others, and a better parser all that it reads differently.
func fingerprint(d document.Document) string {
	source := baseHash(d.Hash)
	d.Hash, d.Warnings = "", nil
	sum := sha256.New()
	if err := json.NewEncoder(sum).Encode(d); err != nil {
		return source // cannot happen: the model is plain data
	}
	return source + "." + hex.EncodeToString(sum.Sum(nil)[:8])
}

// baseHash is the hash of the source within a fingerprint.
func baseHash(hash string) string {
	source, _, _ := strings.Cut(hash, ".")
	return source
}

// inOrder applies work to all items, several at a time, and hands the results to take one after the other, in order of the
// items. It stops at the first error of take or of the context, and returns when no work is running.
func inOrder[T, R any](ctx context.Context, workers int, items []T, work func(context.Context, T) R, take func(T, R) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan chan R, 2*workers) // one place for each result, in order
	slots := make(chan struct{}, workers)
	var running sync.WaitGroup
	running.Go(func() {
		defer close(queue)
		for _, item := range items {
			result := make(chan R, 1)
			select {
			case queue <- result:
			case <-ctx.Done():
				return
			}
			slots <- struct{}{}
			running.Go(func() {
				defer func() { <-slots }()
				result <- work(ctx, item)
			})
		}
	})
	defer running.Wait()
	defer cancel()
	for _, item := range items {
		result, ok := <-queue
		if !ok || ctx.Err() != nil {
			return ctx.Err()
		}
		select {
		case r := <-result:
			if err := take(item, r); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// ReadAll reads the documents of all sources and links them with one another, without any engine; the documents are in
// order of the sources. Sources that cannot be read are failures; the error is the context's.
func ReadAll(ctx context.Context, sources iter.Seq2[Source, error], o Options) ([]document.Document, []Failure, error) {
	var docs []document.Document
	var failed []Failure
	for s, err := range sources {
		if ctx.Err() != nil {
			return nil, failed, ctx.Err()
		}
		var read []document.Document
		if err == nil {
			read, err = Read(ctx, s, o)
		}
		if err != nil {
			failed = append(failed, Failure{s.Name, failureText(err)})
		}
		docs = append(docs, read...)
	}
	link.Documents(docs)
	for i := range docs {
		docs[i].Hash = fingerprint(docs[i])
	}
	return docs, failed, ctx.Err()
}
