package impl

import (
	"fmt"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// userSystem has the users and temperatures that the test defines.
type userSystem struct {
	platform.Unsupported
	users        []platform.User
	temperatures []platform.Temperature
}

func (s userSystem) Users() ([]platform.User, error) { return s.users, nil }

func (s userSystem) Temperatures() ([]platform.Temperature, error) { return s.temperatures, nil }

func (s userSystem) CgroupLimits(int64) (platform.CgroupLimits, error) {
	return platform.CgroupLimits{}, errorWithCode(platform.NoSuchProcess)
}

func TestUsersOldestFirst(t *testing.T) {
	users, err := New(userSystem{users: []platform.User{{Name: "b", Started: 2}, {Name: "c", Started: 1}, {Name: "a", Started: 2}}}).Users()
	if got := fmt.Sprint(users[0].Name, users[1].Name, users[2].Name); err != nil || got != "cba" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestUserName(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {uid: 1000}, 8: {uid: 1001}})
	f.users = map[int64]string{1000: "ann"}
	for pid, want := range map[int64]string{7: "ann", 8: "1001"} {
		name, err := l.ProcessFrom(platform.Identity{PID: pid}).UserName()
		noError(t, "UserName", err)
		if name != want {
			t.Errorf("%q, want %q", name, want)
		}
	}
	_, err := l.ProcessFrom(platform.Identity{PID: 9}).UserName()
	wantError(t, "UserName", err, platform.NoSuchProcess)
	_, err = New(platform.Unsupported{}).ProcessFrom(platform.Identity{PID: 9}).UserName()
	wantError(t, "UserName", err, platform.NotSupported)
}
