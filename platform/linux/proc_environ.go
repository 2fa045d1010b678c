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

// parseEnviron appends the variables in /proc/[pid]/environ to list. They end in NUL. Empty strings, which execve accepts, are
// skipped. A string without "=", or without an end, is what the process has overwritten its environment with, and ends it.
func parseEnviron(list [][]byte, b []byte) [][]byte {
	for {
		variable, rest, terminated := bytes.Cut(b, []byte{0})
		if !terminated || len(variable) > 0 && bytes.IndexByte(variable, '=') < 0 {
			return list
		}
		if len(variable) > 0 {
			list = append(list, variable)
		}
		b = rest
	}
}
