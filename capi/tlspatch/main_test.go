package main

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rela is a relocation of a library that build makes.
type rela struct {
	offset uint64
	kind   uint32
	addend int64
}

const (
	base   = 0x10000 // the address of the file's first byte, so that an address is not an offset
	slotAt = base + 0x400
)

type library struct {
	machine elf.Machine
	class   elf.Class
	needed  []string
	relas   []rela
	plt     []rela
	flags   elf.DynFlag
}

// build returns an ELF file with one loaded segment: headers, relocations at 0x100, those of the PLT at 0x200, strings
// at 0x300, the slot at 0x400 and the dynamic section at 0x500.
func build(t *testing.T, l library) []byte {
	t.Helper()
	const size = 0x700
	file := make([]byte, size)
	write := func(at int, data ...any) {
		var b bytes.Buffer
		for _, d := range data {
			if err := binary.Write(&b, binary.LittleEndian, d); err != nil {
				t.Fatal(err)
			}
		}
		copy(file[at:], b.Bytes())
	}
	header := elf.Header64{
		Type: uint16(elf.ET_DYN), Machine: uint16(l.machine), Version: 1, Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 2,
	}
	class := l.class
	if class == 0 {
		class = elf.ELFCLASS64
	}
	copy(header.Ident[:], "\x7fELF")
	header.Ident[elf.EI_CLASS], header.Ident[elf.EI_DATA] = byte(class), byte(elf.ELFDATA2LSB)
	header.Ident[elf.EI_VERSION] = 1
	write(0, header)
	write(64,
		elf.Prog64{Type: uint32(elf.PT_LOAD), Vaddr: base, Filesz: size, Memsz: size},
		elf.Prog64{Type: uint32(elf.PT_DYNAMIC), Off: 0x500, Vaddr: base + 0x500, Filesz: 0x200, Memsz: 0x200})
	for i, r := range l.relas {
		write(0x100+i*relaSize, r.offset, uint64(r.kind), r.addend)
	}
	for i, r := range l.plt {
		write(0x200+i*relaSize, r.offset, uint64(r.kind), r.addend)
	}
	names := "\x00"
	var dynamic []any
	for _, name := range l.needed {
		dynamic = append(dynamic, uint64(elf.DT_NEEDED), uint64(len(names)))
		names += name + "\x00"
	}
	write(0x300, []byte(names))
	write(slotAt-base, ^uint64(0))
	write(0x500, append(dynamic,
		uint64(elf.DT_STRTAB), uint64(base+0x300), uint64(elf.DT_STRSZ), uint64(len(names)),
		uint64(elf.DT_RELA), uint64(base+0x100), uint64(elf.DT_RELASZ), uint64(len(l.relas)*relaSize),
		uint64(elf.DT_JMPREL), uint64(base+0x200), uint64(elf.DT_PLTRELSZ), uint64(len(l.plt)*relaSize),
		uint64(elf.DT_FLAGS), uint64(l.flags))...)
	return file
}

var (
	relative   = rela{base + 0x410, uint32(elf.R_X86_64_RELATIVE), base}
	offset     = rela{slotAt, uint32(elf.R_X86_64_TPOFF64), 0x18}
	onARM      = rela{slotAt, uint32(elf.R_AARCH64_TLS_TPREL64), 0}
	musl       = []string{"libm.so", "libc.so"}
	alpine     = []string{"libc.musl-aarch64.so.1"}
	glibc      = []string{"libc.so.6"}
	dynFlags   = elf.DF_STATIC_TLS | elf.DF_SYMBOLIC
	someOffset = uint64(offset.kind)
)

