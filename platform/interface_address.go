package platform

import "math/bits"

// HardwareAddress returns an address in the form "00:11:22:33:44:55".
func HardwareAddress(b []byte) string {
	const digits = "0123456789abcdef" // encoding/hex imports fmt, which capi/main.go forbids
	var text []byte
	for i, n := range b {
		if i > 0 {
			text = append(text, ':')
		}
		text = append(text, digits[n>>4], digits[n&15])
	}
	return string(text)
}

// PrefixLength returns the number of leading ones in a netmask, NA if others follow.
func PrefixLength(mask []byte) int32 {
	length, ended := 0, false
	for _, b := range mask {
		ones := bits.LeadingZeros8(^b)
		if b<<ones != 0 || ended && ones > 0 {
			return NA
		}
		length += ones
		ended = ones < 8
	}
	return int32(length)
}
