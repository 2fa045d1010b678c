//go:build linux

package linux

import (
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestNamesInFolder(t *testing.T) {
	s := tree(t, map[string]string{"a/b": "", "a/.hidden": "", "a/two words": "", "a/c/d": ""})
	got, err := names(s.sys, "a")
	no(t, "names", err)
	slices.Sort(got)
	same(t, "names", got, []string{"b", "c", "two words"})
	_, err = names(s.sys, "none")
	wantCode(t, "a folder that is missing", err, platform.OS)
	_, err = names(s.sys, "a/b")
	wantCode(t, "a file", err, platform.OS)
}

// Only what could be a PID is one.
func TestPIDsAmongNames(t *testing.T) {
	files := map[string]string{}
	for _, name := range []string{"1", "self", "22", "4194304", "007x", "-5", "2147483648", "99999999999999999999"} {
		files[name+"/stat"] = ""
	}
	pids, err := tree(t, files).PIDs()
	no(t, "PIDs", err)
	same(t, "PIDs", pids, []int64{1, 22, 4194304})
}
