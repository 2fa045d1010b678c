//go:build linux

package linux

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestRootDevice(t *testing.T) {
	for _, c := range []struct {
		what, want string
		files      map[string]string
	}{
		{"in sysfs", "/dev/null", map[string]string{"dev/block/8:1/uevent": "MAJOR=8\nMINOR=1\nDEVNAME=null\nDEVTYPE=partition\n"}},
		{"in partitions", "/dev/null", map[string]string{"partitions": "major minor  #blocks  name\n\n   8   1  1048576 null\n   8   2  1 sda2\n"}},
		{"another number", "", map[string]string{"partitions": "   8   2  1048576 null\n 18 1 1 null\n"}},
		{"not in /dev", "", map[string]string{"dev/block/8:1/uevent": "DEVNAME=no such device"}},
		{"nowhere", "", nil},
		{"hostile", "", map[string]string{"dev/block/8:1/uevent": "DEVNAME=\n", "partitions": "8 1\n8\n\xff\x00"}},
	} {
		s := newTree(t, c.files)
		buf := getBuf()
		equal(t, c.what, s.deviceName(buf, 8, 1), c.want)
		putBuf(buf)
	}
	// The device of the root file system of this system.
	var stat unix.Stat_t
	noError(t, "stat", unix.Stat("/", &stat))
	number := fmt.Sprintf("%d:%d", unix.Major(uint64(stat.Dev)), unix.Minor(uint64(stat.Dev)))
	s := newTree(t, map[string]string{"self/mounts": "/dev/root / ext4 rw 0 0\nrootfs / rootfs rw 0 0\n", "filesystems": "\text4\n",
		"dev/block/" + number + "/uevent": "DEVNAME=null\n"})
	partitions, err := s.Partitions(true)
	noError(t, "Partitions", err)
	equal(t, "Partitions", fmt.Sprint(partitions), "[{/dev/null / ext4 rw} {/dev/null / rootfs rw}]")
	// Another file system may be mounted from /dev/root: its own device number counts.
	s = newTree(t, map[string]string{
		"self/mounts": "/dev/root / ext4 rw 0 0\n/dev/root /a\\040b ext4 rw 0 0\n/dev/root /c btrfs rw 0 0\n", "filesystems": "\text4\n\tbtrfs\n",
		"self/mountinfo": "20 1 8:1 / / rw - ext4 /dev/root rw\n21 20 8:2 / /a\\040b rw - ext4 /dev/root rw\n22 20 0:30 / /c rw - btrfs /dev/root rw\n",
		"partitions":     "8 1 1 null\n8 2 1 zero\n",
	})
	partitions, err = s.Partitions(true)
	noError(t, "Partitions", err)
	equal(t, "Partitions", fmt.Sprint(partitions), "[{/dev/null / ext4 rw} {/dev/zero /a b ext4 rw} {/dev/root /c btrfs rw}]")
}

// A procfs with subset=pid does not list the types of file systems: those with a real device are on one.
func TestPartitionsWithoutFilesystems(t *testing.T) {
	s := newTree(t, map[string]string{"self/mounts": "/dev/sda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n" +
		"/dev/fuse /run/user/1000/doc fuse.portal rw 0 0\nhost:/x /nfs nfs rw 0 0\npool/x /pool zfs rw 0 0\n"})
	partitions, err := s.Partitions(false)
	noError(t, "Partitions", err)
	equal(t, "Partitions", fmt.Sprint(partitions), "[{/dev/sda1 / ext4 rw} {pool/x /pool zfs rw}]")
}

// In a copied tree, and in a procfs of another PID namespace, "self" leads nowhere.
func TestPartitionsOfFirstProcess(t *testing.T) {
	s := newTree(t, map[string]string{"1/mounts": "/dev/sda1 / ext4 rw 0 0\n", "filesystems": "\text4\n"})
	noError(t, "symlink", os.Symlink("4711", filepath.Join(s.proc, "self")))
	partitions, err := s.Partitions(false)
	noError(t, "Partitions", err)
	equal(t, "Partitions", fmt.Sprint(partitions), "[{/dev/sda1 / ext4 rw}]")
	_, err = newTree(t, nil).Partitions(true)
	errorWithCode(t, "none", err, platform.OS)
	if !strings.Contains(err.Error(), "self/mounts") {
		t.Errorf("the error names another file: %v", err)
	}
}

