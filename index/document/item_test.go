package document

import "testing"

func TestNormalItem(t *testing.T) {
	for in, want := range map[string]string{
		"2(b)": "2(b)", "2 (b)": "2(b)", "2b": "2(b)", "2/b": "2(b)", "2.b": "2(b)", "Item 2 (b)": "2(b)", "agenda item 3": "3",
		"12": "12", "8 (a) (ii)": "8(a)(ii)", "131": "131", "2\u00a0(b)": "2(b)", "19 (aa)": "19(aa)",
		"": "", "b": "", "2024": "", "2 banana": "", "2(b": "2(b)", "item": "", "2(é)": "",
	} {
		got, ok := NormalItem(in)
		if got != want || ok != (want != "") {
			t.Errorf("NormalItem(%q) = %q, %v, want %q", in, got, ok, want)
		}
		if again, _ := NormalItem(got); got != "" && again != got {
			t.Errorf("NormalItem(%q) = %q, want it unchanged", got, again)
		}
	}
}

func TestItemParent(t *testing.T) {
	for in, want := range map[string]string{"2(b)": "2", "2": "", "8(a)(ii)": "8(a)", "": ""} {
		if got := ItemParent(in); got != want {
			t.Errorf("ItemParent(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNaturalKey(t *testing.T) {
	ordered := []string{"A/59/50", "A/78/481", "CTOC/COP/2024/5", "CTOC/COP/2024/10", "CTOC/COP/2024/CRP.3", "E/CN.7/2024/17", "E/CN.15/2024/18"}
	for i := 1; i < len(ordered); i++ {
		if a, b := (Key{Symbol: ordered[i-1]}).SortKey(), (Key{Symbol: ordered[i]}).SortKey(); a >= b {
			t.Errorf("%s does not sort before %s", ordered[i-1], ordered[i])
		}
	}
}
