package impl

import (
	"math"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// counters is one reading of a disk's or a network interface's counters. All of one kind have the same counters in the same
// order; NA is a counter that this device lacks.
type counters struct {
	name   string
	summed bool // whether it is part of the total
	values []*int64
}

// maxGone bounds how many devices without a current reading are kept, for hosts whose interfaces (of containers) come and go
// under new names.
const maxGone = 1024

// counterHistory keeps the last readings, so that a counter which wrapped or restarted continues from its previous value
// and the total still contains devices that are gone.
type counterHistory struct {
	mu      sync.Mutex
	devices map[string]*counterState
	retired []int64 // the total of the devices that are no longer kept
	calls   uint64
}

type counterState struct {
	last   []int64 // as the system reported it; NA: never
	offset []int64 // the sum of the values before each restart
	summed bool
	call   uint64 // the last call that found it
}

// read takes a sample and returns its total, counter by counter; nil if it is empty. With nowrap, the counters are changed so
// that no counter and no total is less than in an earlier reading.
func (h *counterHistory) read(nowrap bool, sample func() ([]counters, error)) (total []int64, err error) {
	if nowrap {
		// The lock covers the sample: of two samples that overtake each other, the later one looks like a restart.
		h.mu.Lock()
		defer h.mu.Unlock()
	}
	all, err := sample()
	if err != nil {
		return nil, err
	}
	if nowrap {
		h.unwrap(all)
		return h.total(), nil
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
	if h.devices == nil {
		h.devices = make(map[string]*counterState)
	}
	h.calls++
	for _, device := range all {
		s := h.devices[device.name]
		if s == nil {
			s = &counterState{offset: make([]int64, len(device.values))}
			for range device.values {
				s.last = append(s.last, platform.NA)
			}
			h.devices[device.name] = s
		}
		s.summed, s.call = device.summed, h.calls
		for i, value := range device.values {
			if *value == platform.NA {
				continue
			}
			if *value < s.last[i] {
				s.offset[i] = addSaturated(s.offset[i], s.last[i])
			}
			s.last[i] = *value
			*value = s.value(i)
		}
	}
	for len(h.devices) > len(all)+maxGone {
		h.retireOldest()
	}
}

// value returns counter i as if it had never restarted.
func (s *counterState) value(i int) int64 {
	if s.last[i] == platform.NA {
		return platform.NA
	}
	return addSaturated(s.offset[i], s.last[i])
}

func (h *counterHistory) total() []int64 {
	var total []int64
	for i, n := range h.retired {
		total = addTo(total, i, n)
	}
	for _, s := range h.devices {
		total = s.addAll(total)
	}
	return total
}

func (s *counterState) addAll(total []int64) []int64 {
	if s.summed {
		for i := range s.last {
			total = addTo(total, i, s.value(i))
		}
	}
	return total
}

// retireOldest drops the device that has been gone for longest, and keeps its part of the total.
func (h *counterHistory) retireOldest() {
	oldest, call := "", uint64(math.MaxUint64)
	for name, s := range h.devices {
		if s.call < call {
			oldest, call = name, s.call
		}
	}
	h.retired = h.devices[oldest].addAll(h.retired)
	delete(h.devices, oldest)
}

// addTo adds n to counter i of the total, which is NA until a device has that counter.
func addTo(total []int64, i int, n int64) []int64 {
	for len(total) <= i {
		total = append(total, platform.NA)
	}
	if n != platform.NA {
		total[i] = addSaturated(max(total[i], 0), n)
	}
	return total
}

// addSaturated returns a + b, neither of them negative, or the largest number instead of an overflow.
func addSaturated(a, b int64) int64 {
	if b > math.MaxInt64-a {
		return math.MaxInt64
	}
	return a + b
}
