package web

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
)

const tableAddress = apiSearch + "?q=%22extrabudgetary+resources%22&lang=en&view=concordance&sort=left"

// tableAt asks for a table and reads it.
func tableAt(t *testing.T, s *Server, address string, header ...string) [][]string {
	t.Helper()
	w := getFrom(s, address, header...)
	text, marked := strings.CutPrefix(w.Body.String(), byteOrderMark)
	if w.Code != 200 || w.Header().Get("Content-Type") != csvType || !marked {
		t.Fatalf("%s: %d %v %s", address, w.Code, w.Header(), w.Body)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Equal(rows[0], tableColumns) {
		t.Fatalf("%s: %v %q", address, err, rows)
	}
	return rows[1:]
}

func TestTableOfConcordance(t *testing.T) {
	s := seedPages(t)
	rows := tableAt(t, s, tableAddress+"&format=csv")
	if len(rows) != 4 {
		t.Fatalf("%d rows: %q", len(rows), rows)
	}
	want := []string{"of the Mechanism and invited Member States and other donors to provide", "extrabudgetary resources",
		"for the purposes set out in the two resolutions, in accordance with the rules", "CTOC/COP/2024/1", "item 6, fourth paragraph", "6", "CTOC/COP 9/1; CTOC/COP 10/1"}
	if !slices.Equal(rows[3], want) {
		t.Errorf("%q, want %q", rows[3], want)
	}
	w := getFrom(s, tableAddress, "Accept", "text/csv, application/json;q=0.5")
	if tag := getFrom(s, tableAddress).Header().Get("ETag"); w.Header().Get("Content-Type") != csvType || w.Header().Get("ETag") == tag || !slices.Contains(w.Header().Values("Vary"), "Accept") {
		t.Errorf("by Accept: %v", w.Header())
	}
	link := openPage(t, s, strings.Replace(tableAddress, apiSearch, searchPath, 1)).one(t, "footer").all("a")
	i := slices.IndexFunc(link, func(a element) bool { return a.text() == "CSV" })
	if i < 0 || len(tableAt(t, s, link[i].attr("href"))) != 4 {
		t.Error("the page does not lead to the table")
	}
	for _, refused := range []string{apiSearch + "?q=resources&format=csv", tableAddress + "&format=xls"} {
		if w := getFrom(s, refused); w.Code != 400 {
			t.Errorf("%s: %d", refused, w.Code)
		}
	}
	if w := getFrom(s, apiSearch+"?q=resources", "Accept", "text/csv"); w.Header().Get("Content-Type") != jsonType {
		t.Error("hits are no table, whatever is accepted")
	}
}

// TestTableHasAllLines holds a table to the pages of the concordance.
func TestTableHasAllLines(t *testing.T) {
	s := newTestServer(t)
	for _, order := range []string{"relevance", "document", "left"} {
		address := apiSearch + "?q=extradition&view=concordance&sort=" + order
		var walked []string
		for next := address + "&page_size=30"; next != ""; {
			page, links := concordanceIn(t, s, next)
			for _, l := range page.Lines {
				walked = append(walked, inert(strings.TrimSpace(l.Before)))
			}
			next = links.Next
		}
		var lefts []string
		for _, row := range tableAt(t, s, address+"&format=csv") {
			lefts = append(lefts, row[0])
		}
		if !slices.Equal(lefts, walked) || len(lefts) <= 30 {
			t.Errorf("%s: %d rows, %d lines on pages", order, len(lefts), len(walked))
		}
	}
	w := getFrom(s, apiSearch+"?q=extradition&view=concordance&format=csv&page_size=5")
	_, after, ok := strings.Cut(w.Header().Get("Link"), "<")
	next, _, _ := strings.Cut(after, ">")
	if rows := tableAt(t, s, next); !ok || len(rows) < 5 {
		t.Errorf("the next page %q has %d rows", next, len(rows))
	}
}

func TestCellsAreInert(t *testing.T) {
	for _, c := range []struct{ cell, want string }{
		{"", ""}, {"resources", "resources"}, {"2(b)", "2(b)"}, {"– to be", "– to be"}, {"a=b", "a=b"}, {"’s", "’s"},
		{"=1+1", "'=1+1"}, {"+1", "'+1"}, {"-general", "'-general"}, {"@SUM(A1)", "'@SUM(A1)"}, {" =1", "' =1"}, {"\u00a0=1", "'\u00a0=1"},
		{"\ta", "'\ta"}, {"\r=1", "'\r=1"}, {"\n", "'\n"}, {"＝1", "'＝1"}, {"＠x", "'＠x"},
	} {
		if got := inert(c.cell); got != c.want {
			t.Errorf("inert(%q) = %q, want %q", c.cell, got, c.want)
		}
	}
}

func TestPrefersTable(t *testing.T) {
	for accept, want := range map[string]bool{
		"": false, "*/*": false, "text/*": false, "application/json": false, "text/csv": true, "text/csv, */*;q=0.1": true, "Text/CSV; header=present": true,
		"application/json, text/csv": false, "application/json;q=0.2, text/csv;q=0.9": true, "text/csv;q=0": false, "text/csv;q=x": false, ";;": false,
	} {
		if got := prefersTable(accept); got != want {
			t.Errorf("prefersTable(%q) = %v, want %v", accept, got, want)
		}
	}
}

// TestTableOfFormulas writes texts that are formulas.
func TestTableOfFormulas(t *testing.T) {
	doc := document.Document{Header: document.Header{Symbol: "A/79/1", Lang: "en"}}
	for i, text := range []string{`=HYPERLINK("//example.org") is a formula`, "formula -2+3", "+1 formula @SUM(A1)", "a formula\t=1"} {
		doc.Units = append(doc.Units, document.Unit{Seq: i + 1, Anchor: fmt.Sprintf("p%d", i+1), Kind: document.Paragraph, Text: text})
	}
	rows := tableAt(t, serverOf(t, []document.Document{doc}), apiSearch+"?q=formula&view=concordance&format=csv&sort=document")
	var beside [][2]string
	for _, row := range rows {
		beside = append(beside, [2]string{row[0], row[2]})
	}
	want := [][2]string{{`'=HYPERLINK("//example.org") is a`, ""}, {"", "'-2+3"}, {"'+1", "'@SUM(A1)"}, {"a", "'=1"}}
	if diff := cmp.Diff(want, beside); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
