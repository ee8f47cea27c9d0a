package citation

import (
	"slices"
	"testing"
)

// paper is a document of one section for tests.
func paper(texts ...string) []Unit {
	units := make([]Unit, len(texts))
	for i, text := range texts {
		units[i] = Unit{Text: text, Mentions: Find(text, "en"), Section: []string{"3. Other serious crimes"}}
	}
	return units
}

// meant is what the citations of all units mean, as Value, with "~" before implied ones and "?" behind defaults.
func meant(source Source, units []Unit) []string {
	var got []string
	for _, citations := range Resolve(source, units) {
		for _, c := range citations {
			s := string(c.Kind[:3]) + " " + c.Value()
			if c.Implied {
				s = "~" + s
			}
			if c.BodyVia == BodyFromDefault {
				s += "?"
			}
			got = append(got, s)
		}
	}
	return got
}

// TestResolve has a case for each rule that Resolve states.
func TestResolve(t *testing.T) {
	ctoc := Source{Body: "CTOC/COP", Session: 12}
	tests := []struct {
		rule   string
		source Source
		texts  []string
		want   []string
	}{
		{"nearest of the type, not the paragraph's topic: CTOC/COP/2024/1, item 3", ctoc,
			[]string{"In its resolution 11/3, the Conference reaffirmed. The value was affirmed in resolution 10/6. In that resolution, the Conference expressed concern."},
			[]string{"res CTOC/COP 11/3", "res CTOC/COP 10/6?", "~res CTOC/COP 10/6?"}},
		{"the Convention is the one named last before, not behind: E/CN.15/2024/6, on two conventions", Source{Body: "E/CN.15"},
			[]string{"Parties to the United Nations Convention against Corruption should apply article 13 of the Convention, and pursuant to article 32 of the Organized Crime Convention, act."},
			[]string{"art UNCAC article 13", "art UNTOC article 32"}},
		{"a paragraph in brackets does not end the list: CTOC/COP/2024/2", ctoc, []string{"It covers articles 5–7, 12 (para. 1) and 16 of the Convention and article 6 of the Smuggling of Migrants Protocol."},
			[]string{"art UNTOC article 5", "art UNTOC article 6", "art UNTOC article 7", "art UNTOC article 12(1)", "art UNTOC article 16", "art SOM Protocol article 6"}},
		{"the session stands between subject and verb: CTOC/COP/2024/2", ctoc,
			[]string{"3. The Commission on Crime Prevention and Criminal Justice, at its thirty-third session (see E/2024/30-E/CN.15/2024/20, chap. I, sect. D), adopted resolutions 33/1 and 33/2."},
			[]string{"sym E/2024/30-E/CN.15/2024/20", "res E/CN.15 33/1", "res E/CN.15 33/2"}},
		{"type must agree", ctoc, []string{"In its decision 6/3 the Conference decided. In resolution 5/1 it asked. In the same decision, it"},
			[]string{"dec CTOC/COP 6/3?", "res CTOC/COP 5/1?", "~dec CTOC/COP 6/3?"}},
		{"else the unit before: CTOC/COP/2024/1, item 1 (c)", ctoc, []string{"In its decision 6/3, the Conference decided.", "In the same decision, the Conference also decided"},
			[]string{"dec CTOC/COP 6/3", "~dec CTOC/COP 6/3"}},
		{"but not the one before that", ctoc, []string{"In its decision 6/3, the Conference decided.", "The list was opened.", "In the same decision"},
			[]string{"dec CTOC/COP 6/3"}},
		{"resolved words are antecedents themselves", ctoc, []string{"In its decision 6/3, the Conference decided.", "In the same decision", "In the same decision"},
			[]string{"dec CTOC/COP 6/3", "~dec CTOC/COP 6/3", "~dec CTOC/COP 6/3"}},
		{"lists by their size: CTOC/COP/2024/1, item 6", ctoc, []string{"In its resolutions 9/1 and 10/1, the Conference, for the purposes set out in the two resolutions and in resolution 7/1"},
			[]string{"res CTOC/COP 9/1", "res CTOC/COP 10/1", "~res CTOC/COP 9/1", "~res CTOC/COP 10/1", "res CTOC/COP 7/1?"}},
		{"or exactly so many texts", ctoc, []string{"Resolution 9/1 and later resolution 10/1 say so. Both resolutions"},
			[]string{"res CTOC/COP 9/1?", "res CTOC/COP 10/1?", "~res CTOC/COP 9/1?", "~res CTOC/COP 10/1?"}},
		{"unsure: three texts and \"both\"", ctoc, []string{"Resolution 9/1, later resolution 10/1 and then resolution 10/2. Both resolutions"},
			[]string{"res CTOC/COP 9/1?", "res CTOC/COP 10/1?", "res CTOC/COP 10/2?"}},
		{"a resolution's own words", Source{Body: "SC", Own: Resolution}, []string{"Recalling resolution 2664 (2022), decides in this resolution"}, []string{"res SC 2664 (2022)"}},
		{"nothing before", ctoc, []string{"In the same resolution, the Conference"}, nil},

		{"the sentence names the body", ctoc, []string{"In its resolution 55/25, the General Assembly decided that, until the Conference decided otherwise"}, []string{"res GA 55/25"}},
		{"the document named it before", ctoc, []string{"General Assembly resolution 68/1", "under resolution 68/1"}, []string{"res GA 68/1", "res GA 68/1"}},
		{"the form allows one", ctoc, []string{"resolutions 1325 (2000) and 2019/13, decision 1/CP.21, resolutions 1733 (LIV) and ES-10/15"},
			[]string{"res SC 1325 (2000)", "res ECOSOC 2019/13", "dec FCCC/CP 1/CP.21", "res ECOSOC 1733 (LIV)", "res GA ES-10/15"}},
		{"forms of the agencies", ctoc, []string{"resolution WHA66.11, decision EB154(2), resolution A.1118(30), resolution GC.19/Res.5, resolution 41 C/19, resolution A41-20, decision C-16/DEC.11, decision RC-10/11"},
			[]string{"res WHO WHA66.11", "dec WHO/EB EB154(2)", "res IMO/A A.1118(30)", "res UNIDO/GC GC.19/Res.5", "res UNESCO/GC 41 C/19", "res ICAO/A A41-20", "dec OPCW/C C-16/DEC.11", "dec UNEP/FAO/RC RC-10/11"}},
		{"no paper of the twelfth session cites the body's fifty-fifth", ctoc, []string{"resolution 55/25"}, []string{"res GA 55/25?"}},
		{"bodies that number by year", Source{Body: "E/ICEF"}, []string{"decision 2024/5 and resolution 79/226"}, []string{"dec E/ICEF 2024/5?", "res GA 79/226?"}},
		{"committees of the Assembly", Source{Body: "A/C.3"}, []string{"its resolution 77/1"}, []string{"res GA 77/1?"}},
		{"short names by the form of the number", Source{Body: "GA"}, []string{"Council resolutions 2019/13, Council resolution 44/9 and Assembly resolution 60/251"},
			[]string{"res ECOSOC 2019/13", "res HRC 44/9", "res GA 60/251"}},
		{"short names by the name in full", Source{Body: "GA"}, []string{"The Commission on Narcotic Drugs met. In Commission resolution 56/8"}, []string{"res E/CN.7 56/8"}},
		{"a body that stays open", Source{Body: "GA"}, []string{"In Governing Council decision 7/1"}, []string{"dec 7/1"}},
		{"years of the Security Council from elsewhere", Source{Body: "SC"}, []string{"Security Council resolution 1325", "resolution 1325 (2000)"}, []string{"res SC 1325 (2000)", "res SC 1325 (2000)"}},

		{"the instrument after the list governs it: CTOC/COP/2024/1, item 6", ctoc,
			[]string{"articles 29–30 of the Convention, article 10 of the Trafficking in Persons Protocol, article 14 of the Smuggling of Migrants Protocol and article 14 of the Firearms Protocol"},
			[]string{"art UNTOC article 29", "art UNTOC article 30", "art TIP Protocol article 10", "art SOM Protocol article 14", "art Firearms Protocol article 14"}},
		{"a bare article keeps the instrument", ctoc, []string{"article 19 of the Convention, and guidelines for article 20"}, []string{"art UNTOC article 19", "art UNTOC article 20"}},
		{"\"the Convention\" by the body", Source{Body: "CAC/COSP"}, []string{"article 63 of the Convention"}, []string{"art UNCAC article 63"}},
		{"\"the Convention\" by its name in full", Source{Body: "GA"}, []string{"The Convention on the Rights of the Child. Article 3 of the Convention"}, []string{"art CRC article 3"}},
		{"a definition in the text beats the body", ctoc, []string{"The United Nations Convention against Corruption (hereinafter “the Convention”) was signed.", "Article 63 of the Convention"},
			[]string{"art UNCAC article 63"}},
		{"no instrument has so many articles", ctoc, []string{"article 99 of the Convention"}, nil},
		{"its, by the nearest name", ctoc, []string{"signed the Convention in accordance with its article 36, paragraphs 1 and 2"}, []string{"art UNTOC article 36(1)", "art UNTOC article 36(2)"}},
		{"rules belong to the rules of procedure: CTOC/COP/2024/1, item 1 (b)", ctoc, []string{"In accordance with rule 22 of the rules of procedure", "In accordance with paragraph 3 of rule 22"},
			[]string{"rul Rules of procedure rule 22", "rul Rules of procedure rule 22(3)"}},
		{"of another body", ctoc, []string{"rule 90 of the rules of procedure of the General Assembly"}, []string{"rul Rules of procedure (GA) rule 90"}},
		{"no rules of procedure anywhere", ctoc, []string{"ICRC, Rule 33"}, nil},
		{"paragraphs of annexed procedures: CTOC/COP/2024/1, item 2", ctoc,
			[]string{"the procedures and rules for the functioning of the Mechanism, contained in the annex to resolution 9/1, including paragraph 12 of the procedures and rules and including paragraph 53, and its paragraph 54"},
			[]string{"res CTOC/COP 9/1?", "par Mechanism procedures paragraph 12", "par Mechanism procedures paragraph 53", "~par Mechanism procedures paragraph 54"}},
		{"paragraphs of nothing known", ctoc, []string{"see paragraph 12, paragraphs 3 to 5 above and para. 7"}, nil},
		{"an instrument that the registry lacks, beside its article", ctoc, []string{"article 7 of the UNIDROIT Convention on International Financial Leasing and article 9"},
			[]string{"art UNIDROIT Convention on International Financial Leasing article 7", "art UNIDROIT Convention on International Financial Leasing article 9"}},
		{"a vague name", ctoc, []string{"article 7 of the Optional Protocol"}, nil},
	}
	for _, test := range tests {
		if got := meant(test.source, paper(test.texts...)); !slices.Equal(got, test.want) {
			t.Errorf("%s: Resolve(%q)\n got %q\nwant %q", test.rule, test.texts, got, test.want)
		}
	}
}

