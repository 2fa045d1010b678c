package platform

import (
	"errors"
	"testing"
)

func TestCachedReadsOnce(t *testing.T) {
	var c AnswerCache
	reads := 0
	read := func() (int, error) { reads++; return reads, nil }
	c.Set("key", 7)
	for range 2 {
		if n, err := Cached(&c, "key", read); err != nil || n != reads {
			t.Errorf("off: %d, %v after %d reads", n, err, reads)
		}
	}
	c.Turn(true)
	reads = 0
	for range 3 {
		if n, err := Cached(&c, "key", read); n != 1 || err != nil {
			t.Errorf("on: %d, %v", n, err)
		}
	}
	c.Set("other", 7)
	if n, _ := Cached(&c, "other", read); n != 7 || reads != 1 {
		t.Errorf("a stored answer: %d, %d reads", n, reads)
	}
	c.Turn(true)
	if n, _ := Cached(&c, "other", read); n != 2 {
		t.Errorf("on again: %d, which is an answer of before", n)
	}
}

func TestCachedKeepsNoError(t *testing.T) {
	var c AnswerCache
	c.Turn(true)
	failure := errors.New("test error")
	if _, err := Cached(&c, "key", func() (int, error) { return 0, failure }); err != failure {
		t.Errorf("error %v", err)
	}
	if n, err := Cached(&c, "key", func() (int, error) { return 3, nil }); n != 3 || err != nil {
		t.Errorf("after an error: %d, %v", n, err)
	}
}

func TestCachedSharesTheFirstAnswer(t *testing.T) {
	var c AnswerCache
	c.Turn(true)
	n, err := Cached(&c, "key", func() (int, error) {
		c.Set("key", 1) // as another thread would
		return 2, nil
	})
	if n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}
