package windows

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var (
	wtsapi32                       = windows.NewLazySystemDLL("wtsapi32.dll")
	procWTSEnumerateSessions       = wtsapi32.NewProc("WTSEnumerateSessionsW")
	procWTSQuerySessionInformation = wtsapi32.NewProc("WTSQuerySessionInformationW")
	procWTSFreeMemory              = wtsapi32.NewProc("WTSFreeMemory")
)

// The classes of WTSQuerySessionInformation.
const (
	wtsUserName      = 5
	wtsClientAddress = 14
	wtsSessionInfo   = 24
)

// Users returns the sessions with a user: at the console and by remote desktop, also those that are disconnected.
func (system) Users() ([]platform.User, error) {
	numbers, err := sessionNumbers()
	if err != nil {
		return nil, err
	}
	var users []platform.User
	for _, number := range numbers {
		name, err := querySession(number, wtsUserName)
		if err != nil || len(name.bytes) <= 2 { // a session without a user, or one that has just ended
			continue
		}
		text, _ := cutUTF16(name.bytes)
		user := platform.User{Name: text, Started: platform.NaN, PID: platform.NA}
		if address, err := querySession(number, wtsClientAddress); err == nil && len(address.bytes) >= clientAddressSize {
			user.Host = decodeClientAddress(&address)
		}
		if info, err := querySession(number, wtsSessionInfo); err == nil && len(info.bytes) >= wtsInfoSize {
			user.Started = decodeLogonTime(&info)
		}
		users = append(users, user)
	}
	return users, nil
}

func sessionNumbers() ([]uint32, error) {
	if err := procWTSEnumerateSessions.Find(); err != nil {
		return nil, sysError("WTSEnumerateSessions", err)
	}
	var sessions unsafe.Pointer
	var count uint32
	ok, _, err := procWTSEnumerateSessions.Call(0, 0, 1, uintptr(unsafe.Pointer(&sessions)), uintptr(unsafe.Pointer(&count)))
	if err := failed(ok, err); err != nil {
		return nil, sysError("WTSEnumerateSessions", err)
	}
	defer procWTSFreeMemory.Call(uintptr(sessions))
	return decodeSessionNumbers(&buffer{bytes: unsafe.Slice((*byte)(sessions), int(count)*sessionInfoSize)}), nil
}

// querySession returns a copy of one answer about a session.
func querySession(number uint32, class uintptr) (buffer, error) {
	var answer unsafe.Pointer
	var size uint32
	ok, _, err := procWTSQuerySessionInformation.Call(0, uintptr(number), class, uintptr(unsafe.Pointer(&answer)), uintptr(unsafe.Pointer(&size)))
	if err := failed(ok, err); err != nil || answer == nil {
		return buffer{}, err
	}
	defer procWTSFreeMemory.Call(uintptr(answer))
	return buffer{bytes: append([]byte(nil), unsafe.Slice((*byte)(answer), int(size))...)}, nil
}
