package impl

import (
	"slices"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// known is the processes that iterators have given, so that what is kept between calls (the baseline of cpu_percent,
// the time of creation) outlives one iteration.
type known struct {
	sync.Mutex
	processes map[int64]*Process
}

// Iter gives all processes, one after the other.
type Iter struct {
	lib  *Library
	mu   sync.Mutex
	left []int64 // PIDs, ascending
}

// NewIter gives an iterator over the processes of now. Those whose PID is not above after are left out, for a process
// that has inherited an iterator over a fork; 0 leaves out nobody.
func (l *Library) NewIter(after int64) (*Iter, error) {
	// Under the lock, so that nobody is forgotten who was found after this list was made.
	l.known.Lock()
	defer l.known.Unlock()
	pids, err := l.sys.PIDs()
	if err != nil {
		return nil, err
	}
	for pid := range l.known.processes {
		if _, there := slices.BinarySearch(pids, pid); !there {
			delete(l.known.processes, pid)
		}
	}
	first, found := slices.BinarySearch(pids, after)
	if found {
		first++
	}
	return &Iter{lib: l, left: pids[first:]}, nil
}

// Next gives the next process, nil at the end: the same as earlier iterations gave, if it is the same still. After an
// error, the process that caused it is passed over.
func (i *Iter) Next() (*Process, error) {
	for {
		i.mu.Lock()
		if len(i.left) == 0 {
			i.mu.Unlock()
			return nil, nil
		}
		pid := i.left[0]
		i.left = i.left[1:]
		i.mu.Unlock()
		p, err := i.lib.remembered(pid)
		if !isCode(err, platform.NoSuchProcess) {
			return p, err
		}
	}
}

// remembered gives the process that has this PID, the known one if it is the same.
func (l *Library) remembered(pid int64) (*Process, error) {
	now, err := l.NewProcess(pid)
	l.known.Lock()
	defer l.known.Unlock()
	if isCode(err, platform.NoSuchProcess) {
		delete(l.known.processes, pid)
	}
	if err != nil {
		return nil, err
	}
	if before := l.known.processes[pid]; before != nil && before.is(now.id) {
		return before, nil
	}
	l.known.keep(now)
	return now, nil
}

// keep remembers a process, under the lock.
func (k *known) keep(p *Process) {
	if k.processes == nil {
		k.processes = map[int64]*Process{}
	}
	k.processes[p.id.PID] = p
}

// is says whether the handle is of the process with this identity.
func (p *Process) is(id platform.Identity) bool { return p.Identity().Same(id) && !p.gone.Load() }
