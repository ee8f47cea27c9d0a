package rest

import (
	"sync"
	"time"
)

// A host is one address of the cluster. Its fields but base are the hosts' to change.
type host struct {
	base     string // scheme, name, port and perhaps a path, without a slash at the end
	failures int    // connections that failed one after the other
	until    time.Time
}

// hosts hands out addresses in turn. One that fails is left out for a second, and twice as long for each further failure in a row, up to
// half a minute; then one request tries it, and others only once it has answered or as much time has passed again.
type hosts struct {
	mu   sync.Mutex
	all  []*host
	turn int
}

const longestLeftOut = 30 * time.Second

func newHosts(bases []string) *hosts {
	h := &hosts{}
	for _, base := range bases {
		h.all = append(h.all, &host{base: base})
	}
	return h
}

// next returns the host whose turn it is, and whether it has failed since it last answered. Where all are left out, it is the one that comes
// back first: asking it is better than not to ask.
func (h *hosts) next() (chosen *host, doubtful bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	best := h.turn
	for i := range h.all {
		at := (h.turn + i) % len(h.all)
		if !h.all[at].until.After(now) {
			best = at
			break
		}
		if h.all[at].until.Before(h.all[best].until) {
			best = at
		}
	}
	h.turn = (best + 1) % len(h.all)
	chosen = h.all[best]
	if chosen.failures > 0 {
		chosen.until = now.Add(leftOut(chosen.failures)) // this request tries for all
	}
	return chosen, chosen.failures > 0
}

// failed leaves a host out for a while.
func (h *hosts) failed(host *host) {
	h.mu.Lock()
	defer h.mu.Unlock()
	host.failures++
	host.until = time.Now().Add(leftOut(host.failures))
}

// answered takes a host back.
func (h *hosts) answered(host *host) {
	h.mu.Lock()
	defer h.mu.Unlock()
	host.failures, host.until = 0, time.Time{}
}

func leftOut(failures int) time.Duration {
	return min(time.Second<<min(failures-1, 10), longestLeftOut)
}
