package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/plenary-search/plenary/bench/exchange"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// The flat index is what somebody would make without plenary: a document for each paragraph that searches find by default, its text analysed
// by OpenSearch as English and as plain words, and a keyword field for each facet. Documents, families, references and other languages' stems
// are not in it.

type object = map[string]any

func flatSettings() object {
	return object{"index": object{"number_of_shards": *shards, "number_of_replicas": *replicas, "refresh_interval": "-1", "requests.cache.enable": false}}
}

func flatMappings() object {
	keyword := object{"type": "keyword"}
	properties := object{
		"symbol": keyword, "anchor": keyword, "date": object{"type": "date"},
		"text": object{"type": "text", "fields": object{"english": object{"type": "text", "analyzer": "english"}}},
	}
	for _, f := range workload.Facets {
		properties[f.Field] = keyword
	}
	return object{"dynamic": "strict", "properties": properties}
}

// flatUnit is a unit as the flat index has it.
func flatUnit(h *document.Header, u *document.Unit) object {
	o := object{"symbol": h.Symbol, "anchor": u.Anchor, "text": u.Text}
	if h.Date != "" {
		o["date"] = h.Date
	}
	for field, values := range exchange.FacetValues(h, u) {
		o[field] = values
	}
	return o
}

// bulkBytes is the size of bulk requests, that of package rest.
const bulkBytes = 8 << 20

// bulk are requests that fill a flat index, and what they hold.
type bulk struct {
	calls     []call
	units     int
	textBytes int64

	pending bytes.Buffer
}

// flatBulk makes the requests that fill a flat index of some name.
func flatBulk(name string, documents iter.Seq2[document.Document, error]) (*bulk, error) {
	b := &bulk{}
	lines := json.NewEncoder(&b.pending)
	for d, err := range documents {
		if err != nil {
			return nil, err
		}
		for i := range d.Units {
			u := &d.Units[i]
			if !document.SearchedByDefault(u.Kind) {
				continue
			}
			head := object{"index": object{"_index": name, "_id": document.UnitID(d.Key(), u.Anchor)}}
			if err := errors.Join(lines.Encode(head), lines.Encode(flatUnit(&d.Header, u))); err != nil {
				return nil, err
			}
			b.units, b.textBytes = b.units+1, b.textBytes+int64(len(u.Text))
			if b.pending.Len() >= bulkBytes {
				b.flush()
			}
		}
	}
	b.flush()
	return b, nil
}

// flush makes a request of what is pending.
func (b *bulk) flush() {
	if b.pending.Len() == 0 {
		return
	}
	b.calls = append(b.calls, call{Method: http.MethodPost, Target: "/_bulk?filter_path=errors,items.*.status,items.*.error",
		Header: http.Header{"Content-Type": {"application/x-ndjson"}}, Body: bytes.Clone(b.pending.Bytes())})
	b.pending.Reset()
}

// flatPage is the one request for a full page of the flat index: OpenSearch's own syntax, which reads the texts of the workload as plenary
// does, its BM25, its highlighter, and a facet under every filter but its own.
func flatPage(q workload.Query) (call, error) {
	operator := "AND"
	if q.Any {
		operator = "OR"
	}
	var query object
	if q.Text == "" {
		query = object{"match_all": object{}}
	} else {
		query = object{"query_string": object{"query": q.Text, "fields": []string{"text", "text.english"}, "default_operator": operator}}
	}
	aggs := object{}
	for _, f := range workload.Facets {
		values := object{"terms": object{"field": f.Field, "size": search.DefaultFacetSize}}
		if others := filtersBut(q.Filters, f.Field); len(others) > 0 {
			values = object{"filter": object{"bool": object{"filter": others}}, "aggs": object{"values": values}}
		}
		aggs[f.Field] = values
	}
	body := object{"size": 10, "track_total_hits": true, "query": query, "aggs": aggs,
		"highlight": object{"number_of_fragments": 0, "require_field_match": false, "fields": object{"text": object{}}}}
	if all := filtersBut(q.Filters, ""); len(all) > 0 {
		body["post_filter"] = object{"bool": object{"filter": all}}
	}
	if q.Sort == search.SortNewest {
		body["sort"] = []object{{"date": "desc"}}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return call{}, fmt.Errorf("%s query %q: %w", q.Class, q.Text, err)
	}
	return call{Method: http.MethodPost, Target: "/" + flatIndex + "/_search", Header: http.Header{"Content-Type": {"application/json"}}, Body: text}, nil
}

// filtersBut are the filters on all fields but one.
func filtersBut(filters []search.Filter, field string) (all []object) {
	for _, f := range filters {
		if f.Field != field {
			all = append(all, object{"terms": object{f.Field: f.Values}})
		}
	}
	return all
}
