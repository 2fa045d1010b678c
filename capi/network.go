package main

// #include "internal.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

func netIOCounters(c platform.NetIOCounters) C.psutil_net_io_counters_t {
	r := absent[C.psutil_net_io_counters_t]()
	r.bytes_sent, r.bytes_recv = C.int64_t(c.BytesSent), C.int64_t(c.BytesRecv)
	r.packets_sent, r.packets_recv = C.int64_t(c.PacketsSent), C.int64_t(c.PacketsRecv)
	r.errin, r.errout = C.int64_t(c.ErrorsIn), C.int64_t(c.ErrorsOut)
	r.dropin, r.dropout = C.int64_t(c.DroppedIn), C.int64_t(c.DroppedOut)
	return r
}

//export psutil__go_net_io_counters
func psutil__go_net_io_counters(e *C.psutil__error, nowrap C.int32_t, out *C.psutil_net_io_counters_t) C.int32_t {
	return guard(e, func() error {
		total, err := library().NetIOTotal(nowrap != 0)
		if err == nil {
			*out = netIOCounters(total)
		}
		return err
	})
}

//export psutil__go_net_io_counters_per_nic
func psutil__go_net_io_counters_per_nic(e *C.psutil__error, nowrap C.int32_t, out **C.psutil_net_io_list_t) C.int32_t {
	return guard(e, func() error {
		nics, _, err := library().NetIO(nowrap != 0)
		if err != nil {
			return err
		}
		bytes := 0
		for _, nic := range nics {
			bytes += len(nic.Name) + 1
		}
		items, behind, err := listBlock[C.psutil_net_io_list_t, C.psutil_net_io_t](out, len(nics), bytes)
		for i := range items {
			items[i] = C.psutil_net_io_t{(*C.char)(behind), netIOCounters(nics[i].Counters)}
			behind = put(behind, nics[i].Name)
		}
		return err
	})
}

// connectionBlock is a block with a list of connections. The other end's address is NULL where there is no other end.
func connectionBlock(out **C.psutil_connection_list_t, list []platform.Connection) error {
	bytes := 0
	for i := range list {
		bytes += len(list[i].Local) + 1 + len(list[i].Remote) + 1
	}
	items, behind, err := listBlock[C.psutil_connection_list_t, C.psutil_connection_t](out, len(list), bytes)
	for i := range items {
		c := &list[i]
		items[i] = C.psutil_connection_t{
			fd: C.int64_t(c.FD), pid: C.int64_t(c.PID),
			family: C.int32_t(c.Family), _type: C.int32_t(c.Type), status: C.int32_t(c.Status),
			local_port: C.int32_t(c.LocalPort), remote_port: C.int32_t(c.RemotePort),
			has_remote: boolean(c.Remote != ""),
			reserved:   [2]C.int64_t{platform.NA, platform.NA},
		}
		items[i].local_address = (*C.char)(behind)
		behind = put(behind, c.Local)
		items[i].remote_address, behind = putIfAny(behind, c.Remote)
	}
	return err
}

// putIfAny is put for a string that is NULL where it is empty.
func putIfAny(p unsafe.Pointer, s string) (*C.char, unsafe.Pointer) {
	if s == "" {
		return nil, p
	}
	return (*C.char)(p), put(p, s)
}

//export psutil__go_net_connections
func psutil__go_net_connections(e *C.psutil__error, kind *C.char, flags C.int32_t, out **C.psutil_connection_list_t) C.int32_t {
	return guard(e, func() error {
		list, err := library().NetConnections(C.GoString(kind), int32(flags))
		if err != nil {
			return err
		}
		return connectionBlock(out, list)
	})
}

//export psutil__go_process_net_connections
func psutil__go_process_net_connections(e *C.psutil__error, p *C.psutil__slot, kind *C.char, out **C.psutil_connection_list_t) C.int32_t {
	return guard(e, func() error {
		list, err := process(p).NetConnections(C.GoString(kind))
		if err != nil {
			return err
		}
		return connectionBlock(out, list)
	})
}

//export psutil__go_net_if_addrs
func psutil__go_net_if_addrs(e *C.psutil__error, out **C.psutil_net_if_addr_list_t) C.int32_t {
	return guard(e, func() error {
		addrs, err := library().NetIfAddrs()
		if err != nil {
			return err
		}
		bytes := 0
		for i := range addrs {
			a := &addrs[i]
			bytes += len(a.Name) + len(a.Address) + len(a.Netmask) + len(a.Broadcast) + len(a.PTP) + 5
		}
		items, behind, err := listBlock[C.psutil_net_if_addr_list_t, C.psutil_net_if_addr_t](out, len(addrs), bytes)
		for i := range items {
			a, r := &addrs[i], &items[i]
			*r = C.psutil_net_if_addr_t{
				family: C.int32_t(a.Family), prefix_length: C.int32_t(a.PrefixLength),
				reserved: [2]C.int64_t{platform.NA, platform.NA},
			}
			r.name, behind = putIfAny(behind, a.Name)
			r.address, behind = putIfAny(behind, a.Address)
			r.netmask, behind = putIfAny(behind, a.Netmask)
			r.broadcast, behind = putIfAny(behind, a.Broadcast)
			r.ptp, behind = putIfAny(behind, a.PTP)
		}
		return err
	})
}

//export psutil__go_net_if_stats
func psutil__go_net_if_stats(e *C.psutil__error, out **C.psutil_net_if_stats_list_t) C.int32_t {
	return guard(e, func() error {
		stats, err := library().NetIfStats()
		if err != nil {
			return err
		}
		bytes := 0
		for i := range stats {
			bytes += len(stats[i].Name) + 1 + len(stats[i].Flags) + 1
		}
		items, behind, err := listBlock[C.psutil_net_if_stats_list_t, C.psutil_net_if_stats_t](out, len(stats), bytes)
		for i := range items {
			s, r := &stats[i], &items[i]
			*r = C.psutil_net_if_stats_t{
				isup: boolean(s.Up), duplex: C.int32_t(s.Duplex), speed: C.int64_t(s.Speed), mtu: C.int64_t(s.MTU),
				reserved: [2]C.int64_t{platform.NA, platform.NA},
			}
			r.name, r.flags = (*C.char)(behind), (*C.char)(put(behind, s.Name))
			behind = put(unsafe.Pointer(r.flags), s.Flags)
		}
		return err
	})
}
