package cluster

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// nearness is the units that hold words near each other; it scores the number of windows, as plan.Windows counts them. The cluster's own
// queries for nearness count otherwise, so that a script looks at the words of those units that hold all of them.
func nearness(n plan.Near) object {
	runs := n.Runs
	if runs == nil {
		runs = slices.Repeat([]int{1}, len(n.Terms))
	}
	parts, need := make([][][]string, 0, len(runs)), make([]int, len(runs))
	terms := n.Terms
	for i, length := range runs {
		part := terms[:length]
		terms = terms[length:]
		first := slices.IndexFunc(parts, func(other [][]string) bool { return slices.EqualFunc(other, part, slices.Equal[[]string]) })
		if first < 0 {
			first = i
		}
		parts = append(parts, part)
		need[first]++
	}
	return scripted(n.Field, n.Terms, windows, object{"parts": parts, "need": need, "size": len(n.Terms) + n.Within, "ordered": n.Ordered})
}

// alternatives is phrase for words that have several forms.
func alternatives(n plan.Phrase) object {
	return scripted(n.Field, n.Terms, occurrences, object{"sets": n.Terms})
}

// scripted is the units that hold one of each set of terms and of which a script, which sees their words, counts one or more.
func scripted(stream string, terms [][]string, script string, params object) object {
	field := fieldName(stream)
	var all []object
	for _, alternatives := range terms {
		all = append(all, object{"bool": object{"should": each(alternatives, func(term string) object { return object{"term": object{field: term}} }),
			"minimum_should_match": 1}})
	}
	params["words"] = wordsName(stream)
	return object{"script_score": object{"query": object{"bool": object{"filter": all}}, "min_score": 1, "script": object{"source": script, "params": params}}}
}

func each[T any](values []string, f func(string) T) []T {
	all := make([]T, len(values))
	for i, value := range values {
		all[i] = f(value)
	}
	return all
}

// wordsName is where the words of a stream stand one after the other.
func wordsName(stream string) string { return "units.words." + flatName(stream) }

// inOrder reports whether words of a stream may be asked for near each other.
func inOrder(stream string) bool {
	return stream == search.VerbatimField || strings.HasPrefix(stream, search.StemPrefix)
}

// windows is the algorithm of plan.Windows, for parts of one word and more, in the cluster's script language. What is seen of a part is
// {begin, end, where the latest sequence of parts begins that ends with it}.
const windows = `
	def words = doc[params.words].value.utf8ToString().splitOnToken(' ');
	int n = params.parts.size(), count = 0, behind = 0;
	def seen = new ArrayList();
	int[] next = new int[n];
	int[] best = new int[n];
	for (int i = 0; i < n; i++) { seen.add(new ArrayList()); best[i] = -1; }
	for (int end = 0; end < words.length; end++) {
		for (int i = 0; i < n; i++) {
			def sets = params.parts[i];
			int begin = end - sets.size() + 1;
			if (begin < behind || !params.ordered && params.need[i] == 0) { continue; }
			boolean fits = true;
			for (int k = 0; k < sets.size() && fits; k++) { fits = sets[k].contains(words[begin + k]); }
			if (!fits) { continue; }
			boolean complete = false;
			if (params.ordered) {
				int reach = begin;
				if (i > 0) {
					def before = seen[i - 1];
					while (next[i] < before.size() && before[next[i]][1] < begin) { best[i] = before[next[i]][2]; next[i]++; }
					reach = best[i];
				}
				if (reach >= 0) {
					seen[i].add(new int[] {begin, end, reach});
					complete = i == n - 1 && end - reach < params.size;
				}
			} else {
				seen[i].add(new int[] {begin, end, 0});
				complete = true;
				for (int j = 0; j < n; j++) {
					def of = seen[j];
					while (next[j] < of.size() && end - of[next[j]][0] >= params.size) { next[j]++; }
					complete = complete && of.size() - next[j] >= params.need[j];
				}
			}
			if (complete) {
				count++;
				behind = end + 1;
				for (int j = 0; j < n; j++) { seen[j].clear(); next[j] = 0; best[j] = -1; }
			}
		}
	}
	return count;`

// occurrences counts the places at which a phrase begins.
const occurrences = `
	def words = doc[params.words].value.utf8ToString().splitOnToken(' ');
	int n = params.sets.size(), count = 0;
	for (int begin = 0; begin + n <= words.length; begin++) {
		boolean fits = true;
		for (int k = 0; k < n && fits; k++) { fits = params.sets[k].contains(words[begin + k]); }
		if (fits) { count++; }
	}
	return count;`
