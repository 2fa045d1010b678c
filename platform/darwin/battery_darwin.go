//go:build cgo

package darwin

import "github.com/libpsutil/libpsutil/platform"

// Battery returns the internal battery among IOPSCopyPowerSourcesList.
func (s *system) Battery() (platform.Battery, error) {
	sources, err := readPowerSources()
	return decodeBattery(sources), err
}
