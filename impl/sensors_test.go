package impl

import (
	"fmt"
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestThresholds(t *testing.T) {
	nan := math.NaN()
	all, err := New(userSystem{temperatures: []platform.Temperature{
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
