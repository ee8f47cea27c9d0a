package cluster

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

// answer is the answer to a search.
type answer struct {
	total        int // documents, where they were counted
	hits         []hit
	aggregations buckets
}

// hit is a document, or a unit within one.
type hit struct {
	rest.Hit
	seq   int   // of a unit
	units []hit // of a document
	total int   // of which these are the first
}

func newAnswer(r rest.SearchResult) answer {
	a := answer{hits: newHits(r.Hits), aggregations: r.Aggregations}
	if r.Hits.Total != nil {
		a.total = int(r.Hits.Total.Value)
	}
	return a
}

func newHits(from rest.Hits) []hit {
	hits := make([]hit, len(from.Hits))
	for i, h := range from.Hits {
		hits[i].Hit = h
		if inner, ok := h.InnerHits["units"]; ok {
			hits[i].units = newHits(inner.Hits)
			if inner.Hits.Total != nil {
				hits[i].total = int(inner.Hits.Total.Value)
			}
		}
	}
	return hits
}

// column is the value of a binary column; nil where there is none.
func (h *hit) column(name string) packed {
	value, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(h.text(name), "=")) // OpenSearch leaves the padding out
	if err != nil {
		return nil
	}
	return value
}

// document is the document whose source was asked for.
func (h *hit) document() (doc document.Document, err error) {
	var source struct {
		Document packed `json:"document"`
	}
	if err := json.Unmarshal(h.Source, &source); err != nil {
		return doc, err
	}
	err = source.Document.unpack(&doc)
	return doc, err
}

// text is the value of a column of words; "" where there is none.
func (h *hit) text(name string) string {
	var values []string
	if json.Unmarshal(h.Fields[name], &values) != nil || len(values) == 0 {
		return ""
	}
	return values[0]
}

// score is 0 where the order did not need one.
func (h *hit) score() float64 {
	if h.Score == nil {
		return 0
	}
	return *h.Score
}

// buckets are aggregations by name.
type buckets map[string]json.RawMessage

// below are the aggregations within one.
func (b buckets) below(name string) (below buckets) {
	_ = json.Unmarshal(b[name], &below) // none where it is missing
	return below
}

// of are those whose names begin with a name and a point, by what follows.
func (b buckets) of(name string) buckets {
	of := buckets{}
	for full, agg := range b {
		if rest, ok := strings.CutPrefix(full, name+"."); ok {
			of[rest] = agg
		}
	}
	return of
}

// count is the number of rows of the aggregation that b stands below.
func (b buckets) count() (n int) {
	_ = json.Unmarshal(b["doc_count"], &n)
	return n
}

// value is the value of an aggregation of numbers.
func (b buckets) value(name string) (value float64) {
	_ = json.Unmarshal(b.below(name)["value"], &value) // 0 where it is missing
	return value
}

type sum struct {
	Count int     `json:"count"`
	Sum   float64 `json:"sum"`
}

func (b buckets) stats(name string) (s sum) {
	_ = json.Unmarshal(b[name], &s)
	return s
}

// bucket is a value with the number of rows that hold it.
type bucket struct {
	Key   string `json:"key"`
	Count int    `json:"doc_count"`
}

// terms are the values of an aggregation of terms. The error says that there are more than were asked for.
func (b buckets) terms(name string) ([]bucket, error) {
	all, others, err := b.listed(name)
	if err == nil && others > 0 {
		return nil, fmt.Errorf("it has more than %d values", len(all))
	}
	return all, err
}

// listed is terms where there may be more: others is the number of rows that they have.
func (b buckets) listed(name string) (first []bucket, others int, err error) {
	var t struct {
		Others  int      `json:"sum_other_doc_count"`
		Buckets []bucket `json:"buckets"`
	}
	if err := json.Unmarshal(b[name], &t); err != nil {
		return nil, 0, fmt.Errorf("the cluster's answer lacks %s: %w", name, err)
	}
	return t.Buckets, t.Others, nil
}

// readUnits fills in the places and scores of the units of documents, from the order that they were asked for in: by score or by place first.
func (a *answer) readUnits(byScore bool) {
	for i := range a.hits {
		for j := range a.hits[i].units {
			u := &a.hits[i].units[j]
			if len(u.Sort) != 2 {
				continue
			}
			seq, score := u.Sort[0], u.Sort[1]
			if byScore {
				seq, score = score, seq
			}
			if json.Unmarshal(seq, &u.seq) != nil || json.Unmarshal(score, &u.Score) != nil {
				u.seq, u.Score = 0, nil
			}
		}
	}
}
