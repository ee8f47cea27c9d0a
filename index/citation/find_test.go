package citation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// wantFound compares the citations found in a text, as written prints them.
func wantFound(t *testing.T, text, lang string, want []string) {
	t.Helper()
	var got []string
	for _, m := range Find(text, lang) {
		got = append(got, written(text, m))
	}
	if !slices.Equal(got, want) {
		t.Errorf("Find(%q, %s)\n got %q\nwant %q", text, lang, got, want)
	}
}

// written is a mention in short: kind, number, body or instrument as written, and the span where it is not the number alone.
func written(text string, m Mention) string {
	s := string(m.Kind) + " " + m.ID
	if m.Implied {
		s += " implied"
	}
	for _, name := range [...]string{m.Body, m.Instrument} {
		if name != "" {
			s += " (" + name + ")"
		}
	}
	return s + " [" + text[m.Start:m.End] + "]"
}

// Texts are quoted from the papers named behind them; those without a name follow the Editorial Manual's examples.
func TestFindResolutions(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"In its resolution 7/1, the Conference decided", []string{"resolution 7/1 (Conference) [resolution 7/1]"}},                        // CTOC/COP/2024/1
		{"In its resolution 55/25, the General Assembly decided that", []string{"resolution 55/25 (General Assembly) [resolution 55/25]"}}, // CTOC/COP/2024/1
		{"Pursuant to decision 4/4 of the Conference of the Parties to the United Nations Convention against Transnational Organized Crime and the Protocols thereto", // CTOC/COP/2024/5
			[]string{"decision 4/4 (Conference of the Parties to the United Nations Convention against Transnational Organized Crime) [decision 4/4]"}},
		{"the mandates contained in Conference resolution 5/8 and relevant", []string{"resolution 5/8 (Conference) [resolution 5/8]"}},
		{"In its resolutions 9/1 and 10/1, on the establishment", []string{"resolution 9/1 [resolutions 9/1 and 10/1]", "resolution 10/1 [resolutions 9/1 and 10/1]"}},
		{"resolutions 4/1, 4/2 and decision 4/3", []string{"resolution 4/1 [resolutions 4/1, 4/2]", "resolution 4/2 [resolutions 4/1, 4/2]", "decision 4/3 [decision 4/3]"}},
		{"holds decisions 4/1–4/4", []string{"decision 4/1 [decisions 4/1–4/4]", "decision 4/2 [decisions 4/1–4/4]", "decision 4/3 [decisions 4/1–4/4]", "decision 4/4 [decisions 4/1–4/4]"}},
		{"resolutions 55/1 to 55/3", []string{"resolution 55/1 [resolutions 55/1 to 55/3]", "resolution 55/2 [resolutions 55/1 to 55/3]", "resolution 55/3 [resolutions 55/1 to 55/3]"}},
		{"General Assembly resolution 31/6 A and B", []string{"resolution 31/6 A (General Assembly) [resolution 31/6 A and B]", "resolution 31/6 B (General Assembly) [resolution 31/6 A and B]"}},
		{"resolutions 46/36L and 47/52 L", []string{"resolution 46/36 L [resolutions 46/36L and 47/52 L]", "resolution 47/52 L [resolutions 46/36L and 47/52 L]"}}, // A/RES/74/53
		{"Security Council resolution 1325 (2000) of 31 October 2000", []string{"resolution 1325 (2000) (Security Council) [resolution 1325 (2000)]"}},
		{"resolutions 2628 and 2670 (2022) for", []string{"resolution 2628 (2022) [resolutions 2628 and 2670 (2022)]", "resolution 2670 (2022) [resolutions 2628 and 2670 (2022)]"}}, // S/RES/2687 (2023)
		{"Security Council resolution 1325", []string{"resolution 1325 (Security Council) [resolution 1325]"}},
		{"resolution 217 A (III)", []string{"resolution 217 A (III) [resolution 217 A (III)]"}},
		{"resolution 14 (I) A, annex", []string{"resolution 14 A (I) [resolution 14 (I) A]"}}, // A/80/11
		{"resolution 75/1 EU members", []string{"resolution 75/1 [resolution 75/1]"}},
		{"resolutions 1733 (LIV) and 1915 (ORG-75)", []string{"resolution 1733 (LIV) [resolutions 1733 (LIV) and 1915 (ORG-75)]", "resolution 1915 (ORG-75) [resolutions 1733 (LIV) and 1915 (ORG-75)]"}},
		{"Economic and Social Council resolution 2019/13", []string{"resolution 2019/13 (Economic and Social Council) [resolution 2019/13]"}},
		{"resolution ES\u201110/15 and resolution S-30/1", []string{"resolution ES-10/15 [resolution ES\u201110/15]", "resolution S-30/1 [resolution S-30/1]"}},
		{"decisions XI/10 and 15/4 and decision 1/CP.21", []string{"decision XI/10 [decisions XI/10 and 15/4]", "decision 15/4 [decisions XI/10 and 15/4]", "decision 1/CP.21 [decision 1/CP.21]"}},
		{"Resolution Conf. 11.1 (Rev. CoP14), Decision 14.74, resolution WHA56.1 and decision RC-10/11", []string{"resolution Conf. 11.1 (Rev. CoP14) [Resolution Conf. 11.1 (Rev. CoP14)]",
			"decision 14.74 [Decision 14.74]", "resolution WHA56.1 [resolution WHA56.1]", "decision RC-10/11 [decision RC-10/11]"}},
		{"decision WHA76(10) and decision EB154(2)", []string{"decision WHA76(10) [decision WHA76(10)]", "decision EB154(2) [decision EB154(2)]"}},
		{"resolutions A.1118(30) and MSC.385(94)", []string{"resolution A.1118(30) [resolutions A.1118(30) and MSC.385(94)]", "resolution MSC.385(94) [resolutions A.1118(30) and MSC.385(94)]"}},
		{"41 C/Resolution 19, resolution 41 C/19", []string{"resolution 41 C/19 [41 C/Resolution 19]", "resolution 41 C/19 [resolution 41 C/19]"}},
		{"resolution GC(66)/RES/5", []string{"resolution GC(66)/RES/5 [resolution GC(66)/RES/5]"}},
		{"resolution GC.19/Res.5 of UNIDO", []string{"resolution GC.19/Res.5 [resolution GC.19/Res.5]"}},
		{"decision C-16/DEC.11 of the Conference", []string{"decision C-16/DEC.11 (Conference) [decision C-16/DEC.11]"}}, // A/RES/77/71
		{"Resolution 70 (Rev. Bucharest, 2022), resolution A41-20, decision SS.XI/9", []string{"resolution 70 (Rev. Bucharest, 2022) [Resolution 70 (Rev. Bucharest, 2022)]",
			"resolution A41-20 [resolution A41-20]", "decision SS.XI/9 [decision SS.XI/9]"}},
		{"resolutions S-21/2, S-12/1 and 1988 (LX), decision 3/CMA.1", []string{"resolution S-21/2 [resolutions S-21/2, S-12/1 and 1988 (LX)]",
			"resolution S-12/1 [resolutions S-21/2, S-12/1 and 1988 (LX)]", "resolution 1988 (LX) [resolutions S-21/2, S-12/1 and 1988 (LX)]", "decision 3/CMA.1 [decision 3/CMA.1]"}},
		{"resolution A/RES/70/1", []string{"symbol A/RES/70/1 [A/RES/70/1]", "resolution 70/1 (GA) [A/RES/70/1]"}},
		{"Recalling its resolutions 70/107 of 10 December 2015 on assistance, 71/127 of 8 December 2016 and 72/133 of 11 December 2017,",
			[]string{"resolution 70/107 [resolutions 70/107]", "resolution 71/127 [71/127 of 8 December 2016 and 72/133]", "resolution 72/133 [71/127 of 8 December 2016 and 72/133]"}},
		{"all its previous resolutions on Iraq, in particular 1500 (2003) and 1546 (2004)", []string{"resolution 1500 (2003) [1500 (2003) and 1546 (2004)]", "resolution 1546 (2004) [1500 (2003) and 1546 (2004)]"}}, // S/RES/2522 (2020)
		{"Human Rights Council decision 18/120 and resolutions 24/14 and 27/21", []string{"decision 18/120 (Human Rights Council) [decision 18/120]",
			"resolution 24/14 (Human Rights Council) [resolutions 24/14 and 27/21]", "resolution 27/21 (Human Rights Council) [resolutions 24/14 and 27/21]"}},
		{"resolutions of the Human Rights Council, the most recent of which being resolutions 42/3 and 39/2", []string{"resolution 42/3 (Human Rights Council) [resolutions 42/3 and 39/2]",
			"resolution 39/2 (Human Rights Council) [resolutions 42/3 and 39/2]"}}, // A/RES/74/246
		{"CBD/COP/15/17, decision 15/4, annex", []string{"symbol CBD/COP/15/17 [CBD/COP/15/17]", "decision 15/4 (CBD/COP) [decision 15/4]"}}, // E/HLS/2025/1
		{"In the same resolution, the Conference", []string{"resolution  implied [the same resolution]"}},
		{"This decision was reaffirmed in subsequent resolutions of the Conference", []string{"decision  implied [This decision]"}},
		{"set out in the two resolutions", []string{"resolution  implied [the two resolutions]"}},

		{"draft resolution 7/1 and draft decisions 1/1", nil},
		{"the peaceful resolution of disputes, that resolution of conflicts, decision-making", nil},
		{"in 2023/24, 24/7, 3/4 of the States, on 11/2 at km 1325 (2000)", nil},
		{"those resolutions and decisions", nil},
		{"resolutions and 3/4 of the members", nil},
		{"resolution 61/105, chap. I to 127, and resolution 64/72", []string{"resolution 61/105 [resolution 61/105]", "resolution 64/72 [resolution 64/72]"}},
	}
	for _, test := range tests {
		wantFound(t, test.text, "en", test.want)
	}
}

