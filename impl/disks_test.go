package impl

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestDiskIO(t *testing.T) {
	f, l := newFake(nil)
	disk := func(name string, whole bool, n int64) platform.DiskIO {
		return platform.DiskIO{Name: name, Whole: whole, Counters: platform.DiskIOCounters{
			ReadCount: n, WriteCount: 2 * n, ReadBytes: 3 * n, WriteBytes: 4 * n, ReadTime: 5 * n, WriteTime: 6 * n,
			ReadMergedCount: 7 * n, WriteMergedCount: 8 * n, BusyTime: 9 * n}}
	}
	plugged := []platform.DiskIO{disk("sda", true, 10), disk("sda1", false, 9), disk("usb", true, 100)}
	unplugged := []platform.DiskIO{disk("sda", true, 4), disk("sda1", false, 9)} // and sda restarted
	f.disks = [][]platform.DiskIO{plugged, plugged, unplugged, unplugged, unplugged, plugged, plugged}

	total, err := l.DiskIOTotal(NowrapOn)
	noError(t, "DiskIOTotal", err)
	equal(t, "a partition counts once", total, disk("", true, 110).Counters)
	all, _, err := l.DiskIO(NowrapOn)
	noError(t, "DiskIO", err)
	equal(t, "each", all, plugged)
	all, _, err = l.DiskIO(NowrapOn)
	noError(t, "DiskIO", err)
	equal(t, "unplugged, each", all, []platform.DiskIO{disk("sda", true, 14), disk("sda1", false, 9)})
	total, err = l.DiskIOTotal(NowrapOn)
	noError(t, "DiskIOTotal", err)
	equal(t, "unplugged, total", total, disk("", true, 14).Counters)
	total, err = l.DiskIOTotal(NowrapOff)
	noError(t, "DiskIOTotal", err)
	equal(t, "as the system counts", total, disk("", true, 4).Counters)
	total, err = l.DiskIOTotal(NowrapOn)
	noError(t, "DiskIOTotal", err)
	equal(t, "plugged in again", total, disk("", true, 120).Counters) // sda: 14 + 6; usb is new

	total, err = l.DiskIOTotal(NowrapRestart)
	noError(t, "DiskIOTotal", err)
	equal(t, "restarted", total, disk("", true, 110).Counters)
	for _, nowrap := range []Nowrap{-1, 3} {
		_, err = l.DiskIOTotal(nowrap)
		wantError(t, "unknown nowrap", err, platform.InvalidArgument)
	}

	f, l = newFake(nil)
	for _, none := range [][]platform.DiskIO{nil, {disk("sda1", false, 1)}} {
		f.disks = [][]platform.DiskIO{none}
		for _, nowrap := range []Nowrap{NowrapOff, NowrapOn, NowrapRestart} {
			_, err = l.DiskIOTotal(nowrap)
			wantError(t, "no disks", err, platform.NotSupported)
			all, _, err := l.DiskIO(nowrap)
			noError(t, "no disks", err)
			equal(t, "no disks", all, none)
		}
	}
	for _, nowrap := range []Nowrap{NowrapOff, NowrapOn, NowrapRestart} {
		_, err = New(platform.Unsupported{}).DiskIOTotal(nowrap)
		wantError(t, "unsupported", err, platform.NotSupported)
	}
}
