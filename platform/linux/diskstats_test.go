//go:build linux

package linux

import (
	"fmt"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseDiskstats(t *testing.T) {
	const na = platform.NA
	for _, c := range []struct {
		what, text string
		want       []platform.DiskIO
		wrong      string
	}{
		{what: "nothing"},
		{what: "empty lines", text: "\n \n"},
		{what: "no newline at the end", text: "8 0 sda 1 2 3 4 5 6 7 8 9 10 11", want: []platform.DiskIO{
			{Name: "sda", Counters: platform.DiskIOCounters{ReadCount: 1, ReadMergedCount: 2, ReadBytes: 3 * 512, ReadTime: 4,
				WriteCount: 5, WriteMergedCount: 6, WriteBytes: 7 * 512, WriteTime: 8, BusyTime: 10}}}},
		{what: "a partition before 2.6.25", text: "8 1 sda1 1 2 3 4\n", want: []platform.DiskIO{
			{Name: "sda1", Counters: platform.DiskIOCounters{ReadCount: 1, ReadBytes: 2 * 512, WriteCount: 3, WriteBytes: 4 * 512,
				ReadTime: na, WriteTime: na, ReadMergedCount: na, WriteMergedCount: na, BusyTime: na}}}},
		{what: "fields to come", text: "8 0 sda 1 0 0 0 0 0 0 0 0 0 0 12 13 14 15 16 17 more\n", want: []platform.DiskIO{
			{Name: "sda", Counters: platform.DiskIOCounters{ReadCount: 1}}}},
		{what: "bytes", text: "8 0 \xff\xfe 0 0 0 0 0 0 0 0 0 0 0\n", want: []platform.DiskIO{{Name: "\xff\xfe"}}},
		{what: "no name", text: "8 0\n", wrong: "cut off"},
		{what: "only a name", text: "8 0 sda\n", wrong: "sda"},
		{what: "cut off", text: "8 0 sda 1 2 3 4 5 6 7 8 9 10\n", wrong: "sda"},
		{what: "letters", text: "8 0 sda 1 2 3 4 5 6 7 8 9 x 11\n", wrong: "sda"},
		{what: "negative", text: "8 0 sda 1 2 3 4 5 6 7 8 -9 10 11\n", wrong: "sda"},
		{what: "huge", text: "8 0 sda 1 2 9223372036854775807 4 5 6 7 8 9 10 11\n", wrong: "sda"},
	} {
		disks, err := parseDiskstats([]byte(c.text))
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%s: error %v, want one about %q", c.what, err, c.wrong)
			}
			continue
		}
		noError(t, c.what, err)
		equal(t, c.what, fmt.Sprint(disks), fmt.Sprint(c.want))
	}
}

// What sysfs says counts; without it, names do.
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

	// Names lie: an array may be called md_home1, beside one called md_home.
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
		disks, err := parseDiskstats(b)
		if err != nil {
			return
		}
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
