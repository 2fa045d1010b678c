//go:build linux

package linux

import "sync"

// fileCache holds the files that were read during caching.
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

// readFile appends the contents of one of the process's files to buf. During caching each file is read once. The error
// is the errno.
func (p *process) readFile(path, buf []byte, mode readMode) ([]byte, error) {
	cache := p.cache.Load()
	if cache == nil {
		return readFileAt(p.dirFD(), path, buf, mode)
	}
	cache.mu.Lock()
	text, found := cache.files[string(path)]
	cache.mu.Unlock()
	if found {
		return append(buf, text...), nil
	}
	// Without the lock: the kernel may wait before it returns some files, and other calls need not wait for them.
	before := len(buf)
	buf, err := readFile(path, buf, mode)
	if err != nil {
		return buf, err
	}
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if text, found := cache.files[string(path)]; found { // another thread has stored it, and all must see the same
		return append(buf[:before], text...), nil
	}
	cache.files[string(path)] = string(buf[before:])
	return buf, nil
}
