package windows

import (
	"math"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

func TestConnectionsOfThisProcess(t *testing.T) {
	ports := openSockets(t)
	own := must[[]platform.Connection](t)(liveSystem.Process(ownPID()).NetConnections(allKinds, 0))
	for _, want := range []struct {
		local, remote string
		port, peer    int
		status        platform.ConnStatus
	}{
		{"127.0.0.1", "", ports.listener4, na, platform.ConnListen},
		{"::1", "", ports.listener6, na, platform.ConnListen},
		{"127.0.0.1", "127.0.0.1", ports.client4, ports.listener4, platform.ConnEstablished},
		{"127.0.0.1", "127.0.0.1", ports.listener4, ports.client4, platform.ConnEstablished},
		{"127.0.0.1", "", ports.udp4, na, platform.ConnNone},
		{"::1", "", ports.udp6, na, platform.ConnNone},
	} {
		found := 0
		for _, c := range own {
			if c.Local == want.local && int(c.LocalPort) == want.port && c.Remote == want.remote && int(c.RemotePort) == want.peer && c.Status == want.status {
				found++
				equal(t, "descriptor and PID", [2]int64{c.FD, c.PID}, [2]int64{na, ownPID()})
			}
		}
		equal(t, "such sockets", found, 1)
	}
	for kind, want := range map[platform.ConnKind]int{platform.TCP4: 3, platform.TCP6: 1, platform.UDP4: 1, platform.UDP6: 1, platform.Unix: 0} {
		equal(t, "of one kind", len(must[[]platform.Connection](t)(liveSystem.Process(ownPID()).NetConnections(kind, 0))), want)
	}
	for _, c := range must[[]platform.Connection](t)(liveSystem.NetConnections(allKinds, 0)) {
		equal(t, "PID that was not requested", c.PID, na)
	}
	withPIDs := must[[]platform.Connection](t)(liveSystem.NetConnections(allKinds, platform.ConnPIDs))
	found := 0
	for _, c := range withPIDs {
		if c.PID == ownPID() {
			found++
		}
	}
	equal(t, "sockets of this process", found, 6)
	_, err := liveSystem.Process(1<<30).NetConnections(allKinds, 0)
	errorWithCode(t, "a PID that does not exist", err, platform.NoSuchProcess)
}

func TestDiskUsageOfAFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "ä 日本.txt")
	noError(t, "WriteFile", os.WriteFile(file, nil, 0o644))
	total := must[platform.DiskUsage](t)(liveSystem.DiskUsage(dir)).Total
	equal(t, "of a file", must[platform.DiskUsage](t)(liveSystem.DiskUsage(file)).Total, total)
	_, err := liveSystem.DiskUsage(filepath.Join(dir, "missing"))
	errorWithCode(t, "a missing file", err, platform.OS)
	if total <= 0 {
		t.Errorf("%d bytes", total)
	}
}

func TestErrorWithoutNumber(t *testing.T) {
	e := sysError("a call", syscall.EINVAL)
	equal(t, "code", e.Code, platform.OS)
	equal(t, "number", e.OSError, int(windows.ERROR_GEN_FAILURE))
}

func TestBootTimeIsStable(t *testing.T) {
	first := must[float64](t)(liveSystem.BootTime())
	for range 1000 {
		if again := must[float64](t)(liveSystem.BootTime()); again != first {
			t.Fatalf("%v, then %v", first, again)
		}
	}
}

func TestUsers(t *testing.T) {
	users := must[[]platform.User](t)(liveSystem.Users())
	if len(users) == 0 {
		t.Fatal("no users")
	}
	for _, u := range users {
		if u.Name == "" || u.PID != na || u.Terminal != "" || !(u.Started > 0 || isWine && math.IsNaN(u.Started)) {
			t.Errorf("%+v", u)
		}
	}
}

func TestUnknownService(t *testing.T) {
	for _, name := range []string{"no such service", "", `bad\name/`} {
		_, err := liveSystem.Service(name)
		errorWithCode(t, name, err, platform.NoSuchProcess)
	}
}

func TestSwapMemory(t *testing.T) {
	swap, err := liveSystem.SwapMemory()
	if platform.CodeOf(err) == platform.NotSupported {
		lacksWine(t, "the list of page files")
	}
	noError(t, "SwapMemory", err)
	if swap.Used < 0 || swap.Used > swap.Total || swap.Free != swap.Total-swap.Used || swap.In != 0 || swap.Out != 0 {
		t.Errorf("%+v", swap)
	}
}

func TestReadyThreads(t *testing.T) {
	if ready := must[int64](t)(liveSystem.ReadyThreads()); ready < 0 {
		t.Errorf("%d threads", ready)
	}
	lacksWine(t, "the state of threads")
}
