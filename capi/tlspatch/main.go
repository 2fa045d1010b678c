// Command tlspatch makes a library that is linked with musl fit for dlopen.
//
// Go keeps its pointer to the current goroutine in a thread-local variable of the initial-exec model: a relocation asks
// the loader for the variable's offset from the thread pointer. musl refuses such a relocation in a library that dlopen
// opens (golang/go #54805). The command removes it, and writes the offset of a word that every thread has and musl does
// not use where the loader would have written the variable's. C code that names the variable uses the word, too
// (PSUTIL__SHARED_WORD in runtime_unix.h).
//
//	tlspatch LIBRARY
//
// A library for another C library, or for a processor without such a word, stays as it is. Another number of such
// relocations than one is an error: Go, or the C code, then has a variable that the command does not know.
package main

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
)

// words are, for each processor, the relocation for the offset of a thread-local variable, and the offset of the unused
// word from the thread pointer: on x86-64 sysinfo in struct pthread, which only i386 uses; on arm64 a word that the ABI
// reserves.
var words = map[elf.Machine]struct {
	relocation uint32
	offset     uint64
}{
	elf.EM_X86_64:  {uint32(elf.R_X86_64_TPOFF64), 32},
	elf.EM_AARCH64: {uint32(elf.R_AARCH64_TLS_TPREL64), 8},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: tlspatch LIBRARY")
		os.Exit(2)
	}
	if err := patchFile(os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "tlspatch: %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

func patchFile(path string) error {
	library, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := patch(library)
	if err != nil || !changed {
		return err
	}
	return os.WriteFile(path, library, 0o755)
}

const (
	relaSize = 24 // of an Elf64_Rela: offset, info, addend
	dynSize  = 16 // of an Elf64_Dyn: tag, value
)

// patch changes a library in place, and returns whether it did.
func patch(library []byte) (bool, error) {
	file, err := elf.NewFile(bytes.NewReader(library))
	if err != nil {
		return false, err
	}
	word, known := words[file.Machine]
	if !known || file.Class != elf.ELFCLASS64 || file.ByteOrder != binary.LittleEndian {
		return false, nil
	}
	image := image{library, file.Progs}
	dynamic, err := image.dynamic()
	if err != nil {
		return false, err
	}
	if musl, err := image.needsMusl(dynamic); err != nil || !musl {
		return false, err
	}

	var slots [][]byte
	for _, table := range []struct{ address, size elf.DynTag }{{elf.DT_RELA, elf.DT_RELASZ}, {elf.DT_JMPREL, elf.DT_PLTRELSZ}} {
		relocations, err := image.at(dynamic.value(table.address), dynamic.value(table.size))
		if err != nil {
			return false, err
		}
		for ; len(relocations) >= relaSize; relocations = relocations[relaSize:] {
			if binary.LittleEndian.Uint32(relocations[8:]) != word.relocation {
				continue
			}
			slot, err := image.at(binary.LittleEndian.Uint64(relocations), 8)
			if err != nil {
				return false, err
			}
			slots = append(slots, slot)
			clear(relocations[:relaSize]) // type 0 is R_*_NONE
		}
	}
	if len(slots) != 1 {
		return false, fmt.Errorf("%d relocations of type %d, expected 1", len(slots), word.relocation)
	}
	binary.LittleEndian.PutUint64(slots[0], word.offset)
	for _, entry := range dynamic {
		if entry.tag() == elf.DT_FLAGS {
			entry.set(entry.value() &^ uint64(elf.DF_STATIC_TLS))
		}
	}
	return true, nil
}

// image finds the bytes of a file by the address at which they are loaded.
type image struct {
	bytes    []byte
	segments []*elf.Prog
}

var errOutside = errors.New("an address is outside the file's segments")

// at returns size bytes at an address; none if size is 0.
func (i image) at(address, size uint64) ([]byte, error) {
	if size == 0 {
		return nil, nil
	}
	for _, s := range i.segments {
		if s.Type != elf.PT_LOAD || address < s.Vaddr || address-s.Vaddr > s.Filesz || size > s.Filesz-(address-s.Vaddr) {
			continue
		}
		start := s.Off + (address - s.Vaddr)
		if start > uint64(len(i.bytes)) || size > uint64(len(i.bytes))-start {
			return nil, errOutside
		}
		return i.bytes[start : start+size : start+size], nil
	}
	return nil, errOutside
}

// entry is an entry of the dynamic section.
type entry []byte

func (e entry) tag() elf.DynTag { return elf.DynTag(binary.LittleEndian.Uint64(e)) }
func (e entry) value() uint64   { return binary.LittleEndian.Uint64(e[8:]) }
func (e entry) set(v uint64)    { binary.LittleEndian.PutUint64(e[8:], v) }

type entries []entry

// value returns the value of a tag, or 0 without one.
func (es entries) value(tag elf.DynTag) uint64 {
	for _, e := range es {
		if e.tag() == tag {
			return e.value()
		}
	}
	return 0
}

func (i image) dynamic() (entries, error) {
	for _, s := range i.segments {
		if s.Type != elf.PT_DYNAMIC {
			continue
		}
		section, err := i.at(s.Vaddr, s.Filesz)
		if err != nil {
			return nil, err
		}
		var found entries
		for ; len(section) >= dynSize; section = section[dynSize:] {
			found = append(found, entry(section[:dynSize]))
		}
		return found, nil
	}
	return nil, errors.New("no dynamic section")
}

// needsMusl returns whether the library is linked with musl, whose file is libc.so or libc.musl-x86_64.so.1.
func (i image) needsMusl(dynamic entries) (bool, error) {
	size := dynamic.value(elf.DT_STRSZ)
	names, err := i.at(dynamic.value(elf.DT_STRTAB), size)
	if err != nil {
		return false, err
	}
	for _, e := range dynamic {
		if e.tag() != elf.DT_NEEDED {
			continue
		}
		if e.value() >= size {
			return false, errOutside
		}
		name, _, _ := strings.Cut(string(names[e.value():]), "\x00")
		if name == "libc.so" || strings.HasPrefix(name, "libc.musl-") {
			return true, nil
		}
	}
	return false, nil
}
