'use strict';

// Node reaps its children as soon as they exit. Afterwards only the ChildProcess object has the exit code, so this file
// keeps a weak reference to every ChildProcess. (Bun does not publish the channel: there, only Popen's are known.)

const { subscribe } = require('node:diagnostics_channel');
const { constants } = require('node:os');
const { isWindows } = require('./platform.js');

const children = new Set();
const finalizers = new FinalizationRegistry(ref => children.delete(ref));

subscribe('child_process', ({ process: child }) => registerChild(child));

function registerChild(child) {
    const ref = new WeakRef(child);
    children.add(ref);
    finalizers.register(child, ref);
}

/** The exit code of a process of Windows that child.kill has ended. Node reports the signal's name alone. */
const KILLED_BY_NODE = 1;

/**
 * Returns the exit code, or minus the number of the signal that killed the child; undefined until Node has reaped it.
 * Exit codes of Windows beyond int32_t are negative, as C returns them.
 */
function exitCodeOf({ exitCode, signalCode }) {
    if (signalCode !== null) return isWindows ? KILLED_BY_NODE : -constants.signals[signalCode];
    return exitCode === null ? undefined : exitCode | 0;
}

/**
 * Returns this thread's ChildProcess with this PID if Node has not reaped it yet: until then no other process has the
 * PID.
 */
function findChild(pid) {
    for (const ref of children) {
        const child = ref.deref();
        if (child?.pid === pid && exitCodeOf(child) === undefined) return child;
    }
    return undefined;
}

module.exports = { exitCodeOf, findChild, registerChild };
