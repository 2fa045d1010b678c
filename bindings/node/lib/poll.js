'use strict';

// All waiting in this package is done here, with timers. Timers take no thread of libuv's pool, which has four: four
// waits on the pool would block file reads and name look-ups.

const { defaultMaxListeners, getMaxListeners, setMaxListeners } = require('node:events');

/** The longest delay that setTimeout takes; it turns a longer one into 1 ms. */
const MAX_TIMER_SECONDS = (2 ** 31 - 1) / 1000;

const MIN_PAUSE = 0.001;
const MAX_PAUSE = 0.05;

/**
 * Resolves after this many seconds. Rejects with the signal's reason when the signal is aborted. With ref: false, the
 * timer does not keep the program running.
 */
function sleep(duration, { signal, ref = true } = {}) {
    return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        // Many waits may share a signal; Node warns of a leak from the eleventh on. (fetch raises the limit as well.)
        if (signal && getMaxListeners(signal) === defaultMaxListeners) setMaxListeners(Infinity, signal);
        const abort = () => {
            clearTimeout(timer);
            reject(signal.reason);
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', abort);
            resolve();
        }, duration * 1000);
        if (!ref) timer.unref();
        signal?.addEventListener('abort', abort, { once: true });
    });
}

/**
 * Calls check after 1 ms, 2 ms, 4 ms and so on, then every 50 ms. Resolves with its first result that is not undefined,
 * or with undefined when timeout seconds have passed. A slow check is called less often, so that it takes at most a
 * tenth of the time.
 */
async function poll(check, timeout, options = {}) {
    options.signal?.throwIfAborted();
    const deadline = performance.now() + timeout * 1000;
    for (let pause = MIN_PAUSE; ; pause = Math.min(2 * pause, MAX_PAUSE)) {
        const begin = performance.now();
        const result = check();
        if (result !== undefined) return result;
        const now = performance.now();
        const remaining = (deadline - now) / 1000;
        if (remaining <= 0) return undefined;
        await sleep(Math.min(Math.max(pause, (9 * (now - begin)) / 1000), remaining), options);
    }
}

/** The key of Process's internal method that returns the exit code if the process has exited. */
const pollExit = Symbol('pollExit');

/** The key of Process's internal method that ends a series of pollExit. */
const endPolling = Symbol('endPolling');

module.exports = { endPolling, MAX_TIMER_SECONDS, poll, pollExit, sleep };
