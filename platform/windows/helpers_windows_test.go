package windows

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// The test binary is also the program of the helper processes: HELPER selects what it does.
func TestMain(m *testing.M) {
	args := os.Args[1:]
	switch os.Getenv("HELPER") {
	case "":
		os.Exit(m.Run())
	case "open": // keeps the file that it creates open, a deleted one, a directory, and a pipe from which a thread reads
		if err := openFiles(args[0]); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	case "parent": // prints the PID of a child that exits on the end of input, with the code of the argument
		cmd := exec.Command(os.Args[0], args[0])
		cmd.Env = append(os.Environ(), "HELPER=exit-at-end")
		cmd.Stdin = os.Stdin
		if err := cmd.Start(); err != nil {
			os.Exit(1)
		}
		fmt.Println(cmd.Process.Pid)
		fmt.Println("ready")
		cmd.Wait()
		os.Exit(0)
	case "exit-at-end":
		fmt.Println("ready")
		io.Copy(io.Discard, os.Stdin)
		code, _ := strconv.Atoi(args[0])
		os.Exit(code)
	case "break": // exits with 3 on Ctrl-Break
		interrupted := make(chan os.Signal, 1)
		signal.Notify(interrupted, os.Interrupt)
		fmt.Println("ready")
		<-interrupted
		os.Exit(3)
	case "unreadable": // has parameters at addresses without memory
		parameters := windows.RtlGetCurrentPeb().ProcessParameters
		for _, pointer := range []unsafe.Pointer{
			unsafe.Pointer(&parameters.CommandLine.Buffer), unsafe.Pointer(&parameters.CurrentDirectory.DosPath.Buffer),
			unsafe.Pointer(&parameters.Environment),
		} {
			*(*uintptr)(pointer) = 0x7ff000000000
		}
	case "burn": // 300 ms of CPU time, however long that takes on a busy machine
		for kernel, user := (windows.Filetime{}), (windows.Filetime{}); kernel.LowDateTime+user.LowDateTime < 3e6; {
			var ignored windows.Filetime
			windows.GetProcessTimes(windows.CurrentProcess(), &ignored, &ignored, &kernel, &user)
		}
	case "exit":
		code, _ := strconv.Atoi(args[0])
		os.Exit(code)
	}
	fmt.Println("ready")
	io.Copy(io.Discard, os.Stdin) // until the test ends
	os.Exit(0)
}

// openFiles opens a file, and in its directory what OpenFiles leaves out.
func openFiles(path string) error {
	if _, err := os.Create(path); err != nil {
		return err
	}
	deleted, err := syscall.UTF16PtrFromString(path + ".deleted")
	if err != nil {
		return err
	}
	const all = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	_, err = windows.CreateFile(deleted, windows.GENERIC_WRITE, all, nil, windows.CREATE_ALWAYS, 0, 0)
	if err == nil {
		err = os.Remove(path + ".deleted")
	}
	if err != nil {
		return err
	}
	directory, err := syscall.UTF16PtrFromString(filepath.Dir(path))
	if err == nil {
		_, err = windows.CreateFile(directory, windows.GENERIC_READ, all, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	}
	if err != nil {
		return err
	}
	var in, out windows.Handle
	if err := windows.CreatePipe(&in, &out, nil, 0); err != nil {
		return err
	}
	go func() {
		var n uint32
		windows.ReadFile(in, make([]byte, 1), &n, nil)
	}()
	return nil
}

// helper is a helper process.
type helper struct {
	*exec.Cmd
	stdin io.Closer
	said  []string // the lines that it has printed
}

// startHelper starts a helper process and waits until it is ready or has exited.
func startHelper(t *testing.T, prepare func(*exec.Cmd), what string, args ...string) *helper {
	t.Helper()
	self, err := os.Executable()
	noError(t, "Executable", err)
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), "HELPER="+what)
	if prepare != nil {
		prepare(cmd)
	}
	in, err := cmd.StdinPipe()
	noError(t, "StdinPipe", err)
	out, err := cmd.StdoutPipe()
	noError(t, "StdoutPipe", err)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	h := &helper{Cmd: cmd, stdin: in}
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "ready"; {
		h.said = append(h.said, lines.Text())
	}
	return h
}

var liveSystem = New().(system)

func processOf(cmd *helper) *process { return liveSystem.Process(int64(cmd.Process.Pid)).(*process) }

func identity(t *testing.T, p platform.Process) platform.Identity {
	t.Helper()
	id, err := p.Identity(platform.Identity{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for start := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(start) > time.Minute {
			t.Fatalf("%s: not within a minute", what)
		}
	}
}

var isWine = windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil

// lacksWine skips the test under Wine, which does not have or report what the test needs. docs/platforms.md lists
// these.
func lacksWine(t *testing.T, what string) {
	t.Helper()
	if isWine {
		t.Skip("Wine does not have " + what)
	}
}

func noError(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// errorWithCode checks that err has this code, or is nil for 0.
func errorWithCode(t *testing.T, what string, err error, code platform.Code) {
	t.Helper()
	if code == 0 && err != nil || code != 0 && platform.CodeOf(err) != code {
		t.Errorf("%s: error %#v, want code %d", what, err, code)
	}
	var e *platform.Error
	if errors.As(err, &e) && e.Code == platform.OS && e.OSError == 0 {
		t.Errorf("%s: error %#v has no number", what, err)
	}
}
