package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
)

// Op is what an Action does.
type Op string

const (
	OpIndex  Op = "index"  // adds or replaces a document
	OpCreate Op = "create" // adds one; ErrConflict if it is there
	OpUpdate Op = "update" // changes one, as Source says: {"doc": …} or {"script": …}
	OpDelete Op = "delete" // removes one; that it is not there is no error
)

// An Action is one write of a bulk request.
type Action struct {
	Op      Op
	Index   string
	ID      string
	Routing string
	If      *Seq // only if the document is in this state; else ErrConflict
	Source  any  // the document, or the change; a json.RawMessage is sent as it is. Nothing for OpDelete
}

// BulkStats counts what was done, also where Bulk ends with an error.
type BulkStats struct {
	Actions  int   // carried out, those that failed not among them
	Requests int   // that were answered
	Repeated int   // actions sent again because the cluster had no room or no shard for them, each time
	Bytes    int64 // of requests, before compression
}

// ItemError is an action that was refused. errors.Is tells ErrConflict, ErrBusy, ErrDiskFull and the like.
type ItemError struct {
	Op        Op
	Index, ID string
	Status    int // as of HTTP
	Type      string
	Reason    string
}

func (e *ItemError) Error() string {
	return fmt.Sprintf("%s document %q in %s: %d %s: %s", e.Op, e.ID, e.Index, e.Status, e.Type, e.Reason)
}

// Is reports whether target is one of the names of the error.
func (e *ItemError) Is(target error) bool {
	for _, name := range namesOf(e.Status, e.Type) {
		if name == target {
			return true
		}
	}
	return false
}

// BulkError names the actions that were refused, in order; all others were carried out, as far as they were sent. errors.Is and
// errors.As look at each item.
type BulkError struct{ Items []*ItemError }

func (e *BulkError) Error() string {
	const shown = 3
	var parts []string
	for _, item := range e.Items[:min(shown, len(e.Items))] {
		parts = append(parts, item.Error())
	}
	text := fmt.Sprintf("bulk: %d refused: %s", len(e.Items), strings.Join(parts, "; "))
	if more := len(e.Items) - shown; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	for _, item := range e.Items {
		if item.Is(ErrDiskFull) {
			return text + "; " + ErrDiskFull.Error()
		}
	}
	return text
}

// Unwrap returns the items.
func (e *BulkError) Unwrap() []error {
	errs := make([]error, len(e.Items))
	for i, item := range e.Items {
		errs[i] = item
	}
	return errs
}

// mostItemErrors ends a bulk run: so many faults have one cause, and it is not the documents.
const mostItemErrors = 1000

// Bulk sends actions in requests of Config.BulkBytes at most, one after the other; it reads no more of them than a request holds.
// refresh is as in WriteOptions. No two actions of a call may be of the same document, because their order is lost where one is sent
// again.
//
// Actions that the cluster has no room for are sent again alone, after ever longer waits, and as often as some of them go through; so are
// those that find no shard at the moment, if they can be repeated. Other faults do not keep later actions from being sent; they come
// back as a *BulkError. It ends early, with what it has found so far, where a request fails, an action is given with an error, a disk is
// full, the cluster has no room for good, or a thousand actions have failed. A request is repeated after a broken connection only if
// all its actions can be: index and delete, with an id, without If.
func (c *Client) Bulk(ctx context.Context, actions iter.Seq2[Action, error], refresh string) (BulkStats, error) {
	b := &bulk{client: c, refresh: refresh}
	err := b.run(ctx, actions)
	if len(b.failed) > 0 {
		err = errors.Join(&BulkError{Items: b.failed}, err)
	}
	return b.stats, err
}

// errEnough ends a run whose failed items say why.
var errEnough = errors.New("the rest was not sent")

// bulk is one run of Client.Bulk.
type bulk struct {
	client  *Client
	refresh string
	pending []item
	size    int // of pending, in bytes
	failed  []*ItemError
	stats   BulkStats
}

// An item is an action as it is sent.
type item struct {
	op        Op
	index, id string
	repeat    bool
	lines     []byte
}

func (b *bulk) run(ctx context.Context, actions iter.Seq2[Action, error]) error {
	for action, err := range actions {
		if err != nil {
			return err
		}
		next, err := action.item()
		if err != nil {
			return err
		}
		if len(b.pending) > 0 && b.size+len(next.lines) > b.client.config.BulkBytes {
			if err := b.flush(ctx); err != nil {
				return err
			}
		}
		b.pending, b.size = append(b.pending, next), b.size+len(next.lines)
	}
	return b.flush(ctx)
}

