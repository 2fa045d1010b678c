'use strict';

const { constants } = require('node:os');
const { AccessDenied, InvalidArgument, NoSuchProcess, PsutilError } = require('./errors.js');
const { poll, pollExit } = require('./poll.js');

const { SIGKILL } = constants.signals;

/** How many searches for new descendants are made before the next step starts without more. */
const MAX_SEARCHES = 64;
/** Seconds that a process has to exit after SIGKILL; only the kernel can delay it. */
const KILL_TIMEOUT = 2;

/** One process of the tree. */
class Target {
    outcome = 'alive';
    exitCode = null;
    done = false; // the outcome is final
    #lastSignal = 0;

    constructor(process) {
        this.process = process;
        this.name = nameOf(process);
    }

    get result() {
        return { pid: this.process.pid, name: this.name, outcome: this.outcome, exitCode: this.exitCode };
    }

    /** Sets the outcome if the process has exited. */
    check() {
        const code = this.process[pollExit]({ zombies: true });
        if (code === undefined) return;
        this.#finish(this.#lastSignal === SIGKILL ? 'killed' : this.#lastSignal ? 'terminated' : 'gone', code);
    }

    /** Sends the signal that ends the process, once. */
    signal(number) {
        this.check(); // sending a signal to a zombie succeeds as well
        if (!this.done && this.#lastSignal !== number && this.#act(() => this.process.sendSignal(number))) this.#lastSignal = number;
    }

    /** Stops the process, so that it starts no others. */
    stop() {
        this.#act(() => this.process.suspend());
    }

    /** Returns whether action succeeds; a process that it is denied to, or that has exited, gets its outcome. */
    #act(action) {
        try {
            action();
            return true;
        } catch (error) {
            if (error instanceof AccessDenied) this.#finish('denied', null);
            else if (error instanceof NoSuchProcess) this.check();
            else throw error;
            return false;
        }
    }

    #finish(outcome, exitCode) {
        this.outcome = outcome;
        this.exitCode = exitCode;
        this.done = true;
    }
}

/** Returns the name of a process; null if it has exited. */
function nameOf(process) {
    try {
        return process.name();
    } catch (error) {
        if (error instanceof PsutilError) return null;
        throw error;
    }
}

/** Adds the descendants that are not in the tree yet. */
function expand(tree) {
    const known = new Map(tree.map(target => [target.process.pid, target]));
    const searched = new Set(); // targets below an ancestor whose descendants were listed
    for (const target of tree) { // the loop reaches the targets that it adds
        if (searched.has(target) || (target.done && target.outcome !== 'denied')) continue;
        for (const descendant of descendants(target.process)) {
            const old = known.get(descendant.pid);
            if (old?.process.equals(descendant)) {
                descendant.close();
                searched.add(old);
            } else {
                const added = new Target(descendant);
                known.set(descendant.pid, added);
                searched.add(added);
                tree.push(added);
            }
        }
    }
}

function descendants(process) {
    try {
        return process.children({ recursive: true });
    } catch (error) {
        if (error instanceof NoSuchProcess) return [];
        throw error;
    }
}

/** Expands the tree until a search finds no new process, and calls act for each new one. */
function expandUntilStable(tree, act = () => {}) {
    for (let search = 0, before = -1; search < MAX_SEARCHES && tree.length !== before; search++) {
        before = tree.length;
        expand(tree);
        tree.slice(before).filter(target => !target.done).forEach(act);
    }
}

/**
 * Does what psutil_process_kill_tree does, step by step, because its waiting must leave the event loop free and leave
 * the reaping of Node's children to Node.
 */
async function killTree(root, number, { grace, ...options }) {
    options.signal?.throwIfAborted();

    for (const child of root.children()) child.close(); // throws NoSuchProcess if the root has exited
    const tree = [new Target(root)];
    const remaining = () => tree.filter(target => !target.done);
    const allExited = () => {
        for (const target of remaining()) target.check();
        return remaining().length === 0 || undefined;
    };
    try {
        expandUntilStable(tree);
        if (tree.some(target => target.process.pid === process.pid)) {
            throw new InvalidArgument({ message: `this program is in the tree of process ${root.pid}`, pid: root.pid });
        }
        if (number !== SIGKILL) {
            for (const target of tree) target.signal(number);
            expandUntilStable(tree, target => target.signal(number)); // processes that were started since
            if (await poll(allExited, grace, options)) return tree.map(target => target.result);
        }
        // All are stopped before the first is killed: a running process could start others until its turn comes.
        for (const target of remaining()) target.stop();
        expandUntilStable(tree, target => target.stop());
        for (const target of remaining()) target.signal(SIGKILL);
        await poll(allExited, KILL_TIMEOUT, options);
        return tree.map(target => target.result);
    } finally {
        for (const { process } of tree.slice(1)) process.close();
    }
}

module.exports = { killTree };
