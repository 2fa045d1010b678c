package windows

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

var procGetSystemPowerStatus = kernel32.NewProc("GetSystemPowerStatus")

func (system) Battery() (platform.Battery, error) {
	b := newBuffer(powerStatusSize)
	ok, _, err := procGetSystemPowerStatus.Call(uintptr(unsafe.Pointer(b.pointer())))
	if err := failed(ok, err); err != nil {
		return platform.Battery{}, sysError("GetSystemPowerStatus", err)
	}
	return decodePowerStatus(&b), b.err("GetSystemPowerStatus")
}
