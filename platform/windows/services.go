package windows

import "github.com/libpsutil/libpsutil/platform"

const (
	enumServiceSize = 56 // ENUM_SERVICE_STATUS_PROCESSW
	enumStatus      = 16 // the SERVICE_STATUS_PROCESS in it
)

// The states and start types of services, in psutil's words. Drivers, which are not listed, have the start types 0 and
// 1.
var (
	serviceStates = []string{
		1: "stopped", 2: "start_pending", 3: "stop_pending", 4: "running", 5: "continue_pending", 6: "pause_pending", 7: "paused",
	}
	serviceStartTypes = []string{2: "automatic", 3: "manual", 4: "disabled"}
)

// word returns the word for a number, "unknown" where it has none.
func word(words []string, n uint32) string {
	if n < uint32(len(words)) && words[n] != "" {
		return words[n]
	}
	return "unknown"
}

// decodeServices decodes the answer of EnumServicesStatusEx.
func decodeServices(b *buffer, count int) (all []platform.Service) {
	for i := 0; i < count && !b.malformed; i++ {
		at := i * enumServiceSize
		if b.slice(at, enumServiceSize) == nil {
			break
		}
		s := platform.Service{Name: b.text(at), DisplayName: b.text(at + 8)}
		decodeServiceStatus(b, at+enumStatus, &s)
		all = append(all, s)
	}
	return all
}

// decodeServiceStatus decodes SERVICE_STATUS_PROCESS. A service that does not run has no process.
func decodeServiceStatus(b *buffer, at int, s *platform.Service) {
	s.Status = word(serviceStates, b.uint32(at+4))
	s.PID = int64(b.uint32(at + 28))
	if s.PID == 0 {
		s.PID = platform.NA
	}
}

// decodeServiceConfig decodes QUERY_SERVICE_CONFIGW.
func decodeServiceConfig(b *buffer, s *platform.Service) {
	s.StartType = word(serviceStartTypes, b.uint32(4))
	s.BinPath, s.UserName, s.DisplayName = b.text(16), b.text(48), b.text(56)
}

// decodeServiceDescription decodes SERVICE_DESCRIPTIONW, which is a pointer.
func decodeServiceDescription(b *buffer) string { return b.text(0) }
