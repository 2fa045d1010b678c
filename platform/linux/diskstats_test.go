//go:build linux

package linux

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseDiskstats(t *testing.T) {
	all := func(c platform.DiskIOCounters) []platform.DiskIO {
		return []platform.DiskIO{{Name: "sda", Counters: c}}
	}
	good := platform.DiskIOCounters{ReadCount: 1, ReadMergedCount: 2, ReadBytes: 3 * 512, ReadTime: 4,
		WriteCount: 5, WriteMergedCount: 6, WriteBytes: 7 * 512, WriteTime: 8, BusyTime: 10}
	with := func(change func(c *platform.DiskIOCounters)) []platform.DiskIO {
		c := good
		change(&c)
		return all(c)
	}
	for _, c := range []struct {
		what, text string
		want       []platform.DiskIO
	}{
		{what: "nothing"},
		{what: "empty lines", text: "\n \n"},
		{what: "no newline at the end", text: "8 0 sda 1 2 3 4 5 6 7 8 9 10 11", want: all(good)},
		{what: "a partition before 2.6.25", text: "8 1 sda 1 2 3 4\n", want: all(platform.DiskIOCounters{ReadCount: 1, ReadBytes: 2 * 512,
			WriteCount: 3, WriteBytes: 4 * 512, ReadTime: na, WriteTime: na, ReadMergedCount: na, WriteMergedCount: na, BusyTime: na})},
		{what: "Linux 2.4", text: "8 0 1 sda 2 3 4 5 6 7 8 9 10 11 12\n", want: with(func(*platform.DiskIOCounters) {})},
		{what: "more fields", text: "8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 more\n", want: all(good)},
		{what: "a name of bytes", text: "8 0 \xff\xfe 0 0 0 0 0 0 0 0 0 0 0\n", want: []platform.DiskIO{{Name: "\xff\xfe"}}},
		{what: "no name", text: "8 0\n"},
		{what: "only a name", text: "8 0 sda\n"},
		{what: "a truncated line keeps what it has", text: "8 0 sda 1 2 3 4 5 6 7 8 9\n",
			want: with(func(c *platform.DiskIOCounters) { c.BusyTime = na })},
		{what: "letters", text: "8 0 sda 1 2 3 4 5 6 7 x 9 10 11\n", want: with(func(c *platform.DiskIOCounters) { c.WriteTime = na })},
		{what: "negative in flight", text: "8 0 sda 1 2 3 4 5 6 7 8 -9 10 11\n", want: all(good)},
		{what: "negative", text: "8 0 sda 1 -2 3 4 5 6 7 8 9 10 11\n", want: with(func(c *platform.DiskIOCounters) { c.ReadMergedCount = na })},
		{what: "too many sectors", text: "8 0 sda 1 2 9223372036854775807 4 5 6 7 8 9 10 11\n",
			want: with(func(c *platform.DiskIOCounters) { c.ReadBytes = math.MaxInt64 })},
		{what: "from 2^63", text: "8 0 sda 18446744073709551615 2 3 4 5 6 7 8 9 10 11\n",
			want: with(func(c *platform.DiskIOCounters) { c.ReadCount = math.MaxInt64 })},
	} {
		equal(t, c.what, fmt.Sprint(parseDiskstats([]byte(c.text))), fmt.Sprint(c.want))
	}
}

// sysfs decides; without it, the names do.
func TestMarkWholeDisks(t *testing.T) {
	const names = "sda sda1 sda15 sdp sdp1 nvme0n1 nvme0n1p1 nvme10n12 nvme10n12p3 mmcblk0 mmcblk0p1 mmcblk0boot0 dm-1 dm-12 " +
		"md1 md12 md127 md127p1 md_home loop0 loop0p1 ram1 ram10 zram0 xvda1 xvdb xvdb1 vda sr0 nbd1 nbd1p1 rbd0 zd0 zd0p1 " +
		"mtdblock0 p1 1 etherd/e1.1 etherd/e1.1p1"
	const want = "*sda sda1 sda15 *sdp sdp1 *nvme0n1 nvme0n1p1 *nvme10n12 nvme10n12p3 *mmcblk0 mmcblk0p1 *mmcblk0boot0 *dm-1 *dm-12 " +
		"*md1 *md12 *md127 md127p1 *md_home *loop0 loop0p1 *ram1 *ram10 *zram0 *xvda1 *xvdb xvdb1 *vda *sr0 *nbd1 nbd1p1 *rbd0 *zd0 zd0p1 " +
		"*mtdblock0 *p1 *1 *etherd/e1.1 etherd/e1.1p1"
	var stats strings.Builder
	for _, name := range strings.Fields(names) {
		fmt.Fprintf(&stats, "1 2 %s 0 0 0 0 0 0 0 0 0 0 0\n", name)
	}
	files := map[string]string{"diskstats": stats.String()}
	disks, err := newTree(t, files).DiskIO()
	noError(t, "by name", err)
	equal(t, "by name", ioNames(disks), want)

	// Names may mislead: an array may be called md_home1 beside one called md_home.
	files["block/md_home/ro"], files["block/md_home1/ro"], files["block/etherd!e1.1/ro"] = "", "", ""
	files["diskstats"] = strings.ReplaceAll("1 2 md_home @1 2 md_home1 @1 2 etherd/e1.1 @1 2 sda @", "@", "0 0 0 0 0 0 0 0 0 0 0\n")
	disks, err = newTree(t, files).DiskIO()
	noError(t, "by sysfs", err)
	equal(t, "by sysfs", ioNames(disks), "*md_home *md_home1 *etherd/e1.1 sda")
}

func FuzzParseDiskstats(f *testing.F) {
	f.Add(fixtureFile(f, "proc/diskstats"))
	f.Add([]byte("8 1 sda1 1 2 3 4\n8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"))
	f.Fuzz(func(t *testing.T, b []byte) {
		disks := parseDiskstats(b)
		markWholeDisks(disks)
		for i := range disks {
			for _, counter := range disks[i].Counters.All() {
				if *counter < platform.NA {
					t.Errorf("negative: %+v", disks[i])
				}
			}
		}
	})
}
