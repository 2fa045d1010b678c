//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// bpfField is a field of one of the kernel's structures by the path of its name, "prev_cputime.utime" or "pids.[1]"; with an empty path
// the structure itself.
type bpfField struct{ of, path string }

// btfField is where the running kernel has a field. It has not, if exists is false.
type btfField struct {
	exists              bool
	offset, size, index int32 // bytes; index is the number of the structure's type
}

// btf is the kernel's type information while it is searched. See Documentation/bpf/btf.rst in Linux's source.
type btf struct {
	data, strings []byte
	types         []uint32 // where each type is in data
}

// The kinds of types.
const (
	btfInt       = 1
	btfPointer   = 2
	btfArray     = 3
	btfStruct    = 4
	btfUnion     = 5
	btfEnum      = 6
	btfTypedef   = 8
	btfVolatile  = 9
	btfConst     = 10
	btfRestrict  = 11
	btfFunction  = 12
	btfPrototype = 13
	btfVariable  = 14
	btfSection   = 15
	btfDeclTag   = 17
	btfTypeTag   = 18
	btfEnum64    = 19
	btfKinds     = 20
)

const (
	btfHeaderSize = 24
	btfTypeSize   = 12
	btfMaxDepth   = 32 // of types that are made of others
)

// Bytes behind a type: a number for all, and a number for each of its members.
var (
	btfExtra     = [btfKinds]uint32{btfInt: 4, btfArray: 12, btfVariable: 4, btfDeclTag: 4}
	btfPerMember = [btfKinds]uint32{btfStruct: 12, btfUnion: 12, btfEnum: 8, btfPrototype: 8, btfSection: 12, btfEnum64: 12}
)

// searchBTF finds fields and functions by their names. A function's number is 0 if the kernel does not have it.
func searchBTF(data []byte, fields []bpfField, functions []string) ([]btfField, []int32, error) {
	malformed := parseError("btf/vmlinux", "not the kernel's type information")
	if len(data) < btfHeaderSize || binary.LittleEndian.Uint16(data) != 0xeb9f {
		return nil, nil, malformed
	}
	header := uint64(binary.LittleEndian.Uint32(data[4:]))
	section := func(at int) (begin, end uint64) {
		begin = header + uint64(binary.LittleEndian.Uint32(data[at:]))
		return begin, begin + uint64(binary.LittleEndian.Uint32(data[at+4:]))
	}
	begin, end := section(8)
	stringsBegin, stringsEnd := section(16)
	if end > uint64(len(data)) || stringsEnd > uint64(len(data)) {
		return nil, nil, malformed
	}
	structs, numbers := map[string]uint32{}, map[string]int32{}
	for _, f := range fields {
		structs[f.of] = 0
	}
	for _, f := range functions {
		numbers[f] = 0
	}
	t := &btf{data: data[:end], strings: data[stringsBegin:stringsEnd], types: make([]uint32, 1, len(data)/40+1)}
	for at := uint32(begin); uint64(at) < end; {
		if end-uint64(at) < btfTypeSize {
			return nil, nil, malformed
		}
		info := t.word(at + 4)
		kind, members := info>>24&0x1f, info&0xffff
		if kind >= btfKinds {
			return nil, nil, malformed
		}
		switch kind {
		case btfStruct, btfTypedef:
			name := t.name(at)
			if id, wanted := structs[string(name)]; wanted && (id == 0 || kind == btfStruct && t.kind(id) == btfTypedef) {
				structs[string(name)] = uint32(len(t.types))
			}
		case btfFunction:
			if name := t.name(at); bytes.HasPrefix(name, []byte("bpf_")) {
				if _, wanted := numbers[string(name)]; wanted {
					numbers[string(name)] = int32(len(t.types))
				}
			}
		}
		t.types = append(t.types, at)
		next := uint64(at) + btfTypeSize + uint64(btfExtra[kind]) + uint64(btfPerMember[kind])*uint64(members)
		if next > end {
			return nil, nil, malformed
		}
		at = uint32(next)
	}
	found := make([]btfField, len(fields))
	for i, f := range fields {
		found[i] = t.find(structs[f.of], f.path)
	}
	ids := make([]int32, len(functions))
	for i, f := range functions {
		ids[i] = numbers[f]
	}
	return found, ids, nil
}

func (t *btf) word(at uint32) uint32 { return binary.LittleEndian.Uint32(t.data[at:]) }

