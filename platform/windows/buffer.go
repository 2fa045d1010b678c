package windows

import (
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
)

// buffer is what a system call has written. A read outside of its bytes returns zero values and marks the buffer as
// malformed.
type buffer struct {
	bytes     []byte
	address   uint64 // where bytes begin in memory, for the pointers among them
	malformed bool
}

// errnoInvalidData is ERROR_INVALID_DATA, the OSError of a malformed answer.
const errnoInvalidData = 13

// err returns the error of a malformed answer of the call what, or nil.
func (b *buffer) err(what string) error {
	if !b.malformed {
		return nil
	}
	return malformedAnswer(what)
}

func malformedAnswer(what string) *platform.Error {
	e := platform.NewError(platform.OS, what, "the answer is malformed")
	e.OSError = errnoInvalidData
	return e
}

// slice returns n bytes from an offset, or nil.
func (b *buffer) slice(offset, n int) []byte {
	if offset < 0 || n < 0 || offset > len(b.bytes) || n > len(b.bytes)-offset {
		b.malformed = true
		return nil
	}
	return b.bytes[offset : offset+n]
}

func (b *buffer) uint8(offset int) uint8 {
	if field := b.slice(offset, 1); field != nil {
		return field[0]
	}
	return 0
}

func (b *buffer) uint16(offset int) uint16 {
	if field := b.slice(offset, 2); field != nil {
		return binary.LittleEndian.Uint16(field)
	}
	return 0
}

func (b *buffer) uint32(offset int) uint32 {
	if field := b.slice(offset, 4); field != nil {
		return binary.LittleEndian.Uint32(field)
	}
	return 0
}

func (b *buffer) uint64(offset int) uint64 {
	if field := b.slice(offset, 8); field != nil {
		return binary.LittleEndian.Uint64(field)
	}
	return 0
}

// int64 returns a 64-bit number. One with the highest bit set counts as malformed: no counter, size or time is
// negative.
func (b *buffer) int64(offset int) int64 {
	n := int64(b.uint64(offset))
	if n < 0 {
		b.malformed = true
		return 0
	}
	return n
}

// follow returns the offset that the pointer at an offset points to; false for NULL and for a pointer out of the
// buffer, which counts as malformed.
func (b *buffer) follow(offset int) (target int, ok bool) {
	pointer := b.uint64(offset)
	if pointer == 0 {
		return 0, false
	}
	if pointer < b.address || pointer-b.address >= uint64(len(b.bytes)) {
		b.malformed = true
		return 0, false
	}
	return int(pointer - b.address), true
}

// text returns the NUL-terminated UTF-16 string that the pointer at an offset points to, "" for NULL.
func (b *buffer) text(offset int) string {
	target, ok := b.follow(offset)
	if !ok {
		return ""
	}
	text, terminated := cutUTF16(b.bytes[target:])
	if !terminated {
		b.malformed = true
	}
	return text
}

// unicodeString returns the UNICODE_STRING at an offset: its length and capacity in bytes, then a pointer.
func (b *buffer) unicodeString(offset int) string { return decodeUTF16(b.unicodeBytes(offset)) }

// unicodeBytes returns the UNICODE_STRING at an offset as UTF-16.
func (b *buffer) unicodeBytes(offset int) []byte {
	length := int(b.uint16(offset))
	if length == 0 {
		return nil
	}
	target, ok := b.follow(offset + 8)
	if !ok {
		b.malformed = true
		return nil
	}
	return b.slice(target, length)
}
