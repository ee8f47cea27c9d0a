package engines

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// HTTP is `plenary serve` on loopback, asked through its API over connections that are kept.
type HTTP struct {
	Binary string
	Dir    string // the index, which Plenary wrote
	server *exec.Cmd
	stop   context.CancelFunc // interrupts the server
	base   string             // address of the server, without final slash
	client *http.Client
}

// Fill fails: the index is plenary's.
func (h *HTTP) Fill(context.Context, iter.Seq2[document.Document, error]) error {
	return errors.New("the index is that of plenary")
}

// patience is how long an interrupted server may take to end before it is killed.
const patience = 10 * time.Second

// Open starts the server on a free port and waits until it says where it listens. The server ends with ctx, or when it is closed.
func (h *HTTP) Open(ctx context.Context) error {
	ctx, h.stop = context.WithCancel(ctx)
	h.server = exec.CommandContext(ctx, h.Binary, "serve", "--index", h.Dir, "--addr", "127.0.0.1:0")
	h.server.Cancel = func() error { return h.server.Process.Signal(os.Interrupt) }
	h.server.WaitDelay = patience
	lines, err := h.server.StderrPipe()
	if err != nil {
		return err
	}
	if err := h.server.Start(); err != nil {
		return err
	}
	h.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8, DisableCompression: true}}
	log := bufio.NewScanner(lines)
	for log.Scan() {
		if _, after, ok := strings.Cut(log.Text(), " at http://"); ok {
			h.base = "http://" + strings.TrimSuffix(strings.Fields(after)[0], "/")
			go io.Copy(io.Discard, lines) // a line for each request; ends with the server
			return nil
		}
	}
	return errors.Join(errors.New("the server did not say where it listens"), h.Close())
}

// Prepare writes the addresses beforehand.
func (h *HTTP) Prepare(queries []workload.Query, full bool) (Ask, error) {
	addresses := make([]string, len(queries))
	for i, q := range queries {
		addresses[i] = "/api/v1/search?" + parameters(q, full).Encode()
	}
	return func(i int, wanted bool) (Answer, error) {
		body, err := h.Get(addresses[i])
		if err != nil || !wanted {
			return Answer{}, err
		}
		return answerOf(body, queries[i].Sort == search.SortNewest)
	}, nil
}

// Get asks an address of the server, a path with its parameters. Any status but 200 is an error.
func (h *HTTP) Get(address string) ([]byte, error) {
	response, err := h.client.Get(h.base + address)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", response.Status, body)
	}
	return body, err
}

// parameters are those of the API: ten hits, and for a plain page nothing but their ids.
func parameters(q workload.Query, full bool) url.Values {
	v := url.Values{"page_size": {"10"}}
	if q.Text != "" {
		v.Set("q", q.Text)
	}
	if q.Any {
		v.Set("mode", "any")
	}
	if q.Sort != "" {
		v.Set("sort", string(q.Sort))
	}
	for _, f := range q.Filters {
		v[f.Field] = f.Values
	}
	if !full {
		v.Set("facet", "none")
		v.Set("highlight", "none")
		v.Set("fields", "id")
		return v
	}
	for _, f := range workload.Facets {
		v.Add("facet", f.Field)
	}
	return v
}

// answerOf reads a page of the API.
func answerOf(body []byte, newest bool) (Answer, error) {
	var page struct {
		Total struct{ Paragraphs int }
		Hits  []struct {
			ID       string
			Document struct{ Date string }
		}
		Facets map[string]struct {
			Values []struct {
				Value string
				Count int
			}
		}
	}
	if err := json.Unmarshal(body, &page); err != nil {
		return Answer{}, err
	}
	a := Answer{Total: page.Total.Paragraphs}
	for _, hit := range page.Hits {
		a.IDs = append(a.IDs, hit.ID)
		if newest {
			a.Dates = append(a.Dates, hit.Document.Date)
		}
	}
	if len(page.Facets) > 0 {
		a.Facets = make(map[string]map[string]int, len(page.Facets))
	}
	for field, facet := range page.Facets {
		counts := make(map[string]int, len(facet.Values))
		for _, v := range facet.Values {
			if v.Count > 0 {
				counts[v.Value] = v.Count
			}
		}
		a.Facets[field] = counts
	}
	return a, nil
}

// Process is the server's.
func (h *HTTP) Process() int { return h.server.Process.Pid }

// Close ends the server.
func (h *HTTP) Close() error {
	if h.server == nil || h.server.Process == nil {
		return nil
	}
	h.client.CloseIdleConnections()
	h.stop()
	if err := h.server.Wait(); !errors.Is(err, context.Canceled) { // what Wait says of a server that ended well, but by the interrupt
		return err
	}
	return nil
}
