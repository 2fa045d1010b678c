package impl

import (
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// KillResult is the outcome for one process of a tree.
type KillResult struct {
	PID     int64
	Name    string // "" if it could not be read
	Outcome KillOutcome
	Status  platform.ExitStatus
}

// target is one process of a tree.
type target struct {
	p          *Process
	name       string
	wait       *exitWait   // of the treeKill that it belongs to
	outcome    KillOutcome // StillAlive until known
	done       bool
	status     platform.ExitStatus
	lastSignal int // 0: none yet
}

func newTarget(p *Process) *target {
	name, _ := p.Name() // before the signal, because the system keeps none of an exited process
	return &target{p: p, name: name, outcome: KillAlive}
}

// killState keeps the targets of an interrupted KillTree, which the next one resumes.
type killState struct {
	mu      sync.Mutex
	targets []*target
}

func (s *killState) take() []*target {
	s.mu.Lock()
	defer s.mu.Unlock()
	targets := s.targets
	s.targets = nil
	return targets
}

func (s *killState) keep(targets []*target) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.targets = targets
}

// treeKill ends a tree of processes.
type treeKill struct {
	*waitSet
	root     *Process
	signal   int
	targets  []*target // parents before their children
	deadline deadline
	killing  bool // SIGKILL has been sent
	finished bool
}

const (
	// How often KillTree searches for new descendants before it continues with those it has.
	maxRounds = 64
	// How many seconds a process has to exit after SIGKILL, which only the kernel can delay.
	killTimeout = 2
)

// KillTree sends the signal to the process and to all its descendants, waits at most grace seconds for them, and sends
// SIGKILL to the rest. Children of the caller are reaped. If it is closed before it is done, the next KillTree on this
// handle resumes with the same processes, even if exited parents no longer connect them. Errors: NoSuchProcess;
// InvalidArgument, also for a tree that contains the caller.
func (p *Process) KillTree(signal int, grace float64) (Waiting[[]KillResult], error) {
	if signal <= 0 {
		return nil, p.wrapError(platform.NewInvalidArgument("signal", strconv.Itoa(signal)+": expected a positive number"))
	}
	if !(grace >= 0) {
		return nil, p.wrapError(platform.NewInvalidArgument("grace",
			formatSeconds(grace)+": expected a number of seconds that is not negative"))
	}
	targets := p.kill.take()
	if targets == nil {
		if err := p.Verify(); err != nil {
			return nil, err
		}
		targets = []*target{newTarget(p)}
	}
	k := &treeKill{waitSet: newWaitSet(true, nil), root: p, signal: signal, targets: targets}
	for _, t := range targets {
		t.wait = k.add(t.p)
	}
	if err := k.begin(grace); err != nil {
		k.Close()
		return nil, err
	}
	return k, nil
}

// begin finds all processes before it signals any, so that none is lost because its parent has exited on the signal.
func (k *treeKill) begin(grace float64) error {
	if err := k.expandUntilStable(nil); err != nil {
		return err
	}
	self, err := k.root.lib.sys.Self()
	if err != nil {
		return k.root.wrapError(err)
	}
	for _, t := range k.targets {
		if t.p.id.PID == self {
			return k.root.wrapError(platform.NewInvalidArgument("process", "the calling process is in its tree"))
		}
	}
	if k.signal == sigkill {
		k.deadline = startDeadline(math.Inf(-1)) // no grace: Next kills
		return nil
	}
	if err := k.forEachLive(k.sendSignal); err != nil {
		return err
	}
	if err := k.expandUntilStable(k.sendSignal); err != nil { // processes that started before the signal arrived
		return err
	}
	k.deadline = startDeadline(grace)
	return nil
}

