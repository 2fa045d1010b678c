package impl

import (
	"math"
	"sync"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// Waiting is a call that has to wait. The caller calls Next, waits as requested, and calls Next again until it is done
// or fails. Calling early is harmless. The caller closes it at the end, also after an error.
type Waiting[T any] interface {
	Next() (result T, request WaitRequest, done bool, err error)
	Close()
}

// WaitRequest says how to wait before the next call of Next: until one of the handles is ready, but at most Seconds
// (+Inf: no limit). A handle is a descriptor that poll reports as readable, or a HANDLE.
type WaitRequest struct {
	Handles  []int
	Borrowed bool // the handles stay open after the wait
	Seconds  float64
	Exit     *Exit // if set, do not wait: report this exit, then call Next
}

// Exit says which of the given processes has exited, and how.
type Exit struct {
	Index  int
	Status platform.ExitStatus
}

// deadline is a limit in monotonic time. Its length is in seconds, so that no length overflows.
type deadline struct {
	start   time.Time
	seconds float64 // +Inf: none
}

func startDeadline(seconds float64) deadline { return deadline{time.Now(), seconds} }

// remaining returns the seconds until the deadline, 0 or less when it has passed.
func (d deadline) remaining() float64 { return d.seconds - time.Since(d.start).Seconds() }

// delayedResult computes its result when a deadline has passed.
type delayedResult[T any] struct {
	deadline deadline
	result   func() (T, error)
}

// afterDelay waits the given seconds, if any, and then returns result().
func afterDelay[T any](seconds float64, result func() (T, error)) Waiting[T] {
	return &delayedResult[T]{startDeadline(seconds), result}
}

func (d *delayedResult[T]) Next() (result T, request WaitRequest, done bool, err error) {
	if remaining := d.deadline.remaining(); remaining > 0 {
		return result, WaitRequest{Seconds: remaining}, false, nil
	}
	result, err = d.result()
	return result, WaitRequest{}, err == nil, err
}

func (d *delayedResult[T]) Close() {}

// exitRecord is what Wait has learned about the exit of a process.
type exitRecord struct {
	mu             sync.Mutex
	exited, reaped bool
	status         platform.ExitStatus
}

// lookup returns the recorded exit, if it answers a call with this reap: a call that reaps still has to reap a child
// that was left a zombie.
func (r *exitRecord) lookup(reap bool) (status platform.ExitStatus, exited bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status, r.answers(reap)
}

// learn records the status of an exit that was recorded without one.
func (r *exitRecord) learn(status platform.ExitStatus) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

// answers needs the lock.
func (r *exitRecord) answers(reap bool) bool { return r.exited && (r.reaped || !reap) }

// update returns the recorded exit or, if it does not answer the call, calls poll and records its result. The lock
// covers poll: the kernel returns the status of a child to one of two waiting calls, and the other has to find it here.
func (r *exitRecord) update(reap bool, poll func() (bool, platform.ExitStatus, error)) (platform.ExitStatus, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answers(reap) {
		return r.status, true, nil
	}
	exited, status, err := poll()
	if err != nil || !exited {
		return status, false, err
	}
	if status.Known { // a later poll may know less than an earlier one
		r.status = status
	}
	r.exited, r.reaped = true, r.reaped || reap
	return r.status, true, nil
}

// exitWait waits for the exit of one process.
type exitWait struct {
	p        *Process
	keep     bool               // keep the watch if the process has not exited
	watch    platform.ExitWatch // nil if there is nothing to watch
	reap     bool
	deadline deadline
	step     float64 // the next wait, where the system offers nothing to wait on

	zombieCounts bool // whether the zombie of another process's child counts as exited before its parent has waited for it
	zombieSeen   bool // it is such a zombie, and the system announces nothing more about it
}

// Pauses between two polls of a process whose exit the system does not announce, in seconds: short at first, for a
// process that is about to exit, and then long enough to cost nothing.
const (
	minPoll = 0.001
	maxPoll = 0.040
)

// keptWatch is the watch of a process between two calls, and how many handles the process has.
type keptWatch struct {
	mu      sync.Mutex
	watch   platform.ExitWatch // nil if none is kept
	handles int
}

// take returns the kept watch, nil if there is none or the host has closed it.
func (k *keptWatch) take() platform.ExitWatch {
	k.mu.Lock()
	defer k.mu.Unlock()
	watch := k.watch
	k.watch = nil
	if watch == nil || !watch.StillOpen() {
		return nil
	}
	return watch
}

// put keeps a watch; it reports whether it does. A process without handles is not used again.
func (k *keptWatch) put(watch platform.ExitWatch) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.watch != nil || k.handles == 0 || !watch.StillOpen() {
		return false
	}
	k.watch = watch
	return true
}

