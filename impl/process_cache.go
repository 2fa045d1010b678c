package impl

import (
	"slices"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// processCache holds the processes that iterators and tables have found, so that what a Process keeps between calls
// (the baseline of cpu_percent, the creation time) outlives one iteration.
type processCache struct {
	mu    sync.Mutex
	byPID map[int64]*Process
}

// list calls pids and drops the processes whose PID it does not return. The lock covers the call, so that no process is
// dropped that was cached after the list was made.
func (c *processCache) list(pids func() ([]int64, error)) ([]int64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, err := pids()
	if err != nil {
		return nil, err
	}
	for pid := range c.byPID {
		if _, found := slices.BinarySearch(now, pid); !found {
			delete(c.byPID, pid)
		}
	}
	return now, nil
}

// match returns the cached Process if it is the same process as p, and otherwise caches and returns p.
func (c *processCache) match(p *Process) *Process {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cached := c.byPID[p.id.PID]; cached != nil && cached.matches(p.id) {
		return cached
	}
	c.store(p)
	return p
}

// exchange returns the Process of each identity, the cached one where there is one, and caches them all. If complete,
// the cache forgets all other processes.
func (c *processCache) exchange(l *Library, ids []platform.Identity, complete bool) []*Process {
	c.mu.Lock()
	defer c.mu.Unlock()
	cached := c.byPID
	if complete {
		c.byPID = make(map[int64]*Process, len(ids))
	}
	processes := make([]*Process, len(ids))
	for i, id := range ids {
		p := cached[id.PID]
		if p == nil || !p.matches(id) {
			p = l.ProcessFrom(id)
		}
		c.store(p)
		processes[i] = p
	}
	return processes
}

// store needs the lock.
func (c *processCache) store(p *Process) {
	if c.byPID == nil {
		c.byPID = map[int64]*Process{}
	}
	c.byPID[p.id.PID] = p
}

func (c *processCache) forget(pids ...int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, pid := range pids {
		delete(c.byPID, pid)
	}
}
