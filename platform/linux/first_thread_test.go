//go:build linux

package linux

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// init is the helper "first thread exits": its first thread opens a file and a socket and exits, others go on.
func init() {
	if os.Getenv("HELPER") != "first thread exits" {
		return
	}
	runtime.LockOSThread()
	if _, err := os.Create(os.Args[1]); err != nil {
		os.Exit(1)
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil || unix.Listen(fd, 1) != nil {
		os.Exit(1)
	}
	go func() {
		fmt.Println("ready")
		select {}
	}()
	unix.RawSyscall(unix.SYS_EXIT, 0, 0, 0)
}

// The kernel shows the state of a zombie, and no memory and files, for a process whose first thread has exited. The
// process lives, and another thread has all of it.
func TestFirstThreadExited(t *testing.T) {
	file := filepath.Join(t.TempDir(), "open")
	cmd, _ := startHelper(t, "first thread exits", file)
	pid := int64(cmd.Process.Pid)
	p := liveSystem.Process(pid).(*process)
	eventually(t, "the first thread has exited", func() bool {
		var buf statBuf
		s, err := p.readStat(&buf)
		return err == nil && s.state == 'Z'
	})
	ownExe, err := os.Executable()
	noError(t, "Executable", err)
	for _, caching := range []bool{false, true} {
		p.SetCaching(caching)
		status, err := p.Status()
		noError(t, "Status", err)
		equal(t, "a zombie", status == platform.StatusZombie, false)
		exe, err := p.Exe()
		noError(t, "Exe", err)
		equal(t, "Exe", exe, ownExe)
		cwd, err := p.Cwd()
		noError(t, "Cwd", err)
		own, _ := os.Getwd()
		equal(t, "Cwd", cwd, own)
		cmdline, err := p.Cmdline()
		noError(t, "Cmdline", err)
		equal(t, "Cmdline", cmdline, []string{"helper", file})
		environ, err := p.Environ()
		noError(t, "Environ", err)
		equal(t, "Environ", slices.Contains(environ, "HELPER=first thread exits"), true)
		m, err := p.MemoryInfo()
		noError(t, "MemoryInfo", err)
		ex, err := p.MemoryInfoEx()
		noError(t, "MemoryInfoEx", err)
		footprint, err := p.MemoryFootprint()
		noError(t, "MemoryFootprint", err)
		if min(m.RSS, m.VMS, ex.RSS, ex.PeakRSS, ex.Text, footprint.USS) < 4096 {
			t.Errorf("memory %+v, %+v, %+v", m, ex, footprint)
		}
		maps, err := p.MemoryMaps()
		noError(t, "MemoryMaps", err)
		equal(t, "MemoryMaps", slices.ContainsFunc(maps, func(m platform.MemoryMap) bool { return m.Path == ownExe }), true)
		files, err := p.OpenFiles()
		noError(t, "OpenFiles", err)
		equal(t, "OpenFiles", slices.ContainsFunc(files, func(f platform.OpenFile) bool { return f.Path == file && f.Mode != "" }), true)
		n, err := p.NumFDs()
		noError(t, "NumFDs", err)
		equal(t, "NumFDs", n >= 5, true)
		connections, err := p.NetConnections(platform.TCP4, 0)
		noError(t, "NetConnections", err)
		equal(t, "NetConnections", len(connections) == 1 && connections[0].Status == platform.ConnListen, true)
	}
	all, err := liveSystem.NetConnections(platform.TCP4, platform.ConnPIDs)
	noError(t, "NetConnections", err)
	equal(t, "the owner", slices.ContainsFunc(all, func(c platform.Connection) bool { return c.PID == pid }), true)

	columns := []platform.Column{
		platform.ColumnStatus, platform.ColumnExe, platform.ColumnCwd, platform.ColumnCmdline, platform.ColumnEnviron, platform.ColumnRSS,
		platform.ColumnShared, platform.ColumnPeakRSS, platform.ColumnUSS, platform.ColumnNumFDs, platform.ColumnUIDsReal,
	}
	rows, err := scanRows(t, liveSystem, []int64{pid}, columns...)
	noError(t, "Scan", err)
	r := &rows[0]
	for _, c := range columns {
		equal(t, fmt.Sprint("column ", c), r.Err(c), platform.Code(0))
	}
	equal(t, "exe", string(r.Exe), ownExe)
	equal(t, "arguments", len(r.Cmdline), 2)
	if r.Int(platform.ColumnStatus) == int64(platform.StatusZombie) ||
		min(r.Int(platform.ColumnRSS), r.Int(platform.ColumnShared), r.Int(platform.ColumnPeakRSS), r.Int(platform.ColumnUSS)) < 4096 {
		t.Errorf("status %d", r.Int(platform.ColumnStatus))
	}
	w, err := p.WatchExit(identity(t, p))
	noError(t, "WatchExit", err)
	defer w.Close()
	exited, _, err := w.Poll(false)
	noError(t, "Poll", err)
	equal(t, "exited", exited, false)
}
