package query

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		// Words and operators.
		{"", ""},
		{" \t\n", ""},
		{"\u200b", ""},
		{"?!", `""`},
		{"🕊", `""`},
		{"AND", `""`},
		{"( )", `""`},
		{`"—"`, `""`},
		{"extradition", "extradition"},
		{"extrabudgetary resource", "extrabudgetary AND resource"},
		{"UNESCO AND INTERPOL", "UNESCO AND INTERPOL"},
		{"unesco and interpol", "unesco AND and AND interpol"},
		{"extradition OR confiscation", "extradition OR confiscation"},
		{"a b OR c d", "a AND b OR c AND d"},
		{"(environment OR \"cultural property\") AND \"organized criminal groups\"", `(environment OR "cultural property") AND "organized criminal groups"`},
		{"\"technical assistance\" NOT UNODC", `"technical assistance" AND NOT UNODC`},
		{"matrix AND NOT documentation", "matrix AND NOT documentation"},
		{"victims -trafficking", "victims AND NOT trafficking"},
		{"victims -\"trafficking in persons\" -item:2", `victims AND NOT "trafficking in persons" AND NOT item:2`},
		{"victims -(a OR b)", "victims AND NOT (a OR b)"},
		{"NOT NOT a", "a"},
		{"((a)) (b c)", "a AND b AND c"},
		{"open-ended well-being", "open-ended AND well-being"},
		{"résumé Ã façade", "résumé AND Ã AND façade"},

		// Phrases.
		{`"extrabudgetary resources"`, `"extrabudgetary resources"`},
		{`"extrabudgetary resources"~`, `"extrabudgetary resources"~`},
		{"“extrabudgetary resources”", `"extrabudgetary resources"`},
		{"„extrabudgetary resources“", `"extrabudgetary resources"`},
		{"«extrabudgetary resources»", `"extrabudgetary resources"`},
		{"»extrabudgetary resources«", `"extrabudgetary resources"`},
		{"‘extrabudgetary resources’", `"extrabudgetary resources"`},
		{"'extrabudgetary resources'", `"extrabudgetary resources"`},
		{`“extrabudgetary resources"`, `"extrabudgetary resources"`},
		{"entitled “Constructive dialogues", `entitled AND "Constructive dialogues"`},
		{"Chair’s summaries", "Chair’s AND summaries"},
		{"States' parties", "States AND parties"},
		{`"Chair's summaries"`, `"Chair's summaries"`},
		{`"résolution 7/1"`, `"résolution 7/1"`},
		{`"11/2"`, `"11/2"`},
		{`"will be held on Friday, 11 October 2024"`, `"will be held on Friday, 11 October 2024"`},
		{`foo"bar"baz`, `foo AND "bar" AND baz`},

		// Prefixes.
		{"confiscat*", "confiscat*"},
		{"-environ*", "NOT environ*"},

		// Forms of words.
		{"organi*ation wom?n", "organi*ation AND wom?n"},
		{"organi**ation*.", "organi*ation*"},
		{"co-op?rat*on's?", "co-op?rat*on's"},
		{"-wom?n", "NOT wom?n"},
		{"word~1 word~2, (word~)", "word~1 AND word~2 AND word~1"},
		{"co-operation~1", "co-operation~1"},
		{"AND~1", "AND~1"},

		// Nearness.
		{`"draft resolutions"~5`, `"draft resolutions"~5`},
		{`“draft resolutions”~٥`, `"draft resolutions"~5`},
		{"deadline NEAR/4 draft", "deadline NEAR/4 draft"},
		{"a b NEAR/5 c NEAR/5 d e", "a AND b NEAR/5 c NEAR/5 d AND e"},
		{"NOT a NEAR/0 b OR c", "NOT a NEAR/0 b OR c"},
		{"(a NEAR/5 b) -(c NEAR/5(d))", "a NEAR/5 b AND NOT (c AND d)"},
		{"near/5 NEAR a", "near/5 AND NEAR AND a"},
		{"victims PRE/3 trafficking PRE/3 persons", "victims PRE/3 trafficking PRE/3 persons"},
		{`a NEAR/5 "b c" NEAR/5 d`, `a NEAR/5 "b c" NEAR/5 d`},
		{`"b c" PRE/5 "d"`, `"b c" PRE/5 "d"`},
		{`"b c" NEAR/5 «d  e»`, `"b c" NEAR/5 "d e"`},
		{`"b" PRE/5 a`, "b PRE/5 a"},
		{`"victims" PRE/3 "open-ended"`, `"victims" PRE/3 "open-ended"`},
		{`"victims" NEAR/3 "trafficking"`, `"victims trafficking"~3`},
		{`-a PRE/1 b "c"`, `NOT a PRE/1 b AND "c"`},
		{"pre/5 PRE PRE/x PRÉ/5", "pre/5 AND PRE AND PRE/x AND PRÉ/5"},

		// Fields.
		{"item:2(b)", "item:2(b)"},
		{"ITEM:2", "item:2"},
		{"item:=2", "item:=2"},
		{`item:"2 (b)"`, `item:"2 (b)"`},
		{"item:2 (b) victims", `item:"2 (b)" AND victims`},
		{"(item:2(b))", "item:2(b)"},
		{"(item:2)", "item:2"},
		{"item:2, item:3.", "item:2 AND item:3"},
		{"symbol:CTOC/COP/2024/*", "symbol:CTOC/COP/2024/*"},
		{"cites:CTOC/COP/2024/5", "symbol:CTOC/COP/2024/5"},
		{"symbol:S/RES/1325 (2000)", `symbol:"S/RES/1325 (2000)"`},
		{"resolution:GA 55/25", `resolution:"GA 55/25"`},
		{"resolution:SC 1325 (2000)", `resolution:"SC 1325 (2000)"`},
		{"resolution:7/1 9/1", `resolution:7/1 AND (resolution:9/1 OR decision:9/1 OR "9/1")`},
		{"item: (b)", "item AND b"},
		{"resolution:7/1 -kind:heading", "resolution:7/1 AND NOT kind:heading"},
		{"title:agenda section:\"technical assistance\"", `title:agenda AND section:"technical assistance"`},
		{"title:traffick*", "title:traffick*"},
		{"para:12 language:fr", "number:12 AND lang:fr"},
		{"year:2024", "year:2024"},
		{"year:٢٠٢٤ date:٢٠٢٤..", "year:2024 AND date:2024-01-01.."},
		{"year:2020..2024", "date:2020-01-01..2024-12-31"},
		{"date:2024", "date:2024"},
		{"date:2024-07", "date:2024-07"},
		{"date:2024-07-16", "date:2024-07-16"},
		{"date:2024-02", "date:2024-02"},
		{"date:2024-07-01..2024-07-31", "date:2024-07"},
		{"mentioned:2024-07-01..2024-08-15", "mentioned:2024-07-01..2024-08-15"},
		{"mentioned:2024-07..", "mentioned:2024-07-01.."},
		{"mentioned:..2024", "mentioned:..2024-12-31"},
		{"mentioned:\"14 October 2024\"", "mentioned:2024-10-14"},
		{"date:soon", `"date soon"`},
		{"date:2024-13", `"date 2024-13"`},

		// What a paragraph holds, and how references are named.
		{"has:resolution", "has:resolution"},
		{"HAS:Resolutions has:treaty -has:days", "has:resolution AND has:article AND NOT has:date"},
		{"resolution 7/1 ref:explicit", "resolution:7/1 ref:explicit"},
		{"victims AND ref:explicit AND resolution 7/1", "victims AND resolution:7/1 ref:explicit"},
		{"ref:explicit AND resolution 7/1", "resolution:7/1 ref:explicit"},
		{"REF:EXPLICIT, 7/1 OR decision 4/4", `resolution:7/1 OR decision:7/1 OR "7/1" OR decision:4/4 ref:explicit`},
		{"(ref:explicit AND resolution 7/1) OR decision 4/4", "(resolution:7/1 ref:explicit) OR decision:4/4"},
		{"-(resolution:7/1 ref:explicit) has:reference", "NOT (resolution:7/1 ref:explicit) AND has:reference"},
		{"has:reference ref:explicit -item:2", "has:reference AND NOT item:2 ref:explicit"},
		{"has: ref: ref ref:implied ref:explicitly", "has AND ref AND ref AND ref:implied AND ref:explicitly"},

		// Symbols.
		{"CTOC/COP/2024/5", "symbol:CTOC/COP/2024/5"},
		{"ctoc/cop/2024/crp.3", "symbol:CTOC/COP/2024/CRP.3"},
		{"(CTOC/COP/2024/1).", "symbol:CTOC/COP/2024/1"},
		{"CTOC/COP/2024/CRP*", "symbol:CTOC/COP/2024/CRP*"},
		{"ctoc/cop/2024/*", "symbol:CTOC/COP/2024/*"},
		{"CTOC/COP/WG*", "symbol:CTOC/COP/WG*"},
		{"A/RES/70/1", `symbol:A/RES/70/1 OR resolution:"GA 70/1"`},
		{"s/res/1325 (2000)", `symbol:"S/RES/1325 (2000)" OR resolution:"SC 1325 (2000)"`},
		{"CTOC/COP/*/5", "symbol:CTOC/COP/*/5"},
		{"a/c.3/7?/l.*.", "symbol:A/C.3/7?/L.*"},
		{"A/C.?/78/L.*", "symbol:A/C.?/78/L.*"},
		{"symbol:CTOC/COP/*/5 -document:A/RES/7?/1", "symbol:CTOC/COP/*/5 AND NOT document:A/RES/7?/1"},
		{`resolution:"GA 7?/1" resolution:GA* type:a*b`, `resolution:"GA 7?/1" AND resolution:GA* AND type:"a*b"`},
		{`symbol:"A/RES/70/1?"`, `symbol:"A/RES/70/1?"`},
		{"symbol:A/RES/70/1? is it?", "symbol:A/RES/70/1 AND is AND it"},
		{"and/o?r w?th/out", "and/o?r AND w?th/out"},
		{"A / 59 / 50", "symbol:A/59/50"},
		{"E/CN.7/2024/17-E/CN.15/2024/18", "symbol:E/CN.7/2024/17-E/CN.15/2024/18"},
		{"-CTOC/COP/2024/5 victims", "NOT symbol:CTOC/COP/2024/5 AND victims"},
		{"https://undocs.org/en/A/RES/70/1", `symbol:A/RES/70/1 OR resolution:"GA 70/1"`},
		{"CTOC/COP/2024/1 and CTOC/COP/2024/5", "symbol:CTOC/COP/2024/1 AND symbol:CTOC/COP/2024/5"},
		{"N/A and/or s/he km/h", "N/A AND and/or AND s/he AND km/h"},

		// Resolutions and decisions.
		{"resolution 7/1", "resolution:7/1"},
		{"Resolutions 7/1", "resolution:7/1"},
		{"res. 7/1", "resolution:7/1"},
		{"decision 6/3", "decision:6/3"},
		{"dec 6/3", "decision:6/3"},
		{"résolution 7/1", "resolution:7/1"},
		{"GA resolution 55/25", `resolution:"GA 55/25"`},
		{"General Assembly resolution 55/25", `resolution:"GA 55/25"`},
		{"the general assembly resolution 55/25", `resolution:"GA 55/25"`},
		{"resolution 55/25 of the General Assembly", `resolution:"GA 55/25"`},
		{"Security Council resolution 1325 (2000)", `resolution:"SC 1325 (2000)"`},
		{"resolution 1325(2000)", `resolution:"1325 (2000)"`},
		{"resolution A/RES/70/1", `resolution:"GA 70/1"`},
		{"resolutions 9/1 and 10/1", "resolution:9/1 AND resolution:10/1"},
		{"resolutions 9/1, 7/3 or 10/1", "resolution:9/1 OR resolution:7/3 OR resolution:10/1"},
		{"resolutions 55/1 to 55/3", "resolution:55/1 OR resolution:55/2 OR resolution:55/3"},
		{"resolution 7/1 \"technical assistance\"", `resolution:7/1 AND "technical assistance"`},
		{"victims (resolution 7/1)", "victims AND resolution:7/1"},
		{"resolution 7/1 AND decision 6/3", "resolution:7/1 AND decision:6/3"},
		{"decision 6/3 and resolution 7/1", "decision:6/3 AND resolution:7/1"},
		{"decision 6/3 or GA resolution 55/25", `decision:6/3 OR resolution:"GA 55/25"`},
		{"resolution 7/1 or victims", "resolution:7/1 AND or AND victims"},
		{"resolution 7/1 OR GA", "resolution:7/1 OR GA"},
		{"GA OR resolution 7/1", "GA OR resolution:7/1"},
		{"resolution", "resolution"},
		{"draft resolution on victims", "draft AND resolution AND on AND victims"},
		{"11/2", `resolution:11/2 OR decision:11/2 OR "11/2"`},
		{"11/2 victims", `(resolution:11/2 OR decision:11/2 OR "11/2") AND victims`},

		// Prose.
		{"18 USC §242", "18 AND USC AND 242"},
		{"1. Title Chap. 2,3", "1 AND Title AND Chap AND 2,3"},
		{"a:b:c", "a:b:c"},
		{"crime:", "crime"},
		{"agenda item 2(b)", `item:2(b) OR "agenda item 2(b)"`},
		{"item 2 (b)is", `(item:2 OR "item 2") AND b AND is`},
		{"unov.conference@un.org", "unov.conference@un.org"},
		{"What is trafficking?", "What AND is AND trafficking"},
		{"C++ & Go", "C AND Go"},
		{"CO₂ ²Ⅻ", "CO₂ AND Ⅻ"},
		{"\u200bextra\u00adbudgetary\ufeff", "extrabudgetary"},
	} {
		q, err := Parse(test.text, Options{})
		if err != nil {
			t.Errorf("Parse(%q): %v", test.text, err)
		} else if got := String(q.Node); got != test.want {
			t.Errorf("Parse(%q) = %s, want %s", test.text, got, test.want)
		}
	}
}

