package cluster

import (
	"cmp"
	"sync"
)

// memory remembers answers about a commit. It is safe for concurrent use; the zero value is empty.
type memory[T any] struct {
	limit int // answers at which it forgets all; 0: maxRemembered

	mu sync.Mutex
	of map[string]T
}

// maxRemembered is the limit of memories of small answers, and maxTotals that of totals with facets, of up to 4,000 values.
const (
	maxRemembered = 1 << 14
	maxTotals     = 1 << 8
)

func (m *memory[T]) get(key string) (value T, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, known = m.of[key]
	return value, known
}

func (m *memory[T]) put(key string, value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil || len(m.of) >= cmp.Or(m.limit, maxRemembered) {
		m.of = map[string]T{}
	}
	m.of[key] = value
}
