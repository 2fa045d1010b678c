//go:build linux

package linux

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) Partitions(all bool) ([]platform.Partition, error) {
	buf := getBuf()
	defer putBuf(buf)
	isOnDevice := hasDevicePath
	if !all {
		switch err := readSystemFile(buf, s.proc, "filesystems"); {
		case err == nil:
			types := parseFilesystems(*buf)
			isOnDevice = func(p *platform.Partition) bool { return types[p.FSType] }
		case isExhausted(err): // otherwise a procfs without the file, such as one with subset=pid
			return nil, err
		}
	}
	// Threads may have their own mount namespaces.
	var dir string
	var err error
	// The second is for Linux before 3.17, the third for a copied tree and for another PID namespace's procfs, where
	// this process has no PID.
	for _, dir = range []string{"thread-self", "self", "1"} {
		readErr := readSystemFile(buf, s.proc, dir+"/mounts")
		if err == nil || !isNotExist(readErr) {
			err = readErr
		}
		if !isNotExist(readErr) {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	mounted := parseMounts(*buf)
	partitions := make([]platform.Partition, 0, len(mounted))
	for _, p := range mounted {
		switch p.Device {
		case "none":
			p.Device = ""
		case "/dev/root", "rootfs": // the kernel's name of a device that it mounted itself
			if device := s.deviceAt(buf, dir, p.MountPoint); device != "" {
				p.Device = device
			}
		}
		if all || p.Device != "" && isOnDevice(&p) {
			partitions = append(partitions, p)
		}
	}
	return partitions, nil
}

// hasDevicePath reports whether a file system is mounted from a disk, where the kernel does not list which types are.
func hasDevicePath(p *platform.Partition) bool {
	return strings.HasPrefix(p.Device, "/dev/") && p.Device != "/dev/fuse" || p.FSType == "zfs"
}

// deviceAt returns the path of the device that is mounted at point, "" if it is unknown.
func (s *system) deviceAt(buf *[]byte, dir, point string) string {
	if readOptional(buf, s.proc, dir+"/mountinfo") {
		mounts := parseMountinfo(*buf)
		for i := len(mounts) - 1; i >= 0; i-- {
			if m := &mounts[i]; m.point == point && m.major != 0 {
				return s.deviceName(buf, m.major, m.minor)
			}
		}
	}
	var st unix.Stat_t
	if point != "/" || statAt(unix.AT_FDCWD, "/", &st, 0) != nil {
		return ""
	}
	return s.deviceName(buf, unix.Major(uint64(st.Dev)), unix.Minor(uint64(st.Dev)))
}

// deviceName returns the path of a block device, "" if it has none. The kernel's name is also udev's, but not in every
// container.
func (s *system) deviceName(buf *[]byte, major, minor uint32) string {
	name := ""
	number := strconv.FormatUint(uint64(major), 10) + ":" + strconv.FormatUint(uint64(minor), 10)
	if readOptional(buf, s.sys, "dev/block/"+number+"/uevent") {
		name = parseDeviceName(*buf)
	}
	if name == "" && readOptional(buf, s.proc, "partitions") {
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

// parseDeviceName returns DEVNAME of a uevent file in sysfs.
func parseDeviceName(b []byte) string {
	for line := range bytes.Lines(b) {
		if name, found := bytes.CutPrefix(line, []byte("DEVNAME=")); found {
			return string(bytes.TrimSuffix(name, []byte{'\n'}))
		}
	}
	return ""
}

// parsePartitionName returns the name of a device in /proc/partitions: major, minor, blocks, name.
func parsePartitionName(b []byte, major, minor uint32) string {
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		m, hasMajor := parseCount(rest.next())
		n, hasMinor := parseCount(rest.next())
		rest.next()
		if hasMajor && hasMinor && m == int64(major) && n == int64(minor) {
			return string(rest.next())
		}
	}
	return ""
}

func (s *system) DiskUsage(path string) (platform.DiskUsage, error) {
	var stat unix.Statfs_t
	if err := retry(func() error { return unix.Statfs(path, &stat) }); err != nil {
		return platform.DiskUsage{}, sysError(path, err)
	}
	block := uint64(stat.Frsize)
	if block == 0 { // before Linux 2.6.36
		block = uint64(stat.Bsize)
	}
	return diskUsage(block, stat.Blocks, stat.Bfree, stat.Bavail), nil
}

// diskUsage converts the blocks of statfs to bytes. Blocks that are free for root only count neither as used nor as
// free.
func diskUsage(block, all, free, available uint64) platform.DiskUsage {
	size := func(blocks uint64) int64 {
		return platform.MultiplySaturated(platform.Saturated(blocks), platform.Saturated(block))
	}
	free = min(free, all) // some network file systems report more
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
	disks := parseDiskstats(*buf)
	files := optionalFiles{buf: buf}
	whole := files.list(s.sys, "block")
	if len(whole) == 0 {
		markWholeDisks(disks)
		return disks, files.err
	}
	known := make(map[string]bool, len(whole))
	for _, name := range whole {
		known[diskNameOf(name)] = true
	}
	for i := range disks {
		disks[i].Whole = known[disks[i].Name]
	}
	return disks, files.err
}
