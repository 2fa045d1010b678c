package windows

import (
	"slices"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var (
	iphlpapi        = windows.NewLazySystemDLL("iphlpapi.dll")
	procGetIfTable2 = iphlpapi.NewProc("GetIfTable2")
	procFreeMib     = iphlpapi.NewProc("FreeMibTable")
)

// queryAdapters returns the network interfaces. Filters and other layers of a driver's stack are not among them.
func queryAdapters() (buffer, error) {
	const flags = windows.GAA_FLAG_SKIP_ANYCAST | windows.GAA_FLAG_SKIP_MULTICAST | windows.GAA_FLAG_SKIP_DNS_SERVER
	b, err := retrySize(16<<10, isInsufficientBuffer, func(b *buffer, size uint32) (uint32, error) {
		adapters := (*windows.IpAdapterAddresses)(unsafe.Pointer(b.pointer()))
		err := windows.GetAdaptersAddresses(windows.AF_UNSPEC, flags, 0, adapters, &size)
		if err == windows.ERROR_NO_DATA { // no interface has an address
			return 0, nil
		}
		return uint32(len(b.bytes)), err
	})
	if err != nil {
		return b, sysError("GetAdaptersAddresses", err)
	}
	return b, nil
}

func readAdapters() ([]adapter, error) {
	b, err := queryAdapters()
	if err != nil {
		return nil, err
	}
	adapters := decodeAdapters(&b)
	return adapters, b.err("GetAdaptersAddresses")
}

// queryIfTable returns a copy of the table of all interfaces.
func queryIfTable() (buffer, error) {
	if err := procGetIfTable2.Find(); err != nil {
		return buffer{}, sysError("GetIfTable2", err)
	}
	var table unsafe.Pointer
	if status, _, _ := procGetIfTable2.Call(uintptr(unsafe.Pointer(&table))); status != 0 {
		return buffer{}, sysError("GetIfTable2", windows.Errno(status))
	}
	defer procFreeMib.Call(uintptr(table))
	rows := int(*(*uint32)(table))
	return buffer{bytes: slices.Clone(unsafe.Slice((*byte)(table), ifTableRows+rows*ifRowSize))}, nil
}

// readIfTable returns the state and the counters of all interfaces, by LUID.
func readIfTable() (map[uint64]ifRow, error) {
	b, err := queryIfTable()
	if err != nil {
		return nil, err
	}
	rows := decodeIfTable(&b)
	return rows, b.err("GetIfTable2")
}

func (system) NetIO() ([]platform.NetIO, error) {
	var all []platform.NetIO
	err := forEachInterface(func(a *adapter, row ifRow) {
		all = append(all, platform.NetIO{Name: a.name, Counters: row.counters})
	})
	return all, err
}

// NetIfStats reports full duplex, as psutil does: Windows does not report it, and half duplex is extinct.
func (system) NetIfStats() ([]platform.NetIfStats, error) {
	var all []platform.NetIfStats
	err := forEachInterface(func(a *adapter, row ifRow) {
		all = append(all, platform.NetIfStats{
			Name: a.name, Up: row.up, Duplex: platform.DuplexFull, Speed: row.speed, MTU: row.mtu,
		})
	})
	return all, err
}

func forEachInterface(f func(*adapter, ifRow)) error {
	adapters, err := readAdapters()
	if err != nil {
		return err
	}
	rows, err := readIfTable()
	if err != nil {
		return err
	}
	for i := range adapters {
		if row, found := rows[adapters[i].luid]; found { // else it was removed in between
			f(&adapters[i], row)
		}
	}
	return nil
}

func (system) NetIfAddrs() ([]platform.NetIfAddr, error) {
	adapters, err := readAdapters()
	return interfaceAddresses(adapters), err
}
