package link

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
)

// Knows reports whether the symbol of a learnt document is known, so that [Linker.Link] can give it. Before Settle that is so
// where the document states it, or its file name does.
func (l *Linker) Knows(path string) bool {
	_, ok := l.own[path]
	return ok
}

// Basis sums up all that [Linker.Link] would take from elsewhere for the learnt document at path: its symbol, the entries that
// list it, its agenda. While it stays the same, linking gives the same, so that a document need not be looked at again; what
// Link comes to use has to go into it. It is "" for a document that has not been learnt.
func (l *Linker) Basis(path string) string {
	p, ok := l.profiles[path]
	if !ok {
		return ""
	}
	own := l.own[path]
	h := p.Header
	h.Symbol = own.symbol
	sum := fnv.New128a()
	fmt.Fprintf(sum, "%q %q %q\n", own.symbol, own.via, own.evidence)
	listed := l.listings(h)
	for _, at := range listed {
		fmt.Fprintf(sum, "%q %q\n", at.entry, at.tag())
	}
	if a := l.agendaOf(path, listed); a != nil {
		fmt.Fprintf(sum, "%q %q %t\n", a.symbol, a.name(), a.Path == path)
		_ = json.NewEncoder(sum).Encode(a.Agenda) // plain data into a hash: neither can fail
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:12])
}
