'use strict';

const { constants } = require('node:os');
const { AccessDenied, InvalidArgument, NoSuchProcess } = require('./errors.js');
const { seconds, signalNumber } = require('./arguments.js');
const { ended, poll } = require('./waiting.js');

const { SIGKILL } = constants.signals;

// How often to look for new descendants before going on with those there are.
const MOST_ROUNDS = 64;
// How many seconds a process has to go away after SIGKILL, which only the kernel itself can delay.
const PATIENCE = 2;

/** One process of a tree that is to end. */
class Prey {
    outcome = 'alive';
    exitCode = null;
    over = false; // nothing more is to be done about it
    #told = 0; // the last signal that it was sent

    constructor(process) {
        this.process = process;
    }

    get result() {
        return { pid: this.process.pid, outcome: this.outcome, exitCode: this.exitCode };
    }

    /** Sees whether it has ended. */
    check() {
        const code = this.process[ended]({ zombies: true });
        if (code === undefined) return;
        this.#end(this.#told === SIGKILL ? 'killed' : this.#told ? 'terminated' : 'gone', code);
    }

    /** Sends what ends it. */
    tell(signal) {
        this.check(); // a zombie would take the signal, too
        if (!this.over && this.#told !== signal && this.#send(signal)) this.#told = signal;
    }

    /** Keeps it from starting others. */
    stop() {
        this.#send(constants.signals.SIGSTOP);
    }

    #send(signal) {
        try {
            this.process.sendSignal(signal);
            return true;
        } catch (error) {
            if (error instanceof AccessDenied) this.#end('denied', null);
            else if (error instanceof NoSuchProcess) this.check();
            else throw error;
            return false;
        }
    }

    #end(outcome, exitCode) {
        this.outcome = outcome;
        this.exitCode = exitCode;
        this.over = true;
    }
}

/** Adds the descendants that are not in the tree yet. */
function grow(tree) {
    const known = new Map(tree.map(one => [one.process.pid, one]));
    const covered = new Set(); // by a look at the descendants of an ancestor
    for (const one of tree) { // which grows
        if (covered.has(one) || (one.over && one.outcome !== 'denied')) continue;
        for (const descendant of descendants(one.process)) {
            const old = known.get(descendant.pid);
            if (old?.process.isRunning()) {
                descendant.close();
                covered.add(old);
            } else {
                const found = new Prey(descendant);
                known.set(descendant.pid, found);
                covered.add(found);
                tree.push(found);
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

/** Looks for descendants until there are no new ones, and does something about each. */
function growFully(tree, act = () => {}) {
    for (let round = 0, before = -1; round < MOST_ROUNDS && tree.length !== before; round++) {
        before = tree.length;
        grow(tree);
        tree.slice(before).filter(one => !one.over).forEach(act);
    }
}

/**
 * What psutil_process_kill_tree does, step by step, but with waiting that leaves the event loop free and Node's own
 * children to Node.
 */
async function killTree(root, signal, { grace, ...options }) {
    const number = signalNumber(signal);
    if (number < 1) throw new InvalidArgument({ message: `${signal} is no signal that ends anything` });
    seconds('grace', grace);
    options.signal?.throwIfAborted();

    for (const child of root.children()) child.close(); // NoSuchProcess if it has ended
    const tree = [new Prey(root)];
    const left = () => tree.filter(one => !one.over);
    const allEnded = () => {
        for (const one of left()) one.check();
        return left().length === 0 || undefined;
    };
    try {
        growFully(tree);
        if (tree.some(one => one.process.pid === process.pid)) {
            throw new InvalidArgument({ message: `this program is in the tree of process ${root.pid}`, pid: root.pid });
        }
        if (number !== SIGKILL) {
            for (const one of tree) one.tell(number);
            growFully(tree, one => one.tell(number)); // those that were started meanwhile
            if (await poll(allEnded, grace, options)) return tree.map(one => one.result);
        }
        // All are stopped first: a process that goes on could start others until its turn comes.
        for (const one of left()) one.stop();
        growFully(tree, one => one.stop());
        for (const one of left()) one.tell(SIGKILL);
        await poll(allEnded, PATIENCE, options);
        return tree.map(one => one.result);
    } finally {
        for (const { process } of tree.slice(1)) process.close();
    }
}

module.exports = { killTree };
