'use strict';

// Node collects its children as soon as they end, and their exit codes with that: only the ChildProcess has them then.
// So take note of every ChildProcess that is made, without holding on to it. (Bun tells of none: there, only Popen's are
// known.)

const { subscribe } = require('node:diagnostics_channel');
const { constants } = require('node:os');

const children = new Set();
const dropped = new FinalizationRegistry(ref => children.delete(ref));

subscribe('child_process', ({ process: child }) => noteChild(child));

function noteChild(child) {
    const ref = new WeakRef(child);
    children.add(ref);
    dropped.register(child, ref);
}

/** Its exit code, or minus the number of the signal that killed it; undefined as long as Node has not collected it. */
function exitCode({ exitCode, signalCode }) {
    if (signalCode !== null) return -constants.signals[signalCode];
    return exitCode ?? undefined;
}

/** The ChildProcess of this thread with this PID, if there is one that Node has not collected: then the PID is still its. */
function findChild(pid) {
    for (const ref of children) {
        const child = ref.deref();
        if (child?.pid === pid && exitCode(child) === undefined) return child;
    }
    return undefined;
}

module.exports = { exitCode, findChild, noteChild };
