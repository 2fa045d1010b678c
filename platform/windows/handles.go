package windows

// handleInfo is an open handle of a process.
type handleInfo struct {
	handle    uint64
	typeIndex uint32 // of the object's type, in the order in which this system has created its types
}

const (
	handleEntrySize  = 40 // of both lists
	handleListHeader = 16 // the number of entries
)

// processHandles returns the handles in a PROCESS_HANDLE_SNAPSHOT_INFORMATION, the list of one process.
func (b *buffer) processHandles() []handleInfo {
	return b.handles(func(offset int) (handleInfo, bool) {
		return handleInfo{handle: b.uint64(offset), typeIndex: b.uint32(offset + 28)}, true
	})
}

// systemHandles returns the handles of one process in a SYSTEM_HANDLE_INFORMATION_EX, the list of all processes.
func (b *buffer) systemHandles(pid int64) []handleInfo {
	return b.handles(func(offset int) (handleInfo, bool) {
		return handleInfo{handle: b.uint64(offset + 16), typeIndex: uint32(b.uint16(offset + 30))}, b.uint64(offset+8) == uint64(pid)
	})
}

func (b *buffer) handles(decode func(offset int) (handleInfo, bool)) (handles []handleInfo) {
	n := b.uint64(0)
	if n > uint64(len(b.bytes)/handleEntrySize) {
		b.malformed = true
		return nil
	}
	for i := range int(n) {
		if handle, wanted := decode(handleListHeader + i*handleEntrySize); wanted {
			handles = append(handles, handle)
		}
	}
	return handles
}
