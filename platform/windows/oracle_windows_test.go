package windows

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"reflect"
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
	oracle := runOracleForServices(t)
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

	compareConnections(t, oracle.Connections)
}

// runOracleForServices returns what psutil has when its services are those of this package. Windows starts and stops
// services while the first programs run, so it asks again as long as they differ, for up to a minute.
func runOracleForServices(t *testing.T) oracleAnswer {
	t.Helper()
	for attempt := 0; ; attempt++ {
		oracle := runOracle(t)
		differences := serviceDifferences(t, oracle.Services)
		if len(differences) == 0 || attempt == 60 {
			for _, difference := range differences {
				t.Error(difference)
			}
			return oracle
		}
	}
}

// serviceDifferences compares the services of psutil with those in this package's list, and each with what it has of one.
func serviceDifferences(t *testing.T, oracle []map[string]any) (differences []string) {
	t.Helper()
	services := must[[]platform.Service](t)(liveSystem.Services())
	if len(services) != len(oracle) || len(oracle) == 0 {
		differences = append(differences, fmt.Sprintf("%d services, psutil has %d", len(services), len(oracle)))
	}
	byName := make(map[string]platform.Service)
	for _, s := range services {
		byName[strings.ToLower(s.Name)] = s
	}
	for _, want := range oracle {
		name := want["name"].(string)
		listed := byName[strings.ToLower(name)]
		listed.Name = name
		one, err := liveSystem.Service(name)
		var pid any
		if one.PID != platform.NA {
			pid = float64(one.PID)
		}
		got := map[string]any{
			"name": one.Name, "display_name": one.DisplayName, "binpath": one.BinPath, "username": one.UserName,
			"start_type": one.StartType, "status": one.Status, "description": one.Description, "pid": pid,
		}
		if err != nil || listed != one || !reflect.DeepEqual(got, want) {
			differences = append(differences, fmt.Sprintf("%s: listed %+v, %v %v, psutil has %v", name, listed, got, err, want))
		}
	}
	return differences
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
