package citation

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite golden files")

// goldDir holds documents annotated by hand; it stands beside the project and not in it.
const goldDir = "../../../shared/gold"

// goldUnit is a unit of an annotated document; see the README beside the files.
type goldUnit struct {
	Seq         int      `json:"seq"`
	Kind        string   `json:"kind"`
	Role        string   `json:"row"`
	Text        string   `json:"text"`
	Section     []string `json:"section"`
	Resolutions []struct {
		Kind, Body, ID, Surface string
		Implicit                bool
	} `json:"resolutions"`
	Symbols  []string `json:"symbols"`
	Articles []struct{ Instrument, Kind, ID string }
	Dates    []string `json:"dates"`
}

// tags are the unit's annotations, by kind of tag, as strings.
func (u goldUnit) tags() map[string][]string {
	t := map[string][]string{"symbols": u.Symbols, "dates": u.Dates}
	for _, r := range u.Resolutions {
		t["resolutions"] = append(t["resolutions"], fmt.Sprintf("%s %s %s implied=%t %q", r.Kind, r.Body, r.ID, r.Implicit, r.Surface))
	}
	for _, a := range u.Articles {
		t["articles"] = append(t["articles"], a.Instrument+" "+a.Kind+" "+a.ID)
	}
	return t
}

// found are the tags that the package finds, in the same form.
func found(text string, citations []Citation, dates []Date) map[string][]string {
	t := map[string][]string{}
	for _, c := range citations {
		switch c.Kind {
		case Document:
			t["symbols"] = append(t["symbols"], c.ID)
		case Resolution, Decision:
			t["resolutions"] = append(t["resolutions"], fmt.Sprintf("%s %s %s implied=%t %q", c.Kind, c.Body, c.ID, c.Implied, text[c.Start:c.End]))
		default:
			t["articles"] = append(t["articles"], c.Instrument+" "+string(c.Kind)+" "+c.ID)
		}
	}
	for _, d := range dates {
		t["dates"] = append(t["dates"], d.ISO)
	}
	return t
}

// score counts tags.
type score struct{ right, missed, wrong int }

func (s score) String() string {
	p := float64(s.right) / float64(max(s.right+s.wrong, 1))
	r := float64(s.right) / float64(max(s.right+s.missed, 1))
	return fmt.Sprintf("%d tags, precision %.4f, recall %.4f, F1 %.4f", s.right+s.missed, p, r, 2*p*r/max(p+r, 1e-9))
}

// add counts what two lists of tags have in common, in any order.
func (s *score) add(want, got []string) (missed, wrong []string) {
	rest := append([]string(nil), got...)
	for _, w := range want {
		at := -1
		for i, g := range rest {
			if g == w {
				at = i
				break
			}
		}
		if at < 0 {
			missed = append(missed, w)
			continue
		}
		rest = append(rest[:at], rest[at+1:]...)
		s.right++
	}
	s.missed, s.wrong = s.missed+len(missed), s.wrong+len(rest)
	return missed, rest
}

// TestGold compares citations and dates with the annotation of two whole documents and holds the figures to a golden file.
func TestGold(t *testing.T) {
	documents := map[string]Source{
		"CTOC-COP-2024-5.jsonl": {Body: "CTOC/COP", Session: 12},
		"CTOC-COP-2024-1.jsonl": {Body: "CTOC/COP", Session: 12},
	}
	kinds := []string{"resolutions", "symbols", "articles", "dates"}
	scores := map[string]*score{}
	for _, kind := range kinds {
		scores[kind] = &score{}
	}
	for _, name := range []string{"CTOC-COP-2024-5.jsonl", "CTOC-COP-2024-1.jsonl"} {
		units := readGold(t, filepath.Join(goldDir, name))
		input := make([]Unit, len(units))
		for i, u := range units {
			input[i] = Unit{Text: u.Text, Mentions: Find(u.Text, "en"), Section: u.Section, Apart: u.Kind != "paragraph" && u.Kind != "list_item"}
		}
		for i, citations := range Resolve(documents[name], input) {
			u, year := units[i], 0
			if u.Role == "day" {
				year = 2024
			}
			want, got := u.tags(), found(u.Text, citations, FindDates(u.Text, "en", year))
			for _, kind := range kinds {
				if missed, wrong := scores[kind].add(want[kind], got[kind]); len(missed)+len(wrong) > 0 {
					t.Errorf("%s %d: %s missed %q, wrong %q", name, u.Seq, kind, missed, wrong)
				}
			}
		}
	}
	var b strings.Builder
	for _, kind := range kinds {
		fmt.Fprintf(&b, "%-12s %v\n", kind, scores[kind])
	}
	golden(t, "testdata/gold.txt", b.String())
}

// golden compares text with a golden file, which -update rewrites.
func golden(t *testing.T, name, got string) {
	t.Helper()
	t.Log("\n" + got)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; want:\n%s", name, want)
	}
}

// readGold reads the units of an annotated document; it skips the test where there is none.
func readGold(t testing.TB, name string) []goldUnit {
	t.Helper()
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there: the annotated documents stand beside the project", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var units []goldUnit
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var u goldUnit
		if err := json.Unmarshal(lines.Bytes(), &u); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		units = append(units, u)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return units
}
