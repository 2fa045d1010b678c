//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestTerminal(t *testing.T) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals: ", err)
	}
	defer master.Close()
	noError(t, "unlock", unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	noError(t, "name", err)
	name := fmt.Sprint("/dev/pts/", n)
	slave, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("the terminal has no name here: ", err)
	}
	cmd := exec.Command("/bin/sleep", "1000")
	cmd.Stdin = slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	noError(t, "start", cmd.Start())
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	slave.Close()
	p := liveSystem.Process(int64(cmd.Process.Pid))
	terminal, err := p.Terminal()
	noError(t, "Terminal", err)
	equal(t, "Terminal", terminal, name)

	none := exec.Command("/bin/sleep", "1000")
	none.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	noError(t, "start", none.Start())
	defer func() {
		none.Process.Kill()
		none.Wait()
	}()
	terminal, err = liveSystem.Process(int64(none.Process.Pid)).Terminal()
	noError(t, "Terminal", err)
	equal(t, "no terminal", terminal, "")
}

// A container's /dev/console is often a pseudo-terminal of its host, and its /dev/pts has other terminals with the same
// numbers.
func TestTerminalOfContainer(t *testing.T) {
	inMountNamespace(t, func() {
		mountPTS := func() {
			if err := unix.Mount("devpts", "/dev/pts", "devpts", 0, "newinstance,ptmxmode=0666"); err != nil {
				t.Skip("no devpts: ", err)
			}
		}
		open := func() (master, slave *os.File) {
			master, err := os.OpenFile("/dev/pts/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
			noError(t, "ptmx", err)
			noError(t, "unlock", unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
			slave, err = os.OpenFile("/dev/pts/0", os.O_RDWR|unix.O_NOCTTY, 0)
			noError(t, "slave", err)
			return master, slave
		}
		mountPTS()
		master, slave := open()
		defer master.Close()
		cmd := exec.Command("/bin/sleep", "1000")
		cmd.Stdin = slave
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
		noError(t, "start", cmd.Start())
		defer func() {
			cmd.Process.Kill()
			cmd.Wait()
		}()
		check := func(what, want string) {
			t.Helper()
			terminal, err := liveSystem.Process(int64(cmd.Process.Pid)).Terminal()
			noError(t, what, err)
			equal(t, what, terminal, want)
			columns := platform.ColumnSet{platform.ColumnTerminal: true}
			v, err := liveSystem.Scan(columns, []int64{int64(cmd.Process.Pid)})
			noError(t, what, err)
			defer v.Close()
			var row platform.Row
			row.Use(platform.NewCells(columns, 1), 0)
			_, err = v.ReadRow(0, &row)
			noError(t, what, err)
			equal(t, what, v.Terminal(row.Int(platform.ColumnTerminal)), want)
		}
		check("in /dev/pts", "/dev/pts/0")
		noError(t, "console", unix.Mount("/dev/pts/0", "/dev/console", "", unix.MS_BIND, ""))
		mountPTS() // the first instance is covered
		check("the console", "/dev/console")
		otherMaster, otherSlave := open()
		defer otherMaster.Close()
		defer otherSlave.Close()
		check("beside another with its number", "/dev/console")
		noError(t, "umount", unix.Unmount("/dev/console", 0))
		check("no name here", "")
		slave.Close()
	})
}

func TestSplitTTYNumber(t *testing.T) {
	for number, want := range map[int64][2]uint32{
		0x0401: {4, 1}, 0x0440: {4, 64}, 0x8800: {136, 0}, 34816 + 5: {136, 5}, 0x8800 | 0x300000 | 0x07: {136, 0x307},
		-0x100000 | 0x8800: {136, 0xfff00}, // a large minor makes the kernel's int negative
	} {
		major, minor := splitTTYNumber(number)
		equal(t, fmt.Sprintf("%#x", number), [2]uint32{major, minor}, want)
	}
}

func TestTerminalNames(t *testing.T) {
	dev := t.TempDir()
	noError(t, "mkdir", os.Mkdir(filepath.Join(dev, "pts"), 0o755))
	for _, name := range []string{"pts/5", "tty1", "tty\xff\n"} { // files with the names of terminals
		noError(t, name, os.WriteFile(filepath.Join(dev, name), nil, 0o644))
	}
	noError(t, "loop", os.Symlink("tty7", filepath.Join(dev, "tty7")))
	s := New(Options{Dev: dev}).(*system)
	for _, number := range []int64{136<<8 | 5, 4<<8 | 1, 0, 143<<8 | 0xfff000ff, 4<<8 | 7, 136<<8 | 5 | foreignPTS} {
		equal(t, fmt.Sprint(number), s.terminal(number), "")
	}
	equal(t, "no directory", New(Options{Dev: dev + "/none"}).(*system).terminal(4<<8|1), "")
	var st unix.Stat_t
	if unix.Stat("/dev/tty", &st) == nil {
		equal(t, "/dev/tty", liveSystem.terminal(int64(unix.Major(uint64(st.Rdev))<<8|unix.Minor(uint64(st.Rdev)))), "/dev/tty")
	}
}

func TestParseTTYDrivers(t *testing.T) {
	b := []byte("/dev/tty             /dev/tty        5       0 system:/dev/tty\nserial               /dev/ttyS       4 64-95 serial\n" +
		"pty_slave            /dev/pts      136 0-1048575 pty:slave\nhvc                  /dev/hvc      229 0-7 system\n" +
		"unknown              /dev/tty        4 1-63 console\nbroken /dev/x 4 x-y z\n\n")
	for device, want := range map[[2]uint32]string{
		{4, 65}: "ttyS1", {229, 0}: "hvc0", {4, 7}: "tty7", {5, 0}: "tty", {136, 3}: "pts/3", {9, 9}: "",
	} {
		names := parseTTYDrivers(b, device[0], device[1])
		equal(t, fmt.Sprint(device, names), want == "" && len(names) == 0 || slices.Contains(names, want), true)
	}
}

func FuzzParseTTYDrivers(f *testing.F) {
	f.Add([]byte("serial /dev/ttyS 4 64-95 serial\n"), uint32(4), uint32(65))
	f.Fuzz(func(t *testing.T, b []byte, major, minor uint32) {
		if names := parseTTYDrivers(b, major, minor); len(names) > 5*(bytes.Count(b, []byte{'\n'})+1) {
			t.Errorf("%d names", len(names))
		}
	})
}