// name returns the name whose offset is at the beginning of a type or member.
func (t *btf) name(at uint32) []byte {
	offset := t.word(at)
	if uint64(offset) >= uint64(len(t.strings)) {
		return nil
	}
	name, _, _ := bytes.Cut(t.strings[offset:min(len(t.strings), int(offset)+128)], []byte{0})
	return name
}

// kind returns the kind of a type, 0 for void and for a number that is no type.
func (t *btf) kind(id uint32) uint32 {
	if id == 0 || uint64(id) >= uint64(len(t.types)) {
		return 0
	}
	return t.word(t.types[id]+4) >> 24 & 0x1f
}

// plain returns the type behind typedefs and qualifiers.
func (t *btf) plain(id uint32) uint32 {
	for range btfMaxDepth {
		switch t.kind(id) {
		case btfTypedef, btfVolatile, btfConst, btfRestrict, btfTypeTag:
			id = t.word(t.types[id] + 8)
		default:
			return id
		}
	}
	return 0
}

// size returns the size of a type in bytes, 0 if it has none.
func (t *btf) size(id uint32) uint32 {
	elements := uint32(1)
	for range btfMaxDepth {
		id = t.plain(id)
		switch t.kind(id) {
		case btfPointer:
			return 8 * elements
		case btfArray:
			elements *= t.word(t.types[id] + 20)
			id = t.word(t.types[id] + 12)
		case 0, btfFunction, btfPrototype:
			return 0
		default:
			return elements * t.word(t.types[id]+8)
		}
	}
	return 0
}

// find returns the field with this path in a structure.
func (t *btf) find(id uint32, path string) btfField {
	if t.kind(id) == 0 {
		return btfField{}
	}
	f := btfField{index: int32(id)}
	if path != "" {
		for part := range strings.SplitSeq(path, ".") {
			id = t.plain(id)
			if digits, isIndex := strings.CutPrefix(part, "["); isIndex {
				n, err := strconv.Atoi(strings.TrimSuffix(digits, "]"))
				if err != nil || t.kind(id) != btfArray {
					return btfField{}
				}
				id = t.word(t.types[id] + 12)
				f.offset += int32(n) * int32(t.size(id))
				continue
			}
			offset, typ, found := t.member(id, part, 0)
			if !found {
				return btfField{}
			}
			f.offset += int32(offset)
			id = typ
		}
	}
	f.exists, f.size = true, int32(t.size(id))
	return f
}

// member returns the offset and the type of a member of a structure, also one in an anonymous structure inside.
func (t *btf) member(id uint32, name string, depth int) (offset, typ uint32, found bool) {
	id = t.plain(id)
	kind := t.kind(id)
	if kind != btfStruct && kind != btfUnion || depth == btfMaxDepth {
		return 0, 0, false
	}
	at := t.types[id]
	members := t.word(at+4) & 0xffff
	for at += btfTypeSize; members > 0; members, at = members-1, at+12 {
		offset = t.word(at+8) & 0xffffff / 8
		typ = t.word(at + 4)
		switch own := t.name(at); {
		case string(own) == name:
			return offset, typ, true
		case len(own) == 0:
			if inner, typ, found := t.member(typ, name, depth+1); found {
				return offset + inner, typ, true
			}
		}
	}
	return 0, 0, false
}

// readBTF returns the kernel's type information, as a mapping for unix.Munmap.
func readBTF() ([]byte, error) {
	const path = "/sys/kernel/btf/vmlinux"
	fd, err := open([]byte(path+"\x00"), 0)
	if err == unix.ENOENT {
		return nil, platform.NewError(platform.NotSupported, path, "the kernel has no type information (CONFIG_DEBUG_INFO_BTF)")
	}
	if err != nil {
		return nil, sysError(path, err)
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstat(fd, &st) }); err != nil {
		return nil, sysError(path, err)
	}
	if st.Size <= 0 || st.Size > 1<<28 {
		return nil, parseError(path, "unexpected size")
	}
	if data, err := unix.Mmap(fd, 0, int(st.Size), unix.PROT_READ, unix.MAP_PRIVATE|unix.MAP_POPULATE); err == nil { // since Linux 6.16
		return data, nil
	}
	data, err := unix.Mmap(-1, 0, int(st.Size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, sysError("mmap", err)
	}
	for got := 0; got < len(data); {
		n, err := read(fd, data[got:])
		if err != nil || n == 0 {
			unix.Munmap(data)
			return nil, sysError(path, orErrno(err, unix.EIO))
		}
		got += n
	}
	return data, nil
}

// orErrno returns err, or errno if there is none.
func orErrno(err error, errno unix.Errno) error {
	if err == nil {
		return errno
	}
	return err
}
