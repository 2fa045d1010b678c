package impl

import (
	"math"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// Waiting is a call that has to wait. The caller asks Next, pauses as told, and asks again, until it is done or fails;
// asking too early does no harm. It must be closed at the end, however it ended.
type Waiting[T any] interface {
	Next() (result T, pause WaitRequest, done bool, err error)
	Close()
}

// WaitRequest is how to wait before it is worth asking again: until one of the objects is ready (descriptors that poll reports
// readable; HANDLEs), Seconds at the most. +Inf is for ever.
type WaitRequest struct {
	Handles []int
	Seconds float64
	Exit    *Exit // not a pause at all: somebody is to be told this before Next is asked again; Handles is what is open
}

// Exit is that a process has ended: which one of those that were given, and how.
type Exit struct {
	Index  int
	Status platform.ExitStatus
}

// clock is a stretch of monotonic time, in seconds so that no length of it overflows.
type clock struct {
	start   time.Time
	allowed float64 // +Inf: for ever
}

func startClock(allowed float64) clock { return clock{time.Now(), allowed} }

// left gives the seconds that remain, 0 or less when time is up.
func (c clock) left() float64 { return c.allowed - time.Since(c.start).Seconds() }

// delayed answers once some time has passed.
type delayed[T any] struct {
	clock  clock
	answer func() (T, error)
}

// after waits so many seconds and then answers; at once, if there are none to wait.
func after[T any](seconds float64, answer func() (T, error)) Waiting[T] {
	return &delayed[T]{startClock(seconds), answer}
}

func (d *delayed[T]) Next() (result T, pause WaitRequest, done bool, err error) {
	if left := d.clock.left(); left > 0 {
		return result, WaitRequest{Seconds: left}, false, nil
	}
	result, err = d.answer()
	return result, WaitRequest{}, err == nil, err
}

func (d *delayed[T]) Close() {}

// ending waits for the end of a process.
type ending struct {
	p     *Process
	watch platform.ExitWatch // nil where there is nothing left to watch
	reap  bool
	clock clock
	step  float64 // how long to pause where the system has nothing to wait on

	zombies bool // whether another's child has ended when it is a zombie, and not when its parent has waited for it
	lingers bool // it is such a zombie, of which the system announces nothing more
}

// How often to look at a process whose end the system does not announce: at once for those that are about to end, and
// not so often that it costs anything for the others.
const (
	firstStep = 0.001
	lastStep  = 0.040
)

// Wait waits for the end of the process, timeout seconds at the most: 0 only looks, a negative number or +Inf waits for
// ever. A child of ours is reaped if reap is set, as waitpid would do it; another's has ended when its PID is free.
// Errors: TimeoutExpired, InvalidArgument.
func (p *Process) Wait(timeout float64, reap bool) (Waiting[platform.ExitStatus], error) {
	if math.IsNaN(timeout) {
		return nil, p.fail(platform.NewError(platform.InvalidArgument, "timeout", "not a number"))
	}
	if err := p.canWait(); err != nil {
		return nil, err
	}
	if timeout < 0 {
		timeout = math.Inf(1)
	}
	e := &ending{p: p, reap: reap, clock: startClock(timeout), step: firstStep}
	if _, known := p.ended(reap); known {
		return e, nil
	}
	var err error
	if e.watch, err = p.proc.WatchExit(p.Identity()); err != nil {
		return nil, p.fail(err)
	}
	return e, nil
}

func (p *Process) canWait() error {
	if p.id.PID == 0 {
		return p.fail(platform.NewError(platform.InvalidArgument, "process", "PID 0 cannot be waited for"))
	}
	return nil
}

func (e *ending) Next() (status platform.ExitStatus, pause WaitRequest, done bool, err error) {
	if status, done, err = e.look(); done || err != nil {
		return status, WaitRequest{}, done, err
	}
	left := e.clock.left()
	if left <= 0 {
		expired := platform.NewError(platform.TimeoutExpired, "wait", "the process is still alive")
		expired.Timeout = e.clock.allowed
		return status, WaitRequest{}, false, e.p.fail(expired)
	}
	if object := e.object(); object >= 0 {
		return status, WaitRequest{Handles: []int{object}, Seconds: left}, false, nil
	}
	pause.Seconds = min(e.step, left)
	e.step = min(e.step*2, lastStep)
	return status, pause, false, nil
}

// look sees whether the process has ended, and keeps how.
func (e *ending) look() (platform.ExitStatus, bool, error) {
	// Of two calls that wait for the same child, the kernel tells only one how it ended. So one looks at a time, and
	// finds what the other has learnt.
	e.p.end.Lock()
	defer e.p.end.Unlock()
	if status, known := e.p.end.answer(e.reap); known {
		return status, true, nil
	}
	ended, status, err := e.watch.Poll(e.reap)
	if err != nil {
		return status, false, e.p.fail(err)
	}
	if ended && !status.Known && !e.zombies {
		if e.lingers, err = e.p.IsRunning(); err != nil {
			return status, false, err
		}
	}
	if !ended || e.lingers {
		return status, false, nil
	}
	if status.Known && e.reap {
		e.p.gone.Store(true)
	}
	return e.p.end.keep(status, e.reap), true, nil
}

// object gives what to poll, -1 where there is nothing.
func (e *ending) object() int {
	if e.watch == nil || e.lingers {
		return -1
	}
	return e.watch.WaitHandle()
}

func (e *ending) Close() {
	if e.watch != nil {
		e.watch.Close()
		e.watch = nil
	}
}
