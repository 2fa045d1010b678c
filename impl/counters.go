package impl

import (
	"strconv"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

func (n Nowrap) check() error {
	if n < NowrapOff || n > NowrapRestart {
		return platform.NewInvalidArgument("nowrap", strconv.Itoa(int(n))+": expected one of PSUTIL_NOWRAP_*")
	}
	return nil
}

// counters is one reading of a disk's or a network interface's counters. All of one kind have the same counters in the
// same order; NA is a counter that this device lacks.
type counters struct {
	name   string
	summed bool // whether it is part of the total
	values []*int64
}

// counterHistory keeps the last readings, so that a counter which wrapped or restarted continues from its previous
// value. A device without a current reading is forgotten.
type counterHistory struct {
	mu      sync.Mutex
	devices map[string]counterState
}

type counterState struct {
	last   []int64 // as the system reported it; NA: never
	offset []int64 // the sum of the values before each restart
}

// read takes a sample, unwraps its counters as nowrap says, and returns its total, counter by counter; nil if it is
// empty.
func (h *counterHistory) read(nowrap Nowrap, sample func() ([]counters, error)) (total []int64, err error) {
	if err := nowrap.check(); err != nil {
		return nil, err
	}
	if nowrap != NowrapOff {
		// The lock covers the sample: of two samples that overtake each other, the later one looks like a restart.
		h.mu.Lock()
		defer h.mu.Unlock()
	}
	all, err := sample()
	if err != nil {
		return nil, err
	}
	if nowrap == NowrapRestart {
		h.devices = nil
	}
	if nowrap != NowrapOff {
		h.unwrap(all)
	}
	for _, device := range all {
		if device.summed {
			for i, value := range device.values {
				total = addTo(total, i, *value)
			}
		}
	}
	return total, nil
}

func (h *counterHistory) unwrap(all []counters) {
	previous := h.devices
	h.devices = make(map[string]counterState, len(all))
	for _, device := range all {
		// A device that is listed twice, as when others come and go while the kernel's list is read, is two devices
		// here.
		key := device.name
		for _, listed := h.devices[key]; listed; _, listed = h.devices[key] {
			key += "\x00"
		}
		s, found := previous[key]
		if !found {
			s.offset = make([]int64, len(device.values))
			for range device.values {
				s.last = append(s.last, platform.NA)
			}
		}
		h.devices[key] = s
		for i, value := range device.values {
			if *value == platform.NA {
				continue
			}
			if *value < s.last[i] {
				s.offset[i] = platform.AddSaturated(s.offset[i], s.last[i])
			}
			s.last[i] = *value
			*value = platform.AddSaturated(s.offset[i], *value)
		}
	}
}

// addTo adds n to counter i of the total, which is NA until a device has that counter.
func addTo(total []int64, i int, n int64) []int64 {
	for len(total) <= i {
		total = append(total, platform.NA)
	}
	if n != platform.NA {
		total[i] = platform.AddSaturated(max(total[i], 0), n)
	}
	return total
}
