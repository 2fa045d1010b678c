package impl

import (
	"sync"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
)

// batch is how many processes a worker takes at a time: few, so that at the end no worker waits long for another.
const batch = 4

// rowPool holds rows for reuse, since each is large.
var rowPool = sync.Pool{New: func() any { return new(platform.Row) }}

// scanAll reads each process into its cells with several workers, and calls visit for each that exists. The row belongs
// to the worker and is valid until visit returns.
func scanAll(scan platform.ProcessScan, cells *platform.Cells, workers int, visit func(worker, i int, row *platform.Row)) error {
	queue := platform.WorkQueue{Len: scan.Len(), Batch: batch}
	var failure atomic.Pointer[error]
	platform.Parallel(workers, func(worker int) {
		row := rowPool.Get().(*platform.Row)
		defer func() {
			row.Use(nil, 0)
			rowPool.Put(row)
		}()
		for from, to := range queue.All() {
			for i := from; i < to; i++ {
				row.Use(cells, i)
				exists, err := scan.ReadRow(i, row)
				if err != nil {
					first := err // the address of err itself would move it to the heap for each process
					failure.CompareAndSwap(nil, &first)
					return
				}
				if exists {
					visit(worker, i, row)
				}
			}
			if failure.Load() != nil {
				return
			}
		}
	})
	if err := failure.Load(); err != nil {
		return *err
	}
	return nil
}
