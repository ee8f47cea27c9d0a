package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/plenary-search/plenary/search/cluster/clustertest"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

func TestMain(m *testing.M) { clustertest.Main(m) }

// start returns a client of a real cluster and the name of an index of two shards with a replica each, which is removed at the end.
func start(t *testing.T) (*clustertest.Cluster, *rest.Client, string) {
	t.Helper()
	cluster := clustertest.Start(t)
	client := cluster.Client(t)
	index := newIndex(t, client)
	return cluster, client, index
}

func newIndex(t *testing.T, client *rest.Client) string {
	t.Helper()
	index := fmt.Sprintf("rest-%d", time.Now().UnixNano())
	err := client.CreateIndex(t.Context(), index, json.RawMessage(`{
		"settings": {"number_of_shards": 2, "number_of_replicas": 1, "refresh_interval": "-1"},
		"mappings": {"dynamic": "strict", "_meta": {"schema": 7}, "properties": {"n": {"type": "integer"}, "text": {"type": "text"}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.DeleteIndex(context.Background(), index); err != nil {
			t.Error(err)
		}
	})
	health, err := client.Health(t.Context(), rest.HealthOptions{Index: index, Status: "green", Timeout: time.Minute})
	if err != nil || health.Status != "green" {
		t.Fatalf("index %s: %+v, %v", index, health, err)
	}
	return index
}

// numbered are actions that index documents {"n": i} under the ids from..to-1.
func numbered(index string, from, to int) iter.Seq2[rest.Action, error] {
	return func(yield func(rest.Action, error) bool) {
		for i := from; i < to; i++ {
			if !yield(rest.Action{Op: rest.OpIndex, Index: index, ID: fmt.Sprintf("A/%d", i), Source: map[string]any{"n": i, "text": "paragraph of a resolution"}}, nil) {
				return
			}
		}
	}
}

// fill writes n documents, in sight of searches.
func fill(t *testing.T, client *rest.Client, index string, n int) {
	t.Helper()
	if _, err := client.Bulk(t.Context(), numbered(index, 0, n), ""); err != nil {
		t.Fatal(err)
	}
	if err := client.Refresh(t.Context(), index); err != nil {
		t.Fatal(err)
	}
}

// total is how many documents searches see.
func total(t *testing.T, client *rest.Client, index string) int64 {
	t.Helper()
	result, err := client.Search(t.Context(), rest.Search{Index: index, Body: json.RawMessage(`{"size": 0, "track_total_hits": true}`)})
	if err != nil {
		t.Fatal(err)
	}
	return result.Hits.Total.Value
}

func want(t *testing.T, err, name error) {
	t.Helper()
	if !errors.Is(err, name) {
		t.Errorf("error = %v, want %v", err, name)
	}
}

func TestInfoOfCluster(t *testing.T) {
	client := clustertest.Start(t).Client(t)
	info, err := client.Info(t.Context())
	if err != nil || info.Distribution != "opensearch" || info.Version == "" || info.UUID == "" {
		t.Errorf("Info = %+v, %v", info, err)
	}
}

func TestHealthTimesOut(t *testing.T) {
	client := clustertest.Start(t).Client(t)
	health, err := client.Health(t.Context(), rest.HealthOptions{Nodes: 1000, Timeout: 10 * time.Millisecond})
	if err != nil || !health.TimedOut || health.Nodes == 0 {
		t.Errorf("Health = %+v, %v; want one that says that the wait was too short", health, err)
	}
}

func TestIndexes(t *testing.T) {
	_, client, index := start(t)
	for name, exists := range map[string]bool{index: true, index + "-none": false} {
		if got, err := client.IndexExists(t.Context(), name); got != exists || err != nil {
			t.Errorf("IndexExists(%s) = %v, %v", name, got, err)
		}
	}
	want(t, client.CreateIndex(t.Context(), index, nil), rest.ErrExists)
	want(t, client.DeleteIndex(t.Context(), index+"-none"), rest.ErrNotFound)
	for _, name := range []string{"", "*", index + "*", "_all", index + "," + index} {
		if err := client.DeleteIndex(t.Context(), name); err == nil {
			t.Errorf("DeleteIndex(%q) succeeded", name)
		}
	}
}

func TestMappingsAndSettings(t *testing.T) {
	_, client, index := start(t)
	if err := client.PutMapping(t.Context(), index, json.RawMessage(`{"properties": {"later": {"type": "keyword"}}}`)); err != nil {
		t.Error(err)
	}
	mappings, err := client.Mappings(t.Context(), index[:len(index)-1]+"*")
	var mapping struct {
		Meta       struct{ Schema int } `json:"_meta"`
		Properties map[string]any
	}
	if err := errors.Join(err, json.Unmarshal(mappings[index], &mapping)); err != nil || mapping.Meta.Schema != 7 || len(mapping.Properties) != 3 {
		t.Errorf("mapping = %+v, %v", mapping, err)
	}
	_, err = client.Mappings(t.Context(), index+"-none")
	want(t, err, rest.ErrNotFound)

	if err := client.PutSettings(t.Context(), index, map[string]any{"index.refresh_interval": "7s"}); err != nil {
		t.Error(err)
	}
	settings, err := client.Settings(t.Context(), index)
	if err != nil || settings[index]["index.refresh_interval"] != "7s" || settings[index]["index.number_of_shards"] != "2" {
		t.Errorf("settings = %v, %v", settings, err)
	}
}

func TestAliases(t *testing.T) {
	_, client, old := start(t)
	next := newIndex(t, client)
	alias := old + "-alias"
	for _, index := range []string{old, old, next} {
		if err := client.PointAlias(t.Context(), alias, index); err != nil {
			t.Fatal(err)
		}
		if got, err := client.Aliased(t.Context(), alias); fmt.Sprint(got) != fmt.Sprint([]string{index}) || err != nil {
			t.Errorf("alias stands for %v, %v; want %s", got, err, index)
		}
	}
	all, err := client.Aliases(t.Context(), old+"*")
	if _, there := all[old]; err != nil || !there || len(all[old]) != 0 {
		t.Errorf("Aliases = %v, %v; want %s without one", all, err, old)
	}
	if all, err = client.Aliases(t.Context(), next); err != nil || fmt.Sprint(all) != fmt.Sprint(map[string][]string{next: {alias}}) {
		t.Errorf("Aliases = %v, %v; want %s with %s", all, err, next, alias)
	}
	if got, err := client.Aliased(t.Context(), alias+"-none"); len(got) > 0 || err != nil {
		t.Errorf("Aliased = %v, %v; want none", got, err)
	}
	// One change that cannot be made makes none.
	err = client.UpdateAliases(t.Context(),
		rest.AliasAction{Remove: &rest.Alias{Index: next, Alias: alias}}, rest.AliasAction{Add: &rest.Alias{Index: next + "-none", Alias: alias}})
	want(t, err, rest.ErrNotFound)
	if got, _ := client.Aliased(t.Context(), alias); len(got) != 1 {
		t.Errorf("after a change that failed the alias stands for %v", got)
	}
}

func TestDocuments(t *testing.T) {
	_, client, index := start(t)
	id := "A/C.3/78/L.41 é"
	first, err := client.Put(t.Context(), index, id, map[string]int{"n": 1}, rest.WriteOptions{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Put(t.Context(), index, id, map[string]int{"n": 1}, rest.WriteOptions{Create: true})
	want(t, err, rest.ErrConflict)
	second, err := client.Put(t.Context(), index, id, map[string]int{"n": 2}, rest.WriteOptions{If: &first})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Put(t.Context(), index, id, map[string]int{"n": 3}, rest.WriteOptions{If: &first})
	want(t, err, rest.ErrConflict)
	document, err := client.Get(t.Context(), index, id)
	if err != nil || !document.Found || document.ID != id || string(document.Source) != `{"n":2}` || document.Seq != second {
		t.Errorf("Get = %+v (%s), %v; want that written second, %+v", document, document.Source, err, second)
	}
	many, err := client.GetMany(t.Context(), index, []string{"none", id})
	if err != nil || len(many) != 2 || many[0].Found || !many[1].Found || many[1].ID != id {
		t.Errorf("GetMany = %+v, %v", many, err)
	}
	_, err = client.GetMany(t.Context(), index+"-none", []string{"1"})
	want(t, err, rest.ErrPartial)
	want(t, client.Delete(t.Context(), index, id, rest.WriteOptions{If: &first}), rest.ErrConflict)
	if err := client.Delete(t.Context(), index, id, rest.WriteOptions{If: &second}); err != nil {
		t.Error(err)
	}
	want(t, client.Delete(t.Context(), index, id, rest.WriteOptions{}), rest.ErrNotFound)
	_, err = client.Get(t.Context(), index, id)
	want(t, err, rest.ErrNotFound)
	_, err = client.Put(t.Context(), index, id, map[string]int{"unknown": 3}, rest.WriteOptions{})
	if err == nil || !strings.Contains(err.Error(), "strict_dynamic_mapping_exception") {
		t.Errorf("error = %v, want that of a strict mapping", err)
	}
}

func TestBulkOnCluster(t *testing.T) {
	cluster, _, index := start(t)
	config := cluster.Config()
	config.BulkBytes = 20_000
	client, err := rest.New(config)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	stats, err := client.Bulk(t.Context(), numbered(index, 0, 1000), "true")
	if err != nil || stats.Actions != 1000 || stats.Requests < 5 {
		t.Errorf("Bulk = %+v, %v", stats, err)
	}
	if got := total(t, client, index); got != 1000 {
		t.Errorf("%d documents, want 1000", got)
	}
	mixed := func(yield func(rest.Action, error) bool) {
		_ = yield(rest.Action{Op: rest.OpCreate, Index: index, ID: "A/1", Source: map[string]int{"n": 1}}, nil) &&
			yield(rest.Action{Op: rest.OpIndex, Index: index, ID: "strict", Source: map[string]int{"other": 1}}, nil) &&
			yield(rest.Action{Op: rest.OpUpdate, Index: index, ID: "A/2", Source: map[string]any{"doc": map[string]int{"n": 200}}}, nil) &&
			yield(rest.Action{Op: rest.OpDelete, Index: index, ID: "A/3"}, nil) &&
			yield(rest.Action{Op: rest.OpDelete, Index: index, ID: "none"}, nil)
	}
	stats, err = client.Bulk(t.Context(), mixed, "true")
	var failed *rest.BulkError
	if !errors.As(err, &failed) || len(failed.Items) != 2 || failed.Items[0].ID != "A/1" || failed.Items[1].ID != "strict" || stats.Actions != 3 {
		t.Fatalf("Bulk = %+v, %v; want faults of A/1 and strict", stats, err)
	}
	want(t, failed.Items[0], rest.ErrConflict)
	if got := total(t, client, index); got != 999 {
		t.Errorf("%d documents, want 999", got)
	}
}

// The block that a full disk brings, as the cluster sets it.
func TestDiskFull(t *testing.T) {
	_, client, index := start(t)
	if err := client.PutSettings(t.Context(), index, map[string]any{"index.blocks.read_only_allow_delete": true}); err != nil {
		t.Fatal(err)
	}
	_, err := client.Bulk(t.Context(), numbered(index, 0, 10), "")
	want(t, err, rest.ErrDiskFull)
	_, err = client.Put(t.Context(), index, "1", map[string]int{"n": 1}, rest.WriteOptions{})
	want(t, err, rest.ErrDiskFull)
	if got := total(t, client, index); got != 0 {
		t.Errorf("%d documents, want none", got)
	}
	if err := client.PutSettings(t.Context(), index, map[string]any{"index.blocks.read_only_allow_delete": nil}); err != nil {
		t.Fatal(err)
	}
	if _, err = client.Bulk(t.Context(), numbered(index, 0, 10), ""); err != nil {
		t.Errorf("after the block: %v", err)
	}
}

func TestSearchOnCluster(t *testing.T) {
	_, client, index := start(t)
	fill(t, client, index, 25)
	body := json.RawMessage(`{
		"query": {"match": {"text": "resolution"}}, "sort": [{"n": "desc"}], "size": 3, "track_total_hits": true,
		"aggs": {"most": {"max": {"field": "n"}}}}`)
	result, err := client.Search(t.Context(), rest.Search{Index: index, Body: body, Preference: "same", Global: true})
	if err != nil {
		t.Fatal(err)
	}
	if total := *result.Hits.Total; total != (rest.Total{Value: 25, Relation: "eq"}) || len(result.Hits.Hits) != 3 || result.Shards.Successful != 2 {
		t.Errorf("total = %+v, %d hits of %+v", total, len(result.Hits.Hits), result.Shards)
	}
	if hit := result.Hits.Hits[2]; hit.ID != "A/22" || hit.Score != nil || string(hit.Sort[0]) != "22" || !strings.Contains(string(hit.Source), `"n":22`) {
		t.Errorf("hit = %+v", hit)
	}
	if got := string(result.Aggregations); got != `{"most":{"value":24.0}}` {
		t.Errorf("aggregation = %s", got)
	}
	_, err = client.Search(t.Context(), rest.Search{Index: index + "-none", Body: body})
	want(t, err, rest.ErrNoIndex)
	_, err = client.Search(t.Context(), rest.Search{Index: index, Body: json.RawMessage(`{"query": {"mtch": {}}}`)})
	if err == nil || !strings.Contains(err.Error(), "unknown query [mtch]") {
		t.Errorf("error = %v, want OpenSearch's own words", err)
	}
}

func TestPointInTime(t *testing.T) {
	_, client, index := start(t)
	fill(t, client, index, 10)
	pit, err := client.OpenPIT(t.Context(), index, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.DeleteByQuery(t.Context(), index, json.RawMessage(`{"query": {"match_all": {}}}`), true); err != nil {
		t.Fatal(err)
	}
	search := rest.Search{Body: map[string]any{"pit": map[string]string{"id": pit, "keep_alive": "1m"}, "size": 4, "sort": []string{"n"}, "search_after": []int{2}}}
	result, err := client.Search(t.Context(), search)
	if err != nil || len(result.Hits.Hits) != 4 || result.Hits.Hits[0].ID != "A/3" || result.PIT == "" {
		t.Errorf("search of the past = %+v, %v; want A/3 and on", result.Hits, err)
	}
	if got := total(t, client, index); got != 0 {
		t.Errorf("%d documents now, want none", got)
	}
	for range 2 {
		if err := client.ClosePIT(t.Context(), pit); err != nil {
			t.Error(err)
		}
	}
	_, err = client.Search(t.Context(), search)
	want(t, err, rest.ErrExpired)
}

func TestMultiSearch(t *testing.T) {
	_, client, index := start(t)
	fill(t, client, index, 10)
	body := func(n int) json.RawMessage {
		return json.RawMessage(fmt.Sprintf("{\"query\": {\"term\":\n{\"n\": %d}}}", n))
	}
	results, err := client.MultiSearch(t.Context(), []rest.Search{{Index: index, Body: body(3)}, {Index: index, Body: body(99), Global: true}, {Index: index, Body: body(5)}})
	if err != nil || len(results) != 3 || len(results[1].Hits.Hits) != 0 || results[0].Hits.Hits[0].ID != "A/3" || results[2].Hits.Hits[0].ID != "A/5" {
		t.Errorf("MultiSearch = %+v, %v", results, err)
	}
	_, err = client.MultiSearch(t.Context(), []rest.Search{{Index: index, Body: body(3)}, {Index: index + "-none", Body: body(3)}})
	want(t, err, rest.ErrNotFound)
	if !strings.Contains(fmt.Sprint(err), "search 1") {
		t.Errorf("error = %v, want one that says which search", err)
	}
}

func TestDeleteByQuery(t *testing.T) {
	_, client, index := start(t)
	fill(t, client, index, 10)
	deleted, err := client.DeleteByQuery(t.Context(), index, json.RawMessage(`{"query": {"range": {"n": {"lt": 4}}}}`), true)
	if err != nil || deleted.Deleted != 4 || deleted.Total != 4 || deleted.Conflicts != 0 {
		t.Errorf("DeleteByQuery = %+v, %v", deleted, err)
	}
	if got := total(t, client, index); got != 6 {
		t.Errorf("%d documents, want 6", got)
	}
}

// While a node is down searches and writes go on by the others, and nothing is lost.
func TestKilledNode(t *testing.T) {
	cluster, client, index := start(t)
	fill(t, client, index, 100)
	cluster.Kill(t, 1)
	if got := total(t, client, index); got != 100 {
		t.Errorf("%d documents, want 100", got)
	}
	if stats, err := client.Bulk(t.Context(), numbered(index, 100, 200), "true"); err != nil || stats.Actions != 100 {
		t.Errorf("Bulk = %+v, %v", stats, err)
	}
	cluster.Restart(t, 1)
	cluster.WaitGreen(t)
	if got := total(t, client, index); got != 200 {
		t.Errorf("%d documents, want 200", got)
	}
}

// A node is killed in the middle of an index run and of searches: neither notices.
func TestKilledNodeUnderLoad(t *testing.T) {
	cluster, _, index := start(t)
	config := cluster.Config()
	config.BulkBytes = 10_000
	client, err := rest.New(config)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	fill(t, client, index, 100)

	searching, stop := context.WithCancel(t.Context())
	searched := make(chan int)
	go func() {
		count := 0
		for ; searching.Err() == nil; count++ {
			result, err := client.Search(t.Context(), rest.Search{Index: index, Body: json.RawMessage(`{"size": 0, "track_total_hits": true, "query": {"range": {"n": {"lt": 100}}}}`)})
			if err != nil || result.Hits.Total.Value != 100 {
				t.Errorf("search %d: total %+v, %v; want 100", count, result.Hits.Total, err)
			}
		}
		searched <- count
	}()
	const documents = 10_000
	stats, err := client.Bulk(t.Context(), func(yield func(rest.Action, error) bool) {
		for action := range numbered(index, 100, documents) {
			if action.ID == "A/5000" {
				cluster.Kill(t, 1)
			}
			if !yield(action, nil) {
				return
			}
		}
	}, "")
	stop()
	count := <-searched
	if err != nil || stats.Actions != documents-100 {
		t.Errorf("Bulk = %+v, %v; want all of %d", stats, err, documents-100)
	}
	if err := client.Refresh(t.Context(), index); err != nil {
		t.Error(err)
	}
	if got := total(t, client, index); got != documents {
		t.Errorf("%d documents, want %d", got, documents)
	}
	t.Logf("%d searches, %+v", count, stats)
}

// All nodes are gone: the error has a name; they come back, and so do searches, by themselves.
func TestAllNodesGone(t *testing.T) {
	cluster, client, index := start(t)
	fill(t, client, index, 10)
	for i := range clustertest.Nodes {
		cluster.Kill(t, i)
	}
	_, err := client.Search(t.Context(), rest.Search{Index: index})
	want(t, err, rest.ErrUnavailable)
	for i := range clustertest.Nodes {
		cluster.Restart(t, i)
	}
	cluster.WaitGreen(t)
	if got := total(t, client, index); got != 10 {
		t.Errorf("%d documents, want 10", got)
	}
}
