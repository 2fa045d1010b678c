'use strict';

const { seconds } = require('./arguments.js');
const { Process } = require('./process.js');
const { poll, pollExit } = require('./poll.js');

async function waitProcs(procs, { timeout = Infinity, callback, ...options } = {}) {
    const alive = new Set(procs);
    for (const p of alive) {
        if (!(p instanceof Process)) throw new TypeError(`procs must be Process objects, not ${p} (${typeof p})`);
    }
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
    await poll(check, seconds('timeout', timeout), options);
    return { gone, alive: [...alive] };
}

module.exports = { waitProcs };
