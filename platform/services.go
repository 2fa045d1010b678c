package platform

// Service is a Windows service, in psutil's terms. Unknown values are "" and NA.
type Service struct {
	Name, DisplayName, BinPath, UserName string
	StartType, Status, Description       string
	PID                                  int64
}
