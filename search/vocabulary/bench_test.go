package vocabulary

import (
	"testing"

	"github.com/plenary-search/plenary/search/query"
)

// BenchmarkOffers is what every search pays: the look whether any set has words of its query.
func BenchmarkOffers(b *testing.B) {
	q, err := query.Parse("report of the working group on technical assistance and the use of extrabudgetary resources by UNODC", query.Options{})
	if err != nil {
		b.Fatal(err)
	}
	e := Expander{Languages: languages}
	for b.Loop() {
		e.Offers(q.Node)
	}
}
