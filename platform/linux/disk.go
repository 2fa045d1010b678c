//go:build linux

package linux

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) Partitions(all bool) ([]platform.Partition, error) {
	buf := borrow()
	defer giveBack(buf)
	var onDevices map[string]bool
	if !all {
		if err := readInto(buf, s.proc, "filesystems"); err != nil {
			return nil, err
		}
		onDevices = parseFilesystems(*buf)
	}
	// Threads may have mount namespaces of their own.
	err := readInto(buf, s.proc, "thread-self/mounts")
	if isMissing(err) { // before Linux 3.17
		err = readInto(buf, s.proc, "self/mounts")
	}
	if err != nil {
		return nil, err
	}
	mounted, err := parseMounts(*buf)
	if err != nil {
		return nil, about(s.proc+"/self", err)
	}
	partitions := make([]platform.Partition, 0, len(mounted))
	for _, p := range mounted {
		switch p.Device {
		case "none":
			p.Device = ""
		case "/dev/root", "rootfs": // what the kernel calls it that mounted it
			if device := s.rootDevice(buf); device != "" {
				p.Device = device
			}
		}
		if all || p.Device != "" && onDevices[p.FSType] {
			partitions = append(partitions, p)
		}
	}
	return partitions, nil
}

// isMissing says whether a file is not there.
func isMissing(err error) bool {
	e, ok := err.(*platform.Error)
	return ok && e.OSError == int(unix.ENOENT)
}

// parseFilesystems reads in /proc/filesystems which types are mounted from a device. ZFS finds its devices by itself,
// and says "nodev".
func parseFilesystems(b []byte) map[string]bool {
	types := map[string]bool{}
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		kind := rest.next()
		name := rest.next()
		switch {
		case len(kind) > 0 && len(name) == 0:
			types[string(kind)] = true
		case string(name) == "zfs":
			types["zfs"] = true
		}
	}
	return types
}

// parseMounts reads /proc/[pid]/mounts: device, mount point, type, options, and two numbers that mean nothing. A device
// may be the empty string, so that single blanks count.
func parseMounts(b []byte) ([]platform.Partition, error) {
	mounted := make([]platform.Partition, 0, bytes.Count(b, []byte{'\n'}))
	for line := range bytes.Lines(b) {
		columns := bytes.SplitN(bytes.TrimSuffix(line, []byte{'\n'}), []byte{' '}, 5)
		if len(columns) < 4 {
			return nil, malformed("mounts", "a line is cut off")
		}
		mounted = append(mounted, platform.Partition{
			Device: unescape(columns[0]), MountPoint: unescape(columns[1]),
			FSType: unescape(columns[2]), Opts: unescape(columns[3]),
		})
	}
	return mounted, nil
}

// unescape puts back what would have broken a line of /proc apart: blanks, tabs, newlines, backslashes and, in some
// places, more are written as a backslash and three octal digits.
func unescape(b []byte) string {
	var text strings.Builder
	for {
		plain, rest, found := bytes.Cut(b, []byte{'\\'})
		text.Write(plain)
		if !found {
			return text.String()
		}
		code := rest[:min(3, len(rest))]
		if n, err := strconv.ParseUint(string(code), 8, 8); err == nil && len(code) == 3 {
			text.WriteByte(byte(n))
			rest = rest[3:]
		} else {
			text.WriteByte('\\')
		}
		b = rest
	}
}

// rootDevice finds the device that is mounted at /, "" if it cannot be told.
func (s *system) rootDevice(buf *[]byte) string {
	var stat unix.Stat_t
	if retry(func() error { return unix.Stat("/", &stat) }) != nil {
		return ""
	}
	return s.deviceName(buf, unix.Major(uint64(stat.Dev)), unix.Minor(uint64(stat.Dev)))
}

// deviceName gives the path of a block device, "" if it has none. The kernel's name for it is udev's, too, but not in
// every container.
func (s *system) deviceName(buf *[]byte, major, minor uint32) string {
	name := ""
	number := strconv.FormatUint(uint64(major), 10) + ":" + strconv.FormatUint(uint64(minor), 10)
	if readInto(buf, s.sys, "dev/block/"+number+"/uevent") == nil {
		name = parseDeviceName(*buf)
	}
	if name == "" && readInto(buf, s.proc, "partitions") == nil {
		name = parsePartitionName(*buf, major, minor)
	}
	if name == "" {
		return ""
	}
	path := "/dev/" + name
	if retry(func() error { return unix.Access(path, unix.F_OK) }) != nil {
		return ""
	}
	return path
}

// parseDeviceName reads DEVNAME in a uevent file of sysfs.
func parseDeviceName(b []byte) string {
	for line := range bytes.Lines(b) {
		if name, found := bytes.CutPrefix(line, []byte("DEVNAME=")); found {
			return string(bytes.TrimSuffix(name, []byte{'\n'}))
		}
	}
	return ""
}

// parsePartitionName finds a device in /proc/partitions: major, minor, blocks, name.
func parsePartitionName(b []byte, major, minor uint32) string {
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		m, ok := parseCount(rest.next())
		n, alsoOK := parseCount(rest.next())
		rest.next()
		if ok && alsoOK && m == int64(major) && n == int64(minor) {
			return string(rest.next())
		}
	}
	return ""
}

func (s *system) DiskUsage(path string) (platform.DiskUsage, error) {
	var stat unix.Statfs_t
	if err := retry(func() error { return unix.Statfs(path, &stat) }); err != nil {
		return platform.DiskUsage{}, failure("statfs "+path, err)
	}
	block := uint64(stat.Frsize)
	if block == 0 { // before Linux 2.6.36
		block = uint64(stat.Bsize)
	}
	return diskUsage(block, stat.Blocks, stat.Bfree, stat.Bavail), nil
}

// diskUsage counts in bytes what statfs counts in blocks. What is free to root alone is neither used nor free.
func diskUsage(block, all, free, available uint64) platform.DiskUsage {
	size := func(blocks uint64) int64 {
		if block > 0 && blocks > math.MaxInt64/block {
			return math.MaxInt64
		}
		return int64(blocks * block)
	}
	// File systems over a network have said that more is free than there is.
	free = min(free, all)
	return platform.DiskUsage{Total: size(all), Used: size(all - free), Free: size(min(available, free))}
}
