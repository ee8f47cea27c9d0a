package cluster

import "sync"

// memory remembers answers about a commit. It is safe for concurrent use; the zero value is empty.
type memory[T any] struct {
	mu sync.Mutex
	of map[string]T
}

// maxRemembered is the number of answers at which a memory forgets all.
const maxRemembered = 1 << 14

func (m *memory[T]) get(key string) (value T, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, known = m.of[key]
	return value, known
}

func (m *memory[T]) put(key string, value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil || len(m.of) >= maxRemembered {
		m.of = map[string]T{}
	}
	m.of[key] = value
}
