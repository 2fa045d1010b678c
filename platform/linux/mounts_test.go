//go:build linux

package linux

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestParseMounts(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "[]",
		"a b c d 0 0":                    "[{a b c d}]",
		"a b c d\n":                      "[{a b c d}]",
		"a b c d 0 0\ne f g h 0 0\n":     "[{a b c d} {e f g h}]",
		" b c d 0 0\n":                   "[{ b c d}]",
		"\xff\r\v b\t c\f d 0 0\n":       "[{\xff\r\v b\t c\f d}]",
		`\040\011\134\043 \12 \ \8a1 0`:  `[{` + " \t\\# " + `\12 \ \8a1}]`,
		`\\040 \777 \1234 \000 0` + "\n": `[{\` + "  " + `\777 S4 ` + "\x00}]",
	} {
		equal(t, text, fmt.Sprint(parseMounts([]byte(text))), want)
	}
	for text, want := range map[string]int{"a": 0, "a b c": 0, "\n": 0, "a b c d\nx\n": 1, "x\na b c d\n": 1} {
		equal(t, text, len(parseMounts([]byte(text))), want)
	}
}

// A mount in the calling thread's own namespace is seen by that thread and by no other, whatever its path.
func TestMountsOfCallingThread(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "two words,\ttab,\nnewline, back\\slash, #, \xff")
	noError(t, "mkdir", os.Mkdir(dir, 0o755))
	seen := func() (found []platform.Partition) {
		partitions, err := liveSystem.Partitions(true)
		noError(t, "Partitions", err)
		for _, p := range partitions {
			if p.MountPoint == dir {
				found = append(found, p)
			}
		}
		return found
	}
	page := pageSize
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with its namespace
		if err := unix.Unshare(unix.CLONE_NEWNS | unix.CLONE_FS); err != nil {
			t.Logf("not tested: unshare: %v", err) // an ordinary user
			return
		}
		noError(t, "private", unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
		noError(t, "mount", unix.Mount("a device", dir, "tmpfs", unix.MS_NOSUID, fmt.Sprintf("size=%d,mode=700", 16*page)))
		own := seen()
		if len(own) != 1 || own[0].Device != "a device" || own[0].FSType != "tmpfs" || !strings.HasPrefix(own[0].Opts, "rw,nosuid") {
			t.Errorf("the thread sees %q", own)
		}
		usage, err := liveSystem.DiskUsage(dir)
		noError(t, "DiskUsage", err)
		equal(t, "DiskUsage", usage, platform.DiskUsage{Total: 16 * page, Used: 0, Free: 16 * page})
		noError(t, "write", os.WriteFile(filepath.Join(dir, "x"), make([]byte, 4*page), 0o600))
		usage, err = liveSystem.DiskUsage(dir)
		noError(t, "DiskUsage", err)
		equal(t, "DiskUsage", usage, platform.DiskUsage{Total: 16 * page, Used: 4 * page, Free: 12 * page})
		partitions, err := liveSystem.Partitions(false)
		noError(t, "Partitions", err)
		for _, p := range partitions {
			if p.MountPoint == dir {
				t.Error("tmpfs is not on a device")
			}
		}
	}()
	<-done
	equal(t, "others see", len(seen()), 0)
}

func FuzzParseMounts(f *testing.F) {
	f.Add(fixtureFile(f, "proc/thread-self/mounts"))
	f.Add([]byte("\\040\\8 \\12\\ b c d 0 0\n a b c\\777 0 0"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, p := range parseMounts(b) {
			if n := len(p.Device) + len(p.MountPoint) + len(p.FSType) + len(p.Opts); n+3 > len(b) {
				t.Errorf("%q comes from nowhere", p)
			}
		}
	})
}