func TestParseTrees(t *testing.T) {
	for _, test := range []struct {
		text string
		want Node
	}{
		{"", nil},
		{"a b -c", And{[]Node{Word{"a"}, Word{"b"}, Not{Word{"c"}}}}},
		{"a OR (b OR c)", Or{[]Node{Word{"a"}, Word{"b"}, Word{"c"}}}},
		{"a NEAR/5 b NEAR/5 c-d", Near{Text: "a b c-d", Within: 5, Stem: true}},
		{`"a b"~12`, Near{Text: "a b", Within: 12}},
		{"a PRE/2 b", Near{Text: "a b", Within: 2, Stem: true, Ordered: true}},
		{`a PRE/2 "b c"`, Near{Text: "a b\u00a0c", Within: 2, Stem: true, Ordered: true}},
		{`"a" PRE/2 "b"`, Near{Text: "a b", Within: 2, Ordered: true}},
		{"wom?n OR women~2", Or{[]Node{Wildcard{"wom?n"}, Fuzzy{"women", 2}}}},
		{`"a  b"~ traffick*`, And{[]Node{Phrase{Text: "a b", Stem: true}, Prefix{"traffick"}}}},
		{"item:=2(b)", Field{Name: "item", Value: "2(b)", Match: MatchExact}},
		{"CTOC/COP/2024/*", Field{Name: "symbol", Value: "CTOC/COP/2024/", Match: MatchPrefix}},
		{"(resolution:7/1 ref:explicit) OR has:date", Or{[]Node{Field{Name: "resolution", Value: "7/1", Explicit: true}, Field{Name: "has", Value: "date"}}}},
		{"symbol:CTOC/*/5*", Field{Name: "symbol", Value: "CTOC/*/5*", Match: MatchWildcard}},
		{"date:2024-02", Range{"date", "2024-02-01", "2024-02-29"}},
	} {
		q, err := Parse(test.text, Options{})
		if err != nil || !reflect.DeepEqual(q.Node, test.want) {
			t.Errorf("Parse(%q) = %#v, %v, want %#v", test.text, q.Node, err, test.want)
		}
	}
}

