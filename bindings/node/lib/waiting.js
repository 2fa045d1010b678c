'use strict';

// Everything that waits, waits here: with timers, which take no thread of libuv's pool. Four waits would fill that, and
// files and names would be waiting too.

const { defaultMaxListeners, getMaxListeners, setMaxListeners } = require('node:events');

/** What setTimeout takes at most; it would take more for 1 ms. */
const LONGEST = (2 ** 31 - 1) / 1000;

const FIRST_PAUSE = 0.001;
const LONGEST_PAUSE = 0.05;

/**
 * Resolves after so many seconds; rejects with the signal's reason when that is aborted. With ref: false it does not keep
 * the process from ending.
 */
function sleep(duration, { signal, ref = true } = {}) {
    return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        // One signal for a hundred waits is no leak: Node would warn at eleven. (fetch does the same.)
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
 * Looks after 1 ms, 2 ms, 4 ms and so on, then every 50 ms, until look gives something or timeout seconds are over: then
 * undefined. Looks that take long come less often: a tenth of the time is theirs at the most.
 */
async function poll(look, timeout, options = {}) {
    options.signal?.throwIfAborted();
    const deadline = performance.now() + timeout * 1000;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
        const begin = performance.now();
        const found = look();
        if (found !== undefined) return found;
        const now = performance.now();
        const left = (deadline - now) / 1000;
        if (left <= 0) return undefined;
        await sleep(Math.min(Math.max(pause, (9 * (now - begin)) / 1000), left), options);
    }
}

/** The name of the method that looks whether a process has ended, for those who wait for several. */
const ended = Symbol('ended');

module.exports = { ended, LONGEST, poll, sleep };