// Open counts a handle of the process.
func (p *Process) Open() {
	p.kept.mu.Lock()
	defer p.kept.mu.Unlock()
	p.kept.handles++
}

// Close ends a handle of the process. The last one closes the kept watch.
func (p *Process) Close() {
	p.kept.mu.Lock()
	p.kept.handles--
	last := p.kept.handles == 0
	p.kept.mu.Unlock()
	if !last {
		return
	}
	if watch := p.kept.take(); watch != nil {
		watch.Close()
	}
}

// Wait waits until the process has exited, at most timeout seconds: 0 only polls, a negative number or +Inf has no
// limit. A child of the caller is reaped if reap is set, as by waitpid. Another process's child has exited when its
// parent has reaped it. With keep, the watch stays open until a later call if the process has not exited, so that its
// status is known then. Errors: TimeoutExpired, InvalidArgument.
func (p *Process) Wait(timeout float64, reap, keep bool) (Waiting[platform.ExitStatus], error) {
	timeout, err := checkTimeout(timeout)
	if err != nil {
		return nil, p.wrapError(err)
	}
	if err := p.canWait(); err != nil {
		return nil, err
	}
	e := &exitWait{p: p, keep: keep, reap: reap, deadline: startDeadline(timeout), step: minPoll, watch: p.kept.take()}
	if _, exited := p.exit.lookup(reap); exited || e.watch != nil {
		return e, nil
	}
	if e.watch, err = p.proc.WatchExit(p.Identity()); err != nil {
		return nil, p.wrapError(err)
	}
	return e, nil
}

// checkTimeout returns the timeout, +Inf for a negative one.
func checkTimeout(timeout float64) (float64, error) {
	if math.IsNaN(timeout) {
		return timeout, platform.NewInvalidArgument("timeout", "NaN: expected a number of seconds")
	}
	if timeout < 0 {
		return math.Inf(1), nil
	}
	return timeout, nil
}

func (p *Process) canWait() error {
	if p.id.PID == 0 {
		return p.wrapError(platform.NewInvalidArgument("process", "PID 0 cannot be waited for"))
	}
	return nil
}

func (e *exitWait) Next() (status platform.ExitStatus, request WaitRequest, done bool, err error) {
	if status, done, err = e.poll(); done || err != nil {
		return status, WaitRequest{}, done, err
	}
	remaining := e.deadline.remaining()
	if remaining <= 0 {
		expired := platform.NewError(platform.TimeoutExpired, "wait", "the process is still running")
		expired.Timeout = e.deadline.seconds
		return status, WaitRequest{}, false, e.p.wrapError(expired)
	}
	if handle := e.handle(); handle >= 0 {
		return status, WaitRequest{Handles: []int{handle}, Seconds: remaining}, false, nil
	}
	request.Seconds = min(e.step, remaining)
	e.step = min(e.step*2, maxPoll)
	return status, request, false, nil
}

// poll reports whether the process has exited.
func (e *exitWait) poll() (platform.ExitStatus, bool, error) {
	return e.p.exit.update(e.reap, func() (bool, platform.ExitStatus, error) {
		exited, status, err := e.watch.Poll(e.reap)
		if err != nil {
			return false, status, e.p.wrapError(err)
		}
		e.zombieSeen = false
		if exited && !status.Known && !e.zombieCounts {
			if e.zombieSeen, err = e.p.IsRunning(); err != nil || e.zombieSeen {
				return false, status, err
			}
			// Its parent may have reaped it since the poll, and then the status is known now.
			if exited, status, err = e.watch.Poll(e.reap); err != nil {
				return false, status, e.p.wrapError(err)
			}
		}
		if exited && status.Known && e.reap {
			e.p.gone.Store(true)
		}
		return exited, status, nil
	})
}

// handle returns what to wait on, -1 if there is nothing.
func (e *exitWait) handle() int {
	if e.watch == nil || e.zombieSeen {
		return -1
	}
	return e.watch.WaitHandle()
}

func (e *exitWait) Close() {
	if e.watch == nil {
		return
	}
	if _, exited := e.p.exit.lookup(e.reap); exited || !e.keep || !e.p.kept.put(e.watch) {
		e.watch.Close()
	}
	e.watch = nil
}
