package impl

import (
	"math"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
)

// KillOutcome is what has become of a process that KillTree was to end. The values are those of PSUTIL_KILL_* in psutil.h.
type KillOutcome int32

// The values of KillOutcome.
const (
	Terminated  KillOutcome = iota // ended after the signal
	Killed                         // ended after SIGKILL
	AlreadyGone                    // had ended before the signal
	Denied                         // not ours to signal
	StillAlive                     // survives SIGKILL: in an uninterruptible sleep
)

// KillResult is the end of one process of a tree.
type KillResult struct {
	PID     int64
	Outcome KillOutcome
	Status  platform.ExitStatus
}

// prey is one process of a tree.
type prey struct {
	p       *Process
	ending  *ending     // of the hunter that is after it
	outcome KillOutcome // StillAlive until known
	over    bool        // nothing more is to be done about it
	status  platform.ExitStatus
	told    int // the last signal that it was sent
}

func newPrey(p *Process) *prey { return &prey{p: p, outcome: StillAlive} }

// hunter ends a tree of processes.
type hunter struct {
	*vigil
	root     *Process
	signal   int
	tree     []*prey // parents before their children
	clock    clock
	last     bool // SIGKILL has been sent
	finished bool
}

const (
	// How often to look for new descendants before going on with those there are.
	mostRounds = 64
	// How many seconds a process has to go away after SIGKILL, which only the kernel itself can delay.
	patience = 2
)

