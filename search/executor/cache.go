package executor

import "sync"

// cache keeps up to a number of values; when it is full it is emptied, since what is asked for often comes back soon. It is safe for
// concurrent use. Its zero value is empty.
type cache[K comparable, V any] struct {
	mu   sync.RWMutex
	kept map[K]V
}

func (c *cache[K, V]) get(key K) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.kept[key]
	return v, ok
}

func (c *cache[K, V]) put(key K, v V, most int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= most {
		c.kept = map[K]V{}
	}
	c.kept[key] = v
}

// The number of values that are kept. A set of units takes a bit for every unit at the most.
const (
	keptFilters = 256
	keptMatches = 64
	keptFacets  = 1024
	keptCounts  = 1 << 16
)
