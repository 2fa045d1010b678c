package impl

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// fileSystem is a platform whose files have one owner.
type fileSystem struct {
	platform.Unsupported
	path  string
	flags platform.FileOwnersFlags
}

func (f *fileSystem) FileOwners(path string, flags platform.FileOwnersFlags) ([]platform.FileOwner, error) {
	f.path, f.flags = path, flags
	return []platform.FileOwner{{PID: 7, FD: 3, Use: platform.FileUseOpen, Mode: "r"}}, nil
}

func TestFileOwners(t *testing.T) {
	f := &fileSystem{}
	l := New(f)
	for flags := range int32(8) {
		list, err := l.FileOwners("/a", flags)
		noError(t, "FileOwners", err)
		if len(list) != 1 || f.path != "/a" || f.flags != platform.FileOwnersFlags(flags) {
			t.Errorf("flags %d: %v, %q, %v", flags, list, f.path, f.flags)
		}
	}
	for _, flags := range []int32{-1, 8, 1 << 30} {
		_, err := l.FileOwners("/a", flags)
		wantError(t, "flags", err, platform.InvalidArgument)
	}
	_, err := New(platform.Unsupported{}).FileOwners("/a", 0)
	wantError(t, "another system", err, platform.NotSupported)
}
