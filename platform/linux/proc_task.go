//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// countThreads returns the number of the process's threads from the link count of their directory: that of an empty
// directory and one for each thread. It returns 0 where stat must be read: during caching, and in a procfs that may be
// a copy.
func (p *process) countThreads() int64 {
	if p.cache.Load() != nil || !p.isKnownNative() {
		return 0
	}
	var pbuf pathBuf
	var st unix.Stat_t
	if statAt(p.dirFD(), pathString(p.path(&pbuf, "task")), &st, 0) != nil || st.Mode != unix.S_IFDIR|0o555 {
		return 0
	}
	const emptyDirectory = 2
	return int64(st.Nlink) - emptyDirectory
}

func (p *process) Threads() ([]platform.Thread, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "task")
	ids, err := readDirNumbers(p.dirFD(), path, 1)
	if err != nil {
		return nil, p.procErrorOr(path, err)
	}
	threads := make([]platform.Thread, 0, len(ids))
	var failed error
	for _, id := range ids {
		var buf statBuf
		path := p.pathNumbered(&pbuf, "task/", id, "/stat")
		b, err := readFileAt(p.dirFD(), path, buf[:0], singleRead)
		if err != nil { // mostly a thread that has exited since the directory was read
			failed = p.procError(path, err)
			if isExhausted(err) {
				return nil, failed
			}
			continue
		}
		s, err := parseStat(b, statThroughVsize)
		if err == nil && !(s.has(statUser) && s.has(statSystem)) {
			err = parseError("stat", "no CPU times")
		}
		if err != nil {
			failed = p.malformed(err)
			continue
		}
		threads = append(threads, platform.Thread{
			ID: id, User: float64(s.user) / userHZ, System: float64(s.system) / userHZ,
		})
	}
	if len(threads) == len(ids) && len(ids) > 0 {
		return threads, nil
	}
	if err := p.checkAlive(); err != nil {
		return nil, err
	}
	if len(threads) == 0 && failed != nil && platform.CodeOf(failed) != platform.NoSuchProcess {
		return nil, failed
	}
	return threads, nil
}
