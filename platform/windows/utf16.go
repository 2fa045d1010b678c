package windows

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// Windows stores names as 16-bit units that need not be valid UTF-16. Strings are WTF-8: UTF-8, in which a surrogate
// without its pair is encoded like any other code point, in three bytes. The conversion loses nothing in either
// direction, so that a path can be given back to the system.

const (
	surrogateMin     = 0xD800
	lowSurrogateMin  = 0xDC00
	surrogateMax     = 0xDFFF
	surrogateFirstOf = 0xED // the first byte of a surrogate's three
)

// appendUTF16 appends little-endian UTF-16 to dst as WTF-8. An odd last byte is ignored.
func appendUTF16(dst, b []byte) []byte {
	for i := 0; i+1 < len(b); i += 2 {
		r := rune(binary.LittleEndian.Uint16(b[i:]))
		switch {
		case r < utf8.RuneSelf:
			dst = append(dst, byte(r))
			continue
		case r >= surrogateMin && r <= surrogateMax:
			if i+3 < len(b) {
				if pair := utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(b[i+2:]))); pair != utf8.RuneError {
					dst = utf8.AppendRune(dst, pair)
					i += 2
					continue
				}
			}
			dst = append(dst, surrogateFirstOf, byte(0x80|r>>6&0x3F), byte(0x80|r&0x3F))
			continue
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// decodeUTF16 converts little-endian UTF-16 to WTF-8. An odd last byte is ignored.
func decodeUTF16(b []byte) string { return string(appendUTF16(nil, b)) }

// encodeUTF16 converts WTF-8 to UTF-16 without a terminator. A byte that is not part of a code point becomes U+FFFD.
func encodeUTF16(text string) []uint16 {
	units := make([]uint16, 0, len(text)+1)
	for len(text) > 0 {
		if len(text) >= 3 && text[0] == surrogateFirstOf && text[1] >= 0xA0 && text[1]&0xC0 == 0x80 && text[2]&0xC0 == 0x80 {
			units = append(units, surrogateMin&0xF000|uint16(text[1]&0x3F)<<6|uint16(text[2]&0x3F))
			text = text[3:]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		units = utf16.AppendRune(units, r)
		text = text[size:]
	}
	return units
}

// cutUTF16 is decodeUTF16 up to the first NUL. It reports whether there is one.
func cutUTF16(b []byte) (text string, terminated bool) {
	n := lenUTF16(b)
	return decodeUTF16(b[:n]), n+1 < len(b)
}

// lenUTF16 returns the number of bytes before the first NUL, or before the end.
func lenUTF16(b []byte) int {
	i := 0
	for ; i+1 < len(b); i += 2 {
		if b[i] == 0 && b[i+1] == 0 {
			break
		}
	}
	return i
}
