package windows

import (
	"fmt"
	"os/exec"
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

var everyColumn = func() (columns platform.ColumnSet) {
	for c := range columns {
		columns[c] = true
	}
	return columns
}()

// readRows returns the rows of a scan by PID. The row is used for one process after the other, as impl does.
func readRows(t *testing.T, columns platform.ColumnSet, pids []int64, visit func(*platform.Row)) {
	t.Helper()
	scan, err := liveSystem.Scan(columns, pids)
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	var row platform.Row
	cells := platform.NewCells(columns, scan.Len())
	for i := range scan.Len() {
		row.Use(cells, i)
		exists, err := scan.ReadRow(i, &row)
		noError(t, "ReadRow", err)
		if exists {
			visit(&row)
		}
	}
}

func TestScan(t *testing.T) {
	cmd := startHelper(t, func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, "PROBE=wért 日=x") }, "wait", "two words", "ä日")
	p := processOf(cmd)
	id := identity(t, p)
	var found []int64
	readRows(t, everyColumn, nil, func(r *platform.Row) {
		found = append(found, r.PID)
		if r.PID != p.pid {
			return
		}
		equal(t, "identity", r.Identity, id)
		equal(t, "start", r.Int(platform.ColumnStart), id.Start)
		equal(t, "ppid", r.Int(platform.ColumnPPID), must[int64](t)(p.PPID()))
		equal(t, "name", string(r.Name), must[string](t)(p.Name()))
		equal(t, "exe", string(r.Exe), must[string](t)(p.Exe()))
		equal(t, "cwd", string(r.Cwd), must[string](t)(p.Cwd()))
		equal(t, "username", string(r.UserName), must[string](t)(p.UserName()))
		equal(t, "cmdline", fmt.Sprintf("%s", r.Cmdline), fmt.Sprintf("%s", must[[]string](t)(p.Cmdline())))
		equal(t, "environ", fmt.Sprintf("%s", r.Environ), fmt.Sprintf("%s", must[[]string](t)(p.Environ())))
		equal(t, "create time", r.Float(platform.ColumnCreateTime), must[float64](t)(p.StartTime(id)))
		equal(t, "status", r.Int(platform.ColumnStatus), int64(platform.StatusRunning))
		equal(t, "nice", r.Int(platform.ColumnNice), 32)
		equal(t, "threads", r.Int(platform.ColumnNumThreads), must[int64](t)(p.NumThreads()))
		equal(t, "handles", r.Int(platform.ColumnNumHandles) >= 0, true)
		if rss := must[platform.MemoryInfo](t)(p.MemoryInfo()).RSS; r.Int(platform.ColumnRSS) < rss/2 || r.Int(platform.ColumnRSS) > rss*2 {
			t.Errorf("rss %d, of the process alone %d", r.Int(platform.ColumnRSS), rss)
		}
		for _, c := range unreported {
			equal(t, fmt.Sprint("column ", c), []int64{int64(r.Err(c)), r.Int(c)}, []int64{0, na})
		}
		for c := range platform.Columns {
			code := r.Err(c)
			notReported := slices.Contains(notOnWindows[:], c)
			lacking := c == platform.ColumnUSS || c == platform.ColumnIONiceClass || c == platform.ColumnIONiceValue
			if (code == platform.NotSupported) != notReported && !(lacking && isWine) || code != 0 && code != platform.NotSupported {
				t.Errorf("column %d: error %d", c, code)
			}
		}
	})
	if !slices.IsSorted(found) || !slices.Contains(found, p.pid) {
		t.Errorf("%d is not in %v, or they are not in order", p.pid, found)
	}
}

func TestScanOfGivenPIDs(t *testing.T) {
	p := processOf(startHelper(t, nil, "wait"))
	var names []string
	pids := []int64{p.pid, 1 << 30, ownPID(), -1, p.pid + 1, p.pid}
	readRows(t, platform.ColumnSet{platform.ColumnName: true}, pids, func(r *platform.Row) {
		names = append(names, string(r.Name))
	})
	name := must[string](t)(p.Name())
	equal(t, "names", names, []string{name, name, name})
}

// What was read of one process does not become part of another's row.
func TestScanReusesRows(t *testing.T) {
	first := startHelper(t, nil, "wait", "first", "with", "more", "arguments")
	second := startHelper(t, nil, "wait", "second")
	var arguments []string
	columns := platform.ColumnSet{platform.ColumnName: true, platform.ColumnCmdline: true}
	readRows(t, columns, []int64{processOf(first).pid, processOf(second).pid}, func(r *platform.Row) {
		arguments = append(arguments, fmt.Sprintf("%s", r.Cmdline[1:]))
	})
	equal(t, "arguments", arguments, []string{"[first with more arguments]", "[second]"})
}

// A process that exits between the list and its row has no row, if a column needs it to be opened.
func TestScanOfExitedProcess(t *testing.T) {
	cmd := startHelper(t, nil, "wait")
	p := processOf(cmd)
	scan, err := liveSystem.Scan(platform.ColumnSet{platform.ColumnExe: true}, []int64{p.pid})
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	watch := watchOf(t, p, identity(t, p))
	noError(t, "Kill", cmd.Process.Kill())
	exitOf(t, watch)
	var row platform.Row
	row.Use(platform.NewCells(platform.ColumnSet{}, 1), 0)
	exists, err := scan.ReadRow(0, &row)
	noError(t, "ReadRow", err)
	equal(t, "exists", exists, false)
}

func BenchmarkScan(b *testing.B) {
	for name, columns := range map[string]platform.ColumnSet{
		"list": {platform.ColumnName: true, platform.ColumnRSS: true, platform.ColumnCPUTimesUser: true},
		"ps": {platform.ColumnName: true, platform.ColumnRSS: true, platform.ColumnCPUTimesUser: true, platform.ColumnStatus: true,
			platform.ColumnUserName: true, platform.ColumnCmdline: true, platform.ColumnNice: true},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				scan, err := liveSystem.Scan(columns, nil)
				if err != nil {
					b.Fatal(err)
				}
				var row platform.Row
				cells := platform.NewCells(columns, scan.Len())
				for i := range scan.Len() {
					row.Use(cells, i)
					scan.ReadRow(i, &row)
				}
				scan.Close()
			}
		})
	}
}
