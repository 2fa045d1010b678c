package impl

// OneshotBegin has what is read of the process kept until OneshotEnd, so that values that come from one of the kernel's
// files belong together, and cost one reading. Begin and end may be nested; what is between the outermost counts.
func (p *Process) OneshotBegin() {
	p.oneshot.Lock()
	defer p.oneshot.Unlock()
	if p.oneshot.depth++; p.oneshot.depth == 1 {
		p.proc.SetCaching(true)
	}
}

// OneshotEnd ends what OneshotBegin began. One too many does nothing: a handle that was inherited in the middle of a
// oneshot over a fork is not in one any more.
func (p *Process) OneshotEnd() {
	p.oneshot.Lock()
	defer p.oneshot.Unlock()
	if p.oneshot.depth == 0 {
		return
	}
	if p.oneshot.depth--; p.oneshot.depth == 0 {
		p.proc.SetCaching(false)
	}
}

// Verify fails with NoSuchProcess unless the process that the handle names is there still.
func (p *Process) Verify() error { return p.verify() }
