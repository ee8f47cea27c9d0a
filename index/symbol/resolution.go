package symbol

import (
	"regexp"
	"strings"
)

// Adopted is a resolution or decision that a symbol names or that has a symbol of its own.
type Adopted struct {
	Kind string // "resolution" or "decision"
	Body string // code: "GA"
	ID   string // as texts cite it: "70/1", "1325 (2000)", "217 A (III)", "2019/13"
}

// resolutionForms are the forms of symbols of resolutions and decisions.
//
// Source: United Nations Editorial Manual, on identifying resolutions and decisions; symbols as the bodies print them.
var resolutionForms = []struct {
	body   string
	prefix string // with %s for RES or DEC
	id     *regexp.Regexp
}{
	{"HRC", "A/HRC/%s/", regexp.MustCompile(`^(?:S-)?\d{1,3}/\d{1,3}$`)},
	{"GA", "A/%s/", regexp.MustCompile(`^(?:(?:E?S-)?\d{1,3}/\d{1,3}(?: ?[A-Z](?:-[A-Z])?)?|\d{1,4}(?: [A-Z])? \([EIVXLS-]+\))$`)},
	{"SC", "S/%s/", regexp.MustCompile(`^\d{1,4}(?: \(\d{4}\))?$`)},
	{"ECOSOC", "E/%s/", regexp.MustCompile(`^(?:\d{4}/\d{1,3}|\d{1,4}(?: [A-Z])? \([EIVXLS-]+\))$`)},
	{"CBD/COP", "CBD/COP/%s/", regexp.MustCompile(`^\d{1,2}/\d{1,3}$`)},
	{"ISBA/A", "ISBA/A/%s/", regexp.MustCompile(`^\d{1,2}/\d{1,3}$`)},
}

// sessionForms are symbols whose session stands in the prefix: UNEP/EA.5/Res.14 is resolution 5/14.
var sessionForms = []struct {
	body string
	form *regexp.Regexp
}{
	{"UNEP/EA", regexp.MustCompile(`^UNEP/EA\.(\d{1,2})/(RES|Res|DEC)\.(\d{1,3})$`)},
	{"HSP/HA", regexp.MustCompile(`^HSP/HA\.(\d{1,2})/(RES|Res|DEC)\.(\d{1,3})$`)},
}

// Resolution is the resolution or decision that the symbol is the symbol of: resolution 70/1 of GA for A/RES/70/1. Changes at
// the end (Corr.1) and blanks before letters make no difference.
func (s Symbol) Resolution() (Adopted, bool) {
	text := base(s.text)
	for _, form := range resolutionForms {
		for _, series := range [...]string{"RES", "DEC"} {
			id, ok := strings.CutPrefix(text, strings.Replace(form.prefix, "%s", series, 1))
			if ok && form.id.MatchString(id) {
				return Adopted{kindOf(series), form.body, spaceLetter(id)}, true
			}
		}
	}
	for _, form := range sessionForms {
		if m := form.form.FindStringSubmatch(text); m != nil {
			return Adopted{kindOf(m[2]), form.body, m[1] + "/" + m[3]}, true
		}
	}
	return Adopted{}, false
}

func kindOf(series string) string {
	if strings.EqualFold(series, "DEC") {
		return "decision"
	}
	return "resolution"
}

// lettersAtEnd are the letters of a part or of several, behind a number: "46/36L", "75/101A-B".
var lettersAtEnd = regexp.MustCompile(`(\d) ?([A-Z](?:-[A-Z])?)$`)

// spaceLetter writes the letter of a part as texts do: "46/36 L" for "46/36L".
func spaceLetter(id string) string { return lettersAtEnd.ReplaceAllString(id, "$1 $2") }

// Symbol is the symbol of a resolution or decision, if its body gives symbols of a known form: A/RES/70/1 for resolution 70/1 of GA.
func (a Adopted) Symbol() (Symbol, bool) {
	series := "RES"
	if a.Kind == "decision" {
		series = "DEC"
	}
	for _, form := range resolutionForms {
		if form.body == a.Body && form.id.MatchString(a.ID) {
			s, err := Parse(strings.Replace(form.prefix, "%s", series, 1) + letterGlued(a.ID))
			return s, err == nil
		}
	}
	return Symbol{}, false
}

// letterGlued writes the letter of a part as symbols do: "46/36L" for "46/36 L".
func letterGlued(id string) string { return lettersAtEnd.ReplaceAllString(id, "$1$2") }
