package windows

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestDecodeServices(t *testing.T) {
	b := build(2*enumServiceSize).put32(enumStatus+4, 4).put32(enumStatus+28, 1234).put32(enumServiceSize+enumStatus+4, 1).
		text(0, "EventLog").text(8, "Ereignisprotokoll ä").text(enumServiceSize, "BITS").text(enumServiceSize+8, "")
	answer := b.buffer()
	equal(t, "services", decodeServices(answer, 2), []platform.Service{
		{Name: "EventLog", DisplayName: "Ereignisprotokoll ä", Status: "running", PID: 1234}, {Name: "BITS", Status: "stopped", PID: platform.NA},
	})
	decoded(t, answer)
	decodeServices(answer, 1000)
	malformed(t, "more services than there are", answer)
}

func TestServiceWords(t *testing.T) {
	var states, starts []string
	for n := range uint32(9) {
		states = append(states, word(serviceStates, n))
		starts = append(starts, word(serviceStartTypes, n))
	}
	equal(t, "states", states, []string{
		"unknown", "stopped", "start_pending", "stop_pending", "running", "continue_pending", "pause_pending", "paused", "unknown",
	})
	equal(t, "start types", starts[:6], []string{"unknown", "unknown", "automatic", "manual", "disabled", "unknown"})
}

func TestDecodeServicesCaptured(t *testing.T) {
	b := captured(t, "services")
	all := decodeServices(b, 17)
	decoded(t, b)
	equal(t, "services", len(all), 17)
	equal(t, "the first", all[0], platform.Service{Name: "BITS", DisplayName: "BITS Service", Status: "stopped", PID: platform.NA})

	s := platform.Service{Name: "Eventlog"}
	config := captured(t, "service_config")
	decodeServiceConfig(config, &s)
	decoded(t, config)
	description := captured(t, "service_description")
	s.Description = decodeServiceDescription(description)
	decoded(t, description)
	equal(t, "configuration", s, platform.Service{
		Name: "Eventlog", DisplayName: "Event Log", BinPath: `C:\windows\system32\svchost.exe -k LocalServiceNetworkRestricted`, UserName: "LocalSystem",
		StartType: "automatic", Description: "Event Log",
	})
}

func FuzzDecodeServices(f *testing.F) {
	for _, name := range []string{"services", "service_config", "service_description"} {
		f.Add(captured(f, name).bytes, captured(f, name).address)
	}
	f.Fuzz(func(t *testing.T, content []byte, address uint64) {
		b := &buffer{bytes: content, address: address}
		for _, s := range decodeServices(b, 1000) {
			if s.Status == "" || s.PID == 0 {
				t.Errorf("%+v", s)
			}
		}
		var s platform.Service
		decodeServiceConfig(b, &s)
		decodeServiceDescription(b)
	})
}
