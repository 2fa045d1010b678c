//go:build cgo

package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (p *process) SetNice(id platform.Identity, value int32) error {
	err := p.changeVerified(id, "setpriority", func(pid int) error { return unix.Setpriority(unix.PRIO_PROCESS, pid, int(value)) })
	if err != nil {
		return err
	}
	_, err = verify(id) // if the process still exists, the call has met no other
	return err
}

func (p *process) Nice() (int32, error) {
	info, err := p.info()
	return info.nice, err
}
