//go:build linux

package linux

import (
	"encoding/binary"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// btfBuilder makes type information.
type btfBuilder struct{ types, strings []byte }

func (b *btfBuilder) words(numbers ...uint32) {
	for _, n := range numbers {
		b.types = binary.LittleEndian.AppendUint32(b.types, n)
	}
}

func (b *btfBuilder) text(s string) uint32 {
	if len(b.strings) == 0 {
		b.strings = append(b.strings, 0)
	}
	if s == "" {
		return 0
	}
	at := uint32(len(b.strings))
	b.strings = append(append(b.strings, s...), 0)
	return at
}

func (b *btfBuilder) bytes() []byte {
	out := []byte{0x9f, 0xeb, 1, 0}
	for _, n := range []uint32{24, 0, uint32(len(b.types)), uint32(len(b.types)), uint32(len(b.strings))} {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	return append(append(out, b.types...), b.strings...)
}

// smallBTF has an int, an array, a structure with an anonymous one inside, a typedef of it, a pointer, and a function.
func smallBTF() []byte {
	var b btfBuilder
	b.words(b.text("int"), btfInt<<24, 4, 32)                                                         // 1
	b.words(0, btfArray<<24, 0, 1, 1, 3)                                                              // 2: int[3]
	b.words(0, btfStruct<<24|1, 4, b.text("inner"), 1, 0)                                             // 3
	b.words(b.text("outer"), btfStruct<<24|3, 24, b.text("a"), 1, 0, 0, 3, 32, b.text("list"), 2, 64) // 4
	b.words(b.text("alias_t"), btfTypedef<<24, 4)                                                     // 5
	b.words(0, btfPointer<<24, 4)                                                                     // 6
	b.words(b.text("loop"), btfStruct<<24|1, 4, 0, 7, 0)                                              // 7: contains itself
	b.words(b.text("bpf_do"), btfFunction<<24, 0)                                                     // 8
	return b.bytes()
}

func TestSearchBTF(t *testing.T) {
	fields := []bpfField{
		{"outer", ""}, {"outer", "a"}, {"outer", "inner"}, {"outer", "list.[2]"}, {"alias_t", "inner"}, {"outer", "none"}, {"none", "a"},
		{"outer", "a.[1]"}, {"outer", "a.b"}, {"loop", "x"},
	}
	found, err := searchBTF(smallBTF(), fields, []string{"bpf_do", "bpf_none"})
	noError(t, "searchBTF", err)
	equal(t, "functions", found.functions, []int32{8, 0})
	for i, expected := range []btfField{
		{true, 0, 24, 4}, {true, 0, 4, 4}, {true, 4, 4, 4}, {true, 16, 4, 4}, {true, 4, 4, 5}, {}, {}, {}, {}, {},
	} {
		equal(t, fields[i].of+" "+fields[i].path, found.fields[i], expected)
	}
}

func TestTruncatedBTF(t *testing.T) {
	whole := smallBTF()
	for n := range len(whole) {
		_, err := searchBTF(whole[:n:n], []bpfField{{"outer", "a"}}, nil)
		equal(t, "code", platform.CodeOf(err), platform.OS)
	}
}

func FuzzSearchBTF(f *testing.F) {
	f.Add(smallBTF())
	fields := append([]bpfField{{"outer", "list.[2]"}, {"alias_t", "inner"}, {"loop", "x"}}, processesProgram.fields...)
	f.Fuzz(func(t *testing.T, b []byte) {
		found, err := searchBTF(b, fields, []string{"bpf_do"})
		if err != nil {
			return
		}
		if len(found.fields) != len(fields) || len(found.functions) != 1 {
			t.Fatal("not an answer for each question")
		}
	})
}

func TestFittedProgram(t *testing.T) {
	for _, p := range bpfPrograms {
		with := &btfAnswers{fields: make([]btfField, len(p.fields)), functions: make([]int32, len(p.functions)+1)}
		without := &btfAnswers{fields: make([]btfField, len(p.fields)), functions: with.functions}
		for i := range with.fields {
			with.fields[i] = btfField{true, 8, 4, 5}
		}
		options := []uint32{2, 1, 0}
		code := p.fitted(with, make([]int, len(p.maps)), options)
		equal(t, p.name+": length", len(code), len(p.code))
		invalid := 0
		for _, instruction := range p.fitted(without, make([]int, len(p.maps)), options) {
			invalid += boolToInt(instruction == bpfCall|bpfNoSuchHelper<<32)
		}
		if invalid == 0 {
			t.Errorf("%s: a kernel without the fields gets a valid program", p.name)
		}
	}
}

// The filter of names lets every wanted one pass, however short it is and wherever the strings end.
func TestBTFNames(t *testing.T) {
	for _, name := range []string{"a", "mm", "pid", "task", "bpf_iter_task_new"} {
		structs, functions := newBTFNames([]string{name}, nil), newBTFNames(nil, []string{name})
		for _, behind := range []string{"\x00", "\x00other\x00", "\x00\xff\xff\xff\xff\xff\xff\xff"} {
			begin := binary.LittleEndian.Uint64([]byte(name + behind + "\x00\x00\x00\x00\x00\x00\x00"))
			equal(t, name+behind, structs.mayHave(&btfKinds[btfStruct], begin), true)
			equal(t, name+behind, structs.mayHave(&btfKinds[btfTypedef], begin), true)
			equal(t, name+behind, functions.mayHave(&btfKinds[btfFunction], begin), true)
			equal(t, name+behind, structs.mayHave(&btfKinds[btfFunction], begin), false)
			equal(t, name+behind, structs.mayHave(&btfKinds[btfPointer], begin), false)
		}
	}
}
