package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// Numbers of <mach-o/loader.h> and <mach-o/nlist.h> that debug/macho does not have.
const (
	magic64 = 0xfeedfacf

	typeObject = 1
	typeDylib  = 6

	cmdSymtab        = 0x2
	cmdSegment64     = 0x19
	cmdCodeSignature = 0x1d

	headerSize  = 32
	segmentSize = 72
	sectionSize = 80
	symbolSize  = 16

	sectionTypeMask = 0xff
	sectionModInit  = 9

	symbolStab     = 0xe0
	symbolPrivate  = 0x10
	symbolTypeMask = 0x0e
	symbolExternal = 0x01
	symbolUndef    = 0x0
	symbolSect     = 0xe
)

var little = binary.LittleEndian

// A command is a load command of a Mach-O file.
type command struct {
	cmd, offset, size uint32
}

// commands returns the load commands of a 64-bit Mach-O file of the given type.
func commands(file []byte, fileType uint32) ([]command, error) {
	if len(file) < headerSize || little.Uint32(file) != magic64 {
		return nil, errors.New("not a 64-bit Mach-O file")
	}
	if t := little.Uint32(file[12:]); t != fileType {
		return nil, fmt.Errorf("file type %d, expected %d", t, fileType)
	}
	count, size := little.Uint32(file[16:]), little.Uint32(file[20:])
	if uint64(size) > uint64(len(file)-headerSize) {
		return nil, errors.New("load commands beyond the end of the file")
	}
	var found []command
	at, end := uint32(headerSize), headerSize+size
	for range count {
		if end-at < 8 {
			return nil, errors.New("load commands beyond their size")
		}
		c := command{little.Uint32(file[at:]), at, little.Uint32(file[at+4:])}
		if c.size < 8 || c.size > end-at {
			return nil, fmt.Errorf("load command at offset %d has size %d", at, c.size)
		}
		found = append(found, c)
		at += c.size
	}
	return found, nil
}

// A section is one of an object file; its index in sections, counted from 1, is what symbols name it by.
type section struct {
	name, segment string
	header        uint32 // offset of its header in the file
	addr, size    uint64
}

// A symbol is one of an object file.
type symbol struct {
	name    string
	kind    byte
	section byte
	desc    uint16
	value   uint64
}

func (s symbol) isStab() bool      { return s.kind&symbolStab != 0 }
func (s symbol) isUndefined() bool { return !s.isStab() && s.kind&symbolTypeMask == symbolUndef }
func (s symbol) isDefined() bool   { return !s.isStab() && s.kind&symbolTypeMask == symbolSect }

// An object is a Mach-O object file whose symbols can be changed. write puts a new symbol table at the end of the file.
type object struct {
	file     []byte
	symtab   uint32 // offset of the LC_SYMTAB command; 0: an object without symbols has none
	sections []section
	symbols  []symbol
}

