package web

import "strings"

// nearest is the name that a reader most likely meant by an unknown one, "" where none is near: one that differs by few
// letters, or else the longest that stands within it ("agenda_item" for item).
func nearest(name string, names []string) string {
	name = strings.ToLower(name)
	if len(name) > 64 {
		return ""
	}
	best, least := "", 1+max(1, len(name)/3)
	for _, known := range names {
		if d := distance(name, known); d < least {
			best, least = known, d
		}
	}
	if best != "" {
		return best
	}
	for _, known := range names {
		if len(known) > max(2, len(best)) && strings.Contains(name, known) {
			best = known
		}
	}
	return best
}

// distance counts the bytes to insert, delete, replace or swap with their neighbour between a and b.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
