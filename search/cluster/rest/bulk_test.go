package rest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// each yields actions.
func each(actions ...Action) iter.Seq2[Action, error] {
	return func(yield func(Action, error) bool) {
		for _, action := range actions {
			if !yield(action, nil) {
				return
			}
		}
	}
}

// documents are actions that index documents of some bytes under the ids 0, 1, 2 and so on.
func documents(n, size int) []Action {
	var actions []Action
	for i := range n {
		actions = append(actions, Action{Op: OpIndex, Index: "x", ID: fmt.Sprint(i), Source: strings.Repeat("a", size)})
	}
	return actions
}

// A bulkFake keeps the ids of each bulk request and its size, and answers for each action.
type bulkFake struct {
	t        *testing.T
	requests [][]string
	sizes    []int
	answer   func(id string, request int) (status int, fault string) // request counts from 1
}

func (f *bulkFake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(uncompressed(f.t, r))
	if err != nil || r.URL.Path != "/_bulk" || r.Header.Get("Content-Type") != "application/x-ndjson" {
		f.t.Errorf("request %s %s of %q: %v", r.Method, r.URL, r.Header.Get("Content-Type"), err)
	}
	f.sizes = append(f.sizes, len(body))
	ids := bulkIDs(f.t, string(body))
	f.requests = append(f.requests, ids)
	items, faults := []any{}, false
	for _, id := range ids {
		item := map[string]any{"status": 201}
		if status, fault := f.answer(id, len(f.requests)); status != 201 {
			item = map[string]any{"status": status, "error": map[string]string{"type": fault, "reason": "reason of " + id}}
			faults = true
		}
		items = append(items, map[string]any{"index": item})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": faults, "items": items}) // the client may be gone
}

// bulkIDs reads the ids of a bulk request, whose lines are actions, each but deletions followed by a source.
func bulkIDs(t *testing.T, body string) []string {
	t.Helper()
	var ids []string
	lines := bufio.NewScanner(strings.NewReader(body))
	for lines.Scan() {
		var action map[Op]struct {
			ID string `json:"_id"`
		}
		if err := json.Unmarshal(lines.Bytes(), &action); err != nil || len(action) != 1 {
			t.Errorf("line %q is no action: %v", lines.Text(), err)
		}
		for op, target := range action {
			ids = append(ids, target.ID)
			if op != OpDelete && !lines.Scan() {
				t.Error("an action without a source")
			}
		}
	}
	return ids
}

// bulkClient connects to a cluster that answers bulk requests so.
func bulkClient(t *testing.T, config Config, answer func(id string, request int) (int, string)) (*Client, *bulkFake) {
	t.Helper()
	f := &bulkFake{t: t, answer: answer}
	server, _ := fake(t, f.ServeHTTP)
	config.Addresses = []string{server.URL}
	return open(t, config), f
}

func created(string, int) (int, string) { return 201, "" }

func TestBulkRequestsHaveASize(t *testing.T) {
	client, f := bulkClient(t, Config{BulkBytes: 1000}, created)
	actions := documents(10, 300)
	actions[4].Source = strings.Repeat("b", 5000) // larger than a request: alone
	stats, err := client.Bulk(t.Context(), each(actions...), "")
	if want := "[[0 1] [2 3] [4] [5 6] [7 8] [9]]"; fmt.Sprint(f.requests) != want || err != nil {
		t.Errorf("requests = %v, %v; want %s", f.requests, err, want)
	}
	sum := int64(0)
	for i, size := range f.sizes {
		sum += int64(size)
		if size > 1000 && i != 2 {
			t.Errorf("request %d has %d bytes", i, size)
		}
	}
	if want := (BulkStats{Actions: 10, Requests: 6, Bytes: sum}); stats != want {
		t.Errorf("stats = %+v, want %+v", stats, want)
	}
}

func TestBulkOfNothing(t *testing.T) {
	client, f := bulkClient(t, Config{}, created)
	if stats, err := client.Bulk(t.Context(), each(), ""); err != nil || stats != (BulkStats{}) || len(f.requests) > 0 {
		t.Errorf("Bulk = %+v, %v with %d requests", stats, err, len(f.requests))
	}
}

// The cluster has room for few at a time: what it refuses is sent again, alone, and as long as some go through.
func TestBulkSendsRefusedItemsAgain(t *testing.T) {
	client, f := bulkClient(t, Config{BulkAttempts: 2}, func(id string, request int) (int, string) {
		if id == fmt.Sprint(request-1) { // one goes through
			return 201, ""
		}
		return 429, "rejected_execution_exception"
	})
	stats, err := client.Bulk(t.Context(), each(documents(5, 10)...), "")
	if want := "[[0 1 2 3 4] [1 2 3 4] [2 3 4] [3 4] [4]]"; fmt.Sprint(f.requests) != want || err != nil {
		t.Errorf("requests = %v, %v; want %s", f.requests, err, want)
	}
	if stats.Actions != 5 || stats.Repeated != 10 {
		t.Errorf("stats = %+v, want 5 actions, 10 repeated", stats)
	}
}

// The node of a shard is gone for a while: what is the same twice waits for it, all else is reported.
func TestBulkWaitsForShards(t *testing.T) {
	actions := documents(3, 10)
	actions[1].Op = OpCreate
	client, f := bulkClient(t, Config{}, func(id string, request int) (int, string) {
		if request < 3 {
			return 503, "unavailable_shards_exception"
		}
		return 201, ""
	})
	stats, err := client.Bulk(t.Context(), each(actions...), "")
	checkNames(t, err, "unavailable")
	var failed *BulkError
	if !errors.As(err, &failed) || len(failed.Items) != 1 || failed.Items[0].ID != "1" {
		t.Errorf("error = %v, want that of document 1", err)
	}
	if want := "[[0 1 2] [0 2] [0 2]]"; fmt.Sprint(f.requests) != want || stats.Actions != 2 {
		t.Errorf("requests = %v, %+v; want %s", f.requests, stats, want)
	}
}

func TestBulkGivesUpWhereThereIsNoRoom(t *testing.T) {
	client, f := bulkClient(t, Config{BulkAttempts: 3, BulkBytes: 100}, func(string, int) (int, string) { return 429, "rejected_execution_exception" })
	stats, err := client.Bulk(t.Context(), each(documents(5, 50)...), "")
	checkNames(t, err, "busy, unavailable")
	if len(f.requests) != 3 || stats.Actions != 0 {
		t.Errorf("%d requests, %d actions; want 3 tries of the first, and nothing of the rest", len(f.requests), stats.Actions)
	}
}

// Faults of documents are named, and keep no other from being written.
func TestBulkNamesFaults(t *testing.T) {
	client, f := bulkClient(t, Config{BulkBytes: 300}, func(id string, _ int) (int, string) {
		switch id {
		case "1", "4", "5", "6":
			return 400, "mapper_parsing_exception"
		case "3":
			return 409, "version_conflict_engine_exception"
		}
		return 201, ""
	})
	stats, err := client.Bulk(t.Context(), each(documents(8, 100)...), "")
	checkNames(t, err, "conflict")
	var failed *BulkError
	if !errors.As(err, &failed) {
		t.Fatalf("error = %v, want a BulkError", err)
	}
	var got []string
	for _, item := range failed.Items {
		got = append(got, item.ID)
	}
	if want := []string{"1", "3", "4", "5", "6"}; !slices.Equal(got, want) || stats.Actions != 3 || len(f.requests) != 4 {
		t.Errorf("refused %v, %d done in %d requests; want %v, 3 in 4", got, stats.Actions, len(f.requests), want)
	}
	if want := `bulk: 5 refused: index document "1" in x: 400 mapper_parsing_exception: reason of 1; `; !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "and 2 more") {
		t.Errorf("error = %q, want it to begin with %q", err, want)
	}
}

