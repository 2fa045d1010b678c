package windows

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// captured returns an answer that a system call gave under Wine 10; see TestCapture.
func captured(t testing.TB, name string) *buffer {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name + ".bin")
	if err != nil {
		t.Fatal(err)
	}
	return &buffer{bytes: content[8:], address: binary.LittleEndian.Uint64(content)}
}

// testAddress is where built buffers begin in memory.
const testAddress = 0x7ff0_0000_1000

// builder builds an answer at the offsets of the documented layouts.
type builder struct{ bytes []byte }

func build(size int) *builder { return &builder{make([]byte, size)} }

func (b *builder) put8(offset int, v uint8) *builder { b.bytes[offset] = v; return b }
func (b *builder) put16(offset int, v uint16) *builder {
	binary.LittleEndian.PutUint16(b.bytes[offset:], v)
	return b
}
func (b *builder) put32(offset int, v uint32) *builder {
	binary.LittleEndian.PutUint32(b.bytes[offset:], v)
	return b
}
func (b *builder) put64(offset int, v uint64) *builder {
	binary.LittleEndian.PutUint64(b.bytes[offset:], v)
	return b
}
func (b *builder) put(offset int, v ...byte) *builder { copy(b.bytes[offset:], v); return b }

// point writes a pointer to another offset.
func (b *builder) point(offset, target int) *builder {
	return b.put64(offset, testAddress+uint64(target))
}

// text appends a NUL-terminated string and writes a pointer to it.
func (b *builder) text(offset int, text string) *builder {
	b.point(offset, len(b.bytes))
	b.bytes = append(append(b.bytes, utf16Bytes(text)...), 0, 0)
	return b
}

func (b *builder) buffer() *buffer { return &buffer{bytes: b.bytes, address: testAddress} }

const na = platform.NA

var nan = math.NaN()

// equal compares by the printed form, in which NaN equals NaN.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s = %#v, want %#v", what, got, want)
	}
}

// decoded checks that a buffer was decoded without finding it malformed.
func decoded(t *testing.T, b *buffer) {
	t.Helper()
	if err := b.err("answer"); err != nil {
		t.Error(err)
	}
}

// malformed checks that a buffer was found malformed, which is an error with a number.
func malformed(t *testing.T, what string, b *buffer) {
	t.Helper()
	err := b.err(what)
	if e, ok := err.(*platform.Error); !ok || e.Code != platform.OS || e.OSError != errnoInvalidData || e.What != what {
		t.Errorf("%s: %#v, want an error about a malformed answer", what, err)
	}
}

func TestBufferReadsOutsideAreMalformed(t *testing.T) {
	for what, read := range map[string]func(*buffer){
		"uint8": func(b *buffer) { b.uint8(8) }, "uint16": func(b *buffer) { b.uint16(7) }, "uint32": func(b *buffer) { b.uint32(5) },
		"uint64": func(b *buffer) { b.uint64(1) }, "a negative offset": func(b *buffer) { b.uint32(-1) },
		"a negative length": func(b *buffer) { b.slice(0, -1) }, "a length that overflows": func(b *buffer) { b.slice(1, 1<<63-1) },
		"a pointer before the buffer": func(b *buffer) { b.follow(0) },
	} {
		b := build(8).put64(0, testAddress-1).buffer()
		read(b)
		malformed(t, what, b)
	}
	b := build(8).put64(0, testAddress+8).buffer()
	b.text(0)
	malformed(t, "a pointer behind the buffer", b)
	b = build(10).point(0, 8).put16(8, 'x').buffer()
	equal(t, "a string without an end", b.text(0), "x")
	malformed(t, "a string without an end", b)
	b = build(8).put64(0, 1<<63).buffer()
	equal(t, "a negative number", b.int64(0), 0)
	malformed(t, "a negative number", b)
}

func TestBufferStrings(t *testing.T) {
	b := build(24).text(0, "Größe 日本 😀").buffer()
	equal(t, "text", b.text(0), "Größe 日本 😀")
	equal(t, "NULL", b.text(8), "")
	b = build(16).put16(0, 6).put16(2, 8).text(8, "abcd").buffer()
	equal(t, "UNICODE_STRING", b.unicodeString(0), "abc")
	equal(t, "an empty UNICODE_STRING", build(16).buffer().unicodeString(0), "")
	decoded(t, b)
	b = build(16).put16(0, 6).buffer()
	equal(t, "a UNICODE_STRING without text", b.unicodeString(0), "")
	malformed(t, "a UNICODE_STRING without text", b)
}
