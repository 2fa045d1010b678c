//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// bpfField is a field of one of the kernel's structures by the path of its name, "prev_cputime.utime" or "pids.[1]";
// with an empty path the structure itself.
type bpfField struct{ of, path string }

// btfField is where the running kernel has a field. It has not, if exists is false.
type btfField struct {
	exists              bool
	offset, size, index int32 // bytes; index is the number of the structure's type
}

// btf is the kernel's type information while it is searched. See Documentation/bpf/btf.rst in Linux's source.
type btf struct {
	types, strings []byte
	wanted         btfNames
	index          []uint32 // where every btfStride-th type is, as far as they have been read
	end            uint32   // of the types that have been read
	malformed      bool
}

const btfStride = 16

// The kinds of types.
const (
	btfInt       = 1
	btfPointer   = 2
	btfArray     = 3
	btfStruct    = 4
	btfUnion     = 5
	btfEnum      = 6
	btfForward   = 7
	btfTypedef   = 8
	btfVolatile  = 9
	btfConst     = 10
	btfRestrict  = 11
	btfFunction  = 12
	btfPrototype = 13
	btfVariable  = 14
	btfSection   = 15
	btfFloat     = 16
	btfDeclTag   = 17
	btfTypeTag   = 18
	btfEnum64    = 19
)

const (
	btfHeaderSize = 24
	btfTypeSize   = 12
	btfMaxDepth   = 32 // of types that are made of others
)

// btfKind is how long the types of a kind are, and which names of types of this kind are wanted: those of the set, if
// it is not 0, whose beginning is in the filter. The name of any other type counts as "".
type btfKind struct {
	size, member uint32 // bytes without members, and of each of them
	named        uint32 // all ones if names are wanted
	set          uint8
	beginning    uint64 // a mask for the bytes of a name that the filter has
}

// The sets of names, as bits.
const (
	btfStructNames = 1 << iota
	btfFunctionNames
)

var btfKinds = [32]btfKind{
	btfInt: {size: 12 + 4}, btfPointer: {size: 12}, btfArray: {size: 12 + 12}, btfUnion: {size: 12, member: 12}, btfEnum: {size: 12, member: 8},
	btfStruct:  {12, 12, 1<<32 - 1, btfStructNames, 1<<32 - 1},
	btfTypedef: {12, 0, 1<<32 - 1, btfStructNames, 1<<32 - 1},
	btfForward: {size: 12}, btfVolatile: {size: 12}, btfConst: {size: 12}, btfRestrict: {size: 12},
	btfFunction:  {12, 0, 1<<32 - 1, btfFunctionNames, 1<<64 - 1},
	btfPrototype: {size: 12, member: 8}, btfVariable: {size: 12 + 4}, btfSection: {size: 12, member: 12}, btfFloat: {size: 12},
	btfDeclTag: {size: 12 + 4}, btfTypeTag: {size: 12}, btfEnum64: {size: 12, member: 12},
}

// btfSize returns the size of a type with its members, 0 for an unknown kind; info is the second word of the type.
func btfSize(info uint32) uint32 { return btfKinds[info>>24&0x1f].sizeOf(info) }

// sizeOf returns the size of the record of a type of this kind; info has the number of its members.
func (k *btfKind) sizeOf(info uint32) uint32 { return k.size + k.member*(info&0xffff) }

// btfAnswers is where the running kernel has a program's fields and functions, in their order. A function that it does
// not have is 0.
type btfAnswers struct {
	fields    []btfField
	functions []int32 // the last is the one that the program attaches to
}

var kernelTypes struct {
	sync.Mutex
	answers map[*uint64]*btfAnswers // by the program's code
}

// kernelBTF returns what the program needs of the kernel's type information, which is searched once.
func (p *bpfProgram) kernelBTF() (*btfAnswers, error) {
	kernelTypes.Lock()
	defer kernelTypes.Unlock()
	if answers := kernelTypes.answers[&p.code[0]]; answers != nil {
		return answers, nil
	}
	data, err := readBTF()
	if err != nil {
		return nil, err
	}
	answers, err := searchBTF(data, p.fields, p.neededFunctions())
	unix.Munmap(data)
	if err != nil {
		return nil, err
	}
	if kernelTypes.answers == nil {
		kernelTypes.answers = map[*uint64]*btfAnswers{}
	}
	kernelTypes.answers[&p.code[0]] = answers
	return answers, nil
}

