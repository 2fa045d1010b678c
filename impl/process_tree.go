package impl

import "github.com/libpsutil/libpsutil/platform"

// childIndex is a snapshot of all processes: the children of each PID, ascending.
type childIndex map[int64][]platform.ProcEntry

func (l *Library) childIndex() (childIndex, error) {
	columns := platform.ColumnSet{platform.ColumnPPID: true}
	scan, err := l.sys.Scan(columns, nil)
	if err != nil {
		return nil, err
	}
	defer scan.Close()
	all := make([]platform.ProcEntry, scan.Len())
	cells := platform.NewCells(columns, scan.Len())
	err = scanAll(scan, cells, platform.WorkerCount(scan.Len(), scan.RowsPerWorker()), func(_, i int, r *platform.Row) {
		if r.Err(platform.ColumnPPID) == 0 {
			all[i] = platform.ProcEntry{PID: r.PID, PPID: r.Int(platform.ColumnPPID), Start: r.Start}
		}
	})
	if err != nil {
		return nil, err
	}
	index := make(childIndex, len(all))
	for _, entry := range all {
		if entry != (platform.ProcEntry{}) { // the process exists and could be read
			index[entry.PPID] = append(index[entry.PPID], entry)
		}
	}
	return index, nil
}

// children returns the children of the process with this PID and start. A process that started earlier is the child of
// an earlier process with the same PID.
func (index childIndex) children(pid, start int64) []platform.ProcEntry {
	all := index[pid]
	children := all[:0:0]
	for _, entry := range all {
		if entry.Start >= start && entry.PID != pid {
			children = append(children, entry)
		}
	}
	return children
}

// openVerified returns a handle on a process of a snapshot; nil if it has exited or has another parent now. A process
// that cannot be read now is returned with its identity in the snapshot.
func (l *Library) openVerified(entry platform.ProcEntry) *Process {
	p, err := l.NewProcess(entry.PID)
	if err == nil && !p.id.Same(entry.Identity()) {
		return nil
	}
	var ppid int64
	if err == nil { // after the comparison, since the snapshot's PID may have been reused before NewProcess
		ppid, err = p.PPID()
	}
	switch {
	case platform.CodeOf(err) == platform.NoSuchProcess || err == nil && ppid != entry.PPID:
		return nil
	case err != nil:
		return l.ProcessFrom(entry.Identity())
	}
	return p
}

// Children returns the children of the process or, if recursive, all its descendants: each is followed by its own, and
// siblings are in the order of their PIDs. All come from a single snapshot; some may have exited since. Errors:
// NoSuchProcess.
func (p *Process) Children(recursive bool) ([]*Process, error) {
	index, err := p.lib.childIndex()
	if err != nil {
		return nil, p.wrapError(err)
	}
	// After the snapshot, so that it cannot show the children of a later process with the same PID.
	if err := p.Verify(); err != nil {
		return nil, err
	}
	var found []*Process
	next := index.children(p.id.PID, p.id.Start)
	for len(next) > 0 {
		entry := next[0]
		next = next[1:]
		if entry.PID == p.id.PID {
			continue
		}
		found = append(found, p.lib.ProcessFrom(entry.Identity()))
		if recursive {
			next = append(index.children(entry.PID, entry.Start), next...)
		}
	}
	return found, nil
}

// Parent returns the parent, nil if there is none. A process that has the parent's PID but started after the child is
// not the parent.
func (p *Process) Parent() (*Process, error) {
	ppid, err := p.PPID()
	if err != nil {
		return nil, err
	}
	// After PPID, which may have read a later process with the same PID.
	if err := p.Verify(); err != nil {
		return nil, err
	}
	if ppid <= 0 || ppid == p.id.PID {
		return nil, nil
	}
	parent, err := p.lib.NewProcess(ppid)
	if platform.CodeOf(err) == platform.NoSuchProcess {
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

// Parents returns the parent, its parent and so on, up to a process without one or whose own parent cannot be read.
// Errors: NoSuchProcess.
func (p *Process) Parents() ([]*Process, error) {
	var all []*Process
	visited := map[int64]bool{p.id.PID: true}
	for child := p; ; {
		parent, err := child.Parent()
		// An ancestor that has exited since it was found, or that this user may not read, ends the chain.
		if code := platform.CodeOf(err); child != p && (code == platform.NoSuchProcess || code == platform.AccessDenied) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if parent == nil || visited[parent.id.PID] {
			return all, nil
		}
		all = append(all, parent)
		visited[parent.id.PID] = true
		child = parent
	}
}
