// Package cluster is the engine for an index that is too large for one machine, or must not go down: an OpenSearch cluster. It adds no
// distribution of its own. The same documents, requests and answers go through it as through package embedded.
//
// # What the cluster holds
//
// A document of plenary is one document of the index PREFIX-vSCHEMA-gN, whose id is its key with the number of the commit that shows it; its
// units are nested in it. So no search ever sees half of one. Terms are made here, by package analysis, and sent divided by blanks, so that
// the cluster has nothing to analyse and all languages agree with the other engines. A unit has for each field of the schema its terms, for each
// facet its values, and for each stream its length. A document has the terms of all its text beside, by which documents are ranked.
//
// The index is refreshed by commits alone: what was put is found by nobody until then. A second, small index, PREFIX-vSCHEMA-gN-run, holds the
// number of the last commit, the entries of the catalogue, the words of the corpus with how many units hold each, by which patterns are expanded
// and words suggested, and who is writing. An index that is made anew is another generation, N+1, and both its indexes take the place of the old
// ones in one step: they are asked by aliases, without -gN.
//
// # How it answers
//
// Scores are those of package search, not the cluster's: a word alone scores how often it stands (the scripted similarity "frequency"), and a
// script makes of that and of the unit's length what search.Weigh does, with weights that were counted over all shards before. So scores are
// the same whatever shard a document lies on, but for rounding: the cluster's are of 32 bits.
package cluster
