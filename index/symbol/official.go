package symbol

import (
	"net/url"
	"strings"
)

// official are the first parts of symbols whose documents the United Nations' document system gives at undocs.org/SYMBOL. Specialized
// agencies and most secretariats of conventions keep their papers elsewhere.
var official = map[string]bool{
	"A": true, "S": true, "E": true, "T": true, "ST": true, "CTOC": true, "CAC": true, "CAT": true, "CCPR": true, "CED": true, "CEDAW": true,
	"CERD": true, "CMW": true, "CRC": true, "CRPD": true, "HRI": true, "DP": true, "UNW": true, "HSP": true, "TD": true, "UNEP": true,
	"PBC": true, "NPT": true, "CD": true, "CCW": true, "BWC": true, "APLC": true, "CCM": true, "TPNW": true, "SPLOS": true, "ISBA": true,
	"CLCS": true, "FCCC": true, "ICCD": true, "CEB": true, "JIU": true, "ECE": true, "LC": true,
}

// Official is the address under which the United Nations gives the document of the symbol, of the first half of a joint one; "" where
// none follows from the symbol.
func (s Symbol) Official() string {
	halves := s.Halves()
	if len(halves) == 0 {
		return ""
	}
	text := halves[0].text
	if root, _, _ := strings.Cut(text, "/"); !official[root] {
		return ""
	}
	return (&url.URL{Scheme: "https", Host: "undocs.org", Path: "/" + strings.ReplaceAll(text, " ", "")}).String()
}
