package windows

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var procSetThreadErrorMode = kernel32.NewProc("SetThreadErrorMode")

// withoutDialogs calls f with a drive without a medium being an error on this thread, not a dialog.
func withoutDialogs(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before uint32
	procSetThreadErrorMode.Call(windows.SEM_FAILCRITICALERRORS, uintptr(unsafe.Pointer(&before)))
	defer procSetThreadErrorMode.Call(uintptr(before), 0)
	f()
}

func (system) Partitions(all bool) (partitions []platform.Partition, err error) {
	withoutDialogs(func() { partitions, err = listPartitions(all) })
	return partitions, err
}

func listPartitions(all bool) ([]platform.Partition, error) {
	b, err := retrySize(512, isInsufficientBuffer, func(b *buffer, size uint32) (uint32, error) {
		n, err := windows.GetLogicalDriveStrings(size/2, (*uint16)(unsafe.Pointer(b.pointer())))
		if err == nil && n > size/2 {
			err = windows.ERROR_INSUFFICIENT_BUFFER
		}
		return 2 * (n + 1), err
	})
	if err != nil {
		return nil, sysError("GetLogicalDriveStrings", err)
	}
	var partitions []platform.Partition
	for _, root := range splitMultiString(b.bytes) {
		path := utf16Pointer(root)
		driveType := windows.GetDriveType(path)
		if !all && !isLocalDrive(root, driveType) {
			continue
		}
		fsType := make([]uint16, windows.MAX_PATH+1)
		var flags uint32
		volumeErr := windows.GetVolumeInformation(path, nil, 0, nil, nil, &flags, &fsType[0], uint32(len(fsType)))
		p := platform.Partition{Device: root, MountPoint: root, Opts: volumeOpts(driveType, flags, volumeErr == nil)}
		if volumeErr == nil {
			p.FSType = windows.UTF16ToString(fsType)
		}
		partitions = append(partitions, p)
		if volumeErr == nil && flags&volumeHasReparsePoints != 0 {
			for _, directory := range volumeMountPoints(path) {
				p.MountPoint = root + directory
				partitions = append(partitions, p)
			}
		}
	}
	return partitions, nil
}

// volumeMountPoints returns the directories of a volume that other volumes are mounted on. Only administrators may list
// them.
func volumeMountPoints(root *uint16) (directories []string) {
	directory := make([]uint16, windows.MAX_PATH+1)
	search, err := windows.FindFirstVolumeMountPoint(root, &directory[0], uint32(len(directory)))
	if err != nil {
		return nil
	}
	defer windows.FindVolumeMountPointClose(search)
	for err == nil {
		directories = append(directories, windows.UTF16ToString(directory))
		clear(directory)
		err = windows.FindNextVolumeMountPoint(search, &directory[0], uint32(len(directory)))
	}
	return directories
}

func (system) DiskUsage(path string) (usage platform.DiskUsage, err error) {
	withoutDialogs(func() { usage, err = readDiskUsage(path) })
	return usage, err
}

func readDiskUsage(path string) (platform.DiskUsage, error) {
	var available, total, free uint64
	err := windows.GetDiskFreeSpaceEx(utf16Pointer(path), &available, &total, &free)
	if err == windows.ERROR_DIRECTORY { // a file: its directory is queried
		if end := strings.LastIndexAny(path, `\/`); end >= 0 {
			return readDiskUsage(path[:end+1])
		}
		return readDiskUsage(".")
	}
	if err != nil {
		return platform.DiskUsage{}, sysError("GetDiskFreeSpaceEx "+path, err)
	}
	return diskUsage(available, total, free), nil
}

const ioctlDiskPerformance = 0x70020 // IOCTL_DISK_PERFORMANCE

// DiskIO returns the counters of the disks that count. A disk without counters, as some drivers and virtual machines
// have, is left out.
func (system) DiskIO() ([]platform.DiskIO, error) {
	b, err := retrySize(32<<10, isInsufficientBuffer, func(b *buffer, size uint32) (uint32, error) {
		n, err := windows.QueryDosDevice(nil, (*uint16)(unsafe.Pointer(b.pointer())), size/2)
		return 2 * n, err
	})
	if err != nil {
		return nil, sysError("QueryDosDevice", err)
	}
	var numbers []int
	for _, device := range splitMultiString(b.bytes) {
		if n, ok := parsePhysicalDrive(device); ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var disks []platform.DiskIO
	for _, n := range slices.Compact(numbers) {
		name := "PhysicalDrive" + strconv.Itoa(n)
		switch counters, err := readDiskPerformance(name); {
		case err == nil:
			disks = append(disks, platform.DiskIO{Name: name, Whole: true, Counters: counters})
		case !hasNoCounters(err):
			return nil, sysError("IOCTL_DISK_PERFORMANCE "+name, err)
		}
	}
	return disks, nil
}

// readDiskPerformance needs no access rights to the disk.
func readDiskPerformance(name string) (platform.DiskIOCounters, error) {
	none := platform.DiskIOCounters{}
	disk, err := windows.CreateFile(utf16Pointer(`\\.\`+name), 0, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		return none, err
	}
	defer windows.CloseHandle(disk)
	b := newBuffer(diskPerformanceSize)
	var n uint32
	if err := windows.DeviceIoControl(disk, ioctlDiskPerformance, nil, 0, b.pointer(), uint32(len(b.bytes)), &n, nil); err != nil {
		return none, err
	}
	b.bytes = b.bytes[:min(int(n), len(b.bytes))]
	counters := decodeDiskPerformance(&b)
	if b.malformed {
		return none, windows.ERROR_INVALID_DATA
	}
	return counters, nil
}

// hasNoCounters reports whether an error means a disk without counters, or one that has been removed.
func hasNoCounters(err error) bool {
	switch err {
	case windows.ERROR_INVALID_FUNCTION, windows.ERROR_NOT_SUPPORTED, windows.ERROR_FILE_NOT_FOUND, windows.ERROR_NOT_READY:
		return true
	}
	return false
}
