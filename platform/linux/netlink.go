//go:build linux

package linux

import (
	"encoding/binary"
	"iter"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	nlHeaderSize     = unix.SizeofNlMsghdr
	nlAttrHeaderSize = unix.SizeofNlAttr
)

// netlinkBufSize holds the largest piece of a dump: the kernel fills up to 32 KiB if there is room.
const netlinkBufSize = 32 << 10

// openNetlink opens a netlink socket in the calling thread's network namespace. The error is the errno.
func openNetlink(protocol int) (int, error) {
	return unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, protocol)
}

// netlinkDump requests a dump of a kind, and passes the payload of each answer to take, in memory that the next one
// reuses. interrupted reports that objects changed during the dump, so that some may be missing. The error is the
// errno, or that of take.
func netlinkDump(fd int, kind uint16, request []byte, take func(payload []byte) error) (interrupted bool, err error) {
	buf := getBuf()
	defer putBuf(buf)
	if cap(*buf) < netlinkBufSize {
		*buf = make([]byte, 0, netlinkBufSize)
	}
	message := binary.NativeEndian.AppendUint32(*buf, uint32(nlHeaderSize+len(request)))
	message = binary.NativeEndian.AppendUint16(message, kind)
	message = binary.NativeEndian.AppendUint16(message, unix.NLM_F_REQUEST|unix.NLM_F_DUMP)
	message = binary.NativeEndian.AppendUint64(message, 0) // sequence number and port: this is the only request
	message = append(message, request...)
	err = retry(func() error {
		_, err := unix.Write(fd, message)
		return err
	})
	for done := false; err == nil && !done; {
		var piece []byte
		if piece, err = receiveDump(fd, (*buf)[:cap(*buf)]); err == nil {
			var changed bool
			done, changed, err = parseNetlinkMessages(piece, take)
			interrupted = interrupted || changed
		}
	}
	return interrupted, err
}

// receiveDump returns the next piece of a dump. The kernel has it ready once the previous one was received; a missing
// piece is an error, because the call must not block.
func receiveDump(fd int, buf []byte) ([]byte, error) {
	for {
		n, _, errno := unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)),
			unix.MSG_DONTWAIT|unix.MSG_TRUNC, 0, 0)
		switch {
		case errno == unix.EINTR:
		case errno != 0:
			return nil, errno
		case n == 0:
			return nil, unix.EIO
		case n > uintptr(len(buf)):
			return nil, unix.EMSGSIZE
		default:
			return buf[:n], nil
		}
	}
}

// parseNetlinkMessages parses a piece of a dump: 4 bytes of length, 2 of kind, 2 of flags, 4 of sequence number, 4 of
// port, then the payload. done reports that the dump is complete.
func parseNetlinkMessages(b []byte, take func(payload []byte) error) (done, interrupted bool, err error) {
	for len(b) > 0 {
		if len(b) < nlHeaderSize {
			return false, interrupted, unix.EBADMSG
		}
		length := binary.NativeEndian.Uint32(b)
		if length < nlHeaderSize || length > uint32(len(b)) {
			return false, interrupted, unix.EBADMSG
		}
		payload := b[nlHeaderSize:length]
		interrupted = interrupted || binary.NativeEndian.Uint16(b[6:])&unix.NLM_F_DUMP_INTR != 0
		switch binary.NativeEndian.Uint16(b[4:]) {
		case unix.NLMSG_NOOP:
		case unix.NLMSG_DONE, unix.NLMSG_ERROR: // both may contain an errno
			if len(payload) >= 4 {
				if errno := -int32(binary.NativeEndian.Uint32(payload)); errno > 0 {
					return true, interrupted, unix.Errno(errno)
				}
			}
			return true, interrupted, nil
		default:
			if err := take(payload); err != nil {
				return true, interrupted, err
			}
		}
		b = b[min(nlAlign(int(length)), len(b)):]
	}
	return false, interrupted, nil
}

// nlAlign returns where the next message or attribute begins.
func nlAlign(length int) int { return (length + 3) &^ 3 }

// netlinkAttrs yields the attributes at the end of a message: 2 bytes of length, 2 of kind, the value. A malformed one
// ends it.
func netlinkAttrs(b []byte) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for len(b) >= nlAttrHeaderSize {
			length := int(binary.NativeEndian.Uint16(b))
			if length < nlAttrHeaderSize || length > len(b) {
				return
			}
			kind := binary.NativeEndian.Uint16(b[2:]) &^ (unix.NLA_F_NESTED | unix.NLA_F_NET_BYTEORDER)
			if !yield(kind, b[nlAttrHeaderSize:length]) {
				return
			}
			b = b[min(nlAlign(length), len(b)):]
		}
	}
}
