package link

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
)

// What Link makes of a document differs only where its Basis differs: over all subsets of documents that say something about
// one another.
func TestBasisTellsWhenLinkingDiffers(t *testing.T) {
	sources := map[string]string{
		"note.txt":   noteText,
		"agenda.txt": agendaText,
		"other.txt":  strings.ReplaceAll(strings.ReplaceAll(agendaText, "Sixty-ninth", "Seventieth"), "E/CN.6/2025/", "E/CN.6/2026/"),
		"second.txt": strings.ReplaceAll(agendaText, "poverty among rural women", "the work of the Commission"),
		"paper.txt":  "E/CN.6/2025/3\n\n" + masthead + "Items 3 of the provisional agenda*\n\nReport of the Secretary-General\n\n1. One.\n\n* E/CN.6/2025/1.\n",
		"plain.txt":  "Text without a masthead.",
	}
	names := []string{"agenda.txt", "note.txt", "other.txt", "paper.txt", "plain.txt", "second.txt"}
	made := map[string]map[string]document.Document{} // by name and basis
	for set := range 1 << len(names) {
		l := New()
		for i, name := range names {
			if set&(1<<i) != 0 {
				l.Learn(ProfileOf(read(t, name, sources[name])))
			}
		}
		l.Settle()
		for i, name := range names {
			if set&(1<<i) == 0 {
				continue
			}
			d := read(t, name, sources[name])
			l.Link(&d)
			if made[name] == nil {
				made[name] = map[string]document.Document{}
			}
			if before, ok := made[name][l.Basis(name)]; !ok {
				made[name][l.Basis(name)] = d
			} else if diff := cmp.Diff(before, d); diff != "" {
				t.Fatalf("%s among set %06b has a basis that gave another document (-before +now):\n%s", name, set, diff)
			}
		}
	}
	if n := len(made["note.txt"]); n < 3 {
		t.Errorf("the note has %d bases, want at least 3: alone, with its agenda, with another", n)
	}
	if n := len(made["plain.txt"]); n != 1 {
		t.Errorf("a text of no session has %d bases, want 1", n)
	}
}
