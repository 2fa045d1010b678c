package impl

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
)

// Process is a handle: it names the process that had this PID and this start, and no later one with the same PID.
//
// Signal, Terminate, Kill and Parent are guarded: they fail with NoSuchProcess when the PID has been reused. The others
// tell of whoever has the PID now.
type Process struct {
	lib   *Library
	proc  platform.Process
	id    platform.Identity
	inode atomic.Uint64 // of the identity, where it was learnt later

	gone    atomic.Bool            // found gone or reused, which nothing undoes
	name    atomic.Pointer[string] // as last seen, for errors
	created struct {
		sync.Mutex
		known bool
		time  float64
	}
	percent struct {
		sync.Mutex
		last usage
	}
	end     ended
	oneshot struct {
		sync.Mutex
		depth int
	}
	hunt struct { // what an interrupted KillTree goes on with
		sync.Mutex
		left []*prey
	}
}

// ended is what Wait has learnt of a process's end.
type ended struct {
	sync.Mutex
	over, reaped bool
	status       platform.ExitStatus
}

// answer gives what is known, if it answers a call that wants this: our own child that was left a zombie still has to
// be reaped by a call that reaps.
func (e *ended) answer(reap bool) (platform.ExitStatus, bool) {
	return e.status, e.over && (e.reaped || !reap)
}

// keep takes note of an end and gives what is known of it by now: a later look may know less than an earlier one.
func (e *ended) keep(status platform.ExitStatus, reaped bool) platform.ExitStatus {
	if status.Known {
		e.status = status
	}
	e.over, e.reaped = true, e.reaped || reaped
	return e.status
}

// ended gives what Wait has learnt, if it answers a call that wants this.
func (p *Process) ended(reap bool) (platform.ExitStatus, bool) {
	p.end.Lock()
	defer p.end.Unlock()
	return p.end.answer(reap)
}

// NewProcess finds a process by PID and takes note of its identity. Errors: NoSuchProcess.
func (l *Library) NewProcess(pid int64) (*Process, error) {
	p := l.ProcessFrom(platform.Identity{PID: pid, Start: platform.NA})
	id, err := p.proc.Identity(p.id)
	if err != nil {
		return nil, p.fail(err)
	}
	p.id = id
	return p, nil
}

// ProcessFrom makes a handle anew from its identity, for a process that has inherited it over a fork. It asks nothing:
// the process may be gone.
func (l *Library) ProcessFrom(id platform.Identity) *Process {
	return &Process{lib: l, proc: l.sys.Process(id.PID), id: id}
}

// Identity gives what makes the handle; ProcessFrom takes it.
func (p *Process) Identity() platform.Identity {
	id := p.id
	if id.Inode == 0 {
		id.Inode = p.inode.Load()
	}
	return id
}

// Library gives the library that the handle was made by.
func (p *Process) Library() *Library { return p.lib }

// fail completes an error with the process that it is about.
func (p *Process) fail(err error) error {
	if err == nil {
		return nil
	}
	var known *platform.Error
	if !errors.As(err, &known) {
		known = platform.NewError(platform.Internal, "", err.Error())
	}
	e := *known
	e.PID = p.id.PID
	if e.Code == platform.NoSuchProcess || e.Code == platform.InvalidArgument {
		e.Name = p.lastName()
	} else {
		e.Name, _ = p.seenName()
	}
	return &e
}

func (p *Process) lastName() string {
	if name := p.name.Load(); name != nil {
		return *name
	}
	return ""
}

// seenName gives the last name seen, and only has a look if there has been none.
func (p *Process) seenName() (string, error) {
	if name := p.lastName(); name != "" {
		return name, nil
	}
	name, err := p.proc.Name()
	if err == nil {
		p.name.Store(&name)
	}
	return name, err
}

// verify fails with NoSuchProcess unless the PID still belongs to this process.
func (p *Process) verify() error {
	if p.gone.Load() {
		return p.fail(platform.NewError(platform.NoSuchProcess, "", "the process has ended"))
	}
	id := p.Identity()
	now, err := p.proc.Identity(id)
	switch {
	case err != nil:
	case !id.Same(now):
		err = platform.NewError(platform.NoSuchProcess, "", "the process has ended, and its PID belongs to another now")
	case id.Inode == 0 && now.Start == id.Start:
		p.inode.Store(now.Inode)
	}
	return p.noteGone(err)
}

// noteGone is fail for an error that says what became of this very process, not of whoever has the PID.
func (p *Process) noteGone(err error) error {
	err = p.fail(err)
	if isCode(err, platform.NoSuchProcess) {
		p.gone.Store(true)
	}
	return err
}

func codeOf(err error) platform.Code {
	var e *platform.Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.Code
	}
	return platform.Internal
}

func isCode(err error, code platform.Code) bool {
	var e *platform.Error
	return errors.As(err, &e) && e.Code == code
}

