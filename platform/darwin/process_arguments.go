package darwin

import (
	"bytes"
	"encoding/binary"
)

// processArguments is what sysctl KERN_PROCARGS2 returns: the number of arguments, the path of the executable, NULs up
// to a multiple of 8 bytes from its start, the arguments and the environment, each with a NUL.
type processArguments struct {
	arguments, environment []string
}

// decodeProcessArguments decodes the answer. The kernel leaves the environment out for a process that it protects, and
// cuts an answer that is longer than the buffer. An empty argument counts; behind the environment, the kernel's own
// strings follow an empty one.
func decodeProcessArguments(b []byte) (a processArguments, ok bool) {
	if len(b) < 4 {
		return a, false
	}
	count := int32(binary.LittleEndian.Uint32(b))
	b = b[4:]
	end := bytes.IndexByte(b, 0)
	if count < 0 || end < 0 {
		return a, false
	}
	// An empty first argument is a NUL, too: it differs from those that only align it.
	if aligned := (end + 8) &^ 7; aligned <= len(b) && bytes.Count(b[end:aligned], []byte{0}) == aligned-end {
		b = b[aligned:]
	} else {
		b = bytes.TrimLeft(b[end:], "\x00")
	}
	for ; count > 0 && len(b) > 0; count-- {
		var argument []byte
		argument, b, _ = bytes.Cut(b, []byte{0})
		a.arguments = append(a.arguments, string(argument))
	}
	for len(b) > 0 && b[0] != 0 {
		var variable []byte
		variable, b, _ = bytes.Cut(b, []byte{0})
		if bytes.IndexByte(variable, '=') > 0 {
			a.environment = append(a.environment, string(variable))
		}
	}
	return a, true
}
