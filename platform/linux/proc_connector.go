//go:build linux

package linux

import (
	"encoding/binary"
	"errors"
	"strconv"
	"sync"
	"time"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// The process events connector, which the kernel's <linux/cn_proc.h> and <linux/connector.h> describe.
const (
	cnIdxProc, cnValProc = 1, 1
	cnHeaderSize         = 20

	procCnMcastListen, procCnMcastIgnore = 1, 2

	procEventNone       = 0
	procEventFork       = 0x00000001
	procEventExec       = 0x00000002
	procEventExit       = 0x80000000
	procEventHeaderSize = 16
)

// connectorBufSize is the size that the receive buffer is given, within the limit net.core.rmem_max.
const connectorBufSize = 4 << 20

// The inodes of the initial namespaces, which are fixed since Linux 3.8.
const (
	initialUserNamespace = 0xeffffffd
	initialPIDNamespace  = 0xeffffffc
)

// procEvent is an event as the kernel reports it.
type procEvent struct {
	what       uint32 // PROC_EVENT_*
	ack        uint32 // of the request, in the answer to it
	err        int32  // the errno in that answer
	time       int64  // nanoseconds of CLOCK_MONOTONIC
	tid, pid   int32  // FORK: of the child
	ppid       int32  // FORK and EXIT; 0 where absent
	waitStatus uint32 // EXIT
}

// parseProcEvent parses a message: struct nlmsghdr, struct cn_msg (index, value, sequence number, acknowledgement, 2
// bytes of length, flags) and struct proc_event (what, CPU, 8 bytes of time, data of what). ok is false for a message
// that is malformed, not of the connector, or about something else, such as a name that has changed.
func parseProcEvent(b []byte) (e procEvent, ok bool) {
	const head = nlHeaderSize + cnHeaderSize
	if len(b) < head {
		return e, false
	}
	order := binary.NativeEndian
	length := order.Uint32(b)
	size := uint32(order.Uint16(b[nlHeaderSize+16:]))
	if length > uint32(len(b)) || length < head+size || size < procEventHeaderSize ||
		order.Uint32(b[nlHeaderSize:]) != cnIdxProc || order.Uint32(b[nlHeaderSize+4:]) != cnValProc {
		return e, false
	}
	b, e.ack = b[:head+size], order.Uint32(b[nlHeaderSize+12:])
	event, data := b[head:], b[head+procEventHeaderSize:]
	e.what, e.time = order.Uint32(event), int64(order.Uint64(event[8:]))
	number := func(i int) int32 { return int32(order.Uint32(data[4*i:])) }
	switch {
	case e.what == procEventNone && len(data) >= 4:
		e.err = number(0)
	case e.what == procEventFork && len(data) >= 16: // parent's thread and process, child's thread and process
		e.ppid, e.tid, e.pid = number(1), number(2), number(3)
	case e.what == procEventExec && len(data) >= 8: // thread, process
		e.tid, e.pid = number(0), number(1)
	case e.what == procEventExit && len(data) >= 12: // thread, process, status, signal; since Linux 4.18 the parent's thread and process
		e.tid, e.pid, e.waitStatus = number(0), number(1), uint32(number(2))
		if len(data) >= 24 {
			e.ppid = number(5)
		}
	default:
		return e, false
	}
	return e, true
}

// connectorRequest returns a message that starts or stops the reports. events is what newer kernels report alone, 0 for
// all.
func connectorRequest(operation, ack, events uint32) []byte {
	size := 4
	if events != 0 {
		size = 8
	}
	order := binary.NativeEndian
	b := order.AppendUint32(nil, uint32(nlHeaderSize+cnHeaderSize+size))
	b = order.AppendUint16(b, unix.NLMSG_DONE)
	b = append(b, make([]byte, 10)...) // flags, sequence number and port
	b = order.AppendUint32(b, cnIdxProc)
	b = order.AppendUint32(b, cnValProc)
	b = order.AppendUint32(b, 0) // sequence number
	b = order.AppendUint32(b, ack)
	b = order.AppendUint16(b, uint16(size))
	b = order.AppendUint16(b, 0) // flags
	b = order.AppendUint32(b, operation)
	if events != 0 {
		b = order.AppendUint32(b, events)
	}
	return b
}

// procConnector receives process events.
type procConnector struct {
	sys   *system
	kinds platform.EventKind
	fd    int
	inode uint64

	mu sync.Mutex
	// leaderless has the processes whose first thread has exited while others run, and when it exited.
	leaderless map[int32]int64
	// overrun is set from an overrun of the receive buffer on until LOST is reported. The kernel then keeps nothing
	// more until the buffer was emptied, so LOST follows what is in the buffer: a scan that the host makes after LOST
	// finds the effects of all that was dropped.
	overrun   bool
	overrunAt int64 // when it was noticed
	emptied   bool  // the buffer was empty since
	// clockShift is CLOCK_MONOTONIC here minus that of the events: not 0 in a time namespace.
	clockShift int64
}

func (s *system) ProcessEvents(kinds platform.EventKind) (platform.ProcessEvents, error) {
	if isOwn, err := s.isOwnProcfs(); err != nil {
		return nil, err
	} else if !isOwn {
		return nil, connectorUnsupported(s.proc + " does not show this system's own processes")
	}
	// Without the check, a bound socket receives the PIDs of the machine where another program has asked for reports.
	if !s.inInitialNamespace("pid", initialPIDNamespace) || !s.inInitialNamespace("user", initialUserNamespace) {
		return nil, connectorUnsupported("the kernel reports them in the initial PID, user and network namespaces only")
	}
	fd, err := openNetlink(unix.NETLINK_CONNECTOR)
	switch err {
	case nil:
	case unix.EPROTONOSUPPORT, unix.EAFNOSUPPORT:
		return nil, connectorUnsupported("the kernel has no connector")
	default:
		return nil, sysError("socket", err)
	}
	c := &procConnector{sys: s, kinds: kinds, fd: fd, leaderless: map[int32]int64{}}
	if err := c.start(); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return c, nil
}

func connectorUnsupported(why string) error {
	return platform.NewError(platform.NotSupported, "process events", why)
}

// inInitialNamespace reports whether the calling process is in the initial namespace of a kind, or the kernel or procfs
// does not say.
func (s *system) inInitialNamespace(kind string, inode uint64) bool {
	var st unix.Stat_t
	return statAt(unix.AT_FDCWD, s.proc+"/self/ns/"+kind, &st, 0) != nil || st.Ino == inode
}

// start requests the reports, and waits for nothing: the kernel acknowledges before the request returns.
func (c *procConnector) start() error {
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstat(c.fd, &st) }); err != nil {
		return sysError("fstat", err)
	}
	c.inode = st.Ino
	// What the limit does not allow is reduced to it; any size works.
	_ = unix.SetsockoptInt(c.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, connectorBufSize)
	if err := unix.Bind(c.fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: cnIdxProc}); err != nil {
		e := sysError("process events", err)
		if e.Code == platform.AccessDenied {
			e.Why = "before Linux 6.6 only root may receive them"
		}
		return e
	}
	ack := uint32(time.Now().UnixNano()) ^ uint32(c.inode)
	if err := c.listen(ack); err != nil {
		return err
	}
	// Since Linux 6.6 the kernel leaves out other kinds. An older one ignores the request, and Next leaves them out.
	var events uint32
	for kind, event := range map[platform.EventKind]uint32{
		platform.EventFork: procEventFork, platform.EventExec: procEventExec, platform.EventExit: procEventExit,
	} {
		if c.kinds&kind != 0 {
			events |= event
		}
	}
	_ = c.request(procCnMcastListen, ack, events)
	return nil
}