// KillTree sends the signal to the process and to all its descendants, waits for them, grace seconds at the most, and
// ends those that are left with SIGKILL. Children of ours are reaped. If it is closed before it is done, the next one on
// this handle goes on with the same processes, also where their parents have ended and no tree connects them any more.
// Errors: NoSuchProcess; InvalidArgument, also for a tree that the caller is in.
func (p *Process) KillTree(signal int, grace float64) (Waiting[[]KillResult], error) {
	if signal <= 0 {
		return nil, p.fail(platform.NewError(platform.InvalidArgument, "signal", "not a signal that ends anything"))
	}
	if !(grace >= 0) {
		return nil, p.fail(platform.NewError(platform.InvalidArgument, "grace", "negative, or not a number"))
	}
	h := &hunter{vigil: newVigil(true, nil), root: p, signal: signal}
	p.hunt.Lock()
	left := p.hunt.left
	p.hunt.left = nil
	p.hunt.Unlock()
	if left == nil {
		if err := p.verify(); err != nil {
			return nil, err
		}
		left = []*prey{newPrey(p)}
	}
	for _, one := range left {
		one.ending = h.add(one.p)
	}
	h.tree = left
	if err := h.begin(grace); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

// begin finds everybody, and only then sends the signal: none is lost because its parent has ended on it.
func (h *hunter) begin(grace float64) error {
	if err := h.growFully(nil); err != nil {
		return err
	}
	self := h.root.lib.sys.Self()
	for _, one := range h.tree {
		if one.p.id.PID == self {
			return h.root.fail(platform.NewError(platform.InvalidArgument, "process", "the calling process is in its tree"))
		}
	}
	if h.signal == sigkill {
		h.clock = startClock(math.Inf(-1)) // no grace: Next kills
		return nil
	}
	if err := h.each(h.tell); err != nil {
		return err
	}
	if err := h.growFully(h.tell); err != nil { // those that were started meanwhile
		return err
	}
	h.clock = startClock(grace)
	return nil
}

// each does something about everybody who is left.
func (h *hunter) each(do func(*prey) error) error {
	for _, one := range h.tree {
		if !one.over {
			if err := do(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell sends the signal, if it was not sent before.
func (h *hunter) tell(one *prey) error {
	if one.told == h.signal {
		return nil
	}
	if err := h.check(one); err != nil || one.over { // a zombie would take the signal, too
		return err
	}
	return h.send(one, h.signal)
}

func (h *hunter) kill(one *prey) error { return h.send(one, sigkill) }

func (h *hunter) send(one *prey, signal int) error {
	err := h.sent(one, one.p.Signal(signal))
	if !one.over {
		one.told = signal
	}
	return err
}

// stop keeps a process from starting others.
func (h *hunter) stop(one *prey) error {
	err := one.p.Suspend()
	if isCode(err, platform.NotSupported) {
		return nil
	}
	return h.sent(one, err)
}

// sent sees what has become of a process that somebody has tried to send something.
func (h *hunter) sent(one *prey, err error) error {
	switch {
	case isCode(err, platform.NoSuchProcess):
		return h.check(one)
	case isCode(err, platform.AccessDenied):
		one.outcome, one.over = Denied, true
		h.drop(one.ending)
		return nil
	}
	return err
}

// check sees whether a process has ended.
func (h *hunter) check(one *prey) error {
	status, ended, err := h.look(one.ending)
	if !ended {
		return err
	}
	one.over, one.status = true, status
	switch {
	case one.told == sigkill:
		one.outcome = Killed
	case one.told != 0:
		one.outcome = Terminated
	default:
		one.outcome = AlreadyGone
	}
	return nil
}

// growFully looks for descendants until there are no new ones, and does something about each.
func (h *hunter) growFully(do func(*prey) error) error {
	for range mostRounds {
		before := len(h.tree)
		if err := h.grow(); err != nil {
			return err
		}
		if len(h.tree) == before {
			break
		}
		for _, one := range h.tree[before:] {
			if do == nil || one.over {
				continue
			}
			if err := do(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// grow adds the descendants that are not in the tree yet.
func (h *hunter) grow() error {
	family, err := h.root.lib.family()
	if err != nil {
		return h.root.fail(err)
	}
	known := make(map[int64]*Process, len(h.tree))
	for _, one := range h.tree {
		known[one.p.id.PID] = one.p
	}
	for i := 0; i < len(h.tree); i++ { // which grows
		one := h.tree[i]
		children := family.children(one.p.id.PID, one.p.id.Start)
		if len(children) == 0 || one.over && one.outcome != Denied || one.p.verify() != nil {
			continue
		}
		for _, s := range children {
			if old := known[s.PID]; old != nil && old.id.Same(s.Identity()) {
				continue
			}
			child, err := h.root.lib.confirmed(s)
			if err != nil {
				return err
			}
			if child != nil {
				found := newPrey(child)
				found.ending = h.add(child)
				h.tree = append(h.tree, found)
			}
		}
	}
	return nil
}

// finish kills whoever is left. All are stopped first: a process that goes on could start others until its turn comes.
func (h *hunter) finish() error {
	if err := h.each(h.stop); err != nil {
		return err
	}
	if err := h.growFully(h.stop); err != nil {
		return err
	}
	return h.each(h.kill)
}

func (h *hunter) Next() ([]KillResult, WaitRequest, bool, error) {
	for {
		if err := h.each(h.check); err != nil {
			return nil, WaitRequest{}, false, err
		}
		var alive []*ending
		for _, one := range h.tree {
			if !one.over {
				alive = append(alive, one.ending)
			}
		}
		left := h.clock.left()
		switch {
		case len(alive) == 0 || h.last && left <= 0:
			h.finished = true
			return h.results(), WaitRequest{}, true, nil
		case left > 0:
			return nil, h.pause(alive, left), false, nil
		}
		if err := h.finish(); err != nil {
			return nil, WaitRequest{}, false, err
		}
		h.last, h.clock = true, startClock(patience)
	}
}

func (h *hunter) results() []KillResult {
	all := make([]KillResult, len(h.tree))
	for i, one := range h.tree {
		all[i] = KillResult{one.p.id.PID, one.outcome, one.status}
	}
	return all
}

func (h *hunter) Close() {
	h.vigil.Close()
	begun := func(one *prey) bool { return one.told != 0 }
	if h.finished || !slices.ContainsFunc(h.tree, begun) {
		return
	}
	h.root.hunt.Lock()
	defer h.root.hunt.Unlock()
	h.root.hunt.left = h.tree
}
