package impl

import (
	"math"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// shown is what a meter shows; a name that begins with "-" is not part of the total.
type shown struct {
	name     string
	counters []int64
}

func show(m *memory, nowrap bool, now []shown) (total []int64, counters [][]int64) {
	total, _ = m.read(nowrap, func() (meters []meter, err error) {
		for _, s := range now {
			own := slices.Clone(s.counters)
			counters = append(counters, own)
			pointers := []*int64{}
			for i := range own {
				pointers = append(pointers, &own[i])
			}
			meters = append(meters, meter{s.name, s.name[0] != '-', pointers})
		}
		return meters, nil
	})
	return total, counters
}

func TestNowrap(t *testing.T) {
	type readings []struct {
		what  string
		now   []shown
		total []int64
		each  [][]int64
	}
	for _, history := range []readings{
		{
			{"at first", []shown{{"a", []int64{10, 5}}, {"b", []int64{1, 1}}, {"-a1", []int64{9, 9}}}, []int64{11, 6},
				[][]int64{{10, 5}, {1, 1}, {9, 9}}},
			{"a wraps", []shown{{"a", []int64{3, 6}}, {"b", []int64{2, 1}}, {"-a1", []int64{9, 9}}}, []int64{15, 7},
				[][]int64{{13, 6}, {2, 1}, {9, 9}}},
			{"and again", []shown{{"a", []int64{2, 7}}, {"b", []int64{2, 1}}, {"-a1", []int64{4, 9}}}, []int64{17, 8},
				[][]int64{{15, 7}, {2, 1}, {13, 9}}},
			{"b is unplugged", []shown{{"a", []int64{2, 7}}}, []int64{17, 8}, [][]int64{{15, 7}}},
			{"both are", nil, []int64{17, 8}, nil},
			{"b is back, and begins anew", []shown{{"a", []int64{2, 7}}, {"b", []int64{1, 1}}}, []int64{18, 8},
				[][]int64{{15, 7}, {3, 1}}},
			{"a new one", []shown{{"a", []int64{2, 7}}, {"c", []int64{100, 0}}, {"b", []int64{1, 1}}}, []int64{118, 8},
				[][]int64{{15, 7}, {100, 0}, {3, 1}}},
		},
		{
			{"absent here", []shown{{"a", []int64{5, platform.NA}}}, []int64{5, platform.NA}, [][]int64{{5, platform.NA}}},
			{"b has it", []shown{{"a", []int64{1, platform.NA}}, {"b", []int64{1, 7}}}, []int64{7, 7},
				[][]int64{{6, platform.NA}, {1, 7}}},
		},
		{
			{"huge", []shown{{"a", []int64{math.MaxInt64}}, {"b", []int64{1}}}, []int64{math.MaxInt64},
				[][]int64{{math.MaxInt64}, {1}}},
			{"huge again", []shown{{"a", []int64{5}}}, []int64{math.MaxInt64}, [][]int64{{math.MaxInt64}}},
		},
		{{"nothing", nil, nil, nil}, {"nothing that counts", []shown{{"-a1", []int64{1}}}, nil, [][]int64{{1}}}},
	} {
		var m, raw memory
		for _, r := range history {
			total, each := show(&m, true, r.now)
			if !slices.Equal(total, r.total) || !slices.EqualFunc(each, r.each, slices.Equal) {
				t.Errorf("%s: %v of %v, want %v of %v", r.what, total, each, r.total, r.each)
			}
			_, each = show(&raw, false, r.now)
			for i := range each {
				if !slices.Equal(each[i], r.now[i].counters) {
					t.Errorf("%s: raw %v", r.what, each[i])
				}
			}
		}
	}
	var m memory
	if total, _ := show(&m, false, []shown{{"a", []int64{1}}, {"-b", []int64{2}}, {"c", []int64{4}}}); !slices.Equal(total, []int64{5}) {
		t.Errorf("the raw total is %v", total)
	}
	failing := func() ([]meter, error) { return nil, coded(platform.OS) }
	for _, nowrap := range []bool{false, true} {
		if total, err := m.read(nowrap, failing); err == nil || total != nil {
			t.Errorf("%v and error %v", total, err)
		}
	}
}

// Interfaces that live for one reading each are forgotten in the end, but not what they have counted.
func TestNowrapForgets(t *testing.T) {
	var m memory
	const n = mostGone + 500
	for i := range n {
		total, _ := show(&m, true, []shown{{"stays", []int64{7}}, {"veth" + strconv.Itoa(i), []int64{1}}})
		if !slices.Equal(total, []int64{7 + int64(i) + 1}) {
			t.Fatalf("after %d: %v", i, total)
		}
		if len(m.known) > mostGone+2 {
			t.Fatalf("%d are remembered", len(m.known))
		}
	}
	_, each := show(&m, true, []shown{{"stays", []int64{6}}})
	if each[0][0] != 13 {
		t.Errorf("one that stayed was forgotten: %v", each)
	}
}

// Readings from many threads at once, of a counter that only ever grows: none may look as if it had begun anew.
func TestNowrapThreads(t *testing.T) {
	var m memory
	var counter int64
	var running sync.WaitGroup
	var count sync.Mutex
	for range 8 {
		running.Go(func() {
			for range 500 {
				total, err := m.read(true, func() ([]meter, error) {
					count.Lock()
					counter++
					now := counter
					count.Unlock()
					return []meter{{"a", true, []*int64{&now}}}, nil
				})
				if err != nil || total[0] > 4000 {
					t.Errorf("%v, error %v", total, err)
					return
				}
			}
		})
	}
	running.Wait()
}

func FuzzNowrap(f *testing.F) {
	f.Add(int64(5), int64(3), int64(0), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, a, b, c, d int64) {
		var m memory
		var before int64
		for _, n := range []int64{a, b, c, d, a} {
			total, each := show(&m, true, []shown{{"x", []int64{n & math.MaxInt64}}})
			if total[0] < before || total[0] != each[0][0] {
				t.Errorf("%v of %v after %v", total, each, before)
			}
			before = total[0]
			if total, _ := show(&m, true, nil); total[0] != before {
				t.Errorf("unplugged: %v after %v", total, before)
			}
		}
	})
}
