//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// read collects a table's sockets from its file. A kernel without such sockets (IPv6 switched off) has no such file.
func (t *socketTable) readProcNet(c *connections, net string) error {
	var pbuf pathBuf
	path := pathZ(&pbuf, net, t.file)
	add := func(s *socket) { c.add(t, s) }
	parser := lineParser(&inetParser{table: t, order: binary.NativeEndian, take: add})
	if t.family == platform.FamilyUnix {
		parser = &unixParser{take: add}
	}
	err := eachLine(path, t.file, parser.line)
	if err == unix.ENOENT && unix.Faccessat(unix.AT_FDCWD, net, unix.F_OK, 0) == nil {
		return nil
	}
	if _, bare := err.(unix.Errno); bare {
		return sysError(pathString(path), err)
	}
	if err == nil {
		parser.end()
	}
	return addPath(net, err)
}

// lineParser gets a file line by line, and is told of its end.
type lineParser interface {
	line(line []byte) error
	end()
}

// eachLine gives each line of a file to take, without its newline and in memory that the next one reuses. Tables may have
// very many. The error is the bare errno, or a complaint about the file of this name.
func eachLine(path []byte, name string, take func(line []byte) error) error {
	fd, err := open(path, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	borrowed := getBuf()
	defer putBuf(borrowed)
	buf := (*borrowed)[:cap(*borrowed)]
	for have := 0; ; {
		n, err := read(fd, buf[have:])
		if err != nil {
			return err
		}
		have += n
		rest := buf[:have]
		for {
			line, after, whole := bytes.Cut(rest, []byte{'\n'})
			if !whole {
				break
			}
			if err := take(line); err != nil {
				return err
			}
			rest = after
		}
		switch {
		case n == 0 && len(rest) > 0: // what is left of a number may be another number
			return parseError(name, "the last line is cut off")
		case n == 0:
			return nil
		case len(rest) == len(buf):
			return parseError(name, "a line is too long")
		}
		have = copy(buf, rest)
	}
}

// inetParser reads /proc/net/tcp, tcp6, udp and udp6. Bytes of addresses are in the order of the machine.
type inetParser struct {
	table *socketTable
	order binary.ByteOrder
	take  func(*socket)
	found socket
}

func (p *inetParser) line(line []byte) error {
	rest := fields{text: line}
	slot := rest.next()
	if string(slot) == "sl" {
		return nil // the headings
	}
	s := &p.found
	local, localOK := p.endpoint(rest.next())
	remote, remoteOK := p.endpoint(rest.next())
	state, stateOK := parseHex(rest.next())
	for range 5 { // queues, timer, retransmissions, user, timeout
		rest.next()
	}
	inode, inodeOK := parseCount(rest.next())
	if !bytes.HasSuffix(slot, []byte{':'}) || !localOK || !remoteOK || !stateOK || !inodeOK {
		return parseError(p.table.file, "a line is cut off, or not what it should be: "+quoteShort(line))
	}
	*s = socket{inode: uint64(inode), sockType: p.table.sockType, status: platform.ConnNone, local: local, remote: remote}
	if s.sockType == platform.SocketStream {
		s.status = connStatus(state)
	}
	p.take(s)
	return nil
}

func (p *inetParser) end() {}

// endpoint reads address:port, words of the address and the port in hexadecimal.
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

// unixParser reads /proc/net/unix. A name is whatever a program wants, newlines included, so that a line that does not
// begin a socket goes on with the name of the one before. (One that was made to look like the beginning of a socket is
// taken for one. sock_diag cannot be deceived.)
type unixParser struct {
	take  func(*socket)
	found socket
	begun bool
}

// The longest name, with "@" or its NUL.
const maxUnixName = 108

func (p *unixParser) line(line []byte) error {
	next, ok := parseUnixLine(line)
	switch {
	case ok:
		p.end()
		name := append(p.found.name[:0], next.name...)
		p.found, p.begun = next, true
		p.found.name = name
	case p.begun:
		p.found.name = append(append(p.found.name, '\n'), line...)
	case !bytes.HasPrefix(line, []byte("Num")): // the headings
		return parseError("unix", "a line is cut off, or not what it should be: "+quoteShort(line))
	}
	if len(p.found.name) > maxUnixName {
		return parseError("unix", "a name is too long: "+quoteShort(line))
	}
	return nil
}

func (p *unixParser) end() {
	if p.begun {
		p.take(&p.found)
	}
	p.begun = false
}

// parseUnixLine reads the line that begins a socket, if it does: address, references, protocol, flags, type and state in
// hexadecimal of a fixed width, the inode and, if there is one, the name. The name points into the line.
func parseUnixLine(line []byte) (s socket, ok bool) {
	s.status = platform.ConnNone
	address, rest, found := bytes.Cut(line, []byte{' '})
	if !found || len(address) < 2 || address[len(address)-1] != ':' {
		return s, false
	}
	for i, width := range []int{8, 8, 8, 4, 2} {
		if len(rest) <= width || rest[width] != ' ' {
			return s, false
		}
		n, ok := parseHex(rest[:width])
		if !ok {
			return s, false
		}
		if i == 3 {
			s.sockType = platform.SocketType(n)
		}
		rest = rest[width+1:]
	}
	rest = bytes.TrimLeft(rest, " ") // the inode is filled up to five places
	number, name, _ := bytes.Cut(rest, []byte{' '})
	inode, ok := parseCount(number)
	s.inode, s.name = uint64(inode), name
	return s, ok
}

// connStatus turns the kernel's number into the contract's, which are the same but for a connection request that is not
// yet a socket (TCP_NEW_SYN_RECV).
func connStatus(state uint64) platform.ConnStatus {
	switch {
	case state == 12:
		return platform.ConnSynRecv
	case state >= 1 && state <= 11:
		return platform.ConnStatus(state)
	}
	return platform.ConnNone
}
