//go:build linux

package linux

import (
	"bytes"
	"strings"

	"golang.org/x/sys/unix"
)

func (p *process) Cmdline() ([]string, error) {
	return fromLivingThread(p, (*process).readCmdline)
}

func (p *process) readCmdline() ([]string, error) {
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
	return parseCmdline(*buf, p.startedAs), nil
}

// parseCmdline parses /proc/[pid]/cmdline. Arguments end in NUL, unless the process has overwritten them with a title:
// that is a single string, with or without a NUL, which is split at blanks. startedAs reports whether the process was
// started as the program of this path, which is then a single argument with blanks in it.
func parseCmdline(b []byte, startedAs func(path []byte) bool) []string {
	if len(b) == 0 {
		return nil
	}
	text, separator := cmdlineArgs(b, startedAs)
	return strings.Split(string(text), string(rune(separator)))
}

// cmdlineArgs returns a command line without its final terminator, and what separates its arguments.
func cmdlineArgs(b []byte, startedAs func(path []byte) bool) (text []byte, separator byte) {
	text, terminated := bytes.CutSuffix(b, []byte{0})
	if !terminated {
		return bytes.TrimSuffix(text, []byte{' '}), ' '
	}
	if bytes.IndexByte(text, 0) < 0 && bytes.IndexByte(text, ' ') >= 0 && !startedAs(text) {
		return text, ' '
	}
	return text, 0
}

// startedAs reports whether path, the first argument, names the process's executable. If the executable cannot be read,
// the name that the kernel made of it decides.
func (p *process) startedAs(path []byte) bool {
	base := path[bytes.LastIndexByte(path, '/')+1:]
	var buf statBuf
	s, err := p.readStat(&buf)
	named := err == nil && len(s.name) > 0 && bytes.HasPrefix(base, s.name)
	if !named && path[0] != '/' { // a title
		return false
	}
	var pbuf pathBuf
	link := make([]byte, unix.PathMax)
	exe, err := readLink(p.dirFD(), p.path(&pbuf, "exe"), link)
	if err != nil {
		return named && path[0] == '/' && !isNamedByFirstWord(path, s.name)
	}
	exe = bytes.TrimSuffix(exe, []byte(deletedSuffix))
	relative := bytes.TrimPrefix(path, []byte("./"))
	before, ends := bytes.CutSuffix(exe, relative)
	return ends && (len(before) == 0 || relative[0] != '/' && before[len(before)-1] == '/')
}

// isNamedByFirstWord reports whether the first word of a title is the path of a program with this name:
// "/usr/sbin/nginx -g ...".
func isNamedByFirstWord(title, name []byte) bool {
	word, _, _ := bytes.Cut(title, []byte{' '})
	return bytes.HasPrefix(word[bytes.LastIndexByte(word, '/')+1:], name)
}

// appendSplit appends the parts of text between separators to a list.
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

// mayHaveLongerName reports whether the kernel may have truncated the name, and the command line may have all of it.
func (s *stat) mayHaveLongerName() bool {
	return len(s.name) >= maxNameLen && s.flags&flagKernelThread == 0 && !s.hasExited()
}
