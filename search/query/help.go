package query

// Example is a query and what it finds, for people who learn the language.
type Example struct {
	Query   string
	Meaning string // "Paragraphs that …" without these words; what can be written stands between backquotes
}

// Examples is a tour of the language, from the simple to the rare. The caller may keep the list.
func Examples() []Example {
	return []Example{
		{`extrabudgetary resources`, "hold both words, in any form: resource, resources"},
		{`"extrabudgetary resources"`, "hold this exact phrase"},
		{`"voluntary contribution"~`, "hold this phrase in any form: voluntary contributions"},
		{`confiscat*`, "hold a word that begins so: confiscate, confiscation"},
		{`organi*ation`, "hold a word of this form: organization, organisation; `?` stands for a single letter"},
		{`traficking~1`, "hold a word in which at most one letter differs: trafficking; `~2` allows for two"},
		{`"draft resolution deadline"~5`, "hold these exact words in any order, with at most five other words between them"},
		{`victims NEAR/3 trafficking`, "hold both words, in any form and order, with at most three other words between them"},
		{`victims PRE/3 trafficking`, "hold both words, in any form and in this order, with at most three other words between them; `\"victims\" PRE/3 \"trafficking\"` wants these exact words"},
		{`"money laundering" NEAR/5 corruption`, "hold this phrase near the word, both in any form"},
		{`extradition OR confiscation`, "hold one word or the other; operators are written in capitals"},
		{`"technical assistance" NOT UNODC`, "hold the phrase and not the word; `-UNODC` means the same"},
		{`(environment OR "cultural property") AND "organized criminal groups"`, "hold the last phrase and one of the first two"},
		{`CTOC/COP/2024/5`, "cite this document, written in any way"},
		{`CTOC/COP/WG*`, "cite a document whose symbol begins so"},
		{`CTOC/COP/*/5`, "cite a document whose symbol is of this form; `?` stands for a single letter or figure"},
		{`resolution 7/1`, "cite this resolution, also by such words as “the same resolution”"},
		{`General Assembly resolution 55/25`, "cite this resolution of this body; `GA resolution 55/25` means the same"},
		{`UNSCR 1325 and 1820`, "cite both resolutions of the Security Council; with “or”, or of a range such as `decisions 4/1–4/7`, any of them"},
		{`11/2`, "cite resolution 11/2 or decision 11/2, or hold these figures"},
		{`victims item:2`, "hold the word under agenda item 2 and what is below it"},
		{`victims item:2(b)`, "hold the word under agenda item 2 (b)"},
		{`cites:CTOC/COP/2024/5`, "cite this document; `symbol:` means the same"},
		{`item:=2`, "stand under agenda item 2 itself and not under 2 (a) or 2 (b)"},
		{`article:36`, "cite article 36 or a part of it"},
		{`document:CTOC/COP/2024/5 number:12`, "are paragraph 12 of this document"},
		{`CTOC/COP/2024/5, paras. 3–5`, "are these paragraphs of this document, or cite them so; `UNSCR 1325 OP 8` and `CTOC/COP/2024/5#p11` are read, too"},
		{`section:"technical assistance"`, "stand under a heading with these words"},
		{`title:agenda`, "stand in a document with this word in its title"},
		{`date:2024-07`, "stand in a document of July 2024"},
		{`year:2020..2024`, "stand in a document of these years; `date:2024-07..` is open at its end"},
		{`mentioned:2024-10-14..2024-10-18`, "mention one of these days"},
		{`victims has:resolution`, "hold the word and cite some resolution; `has:` takes `reference`, `decision`, `symbol`, `article`, `rule`, `item` and `date`, too"},
		{`resolution 7/1 ref:explicit`, "cite this resolution by its number, and not only by such words as “the same resolution”"},
		{`kind:footnote lang:en`, "are footnotes in English"},
	}
}
