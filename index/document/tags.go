package document

// MergeTags puts tags of more trust before others. An item is tagged once; the tag that stays takes title and agenda from the
// one that goes, where it lacks them. Neither argument is changed.
func MergeTags(first, second []AgendaTag) []AgendaTag {
	if len(first) == 0 {
		return second
	}
	var out []AgendaTag
	at := map[string]int{}
	for _, list := range [...][]AgendaTag{first, second} {
		for _, t := range list {
			i, ok := at[t.Item]
			if !ok {
				at[t.Item] = len(out)
				out = append(out, t)
				continue
			}
			if out[i].Title == "" {
				out[i].Title = t.Title
			}
			if out[i].Agenda == "" {
				out[i].Agenda = t.Agenda
			}
		}
	}
	return out
}
