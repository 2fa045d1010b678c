package freebsd

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// Partitions calls getfsstat, without waiting for the servers of network file systems.
func (*system) Partitions(all bool) ([]platform.Partition, error) {
	count, err := unix.Getfsstat(nil, unix.MNT_NOWAIT)
	var mounted []unix.Statfs_t
	for range maxAttempts { // more may be mounted before the next call
		if err != nil {
			return nil, sysError("getfsstat", err)
		}
		mounted = make([]unix.Statfs_t, count+8)
		if count, err = unix.Getfsstat(mounted, unix.MNT_NOWAIT); err == nil && count < len(mounted) {
			break
		}
	}
	if err != nil {
		return nil, sysError("getfsstat", err)
	}
	partitions := make([]platform.Partition, 0, count)
	for i := range mounted[:min(count, len(mounted))] {
		m := &mounted[i]
		p := platform.Partition{
			Device: unix.ByteSliceToString(m.Mntfromname[:]), MountPoint: unix.ByteSliceToString(m.Mntonname[:]),
			FSType: unix.ByteSliceToString(m.Fstypename[:]), Opts: formatMountOptions(m.Flags),
		}
		if all || isOnDevice(&p) {
			partitions = append(partitions, p)
		}
	}
	return partitions, nil
}

// DiskUsage calls statfs.
func (*system) DiskUsage(path string) (platform.DiskUsage, error) {
	var st unix.Statfs_t
	if err := retry(func() error { return unix.Statfs(path, &st) }); err != nil {
		return platform.DiskUsage{}, sysError(path, err)
	}
	return diskUsage(st.Blocks, st.Bfree, st.Bavail, st.Bsize), nil
}

// DiskIO reads kern.devstat.all.
func (s *system) DiskIO() ([]platform.DiskIO, error) {
	version, err := s.kernel.readInt("kern.devstat.version")
	if err != nil {
		return nil, err
	}
	if version != devstatVersion {
		return nil, malformed("sysctl kern.devstat.all")
	}
	b, err := s.kernel.readVariable("kern.devstat.all", sizeofDevstat)
	if err != nil {
		return nil, err
	}
	return decodeDevstat("sysctl kern.devstat.all", b)
}