// btfNames are the types with wanted names, 0 for a name that has none.
type btfNames struct {
	structs, functions map[string]uint32
	missing            int                     // names without a type
	filter             [1 << btfHashBits]uint8 // of the beginnings of names: the sets that have one
}

const btfHashBits = 10

// add adds a name to a set.
func (n *btfNames) add(to map[string]uint32, name string, kind *btfKind) {
	if _, known := to[name]; known {
		return
	}
	to[name] = 0
	n.missing++
	var begin [8]byte
	copy(begin[:], name)
	if word := binary.LittleEndian.Uint64(begin[:]); len(name)+1 < 8 && kind.beginning>>(8*(len(name)+1)) != 0 {
		for i := range n.filter { // what follows the name is another's
			n.filter[i] |= kind.set
		}
	} else {
		n.filter[btfHash(word&kind.beginning)] |= kind.set
	}
}

func newBTFNames(structs, functions []string) btfNames {
	n := btfNames{structs: make(map[string]uint32, len(structs)), functions: make(map[string]uint32, len(functions))}
	for _, name := range structs {
		n.add(n.structs, name, &btfKinds[btfStruct])
	}
	for _, name := range functions {
		n.add(n.functions, name, &btfKinds[btfFunction])
	}
	return n
}

func btfHash(beginning uint64) uint64 { return beginning * 0x9e3779b97f4a7c15 >> (64 - btfHashBits) }

// mayHave reports whether a type of this kind, with the name that begins with these 8 bytes, may be wanted.
func (n *btfNames) mayHave(kind *btfKind, begin uint64) bool {
	return n.filter[btfHash(begin&kind.beginning)]&kind.set != 0
}

// find sets the type of a name, if it is the first.
func (n *btfNames) find(kind uint64, name []byte, id uint32) {
	set := n.structs
	switch kind {
	case btfFunction:
		set = n.functions
	case btfStruct, btfTypedef:
		if bytes.HasSuffix(name, []byte("_t")) != (kind == btfTypedef) {
			return
		}
	default:
		return
	}
	if old, wanted := set[string(name)]; wanted && old == 0 {
		set[string(name)] = id
		n.missing--
	}
}

// searchBTF finds fields and functions by their names. A name that ends with _t is a typedef's, another a structure's.
func searchBTF(data []byte, fields []bpfField, functions []string) (*btfAnswers, error) {
	malformed := parseError("btf/vmlinux", "not the kernel's type information")
	if len(data) < btfHeaderSize || binary.LittleEndian.Uint16(data) != 0xeb9f {
		return nil, malformed
	}
	header := uint64(binary.LittleEndian.Uint32(data[4:]))
	section := func(at int) (begin, end uint64) {
		begin = header + uint64(binary.LittleEndian.Uint32(data[at:]))
		return begin, begin + uint64(binary.LittleEndian.Uint32(data[at+4:]))
	}
	begin, end := section(8)
	stringsBegin, stringsEnd := section(16)
	if end > uint64(len(data)) || stringsEnd > uint64(len(data)) {
		return nil, malformed
	}
	t := &btf{types: data[begin:end], strings: data[stringsBegin:stringsEnd], index: make([]uint32, 0, len(data)/40/btfStride)}
	owners := make([]string, len(fields))
	for i, f := range fields {
		owners[i] = f.of
	}
	t.wanted = newBTFNames(owners, functions)
	for t.wanted.missing > 0 && t.readMore() {
	}
	found := &btfAnswers{fields: make([]btfField, len(fields)), functions: make([]int32, len(functions))}
	for i, f := range fields {
		found.fields[i] = t.find(t.wanted.structs[f.of], f.path)
	}
	for i, name := range functions {
		found.functions[i] = int32(t.wanted.functions[name])
	}
	if t.malformed {
		return nil, malformed
	}
	return found, nil
}

