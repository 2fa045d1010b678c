package impl

import "github.com/libpsutil/libpsutil/platform"

// family is who has which children, at one moment: the children of each PID, ascending.
type family map[int64][]platform.ProcEntry

func (l *Library) family() (family, error) {
	v, err := l.sys.Scan(platform.ColumnSet{platform.ColumnPPID: true}, nil)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	all := make([]platform.ProcEntry, v.Len())
	err = visitAll(v, workers(v), func(_, i int, r *platform.Row) {
		if r.Err[platform.ColumnPPID] == 0 {
			all[i] = platform.ProcEntry{PID: r.PID, PPID: r.Int[platform.ColumnPPID], Start: r.Start}
		}
	})
	if err != nil {
		return nil, err
	}
	f := make(family, len(all))
	for _, s := range all {
		if s != (platform.ProcEntry{}) { // it was there, and to be looked at
			f[s.PPID] = append(f[s.PPID], s)
		}
	}
	return f, nil
}

// children gives those that a process which has this PID and this start has: one that started earlier is the child of
// somebody who had the PID before.
func (f family) children(pid, start int64) []platform.ProcEntry {
	all := f[pid]
	children := all[:0:0]
	for _, s := range all {
		if s.Start >= start && s.PID != pid {
			children = append(children, s)
		}
	}
	return children
}

// confirmed makes a handle of a process that a snapshot has shown: nil if it is gone, or no longer its parent's child.
func (l *Library) confirmed(s platform.ProcEntry) (*Process, error) {
	p, err := l.NewProcess(s.PID)
	if err == nil && !p.id.Same(s.Identity()) {
		return nil, nil
	}
	var ppid int64
	if err == nil { // only now: the new handle's identity may be somebody's who has the PID since the snapshot
		ppid, err = p.PPID()
	}
	if isCode(err, platform.NoSuchProcess) || err == nil && ppid != s.PPID {
		return nil, nil
	}
	return p, err
}

// Children gives the children of the process or, if recursive, all its descendants: each is followed by its own, and
// brothers come in the order of their PIDs. It is who was there when the processes were looked at, all of them at once:
// some may have ended since. Errors: NoSuchProcess.
func (p *Process) Children(recursive bool) ([]*Process, error) {
	family, err := p.lib.family()
	if err != nil {
		return nil, p.fail(err)
	}
	// Only now: until here, the PID may have been somebody else's.
	if err := p.verify(); err != nil {
		return nil, err
	}
	var found []*Process
	next := family.children(p.id.PID, p.id.Start)
	for len(next) > 0 {
		s := next[0]
		next = next[1:]
		if s.PID == p.id.PID {
			continue
		}
		found = append(found, p.lib.ProcessFrom(s.Identity()))
		if recursive {
			next = append(family.children(s.PID, s.Start), next...)
		}
	}
	return found, nil
}

// Parents gives the parent, its parent and so on, as far as there is one. Errors: NoSuchProcess.
func (p *Process) Parents() ([]*Process, error) {
	var all []*Process
	passed := map[int64]bool{p.id.PID: true}
	for child := p; ; {
		parent, err := child.Parent()
		if child != p && isCode(err, platform.NoSuchProcess) {
			return all, nil // it has ended since it was found, and the trace is lost
		}
		if err != nil {
			return nil, err
		}
		if parent == nil || passed[parent.id.PID] {
			return all, nil
		}
		all = append(all, parent)
		passed[parent.id.PID] = true
		child = parent
	}
}
