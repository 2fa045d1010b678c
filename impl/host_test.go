package impl

import (
	"fmt"
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// machine is a system that says what the test gives it.
type machine struct {
	platform.Unsupported
	users        []platform.User
	temperatures []platform.Temperature
}

func (m machine) Users() ([]platform.User, error)               { return m.users, nil }
func (m machine) Temperatures() ([]platform.Temperature, error) { return m.temperatures, nil }
func (m machine) CgroupLimits(int64) (platform.CgroupLimits, error) {
	return platform.CgroupLimits{}, coded(platform.NoSuchProcess)
}

func TestUsersOldestFirst(t *testing.T) {
	users, err := New(machine{users: []platform.User{{Name: "b", Started: 2}, {Name: "c", Started: 1}, {Name: "a", Started: 2}}}).Users()
	if got := fmt.Sprint(users[0].Name, users[1].Name, users[2].Name); err != nil || got != "cba" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestThresholds(t *testing.T) {
	nan := math.NaN()
	all, err := New(machine{temperatures: []platform.Temperature{
		{High: 80, Critical: 90}, {High: 80, Critical: nan}, {High: nan, Critical: 90}, {High: nan, Critical: nan},
		{High: 0, Critical: 90}, {High: 80, Critical: 0}, {High: 0, Critical: 0},
	}}).Temperatures()
	if err != nil {
		t.Fatal(err)
	}
	var got string
	for _, t := range all {
		got += fmt.Sprintf("%v/%v ", t.High, t.Critical)
	}
	if want := "80/90 80/80 90/90 NaN/NaN 90/90 80/80 0/0 "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestErrorsOfCgroupLimits(t *testing.T) {
	_, err := New(machine{}).CgroupLimits(42)
	if e := err.(*platform.Error); e.PID != 42 || e.Code != platform.NoSuchProcess {
		t.Errorf("%#v", e)
	}
	_, err = New(machine{}).CgroupLimits(0)
	if e := err.(*platform.Error); e.PID != platform.NA {
		t.Errorf("%#v", e)
	}
}
