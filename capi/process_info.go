package main

// #include "internal.h"
import "C"

import (
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

// infoField is one field of psutil_process_info. clear marks its member absent. read fills it and returns the export's
// code and the block that it may have made, which is freed with the whole.
type infoField struct {
	clear func(*C.psutil_process_info_t)
	read  func(*C.psutil__error, *C.psutil__slot, *C.psutil_process_info_t) (C.int32_t, unsafe.Pointer)
}

// valueField is a field that is a number or a record, read by the export of its name.
func valueField[T any](member func(*C.psutil_process_info_t) *T, read func(*C.psutil__error, *C.psutil__slot, *T) C.int32_t) infoField {
	return infoField{
		func(i *C.psutil_process_info_t) { *member(i) = unset[T]() },
		func(e *C.psutil__error, p *C.psutil__slot, i *C.psutil_process_info_t) (C.int32_t, unsafe.Pointer) {
			return read(e, p, member(i)), nil
		},
	}
}

// blockField is a field that is a pointer to a block, read by the export of its name.
func blockField[T any](member func(*C.psutil_process_info_t) **T, read func(*C.psutil__error, *C.psutil__slot, **T) C.int32_t) infoField {
	return infoField{
		func(i *C.psutil_process_info_t) { *member(i) = nil },
		func(e *C.psutil__error, p *C.psutil__slot, i *C.psutil_process_info_t) (C.int32_t, unsafe.Pointer) {
			code := read(e, p, member(i))
			return code, unsafe.Pointer(*member(i))
		},
	}
}

func pidOf(_ *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	*out = C.int64_t(processOf(p).Identity().PID)
	return C.PSUTIL_OK
}

func cpuPercentOf(e *C.psutil__error, p *C.psutil__slot, out *C.double) C.int32_t {
	return psutil__go_process_cpu_percent(e, new(C.psutil__wait), p, 0, out) // interval 0 never waits
}

func memoryPercentOf(e *C.psutil__error, p *C.psutil__slot, out *C.double) C.int32_t {
	return psutil__go_process_memory_percent(e, p, C.PSUTIL_MEMTYPE_RSS, out)
}

func memoryMapsOf(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_memory_map_list_t) C.int32_t {
	return psutil__go_process_memory_maps(e, p, 1, out)
}

var inet = [...]C.char{'i', 'n', 'e', 't', 0}

func netConnectionsOf(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_connection_list_t) C.int32_t {
	return psutil__go_process_net_connections(e, p, &inet[0], 0, out)
}

// codeNotRequested is the code of a field that was not requested.
const codeNotRequested = C.PSUTIL_ERR_INVALID_ARGUMENT

//export psutil__go_process_info
func psutil__go_process_info(e *C.psutil__error, p *C.psutil__slot, fields *C.int32_t, n C.size_t, out **C.psutil_process_info_t) C.int32_t {
	return export(e, func() error {
		var requested [len(infoFieldTable)]bool
		for i := range requested {
			requested[i] = n == 0
		}
		for i, f := range unsafe.Slice(fields, int(n)) {
			if f < 0 || int(f) >= len(requested) {
				return platform.NewInvalidArgument("fields["+strconv.Itoa(i)+"]", strconv.Itoa(int(f))+": expected one of PSUTIL_FIELD_*")
			}
			requested[f] = true
		}
		info, err := readInfo(p, &requested)
		if err != nil {
			C.psutil_free(unsafe.Pointer(info))
			return err
		}
		*out = info
		return nil
	})
}

// readInfo returns the block of a psutil_process_info_t, also if it fails after making it.
func readInfo(p *C.psutil__slot, requested *[len(infoFieldTable)]bool) (*C.psutil_process_info_t, error) {
	size := unsafe.Sizeof(C.psutil_process_info_t{})
	block := C.psutil__block_alloc(C.size_t(size + unsafe.Sizeof([len(infoFieldTable)]C.int32_t{})))
	if block == nil {
		return nil, errNoMemory()
	}
	info := (*C.psutil_process_info_t)(block)
	outcomes := (*[len(infoFieldTable)]C.int32_t)(unsafe.Add(block, size))
	info.fields, info.outcomes = C.int64_t(len(infoFieldTable)), &outcomes[0]
	for i := range infoFieldTable {
		infoFieldTable[i].clear(info)
		outcomes[i] = codeNotRequested
	}
	process := processOf(p)
	process.OneshotBegin()
	defer process.OneshotEnd()
	var discarded C.psutil__error // a field that fails is not a failure of the call
	for i := range infoFieldTable {
		if !requested[i] {
			continue
		}
		code, fieldBlock := infoFieldTable[i].read(&discarded, p, info)
		outcomes[i] = code
		switch {
		case code == C.PSUTIL_ERR_NO_MEMORY:
			return info, errNoMemory()
		case code == C.PSUTIL_ERR_NO_SUCH_PROCESS:
			if err := process.Verify(); err != nil {
				return info, err
			}
		case fieldBlock != nil:
			C.psutil__block_chain(block, fieldBlock)
		}
	}
	return info, process.Verify()
}
