package impl

import (
	"math"

	"github.com/libpsutil/libpsutil/platform"
)

// vigil watches several processes at once. Each watch may cost a descriptor, and the host needs some for itself: those
// beyond most are looked at from time to time instead.
type vigil struct {
	all  []*ending
	open int // watches
	most int
	step float64

	zombies bool // as in ending
}

// The descriptors that a vigil takes at the most, if there are as many.
const mostWatches = 256

func newVigil(zombies bool, processes []*Process) *vigil {
	v := &vigil{most: mostWatches, step: firstStep, zombies: zombies}
	for _, p := range processes {
		v.add(p)
	}
	return v
}

func (v *vigil) add(p *Process) *ending {
	e := &ending{p: p, reap: true, zombies: v.zombies}
	v.all = append(v.all, e)
	return e
}

// look sees whether one of the processes has ended, and how.
func (v *vigil) look(e *ending) (platform.ExitStatus, bool, error) {
	if status, known := e.p.ended(true); known {
		v.drop(e)
		return status, true, nil
	}
	if e.watch == nil {
		if err := v.begin(e); err != nil {
			return platform.ExitStatus{}, false, err
		}
	}
	status, ended, err := e.look()
	if ended || err != nil || v.open > v.most {
		v.drop(e)
	}
	return status, ended, err
}

func (v *vigil) begin(e *ending) error {
	for {
		watch, err := e.p.proc.WatchExit(e.p.Identity())
		if err == nil {
			e.watch = watch
			v.open++
			return nil
		}
		if !isCode(err, platform.OS) || v.open == 0 {
			return e.p.fail(err)
		}
		// The descriptors ran out, as like as not: make do with half of them.
		v.most = v.open / 2
		for _, other := range v.all {
			if v.open <= v.most {
				break
			}
			v.drop(other)
		}
	}
}

func (v *vigil) drop(e *ending) {
	if e.watch != nil {
		e.Close()
		v.open--
	}
}

// pause gives how to wait, for so many seconds at the most, until it is worth looking at these again.
func (v *vigil) pause(alive []*ending, seconds float64) WaitRequest {
	pause := WaitRequest{Seconds: seconds, Handles: make([]int, 0, v.open)}
	for _, e := range alive {
		if object := e.object(); object < 0 {
			pause.Seconds = min(v.step, seconds)
		} else {
			pause.Handles = append(pause.Handles, object)
		}
	}
	if pause.Seconds < seconds {
		v.step = min(v.step*2, lastStep)
	}
	return pause
}

func (v *vigil) Close() {
	for _, e := range v.all {
		v.drop(e)
	}
}

// WaitResult is what has become of one of the processes that WaitProcs waited for.
type WaitResult struct {
	Gone   bool
	Status platform.ExitStatus
}

// endings waits for the end of several processes.
type endings struct {
	*vigil
	clock   clock
	results []WaitResult
	tell    bool
	news    []Exit
}

// WaitProcs waits until all the processes have ended, timeout seconds at the most: 0 only looks, a negative number or
// +Inf waits for ever. That time is up is no error. Children of ours are reaped. If tell is set, each end is told as
// soon as it is noticed. When each has ended is as for Process.Wait. Errors: InvalidArgument.
func (l *Library) WaitProcs(processes []*Process, timeout float64, tell bool) (Waiting[[]WaitResult], error) {
	if math.IsNaN(timeout) {
		return nil, platform.NewError(platform.InvalidArgument, "timeout", "not a number")
	}
	for _, p := range processes {
		if err := p.canWait(); err != nil {
			return nil, err
		}
	}
	if timeout < 0 {
		timeout = math.Inf(1)
	}
	return &endings{
		vigil: newVigil(false, processes), clock: startClock(timeout), results: make([]WaitResult, len(processes)), tell: tell,
	}, nil
}

func (e *endings) Next() ([]WaitResult, WaitRequest, bool, error) {
	if len(e.news) == 0 {
		if err := e.lookAtAll(); err != nil {
			return nil, WaitRequest{}, false, err
		}
	}
	if len(e.news) > 0 {
		news := e.news[0]
		e.news = e.news[1:]
		return nil, WaitRequest{Exit: &news, Handles: e.pause(e.alive(), 0).Handles}, false, nil
	}
	alive, left := e.alive(), e.clock.left()
	if len(alive) == 0 || left <= 0 {
		return e.results, WaitRequest{}, true, nil
	}
	return nil, e.pause(alive, left), false, nil
}

func (e *endings) alive() []*ending {
	var alive []*ending
	for i, one := range e.all {
		if !e.results[i].Gone {
			alive = append(alive, one)
		}
	}
	return alive
}

func (e *endings) lookAtAll() error {
	for i, one := range e.all {
		if e.results[i].Gone {
			continue
		}
		status, ended, err := e.look(one)
		if err != nil {
			return err
		}
		if !ended {
			continue
		}
		e.results[i] = WaitResult{true, status}
		if e.tell {
			e.news = append(e.news, Exit{i, status})
		}
	}
	return nil
}
