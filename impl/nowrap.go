package impl

import (
	"math"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// meter is something that counts for as long as it is there: a disk, a network interface. All meters of one kind have
// the same counters in the same order; NA is one that this meter does not have.
type meter struct {
	name     string
	summed   bool // whether it is part of the total
	counters []*int64
}

// mostGone bounds what hosts whose interfaces come and go under ever new names (containers') make us remember.
const mostGone = 1024

// memory is what meters showed the last time. With it, a counter that wrapped around or began anew goes on from where it
// was, and a meter that is gone stays in the total.
type memory struct {
	mu    sync.Mutex
	known map[string]*remembered
	sunk  []int64 // the total of the meters that were forgotten
	calls uint64
}

type remembered struct {
	last   []int64 // as the system gave it; NA: never
	before []int64 // what had been counted each time that it began anew, together
	summed bool
	call   uint64 // when it was last there, in calls
}

// read takes a reading and gives its total, counter by counter; nil if there is nothing to add up. With nowrap, the
// meters' counters are changed so that no counter and no total is less than in an earlier reading.
func (m *memory) read(nowrap bool, take func() ([]meter, error)) (total []int64, err error) {
	if nowrap {
		// Of two readings that overtook each other, the later would look like counters that began anew.
		m.mu.Lock()
		defer m.mu.Unlock()
	}
	meters, err := take()
	if err != nil {
		return nil, err
	}
	if nowrap {
		m.carryOn(meters)
		return m.total(), nil
	}
	for _, meter := range meters {
		if meter.summed {
			for i, counter := range meter.counters {
				total = sum(total, i, *counter)
			}
		}
	}
	return total, nil
}

func (m *memory) carryOn(meters []meter) {
	if m.known == nil {
		m.known = make(map[string]*remembered)
	}
	m.calls++
	for _, meter := range meters {
		r := m.known[meter.name]
		if r == nil {
			r = &remembered{before: make([]int64, len(meter.counters))}
			for range meter.counters {
				r.last = append(r.last, platform.NA)
			}
			m.known[meter.name] = r
		}
		r.summed, r.call = meter.summed, m.calls
		for i, counter := range meter.counters {
			if *counter == platform.NA {
				continue
			}
			if *counter < r.last[i] {
				r.before[i] = plus(r.before[i], r.last[i])
			}
			r.last[i] = *counter
			*counter = r.count(i)
		}
	}
	for len(m.known) > len(meters)+mostGone {
		m.forgetOldest()
	}
}

// count is what a counter shows that never began anew.
func (r *remembered) count(i int) int64 {
	if r.last[i] == platform.NA {
		return platform.NA
	}
	return plus(r.before[i], r.last[i])
}

func (m *memory) total() []int64 {
	var total []int64
	for i, n := range m.sunk {
		total = sum(total, i, n)
	}
	for _, r := range m.known {
		total = r.addTo(total)
	}
	return total
}

func (r *remembered) addTo(total []int64) []int64 {
	if r.summed {
		for i := range r.last {
			total = sum(total, i, r.count(i))
		}
	}
	return total
}

// forgetOldest forgets the meter that has been gone for longest, but for its part of the total.
func (m *memory) forgetOldest() {
	oldest, call := "", uint64(math.MaxUint64)
	for name, r := range m.known {
		if r.call < call {
			oldest, call = name, r.call
		}
	}
	m.sunk = m.known[oldest].addTo(m.sunk)
	delete(m.known, oldest)
}

// sum adds to a counter of the total: NA as long as nobody has it.
func sum(total []int64, i int, n int64) []int64 {
	for len(total) <= i {
		total = append(total, platform.NA)
	}
	if n != platform.NA {
		total[i] = plus(max(total[i], 0), n)
	}
	return total
}

// plus is a + b, neither of them negative, and stays at the largest number rather than become negative.
func plus(a, b int64) int64 {
	if b > math.MaxInt64-a {
		return math.MaxInt64
	}
	return a + b
}
