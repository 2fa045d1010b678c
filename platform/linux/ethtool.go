//go:build linux

package linux

import (
	"math"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// ethtoolCommand is struct ethtool_cmd, which the kernel fills in for every driver.
type ethtoolCommand struct {
	command   uint32
	_         [8]byte
	speed     uint16
	duplex    uint8
	_         [13]byte
	speedHigh uint16
	_         [14]byte
}

var _ = [1]struct{}{}[unsafe.Sizeof(ethtoolCommand{})-44]

// ethtool returns the speed and the duplex mode that an interface's driver reports.
func ethtool(fd int, name string) (speed int64, duplex platform.Duplex) {
	command := ethtoolCommand{command: unix.ETHTOOL_GSET}
	request := struct { // struct ifreq
		name    [unix.IFNAMSIZ]byte
		command *ethtoolCommand
		_       [16]byte
	}{command: &command}
	copy(request.name[:unix.IFNAMSIZ-1], name)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&request)))
	if errno != 0 {
		return platform.NA, platform.DuplexUnknown
	}
	return ethtoolSpeed(&command), ethtoolDuplex(command.duplex)
}

// ethtoolSpeed returns Mbit/s. Unknown is -1 in the kernel, of which old drivers set only the lower 16 bits, and 0 in
// some drivers.
func ethtoolSpeed(c *ethtoolCommand) int64 {
	speed := int32(uint32(c.speedHigh)<<16 | uint32(c.speed))
	if speed <= 0 || speed == math.MaxUint16 {
		return platform.NA
	}
	return int64(speed)
}

func ethtoolDuplex(duplex uint8) platform.Duplex {
	switch duplex {
	case 0:
		return platform.DuplexHalf
	case 1:
		return platform.DuplexFull
	}
	return platform.DuplexUnknown
}
