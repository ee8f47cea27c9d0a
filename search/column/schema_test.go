package column

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/searchtest"
)

// Documents are indexed by the same terms as long as the schema has the same version: files and records of before would otherwise be
// searched with words that are not in them, and nobody would notice.
func TestTermsBelongToTheSchema(t *testing.T) {
	docs, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	for lang, text := range map[document.Language]string{
		"ar": "إن الجمعية العامة، إذ تشير إلى قرارها 70/1 المؤرخ 25 أيلول/سبتمبر 2015",
		"en": "The Conference's well-known resolutions, E/CN.7 and co-operating States’ technical assistance",
		"es": "La Asamblea General, recordando sus resoluciones anteriores sobre la cooperación técnica",
		"fr": "L’Assemblée générale, rappelant ses résolutions antérieures et l’œuvre accomplie aujourd’hui",
		"ru": "Генеральная Ассамблея, ссылаясь на свои предыдущие резолюции, ещё раз подтверждает",
		"zh": "大会，回顾其2015年9月25日第70/1号决议，重申各国的承诺",
	} {
		d := document.Document{Header: document.Header{Symbol: "A/1", Lang: lang, Title: "Titres " + text, Date: "2015-09-25"}}
		d.Units = []document.Unit{{Seq: 1, Anchor: "a", Kind: document.Paragraph, Text: text, Section: []string{text}}}
		docs = append(docs, d)
	}
	var terms []string
	for i := range docs {
		b := NewBuilder()
		b.Add(&docs[i], 1)
		for field, term := range b.Terms() {
			terms = append(terms, fmt.Sprintf("%s %s %q\n", docs[i].Key(), field, term))
		}
	}
	slices.Sort(terms)
	sum := sha256.New()
	for _, term := range terms {
		sum.Write([]byte(term))
	}
	const version, want = 5, "f05539d411c00a9e"
	if got := fmt.Sprintf("%x", sum.Sum(nil)[:8]); search.SchemaVersion != version || got != want {
		t.Errorf("terms of schema %d have the sum %s; those of schema %d had %s. Where terms change, so must search.SchemaVersion, and both stand here", search.SchemaVersion, got, version, want)
	}
}
