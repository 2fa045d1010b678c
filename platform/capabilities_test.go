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

// otherMethods are the methods that functions of psutil.h need from a system where these have other names than the
// functions: each name is one of System or Process, names separated by "|" are alternatives.
var otherMethods = map[string][]string{
	"psutil_cpu_freq":                  {"system.CPUFreqPerCPU"},
	"psutil_getloadavg":                {"system.LoadAverage|system.ReadyThreads"},
	"psutil_disk_partitions":           {"system.Partitions"},
	"psutil_disk_io_counters":          {"system.DiskIO"},
	"psutil_disk_io_counters_per_disk": {"system.DiskIO"},
	"psutil_net_io_counters":           {"system.NetIO"},
	"psutil_net_io_counters_per_nic":   {"system.NetIO"},
	"psutil_sensors_temperatures":      {"system.Temperatures"},
	"psutil_sensors_fans":              {"system.Fans"},
	"psutil_sensors_battery":           {"system.Battery"},
	"psutil_process_events_new":        {"system.ProcessEvents"},
	"psutil_table_pin":                 {"system.PinTable", "system.TableSource"},
	"psutil_win_services":              {"system.Services"},
	"psutil_win_service":               {"system.Service"},
	"psutil_process_table":             {"system.Scan"},
	"psutil_process_new":               {"system.Process", "process.Identity"},
	"psutil_process_is_running":        {"process.Identity"},
	"psutil_process_oneshot_begin":     {"process.SetCaching"},
	"psutil_process_create_time":       {"process.StartTime"},
	"psutil_process_username":          {"process.UIDs|process.UserName", "system.UserName|process.UserName"},
	"psutil_process_memory_percent":    {"process.MemoryInfo", "system.TotalMemory"},
	"psutil_process_send_signal":       {"process.Signal"},
	"psutil_process_wait":              {"process.WatchExit"},
}

// inC are the functions that C answers alone on a system, in capi.
var inC = map[string]string{"psutil_sensors_battery": "W"}

// methodsOf returns the methods that a function needs from a system: by default that with the function's name, none for
// a function that capi and impl implement for all systems, with what others need. contract is the methods of package
// platform.
func methodsOf(function string, contract map[string]bool) []string {
	if methods, found := otherMethods[function]; found {
		return methods
	}
	name := strings.TrimPrefix(function, "psutil_")
	unsupported, kind := "Unsupported.", "system."
	if rest, isOfProcess := strings.CutPrefix(name, "process_"); isOfProcess {
		name, unsupported, kind = rest, "UnsupportedProcess.", "process."
	}
	for method := range contract {
		if own, found := strings.CutPrefix(method, unsupported); found && strings.EqualFold(own, strings.ReplaceAll(name, "_", "")) {
			return []string{kind + own}
		}
	}
	return nil
}

// A function that works on a system by docs/functions.tsv is implemented there: its methods are not those of
// Unsupported.
func TestEveryCapabilityIsImplemented(t *testing.T) {
	contract := declaredMethods(t, ".")
	for letter, dir := range map[string]string{"L": "linux", "W": "windows", "M": "darwin", "F": "freebsd"} {
		declared := declaredMethods(t, dir)
		checked := 0
		for function, on := range readSystems(t) {
			if on != "all" && !strings.Contains(" "+on+" ", " "+letter+" ") || inC[function] == letter {
				continue
			}
			for _, methods := range methodsOf(function, contract) {
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
	functions, contract := readSystems(t), declaredMethods(t, ".")
	for function := range functions {
		for _, methods := range methodsOf(function, contract) {
			for method := range strings.SplitSeq(methods, "|") {
				used[method] = true
			}
		}
	}
	for function := range otherMethods {
		if functions[function] == "" {
			t.Errorf("docs/functions.tsv does not have %s", function)
		}
	}
	for method := range contract {
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
