package column

import (
	"errors"
	"slices"
	"testing"

	"github.com/plenary-search/plenary/search/searchtest"
)

func TestDamagedFile(t *testing.T) {
	gold, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	gold[0].Units = gold[0].Units[:20]
	whole := built(t, gold[:1])
	if _, err := Open(whole, true); err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at++ {
		changed := slices.Clone(whole)
		changed[at] ^= 1 << (at % 8)
		if _, err := Open(changed, true); err == nil {
			t.Errorf("a bit flipped at %d of %d goes unnoticed", at, len(whole))
		} else if !errors.Is(err, ErrDamaged) {
			t.Errorf("a bit flipped at %d: %v", at, err)
		}
	}
	for cut := range whole {
		if _, err := Open(whole[:cut:cut], true); !errors.Is(err, ErrDamaged) {
			t.Errorf("a file cut to %d bytes: %v", cut, err)
		}
	}
}
