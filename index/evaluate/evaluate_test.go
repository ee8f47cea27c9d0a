package evaluate_test

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/evaluate"
	"github.com/plenary-search/plenary/index/record"
	"github.com/plenary-search/plenary/seeds"
)

var update = flag.Bool("update", false, "rewrite golden files")

// goldFiles are the annotations of the embedded documents, in order of the documents.
var goldFiles = []string{"CTOC-COP-2024-5.jsonl", "CTOC-COP-2024-1.jsonl"}

func readSeeds(t *testing.T) []document.Document {
	t.Helper()
	ctx := context.Background()
	docs, failed, err := index.ReadAll(ctx, index.FromFS(ctx, seeds.Documents(), index.WalkLimits{}), index.Options{})
	if err != nil || len(failed) > 0 || len(docs) != len(goldFiles) {
		t.Fatalf("ReadAll = %d documents, failures %v, error %v", len(docs), failed, err)
	}
	return docs
}

func readGold(t *testing.T, name string) []record.Unit {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata/gold", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	units, err := evaluate.ReadGold(f)
	if err != nil {
		t.Fatal(err)
	}
	return units
}

// TestGold measures the whole way from text to tags. The golden file holds the figures.
func TestGold(t *testing.T) {
	var report evaluate.Report
	for i, d := range readSeeds(t) {
		report.Compare(record.Units(d), readGold(t, goldFiles[i]))
	}
	t.Log("\n" + report.String())
	for _, d := range report.Differences {
		t.Log(d)
	}
	golden(t, "testdata/gold.txt", report.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), to be rewritten with -update:\n%s", name, diff)
	}
}

// goldDocuments is what documents.json says of the documents and of the agenda.
type goldDocuments struct {
	Documents []struct {
		Symbol       string
		Title        string
		Type         string `json:"document_type"`
		Body         struct{ Name, Code string }
		Session      struct{ Text string }
		Place        string
		SessionDates string `json:"session_dates"`
		Date         string `json:"publication_date"`
		Reissue      *struct{ Date string }
		Original     string `json:"original_language"`
		Distribution string
		Items        []struct{ ID string } `json:"agenda_items"`
	}
	Agenda        struct{ Items []goldItem }
	Documentation struct {
		ByItem []struct {
			Item      string                           `json:"agenda_item"`
			Documents []struct{ Symbol, Entry string } `json:"documents"`
		} `json:"by_item"`
	}
	Organization struct {
		Slots []struct {
			Date, Time string
			Item       string `json:"agenda_item"`
		}
	} `json:"organization_of_work"`
}

type goldItem struct {
	ID, Title string
	Children  []goldItem
}

func readGoldDocuments(t *testing.T) (g goldDocuments) {
	t.Helper()
	raw, err := os.ReadFile("testdata/gold/documents.json")
	if err == nil {
		err = json.Unmarshal(raw, &g)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGoldHeaders(t *testing.T) {
	gold := readGoldDocuments(t)
	for i, d := range readSeeds(t) {
		g := gold.Documents[i]
		want := document.Header{
			Source: d.Source, Hash: d.Hash, SymbolEvidence: d.SymbolEvidence, SessionNumber: d.SessionNumber, Agenda: d.Agenda, Lang: "en",
			Symbol: g.Symbol, SymbolVia: document.ViaDocumentation, // neither text prints its own symbol
			Title: g.Title, Type: g.Type, Body: g.Body.Code, BodyName: g.Body.Name, Session: g.Session.Text, Place: g.Place,
			SessionFrom: g.SessionDates[:10], SessionTo: g.SessionDates[11:], Date: g.Date, OriginalLanguage: g.Original, Distribution: g.Distribution,
		}
		if g.Reissue != nil {
			want.Reissued = g.Reissue.Date
		}
		for _, item := range g.Items {
			want.MastheadItems = append(want.MastheadItems, item.ID)
		}
		if diff := cmp.Diff(want, d.Header); diff != "" {
			t.Errorf("header of %s (-want +got):\n%s", g.Symbol, diff)
		}
	}
}

func TestGoldAgenda(t *testing.T) {
	gold, agenda := readGoldDocuments(t), readSeeds(t)[1].Agenda
	found := map[string]document.AgendaItem{}
	if diff := cmp.Diff(gold.Agenda.Items, toGold(agenda, found)); diff != "" {
		t.Errorf("agenda (-want +got):\n%s", diff)
	}
	for _, g := range gold.Documentation.ByItem {
		var want []document.Listed
		for _, d := range g.Documents {
			want = append(want, document.Listed{Symbol: d.Symbol, Entry: d.Entry})
		}
		if diff := cmp.Diff(want, found[g.Item].Documentation); diff != "" {
			t.Errorf("documents of item %s (-want +got):\n%s", g.Item, diff)
		}
	}
	sittings := map[string][]document.Slot{}
	for _, s := range gold.Organization.Slots {
		sittings[s.Item] = append(sittings[s.Item], document.Slot{Date: s.Date, Time: s.Time})
	}
	for item, want := range sittings {
		if diff := cmp.Diff(want, found[item].Sittings); diff != "" {
			t.Errorf("sittings of item %s (-want +got):\n%s", item, diff)
		}
	}
	if got, want := found["2(b)"].Short, "Trafficking in Persons Protocol"; got != want {
		t.Errorf("short title of item 2(b) = %q, want %q", got, want)
	}
}

// toGold writes the tree as the gold file does and records each item.
func toGold(items []document.AgendaItem, found map[string]document.AgendaItem) []goldItem {
	out := []goldItem{}
	for _, item := range items {
		found[item.Item] = item
		out = append(out, goldItem{item.Item, item.Title, toGold(item.Children, found)})
	}
	return out
}

func TestCompareCountsBoundariesOnce(t *testing.T) {
	gold := []record.Unit{{Seq: 1, Kind: "paragraph", Text: "a"}, {Seq: 2, Kind: "paragraph", Text: "b c"}, {Seq: 3, Kind: "paragraph", Text: "d", Symbols: []string{"A/1", "A/1"}}}
	found := []record.Unit{{Seq: 1, Kind: "paragraph", Text: "a"}, {Seq: 2, Kind: "paragraph", Text: "b"}, {Seq: 3, Kind: "paragraph", Text: "c"},
		{Seq: 4, Kind: "heading", Text: "d", Symbols: []string{"A/1"}}}
	var r evaluate.Report
	r.Compare(found, gold)
	if got, want := r.Measures["unit"], (evaluate.Measure{Right: 1, Found: 4, Gold: 3}); got != want {
		t.Errorf("units = %+v, want %+v", got, want)
	}
	if got, want := r.Measures["symbol"], (evaluate.Measure{Right: 1, Found: 1, Gold: 2}); got != want {
		t.Errorf("symbols = %+v, want %+v", got, want)
	}
}
