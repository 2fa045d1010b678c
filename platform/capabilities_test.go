package platform_test

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// methodsOf are the methods that functions of psutil.h need from a system: each name is one of System or Process, names
// separated by "|" are alternatives. A function that is not here needs none: capi and impl implement it for all
// systems, with what others need.
var methodsOf = map[string][]string{
	"psutil_pids":                      {"system.PIDs"},
	"psutil_pid_exists":                {"system.PIDExists"},
	"psutil_cpu_count":                 {"system.CPUCount"},
	"psutil_cpu_times":                 {"system.CPUTimes"},
	"psutil_cpu_times_per_cpu":         {"system.CPUTimesPerCPU"},
	"psutil_cpu_stats":                 {"system.CPUStats"},
	"psutil_cpu_freq":                  {"system.CPUFreqPerCPU"},
	"psutil_cpu_freq_per_cpu":          {"system.CPUFreqPerCPU"},
	"psutil_getloadavg":                {"system.LoadAverage|system.ReadyThreads"},
	"psutil_virtual_memory":            {"system.VirtualMemory"},
	"psutil_swap_memory":               {"system.SwapMemory"},
	"psutil_disk_partitions":           {"system.Partitions"},
	"psutil_disk_usage":                {"system.DiskUsage"},
	"psutil_disk_io_counters":          {"system.DiskIO"},
	"psutil_disk_io_counters_per_disk": {"system.DiskIO"},
	"psutil_net_io_counters":           {"system.NetIO"},
	"psutil_net_io_counters_per_nic":   {"system.NetIO"},
	"psutil_net_connections":           {"system.NetConnections"},
	"psutil_net_if_addrs":              {"system.NetIfAddrs"},
	"psutil_net_if_stats":              {"system.NetIfStats"},
	"psutil_boot_time":                 {"system.BootTime"},
	"psutil_users":                     {"system.Users"},
	"psutil_sensors_temperatures":      {"system.Temperatures"},
	"psutil_sensors_fans":              {"system.Fans"},
	"psutil_sensors_battery":           {"system.Battery"},
	"psutil_cgroup_limits":             {"system.CgroupLimits"},
	"psutil_pressure":                  {"system.Pressure"},
	"psutil_cgroup_pressure":           {"system.CgroupPressure"},
	"psutil_process_events_new":        {"system.ProcessEvents"},
	"psutil_file_owners":               {"system.FileOwners"},
	"psutil_table_pin":                 {"system.PinTable", "system.TableSource"},
	"psutil_win_services":              {"system.Services"},
	"psutil_win_service":               {"system.Service"},
	"psutil_process_table":             {"system.Scan"},

	"psutil_process_new":              {"system.Process", "process.Identity"},
	"psutil_process_is_running":       {"process.Identity"},
	"psutil_process_oneshot_begin":    {"process.SetCaching"},
	"psutil_process_create_time":      {"process.StartTime"},
	"psutil_process_ppid":             {"process.PPID"},
	"psutil_process_name":             {"process.Name"},
	"psutil_process_exe":              {"process.Exe"},
	"psutil_process_cmdline":          {"process.Cmdline"},
	"psutil_process_environ":          {"process.Environ"},
	"psutil_process_status":           {"process.Status"},
	"psutil_process_cwd":              {"process.Cwd"},
	"psutil_process_uids":             {"process.UIDs"},
	"psutil_process_gids":             {"process.GIDs"},
	"psutil_process_username":         {"process.UIDs|process.UserName", "system.UserName|process.UserName"},
	"psutil_process_terminal":         {"process.Terminal"},
	"psutil_process_nice":             {"process.Nice"},
	"psutil_process_set_nice":         {"process.SetNice"},
	"psutil_process_ionice":           {"process.IONice"},
	"psutil_process_set_ionice":       {"process.SetIONice"},
	"psutil_process_rlimit":           {"process.RLimit"},
	"psutil_process_set_rlimit":       {"process.SetRLimit"},
	"psutil_process_cpu_affinity":     {"process.CPUAffinity"},
	"psutil_process_set_cpu_affinity": {"process.SetCPUAffinity"},
	"psutil_process_cpu_num":          {"process.CPUNum"},
	"psutil_process_cpu_times":        {"process.CPUTimes"},
	"psutil_process_memory_info":      {"process.MemoryInfo"},
	"psutil_process_memory_percent":   {"process.MemoryInfo", "system.TotalMemory"},
	"psutil_process_memory_info_ex":   {"process.MemoryInfoEx"},
	"psutil_process_memory_footprint": {"process.MemoryFootprint"},
	"psutil_process_memory_maps":      {"process.MemoryMaps"},
	"psutil_process_page_faults":      {"process.PageFaults"},
	"psutil_process_io_counters":      {"process.IOCounters"},
	"psutil_process_num_ctx_switches": {"process.NumCtxSwitches"},
	"psutil_process_num_fds":          {"process.NumFDs"},
	"psutil_process_num_handles":      {"process.NumHandles"},
	"psutil_process_num_threads":      {"process.NumThreads"},
	"psutil_process_threads":          {"process.Threads"},
	"psutil_process_open_files":       {"process.OpenFiles"},
	"psutil_process_net_connections":  {"process.NetConnections"},
	"psutil_process_send_signal":      {"process.Signal"},
	"psutil_process_suspend":          {"process.Suspend"},
	"psutil_process_resume":           {"process.Resume"},
	"psutil_process_wait":             {"process.WatchExit"},
}