// readMore reads some more types: it finds their names, and notes where they are. It returns false if there are none.
func (t *btf) readMore() bool {
	types, at, id := t.types, uint64(t.end), uint32(len(t.index)*btfStride)
	names, namesEnd := t.strings, uint64(max(len(t.strings)-7, 0))
	for range btfStride {
		if uint64(len(types)) < at+btfTypeSize {
			t.malformed = t.malformed || at != uint64(len(types))
			break
		}
		id++
		head := binary.LittleEndian.Uint64(types[at:]) // name, and kind with number of members
		kind := &btfKinds[head>>56&0x1f]
		size := kind.sizeOf(uint32(head >> 32))
		next := at + uint64(size)
		if size == 0 || next > uint64(len(types)) {
			t.malformed = true
			break
		}
		// Without a branch for the kind, which the processor cannot predict.
		name := uint64(uint32(head) & kind.named)
		if name >= namesEnd || t.wanted.mayHave(kind, binary.LittleEndian.Uint64(names[name:])) {
			t.wanted.find(head>>56&0x1f, t.name(uint32(at)), id)
		}
		at = next
	}
	if at == uint64(t.end) {
		return false
	}
	t.index = append(t.index, t.end)
	t.end = uint32(at)
	return true
}

// at returns where a type is; false for void and for a number that is no type.
func (t *btf) at(id uint32) (uint32, bool) {
	if id == 0 {
		return 0, false
	}
	before := uint64(id - 1)
	for before/btfStride >= uint64(len(t.index)) {
		if !t.readMore() {
			return 0, false
		}
	}
	at := t.index[before/btfStride]
	for range before % btfStride {
		at += btfSize(t.word(at + 4))
		if at >= t.end {
			return 0, false
		}
	}
	return at, true
}

func (t *btf) word(at uint32) uint32 { return binary.LittleEndian.Uint32(t.types[at:]) }

// name returns the name whose offset is at the beginning of a type or member.
func (t *btf) name(at uint32) []byte {
	offset := t.word(at)
	if uint64(offset) >= uint64(len(t.strings)) {
		return nil
	}
	name, _, _ := bytes.Cut(t.strings[offset:min(len(t.strings), int(offset)+128)], []byte{0})
	return name
}

// hasName reports whether the name whose offset is at the beginning of a member is this one.
func (t *btf) hasName(at uint32, name string) bool {
	begin := uint64(t.word(at))
	end := begin + uint64(len(name))
	return end < uint64(len(t.strings)) && string(t.strings[begin:end]) == name && t.strings[end] == 0
}

// plain returns where the type behind typedefs and qualifiers is, and its kind: 0 for void and for a number that is no
// type.
func (t *btf) plain(id uint32) (at, kind uint32) {
	for range btfMaxDepth {
		at, exists := t.at(id)
		if !exists {
			return 0, 0
		}
		switch kind := t.word(at+4) >> 24 & 0x1f; kind {
		case btfTypedef, btfVolatile, btfConst, btfRestrict, btfTypeTag:
			id = t.word(at + 8)
		default:
			return at, kind
		}
	}
	return 0, 0
}

// size returns the size of a type in bytes, 0 if it has none.
func (t *btf) size(id uint32) uint32 {
	elements := uint32(1)
	for range btfMaxDepth {
		switch at, kind := t.plain(id); kind {
		case btfPointer:
			return 8 * elements
		case btfArray:
			elements *= t.word(at + 20)
			id = t.word(at + 12)
		case 0, btfFunction, btfPrototype:
			return 0
		default:
			return elements * t.word(at+8)
		}
	}
	return 0
}

// find returns the field with this path in a structure.
func (t *btf) find(id uint32, path string) btfField {
	if id == 0 {
		return btfField{}
	}
	f := btfField{index: int32(id)}
	if path != "" {
		for part := range strings.SplitSeq(path, ".") {
			if digits, isIndex := strings.CutPrefix(part, "["); isIndex {
				at, kind := t.plain(id)
				n, err := strconv.Atoi(strings.TrimSuffix(digits, "]"))
				if err != nil || kind != btfArray {
					return btfField{}
				}
				id = t.word(at + 12)
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
	at, kind := t.plain(id)
	if kind != btfStruct && kind != btfUnion || depth == btfMaxDepth {
		return 0, 0, false
	}
	members := t.word(at+4) & 0xffff
	for at += btfTypeSize; members > 0; members, at = members-1, at+12 {
		offset = t.word(at+8) & 0xffffff / 8
		typ = t.word(at + 4)
		switch {
		case t.hasName(at, name):
			return offset, typ, true
		case t.hasName(at, ""):
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
