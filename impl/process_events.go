package impl

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// ProcessEvents receives the events of all processes.
type ProcessEvents struct {
	events platform.ProcessEvents
}

// eventKinds are the kinds that may be chosen.
const eventKinds = platform.EventFork | platform.EventExec | platform.EventExit

// ProcessEvents starts to receive events of these kinds. The caller closes them.
func (l *Library) ProcessEvents(kinds int32) (*ProcessEvents, error) {
	if chosen := platform.EventKind(kinds); chosen == 0 || chosen&^eventKinds != 0 {
		return nil, platform.NewInvalidArgument("kinds",
			strconv.Itoa(int(kinds))+": expected one or several of PSUTIL_EVENT_FORK, _EXEC and _EXIT")
	}
	events, err := l.sys.ProcessEvents(platform.EventKind(kinds))
	if err != nil {
		return nil, err
	}
	return &ProcessEvents{events}, nil
}

// Descriptor is that of platform.ProcessEvents.
func (e *ProcessEvents) Descriptor() (fd int, inode uint64, err error) { return e.events.Descriptor() }

// Close stops receiving.
func (e *ProcessEvents) Close() { e.events.Close() }

// Next waits for the next event, at most timeout seconds: 0 only polls, a negative number or +Inf has no limit. Errors:
// TimeoutExpired, InvalidArgument.
func (e *ProcessEvents) Next(timeout float64) (Waiting[platform.ProcessEvent], error) {
	timeout, err := checkTimeout(timeout)
	if err != nil {
		return nil, err
	}
	return &eventWait{e.events, startDeadline(timeout)}, nil
}

// eventWait waits for one event.
type eventWait struct {
	events   platform.ProcessEvents
	deadline deadline
}

func (w *eventWait) Next() (event platform.ProcessEvent, request WaitRequest, done bool, err error) {
	event, found, err := w.events.Next()
	if err != nil || found {
		return event, WaitRequest{}, found, err
	}
	remaining := w.deadline.remaining()
	if remaining <= 0 {
		expired := platform.NewError(platform.TimeoutExpired, "process events", "no event has come")
		expired.Timeout = w.deadline.seconds
		return event, WaitRequest{}, false, expired
	}
	fd, _, err := w.events.Descriptor()
	return event, WaitRequest{Handles: []int{fd}, Borrowed: true, Seconds: remaining}, false, err
}

func (w *eventWait) Close() {}
