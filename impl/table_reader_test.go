package impl

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// fakeSource is a TableSource that scans a fake system, or fails.
type fakeSource struct {
	*fake
	err    error
	closed int
}

func (s *fakeSource) Scan() (platform.ProcessScan, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.fake.Scan(platform.ColumnSet{platform.ColumnPID: true}, nil)
}

func (s *fakeSource) Source() platform.ReaderSource { return platform.SourceBPF }
func (s *fakeSource) Close()                        { s.closed++ }

func (f *fake) TableSource(platform.ColumnSet, platform.ReaderFlags) (platform.TableSource, error) {
	if f.source == nil {
		return nil, platform.NewError(platform.NotSupported, "BPF", "the kernel has no BTF")
	}
	return f.source, nil
}

func readPIDs(t *testing.T, r *TableReader) (pids []int64, err error) {
	t.Helper()
	table, err := r.Read(allocWords)
	if err != nil {
		return nil, err
	}
	return columnOf(table, platform.ColumnPID).Ints, nil
}

func newReader(t *testing.T, l *Library, flags platform.ReaderFlags) *TableReader {
	t.Helper()
	r, err := l.NewTableReader([]platform.Column{platform.ColumnPID}, flags)
	noError(t, "NewTableReader", err)
	return r
}

func TestTableReaderReadsChanges(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {start: 1}, 7: {start: 5}})
	r := newReader(t, l, platform.ReaderFile|platform.ReaderBPF) // the fake has no TableSource
	for _, want := range [][]int64{{1, 7}, {1, 7}, {1, 7, 9}} {
		if len(want) == 3 {
			f.processes[9] = &fakeProcess{start: 9}
		}
		pids, err := readPIDs(t, r)
		noError(t, "Read", err)
		equalSlices(t, "pids", pids, want)
		equal(t, "source", r.Source(), platform.SourceProcfs)
	}
	r.Close()
	_, err := readPIDs(t, r)
	equal(t, "code after Close", platform.CodeOf(err), platform.InvalidHandle)
}

func TestTableReaderFallsBack(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {start: 1}})
	source := &fakeSource{fake: f}
	f.source = source
	fallible, strict := newReader(t, l, platform.ReaderBPF), newReader(t, l, platform.ReaderBPF|platform.ReaderStrict)
	equal(t, "source before a read", fallible.Source(), platform.SourceBPF)
	source.err = platform.NewError(platform.AccessDenied, "BPF", "not permitted")
	_, err := readPIDs(t, fallible)
	noError(t, "Read", err)
	equal(t, "source", fallible.Source(), platform.SourceProcfs)
	_, err = readPIDs(t, strict)
	equal(t, "code with STRICT", platform.CodeOf(err), platform.AccessDenied)
	source.err = nil
	for _, r := range []*TableReader{fallible, strict} {
		_, err = readPIDs(t, r)
		noError(t, "Read", err)
		equal(t, "source", r.Source(), platform.SourceBPF)
		r.Close()
	}
	equal(t, "closed", source.closed, 2)
}

func TestTableReaderFlags(t *testing.T) {
	_, l := newFake(nil)
	for flags, want := range map[platform.ReaderFlags]platform.Code{
		platform.ReaderStrict: platform.InvalidArgument,
		8:                     platform.InvalidArgument,
		-1:                    platform.InvalidArgument,
		platform.ReaderStrict | platform.ReaderBPF: platform.NotSupported,
	} {
		_, err := l.NewTableReader(nil, flags)
		equal(t, "code", platform.CodeOf(err), want)
	}
	_, err := l.NewTableReader([]platform.Column{platform.Columns}, 0)
	equal(t, "code of an unknown column", platform.CodeOf(err), platform.InvalidArgument)
}
