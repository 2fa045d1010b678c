// Package layout reads fields of kernel structures from bytes, by offsets that layout/generate takes from the systems'
// headers. It needs neither cgo nor the system itself, so decoders are tested on any system. The structures are
// little-endian, as on every processor that macOS and FreeBSD are built for here.
package layout

import (
	"bytes"
	"encoding/binary"
	"unsafe"
)

// Field is the offset of a field of type T in a structure.
type Field[T any] int

// Integer is the type of a field with a number.
type Integer interface {
	int8 | uint8 | int16 | uint16 | int32 | uint32 | int64 | uint64
}

// Record is the bytes of one structure, and of what follows it.
type Record []byte

// Has reports whether the record contains a field: structures have grown from one version of a system to the next.
func Has[T any](r Record, f Field[T]) bool { return Bytes(r, f) != nil }

// Bytes returns the bytes of a field, nil if the record ends before its end.
func Bytes[T any](r Record, f Field[T]) []byte {
	size := size[T]()
	if f < 0 || int(f) > len(r) || size > len(r)-int(f) {
		return nil
	}
	return r[int(f) : int(f)+size]
}

// size returns the size of T in C: that of an array of numbers, or of a number, which Go and C share.
func size[T any]() int {
	var none T
	return int(unsafe.Sizeof(none))
}

// Get returns the number in a field, 0 if the record ends before its end.
func Get[T Integer](r Record, f Field[T]) T {
	b := Bytes(r, f)
	switch len(b) {
	case 1:
		return T(b[0])
	case 2:
		return T(binary.LittleEndian.Uint16(b))
	case 4:
		return T(binary.LittleEndian.Uint32(b))
	case 8:
		return T(binary.LittleEndian.Uint64(b))
	}
	return 0
}

// Text returns the text in a field up to its first NUL; text that fills its field has none.
func Text[T any](r Record, f Field[T]) string { return CString(Bytes(r, f)) }

// CString returns the bytes before the first NUL, all if there is none.
func CString(b []byte) string {
	text, _, _ := bytes.Cut(b, []byte{0})
	return string(text)
}

// Put stores a number in a field of a record that a test builds.
func Put[T Integer](r Record, f Field[T], value T) {
	for i, b := 0, Bytes(r, f); i < len(b); i++ {
		b[i] = byte(uint64(value) >> (8 * i))
	}
}
