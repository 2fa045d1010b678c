package windows

import (
	"encoding/binary"
	"unicode/utf16"
)

// decodeUTF16 converts little-endian UTF-16 to UTF-8. A surrogate without its pair becomes U+FFFD. An odd last byte is ignored.
func decodeUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// cutUTF16 is decodeUTF16 up to the first NUL. It reports whether there is one.
func cutUTF16(b []byte) (text string, terminated bool) {
	for i := 0; i+1 < len(b); i += 2 {
		if b[i] == 0 && b[i+1] == 0 {
			return decodeUTF16(b[:i]), true
		}
	}
	return decodeUTF16(b), false
}
