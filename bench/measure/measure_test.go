package measure

import (
	"errors"
	"math"
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

func TestExponentIsThatOfThePower(t *testing.T) {
	xs := []float64{1e4, 1e5, 1e6, 3e6}
	for _, want := range []float64{-0.5, 0, 0.97, 2} {
		ys := make([]float64, len(xs))
		for i, x := range xs {
			ys[i] = 7 * math.Pow(x, want)
		}
		if got, ok := Exponent(xs, ys); !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("Exponent of 7 x^%v is %v, %v", want, got, ok)
		}
	}
}

func TestExponentIsFittedByLeastSquares(t *testing.T) {
	// Logarithms (0, 0), (1, 1), (2, 0): the line nearest to them is flat; that between the first two is not.
	if got, ok := Exponent([]float64{1, math.E, math.E * math.E}, []float64{1, math.E, 1}); !ok || math.Abs(got) > 1e-9 {
		t.Errorf("Exponent gives %v, %v, want 0", got, ok)
	}
}

func TestExponentNeedsTwoSizes(t *testing.T) {
	for _, c := range []struct{ xs, ys []float64 }{{nil, nil}, {[]float64{5}, []float64{1}}, {[]float64{5, 5}, []float64{1, 2}}, {[]float64{5, 9, 11}, []float64{0, 2, 0}}} {
		if got, ok := Exponent(c.xs, c.ys); ok {
			t.Errorf("Exponent(%v, %v) = %v, want none", c.xs, c.ys, got)
		}
	}
	if got, ok := Exponent([]float64{1, 10, 100}, []float64{0, 10, 100}); !ok || math.Abs(got-1) > 1e-9 {
		t.Errorf("Exponent with a figure that is missing is %v, %v, want that of the others, 1", got, ok)
	}
}

func TestGeometricMean(t *testing.T) {
	if got := GeometricMean([]float64{1, 100}); math.Abs(got-10) > 1e-9 {
		t.Errorf("the geometric mean of 1 and 100 is %v, want 10", got)
	}
	if got := GeometricMean(nil); got != 0 {
		t.Errorf("the geometric mean of nothing is %v, want 0", got)
	}
}
