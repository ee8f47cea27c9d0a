// Package evaluate measures parsing, citing and linking against documents that people annotated: precision, recall and F1 for
// the boundaries of units and for every kind of tag.
//
// The gold files hold one JSON object per unit, as package record writes them. Units are compared in order
// after alignment by text, so that one wrong boundary does not spoil those behind it.
package evaluate

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/record"
)

// ReadGold reads the units of one document, one JSON object per line.
func ReadGold(r io.Reader) ([]record.Unit, error) {
	var units []record.Unit
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var u record.Unit
		if err := json.Unmarshal(lines.Bytes(), &u); err != nil {
			return nil, fmt.Errorf("gold unit %d: %w", len(units)+1, err)
		}
		units = append(units, u)
	}
	return units, lines.Err()
}

// Measure counts what was found and what there was to find.
type Measure struct{ Right, Found, Gold int }

// Precision is the share of what was found that is right; 1 where nothing was found.
func (m Measure) Precision() float64 { return share(m.Right, m.Found) }

// Recall is the share of the gold that was found; 1 where there is none.
func (m Measure) Recall() float64 { return share(m.Right, m.Gold) }

// F1 is the harmonic mean of precision and recall.
func (m Measure) F1() float64 { return share(2*m.Right, m.Found+m.Gold) }

func share(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// Report holds a measure for each aspect, and the differences in words.
type Report struct {
	Measures map[string]Measure
	// Differences name the unit and what was wrong with it, in order of the document.
	Differences []string
}

// Aspects lists the measured aspects in the order in which they are printed.
var Aspects = []string{"unit", "role", "number", "label", "level", "section", "note mark", "note of", "row", "cells", "schedule", "page break",
	"stated item", "item", "resolution", "implied resolution", "symbol", "article", "date"}

// Compare measures found against gold and adds to the report.
func (r *Report) Compare(found, gold []record.Unit) {
	if r.Measures == nil {
		r.Measures = map[string]Measure{}
	}
	pairs := align(found, gold)
	for _, p := range pairs {
		switch {
		case p.found == nil:
			r.Differences = append(r.Differences, fmt.Sprintf("seq %d missing: %s %.80q", p.gold.Seq, p.gold.Kind, p.gold.Text))
		case p.gold == nil:
			r.Differences = append(r.Differences, fmt.Sprintf("unit %d is not in the gold: %s %.80q", p.found.Seq, p.found.Kind, p.found.Text))
		}
		f, g := aspects(p.found), aspects(p.gold)
		for _, aspect := range Aspects {
			r.count(aspect, p, f[aspect], g[aspect])
		}
	}
}

// count adds one aspect of one pair of units.
func (r *Report) count(aspect string, p pair, found, gold []string) {
	m := r.Measures[aspect]
	m.Found += len(found)
	m.Gold += len(gold)
	right := common(found, gold)
	m.Right += right
	r.Measures[aspect] = m
	if p.found != nil && p.gold != nil && (right != len(found) || right != len(gold)) {
		r.Differences = append(r.Differences, fmt.Sprintf("seq %d %s: found %q, want %q", p.gold.Seq, aspect, found, gold))
	}
}

// common counts the values that both lists have, repeated ones as often as both repeat them.
func common(a, b []string) int {
	left := map[string]int{}
	for _, v := range b {
		left[v]++
	}
	n := 0
	for _, v := range a {
		if left[v] > 0 {
			left[v]--
			n++
		}
	}
	return n
}

// aspects gives the values of a unit for each aspect.
func aspects(u *record.Unit) map[string][]string {
	if u == nil {
		return nil
	}
	a := map[string][]string{
		"unit": {u.Kind + " " + u.Text}, "role": value(u.Role), "number": text(u.Number), "label": text(u.Label), "note mark": value(u.FootnoteMark),
		"row": value(u.Row), "stated item": u.Stated, "item": u.Items, "symbol": u.Symbols, "date": u.Dates,
	}
	if u.Level > 0 {
		a["level"] = value(strconv.Itoa(u.Level))
	}
	if u.FootnoteOf != nil && *u.FootnoteOf > 0 {
		a["note of"] = value(strconv.Itoa(int(*u.FootnoteOf)))
	}
	if len(u.Section) > 0 {
		a["section"] = value(strings.Join(u.Section, " > "))
	}
	if len(u.Cells) > 0 {
		a["cells"] = value(strings.Join(u.Cells, " | "))
	}
	if u.Schedule != nil {
		a["schedule"] = value(u.Schedule.Date + " " + u.Schedule.Time)
	}
	for _, b := range u.PageBreaks {
		a["page break"] = append(a["page break"], strconv.Itoa(b))
	}
	for _, ref := range u.Resolutions {
		v := fmt.Sprintf("%s %s %s %q", ref.Body, ref.Kind, ref.ID, ref.Surface)
		if ref.Implicit {
			a["implied resolution"] = append(a["implied resolution"], v)
		} else {
			a["resolution"] = append(a["resolution"], v)
		}
	}
	for _, ref := range u.Articles {
		a["article"] = append(a["article"], ref.Instrument+" "+ref.Kind+" "+ref.ID)
	}
	return a
}

func text(s *string) []string {
	if s == nil {
		return nil
	}
	return []string{*s}
}

func value(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// pair is a unit found beside the gold one, either nil where the other has no partner.
type pair struct{ found, gold *record.Unit }

// align pairs units by equal text, in order: the longest common subsequence.
func align(found, gold []record.Unit) []pair {
	longest := make([][]int, len(found)+1)
	for i := range longest {
		longest[i] = make([]int, len(gold)+1)
	}
	for i := len(found) - 1; i >= 0; i-- {
		for j := len(gold) - 1; j >= 0; j-- {
			if found[i].Text == gold[j].Text {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var out []pair
	i, j := 0, 0
	for i < len(found) || j < len(gold) {
		switch {
		case i < len(found) && j < len(gold) && found[i].Text == gold[j].Text:
			out = append(out, pair{&found[i], &gold[j]})
			i, j = i+1, j+1
		case j == len(gold) || i < len(found) && longest[i+1][j] >= longest[i][j+1]:
			out = append(out, pair{found: &found[i]})
			i++
		default:
			out = append(out, pair{gold: &gold[j]})
			j++
		}
	}
	return out
}

// String prints one line per aspect: precision, recall, F1 and the counts they come from.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s %9s %9s %9s %7s %7s %7s\n", "", "precision", "recall", "F1", "right", "found", "gold")
	for _, name := range Aspects {
		m := r.Measures[name]
		fmt.Fprintf(&b, "%-20s %9.4f %9.4f %9.4f %7d %7d %7d\n", name, m.Precision(), m.Recall(), m.F1(), m.Right, m.Found, m.Gold)
	}
	return b.String()
}
