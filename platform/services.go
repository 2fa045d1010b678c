package platform

// Service is a Windows service, in psutil's words. What is not known is "", and NA.
type Service struct {
	Name, DisplayName, BinPath, UserName string
	StartType, Status, Description       string
	PID                                  int64
}
