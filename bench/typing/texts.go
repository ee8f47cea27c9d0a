package main

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/bench/workload"
)

// spoken are the classes whose queries are words or one phrase.
var spoken = []string{workload.CommonTerm, workload.RareTerm, workload.And, workload.CommonPhrase, workload.RarePhrase, workload.AcrossStops}

// named are texts that begin names.
var named = []string{"A/RES/70/1", "S/2005/100", "CTOC/COP/2024/5", "resolution 70/1", "res. 55/25", "decision 6/3", "item 2 (b)"}

// firstLetters is the number of letters from which on suggestions are asked for.
const firstLetters = 2

// typed are all beginnings of the texts, each once, in the order of the alphabet.
func typed(queries []workload.Query) []string {
	var all []string
	for _, text := range append(textsOf(queries), named...) {
		letters := []rune(text)
		for n := firstLetters; n <= len(letters); n++ {
			all = append(all, string(letters[:n]))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// misspelt are the texts with a letter missing in the middle of each long word; those without long words are left out.
func misspelt(queries []workload.Query) []string {
	const long = 6
	var all []string
	for _, text := range textsOf(queries) {
		words, changed := strings.Fields(text), false
		for i, w := range words {
			if letters := []rune(w); len(letters) >= long {
				words[i], changed = string(slices.Delete(letters, len(letters)/2, len(letters)/2+1)), true
			}
		}
		if changed {
			all = append(all, strings.Join(words, " "))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func textsOf(queries []workload.Query) []string {
	var texts []string
	for _, q := range queries {
		if slices.Contains(spoken, q.Class) {
			texts = append(texts, strings.Trim(q.Text, `"`))
		}
	}
	return texts
}
