package query

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var seeds = []string{
	`(environment OR "cultural property") AND "organized criminal groups"`, `"a b"~5 a NEAR/5 b word~1 wo*rd x* -y*`,
	"resolution 7/1 of the General Assembly (A/RES/70/1)", "S/RES/1325 (2000) 11/2 -11/2", "item:2 (b) item:=2 title:\"x y\"*",
	"date:2024-07..2024-08 mentioned:..2024 year:2020..", "“ ” „ « » ‘’ 'x' '", "AND OR NOT ( ) -- - + * ~ : a:b:c 18 USC §242",
	"a~1.~2 AND~1 *a*b* 2(b)* NOT(a) NEAR/5(b) ctoc/cop/*", "A / 59 / 50-E/2024/1 resolutions 9/1, 10/1 or 11/1", "symbol:* symbol:a\"*\" x:=",
	`a NEAR/5 b NEAR/7 "c d" NEAR/99999999999999999999 e`, `wom?n* organi*a?ion co-op?r* who?what w?o "x"~05 "y z"~٥~ word~2~ x~1*`,
	`a PRE/5 b PRE/6 "c" PRE/2 "d" NEAR/1 "e-f" PRE/1 7/1`, "A/79/15, paras. 3–5, 7 (a) and 9 UNSCR 1325 OP8 第70/1号决议第3段 para. 2", "UNSCR 1325, 1820 and 2030 (2011) or 12", `"a b" NEAR/5 c PRE/5 "d e" "f" NEAR/3 "OR" NEAR/3 "7/1" PRE/2 x`, `CTOC/COP/*/5 symbol:a/?/*b* resolution:"GA 7?" decision:*/1 document:"x?"*`, "resolution NEAR/7 1 NEAR/2 item NEAR/3 2 (b)", "item: (b)", "resolution:GA 55/25 resolution:7/1 9/1", "undocs.org/A/79/15 and s/79/1 or",
}

// checkParse holds a text to the properties of Parse: no error but for limits, problems inside the text and in order, a
// printed form that reads back to the same tree without problems, and a description. With Options.Any, runs of Chinese are divided, so
// that printed ones read back otherwise.
func checkParse(t interface{ Fatalf(string, ...any) }, text string, o Options) {
	q, err := parse(text, o)
	if err != nil {
		if !errors.Is(err, ErrLimit) {
			t.Fatalf("parse(%q): %v", text, err)
		}
		return
	}
	length, last := utf8.RuneCountInString(text), 0
	for _, p := range q.Problems {
		if p.Offset < last || p.Length < 0 || p.Offset+p.Length > length || p.Text == "" {
			t.Fatalf("parse(%q): problem %+v is not within 0..%d and behind %d", text, p, length, last)
		}
		last = p.Offset
	}
	printed := String(q.Node)
	for _, any := range []bool{false, true} {
		if any && strings.ContainsFunc(printed, isHan) {
			break
		}
		again, err := parse(printed, Options{Any: any})
		if err != nil || !reflect.DeepEqual(again.Node, q.Node) {
			t.Fatalf("parse(%q) = %#v, printed %s, which reads back as %#v, %v", text, q.Node, printed, again.Node, err)
		}
	}
	if Describe(q) == "" {
		t.Fatalf("Describe(%q) is empty", text)
	}
}

// FuzzParse holds any text to checkParse.
func FuzzParse(f *testing.F) {
	for _, text := range seeds {
		f.Add(text, false)
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, any bool) {
		if utf8.RuneCountInString(text) <= MaxLength {
			checkParse(t, text, Options{Any: any})
		}
	})
}

// TestParseProperties holds texts made of the pieces of the language to checkParse.
func TestParseProperties(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"a", "traffick", "é", "AND", "OR", "NOT", " NEAR/5 ", " NEAR/7 ", " PRE/5 ", "-", "(", ")", `"`, "“", "”", "„", "«", "»", "‘", "’", "'", "*", "?", "~", "~1", ":", "=", ".", ",",
		"/", "§", "+", "🕊", " ", " ", " ", " ", "item:", "2", "(b)", "title:", "date:", "2024-07", "..", "resolution", "7/1", "11/2", "GA", "of",
		"General Assembly", "and", "to", "CTOC/COP/2024/5", "ctoc/cop/", "S/RES/1325", "(2000)", "symbol:", "year:", " para. ", " paras. ", "11", "1325", "UNSCR ", " and ", "3–7", "#p11", "has:", "has:treaties", "ref:explicit", " ref:explicit ", "\u00ad", "\x00", "\xff", "\u0301",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "pieces"), "")
		checkParse(t, text, Options{Any: rapid.Bool().Draw(t, "any")})
	})
}