func TestPatchReplacesTheRelocation(t *testing.T) {
	for name, test := range map[string]struct {
		library
		index int // of the relocation
		table int // where it is
		word  uint64
	}{
		"x86-64":         {library{machine: elf.EM_X86_64, needed: musl, relas: []rela{relative, offset, relative}, flags: dynFlags}, 1, 0x100, 32},
		"x86-64 in plt":  {library{machine: elf.EM_X86_64, needed: musl, relas: []rela{relative}, plt: []rela{offset}, flags: dynFlags}, 0, 0x200, 32},
		"arm64 (Alpine)": {library{machine: elf.EM_AARCH64, needed: alpine, relas: []rela{onARM}, flags: dynFlags}, 0, 0x100, 8},
	} {
		t.Run(name, func(t *testing.T) {
			before := build(t, test.library)
			after := bytes.Clone(before)
			if changed, err := patch(after); !changed || err != nil {
				t.Fatal(changed, err)
			}
			if got := binary.LittleEndian.Uint64(after[slotAt-base:]); got != test.word {
				t.Errorf("the slot has %d, expected %d", got, test.word)
			}
			at := test.table + test.index*relaSize
			if !bytes.Equal(after[at:at+relaSize], make([]byte, relaSize)) {
				t.Errorf("the relocation is % x", after[at:at+relaSize])
			}
			file, err := elf.NewFile(bytes.NewReader(after))
			if err != nil {
				t.Fatal(err)
			}
			dynamic, err := image{after, file.Progs}.dynamic()
			if err != nil {
				t.Fatal(err)
			}
			if flags := elf.DynFlag(dynamic.value(elf.DT_FLAGS)); flags != elf.DF_SYMBOLIC {
				t.Errorf("flags %v", flags)
			}
			different := 0
			for i := range before {
				if before[i] != after[i] {
					different++
				}
			}
			if different > relaSize+8+1 {
				t.Errorf("%d bytes differ", different)
			}
			if changed, err := patch(after); changed || err == nil {
				t.Error("a second time is an error: no relocation is left", changed, err)
			}
		})
	}
}

func TestPatchLeavesOthersAlone(t *testing.T) {
	for name, l := range map[string]library{
		"glibc":             {machine: elf.EM_X86_64, needed: glibc, relas: []rela{offset, offset}, flags: dynFlags},
		"without a library": {machine: elf.EM_X86_64, relas: []rela{offset}},
		"another processor": {machine: elf.EM_RISCV, needed: musl, relas: []rela{offset}},
	} {
		t.Run(name, func(t *testing.T) {
			before := build(t, l)
			after := bytes.Clone(before)
			if changed, err := patch(after); changed || err != nil || !bytes.Equal(before, after) {
				t.Error(changed, err)
			}
		})
	}
}

func TestPatchRefuses(t *testing.T) {
	x86 := func(relas ...rela) []byte {
		return build(t, library{machine: elf.EM_X86_64, needed: musl, relas: relas})
	}
	cut := func(file []byte, at int, value uint64) []byte {
		binary.LittleEndian.PutUint64(file[at:], value)
		return file
	}
	for name, test := range map[string]struct {
		file  []byte
		error string
	}{
		"no relocation":            {x86(relative), "0 relocations of type 18, expected 1"},
		"two relocations":          {x86(offset, offset), "2 relocations of type 18, expected 1"},
		"a slot outside":           {x86(rela{base + 0x10000, uint32(someOffset), 0}), "outside"},
		"a slot at the end":        {x86(rela{base + 0x6ff, uint32(someOffset), 0}), "outside"},
		"a segment beyond the end": {cut(x86(offset), 64+32, 1<<40)[:0x480], "outside"},
		"relocations outside":      {cut(x86(offset), 0x500+2*dynSize+2*dynSize+8, 1<<63), "outside"},
		"no ELF file":              {[]byte(strings.Repeat("#!/bin/sh\n", 20)), "bad magic number"},
	} {
		t.Run(name, func(t *testing.T) {
			if changed, err := patch(test.file); changed || err == nil || !strings.Contains(err.Error(), test.error) {
				t.Errorf("changed %v, error %v, expected one with %q", changed, err, test.error)
			}
		})
	}
}

func TestPatchFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.so")
	if err := os.WriteFile(path, build(t, library{machine: elf.EM_X86_64, needed: musl, relas: []rela{offset}}), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := patchFile(path); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(path); err != nil || binary.LittleEndian.Uint64(after[slotAt-base:]) != 32 {
		t.Error("the file is unchanged", err)
	}
	if err := patchFile(path); err == nil {
		t.Error("no error although no relocation is left")
	}
}
