package symbol

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	tests := []struct{ text, want string }{
		{"CTOC/COP/2024/5", "CTOC/COP/2024/5"},
		{"ctoc/cop/2024/crp.3", "CTOC/COP/2024/CRP.3"},
		{"CTOC/COP/2024/1.", "CTOC/COP/2024/1"},
		{"CTOC%2FCOP%2F2024%2F5", "CTOC/COP/2024/5"},
		{"[CTOC/COP/2024/5](#)", "CTOC/COP/2024/5"},
		{"CTOC / COP / 2024 / 5", "CTOC/COP/2024/5"},
		{"CTOC/COP/2024/INF/1", "CTOC/COP/2024/INF/1"},
		{"CTOC/COP/WG.4/2023/5", "CTOC/COP/WG.4/2023/5"},
		{"CTOC/COP/2010/CRP.7*", "CTOC/COP/2010/CRP.7"},
		{"E/CN.7/2024/17-E/CN.15/2024/18", "E/CN.7/2024/17-E/CN.15/2024/18"},
		{"E/CN.7/2024/17–E/CN.15/2024/18", "E/CN.7/2024/17-E/CN.15/2024/18"},
		{"e/cn.7/2024/17 - e/cn.15/2024/18", "E/CN.7/2024/17-E/CN.15/2024/18"},
		{"A/S-30/L.1", "A/S-30/L.1"},
		{"A/ES-10/L.22", "A/ES-10/L.22"},
		{"A/RES/ES\u201110/15", "A/RES/ES-10/15"},
		{"A/59/565/Corr.1", "A/59/565/Corr.1"},
		{"a/59/565/corr.1", "A/59/565/Corr.1"},
		{"E/2007/28/Rev.1/Corr.1", "E/2007/28/Rev.1/Corr.1"},
		{"A/62/17(PartI)", "A/62/17(PartI)"},
		{"A/62/17 (Part I)", "A/62/17(PartI)"},
		{"a/62/17(parti)", "A/62/17(PartI)"},
		{"S/PV.6201(Resumption1)", "S/PV.6201(Resumption1)"},
		{"S/PV.6201 (Resumption 1)", "S/PV.6201(Resumption1)"},
		{"A/CONF.151/26/Rev.1(Vol.I)", "A/CONF.151/26/Rev.1(Vol.I)"},
		{"S/RES/1325 (2000)", "S/RES/1325 (2000)"},
		{"S/RES/1325(2000)", "S/RES/1325 (2000)"},
		{"s/res/1325(2000)", "S/RES/1325 (2000)"},
		{"A/RES/217 (III)", "A/RES/217 (III)"},
		{"A/RES/217 A (III)", "A/RES/217 A (III)"},
		{"A/RES/3201(S-VI)", "A/RES/3201 (S-VI)"},
		{"A/HRC/RES/44/9", "A/HRC/RES/44/9"},
		{"E/CN.4/Sub.2/AC.2/1987/WP.4/Add.1", "E/CN.4/Sub.2/AC.2/1987/WP.4/Add.1"},
		{"ICCD/COP(8)/16/Add.1", "ICCD/COP(8)/16/Add.1"},
		{"TD/B/C.I/MEM.4/14", "TD/B/C.I/MEM.4/14"},
		{"A/CN.9/WG.II/WP.200", "A/CN.9/WG.II/WP.200"},
		{"UNEP/EA.5/Res.14", "UNEP/EA.5/Res.14"},
		{"ICC-ASP/14/Res.4", "ICC-ASP/14/Res.4"},
		{"WHA56.1", "WHA56.1"},
		{"FCCC/CP/2015/10/Add.1", "FCCC/CP/2015/10/Add.1"},
		{"CEDAW/C/AUT/CO/9", "CEDAW/C/AUT/CO/9"},
		{"ST/SGB/2018/3", "ST/SGB/2018/3"},
		{"UNEP/OzL.Pro.35/12", "UNEP/OzL.Pro.35/12"},
		{"A/78/L.1\u00ad2", "A/78/L.12"},
		{"S/2024/123", "S/2024/123"},
		{"TPNW/MSP/2025/4", "TPNW/MSP/2025/4"},
		{"JIU/REP/2024/3", "JIU/REP/2024/3"},
		{"A/RES/75/101 A-B", "A/RES/75/101A-B"},
		{"A/RES/75/101A-B", "A/RES/75/101A-B"},
		{"A/RES/75/101 a", "A/RES/75/101A"},
		{"A/79/552*-S/2024/767*", "A/79/552-S/2024/767"},
		// Targets of the editors' links in resolutions of the General Assembly and the Security Council, sessions 74 to 80.
		{"NPT/CONF.2000/28 (Parts I and II)/Corr.1", "NPT/CONF.2000/28(PartsIandII)/Corr.1"},
		{"A/75/6(Sect.26)", "A/75/6(Sect.26)"},
		{"A/80/6 (Sect. 29F)", "A/80/6(Sect.29F)"},
		{"A/79/6(Introduction)", "A/79/6(Introduction)"},
		{"A/74/6 (Income sect. 3)", "A/74/6(Incomesect.3)"},
		{"A/80/6(Plan%20Outline)", "A/80/6(Planoutline)"},
		{"A/62/40(vol.i)(supp)", "A/62/40(Vol.I)(Supp)"},
		{"UNEP/CBD/BS/COP-MOP/5/17", "UNEP/CBD/BS/COP-MOP/5/17"},
		{"A/C.6/64/SR.1-28/Corrigendum", "A/C.6/64/SR.1-28/Corrigendum"},
		{"A/RES/54/237a-c", "A/RES/54/237A-C"},
		{"A/RES/75/245 B", "A/RES/75/245B"},
		{"/en/A/RES/217 (III)", "A/RES/217 (III)"},
		{"WT/MIN(15)/48-WT/L/982", "WT/MIN(15)/48-WT/L/982"},
		{"GC(63)/RES/13", "GC(63)/RES/13"},
		{"IPBES/9/14/Add.2", "IPBES/9/14/Add.2"},
		{"A/71/52-S/2016/1-E/2016/3", "A/71/52-S/2016/1-E/2016/3"},
		{"A/75/1—S/2020/1", "A/75/1-S/2020/1"},
		// Papers of 2025: the Group of Experts on Geographical Names, UNFPA, the Joint Inspection Unit, a joint series of UNECE.
		{"GEGN.2/2025/64", "GEGN.2/2025/64"},
		{"DP-FPA/2025/1", "DP-FPA/2025/1"},
		{"JIU/REP/2025/1 [Expanded report]", "JIU/REP/2025/1(Expandedreport)"},
		{"[E/ECE/]TRANS/SC.2/2001/20", "TRANS/SC.2/2001/20"},
		{"FCCC/SBSTA/2011/Misc.14", "FCCC/SBSTA/2011/MISC.14"},
		// Other organizations, as their own document sites spell them.
		{"A77/9", "A77/9"}, {"EB154/5", "EB154/5"}, {"EUR/RC73/5", "EUR/RC73/5"}, {"41 C/5", "41 C/5"}, {"212 EX/5.I", "212 EX/5.I"},
		{"GC(66)/7", "GC(66)/7"}, {"GB.346/INS/5", "GB.346/INS/5"}, {"GB.346/PFA/1(Rev.1)", "GB.346/PFA/1(Rev.1)"}, {"ILC.111/I(A)", "ILC.111/I(A)"},
		{"MEPC 80/17", "MEPC 80/17"}, {"mepc 80/17/add.1", "MEPC 80/17/Add.1"}, {"A 33/12", "A 33/12"}, {"MEPC.296(72)", "MEPC.296(72)"},
		{"CL 172/REP/1", "CL 172/REP/1"}, {"C 2023/3", "C 2023/3"}, {"COFI/2022/2", "COFI/2022/2"}, {"CGRFA-19/23/2", "CGRFA-19/23/2"},
		{"WIPO/GRTKF/IC/47/4", "WIPO/GRTKF/IC/47/4"}, {"SCCR/44/3", "SCCR/44/3"}, {"WO/GA/56/1", "WO/GA/56/1"}, {"C23/19", "C23/19"},
		{"A41-WP/3", "A41-WP/3"}, {"C/114/3", "C/114/3"}, {"EC/74/SC/CRP.5", "EC/74/SC/CRP.5"}, {"EC-103/DG.5", "EC-103/DG.5"},
		{"CTBT-Art.XIV/2023/6", "CTBT-Art.XIV/2023/6"}, {"IDB.51/5", "IDB.51/5"}, {"ISBA/28/C/9", "ISBA/28/C/9"}, {"WHC/23/45.COM/7", "WHC/23/45.COM/7"},
	}
	for _, test := range tests {
		s, err := Parse(test.text)
		if err != nil || s.String() != test.want {
			t.Errorf("Parse(%q) = %q, %v, want %q", test.text, s, err, test.want)
			continue
		}
		if again, err := Parse(s.String()); err != nil || again != s {
			t.Errorf("Parse(%q) = %q, %v: not the same again", s, again, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "/", "N/A", "and/or", "km/h", "2024/5", "11/2", "24/7", "CTOC/COP", "A", "A/", "HIV/AIDS", "extrabudgetary resources",
		"A/79/15 and more", "resolution 7/1", "A/H1N1", "A/B", "TCP/IP", "ISO/IEC", "ISO/IEC 27001", "E/CN.7", "A/CONF.151", "UNEP/EA.5", "EUR/USD", "EUR/12", "A4/5", "I/O", "C/2",
		"https://undocs.org/A/RES/70/1", strings.Repeat("A/1", 200),
	} {
		if s, err := Parse(text); !errors.Is(err, ErrNoSymbol) {
			t.Errorf("Parse(%q) = %q, %v, want ErrNoSymbol", text, s, err)
		}
	}
}

// TestParseLong reads the longest joint symbols; a look-ahead that read their halves twice took exponential time.
func TestParseLong(t *testing.T) {
	for _, half := range []string{"A/1A-", "A/1A-A/1-", "S/S-1-", "A/1*-", "E/RES/1/1 A-"} {
		text := strings.Repeat(half, (MaxLength-5)/len(half)) + "A/1"
		if s, err := Parse(text); err == nil && s.IsZero() {
			t.Errorf("Parse(%q) = %q, %v", text, s, err)
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct {
		text string
		want []string // span and symbol, divided by "=" where they differ
	}{
		{"the reports (CTOC/COP/WG.4/2023/5 and CTOC/COP/WG.4/2024/5, respectively)", []string{"CTOC/COP/WG.4/2023/5", "CTOC/COP/WG.4/2024/5"}},
		{"CTOC/COP/2024/1.", []string{"CTOC/COP/2024/1"}},
		{"for UNODC (E/CN.7/2024/17-E/CN.15/2024/18), which", []string{"E/CN.7/2024/17-E/CN.15/2024/18"}},
		{"for UNODC (E/CN.7/2024/17–E/CN.15/2024/18), which", []string{"E/CN.7/2024/17–E/CN.15/2024/18=E/CN.7/2024/17-E/CN.15/2024/18"}},
		{"(see CTOC/COP/2010/17, chap. II.D)", []string{"CTOC/COP/2010/17"}},
		{"N/A, and/or 12 km/h in 2024/25 at S/N 12", nil},
		{"ISO/IEC 27001, TCP/IP, A/B tests, I/O 5, 24/7, LC/MS, EC No. 1907/2006, C-130/C-17, EUR/12, A4/5 paper, A320/A321, the A1/M1 at 37 C/100%", nil},
		{"an IBM S/360; the Commission (E/CN.7), the Conference (A/CONF.151), C/114/3", nil},
		{"Organisation internationale du Travail, document GB.342/Décisions, par. 8.1 (c).", nil},
		{"as requested in A/79/foo and FCCC/SBSTA/2011/misc", nil},
		{"FCCC/SBSTA/2011/Misc.14 and A/RES/74/255a-b", []string{"FCCC/SBSTA/2011/Misc.14=FCCC/SBSTA/2011/MISC.14", "A/RES/74/255a-b=A/RES/74/255A-B"}},
		{"resolutions A/RES/75/245 B and A/RES/70/1 A new page", []string{"A/RES/75/245 B=A/RES/75/245B", "A/RES/70/1"}},
		{"documents 41 C/5, A77/9, EB154/5 and MEPC 80/17.", []string{"41 C/5", "A77/9", "EB154/5", "MEPC 80/17"}},
		{"A/75/6 (Sect. 8) and Corr.1, GC(66)/7", []string{"A/75/6 (Sect. 8)=A/75/6(Sect.8)", "Corr.1=A/75/6(Sect.8)/Corr.1", "GC(66)/7"}},
		{"(A/ES-11/L.2 and A/ES-11/L.2 /Add.1)", []string{"A/ES-11/L.2", "A/ES-11/L.2 /Add.1=A/ES-11/L.2/Add.1"}},
		{"A/C.3/78/L.41/Rev.1 and Corr.1", []string{"A/C.3/78/L.41/Rev.1", "Corr.1=A/C.3/78/L.41/Rev.1/Corr.1"}},
		{"见 A/79/15 和 Add.1、Corr.1", []string{"A/79/15", "Add.1=A/79/15/Add.1", "Corr.1=A/79/15/Corr.1"}},
		{"الوثيقتان A/79/15 و Add.1", []string{"A/79/15", "Add.1=A/79/15/Add.1"}},
		{"influenza A/H1N1 and A/California/7/2009, vitamin A/5", nil},
		{"at https://undocs.org/A/RES/70/1 and www.un.org/x?s=A/RES/70/1", nil},
		{"draft resolution A/C.3/78/L.41/Rev.1, as orally revised", []string{"A/C.3/78/L.41/Rev.1"}},
		{"A/78/L.1 and Add.1", []string{"A/78/L.1", "Add.1=A/78/L.1/Add.1"}},
		{"A/RES/ES\u201110/15 was", []string{"A/RES/ES\u201110/15=A/RES/ES-10/15"}},
		{"S/RES/1325 (2000) of 31 October 2000", []string{"S/RES/1325 (2000)"}},
		{"document A/79/15 (see also S/2024/5)", []string{"A/79/15", "S/2024/5"}},
		{"DP/FPA/2024/4 (Part I) and DP/2024/3*", []string{"DP/FPA/2024/4 (Part I)=DP/FPA/2024/4(PartI)", "DP/2024/3"}},
		{"Economic and Social Council A/80/81E/2025/50", []string{"A/80/81E/2025/50=A/80/81-E/2025/50"}},
		{"A/78/5/Add.1 to 3", []string{"A/78/5/Add.1"}},
		{"Résolution A/RES/70/1。A/79/3号文件", []string{"A/RES/70/1", "A/79/3"}},
		{"the Committee/A/79 group, x.A/79/1", nil},
	}
	for _, test := range tests {
		var got []string
		for _, m := range Find(test.text) {
			span := test.text[m.Start:m.End]
			if span != m.Symbol.String() {
				span += "=" + m.Symbol.String()
			}
			got = append(got, span)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("Find(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestParts(t *testing.T) {
	tests := []struct {
		text, body, session, series, base string
		year                              int
	}{
		{"CTOC/COP/WG.4/2024/5", "CTOC/COP", "", "", "CTOC/COP/WG.4/2024/5", 2024},
		{"CTOC/COP/2024/CRP.3", "CTOC/COP", "", "CRP", "CTOC/COP/2024/CRP.3", 2024},
		{"A/79/15/Add.1/Corr.2", "GA", "79", "", "A/79/15", 0},
		{"A/S-30/L.1", "GA", "S-30", "L", "A/S-30/L.1", 0},
		{"A/C.3/78/L.41/Rev.1", "A/C.3", "78", "L", "A/C.3/78/L.41", 0},
		{"A/AC.109/2024/3", "A/AC.109", "", "", "A/AC.109/2024/3", 2024},
		{"S/RES/1325 (2000)", "SC", "", "RES", "S/RES/1325 (2000)", 0},
		{"A/HRC/56/CRP.3", "HRC", "56", "CRP", "A/HRC/56/CRP.3", 0},
		{"E/CN.7/2024/17-E/CN.15/2024/18", "E/CN.7", "", "", "E/CN.7/2024/17-E/CN.15/2024/18", 2024},
		{"E/2007/28/Rev.1-E/CN.7/2007/16/Rev.1", "ECOSOC", "", "", "E/2007/28-E/CN.7/2007/16", 2007},
		{"ICCD/COP(8)/16", "ICCD/COP", "8", "", "ICCD/COP(8)/16", 0},
		{"A/CN.9/1150", "A/CN.9", "", "", "A/CN.9/1150", 0},
		{"CAC/COSP/2023/5", "CAC/COSP", "", "", "CAC/COSP/2023/5", 2023},
		{"E/C.12/2024/1", "E/C.12", "", "", "E/C.12/2024/1", 2024},
		{"UNEP/EA.5/Res.14", "UNEP/EA", "", "RES", "UNEP/EA.5/Res.14", 0},
		{"E/ICEF/2024/L.5", "E/ICEF", "", "L", "E/ICEF/2024/L.5", 2024},
		{"DP-FPA/2025/1", "DP", "", "", "DP-FPA/2025/1", 2025},
		{"GEGN.2/2025/64", "GEGN", "", "", "GEGN.2/2025/64", 2025},
		{"A77/9", "WHO", "", "", "A77/9", 0}, {"EB154/5", "WHO/EB", "", "", "EB154/5", 0}, {"212 EX/5", "UNESCO/EB", "", "", "212 EX/5", 0},
		{"GC(66)/7", "IAEA/GC", "66", "", "GC(66)/7", 0}, {"MEPC 80/17", "IMO/MEPC", "", "", "MEPC 80/17", 0}, {"C 2023/3", "FAO/C", "", "", "C 2023/3", 0},
		{"A/C.5/78/5", "A/C.5", "78", "", "A/C.5/78/5", 0}, {"A/AC.96/1200", "A/AC.96", "", "", "A/AC.96/1200", 0},
		{"UNEP/OzL.Pro.35/12", "UNEP/OzL.Pro", "", "", "UNEP/OzL.Pro.35/12", 0}, {"EC/74/SC/CRP.5", "A/AC.96", "74", "CRP", "EC/74/SC/CRP.5", 0},
		{"A/C.6/64/SR.1-28/Corrigendum", "A/C.6", "64", "SR", "A/C.6/64/SR.1-28", 0},
	}
	for _, test := range tests {
		s, err := Parse(test.text)
		if err != nil {
			t.Errorf("Parse(%q): %v", test.text, err)
			continue
		}
		if got := s.Body(); got != test.body {
			t.Errorf("%s: Body = %q, want %q", s, got, test.body)
		}
		if got := s.Session(); got != test.session {
			t.Errorf("%s: Session = %q, want %q", s, got, test.session)
		}
		if got := s.Series(); got != test.series {
			t.Errorf("%s: Series = %q, want %q", s, got, test.series)
		}
		if got := s.Base().String(); got != test.base {
			t.Errorf("%s: Base = %q, want %q", s, got, test.base)
		}
		if got := s.Year(); got != test.year {
			t.Errorf("%s: Year = %d, want %d", s, got, test.year)
		}
	}
}

func TestFamilies(t *testing.T) {
	for text, want := range map[string]string{
		"A/79/15": "A/79/15 ", "A/79/15/Add.1/Corr.2": "A/79/15 Corr", "A/62/17(PartI)": "A/62/17 Part", "A/62/40(Vol.I)(Supp)/Corr.1": "A/62/40 Corr",
		"NPT/CONF.2000/28(PartsIandII)/Corr.1": "NPT/CONF.2000/28 Corr", "ICCD/COP(8)/16/Add.1": "ICCD/COP(8)/16 Add", "S/RES/1325 (2000)": "S/RES/1325 (2000) ",
		"A/75/L.38/Rev.1": "A/75/L.38 Rev", "A/C.6/64/SR.1-28/Corrigendum": "A/C.6/64/SR.1-28 Corr", "A/HRC/55/2/Summary": "A/HRC/55/2 Summary",
		"E/CN.7/2007/16/Rev.1-E/2007/28/Rev.1": "E/CN.7/2007/16 E/2007/28 Rev",
	} {
		s, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range s.Families() {
			got += f.String() + " "
		}
		if got += s.Change(); got != want {
			t.Errorf("%s: families and change %q, want %q", text, got, want)
		}
	}
}

func TestOfficial(t *testing.T) {
	for text, want := range map[string]string{
		"A/RES/70/1": "https://undocs.org/A/RES/70/1", "S/RES/1325 (2000)": "https://undocs.org/S/RES/1325%282000%29", "E/CN.7/2024/17-E/CN.15/2024/18": "https://undocs.org/E/CN.7/2024/17",
		"41 C/5": "", "A77/9": "", "MEPC 80/17": "",
	} {
		s, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Official(); got != want {
			t.Errorf("%s: Official = %q, want %q", text, got, want)
		}
	}
}

func TestHalves(t *testing.T) {
	s, err := Parse("E/CN.7/2024/17-E/CN.15/2024/18")
	if err != nil {
		t.Fatal(err)
	}
	halves := s.Halves()
	if len(halves) != 2 || halves[0].String() != "E/CN.7/2024/17" || halves[1].String() != "E/CN.15/2024/18" {
		t.Errorf("Halves(%s) = %v", s, halves)
	}
	s, _ = Parse("A/S-30/L.1")
	if halves := s.Halves(); len(halves) != 1 || halves[0] != s {
		t.Errorf("Halves(%s) = %v", s, halves)
	}
}

func TestResolution(t *testing.T) {
	tests := []struct{ symbol, kind, body, id string }{
		{"A/RES/70/1", "resolution", "GA", "70/1"},
		{"A/RES/S-30/1", "resolution", "GA", "S-30/1"},
		{"A/RES/46/36L", "resolution", "GA", "46/36 L"},
		{"A/RES/217 A (III)", "resolution", "GA", "217 A (III)"},
		{"A/RES/2252 (ES-V)", "resolution", "GA", "2252 (ES-V)"},
		{"S/RES/1325 (2000)", "resolution", "SC", "1325 (2000)"},
		{"A/HRC/RES/44/9", "resolution", "HRC", "44/9"},
		{"A/HRC/DEC/44/101", "decision", "HRC", "44/101"},
		{"E/RES/2019/13", "resolution", "ECOSOC", "2019/13"},
		{"CBD/COP/DEC/15/4", "decision", "CBD/COP", "15/4"},
	}
	for _, test := range tests {
		s, err := Parse(test.symbol)
		if err != nil {
			t.Errorf("Parse(%q): %v", test.symbol, err)
			continue
		}
		want := Adopted{test.kind, test.body, test.id}
		got, ok := s.Resolution()
		if !ok || got != want {
			t.Errorf("%s: Resolution = %v, %t, want %v", s, got, ok, want)
		}
		if back, ok := got.Symbol(); !ok || back != s {
			t.Errorf("%v: Symbol = %s, %t, want %s", got, back, ok, s)
		}
	}
	for _, text := range []string{"CTOC/COP/2024/5", "A/C.3/78/L.41", "A/79/15"} {
		s, _ := Parse(text)
		if got, ok := s.Resolution(); ok {
			t.Errorf("%s: Resolution = %v, want none", s, got)
		}
	}
}

func TestBodyByName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Conference of the Parties to the United Nations Convention against Transnational Organized Crime", "CTOC/COP"},
		{"CONFERENCE OF THE PARTIES TO THE  UNITED NATIONS CONVENTION AGAINST TRANSNATIONAL ORGANIZED CRIME", "CTOC/COP"},
		{"Conference of the States Parties to the United Nations Convention against Corruption", "CAC/COSP"},
		{"General Assembly", "GA"}, {"Security Council", "SC"}, {"Economic and Social Council", "ECOSOC"},
		{"Commission on Narcotic Drugs", "E/CN.7"}, {"Human Rights Council", "HRC"},
		{"Council", ""}, {"Conference", ""}, {"Twelfth session", ""},
	}
	for _, test := range tests {
		if got, _ := BodyByName(test.name); got != test.want {
			t.Errorf("BodyByName(%q) = %q, want %q", test.name, got, test.want)
		}
	}
	if got := BodyName("CTOC/COP"); !strings.HasPrefix(got, "Conference of the Parties to the United Nations") {
		t.Errorf("BodyName(CTOC/COP) = %q", got)
	}
}

// FuzzParse checks that the normal form of whatever is a symbol is read as the same symbol, in capitals or not.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"ctoc/cop/2024/crp.3", "E/CN.7/2024/17-E/CN.15/2024/18", "S/RES/1325 (2000)", "A/RES/217 A (III)", "[A/79/15](#)", "A/62/17 (Part I)",
		"A/RES/75/101A-B", "ICC-ASP/14/Res.4", "WHA56.1", "A/S-30/L.1", "A/RES/ES\u201110/15", "UNEP/OzL.Pro.35/12", "A/1*-S/2*", "TD/B/EX(60)/2",
		"A/0(PArt  PArtxx(x)", "41 C/5", "GC(63)/RES/13", "A/80/6(Sect. 29F)", "UNEP/CBD/BS/COP-MOP/5/17", "A/C.6/64/SR.1-28/Corrigendum",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			if !errors.Is(err, ErrNoSymbol) || !s.IsZero() {
				t.Errorf("Parse(%q) = %q, %v", text, s, err)
			}
			return
		}
		for _, again := range []string{s.String(), strings.ToLower(s.String())} {
			if got, err := Parse(again); err != nil || got != s {
				t.Errorf("Parse(%q) = %q, but Parse(%q) = %q, %v", text, s, again, got, err)
			}
		}
		if len(s.Halves()) == 0 || s.Base().IsZero() {
			t.Errorf("Parse(%q) = %q: halves %v, base %q", text, s, s.Halves(), s.Base())
		}
		if base := s.Base(); base.Base() != base {
			t.Errorf("%q: base of its base %q is %q", s, base, base.Base())
		}
	})
}

// FuzzFind checks that mentions are in order, apart, within the text, and symbols that Parse reads as the same.
func FuzzFind(f *testing.F) {
	for _, text := range []string{
		"(CTOC/COP/WG.4/2023/5 and CTOC/COP/WG.4/2024/5)", "A/78/L.1 and Add.1, Add.2", "A/80/81E/2025/50", "N/A, and/or", "x://A/1/2 A/79/1\u00ad5",
		"A/RES/217 A (III) B", "S/RES/1325 (2000)-A/1/2",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range Find(text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("Find(%q): span %d–%d after %d", text, m.Start, m.End, end)
			}
			end = m.End
			if s, err := Parse(m.Symbol.String()); err != nil || s != m.Symbol {
				t.Errorf("Find(%q): Parse(%q) = %q, %v", text, m.Symbol, s, err)
			}
		}
	})
}