// TestFindLanguages has the forms of papers in other languages, from resolutions of the General Assembly and the Security Council.
func TestFindLanguages(t *testing.T) {
	tests := []struct {
		lang, text string
		want       []string
	}{
		{"fr", "Rappelant sa résolution 70/1 du 25 septembre 2015", []string{"resolution 70/1 [résolution 70/1]"}},
		{"fr", "les résolutions 550 (1984) et 789 (1992) du Conseil de sécurité", []string{"resolution 550 (1984) (Security Council) [résolutions 550 (1984) et 789 (1992)]", "resolution 789 (1992) (Security Council) [résolutions 550 (1984) et 789 (1992)]"}},
		{"fr", "Dans la même résolution, la Conférence", []string{"resolution  implied [la même résolution]"}},
		{"fr", "le projet de résolution 7/1", nil},
		{"es", "Recordando su resolución 58/261, de 23 de diciembre de 2003", []string{"resolution 58/261 [resolución 58/261]"}},
		{"es", "las resoluciones del Consejo Económico y Social 2006/46 y 2008/3", []string{"resolution 2006/46 (Economic and Social Council) [resoluciones del Consejo Económico y Social 2006/46 y 2008/3]",
			"resolution 2008/3 (Economic and Social Council) [resoluciones del Consejo Económico y Social 2006/46 y 2008/3]"}},
		{"es", "En esa decisión, la Conferencia", []string{"decision  implied [esa decisión]"}},
		{"ru", "осуществление резолюций Совета Безопасности 1754 (2007), 1783 (2007)", []string{"resolution 1754 (2007) (Security Council) [резолюций Совета Безопасности 1754 (2007), 1783 (2007)]",
			"resolution 1783 (2007) (Security Council) [резолюций Совета Безопасности 1754 (2007), 1783 (2007)]"}},
		{"ru", "подтверждая свою резолюцию 57/290 В от 18 июня 2003 года", []string{"resolution 57/290 B [резолюцию 57/290 В]"}},
		{"ru", "в той же резолюции", []string{"resolution  implied [той же резолюции]"}},
		{"ar", "وإذ تشير إلى قرارها 67/265 المؤرخ 17 أيار/مايو 2013", []string{"resolution 67/265 [قرارها 67/265]"}}, // A/RES/74/103
		{"ar", "قراري الجمعية العامة 1514 (د-15) و 1541 (د-15)", []string{"resolution 1514 (XV) (General Assembly) [قراري الجمعية العامة 1514 (د-15) و 1541 (د-15)]", // A/RES/74/103
			"resolution 1541 (XV) (General Assembly) [قراري الجمعية العامة 1514 (د-15) و 1541 (د-15)]"}},
		{"ar", "القرارات 1373 (2001) و 1390 (2002)", []string{"resolution 1373 (2001) [القرارات 1373 (2001) و 1390 (2002)]", "resolution 1390 (2002) [القرارات 1373 (2001) و 1390 (2002)]"}},
		{"ar", "والقرارين ٧٠/١ و٧١/٢", []string{"resolution 70/1 [والقرارين ٧٠/١ و٧١/٢]", "resolution 71/2 [والقرارين ٧٠/١ و٧١/٢]"}},
		{"ar", "القَرَار 1373 (2001(", []string{"resolution 1373 (2001) [القَرَار 1373 (2001(]"}}, // brackets of a page from right to left
		{"ar", "وفقا للقـــرار\u200f 55/180 ألف المؤرخ", []string{"resolution 55/180 A [للقـــرار\u200f 55/180 ألف]"}},
		{"ar", "القرار دإط-10/15 والقرار 2200 ألف (د-21)", []string{"resolution ES-10/15 [القرار دإط-10/15]", "resolution 2200 A (XXI) [والقرار 2200 ألف (د-21)]"}},
		{"ar", "المقرر 1/م أ-21", []string{"decision 1/CP.21 [المقرر 1/م أ-21]"}}, // A/RES/74/4
		{"ar", "مقرر مجلس حقوق الإنسان 18/120 المؤرخ 30 أيلول/سبتمبر 2011 وقراراته 24/14 المؤرخ 27 أيلول/سبتمبر 2013 و 27/21", // A/RES/80/209
			[]string{"decision 18/120 (Human Rights Council) [مقرر مجلس حقوق الإنسان 18/120]",
				"resolution 24/14 (Human Rights Council) [وقراراته 24/14 المؤرخ 27 أيلول/سبتمبر 2013 و 27/21]", "resolution 27/21 (Human Rights Council) [وقراراته 24/14 المؤرخ 27 أيلول/سبتمبر 2013 و 27/21]"}},
		{"ar", "في القرار نفسه، وفي ذلك المقرر", []string{"resolution  implied [القرار نفسه]", "decision  implied [ذلك المقرر]"}},
		{"ar", "مشروع القرار 7/1 والاستقرار 15/16 والمقرر الخاص", nil},
		{"zh", "大会2015年9月25日第70/1号决议", []string{"resolution 70/1 (General Assembly) [第70/1号决议]"}},
		{"zh", "第70/1和71/2号决议", []string{"resolution 70/1 [第70/1和71/2号决议]", "resolution 71/2 [第70/1和71/2号决议]"}},
		{"zh", "安全理事会第1373（2001）号决议", []string{"resolution 1373 (2001) (Security Council) [第1373（2001）号决议]"}},
		{"zh", "人权理事会2011年9月30日第18/120号决定、2013年9月27日第24/14号和2014年9月26日第27/21号决议", // A/RES/75/181
			[]string{"decision 18/120 (Human Rights Council) [第18/120号决定]", "resolution 24/14 (Human Rights Council) [第24/14号]", "resolution 27/21 (Human Rights Council) [第27/21号决议]"}},
		{"zh", "经济及社会理事会1948年8月13日第155 C (VII)号决议和大会1950年12月1日第415 (V)号决议", // A/RES/74/171
			[]string{"resolution 155 C (VII) (Economic and Social Council) [第155 C (VII)号决议]", "resolution 415 (V) (General Assembly) [第415 (V)号决议]"}},
		{"zh", "遵守第51/233号、第55/180 A号和第73/322号决议", []string{"resolution 51/233 [第51/233号、第55/180 A号和第73/322号决议]",
			"resolution 55/180 A [第51/233号、第55/180 A号和第73/322号决议]", "resolution 73/322 [第51/233号、第55/180 A号和第73/322号决议]"}},
		{"zh", "第338号决议，MEPC.221(63)号文件", []string{"resolution 338 [第338号决议]"}},
		{"zh", "大会在同一决议中，根据这两项决定", []string{"resolution  implied [同一决议]", "decision  implied [这两项决定]"}},
		{"fr", "le paragraphe 2 de l’Article 19 de la Charte et les articles 1 et 2 de la Convention relative aux droits de l’enfant",
			[]string{"article 19(2) (Charter) [paragraphe 2 de l’Article 19]", "article 1 (Convention on the Rights of the Child) [articles 1 et 2]", "article 2 (Convention on the Rights of the Child) [articles 1 et 2]"}},
		{"fr", "l’article 22 du règlement intérieur de l’Assemblée générale, l’article 5 du projet", []string{"rule 22 (rules of procedure of the General Assembly) [article 22]"}},
		{"es", "el Artículo 19 de la Carta, artículo 5 de la Convención Interamericana", []string{"article 19 (Charter) [Artículo 19]"}},
		{"ru", "статьи 19 Устава, пункт 2 статьи 3 Конвенции о правах ребенка, статья 5 проекта", []string{"article 19 (Charter) [статьи 19]", "article 3(2) (Convention on the Rights of the Child) [пункт 2 статьи 3]"}},
		{"ar", "المادة 19 من الميثاق، والمادتين 1 و 2 من اتفاقية حقوق الطفل، المادة 50 من الدستور", []string{"article 19 (Charter) [المادة 19]",
			"article 1 (Convention on the Rights of the Child) [والمادتين 1 و 2]", "article 2 (Convention on the Rights of the Child) [والمادتين 1 و 2]"}},
		{"zh", "《联合国宪章》第十九条，《公约》第六条第一款和第七条，议事规则第22条，该法第五条", []string{"article 19 (Charter of the United Nations) [第十九条]",
			"article 6(1) (Convention) [第六条第一款]", "article 7 (Convention) [第七条]", "rule 22 (rules of procedure) [第22条]"}},
		{"zh", "第26(2008)号一般性建议，第2010-2号法令，该草案第3/4条", nil}, // A/RES/74/127
	}
	for _, test := range tests {
		wantFound(t, test.text, test.lang, test.want)
	}
	dates := []struct{ lang, text, want string }{
		{"fr", "du 30 septembre au 4 octobre 2024", "2024-09-30/2024-10-04"},
		{"fr", "les 2 et 3 octobre 2023", "2023-10-02/2023-10-03"},
		{"fr", "le 1er octobre 2015", "2015-10-01"},
		{"es", "del 14 al 18 de octubre de 2024", "2024-10-14/2024-10-18"},
		{"ru", "14–18 октября 2024 года", "2024-10-14/2024-10-18"},
		{"ar", "المعقود في الفترة من 3 إلى 6 نيسان/أبريل 2018", "2018-04-03/2018-04-06"}, // A/RES/74/103
		{"ar", "في ١٢ شباط/فبرايــــر ١٩٩٣", "1993-02-12"},
		{"ar", "يوم 5 يناير 2015", "2015-01-05"},
		{"ar", "تشرين الأول/ أكتوبر 2018", "2018-10"},
		{"zh", "2018年4月3日至6日在巴库", "2018-04-03/2018-04-06"}, // A/RES/74/103
		{"zh", "二〇一五年九月二十五日", "2015-09-25"},
		{"zh", "2021年2月28日至3月2日", "2021-02-28/2021-03-02"},
		{"zh", "2018年10月", "2018-10"},
	}
	for _, test := range dates {
		got := FindDates(test.text, test.lang, 0)
		if len(got) != 1 || got[0].ISO != test.want {
			t.Errorf("FindDates(%q, %s) = %v, want %s", test.text, test.lang, got, test.want)
		}
	}
}

