package main

// #include "internal.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

func netIOCounters(c platform.NetIOCounters) C.psutil_net_io_counters_t {
	r := unset[C.psutil_net_io_counters_t]()
	r.bytes_sent, r.bytes_recv = C.int64_t(c.BytesSent), C.int64_t(c.BytesRecv)
	r.packets_sent, r.packets_recv = C.int64_t(c.PacketsSent), C.int64_t(c.PacketsRecv)
	r.errin, r.errout = C.int64_t(c.ErrorsIn), C.int64_t(c.ErrorsOut)
	r.dropin, r.dropout = C.int64_t(c.DroppedIn), C.int64_t(c.DroppedOut)
	return r
}

//export psutil__go_net_io_counters
func psutil__go_net_io_counters(e *C.psutil__error, nowrap C.int32_t, out *C.psutil_net_io_counters_t) C.int32_t {
	return export(e, func() error {
		total, err := currentLibrary().NetIOTotal(impl.Nowrap(nowrap))
		if err == nil {
			*out = netIOCounters(total)
		}
		return err
	})
}

//export psutil__go_net_io_counters_per_nic
func psutil__go_net_io_counters_per_nic(e *C.psutil__error, nowrap C.int32_t, out **C.psutil_net_io_list_t) C.int32_t {
	return export(e, func() error {
		nics, _, err := currentLibrary().NetIO(impl.Nowrap(nowrap))
		if err != nil {
			return err
		}
		bytes := 0
		for _, nic := range nics {
			bytes += cStringsSize(nic.Name)
		}
		items, strings, err := listBlock[C.psutil_net_io_list_t, C.psutil_net_io_t](out, len(nics), bytes)
		for i := range items {
			items[i] = C.psutil_net_io_t{name: strings.add(nics[i].Name), counters: netIOCounters(nics[i].Counters)}
		}
		return err
	})
}

//export psutil__go_net_if_addrs
func psutil__go_net_if_addrs(e *C.psutil__error, out **C.psutil_net_if_addr_list_t) C.int32_t {
	return export(e, func() error {
		addrs, err := currentLibrary().NetIfAddrs()
		if err != nil {
			return err
		}
		bytes := 0
		for i := range addrs {
			a := &addrs[i]
			bytes += cStringsSize(a.Name, a.Address, a.Netmask, a.Broadcast, a.PTP)
		}
		items, strings, err := listBlock[C.psutil_net_if_addr_list_t, C.psutil_net_if_addr_t](out, len(addrs), bytes)
		for i := range items {
			a, r := &addrs[i], &items[i]
			r.family, r.prefix_length = C.int32_t(a.Family), C.int32_t(a.PrefixLength)
			r.name, r.address = strings.addOrNull(a.Name), strings.addOrNull(a.Address)
			r.netmask, r.broadcast, r.ptp = strings.addOrNull(a.Netmask), strings.addOrNull(a.Broadcast), strings.addOrNull(a.PTP)
		}
		return err
	})
}

//export psutil__go_net_if_stats
func psutil__go_net_if_stats(e *C.psutil__error, out **C.psutil_net_if_stats_list_t) C.int32_t {
	return export(e, func() error {
		stats, err := currentLibrary().NetIfStats()
		if err != nil {
			return err
		}
		bytes := 0
		for i := range stats {
			bytes += cStringsSize(stats[i].Name, stats[i].Flags)
		}
		items, strings, err := listBlock[C.psutil_net_if_stats_list_t, C.psutil_net_if_stats_t](out, len(stats), bytes)
		for i := range items {
			s, r := &stats[i], &items[i]
			r.name, r.flags = strings.add(s.Name), strings.add(s.Flags)
			r.isup, r.duplex, r.speed, r.mtu = cBool(s.Up), C.int32_t(s.Duplex), C.int64_t(s.Speed), C.int64_t(s.MTU)
		}
		return err
	})
}
