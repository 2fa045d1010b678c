package platform

// FileOwner is a use of a file by a process.
type FileOwner struct {
	PID, FD int64 // FD is NA for another use than FileUseOpen
	Use     FileUse
	Mode    string // as for fopen, of FileUseOpen; "" for a descriptor that only names the file
}
