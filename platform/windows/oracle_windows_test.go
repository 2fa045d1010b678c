package windows

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// oracleAnswer is what psutil's own wheel reports; see testdata/oracle.py.
type oracleAnswer struct {
	CPUCount    int64               `json:"cpu_count"`
	Cores       int64               `json:"cores"`
	CPUTimes    [5]float64          `json:"cpu_times"` // user, system, idle, interrupt, dpc
	PerCPU      [][5]float64        `json:"cpu_times_per_cpu"`
	CPUStats    [4]int64            `json:"cpu_stats"`
	CPUFreq     [3]float64          `json:"cpu_freq"`
	Memory      [5]float64          `json:"virtual_memory"` // total, available, percent, used, free
	BootTime    float64             `json:"boot_time"`
	Partitions  [][4]string         `json:"partitions"`
	Devices     [][4]string         `json:"devices"`
	DiskUsage   [4]float64          `json:"disk_usage"`
	DiskIO      map[string][6]int64 `json:"disk_io"`
	NetIO       map[string][8]int64 `json:"net_io"`
	NetIfStats  map[string][4]any   `json:"net_if_stats"`
	NetIfAddrs  map[string][][3]any `json:"net_if_addrs"`
	Connections [][6]any            `json:"connections"`
	Services    []map[string]any    `json:"services"`
}

