package windows

import "strings"

// A process keeps its command line, working directory and environment in its own memory: the process environment block
// (PEB) points to the parameters. A 32-bit process on 64-bit Windows has a PEB of 32 bits too, which is the one that it
// uses.

// parameterLayout is where fields are.
type parameterLayout struct {
	pointerSize      int
	pebParameters    int // in the PEB: a pointer to the parameters
	currentDirectory int // in the parameters, RTL_USER_PROCESS_PARAMETERS: UNICODE_STRINGs and a pointer
	commandLine      int
	environment      int
	size             int // as much of the parameters as is needed
}

var (
	parameters64 = parameterLayout{pointerSize: 8, pebParameters: 0x20, currentDirectory: 0x38, commandLine: 0x70, environment: 0x80, size: 0x88}
	parameters32 = parameterLayout{pointerSize: 4, pebParameters: 0x10, currentDirectory: 0x24, commandLine: 0x40, environment: 0x48, size: 0x4c}
)

// remoteString is a string in the memory of another process. Its length is in bytes.
type remoteString struct {
	address uint64
	length  int
}

func (l *parameterLayout) pointer(b *buffer, offset int) uint64 {
	if l.pointerSize == 4 {
		return uint64(b.uint32(offset))
	}
	return b.uint64(offset)
}

// unicodeString decodes a UNICODE_STRING, of which the text is elsewhere.
func (l *parameterLayout) unicodeString(b *buffer, offset int) remoteString {
	return remoteString{address: l.pointer(b, offset+l.pointerSize), length: int(b.uint16(offset))}
}

// splitEnvironment returns the strings "NAME=value" of an environment block, which ends with an empty string. complete
// is false if the end is missing. Entries that begin with "=" are not variables: cmd.exe keeps the working directories
// of drives there.
func splitEnvironment(b []byte) (environ []string, complete bool) {
	for len(b) > 1 {
		n := lenUTF16(b)
		switch {
		case n == 0:
			return environ, true
		case n+1 >= len(b):
			return environ, false
		}
		entry := decodeUTF16(b[:n])
		if equals := strings.IndexByte(entry, '='); equals > 0 {
			environ = append(environ, entry)
		}
		b = b[n+2:]
	}
	return environ, false
}

// trimDirectory removes the backslash at the end of a working directory, unless it is a root.
func trimDirectory(path string) string {
	if len(path) > len(`C:\`) {
		return strings.TrimSuffix(path, `\`)
	}
	return path
}
