//go:build linux

package linux

import (
	"encoding/binary"
	"os/exec"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// procMessage returns a message of the connector, in this machine's byte order.
func procMessage(ack, what uint32, time uint64, data ...uint32) []byte {
	order := binary.NativeEndian
	event := order.AppendUint32(nil, what)
	event = order.AppendUint32(event, 3) // CPU
	event = order.AppendUint64(event, time)
	for _, number := range data {
		event = order.AppendUint32(event, number)
	}
	b := order.AppendUint32(nil, uint32(nlHeaderSize+cnHeaderSize+len(event)))
	b = order.AppendUint16(b, unix.NLMSG_DONE)
	b = append(b, make([]byte, 10)...)
	for _, number := range []uint32{cnIdxProc, cnValProc, 17, ack} {
		b = order.AppendUint32(b, number)
	}
	b = order.AppendUint16(b, uint16(len(event)))
	return append(order.AppendUint16(b, 0), event...)
}

// Captured on Linux 6.18, x86-64: /bin/true starts, runs and exits, and a thread exits.
var capturedProcEvents = map[string]procEvent{
	"\x4c\x00\x00\x00\x03\x00\x00\x00\x50\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x50\x00\x00\x00\x00\x00\x00\x00\x28\x00\x00\x00" +
		"\x01\x00\x00\x00\x01\x00\x00\x00\x59\x6a\xf5\x3c\x80\x0a\x00\x00" +
		"\xd2\x7c\x00\x00\xd2\x7c\x00\x00\x2b\x7d\x00\x00\x2b\x7d\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00": {
		what: procEventFork, time: 11545894808153, tid: 32043, pid: 32043, ppid: 31954},
	"\x4c\x00\x00\x00\x03\x00\x00\x00\x51\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x51\x00\x00\x00\x00\x00\x00\x00\x28\x00\x00\x00" +
		"\x02\x00\x00\x00\x01\x00\x00\x00\xc6\xa7\xf8\x3c\x80\x0a\x00\x00" +
		"\x2b\x7d\x00\x00\x2b\x7d\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00": {
		what: procEventExec, time: 11545895020486, tid: 32043, pid: 32043},
	"\x4c\x00\x00\x00\x03\x00\x00\x00\x52\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x52\x00\x00\x00\x00\x00\x00\x00\x28\x00\x00\x00" +
		"\x00\x00\x00\x80\x01\x00\x00\x00\x50\xc2\x09\x3d\x80\x0a\x00\x00" +
		"\x2b\x7d\x00\x00\x2b\x7d\x00\x00\x00\x00\x00\x00\x11\x00\x00\x00\xd2\x7c\x00\x00\xd2\x7c\x00\x00": {
		what: procEventExit, time: 11545896141392, tid: 32043, pid: 32043, ppid: 31954},
	"\x4c\x00\x00\x00\x03\x00\x00\x00\x34\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x34\x00\x00\x00\x00\x00\x00\x00\x28\x00\x00\x00" +
		"\x00\x00\x00\x80\x00\x00\x00\x00\x10\xce\x90\x60\x80\x0a\x00\x00" +
		"\x3a\x7d\x00\x00\x38\x7d\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00": {
		what: procEventExit, time: 11546492194320, tid: 32058, pid: 32056},
}

func TestParseCapturedProcEvents(t *testing.T) {
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		t.Skip("captured on a little-endian machine")
	}
	for message, want := range capturedProcEvents {
		e, ok := parseProcEvent([]byte(message))
		equal(t, "ok", ok, true)
		equal(t, "captured", e, want)
	}
}

