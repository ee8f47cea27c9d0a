package query

import "testing"

// checkReading holds what is printed of a text that has no problems to what is wanted, and to what that reads back as.
func checkReading(t *testing.T, text, want string) {
	t.Helper()
	q, err := Parse(text, Options{})
	if err != nil {
		t.Errorf("Parse(%q): %v", text, err)
		return
	}
	if got := String(q.Node); got != want || len(q.Problems) > 0 {
		t.Errorf("Parse(%q) = %s %v, want %s", text, got, q.Problems, want)
	}
	again, err := Parse(String(q.Node), Options{})
	if err != nil || String(again.Node) != String(q.Node) {
		t.Errorf("%s reads back as %s, %v", String(q.Node), String(again.Node), err)
	}
}

func TestReferencesInSixLanguages(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		// Resolutions and decisions, as resolutions of the General Assembly and the Security Council cite them.
		{"résolution 70/1", "resolution:70/1"},
		{"RÉSOLUTION 70/1", "resolution:70/1"},
		{"résolution 1325 (2000)", `resolution:"1325 (2000)"`},
		{"résolution 1325 (2000) du Conseil de sécurité", `resolution:"SC 1325 (2000)"`},
		{"resolution 1325 (2000) du Conseil de sécurité", `resolution:"SC 1325 (2000)"`},
		{"résolutions 70/1 et 71/2 de l’Assemblée générale", `resolution:"GA 70/1" AND resolution:"GA 71/2"`},
		{"résolutions 70/1 ou 71/2", "resolution:70/1 OR resolution:71/2"},
		{"décision 74/549", "decision:74/549"},
		{"financement résolution 70/1 climat", "financement AND resolution:70/1 AND climat"},
		{"resolución 70/1", "resolution:70/1"},
		{"resolucion 70/1 de la Asamblea General", `resolution:"GA 70/1"`},
		{"resoluciones 70/1 y 71/2", "resolution:70/1 AND resolution:71/2"},
		{"decisión 74/549", "decision:74/549"},
		{"резолюция 70/1", "resolution:70/1"},
		{"Резолюции 70/1 Генеральной Ассамблеи", `resolution:"GA 70/1"`},
		{"резолюции Совета Безопасности 1325 (2000)", `resolution:"SC 1325 (2000)"`},
		{"резолюциях 70/1 и 71/2", "resolution:70/1 AND resolution:71/2"},
		{"решение 74/549", "decision:74/549"},
		{"القرار 70/1", "resolution:70/1"},
		{"للقرار 70/1", "resolution:70/1"},
		{"قرار الجمعية العامة 70/1", `resolution:"GA 70/1"`},
		{"قرار مجلس الأمن 1325 (2000)", `resolution:"SC 1325 (2000)"`},
		{"القرارين 70/1 و 71/2", "resolution:70/1 AND resolution:71/2"},
		{"القرار ٧٠/١", "resolution:70/1"},
		{"المقرر 74/549", "decision:74/549"},
		{"第70/1号决议", "resolution:70/1"},
		{"大会第70/1号决议", `resolution:"GA 70/1"`},
		{"联合国大会第70/1号决议", `resolution:"GA 70/1"`},
		{"安全理事会第1325(2000)号决议", `resolution:"SC 1325 (2000)"`},
		{"安全理事会第1325（2000）号决议", `resolution:"SC 1325 (2000)"`},
		{"第70/1号和第71/2号决议", "resolution:70/1 AND resolution:71/2"},
		{"第70/1号或第71/2号决议", "resolution:70/1 OR resolution:71/2"},
		{"第4/1至4/3号决定", "decision:4/1 OR decision:4/2 OR decision:4/3"},
		{"第4/1号至第4/3号决定", "decision:4/1 OR decision:4/2 OR decision:4/3"},
		{"第4/1至5/3号决定", "decision:4/1 OR decision:5/3"},
		{"第74/549号决定", "decision:74/549"},
		{"决议 70/1", "resolution:70/1"},
		{"决议70/1", "resolution:70/1"},
		{"执行第70/1号决议的情况", "执行 AND resolution:70/1 AND 的情况"},
		{"妇女 第1325(2000)号决议", `妇女 AND resolution:"1325 (2000)"`},
		{"A/79/15号文件", "symbol:A/79/15 AND 号文件"},
		{"A/79/15号文件和A/79/16号文件", "symbol:A/79/15 AND 号文件和 AND symbol:A/79/16 AND 号文件"},
		{"文件A/RES/70/1", `文件 AND (symbol:A/RES/70/1 OR resolution:"GA 70/1")`},
		{"٧٠/١", `resolution:70/1 OR decision:70/1 OR "٧٠/١"`},

		// Items of agendas: their words mean paragraphs as well, so the words are looked for too.
		{"item 15", `item:15 OR "item 15"`},
		{"agenda item 2(b)", `item:2(b) OR "agenda item 2(b)"`},
		{"item 2 (b) of the provisional agenda", `item:2(b) OR "item 2 (b) of the provisional agenda"`},
		{"point 15 a)", `item:15(a) OR "point 15 a)"`},
		{"point 15 a) de l’ordre du jour climat", `(item:15(a) OR "point 15 a) de l’ordre du jour") AND climat`},
		{"tema 15 a) del programa", `item:15(a) OR "tema 15 a) del programa"`},
		{"пункт 15 a)", `item:15(a) OR "пункт 15 a)"`},
		{"пункту 15 а) повестки дня", `item:15(a) OR "пункту 15 а) повестки дня"`},
		{"البند 15", `item:15 OR "البند 15"`},
		{"البند 15 (أ) من جدول الأعمال", `item:15(a) OR "البند 15 (أ) من جدول الأعمال"`},
		{"البند ١٥", `item:15 OR "البند ١٥"`},
		{"议程项目15", `item:15 OR "议程项目15"`},
		{"议程项目15(a)", `item:15(a) OR "议程项目15(a)"`},
		{"议程项目 15 气候", `(item:15 OR "议程项目 15") AND 气候`},
		{"(item 5)", `item:5 OR "item 5"`},
		{"-item 5 victims", `NOT (item:5 OR "item 5") AND victims`},

		// Words alone, and numbers that are no items.
		{"résolution", "résolution"},
		{"قرار", "قرار"},
		{"决议", "决议"},
		{"理事会第1325号决议", "理事会第1325号决议"},
		{"可持续发展", "可持续发展"},
		{"пункт 15/1", `пункт AND (resolution:15/1 OR decision:15/1 OR "15/1")`},
		{"items 2 and 5", "items AND 2 AND and AND 5"},
		{"point 2.5", "point AND 2.5"},
		{"item 2030 agenda", "item AND 2030 AND agenda"},
		{`"第70/1号决议"`, `"第70/1号决议"`},
		{`"point 15"`, `"point 15"`},
	} {
		checkReading(t, test.text, test.want)
	}
}