// IsRunning says whether the process that the handle names is there still, be it as a zombie.
func (p *Process) IsRunning() (bool, error) {
	err := p.verify()
	if isCode(err, platform.NoSuchProcess) {
		return false, nil
	}
	return err == nil, err
}

// PPID gives the parent's PID, 0 where there is none.
func (p *Process) PPID() (int64, error) {
	ppid, err := p.proc.PPID()
	return ppid, p.fail(err)
}

// Parent gives the parent, nil if there is none: a process that has the parent's PID but started after the child is not
// the parent, it only got its PID.
func (p *Process) Parent() (*Process, error) {
	ppid, err := p.PPID()
	if err != nil {
		return nil, err
	}
	// Only now: until here, the answer may have been somebody else's.
	if err := p.verify(); err != nil {
		return nil, err
	}
	if ppid <= 0 || ppid == p.id.PID {
		return nil, nil
	}
	parent, err := p.lib.NewProcess(ppid)
	if isCode(err, platform.NoSuchProcess) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if parent.id.Start > p.id.Start && p.id.Start != platform.NA {
		return nil, nil
	}
	return parent, nil
}

// The length from which a name may have been cut: Linux and FreeBSD keep 15 bytes and 19, macOS 16. One that was not is
// not completed either, since then the command line begins with the same name.
const cutName = 15

// Name gives the name of the process, completed from its command line if the system has cut it.
func (p *Process) Name() (string, error) {
	name, err := p.proc.Name()
	if err != nil {
		return "", p.fail(err)
	}
	if len(name) >= cutName {
		// Where the command line is not to be had, the cut name is better than none.
		if cmdline, err := p.proc.Cmdline(); err == nil && len(cmdline) > 0 {
			name = string(completed([]byte(name), [][]byte{[]byte(cmdline[0])}))
		}
	}
	p.name.Store(&name)
	return name, nil
}

// Exe gives the executable as an absolute path, "" for a kernel thread.
func (p *Process) Exe() (string, error) {
	exe, err := p.proc.Exe()
	return exe, p.fail(err)
}

// Cmdline gives the arguments, none for a kernel thread.
func (p *Process) Cmdline() ([]string, error) {
	cmdline, err := p.proc.Cmdline()
	return cmdline, p.fail(err)
}

// Status gives what the process is doing; NA is something this library has no name for.
func (p *Process) Status() (platform.Status, error) {
	status, err := p.proc.Status()
	return status, p.fail(err)
}

// CreateTime gives when the process started, in seconds since the epoch. The first answer is kept, so that it does not
// move when somebody sets the clock.
func (p *Process) CreateTime() (float64, error) {
	p.created.Lock()
	defer p.created.Unlock()
	if p.created.known {
		return p.created.time, nil
	}
	time, err := p.proc.StartTime(p.id)
	if err != nil {
		return platform.NaN, p.fail(err)
	}
	p.created.time, p.created.known = time, true
	return time, nil
}

// UIDs gives the user IDs. Errors: NotSupported where users have no numbers.
func (p *Process) UIDs() (platform.IDs, error) {
	ids, err := p.proc.UIDs()
	return ids, p.fail(err)
}

// UserName gives the name of the user that the process belongs to, of the real user ID where there are such, or that
// number as text if it has no name.
func (p *Process) UserName() (string, error) {
	ids, err := p.proc.UIDs()
	if isCode(err, platform.NotSupported) {
		name, err := p.proc.UserName()
		return name, p.fail(err)
	}
	if err != nil {
		return "", p.fail(err)
	}
	name, err := p.lib.nameOf(ids.Real)
	return name, p.fail(err)
}

// nameOf gives the name of a user, the number as text if there is none.
func (l *Library) nameOf(uid int64) (string, error) {
	name, err := l.sys.UserName(uid)
	if err == nil && name == "" {
		name = strconv.FormatInt(uid, 10)
	}
	return name, err
}

// CPUTimes gives the seconds of CPU time that the process has used.
func (p *Process) CPUTimes() (platform.ProcessCPUTimes, error) {
	times, err := p.proc.CPUTimes()
	return times, p.fail(err)
}

// MemoryInfo gives the process's memory in bytes.
func (p *Process) MemoryInfo() (platform.MemoryInfo, error) {
	memory, err := p.proc.MemoryInfo()
	return memory, p.fail(err)
}

// NumThreads gives the number of threads.
func (p *Process) NumThreads() (int64, error) {
	n, err := p.proc.NumThreads()
	return n, p.fail(err)
}

// Signal sends a signal to this process and to no other; 0 only checks. Errors: NoSuchProcess, AccessDenied,
// InvalidArgument.
func (p *Process) Signal(signal int) error {
	return p.guarded(func(id platform.Identity) error { return p.proc.Signal(id, signal) })
}

// The numbers that Terminate and Kill need are the same wherever there are signals.
const (
	sigkill = 9
	sigterm = 15
)

// Terminate asks the process to end.
func (p *Process) Terminate() error { return p.Signal(sigterm) }

// Kill ends the process.
func (p *Process) Kill() error { return p.Signal(sigkill) }
