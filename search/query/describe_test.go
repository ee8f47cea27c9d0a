package query

import "testing"

func TestDescribe(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "every paragraph"},
		{"?!", "nothing that can be searched for"},
		{"extradition", "the word, in any form"},
		{"extrabudgetary resources", "both words, in any form, in one paragraph"},
		{"subject to availability", "all three words, in any form, in one paragraph"},
		{"a b c d e f g h i j k", "all 11 words, in any form, in one paragraph"},
		{"extradition OR confiscation", "either word, in any form"},
		{"a OR b OR c", "any of the three words, in any form"},
		{`"extrabudgetary resources"`, "the exact phrase"},
		{`"voluntary contribution"~`, "the phrase, in any form"},
		{`"a b" "c d"`, "both exact phrases, in one paragraph"},
		{`"a b" OR "c d"`, "either exact phrase"},
		{"confiscat*", "paragraphs that hold a word that begins with “confiscat”"},
		{"organi*ation", "paragraphs that hold a word of the form “organi*ation”"},
		{"-word~1", "paragraphs that do not hold a word that differs from “word” by at most one letter"},
		{"word~2 a", "paragraphs that hold a word that differs from “word” by at most two letters and the word “a” in any form"},
		{`"draft resolutions"~5`, "paragraphs that hold the exact words “draft” and “resolutions” in any order, with at most five other words between them"},
		{"a NEAR/0 b NEAR/0 c", "paragraphs that hold the words “a”, “b” and “c” in any form, in any order, with no other words between them"},
		{"a NEAR/1 b", "paragraphs that hold the words “a” and “b” in any form, in any order, with at most one other word between them"},
		{"a PRE/2 b", "paragraphs that hold the words “a” and “b” in any form, in this order, with at most two other words between them"},
		{`"a b" NEAR/2 c`, "paragraphs that hold the words “a b” and “c” in any form, in any order, with at most two other words between them"},
		{`"a" PRE/0 "b"`, "paragraphs that hold the exact words “a” and “b” in this order, with no other words between them"},
		{"resolution 7/1", "paragraphs that cite resolution 7/1"},
		{"resolution 7/1 ref:explicit", "paragraphs that name resolution 7/1"},
		{"has:resolution -has:date", "paragraphs that cite a resolution and do not mention a day"},
		{"-has:reference", "paragraphs that do not cite anything"},
		{"has:reference ref:explicit", "paragraphs that name something"},
		{"GA resolution 55/25", "paragraphs that cite General Assembly resolution 55/25"},
		{"resolution:GA", "paragraphs that cite a resolution of the General Assembly"},
		{"resolutions 9/1 and 10/1", "paragraphs that cite resolution 9/1 and resolution 10/1"},
		{"Security Council resolution 1325 (2000)", "paragraphs that cite Security Council resolution 1325 (2000)"},
		{"11/2", "paragraphs that cite resolution 11/2 or decision 11/2 or hold the exact phrase “11/2”"},
		{"victims 11/2", "paragraphs that hold the word “victims” in any form, and either cite resolution 11/2 or decision 11/2 or hold the exact phrase “11/2”"},
		{"document:A/79/15 (number:3 OR number:4 OR number:5)", "paragraphs that stand in A/79/15 and bear number 3, 4 or 5"},
		{"A/79/15, para. 3", "paragraphs that both stand in A/79/15 and bear number 3, or both cite A/79/15, and hold the exact phrase “para. 3” or “paragraph 3”"},
		{"ctoc/cop/2024/5", "paragraphs that cite CTOC/COP/2024/5"},
		{"CTOC/COP/*/5", "paragraphs that cite a document whose symbol has the form CTOC/COP/*/5"},
		{`decision:"GA 7?/501"`, "paragraphs that cite a decision of the form GA 7?/501"},
		{"CTOC/COP/2024/*", "paragraphs that cite a document whose symbol begins with CTOC/COP/2024/"},
		{`"technical assistance" NOT UNODC`, "paragraphs that hold the exact phrase “technical assistance” and do not hold the word “UNODC” in any form"},
		{`(environment OR "cultural property") AND "organized criminal groups"`, "paragraphs that hold the word “environment” in any form or the exact phrase “cultural property”, and hold the exact phrase “organized criminal groups”"},
		{"extrabudgetary resources item:2(b)", "paragraphs that hold the words “extrabudgetary” and “resources” in any form and stand under item 2\u00a0(b)"},
		{"NOT (a b)", "paragraphs that do not hold the word “a” in any form or do not hold the word “b” in any form"},
		{"NOT (a OR b)", "paragraphs that do not hold the word “a” or “b” in any form"},
		{"a b OR c d", "paragraphs that hold the words “a” and “b” in any form, or hold the words “c” and “d” in any form"},
		{"item:=2", "paragraphs that stand under item 2 itself"},
		{"stated_item:2", "paragraphs that stand under item 2 as the document itself states"},
		{"article:36(1)", "paragraphs that cite article 36(1)"},
		{`article:"rule 22"`, "paragraphs that cite rule 22"},
		{"body:GA", "paragraphs that stand in a document of the General Assembly"},
		{"document:CTOC/COP/2024/5 lang:fr", "paragraphs that stand in CTOC/COP/2024/5 and are in French"},
		{"victims -lang:fr", "paragraphs that hold the word “victims” in any form and are not in French"},
		{`section:"technical assistance"`, "paragraphs that stand under a heading with “technical assistance”"},
		{"title:agenda*", "paragraphs that stand in a document with “agenda…” in its title"},
		{"date:2024-07", "paragraphs that stand in a document dated July 2024"},
		{"date:2024-07-01..2024-08-15", "paragraphs that stand in a document dated from 1 July to 15 August 2024"},
		{"mentioned:2024-07-16", "paragraphs that mention 16 July 2024"},
		{"mentioned:2024-07", "paragraphs that mention a day in July 2024"},
		{"mentioned:2024-07..", "paragraphs that mention a day from 1 July 2024 on"},
		{"mentioned:..2024", "paragraphs that mention a day up to 31 December 2024"},
	} {
		q, err := Parse(test.text, Options{})
		if got := Describe(q); err != nil || got != test.want {
			t.Errorf("Describe(%q) =\n  %s, %v, want\n  %s", test.text, got, err, test.want)
		}
	}
}

// TestExamples holds the examples to the language: each reads without a problem.
func TestExamples(t *testing.T) {
	for _, example := range Examples() {
		q, err := Parse(example.Query, Options{})
		if err != nil || q.Node == nil || len(q.Problems) > 0 || example.Meaning == "" {
			t.Errorf("%s: %v, %v, %v", example.Query, q.Node, err, q.Problems)
		}
	}
}

func TestContentStatements(t *testing.T) {
	for _, name := range ContentNames() {
		if contentStatements[name].verb == "" {
			t.Errorf("has:%s has no statement", name)
		}
	}
}

// TestFieldStatements holds the table to the fields: each can be described.
func TestFieldStatements(t *testing.T) {
	for _, name := range FieldNames() {
		if _, ok := fieldStatements[name]; ok == (name == "date" || name == "mentioned") {
			t.Errorf("field %s: statement %v", name, ok)
		}
	}
}