// TestParagraphs: numbers of paragraphs behind a reference are those of the document that it is; alone, they may be of any.
func TestParagraphs(t *testing.T) {
	const (
		note   = `document:CTOC/COP/2024/5 AND number:11 OR symbol:CTOC/COP/2024/5 AND `
		goals  = `document:A/RES/70/1 AND number:3 OR (symbol:A/RES/70/1 OR resolution:"GA 70/1") AND `
		women  = `document:"S/RES/1325 ("* AND number:8 OR resolution:"SC 1325 ("* AND `
		inList = `document:A/79/15 AND (number:3 OR number:4 OR number:5) OR symbol:A/79/15 AND `
	)
	for _, test := range []struct{ text, want string }{
		{"CTOC/COP/2024/5 para. 11", note + `("para. 11" OR "paragraph 11")`}, {"CTOC/COP/2024/5, para. 11.", note + `("para. 11" OR "paragraph 11")`}, {"ctoc/cop/2024/5 paragraph 11", note + `("paragraph 11" OR "para. 11")`},
		{"CTOC/COP/2024/5 §11", note + `("para. 11" OR "paragraph 11")`}, {"CTOC/COP/2024/5 ¶ 11", note + `("para. 11" OR "paragraph 11")`}, {"CTOC/COP/2024/5, par. 11", note + `("par. 11" OR "para. 11" OR "paragraph 11")`},
		{"(CTOC/COP/2024/5, para. 11) victims", "(" + note + `("para. 11" OR "paragraph 11")) AND victims`}, {"CTOC/COP/2024/5, párr. 11", note + `("párr. 11" OR "para. 11" OR "paragraph 11")`},
		{"CTOC/COP/2024/5, п. 11", note + `("п. 11" OR "para. 11" OR "paragraph 11")`}, {"CTOC/COP/2024/5، الفقرة 11", note + `("الفقرة 11" OR "para. 11" OR "paragraph 11")`}, {"CTOC/COP/2024/5 第11段", note + `("第11段" OR "para. 11" OR "paragraph 11")`},
		{"CTOC/COP/2024/5#p11", "document:CTOC/COP/2024/5 AND number:11"}, {"CTOC/COP/2024/5@fr#p11", "document:CTOC/COP/2024/5 AND number:11 AND lang:fr"},
		{"A/79/15, paras. 3–5", inList + `("paras. 3–5" OR "paragraphs 3–5")`}, {"A/79/15 paras. 3 to 5", inList + `("paras. 3 to 5" OR "paragraphs 3 to 5")`}, {"A/79/15, paras. 3, 4 and 5", inList + `("paras. 3, 4 and 5" OR "paragraphs 3, 4 and 5")`},
		{"A/RES/70/1, para. 3", goals + `("para. 3" OR "paragraph 3")`}, {"A/RES/70/1, para. 3 (a)", goals + `("para. 3 (a)" OR "para. 3" OR "paragraph 3")`},
		{"GA resolution 70/1, para. 3", `document:A/RES/70/1 AND number:3 OR resolution:"GA 70/1" AND ("para. 3" OR "paragraph 3")`},
		{"大会第70/1号决议第3段", `document:A/RES/70/1 AND number:3 OR resolution:"GA 70/1" AND ("第3段" OR "para. 3" OR "paragraph 3")`},
		{"UNSCR 1325 OP 8", women + `("OP 8" OR "para. 8" OR "paragraph 8")`}, {"UNSCR 1325, para 8", women + `("para 8" OR "paragraph 8")`}, {"-UNSCR 1325 para 8", "NOT (" + women + `("para 8" OR "paragraph 8"))`},
		{"para. 11", `number:11 OR "para. 11"`}, {"victims paras. 3-5", `victims AND (number:3 OR number:4 OR number:5 OR "paras. 3-5")`},
		{"resolution 70/1 para. 3", `resolution:70/1 AND (number:3 OR "para. 3")`}, // of which body is not known

		// Words.
		{"presupuesto para 2022", "presupuesto AND para AND 2022"}, {"A/79/15 para 20 países", "symbol:A/79/15 AND para AND 20 AND países"},
		{"adoptée par 12 voix", "adoptée AND par AND 12 AND voix"}, {"A/79/15 par 12 voix", "symbol:A/79/15 AND par AND 12 AND voix"},
		{"para. 11a", "para AND 11a"}, {"paragraph on victims", "paragraph AND on AND victims"}, {"OP 8", "OP AND 8"},
		{"CTOC/COP/2024/5 para. 11*", "symbol:CTOC/COP/2024/5 AND para AND 11*"}, {`"para. 11"`, `"para. 11"`}, {"§ 11", "11"},
	} {
		q, err := Parse(test.text, Options{})
		if err != nil {
			t.Errorf("Parse(%q): %v", test.text, err)
			continue
		}
		if got := String(q.Node); got != test.want || len(q.Problems) > 0 {
			t.Errorf("Parse(%q) = %s %v, want %s", test.text, got, q.Problems, test.want)
		}
	}
}

