package query

import (
	"strings"
	"testing"
	"time"
)

// TestParseTime holds texts of full length, made to be expensive, to a time that no search would notice.
func TestParseTime(t *testing.T) {
	for _, piece := range []string{
		"'a ", "«a ", "(", "a(b", "a)", "a / ", "res 7/1 ", "General Assembly resolution 55/25 ", "resolution 7/1 of the ", "a*b~1~", "item:(", "-(", "NOT ",
		"CTOC/COP/", "date:1..", "resolutions 1/1, ", "“", "A/79/L.1-", "the ",
	} {
		text := []rune(strings.Repeat(piece, MaxLength))[:MaxLength]
		start := time.Now()
		_, err := Parse(string(text), Options{})
		if took := time.Since(start); took > 500*time.Millisecond {
			t.Errorf("%q repeated: %v", piece, took)
		} else {
			t.Logf("%q repeated: %v, %v", piece, took, err)
		}
	}
}
