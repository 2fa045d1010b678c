package freebsd

import "testing"

func TestCelsius(t *testing.T) {
	for decikelvin, want := range map[int64]float64{3102: 37.05, 2732: 0.05, 2631: -10.05, -1: nan, 0: nan} {
		equal(t, "temperature", celsius(decikelvin), want)
	}
}
