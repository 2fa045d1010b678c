//go:build linux

package linux

import (
	"encoding/binary"
	"runtime"
	"slices"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// bpfProgram is a compiled program, and what depends on the running kernel; see bpf_programs_gen.go.
type bpfProgram struct {
	name, attach string // attach is the function whose BTF number names an iterator's kind; "" for a program that is run by bpf(2)
	fields       []bpfField
	functions    []string
	maps         []bpfMap
	code         []uint64
	fixes        []bpfFix
}

type bpfMap struct {
	name                     string
	kind, key, value, length uint32
	flags                    uint32
}

// bpfFix is an instruction into which the loader writes something: the `which`th field, function, map or option.
type bpfFix struct {
	at    int
	kind  bpfFixKind
	which int
}

type bpfFixKind uint8

const (
	fixOffset bpfFixKind = iota
	fixSize
	fixExists
	fixTypeID
	fixFunction
	fixMap
	fixOption
)

// Parts of an instruction: the operation in the lowest byte, registers, a 16-bit offset, and a constant in the upper
// half.
const (
	bpfClassMask    = 7
	bpfClassLoadX   = 1
	bpfClassStoreX  = 3
	bpfCall         = 0x85
	bpfSourceMap    = 1 << 12 // the constant is a map's descriptor
	bpfSourceKernel = 2 << 12 // the constant is a kernel function's number
	bpfNoSuchHelper = 0x0bad2310
)

// neededFunctions returns the kernel's functions that the program cannot do without, the one that it attaches to last.
func (p *bpfProgram) neededFunctions() []string {
	functions := slices.Clone(p.functions)
	if p.attach != "" {
		functions = append(functions, p.attach)
	}
	return functions
}

// fitted returns the instructions for the running kernel. An instruction that needs a field that the kernel does not
// have becomes an invalid call, which the verifier refuses only if it can be reached.
func (p *bpfProgram) fitted(kernel *btfAnswers, maps []int, options []uint32) []uint64 {
	code := append([]uint64(nil), p.code...)
	setConstant := func(at int, value int32) { code[at] = code[at]&0xffffffff | uint64(uint32(value))<<32 }
	for _, f := range p.fixes {
		switch f.kind {
		case fixFunction:
			code[f.at] = bpfCall | bpfSourceKernel
			setConstant(f.at, kernel.functions[f.which])
		case fixMap:
			code[f.at] = code[f.at]&0x0fff | bpfSourceMap
			setConstant(f.at, int32(maps[f.which]))
		case fixOption:
			setConstant(f.at, int32(options[f.which]))
			setConstant(f.at+1, 0)
		case fixExists:
			setConstant(f.at, int32(boolToInt(kernel.fields[f.which].exists)))
		default:
			field := kernel.fields[f.which]
			if !field.exists {
				code[f.at] = bpfCall
				setConstant(f.at, bpfNoSuchHelper)
				continue
			}
			value := field.offset
			switch f.kind {
			case fixSize:
				value = field.size
			case fixTypeID:
				value = field.index
			}
			if class := code[f.at] & bpfClassMask; class >= bpfClassLoadX && class <= bpfClassStoreX {
				code[f.at] = code[f.at]&^(0xffff<<16) | uint64(uint16(value))<<16
			} else {
				setConstant(f.at, value)
			}
		}
	}
	return code
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// bpf is bpf(2). attr is a struct with the fields that the command needs, in the layout of union bpf_attr.
func bpf(command int, attr unsafe.Pointer, size uintptr) (int, error) {
	for range 8 {
		n, _, errno := unix.Syscall(unix.SYS_BPF, uintptr(command), uintptr(attr), size)
		switch errno {
		case 0:
			return int(n), nil
		case unix.EINTR, unix.EAGAIN: // a signal was pending
		default:
			return -1, errno
		}
	}
	return -1, unix.EAGAIN
}

// bpfError converts an errno of bpf(2).
func bpfError(what string, err error) error {
	switch err {
	case unix.EPERM, unix.EACCES, unix.ENOMEM, unix.EMFILE, unix.ENFILE:
		return sysError("bpf: "+what, err)
	}
	e := sysError("bpf: "+what, err)
	e.Code = platform.NotSupported // an older kernel, or one that has changed
	return e
}

func createBPFMap(m bpfMap) (int, error) {
	attr := struct {
		kind, key, value, length, flags, inner, node uint32
		name                                         [16]byte
	}{kind: m.kind, key: m.key, value: m.value, length: m.length, flags: m.flags}
	copy(attr.name[:15], m.name)
	return bpf(unix.BPF_MAP_CREATE, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
}

// bpfLicense is what the kernel requires of programs that use these helpers; the programs' files have the same license.
var bpfLicense = [...]byte{'D', 'u', 'a', 'l', ' ', 'B', 'S', 'D', '/', 'G', 'P', 'L', 0}

// load loads the program and returns a descriptor of it. use, if it is not nil, is called with each map's descriptor.
func (p *bpfProgram) load(options []uint32, use func(m bpfMap, fd int) error) (int, error) {
	kernel, err := p.kernelBTF()
	if err != nil {
		return noFD, err
	}
	for i, name := range p.neededFunctions() {
		if kernel.functions[i] == 0 {
			return noFD, platform.NewError(platform.NotSupported, "bpf: "+p.name, "the kernel has no "+name)
		}
	}
	maps := make([]int, 0, len(p.maps))
	defer func() {
		for _, fd := range maps {
			unix.Close(fd)
		}
	}()
	for _, m := range p.maps {
		fd, err := createBPFMap(m)
		if err != nil {
			return noFD, bpfError("map "+m.name, err)
		}
		maps = append(maps, fd)
	}
	code := p.fitted(kernel, maps, options)
	attr := struct {
		kind, count                       uint32
		code, license                     uint64
		logLevel, logSize                 uint32
		log                               uint64
		version, flags                    uint32
		name                              [16]byte
		interfaceIndex, attachType, btfFD uint32
		funcInfoSize                      uint32
		funcInfo                          uint64
		funcInfoCount, lineInfoSize       uint32
		lineInfo                          uint64
		lineInfoCount, attachID           uint32
		attachFD, coreCount               uint32
	}{
		kind: unix.BPF_PROG_TYPE_TRACING, count: uint32(len(code)), attachType: unix.BPF_TRACE_ITER,
		code: uint64(uintptr(unsafe.Pointer(&code[0]))), license: uint64(uintptr(unsafe.Pointer(&bpfLicense[0]))),
	}
	if p.attach != "" {
		attr.attachID = uint32(kernel.functions[len(p.functions)])
	} else {
		attr.kind, attr.attachType = unix.BPF_PROG_TYPE_SYSCALL, 0
		attr.flags = unix.BPF_F_SLEEPABLE // the kernel requires it of this type
	}
	copy(attr.name[:15], "psutil_"+p.name)
	fd, err := bpf(unix.BPF_PROG_LOAD, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	runtime.KeepAlive(code)
	if err != nil {
		return noFD, bpfError("program "+p.name, err)
	}
	for i := 0; use != nil && i < len(maps); i++ {
		if err := use(p.maps[i], maps[i]); err != nil {
			unix.Close(fd)
			return noFD, err
		}
	}
	return fd, nil
}

// bpfObject is a program or an attached iterator by its descriptor, and what the kernel calls it.
type bpfObject struct {
	fd       int
	kind, id uint32
}

var noBPFObject = bpfObject{fd: noFD}

// attachNew loads the program and attaches it. Only the link's descriptor stays open.
func (p *bpfProgram) attachNew(options []uint32) (bpfObject, error) {
	program, err := p.load(options, nil)
	if err != nil {
		return noBPFObject, err
	}
	defer unix.Close(program)
	attr := struct{ program, target, attachType, flags uint32 }{program: uint32(program), attachType: unix.BPF_TRACE_ITER}
	fd, err := bpf(unix.BPF_LINK_CREATE, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	if err != nil {
		return noBPFObject, bpfError("link", err)
	}
	return newBPFObject(fd)
}

// newBPFObject returns the object behind a descriptor, which it closes if that fails.
func newBPFObject(fd int) (bpfObject, error) {
	kind, id, err := bpfInfo(fd)
	if err != nil {
		unix.Close(fd)
		return noBPFObject, bpfError("info", err)
	}
	return bpfObject{fd, kind, id}, nil
}

// bpfInfo returns the kind and the number of the object behind a descriptor. The descriptor of anything else is an
// error.
func bpfInfo(fd int) (kind, id uint32, err error) {
	info := heapMemory(128) // struct bpf_link_info, and the beginning of struct bpf_prog_info: kind, number, ...
	attr := struct {
		fd, size uint32
		info     uint64
	}{uint32(fd), uint32(len(info)), uint64(uintptr(unsafe.Pointer(&info[0])))}
	_, err = bpf(unix.BPF_OBJ_GET_INFO_BY_FD, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	runtime.KeepAlive(info)
	return binary.NativeEndian.Uint32(info), binary.NativeEndian.Uint32(info[4:]), err
}

// heapMemory returns memory that does not move, as a stack may, while its address is a number.
//
//go:noinline
func heapMemory(n int) []byte { return make([]byte, n) }

// isOpen reports whether the descriptor is still the object's: the host may have closed it, and have opened another
// file with its number. Links and programs have numbers of their own, but no kind in common.
func (o bpfObject) isOpen() bool {
	if o.fd == noFD {
		return false
	}
	kind, id, err := bpfInfo(o.fd)
	return err == nil && kind == o.kind && id == o.id
}

// close closes the object, but not a descriptor that is not the object's any more.
func (o bpfObject) close() {
	if o.isOpen() {
		unix.Close(o.fd)
	}
}

// run runs a program that is attached to nothing, and returns what it returns.
func (o bpfObject) run() (int, error) {
	attr := struct {
		program, result                 uint32
		sizes                           [2]uint32
		data                            [2]uint64
		repeat, duration                uint32
		contextSizes                    [2]uint32
		contexts                        [2]uint64
		flags, cpu, batchSize, reserved uint32
	}{program: uint32(o.fd)}
	if _, err := bpf(unix.BPF_PROG_RUN, unsafe.Pointer(&attr), unsafe.Sizeof(attr)); err != nil {
		return 0, bpfError("run", err)
	}
	return int(attr.result), nil
}

// iterate returns a descriptor from which one pass of the iterator can be read.
func (o bpfObject) iterate() (int, error) {
	attr := struct{ link, flags uint32 }{link: uint32(o.fd)}
	fd, err := bpf(unix.BPF_ITER_CREATE, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	if err != nil {
		return noFD, bpfError("iterator", err)
	}
	return fd, nil
}

// readIterator appends all records of an iterator to buf. The kernel's own buffer has 32 KB.
func readIterator(fd int, buf []byte) ([]byte, error) {
	const chunk = 32 << 10
	for {
		if cap(buf)-len(buf) < chunk {
			buf = append(make([]byte, 0, 2*cap(buf)+2*chunk), buf...)
		}
		n, err := unix.Read(fd, buf[len(buf):cap(buf)])
		switch {
		case err == unix.EINTR || err == unix.EAGAIN:
		case err != nil:
			return buf, bpfError("iterator", err)
		case n == 0:
			return buf, nil
		default:
			buf = buf[:len(buf)+n]
		}
	}
}

// pin makes a file of the link.
func (o bpfObject) pin(path string) error {
	name := heapMemory(len(path) + 1)
	copy(name, path)
	attr := struct {
		path      uint64
		fd, flags uint32
	}{uint64(uintptr(unsafe.Pointer(&name[0]))), uint32(o.fd), 0}
	_, err := bpf(unix.BPF_OBJ_PIN, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	runtime.KeepAlive(name)
	return err
}

// mayLoadBPF reports whether the calling thread has the capabilities that loading needs. An attempt without them would
// show in audit logs.
func mayLoadBPF() bool {
	const capSysAdmin, capPerfmon, capBPF = 21, 38, 39
	return hasCapability(capSysAdmin) || hasCapability(capPerfmon) && hasCapability(capBPF)
}

func hasCapability(number int) bool {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	return unix.Capget(&header, &data[0]) == nil && data[number/32].Effective>>(number%32)&1 != 0
}
