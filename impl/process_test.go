package impl

import (
	"errors"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestReusedPIDIsRefused(t *testing.T) {
	for what, c := range map[string]struct {
		before, after fakeProcess
		running       bool
	}{
		"the same":                        {fakeProcess{start: 5}, fakeProcess{start: 5}, true},
		"a later one":                     {fakeProcess{start: 5}, fakeProcess{start: 6}, false},
		"a later one in the same tick":    {fakeProcess{start: 5, inode: 1}, fakeProcess{start: 5, inode: 2}, false},
		"the same by inode":               {fakeProcess{start: 5, inode: 1}, fakeProcess{start: 6, inode: 1}, true},
		"unknown before is not reused":    {fakeProcess{start: platform.NA}, fakeProcess{start: 6}, true},
		"unknown now is not reused":       {fakeProcess{start: 5}, fakeProcess{start: platform.NA}, true},
		"unknown but for another's inode": {fakeProcess{start: platform.NA, inode: 1}, fakeProcess{start: 6, inode: 2}, false},
	} {
		f, l := newFake(map[int64]*fakeProcess{7: &c.before})
		h, err := l.NewProcess(7)
		noError(t, what, err)
		remade := l.ProcessFrom(h.Identity())
		f.processes[7] = &c.after
		for _, h := range []*Process{h, remade} {
			running, err := h.IsRunning()
			noError(t, what, err)
			if running != c.running {
				t.Errorf("%s: running %v", what, running)
			}
			c.after.signals = nil
			err = h.Kill()
			if c.running {
				noError(t, what, err)
				continue
			}
			wantError(t, what, err, platform.NoSuchProcess)
			if len(c.after.signals) > 0 {
				t.Errorf("%s: another process was killed", what)
			}
			_, err = h.Parent()
			wantError(t, what, err, platform.NoSuchProcess)
			// An exited process stays exited.
			f.processes[7] = &c.before
			lookups := f.lookups.Load()
			if running, err := h.IsRunning(); running || err != nil {
				t.Errorf("%s: running again: %v, %v", what, running, err)
			}
			wantError(t, what, h.Terminate(), platform.NoSuchProcess)
			if f.lookups.Load() != lookups {
				t.Errorf("%s: looked up again", what)
			}
			f.processes[7] = &c.after
		}
	}
}

func TestNewProcessWithoutPID(t *testing.T) {
	_, l := newFake(nil)
	_, err := l.NewProcess(-5)
	if e := wantError(t, "NewProcess", err, platform.NoSuchProcess); e.PID != -5 || e.PPID != platform.NA || e.Name != "" {
		t.Errorf("%+v", e)
	}
	h := l.ProcessFrom(platform.Identity{PID: 7, Start: 5})
	if h.Identity() != (platform.Identity{PID: 7, Start: 5}) {
		t.Errorf("identity %+v", h.Identity())
	}
	if running, err := h.IsRunning(); running || err != nil {
		t.Errorf("running %v, %v", running, err)
	}
}

func TestName(t *testing.T) {
	cut := "exactly fifteen"
	for what, c := range map[string]struct {
		p    fakeProcess
		want string
	}{
		"short":                   {fakeProcess{name: "sh", cmdline: []string{"/bin/shell"}}, "sh"},
		"completed":               {fakeProcess{name: cut, cmdline: []string{"/opt/x/" + cut + " bytes", "-v"}}, cut + " bytes"},
		"completed without slash": {fakeProcess{name: cut, cmdline: []string{cut + "-and-more"}}, cut + "-and-more"},
		"longer, from a kernel":   {fakeProcess{name: "kworker/0:1H-kblockd"}, "kworker/0:1H-kblockd"},
		"another program":         {fakeProcess{name: cut, cmdline: []string{"/usr/bin/python3", cut + " bytes"}}, cut},
		"ends in a slash":         {fakeProcess{name: cut, cmdline: []string{"/opt/"}}, cut},
		"empty argument":          {fakeProcess{name: cut, cmdline: []string{""}}, cut},
		"denied":                  {fakeProcess{name: cut, cmdline: []string{cut + "x"}, denied: true}, cut},
		"zombie":                  {fakeProcess{name: cut, cmdline: []string{cut + "x"}, zombie: true}, cut},
	} {
		_, l := newFake(map[int64]*fakeProcess{7: &c.p})
		name, err := l.ProcessFrom(platform.Identity{PID: 7}).Name()
		noError(t, what, err)
		if name != c.want {
			t.Errorf("%s: %q, want %q", what, name, c.want)
		}
	}
}

func TestErrorsNameTheProcess(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {name: "seven", ppid: 1, zombie: true}})
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	_, err = h.Cmdline()
	if e := wantError(t, "Cmdline", err, platform.ZombieProcess); e.PID != 7 || e.PPID != 1 || e.Name != "seven" {
		t.Errorf("%+v", e)
	}
	_, err = h.Exe()
	wantError(t, "Exe", err, platform.NotSupported)
	delete(f.processes, 7)
	_, err = h.PPID()
	if e := wantError(t, "PPID", err, platform.NoSuchProcess); e.PID != 7 || e.Name != "seven" {
		t.Errorf("%+v", e)
	}
	if e := wantError(t, "wrapError", h.wrapError(errors.New("odd")), platform.Internal); e.Why != "odd" || e.PID != 7 {
		t.Errorf("%+v", e)
	}
}

func TestCreateTimeIsKept(t *testing.T) {
	p := &fakeProcess{boot: 1000}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	h := l.ProcessFrom(platform.Identity{PID: 7})
	for range 2 {
		created, err := h.CreateTime()
		noError(t, "CreateTime", err)
		if created != 1000 {
			t.Errorf("created at %v", created)
		}
		p.boot = 2000 // the clock is set
	}
}

// A handle from a scan, which reads no inode, learns it from the first check.
func TestIdentityIsCompleted(t *testing.T) {
	f, l := newFake(exampleTree())
	f.processes[20].inode = 77
	p := l.ProcessFrom(platform.Identity{PID: 20, Start: f.processes[20].start})
	running, err := p.IsRunning()
	noError(t, "IsRunning", err)
	equal(t, "running", running, true)
	equal(t, "inode", p.Identity().Inode, 77)
	f.processes[20].inode = 78 // another process that started in the same tick
	running, err = p.IsRunning()
	noError(t, "IsRunning", err)
	equal(t, "running", running, false)
}
