package impl

import (
	"slices"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// Iter returns all processes, one after the other.
type Iter struct {
	lib  *Library
	mu   sync.Mutex
	pids []int64 // the PIDs to come, ascending
}

// NewIter returns an iterator over the current processes with a PID above after. A process that has inherited an
// iterator over a fork gives the last PID; -1 leaves out none.
func (l *Library) NewIter(after int64) (*Iter, error) {
	pids, err := l.processes.list(l.sys.PIDs)
	if err != nil {
		return nil, err
	}
	first, found := slices.BinarySearch(pids, after)
	if found {
		first++
	}
	return &Iter{lib: l, pids: pids[first:]}, nil
}

// Next returns the next process, nil at the end. A process that an earlier iteration returned is the same Process.
// After an error, the next call continues with the process behind the one that failed.
func (i *Iter) Next() (*Process, error) {
	for {
		pid, more := i.nextPID()
		if !more {
			return nil, nil
		}
		p, err := i.lib.cachedProcess(pid)
		if platform.CodeOf(err) != platform.NoSuchProcess {
			return p, err
		}
	}
}

func (i *Iter) nextPID() (pid int64, more bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.pids) == 0 {
		return 0, false
	}
	pid, i.pids = i.pids[0], i.pids[1:]
	return pid, true
}

// cachedProcess returns the process that has this PID, the cached one if it is the same.
func (l *Library) cachedProcess(pid int64) (*Process, error) {
	p, err := l.NewProcess(pid)
	if platform.CodeOf(err) == platform.NoSuchProcess {
		l.processes.forget(pid)
	}
	if err != nil {
		return nil, err
	}
	return l.processes.match(p), nil
}
