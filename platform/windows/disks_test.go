package windows

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestVolumeOpts(t *testing.T) {
	for want, c := range map[string]struct {
		driveType, flags uint32
		hasVolume        bool
	}{
		"rw,fixed": {driveFixed, 0, true}, "ro,cdrom": {driveCDROM, volumeIsReadOnly, true}, "removable": {driveRemovable, 0, false},
		"rw,compressed,fixed": {driveFixed, volumeIsCompressed | volumeHasReparsePoints, true}, "rw,remote": {driveRemote, 0, true},
		"rw,ramdisk": {driveRAMDisk, 0, true}, "unmounted": {driveNoRoot, 0, false}, "unknown": {driveUnknown, 0, false}, "rw": {7, 0, true},
	} {
		equal(t, "options", volumeOpts(c.driveType, c.flags, c.hasVolume), want)
	}
}

func TestIsLocalDrive(t *testing.T) {
	for driveType, want := range map[uint32]bool{
		driveUnknown: false, driveNoRoot: false, driveRemovable: true, driveFixed: true, driveRemote: false, driveCDROM: true, driveRAMDisk: false,
	} {
		equal(t, driveTypes[driveType], isLocalDrive(`E:\`, driveType), want)
	}
	equal(t, "a floppy disk", isLocalDrive(`A:\`, driveRemovable), false)
}

func TestSplitMultiString(t *testing.T) {
	equal(t, "drives", splitMultiString(utf16Bytes("C:\\\x00Z:\\\x00\x00after the end")), []string{`C:\`, `Z:\`})
	equal(t, "not terminated", splitMultiString(utf16Bytes("C:\\\x00Z:")), []string{`C:\`})
	equal(t, "nothing", splitMultiString(nil), nil)
}

func TestParsePhysicalDrive(t *testing.T) {
	for device, want := range map[string]int{"PhysicalDrive0": 0, "PhysicalDrive127": 127} {
		n, ok := parsePhysicalDrive(device)
		equal(t, device, n, want)
		equal(t, device, ok, true)
	}
	for _, device := range []string{"PhysicalDrive", "PhysicalDrive-1", "PhysicalDrive1x", "PhysicalDrive99999999999", "C:", ""} {
		_, ok := parsePhysicalDrive(device)
		equal(t, device, ok, false)
	}
}

func TestDecodeDiskPerformance(t *testing.T) {
	b := build(diskPerformanceSize).put64(0, 1<<40).put64(8, 1<<39).put64(16, 25e4).put64(24, 19_999).put64(32, 7).
		put32(40, 4_000_000_000).put32(44, 12).buffer()
	equal(t, "counters", decodeDiskPerformance(b), platform.DiskIOCounters{
		ReadBytes: 1 << 40, WriteBytes: 1 << 39, ReadTime: 25, WriteTime: 1, ReadCount: 4_000_000_000, WriteCount: 12,
		ReadMergedCount: platform.NA, WriteMergedCount: platform.NA, BusyTime: platform.NA,
	})
	decoded(t, b)
	b = build(40).buffer()
	decodeDiskPerformance(b)
	malformed(t, "a short answer", b)
}

func TestDiskUsage(t *testing.T) {
	equal(t, "with a quota", diskUsage(10, 100, 60), platform.DiskUsage{Total: 100, Used: 40, Free: 10})
	equal(t, "more free than there is", diskUsage(90, 50, 80), platform.DiskUsage{Total: 50, Used: 0, Free: 50})
	equal(t, "a huge disk", diskUsage(math.MaxUint64, math.MaxUint64, 1), platform.DiskUsage{Total: math.MaxInt64, Used: math.MaxInt64 - 1, Free: 1})
}

func FuzzDecodeDisks(f *testing.F) {
	f.Add(make([]byte, diskPerformanceSize))
	f.Add(utf16Bytes("PhysicalDrive0\x00C:\x00\x00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		counters := decodeDiskPerformance(&buffer{bytes: content})
		for i, n := range counters.All() {
			if *n < platform.NA {
				t.Errorf("counter %d = %d", i, *n)
			}
		}
		for _, device := range splitMultiString(content) {
			if n, ok := parsePhysicalDrive(device); ok && n < 0 {
				t.Errorf("%q is number %d", device, n)
			}
		}
	})
}
