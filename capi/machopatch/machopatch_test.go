package main

import (
	"bytes"
	"debug/macho"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ---- files that the tests are for

type testSection struct {
	segment, name string
	flags         uint32
	content       []byte
}

const (
	local    = symbolSect
	global   = symbolSect | symbolExternal
	hidden   = symbolSect | symbolExternal | symbolPrivate
	undefExt = symbolUndef | symbolExternal
)

// buildObject returns an object file with sections and symbols.
func buildObject(sections []testSection, symbols []symbol) []byte {
	segment := segmentSize + sectionSize*len(sections)
	header := make([]byte, headerSize)
	for i, v := range []uint32{magic64, 0x0100000c, 0, typeObject, 2, uint32(segment + 24), 0, 0} {
		little.PutUint32(header[4*i:], v)
	}
	seg := make([]byte, segment)
	little.PutUint32(seg, cmdSegment64)
	little.PutUint32(seg[4:], uint32(segment))
	little.PutUint32(seg[64:], uint32(len(sections)))
	at, addr := uint32(headerSize+segment+24), uint64(0)
	var content []byte
	for i, s := range sections {
		h := seg[segmentSize+sectionSize*i:]
		copy(h[:16], s.name)
		copy(h[16:32], s.segment)
		little.PutUint64(h[32:], addr)
		little.PutUint64(h[40:], uint64(len(s.content)))
		little.PutUint32(h[48:], at+uint32(len(content)))
		little.PutUint32(h[64:], s.flags)
		content = append(content, s.content...)
		addr += uint64(len(s.content))
	}
	little.PutUint64(seg[40:], uint64(at))
	little.PutUint64(seg[48:], uint64(len(content)))
	symtab := make([]byte, 24)
	little.PutUint32(symtab, cmdSymtab)
	little.PutUint32(symtab[4:], 24)
	file := slices.Concat(header, seg, symtab, content)
	o := &object{file: file, symtab: uint32(headerSize + segment), symbols: symbols}
	return o.write()
}

// goObject returns an object with what patchGo expects of Go's.
func goObject() []byte {
	data := make([]byte, 32*24+8)
	sections := []testSection{
		{"__TEXT", "__text", 0, make([]byte, 16)},
		{"__DATA", "__go_buildinfo", 0, make([]byte, 8)},
		{"__DATA", "__go_module", 0, make([]byte, 24)},
		{"__DATA", "__noptrdata", 0, make([]byte, 8)},
		{"__DATA", "__mod_init_func", sectionModInit, make([]byte, 8)},
		{"__DATA", "__data", 0, data},
		{"__DATA", "__bss", 0, make([]byte, 8)},
		{"__DATA", "__noptrbss", 0, make([]byte, 8)},
	}
	return buildObject(sections, []symbol{
		{"__rt0_arm64_darwin_lib", local, 1, 0, 8},
		{"_runtime.text", local, 1, 0, 0},
		{"_runtime.etext", local, 1, 0, 16},
		{"_runtime.sigtable", local, 6, 0, 64},
		{"_runtime.other", local, 6, 0, 64 + 32*24},
		{"_runtime.scavenger", local, 7, 0, 840},
		{"_setrlimit", undefExt, 0, 0, 0},
		{"__cgoexp_psutil__go_x", global, 1, 0, 4},
		{"_psutil_pids", global, 1, 0, 4},
	})
}

// cgoObjects returns objects with what patchObject expects of runtime/cgo and go-pointer.
func cgoObjects() map[string][]byte {
	text := []testSection{{"__TEXT", "__text", 0, make([]byte, 8)}}
	defined := func(name string) symbol { return symbol{name, global, 1, 0, 0} }
	static := func(name string) symbol { return symbol{name, local, 1, 0, 0} }
	undefined := func(name string) symbol { return symbol{name, undefExt, 0, 0, 0} }
	return map[string][]byte{
		"1.o": buildObject(text, []symbol{static("_runtime_init_done"), static("_runtime_init_mu"), static("_runtime_init_cond"),
			defined("__cgo_try_pthread_create"), undefined("_pthread_create"), undefined("_pthread_attr_init")}),
		"2.o": buildObject(text, []symbol{defined("__cgo_sys_thread_start"), undefined("_pthread_attr_init"),
			undefined("_pthread_get_stacksize_np"), undefined("_free")}),
		"3.o": buildObject(text, []symbol{defined("_x_cgo_thread_start"), undefined("_malloc")}),
		"4.o": buildObject(text, []symbol{defined("__cgo_0123abcd_Cfunc__Cmalloc"), undefined("_malloc")}),
	}
}

// allObjects returns the names and the content of all of a link's objects.
func allObjects() (names []string, files [][]byte) {
	objects := cgoObjects()
	objects["tmp/go.o"] = goObject()
	for name := range objects {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		files = append(files, objects[name])
	}
	return names, files
}

// symbolsOf reads a file with the standard library and returns its symbols by name, each with its type and address.
func symbolsOf(t *testing.T, file []byte) map[string]string {
	t.Helper()
	f, err := macho.NewFile(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, s := range f.Symtab.Syms {
		found[s.Name] = fmt.Sprintf("%#x %d %#x", s.Type, s.Sect, s.Value)
	}
	return found
}

// buildDylib returns a library with these exports, with room for another load command or without.
func buildDylib(exports []string, room int) []byte {
	var entries []export
	var table, names bytes.Buffer
	names.WriteByte(0)
	for i, name := range exports {
		entries = append(entries, export{name, []byte{0, byte(i)}})
		e := make([]byte, symbolSize)
		little.PutUint32(e, uint32(names.Len()))
		e[4], e[5] = global, 1
		little.PutUint64(e[8:], uint64(i))
		table.Write(e)
		names.WriteString(name + "\x00")
	}
	trie := writeTrie(entries)
	indirect := make([]byte, 4*len(exports)+4)
	for i := range exports {
		little.PutUint32(indirect[4*i:], uint32(i))
	}
	little.PutUint32(indirect[4*len(exports):], indirectLocal)
	commandsSize := 2*segmentSize + sectionSize + 24 + 80 + 48
	content := headerSize + commandsSize + room
	linkedit := content + 5000
	header := make([]byte, headerSize)
	for i, v := range []uint32{magic64, 0x01000007, 3, typeDylib, 5, uint32(commandsSize), 0, 0} {
		little.PutUint32(header[4*i:], v)
	}
	text := make([]byte, segmentSize+sectionSize)
	little.PutUint32(text, cmdSegment64)
	little.PutUint32(text[4:], uint32(len(text)))
	copy(text[8:], "__TEXT")
	little.PutUint64(text[48:], uint64(linkedit))
	little.PutUint32(text[64:], 1)
	copy(text[segmentSize:], "__text")
	little.PutUint32(text[segmentSize+48:], uint32(content))
	last := make([]byte, segmentSize)
	little.PutUint32(last, cmdSegment64)
	little.PutUint32(last[4:], segmentSize)
	copy(last[8:], "__LINKEDIT")
	little.PutUint64(last[40:], uint64(linkedit))
	at := uint32(linkedit)
	place := func(b []byte) uint32 { at += uint32(len(b)); return at - uint32(len(b)) }
	symtab := make([]byte, 24)
	for i, v := range []uint32{cmdSymtab, 24, place(table.Bytes()), uint32(len(exports)), place(names.Bytes()), uint32(names.Len())} {
		little.PutUint32(symtab[4*i:], v)
	}
	dysymtab := make([]byte, 80)
	little.PutUint32(dysymtab, cmdDysymtab)
	little.PutUint32(dysymtab[4:], 80)
	little.PutUint32(dysymtab[20:], uint32(len(exports)))
	little.PutUint32(dysymtab[24:], uint32(len(exports)))
	little.PutUint32(dysymtab[56:], place(indirect))
	little.PutUint32(dysymtab[60:], uint32(len(exports)+1))
	info := make([]byte, 48)
	little.PutUint32(info, cmdDyldInfoOnly)
	little.PutUint32(info[4:], 48)
	little.PutUint32(info[40:], place(trie))
	little.PutUint32(info[44:], uint32(len(trie)))
	file := slices.Concat(header, text, last, symtab, dysymtab, info)
	file = append(file, make([]byte, linkedit-len(file))...)
	return slices.Concat(file, table.Bytes(), names.Bytes(), indirect, trie)
}

// ---- objects

func TestObjectsOfALink(t *testing.T) {
	names, files := allObjects()
	changed, err := patchObjects(names, files)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]map[string]string{}
	for i, name := range names {
		found[name] = symbolsOf(t, changed[i])
	}
	for _, want := range []struct{ object, symbol, value string }{
		{"tmp/go.o", "_psutil__go_entry", fmt.Sprintf("%#x 1 0x8", hidden)},
		{"tmp/go.o", "_psutil__go_sigtable", fmt.Sprintf("%#x 6 0x40", hidden)},
		{"tmp/go.o", "_psutil__go_text_end", fmt.Sprintf("%#x 1 0x10", hidden)},
		{"tmp/go.o", "_psutil__keep_limit", fmt.Sprintf("%#x 0 0x0", undefExt)},
		{"tmp/go.o", "_psutil__go_go_module_start", fmt.Sprintf("%#x 3 0x18", hidden)},
		{"tmp/go.o", "_psutil__go_go_module_end", fmt.Sprintf("%#x 3 0x30", hidden)},
		{"tmp/go.o", "_psutil__go_noptrbss_end", fmt.Sprintf("%#x 8 0x358", hidden)},
		{"tmp/go.o", "__cgoexp_psutil__go_x", fmt.Sprintf("%#x 1 0x4", hidden)},
		{"tmp/go.o", "_psutil_pids", fmt.Sprintf("%#x 1 0x4", global)},
		{"1.o", "_psutil__cgo_runtime_init_done", fmt.Sprintf("%#x 1 0x0", hidden)},
		{"1.o", "_psutil__create_go_thread", fmt.Sprintf("%#x 0 0x0", undefExt)},
		{"2.o", "_psutil__go_stack_size", fmt.Sprintf("%#x 0 0x0", undefExt)},
		{"3.o", "_psutil__allocate_for_cgo", fmt.Sprintf("%#x 0 0x0", undefExt)},
		{"4.o", "_psutil__take_key", fmt.Sprintf("%#x 0 0x0", undefExt)},
	} {
		if got := found[want.object][want.symbol]; got != want.value {
			t.Errorf("%s: %s is %q, expected %q", want.object, want.symbol, got, want.value)
		}
	}
	f, err := macho.NewFile(bytes.NewReader(changed[slices.Index(names, "tmp/go.o")]))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range f.Sections {
		if s.Flags&sectionTypeMask == sectionModInit {
			t.Errorf("section %s still has initializers", s.Name)
		}
	}
}

// TestAnotherGoIsRefused removes, one at a time, each symbol that is needed: the build must fail.
func TestAnotherGoIsRefused(t *testing.T) {
	names, files := allObjects()
	removed := 0
	for i := range files {
		o, err := readObject(files[i])
		if err != nil {
			t.Fatal(err)
		}
		for k, s := range o.symbols {
			switch s.name {
			case "__cgoexp_psutil__go_x", "_psutil_pids", "_runtime.other":
				continue // not needed
			}
			without := *o
			without.symbols = slices.Delete(slices.Clone(o.symbols), k, k+1)
			changed := slices.Clone(files)
			changed[i] = without.write()
			if _, err := patchObjects(names, changed); err == nil {
				t.Errorf("%s: links without %s", names[i], s.name)
			}
			removed++
		}
	}
	if removed != 20 {
		t.Errorf("%d symbols were removed, expected 20", removed)
	}
}

func TestUnknownSectionIsRefused(t *testing.T) {
	o, err := readObject(buildObject([]testSection{
		{"__DATA", "__mod_init_func", sectionModInit, make([]byte, 8)}, {"__DATA", "__new", 0, make([]byte, 8)},
	}, nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := patchGo(o); err == nil {
		t.Error("no error")
	}
}

func TestFlagTestsOfGoAreLeftAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trivial.o")
	if err := os.WriteFile(file, []byte("not an object"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"objects", "-Wl,-x", file}); err != nil {
		t.Error(err)
	}
}

// ---- libraries

func TestExportsRoundTrip(t *testing.T) {
	var exports []export
	for i := range 300 {
		exports = append(exports, export{fmt.Sprintf("_psutil_%c%d", 'a'+i%26, i), []byte{0, byte(i), 1}})
	}
	exports = append(exports, export{"_psutil", []byte{7}}, export{"_psutil_a", []byte{8}}, export{"x", []byte{9}})
	got, err := readTrie(writeTrie(exports))
	if err != nil {
		t.Fatal(err)
	}
	order := func(a, b export) int { return strings.Compare(a.name, b.name) }
	slices.SortFunc(got, order)
	slices.SortFunc(exports, order)
	if !slices.EqualFunc(got, exports, func(a, b export) bool { return a.name == b.name && bytes.Equal(a.info, b.info) }) {
		t.Errorf("%d exports differ from %d", len(got), len(exports))
	}
}

func TestFinishedLibrary(t *testing.T) {
	exports := []string{"__mh_dylib_header", "_psutil_pids", "___dso_handle", "_psutil_process_new", "_psutil__go_x"}
	for _, room := range []int{16, 64} {
		file, err := finish(buildDylib(exports, room), "libpsutil.1.dylib")
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range symbolsOf(t, file) {
			want := fmt.Sprintf("%#x 1 %#x", symbolSect|symbolPrivate, slices.Index(exports, name))
			if isPublic(name) {
				want = fmt.Sprintf("%#x 1 %#x", global, slices.Index(exports, name))
			}
			if value != want {
				t.Errorf("%s is %q, expected %q", name, value, want)
			}
		}
		f, err := macho.NewFile(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if d := f.Dysymtab; d.Nlocalsym != 3 || d.Iextdefsym != 3 || d.Nextdefsym != 2 {
			t.Errorf("%d local symbols, %d external ones from %d", d.Nlocalsym, d.Nextdefsym, d.Iextdefsym)
		}
		var indirect []string
		for _, i := range f.Dysymtab.IndirectSyms[:len(exports)] {
			indirect = append(indirect, f.Symtab.Syms[i].Name)
		}
		if !slices.Equal(indirect, exports) {
			t.Errorf("indirect symbols are %v", indirect)
		}
		segment := f.Segment("__LINKEDIT")
		if segment.Offset+segment.Filesz != uint64(len(file)) || segment.Memsz < segment.Filesz {
			t.Errorf("__LINKEDIT ends at %d of %d", segment.Offset+segment.Filesz, len(file))
		}
		// Signed again: the same bytes.
		again, err := finish(file, "libpsutil.1.dylib")
		if err != nil || !bytes.Equal(again, file) {
			t.Errorf("finished again: %v, the same %v", err, bytes.Equal(again, file))
		}
		for at := 40; at < len(file)-200; at += 997 {
			damaged := bytes.Clone(file)
			damaged[at] ^= 1
			if checkSignature(damaged) == nil {
				t.Errorf("byte %d changed, and the signature is right", at)
			}
		}
	}
	if _, err := finish(buildDylib(exports, 8), "x"); err == nil {
		t.Error("signed without room for a load command")
	}
}

func TestSignatureInLoadCommandsIsRefused(t *testing.T) {
	file, err := finish(buildDylib([]string{"_psutil_pids"}, 16), "x")
	if err != nil {
		t.Fatal(err)
	}
	l, err := readLayout(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, offset := range []uint32{0, l.signature, uint32(len(file)) + 1} {
		little.PutUint32(file[l.signature+8:], offset)
		if _, err := sign(file, "x"); err == nil {
			t.Errorf("a library whose signature is at %d is signed again", offset)
		}
	}
}

func TestUniversal(t *testing.T) {
	intel := buildDylib([]string{"_psutil_pids"}, 16)
	arm := bytes.Clone(intel)
	little.PutUint32(arm[4:], 0x0100000c)
	file, err := universal([][]byte{intel, arm})
	if err != nil {
		t.Fatal(err)
	}
	f, err := macho.NewFatFile(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]byte{intel, arm} {
		a := f.Arches[i]
		if a.Align != sliceBits || a.Offset%(1<<sliceBits) != 0 || !bytes.Equal(file[a.Offset:][:a.Size], want) {
			t.Errorf("slice %d: %+v", i, a.FatArchHeader)
		}
	}
	if _, err := universal([][]byte{intel, intel}); err == nil {
		t.Error("two libraries for the same processor are accepted")
	}
}

// ---- hostile files

func FuzzReadObject(f *testing.F) {
	f.Add(goObject())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, file []byte) {
		o, err := readObject(bytes.Clone(file))
		if err != nil {
			return
		}
		_ = patchObject(o, true, map[string]int{})
		if _, err := readObject(o.write()); err != nil {
			t.Errorf("written, and not readable: %v", err)
		}
	})
}

func FuzzFinish(f *testing.F) {
	f.Add(buildDylib([]string{"_psutil_pids", "_other"}, 32))
	f.Fuzz(func(_ *testing.T, file []byte) {
		if signed, err := finish(file, "x"); err == nil {
			_, _ = universal([][]byte{signed})
		}
	})
}

func FuzzReadTrie(f *testing.F) {
	f.Add(writeTrie([]export{{"_psutil_a", []byte{1}}, {"_psutil_b", []byte{2}}}))
	f.Fuzz(func(t *testing.T, trie []byte) {
		exports, err := readTrie(trie)
		if err != nil {
			return
		}
		again, err := readTrie(writeTrie(exports))
		if err == nil && len(again) > len(exports) {
			t.Errorf("%d exports became %d", len(exports), len(again))
		}
	})
}