func TestBulkStopsWhereADiskIsFull(t *testing.T) {
	client, f := bulkClient(t, Config{BulkBytes: 300}, func(id string, _ int) (int, string) {
		if id == "1" {
			return 429, "cluster_block_exception"
		}
		return 201, ""
	})
	stats, err := client.Bulk(t.Context(), each(documents(8, 100)...), "")
	checkNames(t, err, "disk full")
	if len(f.requests) != 1 || stats.Actions != 1 || !strings.Contains(err.Error(), "free space") {
		t.Errorf("%d requests, %+v, %v; want one, and what to do", len(f.requests), stats, err)
	}
}

func TestBulkStopsAfterManyFaults(t *testing.T) {
	client, f := bulkClient(t, Config{BulkBytes: 20_000}, func(string, int) (int, string) { return 400, "mapper_parsing_exception" })
	_, err := client.Bulk(t.Context(), each(documents(10_000, 10)...), "")
	var failed *BulkError
	if !errors.As(err, &failed) || len(failed.Items) > 2*mostItemErrors || !errors.Is(err, errEnough) {
		t.Errorf("error = %.200v after %d requests, want some thousand faults", err, len(f.requests))
	}
}

// An action that cannot be had, or written as JSON, ends the run; what was complete before it is sent if a request was full.
func TestBulkEndsWithItsActions(t *testing.T) {
	client, f := bulkClient(t, Config{}, created)
	broken := errors.New("broken")
	_, err := client.Bulk(t.Context(), func(yield func(Action, error) bool) { yield(Action{}, broken) }, "")
	if !errors.Is(err, broken) {
		t.Errorf("error = %v, want that of the actions", err)
	}
	_, err = client.Bulk(t.Context(), each(Action{Op: OpIndex, Index: "x", ID: "7", Source: func() {}}), "")
	if err == nil || !strings.Contains(err.Error(), `"7"`) || len(f.requests) > 0 {
		t.Errorf("error = %v, %d requests; want one that names the document, and none", err, len(f.requests))
	}
}

