//go:build linux

package linux

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

const (
	someLine = "some avg10=93.67 avg60=91.30 avg300=3.56 total=3593781187\n"
	fullLine = "full avg10=1.25 avg60=0.50 avg300=0.00 total=2500000\n"
)

func TestParsePressure(t *testing.T) {
	some := platform.Pressure{SomeAvg10: 93.67, SomeAvg60: 91.3, SomeAvg300: 3.56, SomeTotal: 3593.781187,
		FullAvg10: nan, FullAvg60: nan, FullAvg300: nan, FullTotal: nan, Level: na}
	full := platform.Pressure{SomeAvg10: nan, SomeAvg60: nan, SomeAvg300: nan, SomeTotal: nan,
		FullAvg10: 1.25, FullAvg60: 0.5, FullAvg300: 0, FullTotal: 2.5, Level: na}
	odd := platform.Pressure{SomeAvg10: nan, SomeAvg60: 91.3, SomeAvg300: nan, SomeTotal: 3593.781187,
		FullAvg10: 1.25, FullAvg60: nan, FullAvg300: 0, FullTotal: nan, Level: na}
	both := some
	both.FullAvg10, both.FullAvg60, both.FullAvg300, both.FullTotal = 1.25, 0.5, 0, 2.5
	for name, c := range map[string]struct {
		text string
		want platform.Pressure
	}{
		"memory":           {someLine + fullLine, both},
		"cpu before 5.13":  {someLine, some},
		"irq":              {fullLine, full},
		"lines of a later": {someLine + "most avg10=1.00\n" + fullLine, both},
		"odd values":       {"some avg10=x avg60=91.30 avg300=-1 total=3593781187 most=1\nfull avg300=0.00 total=1e9 avg10=1.25 avg60\n", odd},
	} {
		p, err := parsePressure([]byte(c.text))
		noError(t, name, err)
		equal(t, name, p, c.want)
	}
	for _, text := range []string{
		"", "\n", "avg10=1", "some", "some avg10 1", "some avg10=x\n", "full avg10=-1\n", "full avg10=1e9", "some avg10=nan total=\n", "most avg10=1\n",
	} {
		_, err := parsePressure([]byte(text))
		errorWithCode(t, text, err, platform.OS)
	}
}

func FuzzParsePressure(f *testing.F) {
	f.Add([]byte(someLine + fullLine))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := parsePressure(b)
		if err != nil {
			return
		}
		for _, value := range []float64{p.SomeAvg10, p.SomeAvg60, p.SomeAvg300, p.SomeTotal, p.FullAvg10, p.FullAvg60, p.FullAvg300, p.FullTotal} {
			if value < 0 {
				t.Errorf("negative: %+v", p)
			}
		}
	})
}

func TestPressureFiles(t *testing.T) {
	s := newTree(t, map[string]string{
		"pressure/cpu": someLine, "pressure/memory": someLine + fullLine, "pressure/io": "nonsense\n",
	})
	cpu, err := s.Pressure(platform.PressureCPU)
	noError(t, "cpu", err)
	equal(t, "cpu", cpu.SomeAvg10, 93.67)
	memory, err := s.Pressure(platform.PressureMemory)
	noError(t, "memory", err)
	equal(t, "memory", memory.FullTotal, 2.5)
	_, err = s.Pressure(platform.PressureIO)
	errorWithCode(t, "io", err, platform.OS)
	_, err = s.Pressure(platform.PressureIRQ) // before Linux 6.1
	errorWithCode(t, "irq", err, platform.NotSupported)
}

func TestCgroupPressure(t *testing.T) {
	const mixed = "5:memory:/other\n1:name=systemd:/elsewhere\n0::/a/b\n"
	files := map[string]string{
		"sys/fs/cgroup/cpu.pressure": fullLine, "sys/fs/cgroup/a/b/cpu.pressure": someLine, "sys/fs/cgroup/a/b/memory.pressure": someLine + fullLine,
	}
	s := cgroupTree(t, mixed, unified, files)
	for _, pid := range []int64{42, 0} {
		p, err := s.CgroupPressure(pid, platform.PressureCPU)
		noError(t, "cpu", err)
		equal(t, "cpu", p.SomeAvg10, 93.67)
		p, err = s.CgroupPressure(pid, platform.PressureMemory)
		noError(t, "memory", err)
		equal(t, "memory", p.FullAvg10, 1.25)
		_, err = s.CgroupPressure(pid, platform.PressureIO)
		errorWithCode(t, "io", err, platform.NotSupported)
	}
	_, err := s.CgroupPressure(43, platform.PressureCPU)
	errorWithCode(t, "no process", err, platform.NoSuchProcess)
	for name, other := range map[string]*system{
		"version 1 alone": cgroupTree(t, "5:memory:/other\n", unified, files),
		"no mount":        cgroupTree(t, mixed, "", files),
	} {
		_, err := other.CgroupPressure(42, platform.PressureCPU)
		errorWithCode(t, name, err, platform.NotSupported)
	}
}

// A group whose pressure is turned off refuses reading with EOPNOTSUPP.
func TestPressureThatIsTurnedOff(t *testing.T) {
	var parent string
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	noError(t, "mountinfo", err)
	for _, m := range cgroupMounts(parseMountinfo(mounts)) {
		if m.version == 2 {
			parent = m.point
		}
	}
	group := filepath.Join(parent, "libpsutil-pressure-test")
	if parent == "" || os.Mkdir(group, 0o755) != nil {
		t.Skip("no version 2 group can be made here")
	}
	defer os.Remove(group)
	if os.WriteFile(filepath.Join(group, "cgroup.pressure"), []byte("0"), 0) != nil {
		t.Skip("before Linux 6.1, pressure cannot be turned off")
	}
	buf := getBuf()
	defer putBuf(buf)
	_, err = readPressure(buf, group, "cpu.pressure")
	errorWithCode(t, "cpu.pressure", err, platform.NotSupported)
	if e := err.(*platform.Error); e.OSError != int(unix.EOPNOTSUPP) && e.OSError != int(unix.ENOENT) {
		t.Errorf("error number %d", e.OSError)
	}
}
