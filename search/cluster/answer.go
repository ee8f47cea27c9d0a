package cluster

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
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
	seq   int      // of a unit
	line  *float64 // what its best line adds to a document; nil: not known
	units []hit    // of a document
	total int      // of which these are the first
}

func newAnswer(r rest.SearchResult) answer {
	a := answer{hits: newHits(r.Hits), aggregations: gjson.ParseBytes(r.Aggregations).Map()}
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
type buckets map[string]gjson.Result

// below are the aggregations within one; none where it is missing.
func (b buckets) below(name string) buckets { return b[name].Map() }

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

// has reports whether there is an aggregation of that name.
func (b buckets) has(name string) bool { return b[name].Exists() }

// count is the number of rows of the aggregation that b stands below.
func (b buckets) count() int { return int(b["doc_count"].Int()) }

// value is the value of an aggregation of numbers; 0 where it is missing.
func (b buckets) value(name string) float64 { return b.below(name)["value"].Float() }

type sum struct {
	Count int
	Sum   float64
}

func (b buckets) stats(name string) sum {
	of := b.below(name)
	return sum{int(of["count"].Int()), of["sum"].Float()}
}

// bucket is a value with the number of rows that hold it.
type bucket struct {
	Key   string
	Count int
}

// terms are the values of an aggregation of terms. The error says that there are more than were asked for.
func (b buckets) terms(name string) ([]bucket, error) {
	all, others, err := b.listed(name)
	if err == nil && others > 0 {
		return nil, fmt.Errorf("%w: a facet has more than %d values that filters may select", search.ErrTooBroad, len(all))
	}
	return all, err
}

// listed are the values of an aggregation of terms, and how many rows hold others.
func (b buckets) listed(name string) (first []bucket, others int, err error) {
	of := b.below(name)
	if !of["buckets"].IsArray() {
		return nil, 0, fmt.Errorf("the cluster's answer lacks %s", name)
	}
	of["buckets"].ForEach(func(_, row gjson.Result) bool {
		var b bucket
		row.ForEach(func(name, value gjson.Result) bool {
			switch name.Str {
			case "key":
				b.Key = value.String()
			case "doc_count":
				b.Count = int(value.Int())
			}
			return true
		})
		first = append(first, b)
		return true
	})
	return first, int(of["sum_other_doc_count"].Int()), nil
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
			place, failed := strconv.Atoi(string(seq))
			points, unscored := strconv.ParseFloat(string(score), 64)
			if failed == nil && unscored == nil {
				u.seq, u.Score = place, &points
			}
		}
	}
}
