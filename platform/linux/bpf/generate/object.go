package main

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// program is what the loader needs of a compiled program.
type program struct {
	name, attach string
	fields       []field
	functions    []string
	maps         []bpfMap
	code         []uint64
	fixes        []fix
}

// field is a field of a structure by the path of its name; with an empty path the structure itself.
type field struct{ of, path string }

type bpfMap struct {
	name                     string
	kind, key, value, length uint32
	flags                    uint32
}

// fix is an instruction into which the loader writes something.
type fix struct {
	at    int
	what  string
	which int
}

// The kinds of BTF types that the programs have.
const (
	kindPointer  = 2
	kindArray    = 3
	kindStruct   = 4
	kindUnion    = 5
	kindTypedef  = 8
	kindVolatile = 9
	kindConst    = 10
	kindRestrict = 11
	kindVar      = 14
	kindSection  = 15
	kindTypeTag  = 18
)

// relocations is what a relocation of BTF.ext requests, and the loader's name for it.
var relocations = map[uint32]string{0: "fixOffset", 1: "fixSize", 2: "fixExists", 7: "fixTypeID", 9: "fixSize"}

type member struct {
	name      string
	typ, bits uint32
}

type btfType struct {
	name    string
	kind    uint32
	size    uint32 // or the type that this one is made of
	members []member
	array   [3]uint32 // element, index, length
	vars    [][3]uint32
}

type object struct {
	types   []btfType
	strings []byte
}

var le = binary.LittleEndian

func text(b []byte, at uint32) string {
	s, _, _ := strings.Cut(string(b[at:]), "\x00")
	return s
}

// parseBTF parses the type section that clang writes.
func parseBTF(b []byte) (*object, error) {
	if len(b) < 24 || le.Uint16(b) != 0xeb9f {
		return nil, errors.New("no BTF")
	}
	header, typeOff, typeLen, strOff := le.Uint32(b[4:]), le.Uint32(b[8:]), le.Uint32(b[12:]), le.Uint32(b[16:])
	o := &object{types: make([]btfType, 1), strings: b[header+strOff:]}
	for at, end := header+typeOff, header+typeOff+typeLen; at < end; {
		info := le.Uint32(b[at+4:])
		t := btfType{name: text(o.strings, le.Uint32(b[at:])), kind: info >> 24 & 0x1f, size: le.Uint32(b[at+8:])}
		n := info & 0xffff
		at += 12
		words := func(i uint32) [3]uint32 {
			return [3]uint32{le.Uint32(b[at+12*i:]), le.Uint32(b[at+12*i+4:]), le.Uint32(b[at+12*i+8:])}
		}
		switch t.kind {
		case kindStruct, kindUnion:
			for i := range n {
				w := words(i)
				t.members = append(t.members, member{text(o.strings, w[0]), w[1], w[2]})
			}
			at += 12 * n
		case kindSection:
			for i := range n {
				t.vars = append(t.vars, words(i))
			}
			at += 12 * n
		case kindArray:
			t.array = words(0)
			at += 12
		case 1, kindVar, 17:
			at += 4
		case 6, 13:
			at += 8 * n
		case 19:
			at += 12 * n
		}
		o.types = append(o.types, t)
	}
	return o, nil
}

// plain returns the type behind typedefs and qualifiers, and the name of the first typedef.
func (o *object) plain(id uint32) (uint32, string) {
	typedef := ""
	for slices.Contains([]uint32{kindTypedef, kindVolatile, kindConst, kindRestrict, kindTypeTag}, o.types[id].kind) {
		if o.types[id].kind == kindTypedef && typedef == "" {
			typedef = o.types[id].name
		}
		id = o.types[id].size
	}
	return id, typedef
}

func (o *object) size(id uint32) uint32 {
	id, _ = o.plain(id)
	switch t := o.types[id]; t.kind {
	case kindArray:
		return o.size(t.array[0]) * t.array[2]
	case kindPointer:
		return 8
	default:
		return t.size
	}
}

