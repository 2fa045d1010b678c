package freebsd

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// readInterfaces reads the routing variable NET_RT_IFLISTL, all interfaces of all families.
func (s *system) readInterfaces() ([]netInterface, error) {
	const what = "sysctl net.route.0.0.iflistl"
	b, err := s.kernel.readMIB([]int32{ctlNet, pfRoute, 0, 0, netRtIflistl, 0}, 0)
	if err != nil {
		return nil, sysError(what, err)
	}
	return decodeInterfaces(what, b)
}

func (s *system) NetIO() ([]platform.NetIO, error) {
	interfaces, err := s.readInterfaces()
	list := make([]platform.NetIO, len(interfaces))
	for i, n := range interfaces {
		list[i] = platform.NetIO{Name: n.name, Counters: n.counters}
	}
	return list, err
}

func (s *system) NetIfAddrs() ([]platform.NetIfAddr, error) {
	interfaces, err := s.readInterfaces()
	return ifAddrs(interfaces), err
}

func (s *system) NetIfStats() ([]platform.NetIfStats, error) {
	interfaces, err := s.readInterfaces()
	if err != nil {
		return nil, err
	}
	// Any socket serves for ioctls on interfaces. Without one, duplex is unknown.
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	switch err {
	case nil:
		defer unix.Close(fd)
	case unix.EMFILE, unix.ENFILE, unix.ENOMEM, unix.ENOBUFS:
		return nil, sysError("socket", err)
	default:
		fd = noFD
	}
	list := make([]platform.NetIfStats, len(interfaces))
	for i := range interfaces {
		list[i] = interfaces[i].ifStats()
		list[i].Duplex = duplex(fd, list[i].Name)
	}
	return list, nil
}

// duplex reads the mode by the ioctl SIOCGIFMEDIA, which the drivers of many interfaces do not have.
func duplex(fd int, name string) platform.Duplex {
	request := make([]byte, sizeofIfmediareq)
	if fd == noFD || copy(request[:ifmediareqCurrent-1], name) < len(name) {
		return platform.DuplexUnknown
	}
	err := retry(func() error {
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), siocgifmedia, uintptr(unsafe.Pointer(&request[0])))
		if errno != 0 {
			return errno
		}
		return nil
	})
	if err != nil {
		return platform.DuplexUnknown
	}
	return decodeDuplex(request)
}
