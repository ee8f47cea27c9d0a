package extract

import (
	"regexp"
)

// codeLine is a line that is nothing but a code with strokes, as documents bear in their running heads: "A/CONF.232/2023/4".
var codeLine = regexp.MustCompile(`^\p{Lu}[\p{L}\d.]*(?:/[\p{L}\d.()-]+)+(?: \(\d{4}\))?\*?$`)

// cover are the lines at the head of the first page that stand in its header: the masthead of many papers.
func (d *docx) cover(r *docxReader, body []Block) ([]Block, error) {
	id, running := r.firstSection["first"], false
	if !r.titled || id == "" {
		id, running = r.firstSection["default"], true
		if r.titled {
			return nil, nil // the first page has a header of its own, which is empty
		}
	}
	rel, ok := d.relations[id]
	if !ok || rel.external || !d.has(rel.target) {
		return nil, nil
	}
	h := newDocxReader(d)
	h.header = true
	h.sinks[0].boxed = true
	if err := d.walk(rel.target, docxRules, h); err != nil {
		return nil, err
	}
	return coverLines(h.finish(), body, !running), nil
}
