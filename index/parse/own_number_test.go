package parse

import "testing"

func TestOwnNumber(t *testing.T) {
	for _, c := range []struct{ text, own, rest string }{
		{"WHA66.11 Health in the post-2015 development agenda", "WHA66.11", "Health in the post-2015 development agenda"},
		{"WHA66.8 Comprehensive mental health action plan 2013–2020", "WHA66.8", "Comprehensive mental health action plan 2013–2020"},
		{"Resolution MEPC.305(73)", "MEPC.305(73)", ""},
		{"RESOLUTION A.1118(30)", "A.1118(30)", ""},
		{"Amendments to MARPOL Annex VI", "", ""},
		{"A/RES/70/1 Transforming our world", "", ""},                      // has strokes: a masthead prints it
		{"WHA65.8, WHA66.8 and other resolutions", "", ""},                 // of several resolutions
		{"Resolution 55/2 of the General Assembly on development", "", ""}, // of another body's
	} {
		if own, rest := ownNumber(c.text); own != c.own || rest != c.rest {
			t.Errorf("ownNumber(%q) = %q, %q, want %q, %q", c.text, own, rest, c.own, c.rest)
		}
	}
}
