package platform

// Temperature is the reading of a temperature sensor in degrees Celsius, NaN where not reported.
type Temperature struct {
	Name, Label             string // of the chip and of the sensor; Label may be ""
	Current, High, Critical float64
}

// Fan is the speed of a fan.
type Fan struct {
	Name, Label string
	Current     int64 // revolutions per minute
}

// The values of Battery.SecondsLeft that are not a number of seconds. They are those of PSUTIL_POWER_TIME_* in
// psutil.h.
const (
	PowerTimeUnknown   = -1
	PowerTimeUnlimited = -2
)

// Battery is the state of the battery that powers the system.
type Battery struct {
	Present     bool
	Plugged     int32 // mains power: 1, 0 or NA
	Percent     float64
	SecondsLeft int64 // or PowerTime*
}
