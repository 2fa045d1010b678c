//go:build linux

package linux

import (
	"bytes"

	"golang.org/x/sys/unix"
)

func (p *process) Environ() ([]string, error) {
	return fromLivingThread(p, (*process).readEnviron)
}

func (p *process) readEnviron() ([]string, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "environ")
	buf := getBuf()
	defer putBuf(buf)
	var err error
	*buf, err = p.readFile(path, *buf, untilEOF)
	switch err {
	case nil:
		if len(*buf) == 0 {
			return nil, p.explainEmpty(path, nil)
		}
		var list []string
		for _, variable := range parseEnviron(nil, *buf) {
			list = append(list, string(variable))
		}
		return list, nil
	case unix.ESRCH, unix.ENOENT, unix.EACCES, unix.EPERM: // also for kernel threads and zombies
		return nil, p.explainEmpty(path, p.fileMissing(path, err))
	}
	return nil, p.procError(path, err)
}

// parseEnviron appends the variables in /proc/[pid]/environ to list. They end in NUL. execve accepts empty strings and
// names without "=", which are skipped. Any other string without "=", or one without an end, is text that the process
// has written over its environment, and ends it; so does a name that is followed by an empty string, as the NULs behind
// such text are.
func parseEnviron(list [][]byte, b []byte) [][]byte {
	for {
		variable, rest, terminated := bytes.Cut(b, []byte{0})
		if !terminated {
			return list
		}
		switch {
		case bytes.IndexByte(variable, '=') >= 0:
			list = append(list, variable)
		case len(variable) == 0:
		case !isVariableName(variable) || len(rest) == 0 || rest[0] == 0:
			return list
		}
		b = rest
	}
}

func isVariableName(b []byte) bool {
	for _, c := range b {
		if c != '_' && !('0' <= c && c <= '9') && !('A' <= c && c <= 'Z') && !('a' <= c && c <= 'z') {
			return false
		}
	}
	return true
}
