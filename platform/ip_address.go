package platform

import (
	"encoding/binary"
	"strconv"
)

// AppendIP appends a numeric IP address in the form of inet_ntop(3).
func AppendIP(b []byte, family Family, ip []byte) []byte {
	if family == FamilyInet {
		for i, n := range ip[:4] {
			if i > 0 {
				b = append(b, '.')
			}
			b = strconv.AppendUint(b, uint64(n), 10)
		}
		return b
	}
	var words [8]uint16
	for i := range words {
		words[i] = binary.BigEndian.Uint16(ip[2*i:])
	}
	// The longest run of at least two zeros becomes "::".
	start, length := -1, 1
	for i := 0; i < len(words); i++ {
		n := 0
		for i+n < len(words) && words[i+n] == 0 {
			n++
		}
		if n > length {
			start, length = i, n
		}
		i += n
	}
	for i := 0; i < len(words); i++ {
		if i == start {
			b = append(b, ':', ':')
			i += length - 1
			continue
		}
		if i > 0 && i != start+length {
			b = append(b, ':')
		}
		if i == 6 && start == 0 && (length == 6 || length == 5 && words[5] == 0xffff) {
			return AppendIP(b, FamilyInet, ip[12:])
		}
		b = strconv.AppendUint(b, uint64(words[i]), 16)
	}
	return b
}
