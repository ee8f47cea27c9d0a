package highlight

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/plenary-search/plenary/search"
)

// shownOf writes the pieces of a text, with "…" for gaps.
func shownOf(text string, pieces []Piece) string {
	var shown []string
	for _, p := range pieces {
		if p.Words > 0 {
			shown = append(shown, "…")
		} else {
			shown = append(shown, text[p.Start:p.End])
		}
	}
	return strings.Join(shown, "|")
}

// marked is the span of some words.
func marked(t *testing.T, text, words string) []search.Highlight {
	t.Helper()
	at := strings.Index(text, words)
	if at < 0 {
		t.Fatalf("%q does not say %q", text, words)
	}
	return []search.Highlight{{Start: at, End: at + len(words)}}
}

// A sentence of hundreds of words is cut at its clauses around the words found, in each language.
func TestLongSentencesAreCutAtClauses(t *testing.T) {
	for _, c := range []struct{ name, begin, fill, clause, words, want string }{
		{"semicolons", "Recalling all its earlier resolutions on the subject and the commitments that States made in them and since;",
			" reaffirming what was said on it at the sessions of the years before and at those before them;",
			" Requests the Secretary-General to seek extrabudgetary resources for the studies mentioned in the annex to that resolution;", "extrabudgetary resources",
			"Recalling all its earlier resolutions on the subject and the commitments that States made in them and since;|…|" +
				"Requests the Secretary-General to seek extrabudgetary resources for the studies mentioned in the annex to that resolution;|…"},
		{"a list", "Decides that the conference, at its next session and at all those that follow until further notice, shall:",
			" (a) consider whatever the working groups may have sent to it in the meantime with reports of their own,",
			" (b) agree, in item 2 (b), on what to do about voluntary contributions that come late or not at all,", "voluntary contributions",
			"Decides that the conference, at its next session and at all those that follow until further notice, shall:|…|" +
				"(b) agree, in item 2 (b), on what to do about voluntary contributions that come late or not at all,|…"},
		{"French", "Rappelant toutes ses résolutions antérieures sur la question et les engagements pris par les États dans celles-ci ;",
			" réaffirmant ce qui a été dit à ce sujet aux sessions des années précédentes et à celles d’avant ;",
			" prie le Secrétaire général de rechercher des ressources extrabudgétaires pour les études prévues à l’annexe ;", "ressources extrabudgétaires",
			"Rappelant toutes ses résolutions antérieures sur la question et les engagements pris par les États dans celles-ci ;|…|" +
				"prie le Secrétaire général de rechercher des ressources extrabudgétaires pour les études prévues à l’annexe ;|…"},
		{"Spanish", "Recordando todas sus resoluciones anteriores sobre la cuestión y los compromisos contraídos por los Estados desde entonces,",
			" reafirmando lo que se dijo al respecto en los períodos de sesiones de los años anteriores a este,",
			" solicita al Secretario General que procure recursos extrapresupuestarios para los estudios previstos en el anexo,", "recursos extrapresupuestarios",
			"Recordando todas sus resoluciones anteriores sobre la cuestión y los compromisos contraídos por los Estados desde entonces,|…|" +
				"solicita al Secretario General que procure recursos extrapresupuestarios para los estudios previstos en el anexo,|…"},
		{"Russian", "ссылаясь на все свои предыдущие резолюции по этому вопросу и обязательства, которые взяли на себя государства с тех пор;",
			" подтверждая всё то, что было сказано по этому поводу на сессиях прошлых лет и на предшествующих им;",
			" просит Генерального секретаря изыскать внебюджетные ресурсы для исследований, предусмотренных в приложении к этой резолюции;", "внебюджетные ресурсы",
			"ссылаясь на все свои предыдущие резолюции по этому вопросу и обязательства, которые взяли на себя государства с тех пор;|…|" +
				"просит Генерального секретаря изыскать внебюджетные ресурсы для исследований, предусмотренных в приложении к этой резолюции;|…"},
		{"Arabic", "إذ تشير إلى جميع قراراتها السابقة بشأن هذه المسألة وإلى الالتزامات التي قطعتها الدول على نفسها منذ ذلك الحين؛",
			" وإذ تؤكد من جديد ما قيل في هذا الشأن في دورات السنوات السابقة وفي الدورات التي قبلها كلها؛",
			" تطلب إلى الأمين العام أن يلتمس موارد خارجة عن الميزانية للدراسات المنصوص عليها في مرفق هذا القرار؛", "موارد خارجة عن الميزانية",
			"إذ تشير إلى جميع قراراتها السابقة بشأن هذه المسألة وإلى الالتزامات التي قطعتها الدول على نفسها منذ ذلك الحين؛|…|" +
				"تطلب إلى الأمين العام أن يلتمس موارد خارجة عن الميزانية للدراسات المنصوص عليها في مرفق هذا القرار؛|…"},
		{"Chinese", "回顾其以往关于这一问题的所有决议以及各国自那时以来所作出的各项承诺和贡献；", "重申在过去几年历届会议和更早的会议上就此所说的一切内容和结论意见；",
			"请秘书长为该决议附件所述的各项研究寻求预算外资源并向大会下届会议提出报告；", "预算外资源",
			"回顾其以往关于这一问题的所有决议以及各国自那时以来所作出的各项承诺和贡献；|…|请秘书长为该决议附件所述的各项研究寻求预算外资源并向大会下届会议提出报告；|…"},
	} {
		text := c.begin + strings.Repeat(c.fill, 8) + c.clause + strings.Repeat(c.fill, 8)
		if got := shownOf(text, Excerpt(text, marked(t, text, c.words), 40)); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

func TestSentencesThatAreNotLongAreNotCut(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("one clause of it, another; ", longSentence/5-1) + "end",
		strings.Repeat("决议，", longSentence-1) + "决议",
	} {
		if parts := divided(text, Sentences(text)); len(parts) != 1 {
			t.Errorf("%d words are cut into %d parts", countWords(text), len(parts))
		}
	}
}

// Whatever the text, what is shown of it are pieces of it, cut between characters, in order, with every mark, and no more than the marks ask for.
func TestExcerptProperties(t *testing.T) {
	clause := rapid.SampledFrom([]string{"the Conference requests the Secretariat", " and", " (a) to report,", " b) rendre compte,", "; ", ", ", ": ", "،", " ، وإذ تشير إلى قراراتها", "؛ ",
		"просит Генерального секретаря; ", "回顾其以往决议", "，", "；", "。", ". ", "? The next", "1,000 ", "item 2 (b) of", "é\u0301", "\u00a0", "word", " ", strings.Repeat("x", 100), strings.Repeat("word ", 50), strings.Repeat("字", 90)})
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(clause, 0, 120).Draw(rt, "clauses"), "")
		var spans []search.Highlight
		for at := 0; at < len(text); {
			at += rapid.IntRange(1, max(1, len(text)/3)).Draw(rt, "apart")
			for at < len(text) && !utf8.RuneStart(text[at]) {
				at++
			}
			end := min(len(text), at+rapid.IntRange(1, 30).Draw(rt, "length"))
			for end < len(text) && !utf8.RuneStart(text[end]) {
				end++
			}
			if at < end {
				spans = append(spans, search.Highlight{Start: at, End: end})
			}
			at = end
		}
		pieces := Excerpt(text, spans, rapid.IntRange(0, 200).Draw(rt, "words"))
		at, shown, whole := 0, 0, len(pieces) == 1 && pieces[0].Words == 0
		for i, p := range pieces {
			if p.Start < at || p.End > len(text) || p.Start > p.End || strings.TrimSpace(text[at:p.Start]) != "" {
				rt.Fatalf("piece %+v of %q behind %d", p, text, at)
			}
			if !utf8.ValidString(text[p.Start:p.End]) {
				rt.Fatalf("piece %+v of %q cuts a character", p, text)
			}
			if i > 0 && p.Words == 0 && pieces[i-1].Words == 0 {
				rt.Fatalf("two pieces of %q without a gap: %+v", text, pieces)
			}
			for _, s := range spans {
				if p.Words > 0 && s.Start < p.End && p.Start < s.End && strings.TrimSpace(text[max(s.Start, p.Start):min(s.End, p.End)]) != "" {
					rt.Fatalf("mark %v in the gap %+v of %q", s, p, text)
				}
			}
			if at = p.End; p.Words == 0 {
				shown += countWords(text[p.Start:p.End])
			}
		}
		if strings.TrimSpace(text[at:]) != "" && !whole {
			rt.Fatalf("%q is lost", text[at:])
		}
		// The first part; of each mark the parts in which it begins and ends, and what is between, in thirty bytes; gaps that are too short.
		if most := (longSentence+minGap)*(1+2*len(spans)) + 30*len(spans); shown > most && countWords(text) > 200 {
			rt.Fatalf("%d words of %d are shown for %d marks", shown, countWords(text), len(spans))
		}
		for _, part := range divided(text, Sentences(text)) {
			if n := countWords(text[part.Start:part.End]); n > longSentence {
				rt.Fatalf("a part has %d words", n)
			}
		}
	})
}