// TestFindNothing has what only looks like a reference: ratios, fractions, votes, dates, telephone numbers, parts of documents.
func TestFindNothing(t *testing.T) {
	for lang, texts := range map[string][]string{
		"en": {"in 15/16 of the cases, by 3/4 of the votes", "adopted by 137 votes to 2, with 15/16 abstentions", "tel. 963-5/4321, fax 1 (212) 963", "on 25/9/2015 and in 2015/16",
			"a resolution of 1/2 inch", "a decision taken 24/7 by the team", "paragraph 1/2 of the text", "high-resolution 1920/1080 screens", "a ratio of 1/10 (2001)", "sect. 3/4, part 2/3",
			"the resolution of 3 May 2015 and the decision of 4/5 of the members", "items 5/6 and 7/8", "1325 (2000) deaths were counted"},
		"fr": {"les 3/4 des voix, 15/16 des cas", "par 137 voix contre 2, avec 15/16 abstentions", "le 25/9/2015, en 2015/16", "une résolution de 1/2 pouce", "paragraphe 1/2 du texte", "la décision de 3/4 des membres"},
		"es": {"las 3/4 partes de los votos, en 15/16 casos", "por 137 votos contra 2", "el 25/9/2015, en 2015/16", "párrafo 1/2 del texto", "la decisión de 3/4 de los miembros"},
		"ru": {"3/4 голосов, 15/16 случаев", "137 голосами против 2", "25/9/2015, в 2015/16 году", "пункт 1/2 текста"},
		"ar": {"ثلاثة أرباع 3/4 الأصوات و 15/16 من الحالات", "بأغلبية 137 صوتا مقابل 2", "في 25/9/2015 وفي 2015/16", "الفقرة 1/2 من النص", "الاستقرار 3/4", "المقرر الخاص 1/2"},
		"zh": {"四分之三，3/4的票，15/16的情况", "以137票对2票", "2015/16年，25/9/2015", "第1/2段", "第3/4页，第26(2008)号一般性建议", "1325(2000)人"},
	} {
		for _, text := range texts {
			for _, m := range Find(text, lang) {
				t.Errorf("Find(%q, %s) gives %s", text, lang, written(text, m))
			}
		}
	}
}