func (k *treeKill) forEachLive(act func(*target) error) error {
	for _, t := range k.targets {
		if !t.done {
			if err := act(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// sendSignal sends the signal unless it was sent before, or SIGKILL was, in a call that this one resumes.
func (k *treeKill) sendSignal(t *target) error {
	if t.lastSignal == k.signal || t.lastSignal == sigkill {
		return nil
	}
	if err := k.check(t); err != nil || t.done { // a zombie would accept the signal
		return err
	}
	return k.send(t, k.signal)
}

func (k *treeKill) sendKill(t *target) error { return k.send(t, sigkill) }

func (k *treeKill) send(t *target, signal int) error {
	err := k.handleSignalError(t, t.p.Signal(signal))
	if !t.done {
		t.lastSignal = signal
	}
	return err
}

// stop prevents a process from starting others.
func (k *treeKill) stop(t *target) error {
	err := t.p.Suspend()
	if platform.CodeOf(err) == platform.NotSupported {
		return nil
	}
	return k.handleSignalError(t, err)
}

// handleSignalError turns the error of one process into its outcome.
func (k *treeKill) handleSignalError(t *target, err error) error {
	switch platform.CodeOf(err) {
	case platform.NoSuchProcess:
		return k.check(t)
	case platform.AccessDenied:
		k.giveUp(t, KillDenied)
		return nil
	}
	return k.handleError(t, err)
}

// handleError fails for an error of the root. A descendant that cannot be signalled or watched is StillAlive, so that
// it does not keep the others from being killed.
func (k *treeKill) handleError(t *target, err error) error {
	if err == nil || t.p == k.root {
		return err
	}
	k.giveUp(t, KillAlive)
	return nil
}

func (k *treeKill) giveUp(t *target, outcome KillOutcome) {
	t.outcome, t.done = outcome, true
	k.unwatch(t.wait)
}

// check records the outcome of a process that has exited.
func (k *treeKill) check(t *target) error {
	status, exited, err := k.poll(t.wait)
	if !exited {
		return k.handleError(t, err)
	}
	t.done, t.status = true, status
	switch t.lastSignal {
	case sigkill:
		t.outcome = KillKilled
	case 0:
		t.outcome = KillGone
	default:
		t.outcome = KillTerminated
	}
	return nil
}

// expandUntilStable adds descendants until there are no new ones, and calls act, if any, for each.
func (k *treeKill) expandUntilStable(act func(*target) error) error {
	for range maxRounds {
		before := len(k.targets)
		if err := k.expand(); err != nil {
			return err
		}
		if len(k.targets) == before {
			break
		}
		for _, t := range k.targets[before:] {
			if act == nil || t.done {
				continue
			}
			if err := act(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// expand adds the descendants that are not among the targets.
func (k *treeKill) expand() error {
	index, err := k.root.lib.childIndex()
	if err != nil {
		return k.root.wrapError(err)
	}
	byPID := make(map[int64]*Process, len(k.targets))
	for _, t := range k.targets {
		byPID[t.p.id.PID] = t.p
	}
	for i := 0; i < len(k.targets); i++ { // the loop appends
		t := k.targets[i]
		children := index.children(t.p.id.PID, t.p.id.Start)
		if len(children) == 0 || t.done && t.outcome != KillDenied || t.p.Verify() != nil {
			continue
		}
		for _, entry := range children {
			if known := byPID[entry.PID]; known != nil && known.id.Same(entry.Identity()) {
				continue
			}
			if child := k.root.lib.openVerified(entry); child != nil {
				found := newTarget(child)
				found.wait = k.add(child)
				k.targets = append(k.targets, found)
			}
		}
	}
	return nil
}

// killRemaining stops the remaining processes and then kills them. A process that runs until its turn could start
// others.
func (k *treeKill) killRemaining() error {
	if err := k.forEachLive(k.stop); err != nil {
		return err
	}
	if err := k.expandUntilStable(k.stop); err != nil {
		return err
	}
	return k.forEachLive(k.sendKill)
}

func (k *treeKill) Next() ([]KillResult, WaitRequest, bool, error) {
	for {
		if err := k.forEachLive(k.check); err != nil {
			return nil, WaitRequest{}, false, err
		}
		var running []*exitWait
		for _, t := range k.targets {
			if !t.done {
				running = append(running, t.wait)
			}
		}
		remaining := k.deadline.remaining()
		switch {
		case len(running) == 0 || k.killing && remaining <= 0:
			k.finished = true
			return k.results(), WaitRequest{}, true, nil
		case remaining > 0:
			return nil, k.request(running, remaining), false, nil
		}
		if err := k.killRemaining(); err != nil {
			return nil, WaitRequest{}, false, err
		}
		k.killing, k.deadline = true, startDeadline(killTimeout)
	}
}

func (k *treeKill) results() []KillResult {
	all := make([]KillResult, len(k.targets))
	for i, t := range k.targets {
		if t.done && !t.status.Known {
			t.status = k.statusOfReaped(t.wait)
		}
		all[i] = KillResult{t.p.id.PID, t.name, t.outcome, t.status}
	}
	return all
}

func (k *treeKill) Close() {
	k.waitSet.Close()
	signalled := func(t *target) bool { return t.lastSignal != 0 }
	if !k.finished && slices.ContainsFunc(k.targets, signalled) {
		k.root.kill.keep(k.targets)
	}
}