func TestParseProcEvent(t *testing.T) {
	for what, c := range map[string]struct {
		message []byte
		want    procEvent
	}{
		"fork":             {procMessage(0, procEventFork, 5, 10, 11, 12, 13, 0, 0), procEvent{what: procEventFork, time: 5, tid: 12, pid: 13, ppid: 11}},
		"exec":             {procMessage(0, procEventExec, 6, 12, 13), procEvent{what: procEventExec, time: 6, tid: 12, pid: 13}},
		"exit":             {procMessage(0, procEventExit, 7, 12, 13, 9, 17, 10, 11), procEvent{what: procEventExit, time: 7, tid: 12, pid: 13, waitStatus: 9, ppid: 11}},
		"exit before 4.18": {procMessage(0, procEventExit, 7, 12, 13, 0x200, 17), procEvent{what: procEventExit, time: 7, tid: 12, pid: 13, waitStatus: 0x200}},
		"acknowledgement":  {procMessage(99, procEventNone, 8, 1), procEvent{what: procEventNone, ack: 99, err: 1, time: 8}},
	} {
		e, ok := parseProcEvent(c.message)
		equal(t, what, ok, true)
		equal(t, what, e, c.want)
		longer, ok := parseProcEvent(append(c.message, 1, 2, 3))
		equal(t, what+", and more in the buffer", ok, true)
		equal(t, what+", and more in the buffer", longer, c.want)
		for n := range c.message {
			_, ok := parseProcEvent(c.message[:n])
			equal(t, what+", truncated", ok, false)
		}
	}
	other := func(offset int, number uint32) []byte {
		b := procMessage(0, procEventExec, 6, 12, 13)
		binary.NativeEndian.PutUint32(b[offset:], number)
		return b
	}
	for what, message := range map[string][]byte{
		"a change of name": procMessage(0, 0x200, 6, 12, 13, 1, 2, 3, 4), "a fork without a child": procMessage(0, procEventFork, 6, 12, 13, 1),
		"an exit without a status": procMessage(0, procEventExit, 6, 12, 13), "another index": other(16, 2), "another value": other(20, 2),
		"a length beyond the message": other(0, 1000), "a length below the content": other(0, 40), "a size beyond the message": other(32, 1000),
	} {
		_, ok := parseProcEvent(message)
		equal(t, what, ok, false)
	}
}

func TestConnectorRequest(t *testing.T) {
	order := binary.NativeEndian
	for events, size := range map[uint32]int{0: 40, procEventFork | procEventExit: 44} {
		b := connectorRequest(procCnMcastListen, 77, events)
		equal(t, "size", len(b), size)
		equal(t, "length", order.Uint32(b), uint32(size))
		equal(t, "acknowledgement", order.Uint32(b[28:]), 77)
		equal(t, "size of the data", int(order.Uint16(b[32:])), size-36)
		equal(t, "operation", order.Uint32(b[36:]), 1)
		if events != 0 {
			equal(t, "events", order.Uint32(b[40:]), events)
		}
	}
}

func TestConvertProcEvent(t *testing.T) {
	all := platform.EventFork | platform.EventExec | platform.EventExit
	c := &procConnector{sys: New(Options{}).(*system), kinds: all, leaderless: map[int32]int64{}}
	const exited = 1 << 29 // no such process: pid_max is at most 2^22
	for what, test := range map[string]struct {
		event procEvent
		want  platform.ProcessEvent
		ok    bool
	}{
		"fork":             {procEvent{what: procEventFork, tid: 7, pid: 7, ppid: 6}, platform.ProcessEvent{Kind: platform.EventFork, PID: 7, PPID: 6}, true},
		"fork of a thread": {procEvent{what: procEventFork, tid: 8, pid: 7, ppid: 7}, platform.ProcessEvent{}, false},
		"exec":             {procEvent{what: procEventExec, tid: 7, pid: 7}, platform.ProcessEvent{Kind: platform.EventExec, PID: 7, PPID: platform.NA}, true},
		"exit": {procEvent{what: procEventExit, tid: exited, pid: exited, ppid: 6, waitStatus: 3 << 8},
			platform.ProcessEvent{Kind: platform.EventExit, PID: exited, PPID: 6, Exit: platform.ExitStatus{Known: true, Code: 3}}, true},
		"killed, with a core file, parent unknown": {procEvent{what: procEventExit, tid: exited, pid: exited, waitStatus: 0x80 | 11},
			platform.ProcessEvent{Kind: platform.EventExit, PID: exited, PPID: platform.NA, Exit: platform.ExitStatus{Known: true, Code: -11}}, true},
		"exit of a thread":   {procEvent{what: procEventExit, tid: exited + 1, pid: exited}, platform.ProcessEvent{}, false},
		"an acknowledgement": {procEvent{what: procEventNone}, platform.ProcessEvent{}, false},
	} {
		event, ok := c.convert(test.event)
		equal(t, what, ok, test.ok)
		if ok {
			event.Time = 0
			equal(t, what, event, test.want)
		}
	}
	c.kinds = platform.EventExec
	for _, what := range []uint32{procEventFork, procEventExit} {
		_, ok := c.convert(procEvent{what: what, tid: exited, pid: exited})
		equal(t, "a kind that was not chosen", ok, false)
	}
}

