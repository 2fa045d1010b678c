//go:build linux

package linux

import "testing"

// The counters of a torn record may contain a thread twice. They do not become what later times must not fall below.
func TestTornRecordsAreNotRemembered(t *testing.T) {
	read := func(last []bpfRow, r processRecord) []bpfRow {
		b := &bpfTable{rows: []bpfRow{{pid: 7, start: 5, record: &r}}}
		b.remember(last)
		return b.rows
	}
	whole := processRecord{pid: 7, start: 5, user: 100, runtime: 100 * nanosecondsPerTick}
	torn := processRecord{pid: 7, start: 5, user: 200, runtime: 200 * nanosecondsPerTick, notes: noteTorn}
	first := read(nil, whole)
	equal(t, "user", first[0].user, whole.runtime)
	second := read(first, torn)
	equal(t, "user of a torn record", second[0].user, whole.runtime)
	third := read(second, whole)
	equal(t, "user afterwards", third[0].user, whole.runtime)
	equal(t, "user without a previous row", read(nil, torn)[0].user, uint64(0))
}