// fieldOf returns the field that a relocation names by the numbers of its members: "0:3:1".
func (o *object) fieldOf(id uint32, access string, kind uint32) (field, error) {
	id, typedef := o.plain(id)
	name := o.types[id].name
	if name == "" {
		name = typedef
	}
	name, _, _ = strings.Cut(name, "___")
	if kind >= 6 { // of a type
		return field{of: name}, nil
	}
	var path []string
	for i, number := range strings.Split(access, ":") {
		n, err := strconv.Atoi(number)
		if err != nil || i == 0 && n != 0 {
			return field{}, fmt.Errorf("access %s of %s", access, name)
		}
		if i == 0 {
			continue
		}
		id, _ = o.plain(id)
		switch t := o.types[id]; t.kind {
		case kindStruct, kindUnion:
			if t.members[n].name != "" {
				path = append(path, t.members[n].name)
			}
			id = t.members[n].typ
		case kindArray:
			path = append(path, "["+number+"]")
			id = t.array[0]
		default:
			return field{}, fmt.Errorf("access %s of %s", access, name)
		}
	}
	return field{name, strings.Join(path, ".")}, nil
}

// readMaps returns the maps in the section .maps.
func (o *object) readMaps() (maps []bpfMap) {
	for _, t := range o.types {
		if t.kind != kindSection || t.name != ".maps" {
			continue
		}
		for _, v := range t.vars {
			variable := o.types[v[0]]
			m := bpfMap{name: variable.name}
			id, _ := o.plain(variable.size)
			for _, part := range o.types[id].members {
				pointer, _ := o.plain(part.typ)
				target := o.types[pointer].size
				switch part.name {
				case "type":
					m.kind = o.types[target].array[2]
				case "map_flags":
					m.flags = o.types[target].array[2]
				case "max_entries":
					m.length = o.types[target].array[2]
				case "key":
					m.key = o.size(target)
				case "value":
					m.value = o.size(target)
				}
			}
			maps = append(maps, m)
		}
	}
	return maps
}

// relocation is a record of BTF.ext: an instruction that depends on the kernel's types.
type relocation struct {
	at, typ, kind uint32
	access        string
}

func (o *object) readRelocations(b []byte, section string) (all []relocation) {
	header, coreOff, coreLen := le.Uint32(b[4:]), le.Uint32(b[24:]), le.Uint32(b[28:])
	core := b[header+coreOff:][:coreLen]
	size := le.Uint32(core)
	for at := uint32(4); at < coreLen; {
		name, n := text(o.strings, le.Uint32(core[at:])), le.Uint32(core[at+4:])
		at += 8
		for range n {
			if name == section {
				all = append(all, relocation{le.Uint32(core[at:]), le.Uint32(core[at+4:]), le.Uint32(core[at+12:]), text(o.strings, le.Uint32(core[at+8:]))})
			}
			at += size
		}
	}
	return all
}

// index returns the place of a value in a list, to which it is appended if it is not there.
func index[T comparable](list *[]T, value T) int {
	i := slices.Index(*list, value)
	if i < 0 {
		i = len(*list)
		*list = append(*list, value)
	}
	return i
}

const optionMark = 0x50530000 // in the upper half of the constant that OPTION makes