func TestFindParts(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"in accordance with its article 36, paragraphs 1 and 2, shall be", []string{"article 36(1) implied [article 36, paragraphs 1 and 2]", "article 36(2) implied [article 36, paragraphs 1 and 2]"}},
		{"In accordance with paragraph 3 of rule 22, the offices", []string{"rule 22(3) [paragraph 3 of rule 22]"}},
		{"under rule 16, paragraph 2, of the rules of procedure, to attend", []string{"rule 16(2) (rules of procedure) [rule 16, paragraph 2]"}},
		{"enshrined in its article 2, paragraph (b), as well as", []string{"article 2(b) implied [article 2, paragraph (b)]"}},
		{"articles 29–32 of the Convention", []string{"article 29 (Convention) [articles 29–32]", "article 30 (Convention) [articles 29–32]", "article 31 (Convention) [articles 29–32]", "article 32 (Convention) [articles 29–32]"}},
		{"rule 72 (Preparation of a budget) of the rules of procedure for the Conference", []string{"rule 72 (rules of procedure) [rule 72]"}},
		{"article 14 of the Firearms Protocol", []string{"article 14 (Firearms Protocol) [article 14]"}},
		{"article 6 (1) (b) of the Convention", []string{"article 6(1)(b) (Convention) [article 6 (1) (b)]"}},
		{"article 3, paragraph 1 (a), of the Covenant", []string{"article 3(1)(a) (Covenant) [article 3, paragraph 1 (a)]"}},
		{"Articles 31, paragraph 1, and 43, paragraph 2, of the Convention on Special Missions", // A/80/10
			[]string{"article 31(1) (Convention on Special Missions) [Articles 31, paragraph 1, and 43, paragraph 2]", "article 43(2) (Convention on Special Missions) [Articles 31, paragraph 1, and 43, paragraph 2]"}},
		{"article 8 bis of the Rome Statute", []string{"article 8 bis (Rome Statute) [article 8 bis]"}},
		{"Article 73 e of the Charter", []string{"article 73 (Charter) [Article 73]"}},
		{"rules 31 (2) and 34 (1) of its rules of procedure", []string{"rule 31(2) (rules of procedure) [rules 31 (2) and 34 (1)]", "rule 34(1) (rules of procedure) [rules 31 (2) and 34 (1)]"}},
		{"rule 90 of the rules of procedure of the General Assembly", []string{"rule 90 (rules of procedure of the General Assembly) [rule 90]"}},
		{"paragraph 53 of the procedures and rules for the functioning of the Mechanism", []string{"paragraph 53 (procedures and rules for the functioning of the Mechanism) [paragraph 53]"}},
		{"including its paragraph 54.", []string{"paragraph 54 implied [paragraph 54]"}},
		{"articles 3, 4 and 7 of the Convention", []string{"article 3 (Convention) [articles 3, 4 and 7]", "article 4 (Convention) [articles 3, 4 and 7]", "article 7 (Convention) [articles 3, 4 and 7]"}},
		{"articles 5, 6 and 7 of the draft", nil},
		{"draft article 3, on scope", nil},
		{"paragraph 5 of resolution 7/1", []string{"resolution 7/1 [resolution 7/1]"}},
		{"Rule 41 Amendments A proposal is considered an amendment", nil}, // A/CONF.230/2025/2: the rule itself
		{"as a rule 5 States; parts 3 and 4", nil},
	}
	for _, test := range tests {
		wantFound(t, test.text, "en", test.want)
	}
}