// A connection breaks after the request: what is the same twice is sent again, and of all else the outcome is said to be unknown.
func TestBulkAfterABrokenConnection(t *testing.T) {
	for _, test := range []struct {
		action Action
		tries  int32
		want   string
	}{
		{Action{Op: OpIndex, ID: "1", Source: "s"}, 4, "unavailable"},
		{Action{Op: OpDelete, ID: "1"}, 4, "unavailable"},
		{Action{Op: OpIndex, Source: "s"}, 1, "unavailable, uncertain"},
		{Action{Op: OpIndex, ID: "1", If: &Seq{1, 1}, Source: "s"}, 1, "unavailable, uncertain"},
		{Action{Op: OpCreate, ID: "1", Source: "s"}, 1, "unavailable, uncertain"},
		{Action{Op: OpUpdate, ID: "1", Source: "s"}, 1, "unavailable, uncertain"},
	} {
		server, tries := fake(t, hangUp)
		_, err := open(t, Config{Addresses: []string{server.URL}, BulkAttempts: 4}).Bulk(t.Context(), each(test.action), "")
		checkNames(t, err, test.want)
		if got := tries.Load(); got != test.tries {
			t.Errorf("%+v: %d tries, want %d", test.action, got, test.tries)
		}
	}
}

// An answer for fewer actions than were sent is no answer.
func TestBulkCountsItems(t *testing.T) {
	server, _ := fake(t, respond(200, `{"errors": false, "items": [{"index": {"status": 201}}]}`))
	_, err := open(t, Config{Addresses: []string{server.URL}}).Bulk(t.Context(), each(documents(2, 1)...), "")
	checkNames(t, err, "not JSON")
}

// Sources come on one line, however they were written, and the lines say all that an action says.
func TestBulkLines(t *testing.T) {
	for want, action := range map[string]Action{
		"{\"index\":{\"_index\":\"x\",\"_id\":\"A/RES/1\"}}\n{\"a\":1}\n":                                    {Op: OpIndex, Index: "x", ID: "A/RES/1", Source: json.RawMessage("{\n\"a\": 1\n}")},
		"{\"delete\":{\"_index\":\"x\",\"_id\":\"1\",\"routing\":\"r\"}}\n":                                  {Op: OpDelete, Index: "x", ID: "1", Routing: "r"},
		"{\"create\":{\"_index\":\"x\",\"_id\":\"1\",\"if_seq_no\":0,\"if_primary_term\":1}}\n\"\\u2028\"\n": {Op: OpCreate, Index: "x", ID: "1", If: &Seq{No: 0, Term: 1}, Source: "\u2028"},
	} {
		if got, err := action.item(); string(got.lines) != want || err != nil {
			t.Errorf("lines = %q, %v; want %q", got.lines, err, want)
		}
	}
}
