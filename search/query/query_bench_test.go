package query

import (
	"strings"
	"testing"
)

// hostile texts are repeated to the longest query there may be: each once cost more than it should.
var hostile = []string{
	"'a ", "«a ", "(", "a(b", "a)", "a / ", "res 7/1 ", "General Assembly resolution 55/25 ", "resolution 7/1 of the ", "a*b~1~", "item:(", "-(", "NOT ",
	"CTOC/COP/", "date:1..", "resolutions 1/1, ", "“", "A/79/L.1-", "the ",
}

// BenchmarkHostile parses each text at full length. No search should notice the time: all are below 20 ms on a quiet machine.
func BenchmarkHostile(b *testing.B) {
	for _, piece := range hostile {
		text := []rune(strings.Repeat(piece, MaxLength))[:MaxLength]
		b.Run(strings.TrimSpace(piece), func(b *testing.B) {
			for b.Loop() {
				_, _ = Parse(string(text), Options{}) // over a limit or not
			}
		})
	}
}

func TestHostileTextsEndInATreeOrALimit(t *testing.T) {
	for _, piece := range hostile {
		text := string([]rune(strings.Repeat(piece, MaxLength))[:MaxLength])
		parsed, err := Parse(text, Options{})
		if err != nil {
			continue
		}
		if again, err := parse(String(parsed.Node), Options{}); err != nil || String(again.Node) != String(parsed.Node) {
			t.Errorf("%q repeated: the printed form reads otherwise (%v)", piece, err)
		}
	}
}
