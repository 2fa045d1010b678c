//go:build linux

package linux

import (
	"sync"
)

// kept is what was read of a process's files during caching.
type fileCache struct {
	mu    sync.Mutex
	files map[string]string
}

func (p *process) SetCaching(on bool) {
	if on {
		p.cache.Store(&fileCache{files: map[string]string{}})
	} else {
		p.cache.Store(nil)
	}
}

// now is the process without what is kept of it, for a look that must be a new one: who has the PID, and whether he has
// ended.
func (p *process) uncached() *process {
	return &process{sys: p.sys, pid: p.pid, scan: p.scan}
}

// readFile is readFile for the files of this process, which are read once during caching.
func (p *process) readFile(path, buf []byte, mode readMode) ([]byte, error) {
	k := p.cache.Load()
	if k == nil {
		return readFileAt(p.dirFD(), path, buf, mode)
	}
	k.mu.Lock()
	text, found := k.files[string(path)]
	k.mu.Unlock()
	if found {
		return append(buf, text...), nil
	}
	// Without the lock: some files make their reader wait, and other calls have no need to.
	before := len(buf)
	buf, err := readFile(path, buf, mode)
	if err != nil {
		return buf, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if text, found := k.files[string(path)]; found { // another thread was faster, and all are to see the same
		return append(buf[:before], text...), nil
	}
	k.files[string(path)] = string(buf[before:])
	return buf, nil
}
