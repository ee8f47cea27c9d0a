// Package collection draws the documents that benchmarks index from the corpus: resolutions in Akoma Ntoso, conference papers
// as text, general debate speeches, in one order shuffled by a fixed seed, so that every size is a sample of all of them.
package collection

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/seeds"
)

// source is a document before parsing, as a file or an import record.
type source struct {
	name string
	data []byte
}

// Build parses all documents of the corpus in dir and writes them to file, shuffled by seed, as JSON Lines compressed with
// Zstandard. It returns the number of units. Where dir is absent, the embedded seeds are taken.
func Build(ctx context.Context, dir, file string, seed uint64) (units int, err error) {
	sources, err := read(dir)
	if err != nil {
		return 0, err
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	rng.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
	out, err := os.Create(file + ".part")
	if err != nil {
		return 0, err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	w, err := zstd.NewWriter(out, zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return 0, err
	}
	enc := json.NewEncoder(w)
	taken := map[document.Key]bool{}
	for docs := range parseAll(ctx, sources) {
		for _, d := range docs {
			if len(d.Units) == 0 || taken[d.Key()] {
				continue
			}
			taken[d.Key()] = true
			units += len(d.Units)
			if err := enc.Encode(d); err != nil {
				return 0, err
			}
		}
	}
	if err := errors.Join(w.Close(), out.Close(), ctx.Err()); err != nil {
		return 0, err
	}
	return units, os.Rename(out.Name(), file)
}

// parseAll parses sources on all processors and yields their documents in order.
func parseAll(ctx context.Context, sources []source) iter.Seq[[]document.Document] {
	return func(yield func([]document.Document) bool) {
		slots := make(chan struct{}, 4*runtime.GOMAXPROCS(0))
		queue := make(chan chan []document.Document, cap(slots))
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var work sync.WaitGroup
		defer work.Wait()
		go func() {
			defer close(queue)
			for _, s := range sources {
				done := make(chan []document.Document, 1)
				select {
				case queue <- done:
				case <-ctx.Done():
					return
				}
				slots <- struct{}{}
				work.Go(func() {
					defer func() { <-slots }()
					open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(s.data)), nil }
					docs, _ := index.Read(ctx, index.Source{Name: s.name, Open: open}, index.Options{}) // what cannot be read is not measured
					done <- docs
				})
			}
		}()
		for done := range queue {
			if !yield(<-done) {
				return
			}
		}
	}
}

func read(dir string) ([]source, error) {
	if _, err := os.Stat(dir); err != nil {
		return readSeeds()
	}
	var all []source
	for _, part := range []func(string) ([]source, error){readResolutions, readPapers, readSpeeches} {
		sources, err := part(dir)
		if err != nil {
			return nil, err
		}
		all = append(all, sources...)
	}
	return all, nil
}

func readSeeds() ([]source, error) {
	var all []source
	for s, err := range index.FromFS(context.Background(), seeds.Documents(), index.WalkLimits{}) {
		if err != nil {
			return nil, err
		}
		r, err := s.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, source{s.Name, data})
	}
	return all, nil
}

func readResolutions(dir string) (all []source, err error) {
	r, closeAll, err := open(filepath.Join(dir, "un-resolutions-akn", "resolutions.tar.zst"))
	if err != nil {
		return nil, err
	}
	defer closeAll()
	archive := tar.NewReader(r)
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			slices.SortFunc(all, func(a, b source) int { return strings.Compare(a.name, b.name) })
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if h.Typeflag != tar.TypeReg || !strings.HasSuffix(h.Name, ".xml") {
			continue
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return nil, err
		}
		all = append(all, source{h.Name, data})
	}
}

// readPapers takes conference papers as the text that a PDF reader made of them.
func readPapers(dir string) ([]source, error) {
	return readLines(filepath.Join(dir, "un-pdf", "text.jsonl.zst"), func(line []byte) (source, error) {
		var paper struct{ Source, Text string }
		err := json.Unmarshal(line, &paper)
		return source{strings.TrimSuffix(paper.Source, ".pdf") + ".txt", []byte(paper.Text)}, err
	})
}

