package parse

import (
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

// TestLanguage reads what a document and its units are written in.
func TestLanguage(t *testing.T) {
	const note = `Letter dated 3 January 2025 from the Permanent Representative of Senegal

I have the honour to transmit herewith a statement of my Government on the situation in the region.

Annex

Le Gouvernement de la République du Sénégal suit avec une vive préoccupation l’évolution de la situation dans la région et appelle les parties à la retenue.

Conclusion

The Government would be grateful if this letter could be issued as a document of the Security Council.
`
	d, _ := parseText(t, "letter.txt", []byte(note))
	if d.Lang != "en" {
		t.Errorf("language of the document is %q, want en", d.Lang)
	}
	for _, u := range d.Units {
		want := document.Language("")
		if u.Kind == document.Paragraph && u.Text[:3] == "Le " {
			want = "fr"
		}
		if u.Lang != want {
			t.Errorf("language of %q is %q, want %q", u.Text, u.Lang, want)
		}
	}
}

// TestStatedLanguage compares what a format says with what the words say.
func TestStatedLanguage(t *testing.T) {
	const french = "Le Secrétaire général a l’honneur de transmettre à l’Assemblée générale le rapport du Comité consultatif sur les questions qui lui ont été renvoyées."
	for _, c := range []struct {
		stated, text string
		given, want  document.Language
	}{
		{stated: "en", text: french, want: "fr"}, // a template's lang attribute
		{stated: "fr-CH", text: "Annexe II", want: "fr"},
		{stated: "", text: "Annexe", want: "en"},
		{stated: "fr", text: french, given: "es", want: "es"}, // a catalogue says so
	} {
		d := Parse(extract.Content{Lang: c.stated, Blocks: []extract.Block{{Kind: extract.Text, Text: c.text}}}, Options{Lang: c.given})
		if d.Lang != c.want {
			t.Errorf("language of %q, stated %q, given %q: %q, want %q", c.text, c.stated, c.given, d.Lang, c.want)
		}
	}
}
