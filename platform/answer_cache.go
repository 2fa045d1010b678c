package platform

import (
	"sync"
	"sync/atomic"
)

// AnswerCache holds what a Process has read while its caching is on. The zero value is off.
type AnswerCache struct {
	answers atomic.Pointer[answers] // nil while it is off
}

// answers are those of one time that caching was on.
type answers struct {
	mu    sync.Mutex
	byKey map[string]any
}

// Turn turns the cache on, without answers, or off.
func (c *AnswerCache) Turn(on bool) {
	if on {
		c.answers.Store(&answers{byKey: map[string]any{}})
	} else {
		c.answers.Store(nil)
	}
}

// Set stores an answer, if the cache is on.
func (c *AnswerCache) Set(key string, answer any) {
	if a := c.answers.Load(); a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.byKey[key] = answer
	}
}

// Cached returns what read returns. While the cache is on each answer is read once; all callers get the same. An error
// is not kept.
func Cached[T any](c *AnswerCache, key string, read func() (T, error)) (T, error) {
	a := c.answers.Load()
	if a == nil {
		return read()
	}
	a.mu.Lock()
	answer, found := a.byKey[key]
	a.mu.Unlock()
	if found {
		return answer.(T), nil
	}
	// Without the lock: other calls need not wait for this one.
	value, err := read()
	if err != nil {
		return value, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if answer, found := a.byKey[key]; found { // another thread has stored it
		return answer.(T), nil
	}
	a.byKey[key] = value
	return value, nil
}
