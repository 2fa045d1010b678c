package platform

import (
	"sync/atomic"
	"testing"
)

func TestParallelRunsEachWorkerOnce(t *testing.T) {
	for n := range 9 {
		var runs [8]atomic.Int32
		Parallel(n, func(worker int) { runs[worker].Add(1) })
		for worker := range runs {
			want := int32(0)
			if worker < n {
				want = 1
			}
			if got := runs[worker].Load(); got != want {
				t.Errorf("%d workers: worker %d ran %d times", n, worker, got)
			}
		}
	}
}

func TestParallelPanicsInTheCaller(t *testing.T) {
	for n := 1; n <= 4; n++ {
		func() {
			defer func() {
				if r := recover(); r != "test" {
					t.Errorf("%d workers: recovered %v", n, r)
				}
			}()
			Parallel(n, func(worker int) {
				if worker == n-1 {
					panic("test")
				}
			})
		}()
	}
}

func TestWorkerCount(t *testing.T) {
	defer func(before func() int) { MaxWorkers = before }(MaxWorkers)
	MaxWorkers = func() int { return 4 }
	for n, want := range map[int]int{0: 1, 15: 1, 16: 1, 31: 1, 32: 2, 63: 3, 64: 4, 10000: 4} {
		if got := WorkerCount(n, 16); got != want {
			t.Errorf("WorkerCount(%d, 16) = %d, want %d", n, got, want)
		}
	}
}

func TestWorkQueueYieldsEachNumberOnce(t *testing.T) {
	queue := WorkQueue{Len: 1001, Batch: 7}
	var taken [1001]atomic.Int32
	Parallel(4, func(int) {
		for from, to := range queue.All() {
			for i := from; i < to; i++ {
				taken[i].Add(1)
			}
		}
	})
	for i := range taken {
		if taken[i].Load() != 1 {
			t.Fatalf("%d was taken %d times", i, taken[i].Load())
		}
	}
}