// TestResolveSections checks that words do not point back across a heading, nor out of a footnote.
func TestResolveSections(t *testing.T) {
	source := Source{Body: "CTOC/COP"}
	units := paper("In its decision 6/3, the Conference decided.", "In the same decision")
	units[1].Section = []string{"4. International cooperation"}
	if got, want := meant(source, units), []string{"dec CTOC/COP 6/3"}; !slices.Equal(got, want) {
		t.Errorf("across a heading: got %q, want %q", got, want)
	}
	units = paper("In its decision 6/3, the Conference decided.", "See resolution 7/1 and decision 5/1.", "In the same decision")
	units[1].Apart = true
	if got, want := meant(source, units), []string{"dec CTOC/COP 6/3", "res CTOC/COP 7/1?", "dec CTOC/COP 5/1?", "~dec CTOC/COP 6/3"}; !slices.Equal(got, want) {
		t.Errorf("past a footnote: got %q, want %q", got, want)
	}
}

// TestSubItems: words in and behind a list mean what its lead-in cites.
func TestSubItems(t *testing.T) {
	units := paper("1. In its resolution 10/4, the Conference requested the secretariat:", "(a) To submit a report;", "(b) To make available, under that resolution, the tools.", "2. In the same resolution, it went on.")
	units[1].SubItem, units[2].SubItem = true, true
	want := []string{"res CTOC/COP 10/4", "~res CTOC/COP 10/4", "~res CTOC/COP 10/4"}
	if got := meant(Source{Body: "CTOC/COP", Session: 12}, units); !slices.Equal(got, want) {
		t.Errorf("meant = %q, want %q", got, want)
	}
}
