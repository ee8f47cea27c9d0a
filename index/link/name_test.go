package link

import "testing"

// File names as they come with the corpus of Akoma Ntoso files and from the Official Document System.
func TestFileNamesOfCorpora(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"A_79_975.txt", "A/79/975"},
		{"A_79_975.en.txt", "A/79/975"},
		{"A-79-975_E.pdf", "A/79/975"},
		{"papers/A_RES_78_130-2325874F.xml", "A/RES/78/130"},
		{"A_RES_78_4_F.xml", "A/RES/78/4"},
		{"S_PRST_2007_22-0739405E.xml", "S/PRST/2007/22"},
		{"S_PRST_2020_11.xml", "S/PRST/2020/11"},
		{"S_RES_2770-2501115G.xml", "S/RES/2770"},
		{"S_RES-2784-2510868G.xml", "S/RES/2784"},
		{"S_RES_2653_2223898G.xml", "S/RES/2653"},
		{"S_RES_2636 (2022)-2208533E.xml", "S/RES/2636 (2022)"},
		{"S_RES_1626_N0551422.xml", "S/RES/1626"},
		{"S_2023_638-2316801G.xml", "S/2023/638"},
		{"75_274_F.xml", ""},
		{"report-2501115E.xml", ""},
		{"A.txt", ""},
		{"notes_2024.txt", ""},
	} {
		own, _ := fromFileName(test.name)
		if own.symbol != test.want {
			t.Errorf("fromFileName(%q) = %q, want %q", test.name, own.symbol, test.want)
		}
	}
}
