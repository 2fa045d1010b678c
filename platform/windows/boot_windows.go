package windows

import (
	"math"
	"sync/atomic"

	"golang.org/x/sys/windows"
)

var procGetTickCount64 = kernel32.NewProc("GetTickCount64")

// lastBootTime holds the bits of the boot time that BootTime has returned last.
var lastBootTime atomic.Uint64

// ReadBootTime is set where C answers without Go, so that both have the same time.
var ReadBootTime func() float64

// BootTime returns the present time less the time since boot, which includes sleep. The two clocks advance in steps of
// up to 16 ms, so the previous result is returned again while the difference stays below a second.
func (system) BootTime() (float64, error) {
	if ReadBootTime != nil {
		return ReadBootTime(), nil
	}
	var now windows.Filetime
	windows.GetSystemTimeAsFileTime(&now)
	milliseconds, _, _ := procGetTickCount64.Call()
	boot := float64(now.Nanoseconds())/1e9 - float64(milliseconds)/1e3
	before := lastBootTime.Load()
	if last := math.Float64frombits(before); before != 0 && math.Abs(boot-last) < 1 {
		return last, nil
	}
	lastBootTime.CompareAndSwap(before, math.Float64bits(boot))
	return math.Float64frombits(lastBootTime.Load()), nil
}