// askOracle runs psutil in the Python for Windows of PSUTIL_ORACLE_PYTHON.
func runOracle(t *testing.T) (answer oracleAnswer) {
	t.Helper()
	python := os.Getenv("PSUTIL_ORACLE_PYTHON")
	if python == "" {
		t.Skip("PSUTIL_ORACLE_PYTHON is not set: there is no psutil to compare with")
	}
	cmd := exec.Command(python, `testdata\oracle.py`)
	cmd.Stdin = strings.NewReader(fmt.Sprintln(os.Getpid()))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// bracketed checks that a number which only grows is between what this package has read before and after. Times may go
// back a little.
func bracketed[T int64 | float64](t *testing.T, what string, before, oracle, after T) {
	t.Helper()
	if oracle < before || oracle > after {
		t.Errorf("%s: psutil has %v, this package %v before and %v after", what, oracle, before, after)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
		return value
	}
}

const allKinds = platform.TCP4 | platform.TCP6 | platform.UDP4 | platform.UDP6 | platform.Unix

func TestSystemAgreesWithPsutil(t *testing.T) {
	s := liveSystem
	openSockets(t)
	timesBefore := must[[]platform.CPUTimes](t)(s.CPUTimesPerCPU())
	netBefore := must[[]platform.NetIO](t)(s.NetIO())
	oracle, services := runOracleBesideServices(t)
	timesAfter := must[[]platform.CPUTimes](t)(s.CPUTimesPerCPU())
	netAfter := must[[]platform.NetIO](t)(s.NetIO())

	equal(t, "CPUs", must[int64](t)(s.CPUCount(true)), oracle.CPUCount)
	equal(t, "cores", must[int64](t)(s.CPUCount(false)), oracle.Cores)
	equal(t, "per CPU", len(timesAfter), len(oracle.PerCPU))
	modes := func(c platform.CPUTimes) [5]float64 { return [5]float64{c.User, c.System, c.Idle, c.IRQ, c.DPC} }
	for cpu, times := range oracle.PerCPU {
		for mode, seconds := range times {
			bracketed(t, fmt.Sprint("CPU ", cpu, " mode ", mode), modes(timesBefore[cpu])[mode]-1, seconds, modes(timesAfter[cpu])[mode]+1)
		}
	}
	for mode, seconds := range oracle.CPUTimes {
		bracketed(t, fmt.Sprint("all CPUs, mode ", mode), modes(sumCPUTimes(timesBefore))[mode]-1, seconds, modes(sumCPUTimes(timesAfter))[mode]+1)
	}
	stats := must[platform.CPUStats](t)(s.CPUStats())
	bracketed(t, "context switches", 0, oracle.CPUStats[0], stats.CtxSwitches)
	bracketed(t, "interrupts", 0, oracle.CPUStats[1], stats.Interrupts)
	bracketed(t, "system calls", 0, oracle.CPUStats[3], stats.Syscalls)
	freq := must[[]platform.CPUFreq](t)(s.CPUFreqPerCPU())
	equal(t, "frequency", [2]float64{freq[0].Current, freq[0].Max}, [2]float64{oracle.CPUFreq[0], oracle.CPUFreq[2]})

	memory := must[platform.VirtualMemory](t)(s.VirtualMemory())
	equal(t, "memory", float64(memory.Total), oracle.Memory[0])
	if math.Abs(float64(memory.Available)-oracle.Memory[1]) > float64(memory.Total)/4 {
		t.Errorf("available memory: %v, psutil has %v", memory.Available, oracle.Memory[1])
	}
	equal(t, "used memory", memory.Used, memory.Total-memory.Available)
	if boot := must[float64](t)(s.BootTime()); math.Abs(boot-oracle.BootTime) > 2 {
		t.Errorf("boot time: %v, psutil has %v", boot, oracle.BootTime)
	}

	for all, want := range map[bool][][4]string{true: oracle.Partitions, false: oracle.Devices} {
		var got [][4]string
		for _, p := range must[[]platform.Partition](t)(s.Partitions(all)) {
			got = append(got, [4]string{p.Device, p.MountPoint, p.FSType, p.Opts})
		}
		equal(t, fmt.Sprint("partitions, all ", all), got, want)
	}
	usage := must[platform.DiskUsage](t)(s.DiskUsage(`C:\`))
	equal(t, "disk", float64(usage.Total), oracle.DiskUsage[0])
	if math.Abs(float64(usage.Used)-oracle.DiskUsage[1]) > float64(usage.Total)/10 {
		t.Errorf("used disk: %v, psutil has %v", usage.Used, oracle.DiskUsage[1])
	}
	equal(t, "disks with counters", len(must[[]platform.DiskIO](t)(s.DiskIO())), len(oracle.DiskIO))

	equal(t, "interfaces", len(netAfter), len(oracle.NetIO))
	for i, after := range netAfter {
		for j, n := range oracle.NetIO[after.Name] {
			bracketed(t, fmt.Sprint(after.Name, " counter ", j), *netBefore[i].Counters.All()[j], n, *after.Counters.All()[j])
		}
	}
	for _, n := range must[[]platform.NetIfStats](t)(s.NetIfStats()) {
		equal(t, n.Name, [4]any{n.Up, float64(n.Duplex), float64(n.Speed), float64(n.MTU)}, oracle.NetIfStats[n.Name])
	}
	addresses := map[string][][3]any{}
	for _, a := range must[[]platform.NetIfAddr](t)(s.NetIfAddrs()) {
		family := map[platform.Family]float64{platform.FamilyLink: -1, platform.FamilyInet: afInet, platform.FamilyInet6: afInet6}[a.Family]
		var mask any // psutil reports that of IPv4 alone
		if a.Family == platform.FamilyInet {
			mask = a.Netmask
		}
		addresses[a.Name] = append(addresses[a.Name], [3]any{family, a.Address, mask})
	}
	for _, all := range []map[string][][3]any{addresses, oracle.NetIfAddrs} {
		for _, list := range all {
			slices.SortFunc(list, func(a, b [3]any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
	}
	equal(t, "addresses", addresses, oracle.NetIfAddrs)

	compareServices(t, services, oracle.Services)
	compareConnections(t, oracle.Connections)
}

// runOracleBesideServices returns what psutil has, and the services, none of which has started or stopped meanwhile: it
// repeats both until that is so, since Windows starts services while the first programs run.
func runOracleBesideServices(t *testing.T) (oracleAnswer, []platform.Service) {
	t.Helper()
	for {
		before := must[[]platform.Service](t)(liveSystem.Services())
		oracle := runOracle(t)
		var each []platform.Service
		for _, listed := range before {
			if s, err := liveSystem.Service(listed.Name); err == nil {
				s.Name = listed.Name // as it is in the list, and not as it was asked for
				each = append(each, s)
			}
		}
		if after := must[[]platform.Service](t)(liveSystem.Services()); slices.Equal(before, after) || t.Failed() {
			equal(t, "one by one", each, before)
			return oracle, before
		}
	}
}

func compareServices(t *testing.T, services []platform.Service, oracle []map[string]any) {
	t.Helper()
	equal(t, "services", len(services), len(oracle))
	if len(services) == 0 {
		t.Error("no service was compared")
	}
	byName := make(map[string]platform.Service)
	for _, s := range services {
		byName[strings.ToLower(s.Name)] = s
	}
	for _, want := range oracle {
		name := want["name"].(string)
		s := byName[strings.ToLower(name)]
		var pid any
		if s.PID != platform.NA {
			pid = float64(s.PID)
		}
		equal(t, name, map[string]any{
			"name": name, "display_name": s.DisplayName, "binpath": s.BinPath, "username": s.UserName,
			"start_type": s.StartType, "status": s.Status, "description": s.Description, "pid": pid,
		}, want)
	}
}

// connStatusNames are psutil's names of the states that the test's sockets are in.
var connStatusNames = map[platform.ConnStatus]string{
	platform.ConnListen: "LISTEN", platform.ConnEstablished: "ESTABLISHED", platform.ConnNone: "NONE",
}

func compareConnections(t *testing.T, oracle [][6]any) {
	list := must[[]platform.Connection](t)(liveSystem.Process(ownPID()).NetConnections(allKinds, 0))
	var got, want []string
	for _, c := range list {
		var remote any
		if c.Remote != "" {
			remote = []any{c.Remote, float64(c.RemotePort)}
		}
		got = append(got, fmt.Sprint([6]any{
			float64(c.Family), float64(c.Type), connStatusNames[c.Status], []any{c.Local, float64(c.LocalPort)}, remote, float64(c.PID),
		}))
	}
	for _, c := range oracle {
		want = append(want, fmt.Sprint(c))
	}
	slices.Sort(got)
	slices.Sort(want)
	equal(t, "connections", got, want)
	equal(t, "the test's own", len(got), 6)
}