// item writes an action as a line that says what to do and, but for deletions, one with the source.
func (a Action) item() (item, error) {
	i := item{op: a.Op, index: a.Index, id: a.ID}
	i.repeat = a.ID != "" && a.If == nil && (a.Op == OpIndex || a.Op == OpDelete)
	target := struct {
		Index   string `json:"_index"`
		ID      string `json:"_id,omitempty"`
		Routing string `json:"routing,omitempty"`
		No      *int64 `json:"if_seq_no,omitempty"`
		Term    *int64 `json:"if_primary_term,omitempty"`
	}{Index: a.Index, ID: a.ID, Routing: a.Routing}
	if a.If != nil {
		target.No, target.Term = &a.If.No, &a.If.Term
	}
	head, err := json.Marshal(map[Op]any{a.Op: target})
	if err != nil {
		return item{}, err
	}
	i.lines = append(head, '\n')
	if a.Op == OpDelete {
		return i, nil
	}
	source, err := json.Marshal(a.Source) // on one line, also where it was not
	if err != nil {
		return item{}, fmt.Errorf("%s document %q in %s: %w", a.Op, a.ID, a.Index, err)
	}
	i.lines = append(append(i.lines, source...), '\n')
	return i, nil
}

// flush sends what is pending, until each item is done or has failed for good.
func (b *bulk) flush(ctx context.Context) error {
	items := b.pending
	b.pending, b.size = b.pending[:0], 0
	for attempt := 1; len(items) > 0; attempt++ {
		refused, err := b.send(ctx, items)
		if err != nil {
			return err
		}
		if len(refused) < len(items) {
			attempt = 1 // some went through: there is room, if little
		}
		if items, err = b.sift(ctx, refused, attempt); err != nil {
			return err
		}
	}
	if len(b.failed) >= mostItemErrors {
		return errEnough
	}
	return nil
}

// A refusal is an item that the cluster did not take.
type refusal struct {
	item
	err *ItemError
}

// sift returns those of the refused items that are to be sent again, after a wait, and keeps the faults of all others.
func (b *bulk) sift(ctx context.Context, refused []refusal, attempt int) ([]item, error) {
	var again []refusal
	full := false
	for _, r := range refused {
		full = full || r.err.Is(ErrDiskFull)
		if r.err.Is(ErrBusy) || r.repeat && r.err.Is(ErrUnavailable) { // a shard's node may be gone
			again = append(again, r)
		} else {
			b.failed = append(b.failed, r.err)
		}
	}
	switch {
	case full:
		b.fail(again)
		return nil, errEnough
	case len(again) == 0:
		return nil, nil
	case attempt == b.client.config.BulkAttempts || !sleep(ctx, b.client.pause(attempt, nil)):
		b.fail(again)
		return nil, errEnough
	}
	b.stats.Repeated += len(again)
	var items []item
	for _, r := range again {
		items = append(items, r.item)
	}
	return items, nil
}

func (b *bulk) fail(refused []refusal) {
	for _, r := range refused {
		b.failed = append(b.failed, r.err)
	}
}

// send sends items in one request and returns those that were refused.
func (b *bulk) send(ctx context.Context, items []item) ([]refusal, error) {
	call := Call{Method: http.MethodPost, Path: "/_bulk", Repeat: true, attempts: b.client.config.BulkAttempts}
	call.Query = url.Values{"filter_path": {"errors,items.*.status,items.*.error"}}
	if b.refresh != "" {
		call.Query.Set("refresh", b.refresh)
	}
	var lines []byte
	for _, i := range items {
		lines = append(lines, i.lines...)
		call.Repeat = call.Repeat && i.repeat
	}
	call.Body = lines
	var answer bulkAnswer
	if err := b.client.send(ctx, call, &answer); err != nil {
		return nil, fmt.Errorf("bulk, %q to %q: %w", items[0].id, items[len(items)-1].id, err)
	}
	if len(answer.Items) != len(items) {
		return nil, fmt.Errorf("bulk: %w: %d answers to %d actions", ErrNotJSON, len(answer.Items), len(items))
	}
	b.stats.Requests++
	b.stats.Bytes += int64(len(lines))
	refused := answer.refused(items)
	b.stats.Actions += len(items) - len(refused)
	return refused, nil
}

// bulkAnswer has an entry for each action, in order, under the name of its op.
type bulkAnswer struct {
	Errors bool `json:"errors"`
	Items  []map[Op]struct {
		Status int    `json:"status"`
		Error  *cause `json:"error"`
	} `json:"items"`
}

// refused are the items that failed. A deletion of what is not there has a status of 404 and no error.
func (a bulkAnswer) refused(items []item) []refusal {
	if !a.Errors {
		return nil
	}
	var refused []refusal
	for i, entry := range a.Items {
		for _, result := range entry {
			if result.Error == nil {
				continue
			}
			e := &ItemError{Op: items[i].op, Index: items[i].index, ID: items[i].id, Status: result.Status}
			e.Type, e.Reason = result.Error.root()
			refused = append(refused, refusal{item: items[i], err: e})
		}
	}
	return refused
}
