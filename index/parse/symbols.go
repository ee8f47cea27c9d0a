package parse

import (
	"regexp"
	"strings"
)

var symbolForm = regexp.MustCompile(`^(?:A|S|E|T|ST|TD|DP|CTOC|CAC|FCCC|UNEP|CBD|ICCD|CCPR|CEDAW|CRC|CERD|CAT|TPNW|GEGN|JIU|UNW|CEB|CEDAW|CRPD|DP-FPA|NPT|PRST|UNAPCICT|WTO|GC|IDB|LC|HSP|UN-HABITAT|UNICRI)[./][A-Z0-9][A-Za-z0-9./()\-–*]*(?: \(\d{4}\))?$`)

// parseSymbol is the normal form of a symbol that is all of text, "" if text is something else.
func parseSymbol(text string) string {
	text = strings.TrimRight(text, ".*, ")
	if !symbolForm.MatchString(text) || !strings.ContainsAny(text, "0123456789") {
		return ""
	}
	return strings.ReplaceAll(text, "–", "-")
}

func looksLikeSymbol(text string) bool { return len(text) < 60 && parseSymbol(text) != "" }