func TestFindDates(t *testing.T) {
	tests := []struct {
		text string
		year int
		want []string
	}{
		{"held on 2 and 3 October 2023 and on 8 and 9 July 2024", 0, []string{"2023-10-02/2023-10-03", "2024-07-08/2024-07-09"}},
		{"held in Vienna from 17 to 21 October 2022", 0, []string{"2022-10-17/2022-10-21"}},
		{"Vienna, 14–18 October 2024", 0, []string{"2024-10-14/2024-10-18"}},
		{"30 September to 4 October 2024", 0, []string{"2024-09-30/2024-10-04"}},
		{"from 30 December 2023 to 2 January 2024", 0, []string{"2023-12-30/2024-01-02"}},
		{"24 August 2024 and 24 February 2025", 0, []string{"2024-08-24", "2025-02-24"}},
		{"sessions in December 2024", 0, []string{"2024-12"}},
		{"by noon on Friday, 4 October 2024, in order", 0, []string{"2024-10-04"}},
		{"Monday, 14 October", 2024, []string{"2024-10-14"}},
		{"Monday, 14 October", 0, nil},
		{"the biennium 2024–2025 and the 2030 Agenda; 3 May", 0, nil},
		{"31 February 2024 and 0 May 2024", 0, nil},
		{"on 5\u00a0June\u00a02024", 0, []string{"2024-06-05"}},
		{"the Mayor, Marching on 5 Maybe 2024", 0, nil},
		{"29 February 2024", 0, []string{"2024-02-29"}},
	}
	for _, test := range tests {
		var got []string
		for _, d := range FindDates(test.text, "en", test.year) {
			got = append(got, d.ISO)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("FindDates(%q, %d) = %q, want %q", test.text, test.year, got, test.want)
		}
	}
}

