//go:build linux

package linux

import (
	"encoding/binary"
	"runtime"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// bpfProgram is a compiled iterator, and what depends on the running kernel; see bpf_programs_gen.go.
type bpfProgram struct {
	name, attach string // attach is the function whose BTF number names the iterator's kind
	fields       []bpfField
	functions    []string
	maps         []bpfMap
	code         []uint64
	fixes        []bpfFix
}

type bpfMap struct {
	name                     string
	kind, key, value, length uint32
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

// Parts of an instruction: the operation in the lowest byte, registers, a 16-bit offset, and a constant in the upper half.
const (
	bpfClassMask    = 7
	bpfClassLoadX   = 1
	bpfClassStoreX  = 3
	bpfCall         = 0x85
	bpfSourceMap    = 1 << 12 // the constant is a map's descriptor
	bpfSourceKernel = 2 << 12 // the constant is a kernel function's number
	bpfNoSuchHelper = 0x0bad2310
)

// fitted returns the instructions for the running kernel. An instruction that needs a field that the kernel does not have becomes an
// invalid call, which the verifier refuses only if it can be reached.
func (p *bpfProgram) fitted(fields []btfField, functions []int32, maps []int, options []uint32) []uint64 {
	code := append([]uint64(nil), p.code...)
	setConstant := func(at int, value int32) { code[at] = code[at]&0xffffffff | uint64(uint32(value))<<32 }
	for _, f := range p.fixes {
		switch f.kind {
		case fixFunction:
			code[f.at] = bpfCall | bpfSourceKernel
			setConstant(f.at, functions[f.which])
		case fixMap:
			code[f.at] = code[f.at]&0x0fff | bpfSourceMap
			setConstant(f.at, int32(maps[f.which]))
		case fixOption:
			setConstant(f.at, int32(options[f.which]))
			setConstant(f.at+1, 0)
		case fixExists:
			setConstant(f.at, int32(boolToInt(fields[f.which].exists)))
		default:
			field := fields[f.which]
			if !field.exists {
				code[f.at] = bpfCall
				setConstant(f.at, bpfNoSuchHelper)
				continue
			}
			value := map[bpfFixKind]int32{fixOffset: field.offset, fixSize: field.size, fixTypeID: field.index}[f.kind]
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
	}{kind: m.kind, key: m.key, value: m.value, length: m.length}
	copy(attr.name[:15], m.name)
	return bpf(unix.BPF_MAP_CREATE, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
}

// bpfLicense is what the kernel asks of programs that use these helpers; the programs' files have the same license.
var bpfLicense = [...]byte{'D', 'u', 'a', 'l', ' ', 'B', 'S', 'D', '/', 'G', 'P', 'L', 0}

// load loads the program and returns a descriptor of it.
func (p *bpfProgram) load(options []uint32) (int, error) {
	data, err := readBTF()
	if err != nil {
		return noFD, err
	}
	names := append([]string{p.attach}, p.functions...)
	fields, functions, err := searchBTF(data, p.fields, names)
	unix.Munmap(data)
	if err != nil {
		return noFD, err
	}
	for i, number := range functions {
		if number == 0 {
			return noFD, platform.NewError(platform.NotSupported, "bpf: "+p.name, "the kernel has no "+names[i])
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
	code := p.fitted(fields, functions[1:], maps, options)
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
		kind: unix.BPF_PROG_TYPE_TRACING, count: uint32(len(code)), attachType: unix.BPF_TRACE_ITER, attachID: uint32(functions[0]),
		code: uint64(uintptr(unsafe.Pointer(&code[0]))), license: uint64(uintptr(unsafe.Pointer(&bpfLicense[0]))),
	}
	copy(attr.name[:15], "psutil_"+p.name)
	fd, err := bpf(unix.BPF_PROG_LOAD, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	runtime.KeepAlive(code)
	if err != nil {
		return noFD, bpfError("program "+p.name, err)
	}
	return fd, nil
}

// bpfLink is an attached iterator by its descriptor, and the number that the kernel has given it.
type bpfLink struct {
	fd int
	id uint32
}

// attachNew loads the program and attaches it. Only the link's descriptor stays open.
func (p *bpfProgram) attachNew(options []uint32) (bpfLink, error) {
	none := bpfLink{fd: noFD}
	program, err := p.load(options)
	if err != nil {
		return none, err
	}
	defer unix.Close(program)
	attr := struct{ program, target, attachType, flags uint32 }{program: uint32(program), attachType: unix.BPF_TRACE_ITER}
	fd, err := bpf(unix.BPF_LINK_CREATE, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	if err != nil {
		return none, bpfError("link", err)
	}
	id, err := bpfLinkID(fd)
	if err != nil {
		unix.Close(fd)
		return none, bpfError("link", err)
	}
	return bpfLink{fd, id}, nil
}

// bpfLinkID returns the number of the link behind a descriptor. The descriptor of anything else is an error.
func bpfLinkID(fd int) (uint32, error) {
	info := heapMemory(128) // struct bpf_link_info: kind, number, program, ...
	attr := struct {
		fd, size uint32
		info     uint64
	}{uint32(fd), uint32(len(info)), uint64(uintptr(unsafe.Pointer(&info[0])))}
	_, err := bpf(unix.BPF_OBJ_GET_INFO_BY_FD, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	runtime.KeepAlive(info)
	if err == nil && binary.NativeEndian.Uint32(info) != unix.BPF_LINK_TYPE_ITER {
		err = unix.EINVAL
	}
	return binary.NativeEndian.Uint32(info[4:]), err
}

// heapMemory returns memory that does not move, as a stack may, while its address is a number.
//
//go:noinline
func heapMemory(n int) []byte { return make([]byte, n) }

// isOpen reports whether the descriptor is still the link's: the host may have closed it, and have opened another file with its number.
func (l bpfLink) isOpen() bool {
	if l.fd == noFD {
		return false
	}
	id, err := bpfLinkID(l.fd)
	return err == nil && id == l.id
}

// close closes the link, but not a descriptor that is not the link's any more.
func (l bpfLink) close() {
	if l.isOpen() {
		unix.Close(l.fd)
	}
}

// iterate returns a descriptor from which one pass of the iterator can be read.
func (l bpfLink) iterate() (int, error) {
	attr := struct{ link, flags uint32 }{link: uint32(l.fd)}
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
func (l bpfLink) pin(path string) error {
	name := heapMemory(len(path) + 1)
	copy(name, path)
	attr := struct {
		path      uint64
		fd, flags uint32
	}{uint64(uintptr(unsafe.Pointer(&name[0]))), uint32(l.fd), 0}
	_, err := bpf(unix.BPF_OBJ_PIN, unsafe.Pointer(&attr), unsafe.Sizeof(attr))
	runtime.KeepAlive(name)
	return err
}

// mayLoadBPF reports whether the calling thread has the capabilities that loading needs. An attempt without them would show in audit
// logs.
func mayLoadBPF() bool {
	const capSysAdmin, capPerfmon, capBPF = 21, 38, 39
	return hasCapability(capSysAdmin) || hasCapability(capPerfmon) && hasCapability(capBPF)
}

func hasCapability(number int) bool {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	return unix.Capget(&header, &data[0]) == nil && data[number/32].Effective>>(number%32)&1 != 0
}