// A function that works on a system by docs/functions.tsv is implemented there: its methods are not those of
// Unsupported.
func TestEveryCapabilityIsImplemented(t *testing.T) {
	for letter, dir := range map[string]string{"L": "linux", "W": "windows", "M": "darwin", "F": "freebsd"} {
		declared := declaredMethods(t, dir)
		checked := 0
		for function, on := range readSystems(t) {
			if on != "all" && !strings.Contains(" "+on+" ", " "+letter+" ") {
				continue
			}
			for _, methods := range methodsOf[function] {
				checked++
				isDeclared := false
				for method := range strings.SplitSeq(methods, "|") {
					isDeclared = isDeclared || declared[method]
				}
				if !isDeclared {
					t.Errorf("%s is on %s, but platform/%s does not declare %s", function, letter, dir, methods)
				}
			}
		}
		if checked < 60 {
			t.Errorf("platform/%s: only %d methods were checked", dir, checked)
		}
	}
}

// Each method of the contract is one that a function needs, or one of these, which others call.
func TestEveryMethodBelongsToAFunction(t *testing.T) {
	used := map[string]bool{"system.MaxNameLen": true, "system.Self": true, "system.NetNamespace": true}
	for _, all := range methodsOf {
		for _, methods := range all {
			for method := range strings.SplitSeq(methods, "|") {
				used[method] = true
			}
		}
	}
	functions := readSystems(t)
	for function := range methodsOf {
		if functions[function] == "" {
			t.Errorf("docs/functions.tsv does not have %s", function)
		}
	}
	for method := range declaredMethods(t, ".") {
		kind, name, _ := strings.Cut(method, ".")
		switch kind {
		case "Unsupported":
			method = "system." + name
		case "UnsupportedProcess":
			method = "process." + name
		default:
			continue
		}
		if !used[method] {
			t.Errorf("no function needs %s", method)
		}
	}
}

// readSystems returns on which systems each function works, from docs/functions.tsv.
func readSystems(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open("../docs/functions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	systems := map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if columns := strings.Split(lines.Text(), "\t"); len(columns) > 2 && strings.HasPrefix(columns[0], "psutil_") {
			systems[columns[0]] = columns[2]
		}
	}
	return systems
}

// declaredMethods returns the methods of a package, as "type.Method", from all of its files: those of other systems,
// too.
func declaredMethods(t *testing.T, dir string) map[string]bool {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	methods := map[string]bool{}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Recv == nil {
				continue
			}
			receiver := function.Recv.List[0].Type
			if pointer, ok := receiver.(*ast.StarExpr); ok {
				receiver = pointer.X
			}
			if name, ok := receiver.(*ast.Ident); ok {
				methods[name.Name+"."+function.Name.Name] = true
			}
		}
	}
	return methods
}