// maxListens is how often the reports are requested.
const maxListens = 16

// listen requests the reports, and again if the buffer has no room for the answer: while another program receives
// events, the socket does, too, from the moment when it is bound.
func (c *procConnector) listen(ack uint32) error {
	for range maxListens {
		if err := c.request(procCnMcastListen, ack, 0); err != nil {
			if err == unix.ECONNREFUSED {
				return connectorUnsupported("the kernel reports them in the initial network namespace only, and with CONFIG_PROC_EVENTS")
			}
			return sysError("process events", err)
		}
		if err := c.awaitAck(ack + 1); err != errAckDropped {
			return err
		}
		_ = c.request(procCnMcastIgnore, ack+2, 0) // an older kernel counts the requests
		ack += 4
	}
	return sysError("process events", unix.ENOBUFS)
}

var errAckDropped = errors.New("the buffer had no room for the answer")

// awaitAck reads up to the answer to the request. In a namespace that it does not report to, the kernel gives none.
func (c *procConnector) awaitAck(ack uint32) error {
	overrun := false
	for {
		var buf [256]byte
		message, fromKernel, err := c.receive(buf[:])
		switch {
		case err == unix.EAGAIN && overrun:
			return errAckDropped
		case err == unix.EAGAIN:
			return connectorUnsupported("the kernel does not answer the request")
		case err == unix.ENOBUFS:
			overrun = true
			c.overrun, c.overrunAt = true, monotonic()
			continue
		case err != nil:
			return sysError("process events", err)
		}
		e, ok := parseProcEvent(message)
		if !ok || !fromKernel || e.what != procEventNone || e.ack != ack {
			continue
		}
		if shift := monotonic() - e.time; shift > int64(time.Second) || shift < -int64(time.Second) {
			c.clockShift = shift
		}
		if e.err != 0 {
			denied := sysError("process events", unix.Errno(e.err))
			denied.Why = "before Linux 6.6 only root may receive them"
			return denied
		}
		return nil
	}
}

