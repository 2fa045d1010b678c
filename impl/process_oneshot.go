package impl

import "sync"

// oneshot counts the nested oneshots of a Process.
type oneshot struct {
	sync.Mutex
	depth int
}

// OneshotBegin caches what is read of the process until OneshotEnd: each of the kernel's files is read at most once, so
// values derived from it are consistent. Oneshots nest; the outermost one counts.
func (p *Process) OneshotBegin() {
	p.oneshot.Lock()
	defer p.oneshot.Unlock()
	if p.oneshot.depth++; p.oneshot.depth == 1 {
		p.proc.SetCaching(true)
	}
}

// OneshotEnd ends what OneshotBegin began. An extra call does nothing: a handle that was inherited over a fork within a
// oneshot is no longer in one.
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
