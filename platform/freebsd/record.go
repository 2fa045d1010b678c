package freebsd

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// errnoBadMessage is EBADMSG, the OSError of a malformed answer.
const errnoBadMessage = 89

func malformed(what string) *platform.Error {
	e := platform.NewError(platform.OS, what, "the answer is malformed")
	e.OSError = errnoBadMessage
	return e
}

// splitRecords splits records that contain their own size, which differs from one version of FreeBSD to another, and in
// some lists from one record to another. minimum is the size up to the last field that is read. A size of 0 ends the
// list.
func splitRecords[T int32 | uint64](what string, b []byte, size layout.Field[T], minimum int) ([]layout.Record, error) {
	var records []layout.Record
	for len(b) > 0 {
		n := layout.Get(layout.Record(b), size)
		if n == 0 && layout.Has(layout.Record(b), size) {
			break
		}
		if n < T(minimum) || uint64(n) > uint64(len(b)) {
			return nil, malformed(what)
		}
		records = append(records, layout.Record(b[:n:n]))
		b = b[n:]
	}
	return records, nil
}

// decodeNumber decodes an unsigned integer, whose size differs from one version of FreeBSD to another.
func decodeNumber(what string, b []byte) (int64, error) {
	switch len(b) {
	case 4:
		return int64(layout.Get(layout.Record(b), layout.Field[uint32](0))), nil
	case 8:
		return platform.Saturated(layout.Get(layout.Record(b), layout.Field[uint64](0))), nil
	}
	return 0, malformed(what)
}

// decodeInt decodes an int of C.
func decodeInt(what string, b []byte) (int64, error) {
	if len(b) != 4 {
		return 0, malformed(what)
	}
	return int64(layout.Get(layout.Record(b), layout.Field[int32](0))), nil
}

// decodeTimeval returns a struct timeval in microseconds.
func decodeTimeval(what string, b []byte) (int64, error) {
	r := layout.Record(b)
	if len(r) < sizeofTimeval {
		return 0, malformed(what)
	}
	return layout.Microseconds(layout.Get(r, timevalSec), layout.Get(r, timevalUsec)), nil
}
