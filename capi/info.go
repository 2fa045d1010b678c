package main

// #include "internal.h"
import "C"

import (
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

type (
	info  = C.psutil_process_info_t
	slots = *C.psutil__slot
	fault = *C.psutil__error
)

// infoField is one field of psutil_process_info: how to mark its member absent, and how to fill it. The block that it
// may have been filled with is freed with the whole.
type infoField struct {
	clear func(*info)
	read  func(fault, slots, *info) (C.int32_t, unsafe.Pointer)
}

// value is a field that is a number or a record, read by the export of its name.
func value[T any](member func(*info) *T, read func(fault, slots, *T) C.int32_t) infoField {
	return infoField{
		func(i *info) { *member(i) = absent[T]() },
		func(e fault, p slots, i *info) (C.int32_t, unsafe.Pointer) { return read(e, p, member(i)), nil },
	}
}

// block is a field that is a pointer to a block.
func block[T any](member func(*info) **T, read func(fault, slots, **T) C.int32_t) infoField {
	return infoField{
		func(i *info) { *member(i) = nil },
		func(e fault, p slots, i *info) (C.int32_t, unsafe.Pointer) {
			code := read(e, p, member(i))
			return code, unsafe.Pointer(*member(i))
		},
	}
}

// infoFields is all that psutil_process_info can tell.
var infoFields = [...]infoField{
	C.PSUTIL_FIELD_PID:              value(func(i *info) *C.int64_t { return &i.pid }, pidOf),
	C.PSUTIL_FIELD_PPID:             value(func(i *info) *C.int64_t { return &i.ppid }, psutil__go_process_ppid),
	C.PSUTIL_FIELD_NAME:             block(func(i *info) **C.char { return &i.name }, psutil__go_process_name),
	C.PSUTIL_FIELD_EXE:              block(func(i *info) **C.char { return &i.exe }, psutil__go_process_exe),
	C.PSUTIL_FIELD_CMDLINE:          block(func(i *info) **C.psutil_string_list_t { return &i.cmdline }, psutil__go_process_cmdline),
	C.PSUTIL_FIELD_ENVIRON:          block(func(i *info) **C.psutil_string_list_t { return &i.environment }, psutil__go_process_environ),
	C.PSUTIL_FIELD_CREATE_TIME:      value(func(i *info) *C.double { return &i.create_time }, psutil__go_process_create_time),
	C.PSUTIL_FIELD_STATUS:           value(func(i *info) *C.int32_t { return &i.status }, psutil__go_process_status),
	C.PSUTIL_FIELD_CWD:              block(func(i *info) **C.char { return &i.cwd }, psutil__go_process_cwd),
	C.PSUTIL_FIELD_UIDS:             value(func(i *info) *C.psutil_ids_t { return &i.uids }, psutil__go_process_uids),
	C.PSUTIL_FIELD_GIDS:             value(func(i *info) *C.psutil_ids_t { return &i.gids }, psutil__go_process_gids),
	C.PSUTIL_FIELD_USERNAME:         block(func(i *info) **C.char { return &i.username }, psutil__go_process_username),
	C.PSUTIL_FIELD_TERMINAL:         block(func(i *info) **C.char { return &i.terminal }, psutil__go_process_terminal),
	C.PSUTIL_FIELD_NICE:             value(func(i *info) *C.int32_t { return &i.nice }, psutil__go_process_nice),
	C.PSUTIL_FIELD_IONICE:           value(func(i *info) *C.psutil_ionice_t { return &i.ionice }, psutil__go_process_ionice),
	C.PSUTIL_FIELD_CPU_AFFINITY:     block(func(i *info) **C.psutil_cpu_list_t { return &i.cpu_affinity }, psutil__go_process_cpu_affinity),
	C.PSUTIL_FIELD_CPU_NUM:          value(func(i *info) *C.int64_t { return &i.cpu_num }, psutil__go_process_cpu_num),
	C.PSUTIL_FIELD_CPU_TIMES:        value(func(i *info) *C.psutil_process_cpu_times_t { return &i.cpu_times }, psutil__go_process_cpu_times),
	C.PSUTIL_FIELD_CPU_PERCENT:      value(func(i *info) *C.double { return &i.cpu_percent }, cpuPercentOf),
	C.PSUTIL_FIELD_MEMORY_INFO:      value(func(i *info) *C.psutil_process_memory_info_t { return &i.memory_info }, psutil__go_process_memory_info),
	C.PSUTIL_FIELD_MEMORY_INFO_EX:   value(func(i *info) *C.psutil_process_memory_info_ex_t { return &i.memory_info_ex }, psutil__go_process_memory_info_ex),
	C.PSUTIL_FIELD_MEMORY_FOOTPRINT: value(func(i *info) *C.psutil_process_memory_footprint_t { return &i.memory_footprint }, psutil__go_process_memory_footprint),
	C.PSUTIL_FIELD_MEMORY_PERCENT:   value(func(i *info) *C.double { return &i.memory_percent }, memoryPercentOf),
	C.PSUTIL_FIELD_MEMORY_MAPS:      block(func(i *info) **C.psutil_memory_map_list_t { return &i.memory_maps }, memoryMapsOf),
	C.PSUTIL_FIELD_PAGE_FAULTS:      value(func(i *info) *C.psutil_page_faults_t { return &i.page_faults }, psutil__go_process_page_faults),
	C.PSUTIL_FIELD_IO_COUNTERS:      value(func(i *info) *C.psutil_process_io_counters_t { return &i.io_counters }, psutil__go_process_io_counters),
	C.PSUTIL_FIELD_NUM_CTX_SWITCHES: value(func(i *info) *C.psutil_ctx_switches_t { return &i.num_ctx_switches }, psutil__go_process_num_ctx_switches),
	C.PSUTIL_FIELD_NUM_FDS:          value(func(i *info) *C.int64_t { return &i.num_fds }, psutil__go_process_num_fds),
	C.PSUTIL_FIELD_NUM_HANDLES:      value(func(i *info) *C.int64_t { return &i.num_handles }, psutil__go_process_num_handles),
	C.PSUTIL_FIELD_NUM_THREADS:      value(func(i *info) *C.int64_t { return &i.num_threads }, psutil__go_process_num_threads),
	C.PSUTIL_FIELD_THREADS:          block(func(i *info) **C.psutil_thread_list_t { return &i.threads }, psutil__go_process_threads),
	C.PSUTIL_FIELD_OPEN_FILES:       block(func(i *info) **C.psutil_open_file_list_t { return &i.open_files }, psutil__go_process_open_files),
	C.PSUTIL_FIELD_NET_CONNECTIONS:  block(func(i *info) **C.psutil_connection_list_t { return &i.net_connections }, netConnectionsOf),
}

func pidOf(_ fault, p slots, out *C.int64_t) C.int32_t {
	*out = C.int64_t(process(p).Identity().PID)
	return C.PSUTIL_OK
}

func cpuPercentOf(e fault, p slots, out *C.double) C.int32_t {
	return psutil__go_process_cpu_percent(e, new(C.psutil__wait), p, 0, out) // which does not wait
}

func memoryPercentOf(e fault, p slots, out *C.double) C.int32_t {
	return psutil__go_process_memory_percent(e, p, C.PSUTIL_MEMTYPE_RSS, out)
}

func memoryMapsOf(e fault, p slots, out **C.psutil_memory_map_list_t) C.int32_t {
	return psutil__go_process_memory_maps(e, p, 1, out)
}

var inet = [...]C.char{'i', 'n', 'e', 't', 0}

func netConnectionsOf(e fault, p slots, out **C.psutil_connection_list_t) C.int32_t {
	return psutil__go_process_net_connections(e, p, &inet[0], out)
}

// A longer list of fields is a mistake in the number.
const mostFields = 1 << 12

// notAsked is the outcome of a field that nobody asked for.
const notAsked = C.PSUTIL_ERR_INVALID_ARGUMENT

//export psutil__go_process_info
func psutil__go_process_info(e *C.psutil__error, p *C.psutil__slot, fields *C.int32_t, n C.size_t, out **C.psutil_process_info_t) C.int32_t {
	return guard(e, func() error {
		if n > mostFields {
			return platform.NewError(platform.InvalidArgument, "n", "more fields than there are")
		}
		var asked [len(infoFields)]bool
		for i := range asked {
			asked[i] = n == 0
		}
		for i, f := range unsafe.Slice(fields, int(n)) {
			if f < 0 || int(f) >= len(asked) {
				return platform.NewError(platform.InvalidArgument, "fields["+strconv.Itoa(i)+"]", strconv.Itoa(int(f))+" is not one of PSUTIL_FIELD_*")
			}
			asked[f] = true
		}
		whole, err := readInfo(p, &asked)
		if err != nil {
			C.psutil_free(unsafe.Pointer(whole))
			return err
		}
		*out = whole
		return nil
	})
}

// readInfo gives the block of a psutil_process_info_t, also where it fails on the way.
func readInfo(p *C.psutil__slot, asked *[len(infoFields)]bool) (*info, error) {
	size := C.size_t(unsafe.Sizeof(info{}))
	whole := (*info)(C.psutil__block_alloc(size + C.size_t(unsafe.Sizeof([len(infoFields)]C.int32_t{}))))
	if whole == nil {
		return nil, errNoMemory()
	}
	outcomes := (*[len(infoFields)]C.int32_t)(unsafe.Add(unsafe.Pointer(whole), size))
	whole.fields, whole.outcomes = C.int64_t(len(infoFields)), &outcomes[0]
	for i := range infoFields {
		infoFields[i].clear(whole)
		outcomes[i] = notAsked
	}
	proc := process(p)
	proc.OneshotBegin()
	defer proc.OneshotEnd()
	var unsaid C.psutil__error // a field's failure is not the call's
	for i := range infoFields {
		if !asked[i] {
			continue
		}
		code, more := infoFields[i].read(&unsaid, p, whole)
		outcomes[i] = code
		switch {
		case code == C.PSUTIL_ERR_NO_MEMORY:
			return whole, errNoMemory()
		case code == C.PSUTIL_ERR_NO_SUCH_PROCESS:
			if err := proc.Verify(); err != nil {
				return whole, err
			}
		case more != nil:
			C.psutil__block_chain(unsafe.Pointer(whole), more)
		}
	}
	return whole, proc.Verify()
}
