package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/platform"

// connectionListBlock makes a block with a list of connections. remote_address is NULL if a connection has no remote
// end.
func connectionListBlock(out **C.psutil_connection_list_t, list []platform.Connection) error {
	bytes := 0
	for i := range list {
		bytes += cStringsSize(list[i].Local, list[i].Remote)
	}
	items, strings, err := listBlock[C.psutil_connection_list_t, C.psutil_connection_t](out, len(list), bytes)
	for i := range items {
		c, r := &list[i], &items[i]
		r.fd, r.pid = C.int64_t(c.FD), C.int64_t(c.PID)
		r.family, r._type, r.status = C.int32_t(c.Family), C.int32_t(c.Type), C.int32_t(c.Status)
		r.local_port, r.remote_port, r.has_remote = C.int32_t(c.LocalPort), C.int32_t(c.RemotePort), cBool(c.Remote != "")
		r.bytes_sent, r.bytes_recv = C.int64_t(c.BytesSent), C.int64_t(c.BytesRecv)
		r.local_address, r.remote_address = strings.add(c.Local), strings.addOrNull(c.Remote)
	}
	return err
}

//export psutil__go_net_connections
func psutil__go_net_connections(e *C.psutil__error, kind *C.char, flags C.int32_t, out **C.psutil_connection_list_t) C.int32_t {
	return export(e, func() error {
		list, err := currentLibrary().NetConnections(C.GoString(kind), int32(flags))
		if err != nil {
			return err
		}
		return connectionListBlock(out, list)
	})
}

//export psutil__go_process_net_connections
func psutil__go_process_net_connections(e *C.psutil__error, p *C.psutil__slot, kind *C.char, flags C.int32_t, out **C.psutil_connection_list_t) C.int32_t {
	return export(e, func() error {
		list, err := processOf(p).NetConnections(C.GoString(kind), int32(flags))
		if err != nil {
			return err
		}
		return connectionListBlock(out, list)
	})
}
