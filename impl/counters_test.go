package impl

import (
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// reading is one reading of a device; a name that begins with "-" is not part of the total.
type reading struct {
	name   string
	values []int64
}

func read(h *counterHistory, nowrap Nowrap, readings []reading) (total []int64, values [][]int64) {
	total, _ = h.read(nowrap, func() (all []counters, err error) {
		for _, r := range readings {
			own := slices.Clone(r.values)
			values = append(values, own)
			pointers := []*int64{}
			for i := range own {
				pointers = append(pointers, &own[i])
			}
			all = append(all, counters{r.name, r.name[0] != '-', pointers})
		}
		return all, nil
	})
	return total, values
}

func TestNowrap(t *testing.T) {
	type history []struct {
		what  string
		now   []reading
		total []int64
		each  [][]int64
	}
	for _, history := range []history{
		{
			{"at first", []reading{{"a", []int64{10, 5}}, {"b", []int64{1, 1}}, {"-a1", []int64{9, 9}}}, []int64{11, 6},
				[][]int64{{10, 5}, {1, 1}, {9, 9}}},
			{"a wraps", []reading{{"a", []int64{3, 6}}, {"b", []int64{2, 1}}, {"-a1", []int64{9, 9}}}, []int64{15, 7},
				[][]int64{{13, 6}, {2, 1}, {9, 9}}},
			{"and again", []reading{{"a", []int64{2, 7}}, {"b", []int64{2, 1}}, {"-a1", []int64{4, 9}}}, []int64{17, 8},
				[][]int64{{15, 7}, {2, 1}, {13, 9}}},
			{"b is unplugged", []reading{{"a", []int64{2, 7}}}, []int64{15, 7}, [][]int64{{15, 7}}},
			{"b is back, and forgotten", []reading{{"a", []int64{2, 7}}, {"b", []int64{1, 1}}}, []int64{16, 8},
				[][]int64{{15, 7}, {1, 1}}},
			{"a new one", []reading{{"a", []int64{2, 7}}, {"c", []int64{100, 0}}, {"b", []int64{1, 1}}}, []int64{116, 8},
				[][]int64{{15, 7}, {100, 0}, {1, 1}}},
			{"both are unplugged", nil, nil, nil},
			{"a is back, and forgotten", []reading{{"a", []int64{3, 3}}}, []int64{3, 3}, [][]int64{{3, 3}}},
		},
		{
			{"listed twice", []reading{{"a", []int64{5}}, {"-b", []int64{1}}, {"a", []int64{2}}}, []int64{7}, [][]int64{{5}, {1}, {2}}},
			{"again", []reading{{"a", []int64{5}}, {"-b", []int64{1}}, {"a", []int64{2}}}, []int64{7}, [][]int64{{5}, {1}, {2}}},
			{"once", []reading{{"a", []int64{6}}, {"-b", []int64{1}}}, []int64{6}, [][]int64{{6}, {1}}},
		},
		{
			{"absent here", []reading{{"a", []int64{5, platform.NA}}}, []int64{5, platform.NA}, [][]int64{{5, platform.NA}}},
			{"b has it", []reading{{"a", []int64{1, platform.NA}}, {"b", []int64{1, 7}}}, []int64{7, 7},
				[][]int64{{6, platform.NA}, {1, 7}}},
		},
		{
			{"huge", []reading{{"a", []int64{math.MaxInt64}}, {"b", []int64{1}}}, []int64{math.MaxInt64},
				[][]int64{{math.MaxInt64}, {1}}},
			{"huge again", []reading{{"a", []int64{5}}}, []int64{math.MaxInt64}, [][]int64{{math.MaxInt64}}},
		},
		{{"nothing", nil, nil, nil}, {"nothing that counts", []reading{{"-a1", []int64{1}}}, nil, [][]int64{{1}}}},
	} {
		var h, raw counterHistory
		for _, r := range history {
			total, each := read(&h, NowrapOn, r.now)
			if !slices.Equal(total, r.total) || !slices.EqualFunc(each, r.each, slices.Equal) {
				t.Errorf("%s: %v of %v, want %v of %v", r.what, total, each, r.total, r.each)
			}
			_, each = read(&raw, NowrapOff, r.now)
			for i := range each {
				if !slices.Equal(each[i], r.now[i].values) {
					t.Errorf("%s: raw %v", r.what, each[i])
				}
			}
		}
	}
	var h counterHistory
	if total, _ := read(&h, NowrapOff, []reading{{"a", []int64{1}}, {"-b", []int64{2}}, {"c", []int64{4}}}); !slices.Equal(total, []int64{5}) {
		t.Errorf("the raw total is %v", total)
	}
	failing := func() ([]counters, error) { return nil, errorWithCode(platform.OS) }
	for _, nowrap := range []Nowrap{NowrapOff, NowrapOn, NowrapRestart, -1, 3} {
		if total, err := h.read(nowrap, failing); err == nil || total != nil {
			t.Errorf("%v and error %v", total, err)
		}
	}
}

func TestNowrapRestart(t *testing.T) {
	var h counterHistory
	for _, r := range []struct {
		nowrap      Nowrap
		value, want int64
	}{{NowrapOn, 100, 100}, {NowrapOn, 95, 195}, {NowrapOff, 90, 90}, {NowrapOn, 94, 289}, {NowrapRestart, 90, 90}, {NowrapOn, 80, 170}} {
		total, _ := read(&h, r.nowrap, []reading{{"a", []int64{r.value}}})
		equalSlices(t, "total", total, []int64{r.want})
	}
}

// A counter that only grows, read by many threads at once, never looks like a restart.
func TestNowrapThreads(t *testing.T) {
	var h counterHistory
	var counter int64
	var running sync.WaitGroup
	var count sync.Mutex
	for range 8 {
		running.Go(func() {
			for range 500 {
				total, err := h.read(NowrapOn, func() ([]counters, error) {
					count.Lock()
					counter++
					now := counter
					count.Unlock()
					return []counters{{"a", true, []*int64{&now}}}, nil
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
		var h counterHistory
		var before int64
		for _, n := range []int64{a, b, c, d, a} {
			total, each := read(&h, NowrapOn, []reading{{"x", []int64{n & math.MaxInt64}}})
			if total[0] < before || total[0] != each[0][0] {
				t.Errorf("%v of %v after %v", total, each, before)
			}
			before = total[0]
		}
	})
}
