package cluster

import (
	"github.com/plenary-search/plenary/search"
)

// object is a JSON object.
type object = map[string]any

// together joins the tokens of one position where they are sent: "open-ended" and "open". The filter "together" divides them again.
const together = "\x01"

// maxToken is the longest token that is sent, in characters: terms are no longer than 256 bytes, and two of them may stand at one position.
const maxToken = 1024

// headingGap stands between the words of two headings, as in package plan.
const headingGap = 100

// settings are those of an index of documents.
func settings(shards, replicas int) object {
	return object{"index": object{
		"number_of_shards": shards, "number_of_replicas": replicas,
		"refresh_interval":             "-1", // by commits alone
		"mapping.nested_objects.limit": search.MaxUnits,
		"mapping.total_fields.limit":   2000, // a stream for each language that occurs
		"max_inner_result_window":      maxWindow,
		"max_regex_length":             maxRegex,
		// For so long a copy that was away is mended by operations, and each document keeps the terms it was sent with, twice its size.
		"soft_deletes.retention_lease.period": "10m",
		"max_result_window":                   maxWindow,
		"similarity":                          object{"frequency": object{"type": "scripted", "script": object{"source": "return doc.freq * query.boost;"}}},
		"analysis": object{
			"tokenizer": object{"blanks": object{"type": "char_group", "tokenize_on_chars": []string{" "}, "max_token_length": maxToken}},
			"filter":    object{"together": object{"type": "pattern_capture", "preserve_original": false, "patterns": []string{"([^" + together + "]+)"}}},
			"analyzer": object{
				"terms": object{"type": "custom", "tokenizer": "blanks", "filter": []string{"together"}},
				"asked": object{"type": "custom", "tokenizer": "blanks"},
			},
		},
	}}
}

// mappings are those of an index of documents.
func mappings() object {
	stream := object{"type": "text", "analyzer": "terms", "search_analyzer": "asked", "similarity": "frequency", "norms": false,
		"position_increment_gap": headingGap - 1}
	whole := object{"type": "text", "analyzer": "asked", "similarity": "frequency", "norms": false, "index_options": "freqs"}
	keyword := object{"type": "keyword", "doc_values": false, "norms": false}
	counted := object{"type": "keyword", "index": false}
	number := object{"type": "integer", "index": false}
	units := object{"seq": number, "place": object{"type": "long", "doc_values": false}, "anchor": keyword, "prints": keyword, "record": object{"type": "binary", "doc_values": true}, "searched": object{"type": "boolean"}}
	facets := object{}
	for _, f := range search.Fields() {
		switch {
		case f.Shape == search.Stream:
			units[f.Name] = stream
		case f.Indexed():
			units[f.Name] = keyword
		}
		if f.Facet {
			for _, kind := range facetColumns(f) {
				facets[f.Name+kind] = counted
			}
		}
	}
	units[search.VerbatimField] = stream
	units["f"] = object{"properties": facets}
	dynamic := func(path string, mapping object) object {
		return object{path: object{"path_match": path, "mapping": mapping}}
	}
	return object{
		"_source": object{"includes": []string{"document"}},
		"dynamic_templates": []object{
			dynamic("units.stem.*", stream), dynamic("units.length.*", number),
			dynamic("units.words.*", object{"type": "binary", "doc_values": true}),
			dynamic("whole.stem.*", whole), dynamic("whole.length.*", number),
		},
		"properties": object{
			"key":      object{"type": "keyword"},
			"commit":   object{"type": "long"},
			"order":    object{"type": "keyword"}, // the key in natural order
			"date":     object{"type": "keyword"},
			"source":   object{"type": "keyword", "index": false},
			"hash":     object{"type": "keyword", "index": false},
			"symbols":  keyword,
			"families": keyword,
			"agenda":   object{"type": "boolean"},
			"header":   object{"type": "binary", "doc_values": true},
			"document": object{"type": "binary"},
			"lines":    object{"type": "binary", "doc_values": true},
			"units":    object{"type": "nested", "dynamic": true, "properties": units},
		},
	}
}

// maxWindow is how many units of a document, and how many documents, one request may ask for.
const maxWindow = 10_000

// maxRegex is the length of a regular expression for all values that a facet lists.
const maxRegex = 1 << 20

// nothing is what is read of stored fields where columns are enough: these stand beside the whole document, which would be unpacked.
const nothing = "_none_"

// runSettings and runMappings are those of the small index of all else.
func runSettings(replicas int) object {
	return object{"index": object{"number_of_shards": 1, "number_of_replicas": replicas, "refresh_interval": "-1"}}
}

func runMappings() object {
	return object{"dynamic": "strict", "properties": object{
		"generation": object{"type": "long"},
		"dead":       object{"type": "keyword", "index": false, "doc_values": false},
		"void":       object{"type": "long", "index": false, "doc_values": false},
		"owner":      object{"type": "keyword", "index": false, "doc_values": false},
		"until":      object{"type": "date", "index": false, "doc_values": false},
		"commit":     object{"type": "long", "index": false, "doc_values": false},
		"source":     object{"type": "keyword", "ignore_above": maxSource},
		"data":       object{"type": "binary"},
		"field":      object{"type": "keyword"},
		"term":       object{"type": "keyword"},
		"count":      object{"type": "integer", "index": false},
	}}
}

// maxSource bounds the name of a source in the catalogue, in characters.
const maxSource = 8191
