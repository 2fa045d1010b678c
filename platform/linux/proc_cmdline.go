//go:build linux

package linux

import (
	"bytes"
	"strings"
)

func (p *process) Cmdline() ([]string, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "cmdline")
	buf := getBuf()
	defer putBuf(buf)
	var err error
	if *buf, err = p.readFile(path, *buf, untilEOF); err != nil {
		return nil, p.procError(path, err)
	}
	if len(*buf) == 0 {
		return nil, p.explainEmpty(path, nil)
	}
	return parseCmdline(*buf), nil
}

// parseCmdline reads /proc/[pid]/cmdline. Arguments end in NUL, unless the process has written something of its own over
// them: that is one string, with or without a NUL, whose words are the best there is. (psutil 7 reads it the same way, so
// that one argument with a blank in it and nothing behind it comes out as two.)
func parseCmdline(b []byte) []string {
	if len(b) == 0 {
		return nil
	}
	text, separator := cmdlineArgs(b)
	return strings.Split(string(text), string(rune(separator)))
}

// arguments says what in a command line separates the arguments, and gives it without what only ends the last.
func cmdlineArgs(b []byte) (text []byte, separator byte) {
	text, terminated := bytes.CutSuffix(b, []byte{0})
	if !terminated {
		return bytes.TrimSuffix(text, []byte{' '}), ' '
	}
	if bytes.IndexByte(text, 0) < 0 && bytes.IndexByte(text, ' ') >= 0 {
		return text, ' '
	}
	return text, 0
}

// split appends the pieces of a text to a list.
func appendSplit(list [][]byte, text []byte, separator byte) [][]byte {
	for {
		end := bytes.IndexByte(text, separator)
		if end < 0 {
			return append(list, text)
		}
		list = append(list, text[:end])
		text = text[end+1:]
	}
}

// cutName is what the kernel keeps of a name, all that it can have if it was cut.
const cutName = 15