func (c *procConnector) request(operation, ack, events uint32) error {
	message := connectorRequest(operation, ack, events)
	return retry(func() error { return unix.Sendto(c.fd, message, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}) })
}

// receive returns the next message, and whether the kernel has sent it. The error is the errno.
func (c *procConnector) receive(buf []byte) (message []byte, fromKernel bool, err error) {
	for {
		var from unix.RawSockaddrNetlink
		size := uint32(unix.SizeofSockaddrNetlink)
		n, _, errno := unix.Syscall6(unix.SYS_RECVFROM, uintptr(c.fd), uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)),
			unix.MSG_DONTWAIT, uintptr(unsafe.Pointer(&from)), uintptr(unsafe.Pointer(&size)))
		switch errno {
		case 0:
			return buf[:n], from.Pid == 0, nil
		case unix.EINTR:
		default:
			return nil, false, errno
		}
	}
}

func (c *procConnector) Descriptor() (fd int, inode uint64, err error) {
	var st unix.Stat_t
	err = retry(func() error { return unix.Fstat(c.fd, &st) })
	if err != nil || st.Mode&unix.S_IFMT != unix.S_IFSOCK || st.Ino != c.inode {
		closed := sysError("descriptor "+strconv.Itoa(c.fd)+" of process events", unix.EBADF)
		closed.Why = "the host has closed it"
		return noFD, 0, closed
	}
	return c.fd, c.inode, nil
}

func (c *procConnector) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, _, err := c.Descriptor(); err != nil {
		return // the number is free, or the host's
	}
	// The kernel counts who receives, and would go on to make reports for a socket that is closed only.
	_ = c.request(procCnMcastIgnore, 0, 0)
	unix.Close(c.fd)
	c.fd = noFD
}

