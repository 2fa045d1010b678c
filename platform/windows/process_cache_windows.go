package windows

import "sync"

// answerCache holds what was read during caching.
type answerCache struct {
	mu      sync.Mutex
	answers map[string]any
}

func (p *process) SetCaching(on bool) {
	if on {
		p.cache.Store(&answerCache{answers: map[string]any{}})
	} else {
		p.cache.Store(nil)
	}
}

// cached returns what read returns; during caching each answer is read once. An error is not kept.
func cached[T any](p *process, key string, read func() (T, error)) (T, error) {
	cache := p.cache.Load()
	if cache == nil {
		return read()
	}
	cache.mu.Lock()
	answer, found := cache.answers[key]
	cache.mu.Unlock()
	if found {
		return answer.(T), nil
	}
	// Without the lock: other calls need not wait for this one.
	value, err := read()
	if err != nil {
		return value, err
	}
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if answer, found := cache.answers[key]; found { // another thread has stored it, and all must see the same
		return answer.(T), nil
	}
	cache.answers[key] = value
	return value, nil
}
