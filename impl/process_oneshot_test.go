package impl

import (
	"testing"
)

func TestOneshot(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {}})
	p, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	p.OneshotEnd() // nothing
	p.OneshotBegin()
	p.OneshotBegin()
	p.OneshotEnd()
	equalSlices(t, "inside", f.processes[7].oneshots, []bool{true})
	p.OneshotEnd()
	p.OneshotEnd()
	p.OneshotBegin()
	equalSlices(t, "twice", f.processes[7].oneshots, []bool{true, false, true})
}