func (c *procConnector) Next() (platform.ProcessEvent, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, _, err := c.Descriptor(); err != nil {
		return platform.ProcessEvent{}, false, err
	}
	var buf [256]byte
	for {
		if c.overrun && c.emptied {
			c.overrun, c.emptied = false, false
			return c.lost(), true, nil
		}
		message, fromKernel, err := c.receive(buf[:])
		switch {
		case err == unix.EAGAIN && c.overrun:
			c.emptied = true
			continue
		case err == unix.EAGAIN:
			return platform.ProcessEvent{}, false, nil
		case err == unix.ENOBUFS:
			// A second overrun shows that the buffer was emptied after the first.
			again := c.overrun
			c.overrun, c.overrunAt = true, monotonic()
			if again {
				return c.lost(), true, nil
			}
			continue
		case err != nil:
			return platform.ProcessEvent{}, false, sysError("process events", err)
		}
		e, ok := parseProcEvent(message)
		if !ok || !fromKernel {
			continue
		}
		e.time += c.clockShift
		c.emptied = c.overrun && e.time > c.overrunAt
		if event, ok := c.convert(e); ok {
			return event, true, nil
		}
	}
}

// convert returns the event of a process; ok is false for one of a thread, or of another kind.
func (c *procConnector) convert(e procEvent) (event platform.ProcessEvent, ok bool) {
	event = platform.ProcessEvent{PID: int64(e.pid), PPID: platform.NA}
	switch e.what {
	case procEventFork:
		event.Kind, event.PPID, ok = platform.EventFork, int64(e.ppid), e.tid == e.pid
	case procEventExec:
		event.Kind, ok = platform.EventExec, e.tid == e.pid
	case procEventExit:
		event.Kind, event.Exit = platform.EventExit, platform.ExitStatusOf(uint32(e.waitStatus), false)
		if e.ppid != 0 {
			event.PPID = int64(e.ppid)
		}
		ok = c.kinds&platform.EventExit != 0 && c.hasEnded(e)
	}
	if ok && event.Kind != platform.EventExit {
		delete(c.leaderless, e.pid)
	}
	event.Time = float64(e.time+clock(unix.CLOCK_REALTIME)-monotonic()) / 1e9
	return event, ok && event.Kind&c.kinds != 0
}

// hasEnded reports whether the exit of a thread is that of its process: of the first thread, unless others still run
// (or one of them executes a program and takes its place), and else of the last thread.
func (c *procConnector) hasEnded(e procEvent) bool {
	since, leaderless := c.leaderless[e.pid]
	if e.tid != e.pid && !leaderless {
		return false
	}
	if !leaderless {
		since = e.time
	}
	if c.isRunning(e.pid, since) {
		c.leaderless[e.pid] = since
		return false
	}
	delete(c.leaderless, e.pid)
	return true
}

// isRunning reports whether a process that existed at a time still has threads that have not exited. If it cannot be
// read, it has none.
func (c *procConnector) isRunning(pid int32, at int64) bool {
	p := c.sys.process(int64(pid))
	fd, err := p.openPidfd()
	if err != nil {
		return false
	}
	defer closePidfd(fd)
	exited, err := (&exitWatch{p: p, pidfd: fd}).hasExited()
	if exited || err != nil {
		return false
	}
	start, err := p.startTicks()
	const tick = int64(time.Second) / userHZ
	return err == nil && start <= (at+clock(unix.CLOCK_BOOTTIME)-monotonic())/tick // else the PID was reused
}

// lost returns the event that follows an overrun.
func (c *procConnector) lost() platform.ProcessEvent {
	for pid, since := range c.leaderless { // the exit of its last thread may be among the lost events
		if !c.isRunning(pid, since) {
			delete(c.leaderless, pid)
		}
	}
	return platform.ProcessEvent{Kind: platform.EventLost, PID: platform.NA, PPID: platform.NA, Time: float64(clock(unix.CLOCK_REALTIME)) / 1e9}
}

func monotonic() int64 { return clock(unix.CLOCK_MONOTONIC) }
