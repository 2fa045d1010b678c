//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (p *process) Threads() ([]platform.Thread, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "task")
	ids, err := readDirNumbers(p.dirFD(), path, 1)
	if err != nil {
		return nil, p.procErrorOr(path, err)
	}
	threads := make([]platform.Thread, 0, len(ids))
	for _, id := range ids {
		var text statBuf
		path := p.pathNumbered(&pbuf, "task/", id, "/stat")
		b, err := readFile(path, text[:0], singleRead)
		if err == unix.ENOENT || err == unix.ESRCH { // ended meanwhile
			continue
		}
		if err != nil {
			return nil, p.procError(path, err)
		}
		s, err := parseStat(b, statThroughVsize)
		if err != nil {
			return nil, p.addPath(err)
		}
		threads = append(threads, platform.Thread{
			ID: id, User: float64(s.user) / userHZ, System: float64(s.system) / userHZ,
		})
	}
	return threads, p.checkAlive(len(threads) < len(ids) || len(ids) == 0)
}
