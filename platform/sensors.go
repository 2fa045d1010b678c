package platform

// Temperature is what a sensor says, in degrees Celsius; NaN where it does not.
type Temperature struct {
	Name, Label             string // of the chip, of the sensor; a sensor need not have a label
	Current, High, Critical float64
}

// Fan is how fast a fan turns.
type Fan struct {
	Name, Label string
	Current     int64 // revolutions per minute
}

// What Battery.SecondsLeft is when it is no number of seconds. The values are those of PSUTIL_POWER_TIME_* in psutil.h.
const (
	PowerTimeUnknown   = -1
	PowerTimeUnlimited = -2
)

// Battery is what the machine runs on.
type Battery struct {
	Present     bool
	Plugged     int32 // mains power: 1 or 0, or NA
	Percent     float64
	SecondsLeft int64 // or PowerTime*
}
