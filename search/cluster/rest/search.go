package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// A SearchResult is the answer to one search. Parts that were not asked for are empty.
type SearchResult struct {
	TookMillis   int64           `json:"took"` // as the cluster measured it
	TimedOut     bool            `json:"timed_out"`
	Shards       Shards          `json:"_shards"`
	Hits         Hits            `json:"hits"`
	Aggregations json.RawMessage `json:"aggregations"` // valid JSON
	PIT          string          `json:"pit_id"`       // the point in time to ask next, which may differ from that asked
}

// Hits are the best of what was found, in the order asked for.
type Hits struct {
	Total    *Total   `json:"total"` // nil where it was not to be counted
	MaxScore *float64 `json:"max_score"`
	Hits     []Hit    `json:"hits"`
}

// Total is how many documents were found: so many where Relation is "eq", at least so many where it is "gte".
type Total struct {
	Value    int64  `json:"value"`
	Relation string `json:"relation"`
}

// A Hit is one document found.
type Hit struct {
	Index       string                     `json:"_index"`
	ID          string                     `json:"_id"`
	Score       *float64                   `json:"_score"` // nil where the order does not need it
	Source      json.RawMessage            `json:"_source"`
	Fields      map[string]json.RawMessage `json:"fields"`
	Sort        []json.RawMessage          `json:"sort"` // what search_after takes
	InnerHits   map[string]InnerHits       `json:"inner_hits"`
	Queries     json.RawMessage            `json:"matched_queries"`
	Explanation json.RawMessage            `json:"_explanation"`
}

// InnerHits are hits within a hit.
type InnerHits struct {
	Hits Hits `json:"hits"`
}

// Shards says of how many shards an answer is made.
type Shards struct {
	Total      int `json:"total"`
	Successful int `json:"successful"`
	Skipped    int `json:"skipped"`
	Failed     int `json:"failed"`
	Failures   []struct {
		Index  string `json:"index"`
		Reason cause  `json:"reason"`
	} `json:"failures"`
}

// A Search is a query and where to send it.
type Search struct {
	Index      string // or several, with commas between; empty where Body names a point in time
	Body       any    // the query; a json.RawMessage is sent as it is
	Preference string // searches with the same words ask the same copies of shards
	Routing    string
	Global     bool // weigh words by their frequency in all shards, not in each (dfs_query_then_fetch); costs one more round
}

// Search carries out one search. Where a shard does not answer, or not in the time that the body allows, the error is ErrPartial; a
// point in time that is gone is ErrExpired.
func (c *Client) Search(ctx context.Context, search Search) (SearchResult, error) {
	path := "/_search"
	if search.Index != "" {
		path = Path(search.Index, "_search")
	}
	query := url.Values{}
	for name, value := range search.parameters() {
		query.Set(name, fmt.Sprint(value))
	}
	var result SearchResult
	call := Call{Method: http.MethodPost, Path: path, Query: query, Body: search.Body, Repeat: true, Read: true}
	if err := c.send(ctx, call, &result); err != nil {
		return SearchResult{}, err
	}
	return result, result.whole()
}

// parameters are what belongs to a search and not to its body.
func (s Search) parameters() map[string]any {
	parameters := map[string]any{"allow_partial_search_results": false}
	if s.Preference != "" {
		parameters["preference"] = s.Preference
	}
	if s.Routing != "" {
		parameters["routing"] = s.Routing
	}
	if s.Global {
		parameters["search_type"] = "dfs_query_then_fetch"
	}
	return parameters
}

// whole is ErrPartial where shards are missing.
func (r SearchResult) whole() error {
	if r.TimedOut {
		return fmt.Errorf("search: %w: the time allowed for it is over", ErrPartial)
	}
	return r.Shards.whole()
}

func (s Shards) whole() error {
	if s.Failed == 0 {
		return nil
	}
	if len(s.Failures) == 0 {
		return fmt.Errorf("%w: %d of %d failed", ErrPartial, s.Failed, s.Total)
	}
	kind, reason := s.Failures[0].Reason.root()
	return fmt.Errorf("%w: %d of %d failed, one of index %s: %s: %s", ErrPartial, s.Failed, s.Total, s.Failures[0].Index, kind, reason)
}

// MultiSearch carries out several searches in one request. It returns a result for each, in order, or the first error with the place of
// its search.
func (c *Client) MultiSearch(ctx context.Context, searches []Search) ([]SearchResult, error) {
	lines, err := searchLines(searches)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Responses []struct {
			SearchResult
			Status int   `json:"status"`
			Error  cause `json:"error"`
		} `json:"responses"`
	}
	call := Call{Method: http.MethodPost, Path: "/_msearch", Body: lines, Repeat: true, Read: true}
	if err := c.send(ctx, call, &answer); err != nil {
		return nil, err
	}
	if len(answer.Responses) != len(searches) {
		return nil, fmt.Errorf("msearch: %w: %d answers to %d searches", ErrNotJSON, len(answer.Responses), len(searches))
	}
	results := make([]SearchResult, len(searches))
	for i, response := range answer.Responses {
		results[i] = response.SearchResult
		if response.Status/100 != 2 {
			e := &Error{Method: call.Method, Path: call.Path, Status: response.Status}
			e.Type, e.Reason = response.Error.root()
			return nil, fmt.Errorf("search %d: %w", i, e)
		}
		if err := results[i].whole(); err != nil {
			return nil, fmt.Errorf("search %d: %w", i, err)
		}
	}
	return results, nil
}

// searchLines writes a header and a body for each search, a line each.
func searchLines(searches []Search) ([]byte, error) {
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	for _, search := range searches {
		header := search.parameters()
		if search.Index != "" {
			header["index"] = search.Index
		}
		if err := lines.Encode(header); err != nil {
			return nil, err
		}
		if err := lines.Encode(search.Body); err != nil { // without line breaks, also where Body had some
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// OpenPIT opens a point in time of an index: searches of it see what the index had then. It is gone keep after its last use, of which
// each search states its own, or by ClosePIT.
func (c *Client) OpenPIT(ctx context.Context, index string, keep time.Duration) (string, error) {
	query := url.Values{"keep_alive": {Duration(keep)}, "allow_partial_pit_creation": {"false"}}
	var answer struct {
		ID     string `json:"pit_id"`
		Shards Shards `json:"_shards"`
	}
	err := c.send(ctx, Call{Method: http.MethodPost, Path: Path(index, "_search", "point_in_time"), Query: query, Repeat: true, Read: true}, &answer)
	if err != nil {
		return "", err
	}
	return answer.ID, answer.Shards.whole()
}

// ClosePIT frees points in time. One that is gone already is no error.
func (c *Client) ClosePIT(ctx context.Context, ids ...string) error {
	body := map[string][]string{"pit_id": ids}
	err := c.send(ctx, Call{Method: http.MethodDelete, Path: "/_search/point_in_time", Body: body, Repeat: true, Read: true}, nil)
	return ignore(err, ErrNotFound)
}

// Duration writes a time as OpenSearch reads it, in milliseconds.
func Duration(d time.Duration) string { return fmt.Sprintf("%dms", d.Milliseconds()) }
