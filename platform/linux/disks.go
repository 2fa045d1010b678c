//go:build linux

package linux

import (
	"bytes"
	"math"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) Partitions(all bool) ([]platform.Partition, error) {
	buf := getBuf()
	defer putBuf(buf)
	var onDevices map[string]bool
	if !all {
		if err := readSystemFile(buf, s.proc, "filesystems"); err != nil {
			return nil, err
		}
		onDevices = parseFilesystems(*buf)
	}
	// Threads may have mount namespaces of their own.
	err := readSystemFile(buf, s.proc, "thread-self/mounts")
	if isNotExist(err) { // before Linux 3.17
		err = readSystemFile(buf, s.proc, "self/mounts")
	}
	if err != nil {
		return nil, err
	}
	mounted, err := parseMounts(*buf)
	if err != nil {
		return nil, addPath(s.proc+"/self", err)
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
	if readSystemFile(buf, s.sys, "dev/block/"+number+"/uevent") == nil {
		name = parseDeviceName(*buf)
	}
	if name == "" && readSystemFile(buf, s.proc, "partitions") == nil {
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
		return platform.DiskUsage{}, sysError("statfs "+path, err)
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

func (s *system) DiskIO() ([]platform.DiskIO, error) {
	buf := getBuf()
	defer putBuf(buf)
	err := readSystemFile(buf, s.proc, "diskstats")
	if isNotExist(err) {
		return s.diskIOFromSys(buf)
	}
	if err != nil {
		return nil, err
	}
	disks, err := parseDiskstats(*buf)
	if err != nil {
		return nil, addPath(s.proc, err)
	}
	if whole, err := readDirNames(s.sys, "block"); err == nil && len(whole) > 0 {
		known := make(map[string]bool, len(whole))
		for _, name := range whole {
			known[diskNameOf(name)] = true
		}
		for i := range disks {
			disks[i].Whole = known[disks[i].Name]
		}
	} else {
		markWholeDisks(disks)
	}
	return disks, nil
}
