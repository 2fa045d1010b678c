//go:build linux

package linux

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

func netlinkMessage(kind, flags uint16, text []byte) []byte {
	b := binary.NativeEndian.AppendUint32(nil, uint32(nlHeaderSize+len(text)))
	b = binary.NativeEndian.AppendUint16(b, kind)
	b = binary.NativeEndian.AppendUint16(b, flags)
	b = append(append(b, make([]byte, 8)...), text...)
	return append(b, make([]byte, nlAlign(len(b))-len(b))...)
}

func TestParseNetlinkMessages(t *testing.T) {
	number := func(n int32) []byte { return binary.NativeEndian.AppendUint32(nil, uint32(n)) }
	long := netlinkMessage(20, 0, nil)
	binary.NativeEndian.PutUint32(long, 1<<31)
	for _, c := range []struct {
		what              string
		text              []byte
		want              string
		done, interrupted bool
		err               error
	}{
		{what: "nothing"},
		{what: "two", text: slices.Concat(netlinkMessage(20, 0, []byte("a")), netlinkMessage(20, 0, []byte("bc"))), want: "a bc "},
		{what: "the end", text: slices.Concat(netlinkMessage(20, 0, []byte("a")), netlinkMessage(unix.NLMSG_DONE, 0, number(0)), netlinkMessage(20, 0, []byte("b"))), want: "a ", done: true},
		{what: "a short end", text: netlinkMessage(unix.NLMSG_DONE, 0, nil), done: true},
		{what: "no such thing", text: netlinkMessage(unix.NLMSG_ERROR, 0, number(-2)), done: true, err: unix.ENOENT},
		{what: "an end that failed", text: netlinkMessage(unix.NLMSG_DONE, 0, number(-1)), done: true, err: unix.EPERM},
		{what: "changed during the dump", text: slices.Concat(netlinkMessage(unix.NLMSG_NOOP, 0, nil), netlinkMessage(16, unix.NLM_F_DUMP_INTR, []byte("a"))), want: "a ", interrupted: true},
		{what: "cut head", text: netlinkMessage(20, 0, nil)[:15], err: unix.EBADMSG},
		{what: "cut text", text: netlinkMessage(20, 0, []byte("abcd"))[:19], err: unix.EBADMSG},
		{what: "no length", text: make([]byte, 16), err: unix.EBADMSG},
		{what: "too long", text: long, err: unix.EBADMSG},
		{what: "no filling at the end", text: netlinkMessage(20, 0, []byte("a"))[:17], want: "a "},
		{what: "not taken", text: netlinkMessage(20, 0, []byte("x")), want: "x ", done: true, err: unix.EDOM},
	} {
		got := ""
		done, interrupted, err := parseNetlinkMessages(c.text, func(b []byte) error {
			got += string(b) + " "
			if string(b) == "x" {
				return unix.EDOM
			}
			return nil
		})
		equal(t, c.what, fmt.Sprint(got, done, interrupted, err), fmt.Sprint(c.want, c.done, c.interrupted, c.err))
	}
}
