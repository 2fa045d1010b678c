//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func linkMessage(index int32, flags uint32, attrs ...[]byte) []byte {
	b := make([]byte, unix.SizeofIfInfomsg)
	binary.NativeEndian.PutUint32(b[4:], uint32(index))
	binary.NativeEndian.PutUint32(b[8:], flags)
	return append(b, bytes.Join(attrs, nil)...)
}

func addressMessage(family platform.Family, prefix byte, index int32, attrs ...[]byte) []byte {
	b := make([]byte, unix.SizeofIfAddrmsg)
	b[0], b[1] = byte(family), prefix
	binary.NativeEndian.PutUint32(b[4:], uint32(index))
	return append(b, bytes.Join(attrs, nil)...)
}

func FuzzRoutes(f *testing.F) {
	f.Add(netlinkMessage(16, 0, linkMessage(2, 0x1043, netlinkAttr(unix.IFLA_IFNAME, []byte("eth0\x00")), netlinkAttr(unix.IFLA_ADDRESS, make([]byte, 6)))))
	f.Add(netlinkMessage(20, 0, addressMessage(2, 24, 2, netlinkAttr(unix.IFA_LOCAL, []byte{1, 2, 3, 4}))))
	f.Fuzz(func(t *testing.T, b []byte) {
		var l []netLink
		var a []netAddress
		parseNetlinkMessages(b, func(b []byte) error {
			if one, err := parseLink(b); err == nil {
				l = append(l, one)
			}
			if one, err := parseAddress(b); err == nil {
				a = append(a, one)
			}
			return nil
		})
		for _, addr := range interfaceAddresses(l, a) {
			if addr.Address == "" {
				t.Errorf("%v has no address", addr)
			}
		}
	})
}
