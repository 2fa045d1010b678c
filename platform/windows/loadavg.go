package windows

// The states of threads that could run, but have no CPU.
const (
	threadReady         = 1
	threadDeferredReady = 7
)

// countReadyThreads returns how many threads in SystemProcessInformation wait for a CPU.
func countReadyThreads(b *buffer) (ready int64) {
	for at, next := 0, -1; next != 0 && !b.malformed; at += next {
		next = int(b.uint32(at + processNext))
		if next != 0 && next < processInfoSize {
			b.malformed = true
		}
		threads := int(b.uint32(at + processThreads))
		for i := 0; i < threads && !b.malformed; i++ {
			switch b.uint32(at + processInfoSize + i*threadInfoSize + threadState) {
			case threadReady, threadDeferredReady:
				ready++
			}
		}
	}
	return ready
}
