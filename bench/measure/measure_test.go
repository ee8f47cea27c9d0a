package measure

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	xs := []float64{5, 1, 4, 2, 3}
	for _, c := range []struct{ p, want float64 }{{0.2, 1}, {0.5, 3}, {0.99, 5}, {1, 5}} {
		if got := Percentile(xs, c.p); got != c.want {
			t.Errorf("Percentile(%v, %v) = %v, want %v", xs, c.p, got, c.want)
		}
	}
	if got := Percentile(nil, 0.5); got != 0 {
		t.Errorf("the percentile of nothing is %v, want 0", got)
	}
}

func load(clients int, most time.Duration) Load {
	return Load{Rounds: 3, Most: most, Clients: clients, CPU: func() time.Duration { return CPU(0) }}
}

func TestRunAsksEveryQueryInEveryRound(t *testing.T) {
	var asked [5]atomic.Int32
	l, err := Run(len(asked), load(2, time.Hour), func(i int) error { asked[i].Add(1); return nil })
	if err != nil {
		t.Fatal(err)
	}
	for i := range asked {
		if n := asked[i].Load(); n != 6 {
			t.Errorf("query %d was asked %d times, want 6: 3 rounds of 2 clients", i, n)
		}
	}
	if l.Asked != 30 || len(l.Medians) != 5 {
		t.Errorf("Run counts %d questions and %d medians, want 30 and 5", l.Asked, len(l.Medians))
	}
}

func TestRunStopsWhenTheTimeIsOver(t *testing.T) {
	l, err := Run(5, load(1, 0), func(int) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if l.Asked != 1 || l.Medians[0] == 0 || l.Medians[4] != 0 {
		t.Errorf("Run asked %d times with medians %v, want the first query once", l.Asked, l.Medians)
	}
}

func TestRunReturnsTheError(t *testing.T) {
	wrong := errors.New("wrong")
	if _, err := Run(5, load(2, time.Hour), func(i int) error {
		if i == 3 {
			return wrong
		}
		return nil
	}); !errors.Is(err, wrong) {
		t.Errorf("Run gives error %v, want %v", err, wrong)
	}
}