func TestParseAny(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"extradition confiscation", "extradition OR confiscation"},
		{"a b AND c", "a OR b AND c"},
		{"a b NEAR/5 c", "a OR b NEAR/5 c"},
		{"(a b) c", "a OR b OR c"},
		{"a b -c", "(a OR b) AND NOT c"},
		{"item:2 a b", "(a OR b) AND item:2"},
		{"item:2 OR a b", "item:2 OR a OR b"},
		{"resolution 7/1 victims", "resolution:7/1 OR victims"},
		{"item:2 kind:heading", "item:2 AND kind:heading"},
		{"a b resolution:7/1 ref:explicit", "(a OR b) AND resolution:7/1 ref:explicit"},
		{"a has:date b", "(a OR b) AND has:date"},
		{"腐败 UNODC", "腐 OR 败 OR UNODC"},
		{"决OR议 7/1决 x+议", `决 OR "OR" OR 议 OR "7/1" OR 决 OR x OR 议`},
		{"2030年议程", "2030 OR 年 OR 议 OR 程"},
		{"“腐败” 决议", `"腐败" OR 决 OR 议`},
		{"腐败 AND 决议", "腐败 AND 决议"},
		{"腐败 OR 决议", "腐败 OR 决议"},
	} {
		q, err := Parse(test.text, Options{Any: true})
		if got := String(q.Node); err != nil || got != test.want {
			t.Errorf("Parse(%q, any) = %s, %v, want %s", test.text, got, err, test.want)
		}
	}
}