// TestAnySpelling: however people write a symbol, resolution or item, it is read as what it is. Brackets, strokes and quotation marks
// break nothing.
func TestAnySpelling(t *testing.T) {
	const (
		council = `resolution:"SC 1325 ("*`
		inYear  = `resolution:"SC 1325 (2000)"`
		both    = council + ` AND resolution:"SC 1820 ("*`

		bothInYear = inYear + ` AND resolution:"SC 1820 (2008)"`

		anyBody  = `resolution:"1325 ("* OR resolution AND 1325`
		symbol   = `symbol:"S/RES/1325 (2000)" OR resolution:"SC 1325 (2000)"`
		assembly = `symbol:A/RES/70/1 OR resolution:"GA 70/1"`
		sub      = `item:2(b) OR `
	)
	for _, test := range []struct{ text, want string }{
		// Resolutions of the Security Council, mostly without their year.
		{"UNSCR 1325", council}, {"unscr 1325", council}, {"UNSCR1325", council}, {"SCR 1325", council}, {"UNSC resolution 1325", council},
		{"SC res. 1325", council}, {"Security Council resolution 1325", council}, {"UN Security Council Resolution 1325", council},
		{"resolution 1325 of the Security Council", council}, {"résolution 1325 du Conseil de sécurité", council},
		{"resolución 1325 del Consejo de Seguridad", council}, {"резолюция 1325 СБ ООН", council}, {"резолюции Совета Безопасности 1325", council},
		{"قرار مجلس الأمن 1325", council}, {"قرار مجلس الأمن رقم ١٣٢٥", council}, {"安理会第1325号决议", council}, {"安全理事会第1325号决议", council},
		{"UNSCR 1325 (2000)", inYear}, {"UNSCR 1325(2000)", inYear}, {"(UNSCR 1325 (2000))", inYear},
		{"women UNSCR 1325 peace", "women AND " + council + " AND peace"},
		// Lists of them.
		{"UNSCR 1325 and 1820", both}, {"UNSCRs 1325, 1820", both}, {"UNSCR 1325 & 1820", both}, {"UNSCR 1325 (2000) and 1820 (2008)", bothInYear},
		{"Security Council resolutions 1325 (2000) and 1820 (2008)", bothInYear}, {"SC resolutions 1325 and 1820", both},
		{"resolutions 1325 and 1820 of the Security Council", both}, {"résolutions 1325 et 1820 du Conseil de sécurité", both},
		{"résolutions du Conseil de sécurité 1325 et 1820", both}, {"resoluciones 1325 y 1820 del Consejo de Seguridad", both},
		{"резолюции Совета Безопасности 1325 (2000) и 1820 (2008)", bothInYear}, {"резолюции 1325 и 1820 СБ ООН", both},
		{"قراري مجلس الأمن 1325 و1820", both}, {"قرارات مجلس الأمن ١٣٢٥ و ١٨٢٠", both},
		{"安理会第1325号和第1820号决议", both}, {"安全理事会第1325、1820号决议", both}, {"安全理事会第1325(2000)号和第1820(2008)号决议", bothInYear},
		{"UNSCR 1325 or 1820", council + ` OR resolution:"SC 1820 ("*`}, {"安理会第1325号或第1820号决议", council + ` OR resolution:"SC 1820 ("*`},
		{"UNSCR 1325 and 2030 agenda", council + ` AND (resolution:"SC 2030 ("* OR 2030) AND agenda`},
		{"UNSCR 1325 and 16 days", council + " AND and AND 16 AND days"}, {"UNSCR 1325, 2030-agenda", council + " AND 2030-agenda"},
		{"resolutions 1325 and 1820", `(resolution:"1325 ("* OR resolutions AND 1325) AND (resolution:"1820 ("* OR resolutions AND 1820)`},
		{"resolution 1325", anyBody}, {"Resolution 1325", `resolution:"1325 ("* OR Resolution AND 1325`}, {"القرار 1325", `resolution:"1325 ("* OR القرار AND 1325`},
		{"1325 (2000)", `resolution:"1325 (2000)" OR "1325 (2000)"`}, {"SC 1325 (2000)", inYear}, {"3363 (XXX)", `resolution:"3363 (XXX)" OR "3363 (XXX)"`},
		{"S/RES/1325", `symbol:"S/RES/1325 ("* OR symbol:S/RES/1325 OR ` + council}, {"SC/RES/1325 (2000)", symbol},
		{"S/RES/1325 (2000)", symbol}, {"S/RES/1325(2000)", symbol}, {"s/res/1325（2000）", symbol}, {"https://undocs.org/S/RES/1325(2000)", symbol},

		// Resolutions and decisions of others.
		{"res.7/1", "resolution:7/1"}, {"resolution no. 7/1", "resolution:7/1"}, {"Res. No. 7/1", "resolution:7/1"}, {"dec.4/4", "decision:4/4"},
		{"decision 4/4", "decision:4/4"}, {"(res. 7/1)", "resolution:7/1"}, {"décision 4/4", "decision:4/4"}, {"第4/4号决定", "decision:4/4"},
		{"GA 70/1", `resolution:"GA 70/1" OR decision:"GA 70/1"`}, {"UNGA 70/1", `resolution:"GA 70/1" OR decision:"GA 70/1"`},
		{"A/RES/70/1", assembly}, {"a/res/70/1.", assembly}, {"[A/RES/70/1]", assembly}, {"GA/RES/70/1", assembly}, {"https://docs.un.org/en/A/RES/70/1?x=1", assembly},
		{"A/RES/70/1/Corr.1", "symbol:A/RES/70/1/Corr.1"},
		{"A/RES/217 A (III)", `symbol:"A/RES/217 A (III)" OR resolution:"GA 217 A (III)"`},
		{"resolution 217 A (III)", `resolution:"217 A (III)"`}, {"General Assembly resolution 711 A (VII)", `resolution:"GA 711 A (VII)"`},
		{"A/RES/75/245 B", `symbol:A/RES/75/245B OR resolution:"GA 75/245 B"`},
		{"resolution A/RES/70/1", `resolution:"GA 70/1"`},

		// Symbols.
		{"E/2003/NGO/12", "symbol:E/2003/NGO/12"}, {"e / 2003 / ngo / 12", "symbol:E/2003/NGO/12"}, {"(E/2003/NGO/12).", "symbol:E/2003/NGO/12"},
		{"E%2F2003%2FNGO%2F12", "symbol:E/2003/NGO/12"}, {`E\2003\NGO\12`, "symbol:E/2003/NGO/12"},
		{"CTOC/COP/2024/5#item-2b-p3", "symbol:CTOC/COP/2024/5"}, {"E/CN.7/2024/17", "symbol:E/CN.7/2024/17"},
		{"A/62/17 (Part I)", "symbol:A/62/17(PartI)"}, {"A/62/17(Part I)", "symbol:A/62/17(PartI)"}, {"S/PV.6201 (Resumption 1)", "symbol:S/PV.6201(Resumption1)"},
		{"A/CONF.151/26/Rev.1 (Vol. I)", `symbol:"A/CONF.151/26/Rev.1(Vol.I)"`},
		{"A/79/15 (victims)", "symbol:A/79/15 AND victims"}, {"A/79/15 B", "symbol:A/79/15 AND B"},

		// Items.
		{"item 2 b", sub + `"item 2 b"`}, {"item 2b", sub + `"item 2b"`}, {"item 2/b", sub + `"item 2/b"`}, {"ITEM 2 (B)", sub + `"ITEM 2 (B)"`},
		{"agenda item 2 b", sub + `"agenda item 2 b"`}, {"item 2 b victims", `(item:2(b) OR "item 2 b") AND victims`}, {"point 2b", sub + `"point 2b"`},
		{"item 2 a", `item:2(a) OR "item 2 a"`}, {"item 2 a report", `(item:2 OR "item 2") AND a AND report`}, {"item 2 bis", `(item:2 OR "item 2") AND bis`},

		// Prose is not taken for any of these.
		{"resolution 12", "resolution AND 12"}, {"draft resolution", "draft AND resolution"}, {"in no. 5", "in AND no AND 5"}, {"SC 12", "SC AND 12"},
		{"scr", "scr"}, {"GA", "GA"}, {`"UNSCR 1325"`, `"UNSCR 1325"`},
	} {
		checkReading(t, test.text, test.want)
	}
}
