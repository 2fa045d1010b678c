package windows

// The states of threads that could run, but have no CPU.
const (
	threadReady         = 1
	threadDeferredReady = 7
)

// countReadyThreads returns how many threads in SystemProcessInformation wait for a CPU.
func countReadyThreads(b *buffer) (ready int64) {
	for at := 0; ; {
		next, threads := int(b.uint32(at+processNext)), int(b.uint32(at+processThreads))
		size := next
		if next == 0 {
			size = len(b.bytes) - at
		}
		if size < processInfoSize || threads > (size-processInfoSize)/threadInfoSize || b.slice(at, size) == nil {
			b.malformed = true
			return 0
		}
		for i := range threads {
			switch b.uint32(at + processInfoSize + i*threadInfoSize + threadState) {
			case threadReady, threadDeferredReady:
				ready++
			}
		}
		if next == 0 {
			return ready
		}
		at += next
	}
}
