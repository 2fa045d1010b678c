package impl

import (
	"bytes"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
)

// Process is a handle on one process, identified by PID and start, never on a later process with the same PID.
//
// Methods that change or signal the process, and Parent, Parents and Children, are guarded: they fail with
// NoSuchProcess if the PID has been reused. All other methods report on the process that currently has the PID.
type Process struct {
	lib   *Library
	proc  platform.Process
	id    platform.Identity
	inode atomic.Uint64 // of the identity, if it was learned after id

	gone    atomic.Bool            // found exited, or its PID reused; never reset
	name    atomic.Pointer[string] // the last known name, for errors
	created creationTime
	cpu     cpuBaseline
	exit    exitRecord
	kept    keptWatch
	oneshot oneshot
	kill    killState
}

// NewProcess returns the process that has this PID. Errors: NoSuchProcess.
func (l *Library) NewProcess(pid int64) (*Process, error) {
	p := l.ProcessFrom(platform.Identity{PID: pid, Start: platform.NA})
	id, err := p.proc.Identity(p.id)
	if err != nil {
		return nil, p.wrapError(err)
	}
	p.id = id
	return p, nil
}

// ProcessFrom returns the process with this identity. It reads nothing: the process may have exited.
func (l *Library) ProcessFrom(id platform.Identity) *Process {
	return &Process{lib: l, proc: l.sys.Process(id.PID), id: id}
}

// Identity returns what ProcessFrom needs to make the same handle again.
func (p *Process) Identity() platform.Identity {
	id := p.id
	if id.Inode == 0 {
		id.Inode = p.inode.Load()
	}
	return id
}

// Library returns the library that made the handle.
func (p *Process) Library() *Library { return p.lib }

// matches reports whether the handle is of the process with this identity.
func (p *Process) matches(id platform.Identity) bool { return p.Identity().Same(id) && !p.gone.Load() }

// wrapError adds the process to an error.
func (p *Process) wrapError(err error) error {
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
		e.Name = p.nameIfKnown()
	} else {
		e.Name, _ = p.cachedName()
	}
	return &e
}

func (p *Process) nameIfKnown() string {
	if name := p.name.Load(); name != nil {
		return *name
	}
	return ""
}

// cachedName returns the last known name, and reads it only if none is known.
func (p *Process) cachedName() (string, error) {
	if name := p.nameIfKnown(); name != "" {
		return name, nil
	}
	name, err := p.proc.Name()
	if err == nil {
		p.name.Store(&name)
	}
	return name, err
}

// Verify fails with NoSuchProcess unless the PID still belongs to this process.
func (p *Process) Verify() error {
	if p.gone.Load() {
		return p.errExited()
	}
	id := p.Identity()
	now, err := p.proc.Identity(id)
	switch {
	case err != nil:
	case !id.Same(now):
		err = platform.NewError(platform.NoSuchProcess, "", "the process has exited, and its PID was reused")
	case id.Inode == 0 && now.Start == id.Start:
		p.inode.Store(now.Inode)
	}
	return p.markGone(err)
}

func (p *Process) errExited() error {
	return p.wrapError(platform.NewError(platform.NoSuchProcess, "", "the process has exited"))
}

// markGone is wrapError for an error about this very process, not about the process that has the PID now.
func (p *Process) markGone(err error) error {
	if platform.CodeOf(err) == platform.NoSuchProcess {
		p.gone.Store(true)
	}
	return p.wrapError(err)
}

// withIdentity calls change with the identity, which it must check before it acts on the PID.
func (p *Process) withIdentity(change func(platform.Identity) error) error {
	if p.gone.Load() {
		return p.errExited()
	}
	return p.markGone(change(p.Identity()))
}

// IsRunning reports whether the process still exists, as a zombie or otherwise.
func (p *Process) IsRunning() (bool, error) {
	err := p.Verify()
	if platform.CodeOf(err) == platform.NoSuchProcess {
		return false, nil
	}
	return err == nil, err
}

// mayBeCut reports whether the system may have cut a name of this length.
func (l *Library) mayBeCut(length int) bool {
	limit := l.sys.MaxNameLen()
	return limit > 0 && length >= limit
}

// completeName returns the program's name from the command line if name is its truncated form, and name otherwise.
func completeName(name, program []byte) []byte {
	program = program[bytes.LastIndexByte(program, '/')+1:]
	if !bytes.HasPrefix(program, name) {
		return name
	}
	return program
}

// Name returns the name of the process, completed from its command line if the system has truncated it.
func (p *Process) Name() (string, error) {
	name, err := p.proc.Name()
	if err != nil {
		return "", p.wrapError(err)
	}
	if p.lib.mayBeCut(len(name)) {
		// Without a command line, the truncated name is better than none.
		if cmdline, err := p.proc.Cmdline(); err == nil && len(cmdline) > 0 {
			name = string(completeName([]byte(name), []byte(cmdline[0])))
		}
	}
	p.name.Store(&name)
	return name, nil
}

// creationTime keeps the first answer, which does not change when the clock is set.
type creationTime struct {
	sync.Mutex
	known   bool
	seconds float64
}

// CreateTime returns when the process started, in seconds since the epoch.
func (p *Process) CreateTime() (float64, error) {
	p.created.Lock()
	defer p.created.Unlock()
	if p.created.known {
		return p.created.seconds, nil
	}
	seconds, err := p.proc.StartTime(p.id)
	if err != nil {
		return platform.NaN, p.wrapError(err)
	}
	p.created.seconds, p.created.known = seconds, true
	return seconds, nil
}

// UserName returns the name of the user that the process runs as (its real user ID), or the number as text if that user
// has no name.
func (p *Process) UserName() (string, error) {
	ids, err := p.proc.UIDs()
	if platform.CodeOf(err) == platform.NotSupported {
		name, err := p.proc.UserName()
		return name, p.wrapError(err)
	}
	if err != nil {
		return "", p.wrapError(err)
	}
	name, err := p.lib.userName(ids.Real)
	return name, p.wrapError(err)
}

func notReported(what string) error {
	return platform.NewError(platform.NotSupported, what, "this system does not report it")
}
