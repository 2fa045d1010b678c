package windows

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// The test binary is also the program of the helper processes: HELPER selects what it does.
func TestMain(m *testing.M) {
	args := os.Args[1:]
	switch os.Getenv("HELPER") {
	case "":
		os.Exit(m.Run())
	case "open": // keeps the file that it creates open
		if _, err := os.Create(args[0]); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	case "burn": // 300 ms of CPU time, however long that takes on a busy machine
		for used := (windows.Filetime{}); used.LowDateTime < 3e6; {
			var ignored windows.Filetime
			windows.GetProcessTimes(windows.CurrentProcess(), &ignored, &ignored, &ignored, &used)
		}
	case "exit":
		code, _ := strconv.Atoi(args[0])
		os.Exit(code)
	}
	fmt.Println("ready")
	io.Copy(io.Discard, os.Stdin) // until the test ends
	os.Exit(0)
}

// startHelper starts a helper process and waits until it is ready or has exited.
func startHelper(t *testing.T, prepare func(*exec.Cmd), what string, args ...string) *exec.Cmd {
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
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "ready"; {
		t.Log(lines.Text())
	}
	return cmd
}

var liveSystem = New().(system)

func processOf(cmd *exec.Cmd) *process { return liveSystem.Process(int64(cmd.Process.Pid)).(*process) }

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
		if time.Since(start) > 10*time.Second {
			t.Fatalf("%s: not within 10 seconds", what)
		}
	}
}

var isWine = windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil

// lacksWine skips the test under Wine, which does not have or report what the test needs. docs/platforms.md lists these.
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
