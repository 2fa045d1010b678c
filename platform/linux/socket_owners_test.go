//go:build linux

package linux

import (
	"bytes"
	"slices"
	"strconv"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestSocketInode(t *testing.T) {
	for link, want := range map[string]uint64{
		"socket:[1]": 1, "socket:[4294967295]": 1<<32 - 1, "socket:[9223372036854775807]": 1<<63 - 1, "socket:[18446744073709551615]": 1<<64 - 1,
		"socket:[]": 0, "socket:[1": 0, "socket:[x]": 0, "socket:[-1]": 0, "socket:[18446744073709551616]": 0,
		"pipe:[1]": 0, "/socket:[1]": 0, "": 0, "socket:[1]x": 0, "socket:[1] (deleted)": 0,
	} {
		equal(t, link, socketInode([]byte(link)), want)
	}
}

// Of several owners of a socket, the latest process is reported, with its lowest descriptor.
func TestSocketOwners(t *testing.T) {
	c := connections{owners: []socketOwner{{7, 10, 5}, {7, 20, 9}, {7, 20, 3}, {8, 10, 1}, {9, 10, 2}}}
	slices.SortFunc(c.owners, compareOwners)
	c.add(socketTableOf(platform.TCP4), &socket{inode: 7, sockType: 1})
	c.add(socketTableOf(platform.Unix), &socket{inode: 7, sockType: 1})
	c.add(socketTableOf(platform.Unix), &socket{inode: 6, sockType: 1})
	c.add(socketTableOf(platform.Unix), &socket{inode: 0, sockType: 1})
	c.ownedOnly = true
	c.add(socketTableOf(platform.UDP4), &socket{inode: 6, sockType: 2})
	c.add(socketTableOf(platform.UDP4), &socket{inode: 9, sockType: 2})
	var got [][3]int64
	for _, conn := range c.withOwners() {
		got = append(got, [3]int64{int64(conn.Family), conn.PID, conn.FD})
	}
	equal(t, "owners", got, [][3]int64{{2, 20, 3}, {1, 20, 3}, {1, 20, 9}, {1, -1, -1}, {1, -1, -1}, {2, 10, 2}})
}

func FuzzSocketInode(f *testing.F) {
	f.Add([]byte("socket:[12345]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := socketInode(b); n != 0 && !bytes.HasSuffix(b, []byte(strconv.FormatUint(n, 10)+"]")) {
			t.Errorf("%q is %d", b, n)
		}
	})
}
