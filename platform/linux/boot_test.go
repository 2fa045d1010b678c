//go:build linux

package linux

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// In a container with lxcfs, btime is the start of the container, but processes count from the boot of the system.
func TestStartTimeInContainer(t *testing.T) {
	cmd, _ := startHelper(t, "wait")
	p := liveSystem.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	stat, err := os.ReadFile("/proc/stat")
	noError(t, "read", err)
	inMountNamespace(t, func() {
		for what, c := range map[string]struct{ btime, tolerance float64 }{
			"the container's start": {float64(time.Now().Unix() - 60), 5},
			"after a clock step":    {1000, math.Inf(1)}, // the clock was set: the kernel's new answer counts
		} {
			text := regexp.MustCompile(`(?m)^btime \d+`).ReplaceAllString(string(stat), fmt.Sprintf("btime %.0f", c.btime))
			coverFile(t, "/proc/stat", text)
			boot, err := liveSystem.BootTime()
			noError(t, what, err)
			equal(t, what, boot, c.btime)
			start, err := p.StartTime(id)
			noError(t, what, err)
			if math.Abs(start-float64(time.Now().Unix())) > c.tolerance {
				t.Errorf("%s: started at %v", what, start)
			}
			if c.btime == 1000 {
				equal(t, what, start, 1000+float64(id.Start)/userHZ)
			}
			rows, err := scanRows(t, liveSystem, []int64{id.PID}, platform.ColumnCreateTime)
			noError(t, what, err)
			equal(t, what, rows[0].Float[platform.ColumnCreateTime], start)
		}
	})
}