func readObject(file []byte) (*object, error) {
	all, err := commands(file, typeObject)
	if err != nil {
		return nil, err
	}
	o := &object{file: file}
	for _, c := range all {
		switch c.cmd {
		case cmdSegment64:
			err = o.readSections(c)
		case cmdSymtab:
			err = o.readSymbols(c)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, s := range o.symbols {
		if s.isDefined() && (s.section == 0 || int(s.section) > len(o.sections)) {
			return nil, fmt.Errorf("symbol %s is in section %d of %d", s.name, s.section, len(o.sections))
		}
	}
	return o, nil
}

func cString(b []byte) string {
	name, _, _ := bytes.Cut(b, []byte{0})
	return string(name)
}

func (o *object) readSections(c command) error {
	if c.size < segmentSize {
		return errors.New("short LC_SEGMENT_64")
	}
	count := little.Uint32(o.file[c.offset+64:])
	if uint64(count)*sectionSize > uint64(c.size-segmentSize) {
		return errors.New("sections beyond LC_SEGMENT_64")
	}
	for i := range count {
		at := c.offset + segmentSize + i*sectionSize
		h := o.file[at:]
		o.sections = append(o.sections, section{cString(h[:16]), cString(h[16:32]), at, little.Uint64(h[32:]), little.Uint64(h[40:])})
	}
	return nil
}

func (o *object) readSymbols(c command) error {
	if o.symtab != 0 || c.size < 24 {
		return errors.New("bad LC_SYMTAB")
	}
	o.symtab = c.offset
	h := o.file[c.offset:]
	at, count := uint64(little.Uint32(h[8:])), uint64(little.Uint32(h[12:]))
	text, textSize := uint64(little.Uint32(h[16:])), uint64(little.Uint32(h[20:]))
	size := uint64(len(o.file))
	if at+count*symbolSize > size || text+textSize > size {
		return errors.New("symbol table beyond the end of the file")
	}
	names := o.file[text : text+textSize]
	for i := range count {
		e := o.file[at+i*symbolSize:]
		name := little.Uint32(e)
		if uint64(name) >= textSize && name != 0 {
			return fmt.Errorf("symbol %d: name beyond the string table", i)
		}
		var s symbol
		if uint64(name) < textSize {
			s.name = cString(names[name:])
		}
		s.kind, s.section, s.desc, s.value = e[4], e[5], little.Uint16(e[6:]), little.Uint64(e[8:])
		o.symbols = append(o.symbols, s)
	}
	return nil
}

// find returns the symbol with this name, or nil.
func (o *object) find(name string) *symbol {
	for i := range o.symbols {
		if s := &o.symbols[i]; s.name == name && !s.isStab() {
			return s
		}
	}
	return nil
}

// distanceToNext returns how many bytes after a symbol the next one in its section is, or 0.
func (o *object) distanceToNext(name string) uint64 {
	s := o.find(name)
	if s == nil || !s.isDefined() {
		return 0
	}
	distance := uint64(0)
	for _, other := range o.symbols {
		if other.isDefined() && other.section == s.section && other.value > s.value {
			if d := other.value - s.value; distance == 0 || d < distance {
				distance = d
			}
		}
	}
	return distance
}

// globalize gives a defined symbol another name and makes it visible to the other objects, but not outside the library.
func (o *object) globalize(name, to string) error {
	s := o.find(name)
	if s == nil || !s.isDefined() {
		return fmt.Errorf("no %s", name)
	}
	s.name = to
	s.kind |= symbolExternal | symbolPrivate
	return nil
}

// redirect makes the object refer to another symbol.
func (o *object) redirect(name, to string) error {
	s := o.find(name)
	if s == nil || !s.isUndefined() {
		return fmt.Errorf("no use of %s", name)
	}
	s.name = to
	return nil
}

// hide makes every symbol invisible outside the library that isPublic does not accept.
func (o *object) hide(isPublic func(name string) bool) {
	for i := range o.symbols {
		s := &o.symbols[i]
		if !s.isStab() && !s.isUndefined() && s.kind&symbolExternal != 0 && !isPublic(s.name) {
			s.kind |= symbolPrivate
		}
	}
}

// dropInitializers makes the section with the addresses of initializers an ordinary one.
func (o *object) dropInitializers() error {
	dropped := 0
	for i := range o.sections {
		s := &o.sections[i]
		flags := little.Uint32(o.file[s.header+64:])
		if flags&sectionTypeMask != sectionModInit {
			continue
		}
		little.PutUint32(o.file[s.header+64:], flags&^sectionTypeMask)
		s.name = "__go_entry"
		clear(o.file[s.header : s.header+16])
		copy(o.file[s.header:], s.name)
		dropped++
	}
	if dropped != 1 {
		return fmt.Errorf("%d sections of initializers, expected one", dropped)
	}
	return nil
}

// addBounds adds symbols for the first byte of a section and the byte after its last one.
func (o *object) addBounds(segment, name, start, end string) error {
	for i, s := range o.sections {
		if s.segment != segment || s.name != name {
			continue
		}
		kind := byte(symbolSect | symbolExternal | symbolPrivate)
		o.symbols = append(o.symbols,
			symbol{start, kind, byte(i + 1), 0, s.addr}, symbol{end, kind, byte(i + 1), 0, s.addr + s.size})
		return nil
	}
	return fmt.Errorf("no section %s,%s", segment, name)
}

// write returns the file with the changed symbols.
func (o *object) write() []byte {
	if o.symtab == 0 {
		return o.file
	}
	var table, names bytes.Buffer
	names.WriteByte(0)
	offsets := map[string]uint32{"": 0}
	for _, s := range o.symbols {
		offset, known := offsets[s.name]
		if !known {
			offset = uint32(names.Len())
			offsets[s.name] = offset
			names.WriteString(s.name)
			names.WriteByte(0)
		}
		var e [symbolSize]byte
		little.PutUint32(e[:], offset)
		e[4], e[5] = s.kind, s.section
		little.PutUint16(e[6:], s.desc)
		little.PutUint64(e[8:], s.value)
		table.Write(e[:])
	}
	file := bytes.Clone(o.file)
	for len(file)%8 != 0 {
		file = append(file, 0)
	}
	h := file[o.symtab:]
	little.PutUint32(h[8:], uint32(len(file)))
	little.PutUint32(h[12:], uint32(len(o.symbols)))
	little.PutUint32(h[16:], uint32(len(file)+table.Len()))
	little.PutUint32(h[20:], uint32(names.Len()))
	file = append(file, table.Bytes()...)
	return append(file, names.Bytes()...)
}

// isPublic reports whether the header declares the function with this symbol. Names of the library's own have two
// underscores after the prefix.
func isPublic(name string) bool {
	return strings.HasPrefix(name, "_psutil_") && !strings.HasPrefix(name, "_psutil__")
}
