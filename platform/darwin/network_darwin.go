//go:build cgo

package darwin

// #include "calls_darwin.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/platform"
)

// NetIO returns the counters of 64 bits in the RTM_IFINFO2 messages of sysctl NET_RT_IFLIST2.
func (s *system) NetIO() ([]platform.NetIO, error) {
	interfaces, err := readInterfaces()
	list := make([]platform.NetIO, len(interfaces))
	for i := range interfaces {
		list[i] = platform.NetIO{Name: interfaces[i].name, Counters: interfaces[i].counters}
	}
	return list, err
}

// NetIfAddrs returns the addresses that follow each interface in sysctl NET_RT_IFLIST2.
func (s *system) NetIfAddrs() ([]platform.NetIfAddr, error) {
	interfaces, err := readInterfaces()
	var list []platform.NetIfAddr
	for i := range interfaces {
		list = append(list, interfaces[i].netIfAddrs()...)
	}
	return list, err
}

// NetIfStats returns the flags, MTU and line speed of sysctl NET_RT_IFLIST2, and the duplex mode of SIOCGIFMEDIA.
func (s *system) NetIfStats() ([]platform.NetIfStats, error) {
	interfaces, err := readInterfaces()
	list := make([]platform.NetIfStats, len(interfaces))
	for i := range interfaces {
		status, active := readMedia(interfaces[i].name)
		list[i] = interfaces[i].netIfStats(status, active)
	}
	return list, err
}

// readMedia returns words of SIOCGIFMEDIA, 0 for an interface without media.
func readMedia(name string) (status, active int32) {
	text := cString(name)
	var words [2]C.int32_t
	if C.psutil__media(text, &words[0], &words[1]) != 0 {
		return 0, 0
	}
	return int32(words[0]), int32(words[1])
}
