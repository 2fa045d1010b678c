package windows

import "testing"

func TestCountReadyThreads(t *testing.T) {
	const second = processInfoSize + 3*threadInfoSize
	b := build(second+processInfoSize+threadInfoSize).put32(0, second).put32(processThreads, 3).put32(second+processThreads, 1)
	for offset, state := range map[int]uint32{
		processInfoSize: threadReady, processInfoSize + threadInfoSize: 2, processInfoSize + 2*threadInfoSize: threadWaiting,
		second + processInfoSize: threadDeferredReady,
	} {
		b.put32(offset+threadState, state)
	}
	answer := b.buffer()
	equal(t, "ready threads", countReadyThreads(answer), 2)
	decoded(t, answer)
	for name, b := range map[string]*builder{
		"nothing":                build(0),
		"a record that overlaps": build(2*processInfoSize).put32(0, 8),
		"a next one too far":     build(processInfoSize).put32(0, processInfoSize),
		"too many threads":       build(processInfoSize).put32(processThreads, 0xffffffff),
		"threads that overlap":   build(2*processInfoSize+threadInfoSize).put32(0, processInfoSize).put32(processThreads, 1),
	} {
		answer := b.buffer()
		countReadyThreads(answer)
		malformed(t, name, answer)
	}
}

func FuzzCountReadyThreads(f *testing.F) {
	f.Add(build(processInfoSize+threadInfoSize).put32(processThreads, 1).put32(processInfoSize+threadState, threadReady).bytes)
	f.Fuzz(func(t *testing.T, content []byte) {
		if n := countReadyThreads(&buffer{bytes: content}); n < 0 || n > int64(len(content)/threadInfoSize) {
			t.Errorf("%d ready threads in %d bytes", n, len(content))
		}
	})
}
