package impl

import "github.com/libpsutil/libpsutil/platform"

// FileOwners returns the uses of the file that a path names, by PID, use and descriptor.
func (l *Library) FileOwners(path string, flags int32) ([]platform.FileOwner, error) {
	const all = platform.FileOwnersMount | platform.FileOwnersUnreadable | platform.FileOwnersBPF
	if err := CheckFlags(flags, int32(all), "PSUTIL_FILE_OWNERS_"); err != nil {
		return nil, err
	}
	return l.sys.FileOwners(path, platform.FileOwnersFlags(flags))
}