// readSpeeches takes speeches as import records under symbols of their own: the corpus has none.
func readSpeeches(dir string) ([]source, error) {
	return readLines(filepath.Join(dir, "un-general-debate", "speeches.jsonl.zst"), func(line []byte) (source, error) {
		var speech struct {
			ID, ISO3, Text string
			Session, Year  int
		}
		if err := json.Unmarshal(line, &speech); err != nil {
			return source{}, err
		}
		record := extract.Record{Symbol: fmt.Sprintf("A/%d/PV.%s", speech.Session, speech.ISO3), Lang: "en", Type: "Speech", Body: "GA",
			Session: fmt.Sprint(speech.Session), Date: fmt.Sprintf("%d-09-25", speech.Year), Title: "General debate: " + speech.ISO3}
		for text := range strings.Lines(speech.Text) {
			if text = strings.TrimSpace(text); text != "" {
				record.Units = append(record.Units, extract.RecordUnit{Text: text})
			}
		}
		data, err := json.Marshal(record)
		return source{speech.ID + ".jsonl", data}, err
	})
}

func readLines(name string, read func([]byte) (source, error)) (all []source, err error) {
	r, closeAll, err := open(name)
	if err != nil {
		return nil, err
	}
	defer closeAll()
	lines := bufio.NewReaderSize(r, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			s, err := read(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			all = append(all, s)
		}
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func open(name string) (io.Reader, func(), error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	r, err := zstd.NewReader(f)
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return r, func() { r.Close(); f.Close() }, nil
}

// Documents yields the documents in file until they hold at least the given number of units. Where the file has fewer, they
// come again under other symbols: round counts from 0.
func Documents(file string, units int) iter.Seq2[document.Document, error] {
	return func(yield func(document.Document, error) bool) {
		left := units
		for round := 0; left > 0; round++ {
			before := left
			for d, err := range once(file) {
				if err != nil {
					yield(d, err)
					return
				}
				if round > 0 {
					d.Symbol, d.Symbols = fmt.Sprintf("%s/COPY.%d", d.Symbol, round), nil
				}
				left -= len(d.Units)
				if !yield(d, nil) || left <= 0 {
					return
				}
			}
			if left == before {
				yield(document.Document{}, fmt.Errorf("%s holds no units", file))
				return
			}
		}
	}
}

// Contents are what documents hold.
type Contents struct {
	Units     int
	Searched  int                 // of them, those that searches find by default
	Languages []document.Language // of the units, in the order of search.StemLanguages; "" is the unknown one
}

// Survey reads documents and says what they hold.
func Survey(documents iter.Seq2[document.Document, error]) (c Contents, err error) {
	stems := map[string]bool{}
	for d, err := range documents {
		if err != nil {
			return Contents{}, err
		}
		c.Units += len(d.Units)
		for i := range d.Units {
			if document.SearchedByDefault(d.Units[i].Kind) {
				c.Searched++
			}
			stems[search.StemField(search.UnitLanguage(&d.Header, &d.Units[i]))] = true
		}
	}
	c.Languages = search.StemLanguages(maps.Keys(stems))
	return c, nil
}

// Size is the number of units in file.
func Size(file string) (units int, err error) {
	for d, err := range once(file) {
		if err != nil {
			return 0, err
		}
		units += len(d.Units)
	}
	return units, nil
}

func once(file string) iter.Seq2[document.Document, error] {
	return func(yield func(document.Document, error) bool) {
		r, closeAll, err := open(file)
		if err != nil {
			yield(document.Document{}, err)
			return
		}
		defer closeAll()
		dec := json.NewDecoder(bufio.NewReaderSize(r, 1<<20))
		for {
			var d document.Document
			err := dec.Decode(&d)
			if d.Symbol == "" {
				d.Symbol = strings.TrimSuffix(filepath.Base(d.Source), filepath.Ext(d.Source))
			}
			if errors.Is(err, io.EOF) || !yield(d, err) || err != nil {
				return
			}
		}
	}
}
