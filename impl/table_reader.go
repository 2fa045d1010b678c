package impl

import (
	"strconv"
	"strings"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// TableReader reads tables of all processes with the same columns again and again. It keeps its buffers, and reads from
// a platform.TableSource where there is one.
type TableReader struct {
	lib    *Library
	flags  platform.ReaderFlags
	needed platform.ColumnSet

	mu     sync.Mutex
	table  tableBuilder
	source platform.TableSource // nil: the system's own scan
	last   platform.ReaderSource
	closed bool
}

const maxPath = 4096 // Linux's PATH_MAX

const allReaderFlags = platform.ReaderFile | platform.ReaderBPF | platform.ReaderStrict

// NewTableReader returns a reader of these columns; without any, of all that are not slow.
func (l *Library) NewTableReader(columns []platform.Column, flags platform.ReaderFlags) (*TableReader, error) {
	if err := CheckFlags(int32(flags), int32(allReaderFlags), "PSUTIL_READER_"); err != nil {
		return nil, err
	}
	if flags == platform.ReaderStrict {
		return nil, platform.NewInvalidArgument("flags",
			"0x4: expected PSUTIL_READER_FILE or PSUTIL_READER_BPF with PSUTIL_READER_STRICT")
	}
	r := &TableReader{lib: l, flags: flags}
	if err := r.table.setColumns(columns); err != nil {
		return nil, err
	}
	r.needed = r.table.neededColumns()
	if flags == 0 {
		return r, nil
	}
	source, err := l.sys.TableSource(r.needed, flags)
	switch {
	case err == nil:
		r.source, r.last = source, source.Source()
	case flags&platform.ReaderStrict != 0 || isExhausted(err):
		return nil, err
	}
	return r, nil
}

// isExhausted reports whether the call failed for a reason that would fail any other way of reading, too.
func isExhausted(err error) bool { return platform.CodeOf(err) == platform.NoMemory }

// Read reads a table into memory of alloc.
func (r *TableReader) Read(alloc Alloc) (*TableBuffers, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed { // by another thread
		return nil, platform.NewError(platform.InvalidHandle, "reader", "it has been freed")
	}
	if r.source != nil {
		scan, err := r.source.Scan()
		if err == nil {
			r.last = r.source.Source()
			return r.table.read(r.lib, scan, nil, alloc)
		}
		if r.flags&platform.ReaderStrict != 0 || isExhausted(err) {
			return nil, err
		}
	}
	scan, err := r.lib.sys.Scan(r.needed, nil)
	if err != nil {
		return nil, err
	}
	r.last = platform.SourceProcfs
	return r.table.read(r.lib, scan, nil, alloc)
}

// Source returns where the last table came from, or where the first will come from.
func (r *TableReader) Source() platform.ReaderSource {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// Close closes what the reader keeps open.
func (r *TableReader) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	if r.source != nil {
		r.source.Close()
		r.source = nil
	}
}

// PinTable makes the system's TableSource readable as a file.
func (l *Library) PinTable(path string, mode uint32) error {
	switch {
	case !strings.HasPrefix(path, "/"):
		return platform.NewInvalidArgument("path", strconv.Quote(path)+": expected an absolute path")
	case len(path) >= maxPath:
		return platform.NewInvalidArgument("path", strconv.Quote(path[:64])+"...: expected at most "+strconv.Itoa(maxPath-1)+" bytes")
	case mode&^0o444 != 0:
		return platform.NewInvalidArgument("mode", "0x"+strconv.FormatUint(uint64(mode), 16)+": expected bits of 0444, which is 0x124")
	}
	return l.sys.PinTable(path, mode)
}
