'use strict';

const { poll, pollExit } = require('./poll.js');
const { withChecks } = require('./signatures.js');

async function waitProcs(procs, { timeout = Infinity, callback, ...options } = {}) {
    const alive = new Set(procs);
    const gone = [];
    const check = () => {
        for (const p of alive) {
            const code = p[pollExit]();
            if (code === undefined) continue;
            alive.delete(p);
            gone.push(p);
            callback?.(p, code);
        }
        return alive.size === 0 || undefined;
    };
    await poll(check, timeout, options);
    return { gone, alive: [...alive] };
}

module.exports = withChecks({ waitProcs });
