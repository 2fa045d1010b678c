package impl

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// eventSystem has these events to come; an empty one stands for a moment without an event.
type eventSystem struct {
	platform.Unsupported
	coming []platform.ProcessEvent
	kinds  platform.EventKind
	closed bool
	err    error
}

func (s *eventSystem) ProcessEvents(kinds platform.EventKind) (platform.ProcessEvents, error) {
	s.kinds = kinds
	return s, nil
}

func (s *eventSystem) Next() (platform.ProcessEvent, bool, error) {
	if s.err != nil || len(s.coming) == 0 {
		return platform.ProcessEvent{}, false, s.err
	}
	event := take(&s.coming)
	return event, event.Kind != 0, nil
}

func (s *eventSystem) Descriptor() (int, uint64, error) { return 7, 77, s.err }
func (s *eventSystem) Close()                           { s.closed = true }

func TestProcessEventKinds(t *testing.T) {
	for _, kinds := range []int32{0, 8, 9, 16, -1, math.MinInt32} {
		if _, err := New(&eventSystem{}).ProcessEvents(kinds); platform.CodeOf(err) != platform.InvalidArgument {
			t.Errorf("kinds %d: %v", kinds, err)
		}
	}
	for kinds := int32(1); kinds < 8; kinds++ {
		s := &eventSystem{}
		e, err := New(s).ProcessEvents(kinds)
		if err != nil || int32(s.kinds) != kinds {
			t.Fatalf("kinds %d: %v, %v", kinds, s.kinds, err)
		}
		if fd, inode, err := e.Descriptor(); fd != 7 || inode != 77 || err != nil {
			t.Errorf("descriptor %d, %d, %v", fd, inode, err)
		}
		if e.Close(); !s.closed {
			t.Error("not closed")
		}
	}
}

func TestNextProcessEvent(t *testing.T) {
	s := &eventSystem{coming: []platform.ProcessEvent{{}, {Kind: platform.EventExec, PID: 5}, {}}}
	e, _ := New(s).ProcessEvents(2)
	w, err := e.Next(-1)
	if err != nil {
		t.Fatal(err)
	}
	_, request, done, err := w.Next()
	if done || err != nil || !request.Borrowed || len(request.Handles) != 1 || request.Handles[0] != 7 || !math.IsInf(request.Seconds, 1) {
		t.Errorf("without an event: %+v, %v, %v", request, done, err)
	}
	if event, _, done, err := w.Next(); !done || err != nil || event.PID != 5 {
		t.Errorf("with an event: %+v, %v, %v", event, done, err)
	}
	w, _ = e.Next(0)
	if _, _, done, err := w.Next(); done || platform.CodeOf(err) != platform.TimeoutExpired {
		t.Errorf("at the end of the timeout: %v, %v", done, err)
	}
	if _, err := e.Next(math.NaN()); platform.CodeOf(err) != platform.InvalidArgument {
		t.Errorf("NaN: %v", err)
	}
	s.err = platform.NewError(platform.OS, "descriptor", "closed")
	w, _ = e.Next(1)
	if _, _, done, err := w.Next(); done || err != s.err {
		t.Errorf("a failure: %v, %v", done, err)
	}
}