func readObject(path string) (*program, error) {
	file, err := elf.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data := map[string][]byte{}
	p := &program{}
	var code *elf.Section
	codeIndex := 0
	for i, s := range file.Sections {
		if s.Type != elf.SHT_NOBITS {
			if data[s.Name], err = s.Data(); err != nil {
				return nil, err
			}
		}
		if strings.HasPrefix(s.Name, "iter/") || s.Name == "syscall" {
			code, codeIndex = s, i
		}
	}
	symbols, err := file.Symbols()
	if err != nil || code == nil {
		return nil, errors.Join(err, errors.New("no program"))
	}
	o, err := parseBTF(data[".BTF"])
	if err != nil {
		return nil, err
	}
	if code.Name != "syscall" {
		p.attach = "bpf_" + strings.ReplaceAll(code.Name, "/", "_")
	}
	for _, s := range symbols {
		if int(s.Section) == codeIndex && elf.ST_TYPE(s.Info) == elf.STT_FUNC {
			p.name = s.Name
		}
	}
	p.maps = o.readMaps()
	for b := data[code.Name]; len(b) > 0; b = b[8:] {
		p.code = append(p.code, le.Uint64(b))
	}
	for b := data[".rel"+code.Name]; len(b) > 0; b = b[16:] {
		at, name := int(le.Uint64(b)/8), symbols[le.Uint64(b[8:])>>32-1].Name
		switch p.code[at] & 0xff {
		case 0x18: // load of a map's descriptor
			i := slices.IndexFunc(p.maps, func(m bpfMap) bool { return m.name == name })
			if i < 0 {
				return nil, fmt.Errorf("instruction %d: %s is not a map", at, name)
			}
			p.code[at] &= 0xffffffff
			p.fixes = append(p.fixes, fix{at, "fixMap", i})
		case 0x85: // call
			p.fixes = append(p.fixes, fix{at, "fixFunction", index(&p.functions, name)})
		default:
			return nil, fmt.Errorf("instruction %d: relocation by %s", at, name)
		}
	}
	for _, r := range o.readRelocations(data[".BTF.ext"], code.Name) {
		what := relocations[r.kind]
		if what == "" {
			return nil, fmt.Errorf("instruction %d: relocation of kind %d", r.at/8, r.kind)
		}
		f, err := o.fieldOf(r.typ, r.access, r.kind)
		if err != nil {
			return nil, err
		}
		p.fixes = append(p.fixes, fix{int(r.at / 8), what, index(&p.fields, f)})
	}
	for i := 0; i < len(p.code); i++ {
		if p.code[i]&0xff == 0x18 {
			if p.code[i+1]>>32 == optionMark {
				p.fixes = append(p.fixes, fix{i, "fixOption", int(p.code[i] >> 32)})
			}
			i++
		}
	}
	slices.SortFunc(p.fixes, func(a, b fix) int { return a.at - b.at })
	// In an order that does not depend on the compiler's.
	sorted := slices.SortedFunc(slices.Values(p.fields), func(a, b field) int {
		return strings.Compare(a.of+" "+a.path, b.of+" "+b.path)
	})
	functions := slices.Sorted(slices.Values(p.functions))
	for i := range p.fixes {
		switch f := &p.fixes[i]; f.what {
		case "fixFunction":
			f.which = slices.Index(functions, p.functions[f.which])
		case "fixMap", "fixOption":
		default:
			f.which = slices.Index(sorted, p.fields[f.which])
		}
	}
	p.fields, p.functions = sorted, functions
	return p, nil
}

func (p *program) write(b *strings.Builder, variable string) {
	fmt.Fprintf(b, "\nvar %s = bpfProgram{\n\tname: %q,\n\tattach: %q,\n\tfields: []bpfField{\n", variable, p.name, p.attach)
	for _, f := range p.fields {
		fmt.Fprintf(b, "\t\t{%q, %q},\n", f.of, f.path)
	}
	b.WriteString("\t},\n\tfunctions: []string{")
	for i, f := range p.functions {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(b, "%q", f)
	}
	b.WriteString("},\n\tmaps: []bpfMap{\n")
	for _, m := range p.maps {
		fmt.Fprintf(b, "\t\t{%q, %d, %d, %d, %d, %d},\n", m.name, m.kind, m.key, m.value, m.length, m.flags)
	}
	b.WriteString("\t},\n\tcode: []uint64{\n")
	for row := range slices.Chunk(p.code, 6) {
		b.WriteString("\t\t")
		for i, word := range row {
			if i > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(b, "%#x,", word)
		}
		b.WriteByte('\n')
	}
	b.WriteString("\t},\n\tfixes: []bpfFix{\n")
	for row := range slices.Chunk(p.fixes, 5) {
		b.WriteString("\t\t")
		for i, f := range row {
			if i > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(b, "{%d, %s, %d},", f.at, f.what, f.which)
		}
		b.WriteByte('\n')
	}
	b.WriteString("\t},\n}\n")
}