func TestProblems(t *testing.T) {
	for _, test := range []struct{ text, want, problem, at string }{
		{`victims "of trafficking`, `victims AND "of trafficking"`, "The closing quotation mark was missing.", `"`},
		{"é “x", `é AND "x"`, "The closing quotation mark was missing.", "“"},
		{"(a OR b", "a OR b", "The closing bracket was missing.", "("},
		{"a) b", "a AND b", "A closing bracket had no opening one; it was left out.", ")"},
		{"a () b", "a AND b", "The brackets held no words.", "("},
		{"a ((", "a", "The brackets held no words.", "(("},
		{`a "" b`, "a AND b", "The quotation marks held no words.", `""`},
		{"a OR", "a", "OR had nothing to join; it was left out.", "OR"},
		{"AND a", "a", "AND had nothing to join; it was left out.", "AND"},
		{"a AND AND b", "a AND b", "AND had nothing to join; it was left out.", "AND"},
		{"a NOT", "a", "NOT had nothing to exclude; it was left out.", "NOT"},
		{"a NOT OR b", "a OR b", "NOT had nothing to exclude; it was left out.", "NOT"},
		{"c*", "c", "A star needs at least two letters before it; “c” was read as a word.", "c*"},
		{"a * b", "a AND b", "A star needs at least two letters before it; it was left out.", "*"},
		{"*ism", "ism", "A star at the beginning of a word is not understood; it was left out.", "*"},
		{"a*b", `"a b"`, "A star needs at least two letters before it; “a*b” was read without it.", "a*b"},
		{"w?men", "w?men", "A question mark needs at least two letters before it; “w?men” was read as it stands.", "w?men"},
		{"and*/or", "and*", "A star stands between letters or at the end; “and*/or” was read up to the star.", "and*/or"},
		{`"a b"*`, `"a b"`, "“*” behind a phrase is not understood; it was left out.", "*"},
		{`"a b"~5~`, `"a b"`, "“~5~” behind a phrase is not understood; it was left out.", "~5~"},
		{`NEAR/5 a`, "a", "NEAR/5 had nothing to join; it was left out.", "NEAR/5"},
		{`a NEAR/5`, "a", "NEAR/5 had nothing to join; it was left out.", "NEAR/5"},
		{`a AND NEAR/5 b`, "a AND b", "NEAR/5 had nothing to join; it was left out.", "NEAR/5"},
		{`a NEAR/5 "OR"`, `a AND "OR"`, "“OR” between quotation marks cannot be joined to a word in any form; NEAR/5 was read as AND.", "NEAR/5"},
		{`a NEAR/5 b NEAR/5 "c d"~`, `a NEAR/5 b AND "c d"~`, "NEAR/5 stands between words and phrases only; it was read as AND.", "NEAR/5"},
		{`7/1 NEAR/5 bc*`, `(resolution:7/1 OR decision:7/1 OR "7/1") AND bc*`, "NEAR/5 stands between words and phrases only; it was read as AND.", "NEAR/5"},
		{`(a b) NEAR/5 c`, "a AND b AND c", "NEAR/5 stands between words and phrases only; it was read as AND.", "NEAR/5"},
		{"a NEAR/5 b NEAR/3 c", "a NEAR/5 b NEAR/5 c", "The numbers behind NEAR differ; the largest was taken for all of these words.", "NEAR/3"},
		{"a PRE/5 b PRE/3 c", "a PRE/5 b PRE/5 c", "The numbers behind PRE differ; the largest was taken for all of these words.", "PRE/3"},
		{"a NEAR/5 b PRE/3 c", "a NEAR/5 b AND c", "NEAR and PRE cannot join the same words; PRE/3 was read as AND.", "PRE/3"},
		{`PRE/5 a`, "a", "PRE/5 had nothing to join; it was left out.", "PRE/5"},
		{"word~3 x", "word AND x", "At most two letters may differ, as in word~2; “word” was read as it stands.", "word~3"},
		{"and/or~1", "and/or", "Similar spellings are found of words of letters alone; “and/or” was read as it stands.", "and/or~1"},
		{"title: x", "title AND x", "“title:” had no value directly behind it; it was read as a word.", "title:"},
		{"date:soon", `"date soon"`, "“soon” is not a date that is understood, such as 2024, 2024-07 or 2024-07-16; it was read as words.", "date:soon"},
		{"has:deadline", `"has deadline"`, "has: asks for reference, resolution, decision, symbol, article, rule, item or date; “deadline” was read as words.", "has:deadline"},
		{"year:20xx", `"year 20xx"`, "“20xx” is not a date that is understood, such as 2024, 2024-07 or 2024-07-16; it was read as words.", "year:20xx"},
		{"a w/5 b", "a AND w/5 AND b", "“w/5” was read as words. In capitals, NEAR/5 asks for words near each other, and PRE/5 for words in this order.", "w/5"},
		{"a pre/3 b", "a AND pre/3 AND b", "“pre/3” was read as words. In capitals, NEAR/3 asks for words near each other, and PRE/3 for words in this order.", "pre/3"},
		{"decisions 4/1–4/40", "decisions AND 4/1–4/40", "Lists and ranges are told apart up to 16; this one was read as words.", "decisions"},
		{"A/79/15, paras. 1–40", "symbol:A/79/15 AND paras AND 1–40", "Lists and ranges are told apart up to 16; this one was read as words.", "paras."},
		{"victims ref:explicit", "victims", "ref:explicit says how references are named, and none is asked for; it was left out. has:reference asks for any.", "ref:explicit"},
		{"ref:explicit", `""`, "ref:explicit says how references are named, and none is asked for; it was left out. has:reference asks for any.", "ref:explicit"},
		{"resolution:7/1 -ref:explicit", "resolution:7/1 ref:explicit", "ref:explicit cannot be excluded; it was read without -.", "ref:explicit"},
		{"date:2024-08..2024-07", "date:2024-07-01..2024-08-31", "The first day was behind the last; they were exchanged.", "date:2024-08..2024-07"},
		{"peace 🕊", "peace", "“🕊” cannot be searched for; it was left out.", "🕊"},
		{"a + b", "a AND b", "“+” cannot be searched for; it was left out.", "+"},
	} {
		q, err := Parse(test.text, Options{})
		if got := String(q.Node); err != nil || got != test.want {
			t.Errorf("Parse(%q) = %s, %v, want %s", test.text, got, err, test.want)
		}
		if len(q.Problems) != 1 {
			t.Errorf("Parse(%q): problems %v, want one", test.text, q.Problems)
			continue
		}
		p := q.Problems[0]
		at := string([]rune(test.text)[p.Offset : p.Offset+p.Length])
		if p.Text != test.problem || at != test.at && p.Text != "" {
			t.Errorf("Parse(%q): problem %q at %q, want %q at %q", test.text, p.Text, at, test.problem, test.at)
		}
	}
}

