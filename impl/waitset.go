package impl

import (
	"github.com/libpsutil/libpsutil/platform"
)

// waitSet waits for the exit of several processes. A watch may cost a descriptor, and the host needs some for itself:
// the processes beyond maxOpen are polled at intervals instead.
type waitSet struct {
	waits   []*exitWait
	open    int // watches
	maxOpen int
	step    float64 // the next wait of processes without a watch

	zombieCounts bool // as in exitWait
}

// maxWatches is how many descriptors a waitSet uses, if that many are free.
const maxWatches = 256

func newWaitSet(zombieCounts bool, processes []*Process) *waitSet {
	s := &waitSet{maxOpen: maxWatches, step: minPoll, zombieCounts: zombieCounts}
	for _, p := range processes {
		s.add(p)
	}
	return s
}

func (s *waitSet) add(p *Process) *exitWait {
	e := &exitWait{p: p, reap: true, zombieCounts: s.zombieCounts}
	s.waits = append(s.waits, e)
	return e
}

// poll reports whether one of the processes has exited. The watch of a zombie is kept: see statusOfReaped.
func (s *waitSet) poll(e *exitWait) (platform.ExitStatus, bool, error) {
	if status, exited := e.p.exit.lookup(true); exited {
		s.unwatch(e)
		return status, true, nil
	}
	if e.watch == nil {
		if err := s.watch(e); err != nil {
			return platform.ExitStatus{}, false, err
		}
	}
	status, exited, err := e.poll()
	isZombie := exited && !status.Known && s.zombieCounts
	if exited && !isZombie || err != nil || s.open > s.maxOpen {
		s.unwatch(e)
	}
	return status, exited, err
}

// statusOfReaped returns the status of a process that poll reported as exited without one, if its parent has reaped it
// since.
func (s *waitSet) statusOfReaped(e *exitWait) (status platform.ExitStatus) {
	if e.watch == nil {
		return status
	}
	if _, status, _ = e.watch.Poll(true); status.Known {
		e.p.exit.learn(status)
	}
	s.unwatch(e)
	return status
}

func (s *waitSet) watch(e *exitWait) error {
	for {
		watch, err := e.p.proc.WatchExit(e.p.Identity())
		if err == nil {
			e.watch = watch
			s.open++
			return nil
		}
		if platform.CodeOf(err) != platform.OS || s.open == 0 {
			return e.p.wrapError(err)
		}
		// Most likely EMFILE: keep half of the watches and poll the rest.
		s.maxOpen = s.open / 2
		for _, other := range s.waits {
			if s.open <= s.maxOpen {
				break
			}
			s.unwatch(other)
		}
	}
}

func (s *waitSet) unwatch(e *exitWait) {
	if e.watch != nil {
		e.Close()
		s.open--
	}
}

// request returns how to wait, at most the given seconds, until polling these processes again is worthwhile.
func (s *waitSet) request(running []*exitWait, seconds float64) WaitRequest {
	request := WaitRequest{Seconds: seconds, Handles: make([]int, 0, s.open)}
	for _, e := range running {
		if handle := e.handle(); handle < 0 {
			request.Seconds = min(s.step, seconds)
		} else {
			request.Handles = append(request.Handles, handle)
		}
	}
	if request.Seconds < seconds {
		s.step = min(s.step*2, maxPoll)
	}
	return request
}

func (s *waitSet) Close() {
	for _, e := range s.waits {
		s.unwatch(e)
	}
}

// WaitResult says whether a process that WaitProcs waited for has exited, and how.
type WaitResult struct {
	Gone   bool
	Status platform.ExitStatus
}

// multiExitWait waits until several processes have exited.
type multiExitWait struct {
	*waitSet
	deadline deadline
	results  []WaitResult
	notify   bool
	exits    []Exit // to be reported
}

// WaitProcs waits until all the processes have exited, at most timeout seconds: 0 only polls, a negative number or +Inf
// has no limit. A timeout is not an error. Children of the caller are reaped. If notify is set, each exit is reported
// as soon as it is found. A process has exited when Process.Wait says so. Errors: InvalidArgument.
func (l *Library) WaitProcs(processes []*Process, timeout float64, notify bool) (Waiting[[]WaitResult], error) {
	timeout, err := checkTimeout(timeout)
	if err != nil {
		return nil, err
	}
	for _, p := range processes {
		if err := p.canWait(); err != nil {
			return nil, err
		}
	}
	return &multiExitWait{
		waitSet: newWaitSet(false, processes), deadline: startDeadline(timeout),
		results: make([]WaitResult, len(processes)), notify: notify,
	}, nil
}

func (m *multiExitWait) Next() ([]WaitResult, WaitRequest, bool, error) {
	if len(m.exits) == 0 {
		if err := m.pollAll(); err != nil {
			return nil, WaitRequest{}, false, err
		}
	}
	if len(m.exits) > 0 {
		exit := m.exits[0]
		m.exits = m.exits[1:]
		return nil, WaitRequest{Exit: &exit, Handles: m.request(m.running(), 0).Handles}, false, nil
	}
	running, remaining := m.running(), m.deadline.remaining()
	if len(running) == 0 || remaining <= 0 {
		return m.results, WaitRequest{}, true, nil
	}
	return nil, m.request(running, remaining), false, nil
}

func (m *multiExitWait) running() []*exitWait {
	var running []*exitWait
	for i, e := range m.waits {
		if !m.results[i].Gone {
			running = append(running, e)
		}
	}
	return running
}

func (m *multiExitWait) pollAll() error {
	for i, e := range m.waits {
		if m.results[i].Gone {
			continue
		}
		status, exited, err := m.poll(e)
		if err != nil {
			return err
		}
		if !exited {
			continue
		}
		m.results[i] = WaitResult{true, status}
		if m.notify {
			m.exits = append(m.exits, Exit{i, status})
		}
	}
	return nil
}