// FuzzFind checks that mentions are in order, within the text, on characters, and equal or apart, in every language.
func FuzzFind(f *testing.F) {
	for _, text := range []string{
		"In its resolutions 9/1 and 10/1, articles 29–32 of the Convention, A/RES/70/1, 2 and 3 October 2023",
		"resolutions 31/6 A and B, the two resolutions, paragraph 3 of rule 22, its paragraph 54",
		"41 C/Resolution 19, 212 EX/Decision 5.I, resolution GC.19/Res.5", "المادة 19 من الميثاق، القرارين دإط-10/15 ألف وباء", "《公约》第六条第一款，第一号决议",
		"resolution ES\u201110/15\u00ad, S/RES/1325\u00a0(2000), A/79/1-S/2024/2*", "第70/1号决议", "القرار ٧٠/١", "résolution 70/1 \xff",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range []string{"en", "fr", "es", "ru", "ar", "zh"} {
			mentions := Find(text, lang)
			checkSpans(t, text, mentions)
			for _, c := range Resolve(Source{Body: "CTOC/COP", Lang: lang}, []Unit{{Text: text, Mentions: mentions}})[0] {
				if c.ID == "" || c.Start < 0 || c.End > len(text) {
					t.Errorf("Resolve(%q): %+v", text, c)
				}
			}
			for _, d := range FindDates(text, lang, 2024) {
				if d.Start < 0 || d.End > len(text) || d.Start >= d.End || d.From > d.To {
					t.Errorf("FindDates(%q): %+v", text, d)
				}
			}
		}
	})
}

