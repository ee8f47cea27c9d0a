package parse

import "testing"

func TestFirstLetter(t *testing.T) {
	for _, c := range []struct {
		text         string
		lower, upper bool
	}{
		{"droits de l’homme", true, false},
		{"Droits de l’homme", false, true},
		{"«droits de l’homme» et", true, false},
		{"«Droits de l’homme» et", false, true},
		{"(“the Convention”)", true, false},
		{"[‘The", false, true},
		{"الحقوق", false, false},
		{"7 to be", false, false},
		{"– to be", false, false},
		{"", false, false},
	} {
		if lower, upper := startsLower(c.text), startsUpper(c.text); lower != c.lower || upper != c.upper {
			t.Errorf("%q: lower %v, upper %v, want %v, %v", c.text, lower, upper, c.lower, c.upper)
		}
	}
}
