package analysis

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
)

// forms writes tokens down as term@position, compounds with a +.
func forms(tokens []Token) string {
	var out []string
	for _, t := range tokens {
		form := t.Term
		if t.Compound {
			form += "+"
		}
		out = append(out, form+"@"+string(rune('0'+t.Position)))
	}
	return strings.Join(out, " ")
}

func TestVerbatim(t *testing.T) {
	for text, want := range map[string]string{
		"The Chair’s summaries":            "the@0 chair's+@1 chair@1 s@2 summaries@3",
		"articles 29–32 of":                "articles@0 29-32+@1 29@1 32@2 of@3",
		"Open-ended, open ended":           "open-ended+@0 open@0 ended@1 open@2 ended@3",
		"(CTOC/COP/2024/CRP.3).":           "ctoc/cop/2024/crp.3+@0 ctoc@0 cop@1 2024@2 crp@3 3@4",
		"resolution 7/1.":                  "resolution@0 7/1+@1 7@1 1@2",
		"unov.conference@un.org":           "unov.conference@un.org+@0 unov@0 conference@1 un@2 org@3",
		"Résolution «70/1»":                "resolution@0 70/1+@1 70@1 1@2",
		"ES\u201110/15, co\u00adoperation": "es-10/15+@0 es@0 10@1 15@2 cooperation@3",
		"Всё о людях, район":               "все@0 о@1 людях@2 район@3",
		"القَرَارُ ـــ الأمم":              "القرار@0 الامم@1",
		"عام ٢٠٣٠، ٧٠/١":                   "عام@0 2030@1 70/1+@2 70@2 1@3",
		"第70/1号决议":                         "第@0 70/1+@1 70@1 1@2 号@3 决@4 议@5",
		"ＵＮＯＤＣ Straße ﬁne":                 "unodc@0 straße@1 fine@2",
		"a\xffb -- ' / .":                  "a@0 b@1",
		"":                                 "",
		"https://edelegate.un.int/":        "https@0 edelegate.un.int+@1 edelegate@1 un@2 int@3",
		"rule of law":                      "rule@0 of@1 law@2",
		"Convention²’s CO₂ ½ of Ⅻ":         "convention@0 s@1 co2@2 of@3 xii@4",
		"2 (b), 2024–2025, 24/7":           "2@0 b@1 2024-2025+@2 2024@2 2025@3 24/7+@4 24@4 7@5",
		"A/59/565/Corr.1 °":                "a/59/565/corr.1+@0 a@0 59@1 565@2 corr@3 1@4",
	} {
		if got := forms(Verbatim(text)); got != want {
			t.Errorf("Verbatim(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestStems(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "voluntary contributions of the UNODC", "voluntari@0 contribut@1 of@2 the@3 unodc@4"},
		{"en", "open-ended 7/1", "open@0 end@1 7@2 1@3"},
		{"fr", "les résolutions adoptées", "le@0 resolu@1 adopt@2"},
		{"es", "las resoluciones aprobadas", "las@0 resolu@1 aprob@2"},
		{"ru", "резолюции о ресурсах", "резолюц@0 о@1 ресурс@2"},
		{"ar", "والقرارات القرار قرار", "قرار@0 قرار@1 قرار@2"},
		{"zh", "决议", "决@0 议@1"},
		{"fr", "SECURITE securité sécurités ADOPTEE trafic illicite", "secur@0 secur@1 secur@2 adopt@3 trafic@4 illicit@5"},
		{"es", "RESOLUCION cooperacion cooperación", "resolu@0 cooper@1 cooper@2"},
		{"ru", "счёта счета", "счет@0 счет@1"},
		{"", "Contributions", "contributions@0"},
	} {
		if got := forms(For(document.Language(c.lang)).Stems(c.text)); got != c.want {
			t.Errorf("stems of %s %q = %s, want %s", c.lang, c.text, got, c.want)
		}
	}
}

func TestArabicParticlesAreVariants(t *testing.T) {
	a := For("ar")
	for _, c := range []struct {
		query, text string
		meets       bool
	}{
		{"الموارد", "بموارد", true},    // A/RES/79/242, paragraph 28
		{"بموارد", "والموارد", true},   //
		{"موارد", "وبالموارد", true},   // A/RES/79/203, paragraph 9
		{"القرار", "بقرارها", true},    // A/RES/79/6
		{"لموارد", "بموارد", false},    // one particle is not looked for in place of another
		{"البرنامج", "برنامج", true},   // whose first letter is the root's
		{"بلد", "لد", false},           // too short to tell
		{"economic", "economic", true}, // other scripts have no variants
	} {
		query, text := a.Stem(c.query), a.Stem(c.text)
		if got := query == text || slices.Contains(a.Variants(query), text); got != c.meets {
			t.Errorf("%s meets %s: %v, want %v", c.query, c.text, got, c.meets)
		}
	}
	for _, lang := range []document.Language{"ar", "en", "zh"} {
		for _, stem := range []string{"econom", "2030", ""} {
			if v := For(lang).Variants(stem); v != nil {
				t.Errorf("variants of %q in %s: %v", stem, lang, v)
			}
		}
	}
}

func TestStopWordsAreWordsOfTheirLanguage(t *testing.T) {
	if !For("en").IsStop("The") || For("en").IsStop("resources") || !For("ru").IsStop("её") || For("zh").IsStop("的") {
		t.Error("stop words are not those of the table")
	}
}

// A word reads the same alone and in a text, or queries would miss what was indexed.
func TestAWordReadsTheSameAloneAndInAText(t *testing.T) {
	text := "The Conference’s extrabudgetary resources (CTOC/COP/2024/1) were co-operating in 24–27 États"
	for _, token := range Verbatim(text) {
		alone := Verbatim(text[token.Start:token.End])
		if alone[0].Term != token.Term {
			t.Errorf("%q reads %q in the text and %q alone", text[token.Start:token.End], token.Term, alone[0].Term)
		}
	}
}

// FuzzTokens holds tokens to be inside the text, on rune boundaries, in order, without blanks, and one stem to stand for each word.
func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"a-b/c.d@e", "第70/1号决议", "e\u0301́\u00ad", "ÀÉ’s", "\xff\xfe", "ﷺ ﷺ-ﷺ", strings.Repeat("a-", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		position, end := -1, 0
		for _, token := range Verbatim(text) {
			if token.Start < 0 || token.End > len(text) || token.Start >= token.End {
				t.Fatalf("token %+v outside the text", token)
			}
			if !utf8.ValidString(text[token.Start:token.End]) {
				t.Fatalf("token %+v cuts a character of %q", token, text)
			}
			if !utf8.ValidString(token.Term) || token.Term == "" || strings.ContainsFunc(token.Term, unicode.IsSpace) {
				t.Fatalf("term %q of %q", token.Term, text)
			}
			if token.Compound {
				continue
			}
			if token.Position != position+1 || token.Start < end {
				t.Fatalf("token %+v after position %d, offset %d", token, position, end)
			}
			position, end = token.Position, token.End
		}
		for _, lang := range []string{"en", "fr", "es", "ru", "ar", "zh"} {
			if stems := For(document.Language(lang)).Stems(text); len(stems) != position+1 {
				t.Fatalf("%d stems of %d words", len(stems), position+1)
			}
		}
	})
}

func BenchmarkAnalysis(b *testing.B) {
	text := strings.Repeat("In its resolution 11/5, the Conference, inter alia, recognized the need to effectively address the challenges "+
		"presented by the misuse and abuse of information and communications technologies (CTOC/COP/2024/5). ", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		For("en").Stems(text)
	}
}

func TestStopListsHoldNoWordTwice(t *testing.T) {
	for name, list := range map[string][]string{"en": englishStop, "fr": frenchStop, "es": spanishStop, "ru": russianStop, "ar": arabicStop} {
		sorted := slices.Sorted(slices.Values(list))
		if unique := slices.Compact(slices.Clone(sorted)); len(unique) != len(sorted) {
			t.Errorf("stop words of %s hold a word twice", name)
		}
	}
}
