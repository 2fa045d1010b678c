package impl

import (
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// A guarded call passes the identity of the handle, and none follows once one has found that the process has exited.
func TestGuardedChange(t *testing.T) {
	s, p := newDetailed(t)
	noError(t, "SetNice", p.SetNice(1))
	s.process.setErr = platform.NewError(platform.AccessDenied, "fake", "test error")
	e := wantError(t, "SetNice", p.SetNice(1), platform.AccessDenied)
	if e.PID != 7 || e.Name != "detailed" {
		t.Errorf("the error is about %d, %q", e.PID, e.Name)
	}
	s.process.setErr = exited(7)
	wantError(t, "SetNice", p.SetNice(1), platform.NoSuchProcess)
	wantError(t, "SetNice", p.SetNice(1), platform.NoSuchProcess)
	want := platform.Identity{PID: 7, Start: 5}
	if !slices.Equal(s.process.set, []platform.Identity{want, want, want}) {
		t.Errorf("set for %+v", s.process.set)
	}
	wantError(t, "IONice", p.SetIONice(platform.IONice{}), platform.NoSuchProcess)
}

func TestSignalMarksExited(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {start: 5, name: "x"}})
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	noError(t, "Terminate", h.Terminate())
	noError(t, "Kill", h.Kill())
	noError(t, "Signal", h.Signal(0))
	if got := f.processes[7].signals; !slices.Equal(got, []int{15, 9, 0}) {
		t.Errorf("signals: %v", got)
	}
	f.processes[7] = &fakeProcess{start: 6}
	wantError(t, "Signal", h.Signal(0), platform.NoSuchProcess)
	f.processes[7] = &fakeProcess{start: 5}
	if running, err := h.IsRunning(); running || err != nil {
		t.Errorf("running %v, %v", running, err)
	}
}
