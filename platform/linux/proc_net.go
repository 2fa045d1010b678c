//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// readProcNet adds the sockets of a table from its file in /proc/[pid]/net. A kernel without such sockets (IPv6
// disabled) has no such file.
func (t *socketTable) readProcNet(c *connections, net string) error {
	var pbuf pathBuf
	path := pathZ(&pbuf, net, t.file)
	add := func(s *socket) { c.add(t, s) }
	parser := lineParser(&inetParser{table: t, order: binary.NativeEndian, take: add})
	if t.family == platform.FamilyUnix {
		parser = &unixParser{take: add}
	}
	err := eachLine(unix.AT_FDCWD, path, parser)
	if err == unix.ENOENT && exists(net+"/.") {
		return nil
	}
	if err != nil {
		return sysError(pathString(path), err)
	}
	return nil
}

// lineParser parses a file line by line. A line that is malformed is skipped.
type lineParser interface {
	line(line []byte, terminated bool) // without its newline
	end()
}

// eachLine passes each line of a file to parser, in memory that the next one reuses: the file may be very long. The
// error is the errno.
func eachLine(dirFD int, path []byte, parser lineParser) error {
	fd, err := openAt(dirFD, path, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	pooled := getBuf()
	defer putBuf(pooled)
	buf := (*pooled)[:cap(*pooled)]
	skipping := false // behind the beginning of a line that is longer than the buffer
	for length := 0; ; {
		n, err := read(fd, buf[length:])
		if err != nil {
			return err
		}
		length += n
		rest := buf[:length]
		for {
			line, after, terminated := bytes.Cut(rest, []byte{'\n'})
			if !terminated {
				break
			}
			if !skipping {
				parser.line(line, true)
			}
			skipping = false
			rest = after
		}
		switch {
		case n == 0:
			if len(rest) > 0 && !skipping {
				parser.line(rest, false)
			}
			parser.end()
			return nil
		case len(rest) == len(buf):
			skipping, length = true, 0
		default:
			length = copy(buf, rest)
		}
	}
}

// inetParser parses /proc/net/tcp, tcp6, udp and udp6. The words of an address are in the machine's byte order.
type inetParser struct {
	table *socketTable
	order binary.ByteOrder
	take  func(*socket)
	found socket
}

func (p *inetParser) line(line []byte, terminated bool) {
	rest := fields{text: line}
	slot := rest.next()
	local, hasLocal := p.endpoint(rest.next())
	remote, hasRemote := p.endpoint(rest.next())
	state, hasState := parseHex(rest.next())
	for range 5 { // queues, timer, retransmissions, user, timeout
		rest.next()
	}
	inode, hasInode := parseInode(rest.next())
	if !terminated && len(rest.next()) == 0 { // the rest of a number may be missing
		return
	}
	if !bytes.HasSuffix(slot, []byte{':'}) || !hasLocal || !hasRemote || !hasState || !hasInode { // also the headings
		return
	}
	s := &p.found
	*s = socket{inode: inode, sockType: p.table.sockType, status: platform.ConnNone, local: local, remote: remote}
	if s.sockType == platform.SocketStream {
		s.status = connStatus(state)
	}
	p.take(s)
}

func (p *inetParser) end() {}

// endpoint parses address:port in hexadecimal words.
func (p *inetParser) endpoint(field []byte) (e endpoint, ok bool) {
	words := 1
	if p.table.family == platform.FamilyInet6 {
		words = 4
	}
	if len(field) != 8*words+5 || field[8*words] != ':' {
		return e, false
	}
	for i := range words {
		word, ok := parseHex(field[8*i : 8*i+8])
		if !ok {
			return e, false
		}
		p.order.PutUint32(e.ip[4*i:], uint32(word))
	}
	port, ok := parseHex(field[8*words+1:])
	e.port = uint16(port)
	return e, ok
}

// unixParser parses /proc/net/unix. A name may contain anything, including newlines, so that a line that does not begin
// a socket continues the name of the previous one. (A name can imitate the beginning of a socket; sock_diag is not
// deceived by it.)
type unixParser struct {
	take  func(*socket)
	found socket
	begun bool
}

// maxUnixName is the length of the longest name, including "@" or the final NUL.
const maxUnixName = 108

func (p *unixParser) line(line []byte, _ bool) {
	next, ok := parseUnixLine(line)
	switch {
	case ok && len(next.name) <= maxUnixName:
		p.end()
		name := append(p.found.name[:0], next.name...)
		p.found, p.begun = next, true
		p.found.name = name
	case ok, !p.begun, isFiller(line), len(p.found.name)+1+len(line) > maxUnixName:
		p.end() // the headings, or not part of a name
	default:
		p.found.name = append(append(p.found.name, '\n'), line...)
	}
}

// isFiller reports whether a line consists of NULs or zeros, as some kernels and emulations write between sockets.
func isFiller(line []byte) bool {
	return len(line) > 0 && (len(bytes.Trim(line, "\x00")) == 0 || len(bytes.Trim(line, "0")) == 0)
}

func (p *unixParser) end() {
	if p.begun {
		p.take(&p.found)
	}
	p.begun = false
}

// parseUnixLine parses a line that begins a socket: address, references, protocol, flags, type and state in
// hexadecimal, the inode and, if there is one, the name. ok is false for any other line. The name points into the line.
func parseUnixLine(line []byte) (s socket, ok bool) {
	s.status = platform.ConnNone
	address, rest, found := bytes.Cut(line, []byte{' '})
	if !found || len(address) < 2 || address[len(address)-1] != ':' {
		return s, false
	}
	for i := range 5 {
		field, after, found := bytes.Cut(rest, []byte{' '})
		n, isNumber := parseHex(field)
		if !found || !isNumber || len(field) > 8 {
			return s, false
		}
		if i == 3 {
			s.sockType = platform.SocketType(n)
		}
		rest = after
	}
	rest = bytes.TrimLeft(rest, " ") // the inode is padded to five places
	number, name, _ := bytes.Cut(rest, []byte{' '})
	s.name = name
	s.inode, ok = parseInode(number)
	return s, ok
}

// connStatus converts the kernel's number. Both sides have the same numbers except for TCP_NEW_SYN_RECV, a connection
// request that is not a socket yet.
func connStatus(state uint64) platform.ConnStatus {
	switch {
	case state == 12:
		return platform.ConnSynRecv
	case state >= 1 && state <= 11:
		return platform.ConnStatus(state)
	}
	return platform.ConnNone
}
