package impl

import (
	"sync"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
)

const (
	perWorker = 16 // fewer processes are not worth another worker
	atOnce    = 4  // how many a worker looks at before it asks for more: few, so that at the end none has long to wait
)

// rooms are rows to read into; each is large, and is used again.
var rooms = sync.Pool{New: func() any { return new(platform.Row) }}

// workers is on how many CPUs it pays to look at so many processes.
func workers(v platform.ProcessScan) int { return platform.WorkerCount(v.Len(), perWorker) }

// visitAll has workers look at all processes of a survey, and calls visit for each that is there, with a row that is the
// worker's own until visit returns.
func visitAll(v platform.ProcessScan, workers int, visit func(worker, i int, row *platform.Row)) error {
	shares := platform.WorkQueue{Len: v.Len(), Batch: atOnce}
	var failed atomic.Pointer[error]
	platform.Parallel(workers, func(worker int) {
		row := rooms.Get().(*platform.Row)
		defer rooms.Put(row)
		for from, to := range shares.All() {
			for i := from; i < to; i++ {
				there, err := v.ReadRow(i, row)
				if err != nil {
					first := err // err itself would be moved to the heap for each process
					failed.CompareAndSwap(nil, &first)
					return
				}
				if there {
					visit(worker, i, row)
				}
			}
			if failed.Load() != nil {
				return
			}
		}
	})
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}
