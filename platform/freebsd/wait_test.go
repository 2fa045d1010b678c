package freebsd

import (
	"syscall"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// fakeEvent is a kqueue that a test makes readable.
type fakeEvent struct {
	readable, closed bool
	exit             int32
	reports          int // how often the exit was reported
}

func (*fakeEvent) handle() int                 { return 9 }
func (e *fakeEvent) isReadable() (bool, error) { return e.readable && e.reports == 0, nil }
func (e *fakeEvent) status() (int32, bool) {
	e.reports++
	return e.exit, e.reports == 1
}
func (e *fakeEvent) close() { e.closed = true }

// watched returns the watch of a process with PID 5 and this parent.
func watched(t *testing.T, parent int32, event exitEvent) (*fakeKernel, *exitWatch, layout.Record) {
	t.Helper()
	f, s := newFakeKernel(t)
	r := builtProcess(5, "sh", sizeofKinfoProc)
	layout.Put(r, kinfoProcPpid, parent)
	f.process(r)
	w := &exitWatch{p: &process{sys: s, pid: 5}, id: platform.Identity{PID: 5, Start: 100_500_000}, event: event}
	w.waitChild = func(int64, bool) (bool, int32, error) { return false, 0, syscall.ECHILD }
	if opened, err := w.watch(); err != nil || opened != platform.ExitWatch(w) {
		t.Fatalf("watch %v, error %v", opened, err)
	}
	return f, w, r
}

func polled(t *testing.T, what string, w *exitWatch, wantExited bool, want platform.ExitStatus) {
	t.Helper()
	exited, status, err := w.Poll(true)
	if err != nil || exited != wantExited || status != want {
		t.Errorf("%s: exited %v, %#v, error %v", what, exited, status, err)
	}
}

func TestExitOfAnotherProcessesChild(t *testing.T) {
	event := &fakeEvent{exit: 3 << 8}
	f, w, _ := watched(t, 1, event)
	polled(t, "alive", w, false, platform.ExitStatus{})
	event.readable = true
	status := platform.ExitStatus{Known: true, Code: 3}
	polled(t, "exited", w, true, status)
	polled(t, "once more", w, true, status)
	delete(f.values, variableOf(kernProcPid, 5))
	polled(t, "after its parent has waited", w, true, status)
	equal(t, "handle", w.WaitHandle(), 9)
	w.Close()
	equal(t, "closed", event.closed, true)
}

func TestExitThatWasWaitedForElsewhere(t *testing.T) {
	event := &fakeEvent{exit: 9, readable: true}
	f, w, later := watched(t, int32(syscall.Getpid()), event)
	layout.Put(later, kinfoProcStartSec, 1_700_000_999) // the PID belongs to another child by now, which must not be reaped
	f.process(later)
	w.waitChild = func(int64, bool) (bool, int32, error) {
		t.Error("waited for a later process")
		return true, 0, nil
	}
	polled(t, "exited", w, true, platform.ExitStatus{Known: true, Code: -9})
}

func TestExitOfAChild(t *testing.T) {
	event := &fakeEvent{readable: true}
	_, w, _ := watched(t, int32(syscall.Getpid()), event)
	isZombie, reaped := false, false
	w.waitChild = func(pid int64, reap bool) (bool, int32, error) {
		reaped = reap
		return isZombie && pid == 5, 7 << 8, nil
	}
	polled(t, "not a zombie yet", w, false, platform.ExitStatus{})
	equal(t, "reports", event.reports, 0) // so that the kqueue stays readable
	isZombie = true
	exited, status, err := w.Poll(false)
	if !exited || err != nil || reaped {
		t.Errorf("exited %v, reaped %v, error %v", exited, reaped, err)
	}
	equal(t, "status", status, platform.ExitStatus{Known: true, Code: 7, IsChild: true})
	polled(t, "reaped", w, true, platform.ExitStatus{Known: true, Code: 7, IsChild: true})
	equal(t, "reap", reaped, true)
	w.waitChild = func(int64, bool) (bool, int32, error) { return false, 0, syscall.EINVAL }
	if _, _, err := w.Poll(true); platform.CodeOf(err) != platform.OS {
		t.Errorf("wait6 fails: %v", err)
	}
}

func TestExitWithoutADescriptor(t *testing.T) {
	f, w, r := watched(t, 1, noDescriptor{})
	equal(t, "handle", w.WaitHandle(), -1)
	polled(t, "alive", w, false, platform.ExitStatus{})
	layout.Put(r, kinfoProcStat, szomb)
	f.process(r)
	polled(t, "a zombie", w, true, platform.ExitStatus{})
}

func TestWatchOfALaterProcess(t *testing.T) {
	f, w, _ := watched(t, 1, &fakeEvent{})
	event := &fakeEvent{}
	w.event, w.id.Start = event, 7
	watch, err := w.watch()
	if err != nil || watch != platform.ExitWatch(platform.ExitedWatch{}) || !event.closed {
		t.Errorf("watch %v, error %v, closed %v", watch, err, event.closed)
	}
	if exited, _, err := watch.Poll(true); !exited || err != nil {
		t.Errorf("exited %v, error %v", exited, err)
	}
	f.fail(bootVariable, syscall.EPERM)
	if _, err := w.watch(); platform.CodeOf(err) != platform.AccessDenied {
		t.Errorf("error %v", err)
	}
}
