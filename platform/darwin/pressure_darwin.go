//go:build cgo

package darwin

import "github.com/libpsutil/libpsutil/platform"

// Pressure returns the level of kern.memorystatus_vm_pressure_level for memory. macOS does not measure how long
// processes wait.
func (s *system) Pressure(resource platform.PressureResource) (platform.Pressure, error) {
	if resource != platform.PressureMemory {
		return s.Unsupported.Pressure(resource)
	}
	nan := platform.NaN
	pressure := platform.Pressure{
		SomeAvg10: nan, SomeAvg60: nan, SomeAvg300: nan, SomeTotal: nan, FullAvg10: nan, FullAvg60: nan, FullAvg300: nan, FullTotal: nan,
	}
	level, err := sysctlNumber("kern.memorystatus_vm_pressure_level")
	pressure.Level = decodePressureLevel(uint32(level))
	return pressure, err
}

// CgroupPressure returns the level of the machine: macOS has no control groups, so every process is in one with all
// others.
func (s *system) CgroupPressure(pid int64, resource platform.PressureResource) (platform.Pressure, error) {
	if pid != 0 {
		if _, err := readProcess(pid); err != nil {
			return platform.Pressure{}, err
		}
	}
	return s.Pressure(resource)
}
