package parse

import "testing"

func TestReadLabel(t *testing.T) {
	for in, want := range map[string]label{
		"12. Requests":            {"12.", arabicLabel, "12", 12},
		"12 bis. Requests":        {"12 bis.", arabicLabel, "12 bis", 12},
		"“3. Decides":             {"3.", arabicLabel, "3", 3},
		"7.":                      {"7.", arabicLabel, "7", 7},
		"1.5 per cent":            {},
		"12345. A sum":            {},
		"1 - تأذن للأمين العام":   {"1 -", arabicLabel, "1", 1},
		"1 – States parties":      {},
		"12 - 14 October":         {},
		"1.授权秘书长":                 {"1.", arabicLabel, "1", 1},
		"(a) Such commitments":    {"(a)", bracketLabel, "a", 0},
		"a) les engagements":      {"a)", bracketLabel, "a", 0},
		"(xiv) The payment":       {"(xiv)", bracketLabel, "xiv", 0},
		"(12) The payment":        {"(12)", bracketLabel, "12", 0},
		"(the payment)":           {},
		"(أ) الالتزامات":          {"(أ)", bracketLabel, "a", 0},
		"(هـ) الالتزامات":         {"(هـ)", bracketLabel, "e", 0},
		"’1‘ تعيين قضاة":          {"’1‘", bracketLabel, "1", 0},
		"а) обязательств":         {"а)", bracketLabel, "a", 0},
		"㈠ 指定专案法官":                {"㈠", bracketLabel, "1", 0},
		"(一) 指定专案法官":              {"(一)", bracketLabel, "1", 0},
		"a. 委员会根据个案情况认定":          {"a.", bracketLabel, "a", 0},
		"IV. Conclusions":         {"IV.", romanLabel, "IV", 4},
		"C. Staff":                {"C.", capitalLabel, "C", 3},
		"B. Staff":                {"B.", capitalLabel, "B", 2},
		"U.S. dollars":            {},
		"• Staff":                 {"•", bulletLabel, "", 0},
		"— des mesures":           {"—", bulletLabel, "", 0},
		"–5 degrees":              {},
		"":                        {},
		"The General Assembly,":   {},
		"CTOC/COP/2024/1. Agenda": {},
	} {
		if got := readLabel(in); got != want {
			t.Errorf("readLabel(%q) = %+v, want %+v", in, got, want)
		}
	}
}
