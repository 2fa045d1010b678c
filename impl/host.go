package impl

import (
	"cmp"
	"math"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
)

// Users gives who is logged in, the oldest login first.
func (l *Library) Users() ([]platform.User, error) {
	users, err := l.sys.Users()
	slices.SortStableFunc(users, func(a, b platform.User) int { return cmp.Compare(a.Started, b.Started) })
	return users, err
}

// Temperatures gives the machine's temperatures in degrees Celsius. Where only one of the thresholds is known, it stands
// for both; a threshold of 0 is one that nobody has set.
func (l *Library) Temperatures() ([]platform.Temperature, error) {
	all, err := l.sys.Temperatures()
	for i := range all {
		t := &all[i]
		switch high, critical := isSet(t.High), isSet(t.Critical); {
		case high && !critical:
			t.Critical = t.High
		case critical && !high:
			t.High = t.Critical
		}
	}
	return all, err
}

func isSet(threshold float64) bool { return threshold != 0 && !math.IsNaN(threshold) }

// Fans gives the machine's fans.
func (l *Library) Fans() ([]platform.Fan, error) { return l.sys.Fans() }

// Battery gives what the machine runs on.
func (l *Library) Battery() (platform.Battery, error) { return l.sys.Battery() }

// CgroupLimits gives the limits that control groups set for a process, 0 for the calling one.
func (l *Library) CgroupLimits(pid int64) (platform.CgroupLimits, error) {
	limits, err := l.sys.CgroupLimits(pid)
	if err != nil && pid != 0 {
		err = l.ProcessFrom(platform.Identity{PID: pid, Start: platform.NA}).fail(err)
	}
	return limits, err
}

// Services gives all services of the system, ordered by name.
func (l *Library) Services() ([]platform.Service, error) { return l.sys.Services() }

// Service gives one service by its name.
func (l *Library) Service(name string) (platform.Service, error) { return l.sys.Service(name) }