func checkSpans(t *testing.T, text string, mentions []Mention) {
	t.Helper()
	for i, m := range mentions {
		if m.Start < 0 || m.End > len(text) || m.Start >= m.End {
			t.Fatalf("Find(%q): span %d–%d is not in the text", text, m.Start, m.End)
		}
		if !utf8.RuneStart(text[m.Start]) && utf8.ValidString(text) || m.End < len(text) && !utf8.RuneStart(text[m.End]) && utf8.ValidString(text) {
			t.Fatalf("Find(%q): span %d–%d splits a character", text, m.Start, m.End)
		}
		if i == 0 {
			continue
		}
		before := mentions[i-1]
		if m.Start < before.End && (m.Start != before.Start || m.End != before.End) {
			t.Fatalf("Find(%q): spans %d–%d and %d–%d overlap", text, before.Start, before.End, m.Start, m.End)
		}
	}
}

// BenchmarkHostile reads texts that are made to be expensive, at two lengths. It fails where eight times the length takes more than
// forty times as long: linear work takes eight, work with the square of the length sixty-four.
func BenchmarkHostile(b *testing.B) {
	pieces := []struct{ lang, text string }{
		{"en", "resolution "}, {"en", "resolutions 1/1, "}, {"en", "the same resolution "}, {"en", "both resolutions, resolution 1/1 "}, {"en", "A/"}, {"en", "A/A-"}, {"en", "("},
		{"en", "article 1, "}, {"en", "article 1 of the "}, {"en", "1 and "}, {"en", "General Assembly "}, {"en", "Convention on "}, {"en", "1 May "}, {"en", "May "},
		{"en", "Conference of the Parties to the "}, {"en", "2 and "}, {"en", "its "}, {"en", "in particular 1500 (2003) on "}, {"en", "http://A/1"}, {"en", "Aa "}, {"en", "Protocol of the "},
		{"fr", "les résolutions de l’Assemblée générale 1/1, "}, {"es", "resoluciones 1/1 y "}, {"ru", "резолюции 1/1, "}, {"ru", "этих резолюций "},
		{"ar", "القرار 1/1، "}, {"ar", "قراراتها "}, {"ar", "(د-1) "}, {"ar", "ـ"}, {"ar", "1 ألف "}, {"ar", "1 أيار/مايو "},
		{"zh", "第1/1号、"}, {"zh", "第1/1号决议"}, {"zh", "该决议"}, {"zh", "大会"}, {"zh", "第一"}, {"zh", "1月1日"}, {"zh", "“"},
	}
	for _, piece := range pieces {
		var took [2]float64
		for i, size := range []int{4 << 10, 32 << 10} {
			text := strings.Repeat(piece.text, size/len(piece.text))
			b.Run(fmt.Sprintf("%s/%s/%dKiB", piece.lang, strings.TrimSpace(piece.text), size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					Resolve(Source{Body: "GA", Lang: piece.lang}, []Unit{{Text: text, Mentions: Find(text, piece.lang)}})
					FindDates(text, piece.lang, 0)
				}
				took[i] = b.Elapsed().Seconds() / float64(b.N)
			})
		}
		if took[1] > 40*took[0] && took[0] > 0 {
			b.Errorf("%s %q: %.0f times as long for eight times the text", piece.lang, piece.text, took[1]/took[0])
		}
	}
}