func TestNoProblems(t *testing.T) {
	for _, text := range []string{
		"extrabudgetary resources", "Chair’s summaries", "18 USC §242", "1. Title Chap. 2,3", "a:b:c", "crime:", "2024 – 2025",
		"and/or", "U.S.A.", "~100 persons", "trafficking?", "(trafficking)?", "yes/no?", `"a b"~3`, "articles 29-32", "A / 59 / 50", "Smith & Sons", "50 %",
	} {
		if q, err := Parse(text, Options{}); err != nil || len(q.Problems) > 0 {
			t.Errorf("Parse(%q): %v, %v, want no problem", text, q.Problems, err)
		}
	}
}

func TestLimits(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
	}{
		{"length", strings.Repeat("é", 4000), ""},
		{"length", strings.Repeat("é", 4001), "a query has at most 4,000 characters; this one has 4,001"},
		{"clauses", strings.Repeat(`"a" `, 64), ""},
		{"clauses", strings.Repeat(`"a" `, 71), "a query has at most 64 clauses; this one has 71"},
		{"words that are repeated", strings.Repeat("a ", 400), ""},
		{"words", different(256), ""},
		{"words", different(257), "a query has at most 256 different words; this one has 257"},
		{"brackets alone", strings.Repeat("(", 400) + "a" + strings.Repeat(")", 400), ""},
		{"nesting", nested(16), ""},
		{"nesting", nested(17), "a query has at most 16 levels of nesting; this one has 17"},
		{"phrase", `"` + strings.Repeat("a ", 64) + `"`, ""},
		{"phrase", `"` + strings.Repeat("a ", 65) + `"`, "a phrase has at most 64 words; this one has 65"},
		{"nearness", `"a b"~50 c NEAR/50 d`, ""},
		{"nearness", `"a b"~51`, "at most 50 other words may stand between words near each other; this query allows for 51"},
		{"nearness", "-(a NEAR/9000000000000000000000 b)", "at most 50 other words may stand between words near each other; this query allows for 2,147,483,647"},
		{"words near each other", "a" + strings.Repeat(" NEAR/1 a", 64), "a phrase has at most 64 words; this one has 65"},
		{"compound", strings.Repeat("a-", 65), "a phrase has at most 64 words; this one has 65"},
	} {
		_, err := Parse(test.text, Options{})
		got := ""
		if err != nil {
			got = err.Error()
			if var1 := new(LimitError); !errors.As(err, &var1) || !errors.Is(err, ErrLimit) {
				t.Errorf("%s: %T, want *LimitError", test.name, err)
			}
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// nested is a query of n levels: a AND (b OR (a AND (b OR …
func nested(n int) string {
	text := "x"
	for i := range n {
		text = []string{"a AND (", "b OR ("}[i%2] + text + ")"
	}
	return text
}

func TestFieldName(t *testing.T) {
	for _, test := range []struct {
		name, want string
		ok         bool
	}{{"Item", "item", true}, {"cites", "symbol", true}, {"PARA", "number", true}, {"crime", "crime", false}, {"", "", false}} {
		if got, ok := FieldName(test.name); got != test.want || ok != test.ok {
			t.Errorf("FieldName(%q) = %q, %v, want %q, %v", test.name, got, ok, test.want, test.ok)
		}
	}
}

// different is n different words.
func different(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strconv.FormatInt(int64(i), 36) + " ")
	}
	return b.String()
}
