// The peer of Go: ps's columns by gopsutil. It reads once for every line of its input and answers with a line of JSON.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"time"

	"github.com/shirou/gopsutil/v4/process"
)

type row struct {
	PID        int32    `json:"pid"`
	PPID       int32    `json:"ppid"`
	Name       string   `json:"name"`
	Status     []string `json:"status"`
	User       float64  `json:"user"`
	System     float64  `json:"system"`
	CreateTime float64  `json:"create_time"`
	Threads    int32    `json:"threads"`
	RSS        uint64   `json:"rss"`
	VMS        uint64   `json:"vms"`
	UIDs       []uint32 `json:"uids"`
	Username   *string  `json:"username"` // null: it knows no number without a name
	Cmdline    []string `json:"cmdline"`
}

func readAll() []row {
	processes, err := process.Processes()
	if err != nil {
		panic(err)
	}
	rows := make([]row, 0, len(processes))
	for _, p := range processes {
		r := row{PID: p.Pid}
		times, err := p.Times()
		if err != nil {
			continue // it has exited
		}
		r.User, r.System = times.User, times.System
		r.PPID, _ = p.Ppid()
		r.Name, _ = p.Name()
		r.Status, _ = p.Status()
		created, _ := p.CreateTime()
		r.CreateTime = float64(created) / 1000
		r.Threads, _ = p.NumThreads()
		if memory, err := p.MemoryInfo(); err == nil {
			r.RSS, r.VMS = memory.RSS, memory.VMS
		}
		if uids, err := p.Uids(); err == nil {
			r.UIDs = uids[:3]
		}
		if name, err := p.Username(); err == nil {
			r.Username = &name
		}
		r.Cmdline, _ = p.CmdlineSlice()
		rows = append(rows, r)
	}
	return rows
}

func main() {
	out := json.NewEncoder(os.Stdout)
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		start := time.Now()
		rows := readAll()
		seconds := time.Since(start).Seconds()
		var err error
		if in.Text() == "time" {
			err = out.Encode(map[string]any{"seconds": seconds, "rows": len(rows)})
		} else {
			err = out.Encode(map[string]any{"rows": rows})
		}
		if err != nil {
			panic(err)
		}
	}
}
