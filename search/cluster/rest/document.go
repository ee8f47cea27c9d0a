package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// A Seq is the state of a document when it was read or written: a write that names it succeeds only if nobody has written since.
type Seq struct {
	No   int64 `json:"_seq_no"`
	Term int64 `json:"_primary_term"`
}

// A Document is what an index keeps under an id.
type Document struct {
	Index  string          `json:"_index"` // its own name, where it was asked for by an alias
	ID     string          `json:"_id"`
	Found  bool            `json:"found"`
	Source json.RawMessage `json:"_source"`
	Seq
}

// Get reads a document as it was last written, refreshed or not. One that is not there, and an index that is not, is ErrNotFound.
func (c *Client) Get(ctx context.Context, index, id string) (Document, error) {
	var document Document
	err := c.send(ctx, Call{Method: http.MethodGet, Path: Path(index, "_doc", id), Repeat: true, Read: true}, &document)
	return document, err
}

// GetMany reads several documents of an index, in the order of the ids; of those that are not there Found is false.
func (c *Client) GetMany(ctx context.Context, index string, ids []string) ([]Document, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var answer struct {
		Docs []struct {
			Document
			Error *cause `json:"error"`
		} `json:"docs"`
	}
	call := Call{Method: http.MethodPost, Path: Path(index, "_mget"), Body: map[string][]string{"ids": ids}, Repeat: true, Read: true}
	if err := c.send(ctx, call, &answer); err != nil {
		return nil, err
	}
	var documents []Document
	for _, doc := range answer.Docs {
		if doc.Error != nil {
			kind, reason := doc.Error.root()
			return nil, fmt.Errorf("get document %q of %s: %w: %s: %s", doc.ID, index, ErrPartial, kind, reason)
		}
		documents = append(documents, doc.Document)
	}
	return documents, nil
}

// WriteOptions are conditions of a write, and when it is seen. The zero value writes whatever is there, seen by searches after the next
// refresh.
type WriteOptions struct {
	Create  bool   // only if there is no such document; else ErrConflict
	If      *Seq   // only if the document is in this state; else ErrConflict
	Refresh string // "true": searches see it when the call returns, and the index is refreshed for it; "wait_for": the call waits for the next refresh
	Routing string
}

func (o WriteOptions) query() url.Values {
	query := url.Values{}
	set := func(name, value string, given bool) {
		if given {
			query.Set(name, value)
		}
	}
	set("op_type", "create", o.Create)
	set("refresh", o.Refresh, o.Refresh != "")
	set("routing", o.Routing, o.Routing != "")
	if o.If != nil {
		query.Set("if_seq_no", strconv.FormatInt(o.If.No, 10))
		query.Set("if_primary_term", strconv.FormatInt(o.If.Term, 10))
	}
	return query
}

// repeatable reports whether a write with these conditions, done twice, does what it does once, and says so.
func (o WriteOptions) repeatable() bool { return !o.Create && o.If == nil }

// Put writes a document and returns its new state. With conditions it is not repeated after a broken connection, since it would conflict
// with itself: that is ErrUncertain.
func (c *Client) Put(ctx context.Context, index, id string, document any, options WriteOptions) (Seq, error) {
	var state Seq
	call := Call{Method: http.MethodPut, Path: Path(index, "_doc", id), Query: options.query(), Body: document, Repeat: options.repeatable()}
	return state, c.send(ctx, call, &state)
}

// Delete removes a document. One that is not there is ErrNotFound, also where a repeat finds that a first try has removed it.
func (c *Client) Delete(ctx context.Context, index, id string, options WriteOptions) error {
	return c.send(ctx, Call{Method: http.MethodDelete, Path: Path(index, "_doc", id), Query: options.query(), Repeat: options.repeatable()}, nil)
}

// Deleted says what DeleteByQuery did.
type Deleted struct {
	Total     int64 `json:"total"` // documents that the query found
	Deleted   int64 `json:"deleted"`
	Conflicts int64 `json:"version_conflicts"` // documents that were written meanwhile, and stay
	TimedOut  bool  `json:"timed_out"`
	Failures  []struct {
		ID    string `json:"id"`
		Cause cause  `json:"cause"`
	} `json:"failures"`
}

// DeleteByQuery removes the documents that a query finds, {"query": …}, as searches see them: what was written since the last refresh is not
// found. Documents that are written meanwhile stay, and are counted. It waits for the end, WriteTimeout at most.
func (c *Client) DeleteByQuery(ctx context.Context, index string, body any, refresh bool) (Deleted, error) {
	query := url.Values{"conflicts": {"proceed"}, "refresh": {strconv.FormatBool(refresh)}}
	var deleted Deleted
	if err := c.send(ctx, Call{Method: http.MethodPost, Path: Path(index, "_delete_by_query"), Query: query, Body: body}, &deleted); err != nil {
		return Deleted{}, err
	}
	if len(deleted.Failures) > 0 {
		kind, reason := deleted.Failures[0].Cause.root()
		return deleted, fmt.Errorf("delete by query in %s: %d failed, first of all %q: %s: %s", index, len(deleted.Failures), deleted.Failures[0].ID, kind, reason)
	}
	if deleted.TimedOut {
		return deleted, fmt.Errorf("delete by query in %s: %w: the time allowed for it is over", index, ErrPartial)
	}
	return deleted, nil
}