func TestDiskUsage(t *testing.T) {
	const most = math.MaxInt64
	for _, c := range []struct {
		what                        string
		block, all, free, available uint64
		want                        platform.DiskUsage
	}{
		{"some for root", 4096, 1000, 300, 250, platform.DiskUsage{Total: 1000 * 4096, Used: 700 * 4096, Free: 250 * 4096}},
		{"nothing, as proc says", 4096, 0, 0, 0, platform.DiskUsage{}},
		{"no block size", 0, 1, 1, 1, platform.DiskUsage{}},
		{"more free than total", 1, 10, 20, 30, platform.DiskUsage{Total: 10, Free: 10}},
		{"less than nothing for others", 1, 100, 3, math.MaxUint64 - 1, platform.DiskUsage{Total: 100, Used: 97, Free: 3}},
		{"huge", 4096, math.MaxUint64, 0, 0, platform.DiskUsage{Total: most, Used: most}},
	} {
		equal(t, c.what, diskUsage(c.block, c.all, c.free, c.available), c.want)
	}
	for path, errno := range map[string]int{
		"/nowhere/at/all": int(unix.ENOENT), "": int(unix.ENOENT), "/proc/self/stat/x": int(unix.ENOTDIR),
		strings.Repeat("x", 5000): int(unix.ENAMETOOLONG), "a\x00b": int(unix.EINVAL),
	} {
		_, err := liveSystem.DiskUsage(path)
		errorWithCode(t, path, err, platform.OS)
		if e, ok := err.(*platform.Error); !ok || e.OSError != errno {
			t.Errorf("%.20s: %v, want error %d", path, err, errno)
		}
	}
}

// A file that is written through to a disk is counted, once, in whole disks.
func TestWritesAreCounted(t *testing.T) {
	written := func() (whole int64) {
		disks, err := liveSystem.DiskIO()
		noError(t, "DiskIO", err)
		for _, d := range disks {
			if d.Whole {
				whole += d.Counters.WriteBytes
			}
		}
		return whole
	}
	path := filepath.Join(t.TempDir(), "file")
	if where, err := liveSystem.Partitions(false); err != nil || len(where) == 0 {
		t.Skip("nothing here is on a disk")
	}
	const size = 8 << 20
	before := written()
	f, err := os.Create(path)
	noError(t, "create", err)
	defer f.Close()
	if _, err := f.Write(make([]byte, size)); err != nil {
		t.Skip(err)
	}
	noError(t, "fsync", f.Sync())
	var stat unix.Stat_t
	noError(t, "stat", unix.Stat(path, &stat))
	if _, err := os.Stat(fmt.Sprintf("/sys/dev/block/%d:%d", unix.Major(uint64(stat.Dev)), unix.Minor(uint64(stat.Dev)))); err != nil {
		t.Skip("this directory is not on a disk")
	}
	if moved := written() - before; moved < size {
		t.Errorf("%d bytes were written, %d counted", size, moved)
	}
}

func FuzzParseDeviceName(f *testing.F) {
	f.Add(fixtureFile(f, "proc/partitions"), uint32(254), uint32(0))
	f.Add([]byte("DEVNAME=sda1\n"), uint32(8), uint32(1))
	f.Fuzz(func(t *testing.T, b []byte, major, minor uint32) {
		for _, name := range []string{parseDeviceName(b), parsePartitionName(b, major, minor)} {
			if !strings.Contains(string(b), name) || strings.Contains(name, "\n") {
				t.Errorf("%q comes from nowhere", name)
			}
		}
	})
}