// The calling process stands for one whose first thread has exited while others run.
func TestExitOfFirstThreadIsNotThatOfTheProcess(t *testing.T) {
	c := &procConnector{sys: New(Options{}).(*system), kinds: platform.EventExit, leaderless: map[int32]int64{}}
	self, now := int32(unix.Getpid()), monotonic()
	_, ok := c.convert(procEvent{what: procEventExit, tid: self, pid: self, time: now})
	equal(t, "exit of the first thread", ok, false)
	equal(t, "remembered", c.leaderless[self], now)
	_, ok = c.convert(procEvent{what: procEventExit, tid: self + 1, pid: self, time: now + 1})
	equal(t, "exit of another thread", ok, false)
	c.lost()
	equal(t, "still remembered", c.leaderless[self], now)
	c.convert(procEvent{what: procEventExec, tid: self, pid: self, time: now + 2})
	equal(t, "a thread that executes a program is the first from then on", len(c.leaderless), 0)

	_, ok = c.convert(procEvent{what: procEventExit, tid: self, pid: self, time: now - 3600e9})
	equal(t, "exit before the present process started: the PID was reused", ok, true)
	const exited = 1 << 29
	c.leaderless[exited] = now
	event, ok := c.convert(procEvent{what: procEventExit, tid: exited + 5, pid: exited, waitStatus: 4 << 8})
	equal(t, "exit of the last thread", ok, true)
	equal(t, "exit of the last thread", event.Exit.Code, 4)
	c.leaderless[exited] = now
	c.lost()
	equal(t, "forgotten when events were lost", len(c.leaderless), 0)
}

func TestProcessEventsWithForeignProcfs(t *testing.T) {
	s := New(Options{}).(*system)
	s.treatAsForeign = true
	_, err := s.ProcessEvents(platform.EventExec)
	equal(t, "code", platform.CodeOf(err), platform.NotSupported)
}

// While another program receives events, they fill the buffer of a socket that is bound already.
func TestRequestBesideAFullBuffer(t *testing.T) {
	other, err := liveSystem.ProcessEvents(platform.EventFork)
	if code := platform.CodeOf(err); code == platform.NotSupported || code == platform.AccessDenied {
		t.Skip(err)
	}
	noError(t, "ProcessEvents", err)
	defer other.Close()
	fd, err := openNetlink(unix.NETLINK_CONNECTOR)
	noError(t, "socket", err)
	defer unix.Close(fd)
	noError(t, "setsockopt", unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 0)) // the smallest one
	noError(t, "bind", unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: cnIdxProc}))
	for range 20 {
		noError(t, "true", exec.Command("/bin/true").Run())
	}
	c := &procConnector{sys: liveSystem, fd: fd}
	noError(t, "listen", c.listen(77))
	noError(t, "ignore", c.request(procCnMcastIgnore, 99, 0))
}

func FuzzParseProcEvent(f *testing.F) {
	for message := range capturedProcEvents {
		f.Add([]byte(message))
	}
	f.Add(procMessage(1, procEventNone, 1, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, ok := parseProcEvent(b); ok && len(b) < nlHeaderSize+cnHeaderSize+procEventHeaderSize+4 {
			t.Errorf("%d bytes are an event", len(b))
		}
	})
}
