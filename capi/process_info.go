package main

// #include "internal.h"
import "C"

import (
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

// infoField is one field of psutil_process_info. clear marks its member absent. read fills it and returns the export's code
// and the block that it may have made, which is freed with the whole.
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

// infoFields are the fields of psutil_process_info, indexed by PSUTIL_FIELD_*.
var infoFields = [...]infoField{
	C.PSUTIL_FIELD_PID:              valueField(func(i *C.psutil_process_info_t) *C.int64_t { return &i.pid }, pidOf),
	C.PSUTIL_FIELD_PPID:             valueField(func(i *C.psutil_process_info_t) *C.int64_t { return &i.ppid }, psutil__go_process_ppid),
	C.PSUTIL_FIELD_NAME:             blockField(func(i *C.psutil_process_info_t) **C.char { return &i.name }, psutil__go_process_name),
	C.PSUTIL_FIELD_EXE:              blockField(func(i *C.psutil_process_info_t) **C.char { return &i.exe }, psutil__go_process_exe),
	C.PSUTIL_FIELD_CMDLINE:          blockField(func(i *C.psutil_process_info_t) **C.psutil_string_list_t { return &i.cmdline }, psutil__go_process_cmdline),
	C.PSUTIL_FIELD_ENVIRON:          blockField(func(i *C.psutil_process_info_t) **C.psutil_string_list_t { return &i.environment }, psutil__go_process_environ),
	C.PSUTIL_FIELD_CREATE_TIME:      valueField(func(i *C.psutil_process_info_t) *C.double { return &i.create_time }, psutil__go_process_create_time),
	C.PSUTIL_FIELD_STATUS:           valueField(func(i *C.psutil_process_info_t) *C.int32_t { return &i.status }, psutil__go_process_status),
	C.PSUTIL_FIELD_CWD:              blockField(func(i *C.psutil_process_info_t) **C.char { return &i.cwd }, psutil__go_process_cwd),
	C.PSUTIL_FIELD_UIDS:             valueField(func(i *C.psutil_process_info_t) *C.psutil_ids_t { return &i.uids }, psutil__go_process_uids),
	C.PSUTIL_FIELD_GIDS:             valueField(func(i *C.psutil_process_info_t) *C.psutil_ids_t { return &i.gids }, psutil__go_process_gids),
	C.PSUTIL_FIELD_USERNAME:         blockField(func(i *C.psutil_process_info_t) **C.char { return &i.username }, psutil__go_process_username),
	C.PSUTIL_FIELD_TERMINAL:         blockField(func(i *C.psutil_process_info_t) **C.char { return &i.terminal }, psutil__go_process_terminal),
	C.PSUTIL_FIELD_NICE:             valueField(func(i *C.psutil_process_info_t) *C.int32_t { return &i.nice }, psutil__go_process_nice),
	C.PSUTIL_FIELD_IONICE:           valueField(func(i *C.psutil_process_info_t) *C.psutil_ionice_t { return &i.ionice }, psutil__go_process_ionice),
	C.PSUTIL_FIELD_CPU_AFFINITY:     blockField(func(i *C.psutil_process_info_t) **C.psutil_cpu_list_t { return &i.cpu_affinity }, psutil__go_process_cpu_affinity),
	C.PSUTIL_FIELD_CPU_NUM:          valueField(func(i *C.psutil_process_info_t) *C.int64_t { return &i.cpu_num }, psutil__go_process_cpu_num),
	C.PSUTIL_FIELD_CPU_TIMES:        valueField(func(i *C.psutil_process_info_t) *C.psutil_process_cpu_times_t { return &i.cpu_times }, psutil__go_process_cpu_times),
	C.PSUTIL_FIELD_CPU_PERCENT:      valueField(func(i *C.psutil_process_info_t) *C.double { return &i.cpu_percent }, cpuPercentOf),
	C.PSUTIL_FIELD_MEMORY_INFO:      valueField(func(i *C.psutil_process_info_t) *C.psutil_process_memory_info_t { return &i.memory_info }, psutil__go_process_memory_info),
	C.PSUTIL_FIELD_MEMORY_INFO_EX:   valueField(func(i *C.psutil_process_info_t) *C.psutil_process_memory_info_ex_t { return &i.memory_info_ex }, psutil__go_process_memory_info_ex),
	C.PSUTIL_FIELD_MEMORY_FOOTPRINT: valueField(func(i *C.psutil_process_info_t) *C.psutil_process_memory_footprint_t { return &i.memory_footprint }, psutil__go_process_memory_footprint),
	C.PSUTIL_FIELD_MEMORY_PERCENT:   valueField(func(i *C.psutil_process_info_t) *C.double { return &i.memory_percent }, memoryPercentOf),
	C.PSUTIL_FIELD_MEMORY_MAPS:      blockField(func(i *C.psutil_process_info_t) **C.psutil_memory_map_list_t { return &i.memory_maps }, memoryMapsOf),
	C.PSUTIL_FIELD_PAGE_FAULTS:      valueField(func(i *C.psutil_process_info_t) *C.psutil_page_faults_t { return &i.page_faults }, psutil__go_process_page_faults),
	C.PSUTIL_FIELD_IO_COUNTERS:      valueField(func(i *C.psutil_process_info_t) *C.psutil_process_io_counters_t { return &i.io_counters }, psutil__go_process_io_counters),
	C.PSUTIL_FIELD_NUM_CTX_SWITCHES: valueField(func(i *C.psutil_process_info_t) *C.psutil_ctx_switches_t { return &i.num_ctx_switches }, psutil__go_process_num_ctx_switches),
	C.PSUTIL_FIELD_NUM_FDS:          valueField(func(i *C.psutil_process_info_t) *C.int64_t { return &i.num_fds }, psutil__go_process_num_fds),
	C.PSUTIL_FIELD_NUM_HANDLES:      valueField(func(i *C.psutil_process_info_t) *C.int64_t { return &i.num_handles }, psutil__go_process_num_handles),
	C.PSUTIL_FIELD_NUM_THREADS:      valueField(func(i *C.psutil_process_info_t) *C.int64_t { return &i.num_threads }, psutil__go_process_num_threads),
	C.PSUTIL_FIELD_THREADS:          blockField(func(i *C.psutil_process_info_t) **C.psutil_thread_list_t { return &i.threads }, psutil__go_process_threads),
	C.PSUTIL_FIELD_OPEN_FILES:       blockField(func(i *C.psutil_process_info_t) **C.psutil_open_file_list_t { return &i.open_files }, psutil__go_process_open_files),
	C.PSUTIL_FIELD_NET_CONNECTIONS:  blockField(func(i *C.psutil_process_info_t) **C.psutil_connection_list_t { return &i.net_connections }, netConnectionsOf),
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
	return psutil__go_process_net_connections(e, p, &inet[0], out)
}

// maxFields is more than there are: a longer list means a wrong length.
const maxFields = 1 << 12

// codeNotRequested is the code of a field that was not requested.
const codeNotRequested = C.PSUTIL_ERR_INVALID_ARGUMENT

//export psutil__go_process_info
func psutil__go_process_info(e *C.psutil__error, p *C.psutil__slot, fields *C.int32_t, n C.size_t, out **C.psutil_process_info_t) C.int32_t {
	return export(e, func() error {
		if n > maxFields {
			return platform.NewError(platform.InvalidArgument, "n", strconv.FormatUint(uint64(n), 10)+" fields: at most "+strconv.Itoa(maxFields))
		}
		var requested [len(infoFields)]bool
		for i := range requested {
			requested[i] = n == 0
		}
		for i, f := range unsafe.Slice(fields, int(n)) {
			if f < 0 || int(f) >= len(requested) {
				return platform.NewError(platform.InvalidArgument, "fields["+strconv.Itoa(i)+"]", strconv.Itoa(int(f))+" is not one of PSUTIL_FIELD_*")
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
func readInfo(p *C.psutil__slot, requested *[len(infoFields)]bool) (*C.psutil_process_info_t, error) {
	size := unsafe.Sizeof(C.psutil_process_info_t{})
	block := C.psutil__block_alloc(C.size_t(size + unsafe.Sizeof([len(infoFields)]C.int32_t{})))
	if block == nil {
		return nil, errNoMemory()
	}
	info := (*C.psutil_process_info_t)(block)
	outcomes := (*[len(infoFields)]C.int32_t)(unsafe.Add(block, size))
	info.fields, info.outcomes = C.int64_t(len(infoFields)), &outcomes[0]
	for i := range infoFields {
		infoFields[i].clear(info)
		outcomes[i] = codeNotRequested
	}
	process := processOf(p)
	process.OneshotBegin()
	defer process.OneshotEnd()
	var discarded C.psutil__error // a field that fails is not a failure of the call
	for i := range infoFields {
		if !requested[i] {
			continue
		}
		code, fieldBlock := infoFields[i].read(&discarded, p, info)
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
