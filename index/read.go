package index

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"strings"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/export"
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
// A file that changes meanwhile is [ErrChanging]. Of the options it takes Limits and Reader.
func Read(ctx context.Context, s Source, o Options) ([]document.Document, error) {
	got := read(ctx, s, o)
	return got.docs, got.err
}

// ErrChanging is the failure of a source that was written to while it was read.
var ErrChanging = errors.New("the file changed while it was read; it is read again with the next run")

// errExport is the failure of an export where documents are read from their sources.
var errExport = errors.New("an export of an index, which only an index run takes in")

// reading is what came of reading a source.
type reading struct {
	docs   []document.Document
	hash   string // of its bytes, "" where not all were read
	format string
	err    error
}

func read(ctx context.Context, s Source, o Options) (got reading) {
	lim := o.orDefault().Limits
	most := lim.MaxBytes
	if most <= 0 {
		most = extract.DefaultMaxPDFBytes // the reader knows the format, and the limit that goes with it
	}
	defer func() { // one document, however odd, must not end a run over thousands
		if p := recover(); p != nil {
			got.docs, got.err = nil, fmt.Errorf("internal error while reading: %v", p)
		}
	}()
	r, err := openSized(s, most, func(size int64) error { return &extract.TooLargeError{Size: size, Limit: most} })
	if err != nil {
		return reading{err: err}
	}
	defer r.Close()
	before := stateOfOpen(r)
	sum := sha256.New()
	all := io.TeeReader(r, sum)
	head := bufio.NewReaderSize(all, 4096)
	start, _ := head.Peek(4096)
	got.format = string(extract.FormatOf(start))
	if _, err := export.Open(bytes.NewReader(start)); !errors.Is(err, export.ErrNot) {
		return reading{err: errExport}
	}
	if extract.IsRecords(start) {
		got.format = "records"
		got.docs, got.err = readRecords(ctx, s, head)
	} else {
		got.docs, got.err = readContent(ctx, s, head, sum, o.orDefault().Reader, lim)
	}
	if got.err != nil && !remembered(got.err) {
		return got
	}
	if _, err := io.Copy(io.Discard, head); err != nil { // a reader that fails early leaves the rest
		got.docs, got.err = nil, reason(err)
		return got
	}
	if after := stateOfOpen(r); after != before {
		got.docs, got.err = nil, ErrChanging
		return got
	}
	got.hash = hex.EncodeToString(sum.Sum(nil))
	return got
}

// readContent reads the one document of a source; sum is the hash of what was read of it.
func readContent(ctx context.Context, s Source, r io.Reader, sum hash.Hash, reader Reader, lim extract.Limits) ([]document.Document, error) {
	lim.Size = s.State.Size
	content, err := reader.Read(ctx, s.Name, r, lim)
	if err != nil {
		return nil, errors.Unwrap(err) // the caller names the source
	}
	return []document.Document{parse.Parse(content, parse.Options{Source: s.Name, Hash: hex.EncodeToString(sum.Sum(nil))})}, nil
}

// stateOfOpen is the state of an open file, the zero State where it has none.
func stateOfOpen(r io.Reader) State {
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err == nil {
			return stateOf(info)
		}
	}
	return State{}
}

// hashOf is the hash of a source's bytes, as reading it would find it.
func hashOf(ctx context.Context, s Source) (string, error) {
	r, err := s.Open()
	if err != nil {
		return "", reason(err)
	}
	defer r.Close()
	sum := sha256.New()
	buffer := make([]byte, 256<<10)
	for ctx.Err() == nil {
		n, err := r.Read(buffer)
		sum.Write(buffer[:n])
		if err == io.EOF {
			return hex.EncodeToString(sum.Sum(nil)), nil
		}
		if err != nil {
			return "", reason(err)
		}
	}
	return "", ctx.Err()
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
		content := rec.Content()
		if err := content.Measure(); err != nil {
			bad = append(bad, fmt.Errorf("line %d: %w", rec.Line, err))
			continue
		}
		docs = append(docs, parse.Parse(content, parse.Options{
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

// Results that wait to be taken: at most so many, and no more are begun while those there weigh more than lookahead bytes.
const (
	maxWaiting = 256
	lookahead  = 16 << 20
)

// inOrder applies work to all items, several at a time, and hands the results to take one after the other, in order of the
// items. While take is at work, results are made ahead, up to a weight. It stops at the first error of take or of the context,
// and returns when no work is running.
func inOrder[T, R any](ctx context.Context, workers int, items []T, work func(context.Context, T) R, weigh func(R) int64, take func(T, R) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan chan R, maxWaiting) // one place for each result, in order
	slots := make(chan struct{}, workers)
	room := newRoom(lookahead)
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
			room.wait(ctx)
			running.Go(func() {
				defer func() { <-slots }()
				r := work(ctx, item)
				room.add(weigh(r))
				result <- r
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
			room.add(-weigh(r))
			if err := take(item, r); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// room is how much may wait. All that was begun before somebody waits comes to an end without it, so that nobody waits for ever.
type room struct {
	limit int64
	mu    sync.Mutex
	used  int64
	freed chan struct{} // closed and replaced when used falls
}

func newRoom(limit int64) *room { return &room{limit: limit, freed: make(chan struct{})} }

func (m *room) add(weight int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.used += weight
	if weight < 0 {
		close(m.freed)
		m.freed = make(chan struct{})
	}
}

// wait returns when there is room, or the context ends.
func (m *room) wait(ctx context.Context) {
	for {
		m.mu.Lock()
		full, freed := m.used > m.limit, m.freed
		m.mu.Unlock()
		if !full {
			return
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return
		}
	}
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
			failed = append(failed, Failure{Source: s.Name, Error: failureText(err)})
		}
		docs = append(docs, read...)
	}
	link.Documents(docs)
	for i := range docs {
		docs[i].Hash = fingerprint(docs[i])
	}
	return docs, failed, ctx.Err()
}
