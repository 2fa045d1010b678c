package windows

const (
	processSize       = 256 // SYSTEM_PROCESS_INFORMATION, which its threads follow
	processNumThreads = 4
	threadSize        = 80 // SYSTEM_THREAD_INFORMATION
	threadState       = 68
)

// The states of threads that could run, but have no CPU.
const (
	threadReady         = 1
	threadDeferredReady = 7
)

// countReadyThreads returns how many threads in SystemProcessInformation wait for a CPU.
func countReadyThreads(b *buffer) (ready int64) {
	for at, next := 0, -1; next != 0 && !b.malformed; at += next {
		next = int(b.uint32(at))
		if next != 0 && next < processSize {
			b.malformed = true
		}
		threads := int(b.uint32(at + processNumThreads))
		for i := 0; i < threads && !b.malformed; i++ {
			switch b.uint32(at + processSize + i*threadSize + threadState) {
			case threadReady, threadDeferredReady:
				ready++
			}
		}
	}
	return ready
}
