'use strict';

const { endPolling, poll, pollExit } = require('./poll.js');
const { withChecks } = require('./signatures.js');

/** For how many processes a file descriptor is kept open. The exit codes of others may be missed. */
const MAX_WATCHES = 256;

async function waitProcs(procs, { timeout = Infinity, callback, ...options } = {}) {
    const alive = new Set(procs);
    const gone = [];
    const watched = new Set([...alive].slice(0, MAX_WATCHES));
    const check = () => {
        for (const p of alive) {
            const code = p[pollExit]({ keep: watched.has(p) });
            if (code === undefined) continue;
            alive.delete(p);
            gone.push(p);
            callback?.(p, code);
        }
        return alive.size === 0 || undefined;
    };
    try {
        await poll(check, timeout, options);
    } finally {
        for (const p of watched) p[endPolling]();
    }
    return { gone, alive: [...alive] };
}

module.exports = withChecks({ waitProcs });
