package windows

import "testing"

func TestCountReadyThreads(t *testing.T) {
	const second = processSize + 3*threadSize
	b := build(second+processSize+threadSize).put32(0, second).put32(processNumThreads, 3).put32(second+processNumThreads, 1)
	for offset, state := range map[int]uint32{
		processSize: threadReady, processSize + threadSize: 2, processSize + 2*threadSize: 5, second + processSize: threadDeferredReady,
	} {
		b.put32(offset+threadState, state)
	}
	answer := b.buffer()
	equal(t, "ready threads", countReadyThreads(answer), 2)
	decoded(t, answer)
	for name, b := range map[string]*builder{
		"nothing":                  build(0),
		"a record that overlaps":   build(2*processSize).put32(0, 8),
		"a next one too far":       build(processSize).put32(0, processSize),
		"more threads than fit in": build(processSize).put32(processNumThreads, 0xffffffff),
	} {
		answer := b.buffer()
		countReadyThreads(answer)
		malformed(t, name, answer)
	}
}

func FuzzCountReadyThreads(f *testing.F) {
	f.Add(build(processSize+threadSize).put32(processNumThreads, 1).put32(processSize+threadState, 1).bytes)
	f.Fuzz(func(t *testing.T, content []byte) {
		if n := countReadyThreads(&buffer{bytes: content}); n < 0 || n > int64(len(content)/threadSize) {
			t.Errorf("%d ready threads in %d bytes", n, len(content))
		}
	})
}
