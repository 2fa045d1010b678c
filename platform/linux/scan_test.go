//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// scanRows returns the rows of a scan.
func scanRows(t *testing.T, s platform.System, pids []int64, columns ...platform.Column) ([]platform.Row, error) {
	t.Helper()
	var set platform.ColumnSet
	for _, c := range columns {
		set[c] = true
	}
	v, err := s.Scan(set, pids)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	var rows []platform.Row
	cells := platform.NewCells(set, v.Len())
	for i := range v.Len() {
		var row platform.Row
		row.Use(cells, i)
		exists, err := v.ReadRow(i, &row)
		if err != nil {
			return nil, err
		}
		if exists {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func TestScan(t *testing.T) {
	s := newTree(t, map[string]string{
		"1/stat":       statText(1, "init", 0, 1, 1),
		"200/stat":     statText(200, "odd) S 1 (\n) R 7 8", 1, 500, 3),
		"30/stat":      statText(30, "early", 1, 400, 1),
		"40/status":    "", // no stat: the process has exited
		"self/stat":    "",
		"cpuinfo":      "",
		"1/task/1/tid": "",
	})
	type seen struct {
		pid, ppid, start int64
		name             string
	}
	seenOf := func(rows []platform.Row, err error) (all []seen) {
		noError(t, "Scan", err)
		for _, r := range rows {
			all = append(all, seen{r.PID, r.Int(platform.ColumnPPID), r.Start, string(r.Name)})
		}
		return all
	}
	first, early, misnamed := seen{1, 0, 1, "init"}, seen{30, 1, 400, "early"}, seen{200, 1, 500, "odd) S 1 (\n) R 7 8"}
	equal(t, "all", seenOf(scanRows(t, s, nil, platform.ColumnPPID)), []seen{first, early, misnamed})
	equal(t, "some", seenOf(scanRows(t, s, []int64{200, 7, -1, 1 << 40, 1, 200}, platform.ColumnPPID)), []seen{misnamed, first, misnamed})
	equal(t, "none", seenOf(scanRows(t, s, []int64{}, platform.ColumnPPID)), []seen(nil))
	equal(t, "Self", must[int64](t)(s.Self()), int64(platform.NA))

	_, err := scanRows(t, New(Options{Proc: filepath.Join(t.TempDir(), "none")}), nil)
	errorWithCode(t, "no procfs", err, platform.OS)
}

// A thread has a directory like a process, which readdir does not show; its exit signal distinguishes them.
func TestScanOfThreadIDs(t *testing.T) {
	text := strings.Replace(statText(6, "thread", 1, 9, 2), " 17 0 0 0 0 0 0\n", " -1 0 0 0 0 0 0\n", 1)
	s := newTree(t, map[string]string{"5/stat": statText(5, "process", 1, 9, 2), "6/stat": text})
	rows, err := scanRows(t, s, []int64{5, 6})
	noError(t, "Scan", err)
	if len(rows) != 1 || rows[0].PID != 5 {
		t.Errorf("%d rows", len(rows))
	}
}

// A file that is missing or malformed affects only its own columns.
func TestScanCellErrors(t *testing.T) {
	status := "Name:\tx\nTgid:\t5\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nVmPeak:\t9 kB\nVmSize:\t8 kB\nVmRSS:\t7 kB\nVmSwap:\t6 kB\n"
	s := newTree(t, map[string]string{
		"5/stat": statText(5, "fifteen-letters", 1, 9, 2), "5/status": status, "5/statm": "10 x 1 1 0 1\n",
		"5/cmdline": "/bin/fifteen-letters-and-more\x00-x\x00", "5/environ": "A=1\x00B=\x00\x00C=3\x00",
	})
	columns := []platform.Column{
		platform.ColumnUIDsReal, platform.ColumnRSS, platform.ColumnVMS, platform.ColumnSwap, platform.ColumnShared,
		platform.ColumnCmdline, platform.ColumnEnviron, platform.ColumnNumHandles, platform.ColumnIONiceValue,
		platform.ColumnNumCtxSwitchesVoluntary,
	}
	rows, err := scanRows(t, s, nil, columns...)
	noError(t, "Scan", err)
	var outcomes []platform.Code
	for _, c := range columns {
		outcomes = append(outcomes, rows[0].Err(c))
	}
	const ns = platform.NotSupported
	equal(t, "outcomes", outcomes, []platform.Code{0, platform.AccessDenied, platform.AccessDenied, 0, platform.AccessDenied, 0, 0, ns, ns, ns})
	r := &rows[0]
	equal(t, "swap", r.Int(platform.ColumnSwap), int64(6*kB))
	equal(t, "cmdline", len(r.Cmdline), 2)
	equal(t, "environ", string(bytes.Join(r.Environ, []byte(" "))), "A=1 B= C=3")

	// Without a column of statm, the memory comes from status, and lines behind it are not parsed.
	rows, err = scanRows(t, s, nil, platform.ColumnRSS, platform.ColumnVMS, platform.ColumnUIDsReal, platform.ColumnName)
	noError(t, "Scan", err)
	r = &rows[0]
	equal(t, "rss and vms", []int64{r.Int(platform.ColumnRSS), r.Int(platform.ColumnVMS)}, []int64{7 * kB, 8 * kB})
	equal(t, "for the name", string(r.Cmdline[0]), "/bin/fifteen-letters-and-more")
	if r.Err(platform.ColumnRSS) != 0 {
		t.Error("statm was read")
	}
}

// A scan leaves no descriptor open and has the same values as the methods of Process.
func TestScanLive(t *testing.T) {
	equal(t, "Self", must[int64](t)(liveSystem.Self()), int64(os.Getpid()))
	me := liveSystem.Process(int64(os.Getpid()))
	rows, err := scanRows(t, liveSystem, []int64{int64(os.Getpid())}, platform.ColumnExe, platform.ColumnCwd, platform.ColumnCmdline,
		platform.ColumnNumFDs, platform.ColumnUIDsReal, platform.ColumnIONiceClass)
	noError(t, "Scan", err)
	exe, err := me.Exe()
	noError(t, "Exe", err)
	cwd, err := me.Cwd()
	noError(t, "Cwd", err)
	equal(t, "identity", rows[0].Start, identity(t, me).Start)
	equal(t, "exe", string(rows[0].Exe), exe)
	equal(t, "cwd", string(rows[0].Cwd), cwd)
	equal(t, "cmdline", len(rows[0].Cmdline), len(os.Args))
	before, err := me.NumFDs()
	noError(t, "NumFDs", err)
	for range 50 {
		_, err = scanRows(t, liveSystem, nil, platform.ColumnExe)
		noError(t, "Scan", err)
	}
	after, err := me.NumFDs()
	noError(t, "NumFDs", err)
	if after > before+20 {
		t.Errorf("%d descriptors, then %d", before, after)
	}
}

// IDs come from a pidfd if no other line of status is needed, and are the same.
func TestScanOfIDs(t *testing.T) {
	ids := []platform.Column{
		platform.ColumnUIDsReal, platform.ColumnUIDsEffective, platform.ColumnUIDsSaved,
		platform.ColumnGIDsReal, platform.ColumnGIDsEffective, platform.ColumnGIDsSaved,
	}
	child, _ := startHelper(t, "wait")
	pid := int64(child.Process.Pid)
	if os.Getuid() == 0 { // all IDs different
		otherUser := exec.Command("python3", "-c", "import os, time; os.setresgid(4, 5, 6); os.setresuid(1, 2, 3); print(flush=True); time.sleep(1000)")
		out, err := otherUser.StdoutPipe()
		noError(t, "pipe", err)
		noError(t, "start", otherUser.Start())
		t.Cleanup(func() { otherUser.Process.Kill(); otherUser.Wait() })
		_, err = out.Read(make([]byte, 1))
		noError(t, "ready", err)
		pid = int64(otherUser.Process.Pid)
	}
	zombie := exec.Command("true")
	noError(t, "start", zombie.Start())
	defer zombie.Wait()
	eventually(t, "a zombie", func() bool { return isZombie(liveSystem.Process(int64(zombie.Process.Pid))) })

	without := New(Options{}).(*system)
	without.noPidfdInfo.Store(true)
	pids := []int64{pid, int64(zombie.Process.Pid), int64(os.Getpid()), 1, 2}
	for _, more := range []platform.Column{platform.ColumnName, platform.ColumnShared, platform.ColumnRSS, platform.ColumnPeakRSS} {
		columns := append(slices.Clone(ids), more)
		expected, err := scanRows(t, without, pids, columns...)
		noError(t, "Scan", err)
		rows, err := scanRows(t, liveSystem, pids, columns...)
		noError(t, "Scan", err)
		equal(t, "rows", len(rows), len(expected))
		for i := range rows {
			for _, c := range ids {
				equal(t, fmt.Sprint(rows[i].PID, ": column ", c), rows[i].Int(c), expected[i].Int(c))
			}
		}
	}
	pidfd := openPidfdOf(t, pid)
	uids, gids, errno := liveSystem.pidfdIDs(pidfd)
	if errno == unix.ENOTTY {
		t.Skip("before Linux 6.13")
	}
	equal(t, "errno", errno, unix.Errno(0))
	if os.Getuid() == 0 {
		equal(t, "user", uids, platform.IDs{Real: 1, Effective: 2, Saved: 3})
		equal(t, "group", gids, platform.IDs{Real: 4, Effective: 5, Saved: 6})
	}
	equal(t, "a PID that does not exist", liveSystem.openPidfdForIDs(1<<31-1), noFD)
	equal(t, "still used", liveSystem.noPidfdInfo.Load(), false)
}

// openPidfdOf returns a pidfd until the end of the test.
func openPidfdOf(t *testing.T, pid int64) int {
	t.Helper()
	pidfd := liveSystem.openPidfdForIDs(pid)
	if pidfd == noFD {
		t.Skip("no pidfds here")
	}
	t.Cleanup(func() { unix.Close(pidfd) })
	return pidfd
}

// columnsOfPS are those of ps, which come from stat, a pidfd, statm and cmdline.
var columnsOfPS = []platform.Column{
	platform.ColumnPID, platform.ColumnPPID, platform.ColumnName, platform.ColumnStatus, platform.ColumnCreateTime,
	platform.ColumnNumThreads, platform.ColumnRSS, platform.ColumnVMS, platform.ColumnUIDsReal, platform.ColumnUIDsEffective,
	platform.ColumnUIDsSaved, platform.ColumnCmdline,
}

func psScan(t *testing.T, s *system, more ...platform.Column) (*scan, platform.ColumnSet) {
	t.Helper()
	var set platform.ColumnSet
	for _, c := range append(slices.Clone(columnsOfPS), more...) {
		set[c] = true
	}
	v, err := s.newScan(set, []int64{})
	noError(t, "newScan", err)
	t.Cleanup(v.Close)
	return v, set
}

func TestScanOfPSColumnsNeedsNoStatus(t *testing.T) {
	foreign := &system{proc: "/proc", sys: "/sys", treatAsForeign: true}
	for _, test := range []struct {
		what string
		sys  *system
		more []platform.Column
		want bool
	}{
		{"ps", liveSystem, nil, true},
		{"with another file", liveSystem, []platform.Column{platform.ColumnExe}, true},
		{"with a line of status", liveSystem, []platform.Column{platform.ColumnPeakRSS}, false},
		{"a foreign procfs", foreign, nil, false},
	} {
		v, _ := psScan(t, test.sys, test.more...)
		equal(t, test.what, v.onlyIDs, test.want)
	}
}

// The values are the same with and without PIDFD_GET_INFO.
func TestScanOfPSColumnsWithAndWithoutPidfd(t *testing.T) {
	child, _ := startSleeper(t, "/")
	noError(t, "stop", unix.Kill(int(child.pid), unix.SIGSTOP))
	eventually(t, "stopped", func() bool {
		status, err := child.Status()
		return err == nil && status == platform.StatusStopped
	})
	zombie := exec.Command("true")
	noError(t, "start", zombie.Start())
	defer zombie.Wait()
	eventually(t, "a zombie", func() bool { return isZombie(liveSystem.Process(int64(zombie.Process.Pid))) })
	without := New(Options{}).(*system)
	without.noPidfdInfo.Store(true)
	pids := []int64{child.pid, int64(zombie.Process.Pid)}
	for _, columns := range [][]platform.Column{columnsOfPS, append(slices.Clone(columnsOfPS), platform.ColumnExe)} {
		expected, err := scanRows(t, without, pids, columns...)
		noError(t, "Scan", err)
		rows, err := scanRows(t, liveSystem, pids, columns...)
		noError(t, "Scan", err)
		equal(t, "rows", len(rows), len(pids))
		equal(t, "expected", len(expected), len(pids))
		for i := range rows {
			for _, c := range columnsOfPS {
				what := fmt.Sprint(rows[i].PID, ": column ", c)
				equal(t, what, rows[i].Err(c), expected[i].Err(c))
				switch c {
				case platform.ColumnName, platform.ColumnCmdline:
				case platform.ColumnCreateTime:
					equal(t, what, rows[i].Float(c), expected[i].Float(c))
				default:
					equal(t, what, rows[i].Int(c), expected[i].Int(c))
				}
			}
			equal(t, "name", string(rows[i].Name), string(expected[i].Name))
			equal(t, "cmdline", fmt.Sprintf("%q", rows[i].Cmdline), fmt.Sprintf("%q", expected[i].Cmdline))
		}
	}
}

// A process whose first thread has exited has the memory and the command line of another.
func TestScanOfPSColumnsFirstThreadExited(t *testing.T) {
	cmd, _ := startHelper(t, "first thread exits", filepath.Join(t.TempDir(), "open"))
	pid := int64(cmd.Process.Pid)
	eventually(t, "the first thread has exited", func() bool {
		var buf statBuf
		s, err := liveSystem.process(pid).readStat(&buf)
		return err == nil && s.firstThreadExited()
	})
	rows, err := scanRows(t, liveSystem, []int64{pid}, columnsOfPS...)
	noError(t, "Scan", err)
	equal(t, "rows", len(rows), 1)
	equal(t, "RSS", rows[0].Int(platform.ColumnRSS) > 0, true)
	equal(t, "user", rows[0].Int(platform.ColumnUIDsReal), int64(os.Getuid()))
	equal(t, "arguments", len(rows[0].Cmdline) > 0, true)
	equal(t, "error", rows[0].Err(platform.ColumnCmdline), 0)
}

// What was read below the PID is of no use if the process behind the pidfd has exited: it may be of the next owner of
// the PID.
func TestScanWithPidfdOfExitedProcess(t *testing.T) {
	exited := exec.Command("true")
	noError(t, "start", exited.Start())
	pidfd := openPidfdOf(t, int64(exited.Process.Pid))
	noError(t, "wait", exited.Wait())
	child, _ := startSleeper(t, "/")
	system := New(Options{}).(*system)
	l, s := psRow(t, system, child.pid), stat{}
	noError(t, "readFiles", l.readFiles(&s, pidfd))
	if system.noPidfdInfo.Load() {
		t.Skip("before Linux 6.13")
	}
	equal(t, "exited", l.exited, true)
}

// Where pidfds lack PIDFD_GET_INFO, the IDs come from status.
func TestScanWithPidfdWithoutIDs(t *testing.T) {
	null, err := os.Open(os.DevNull)
	noError(t, "open", err)
	defer null.Close()
	child, _ := startSleeper(t, "/")
	system := New(Options{}).(*system)
	l, s := psRow(t, system, child.pid), stat{}
	noError(t, "readFiles", l.readFiles(&s, int(null.Fd())))
	equal(t, "exited", l.exited, false)
	equal(t, "user", l.row.Int(platform.ColumnUIDsReal), int64(os.Getuid()))
	equal(t, "RSS", l.row.Int(platform.ColumnRSS) > 0, true)
	equal(t, "not tried again", system.noPidfdInfo.Load(), true)
	unix.Close(l.dir)
}

func psRow(t *testing.T, s *system, pid int64) *rowReader {
	t.Helper()
	v, columns := psScan(t, s)
	var row platform.Row
	row.Use(platform.NewCells(columns, 1), 0)
	l := v.newRowReader(pid, &row)
	l.usePath()
	return &l
}
