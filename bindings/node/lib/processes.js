'use strict';

// Many processes at a time.

const native = require('./native.js');
const { NoSuchProcess } = require('./errors.js');
const { seconds } = require('./arguments.js');
const { checked } = require('./attributes.js');
const { given, Process } = require('./process.js');
const { attributeColumns, processTable } = require('./table.js');
const { ended, poll } = require('./waiting.js');

// For iterations that were begun and dropped; one that is run to its end, or left by break, has given it back.
const forgotten = new FinalizationRegistry(handle => native.process_iter_free(handle));

function processIter({ attrs, adValue = null } = {}) {
    return attrs === undefined ? everyProcess() : informed(checked([...attrs]), adValue);
}

function* everyProcess() {
    const iteration = { handle: native.process_iter_new() };
    forgotten.register(iteration, iteration.handle, iteration);
    try {
        for (let handle; (handle = native.process_iter_next(iteration.handle)) !== null; ) yield given(handle);
    } finally {
        forgotten.unregister(iteration);
        native.process_iter_free(iteration.handle);
    }
}

/** Reads all attributes of all processes at once, but for those that are no columns: they are asked for one by one. */
function* informed(attrs, adValue) {
    const sources = attrs.filter(name => name in attributeColumns).map(name => [name, attributeColumns[name]]);
    const others = attrs.filter(name => !(name in attributeColumns));
    const table = processTable({ columns: sources.flatMap(([, { columns }]) => columns) });
    try {
        const readers = sources.map(([name, { columns, value }]) => {
            const outcomes = table.outcomes(columns[0]);
            return [name, row => (outcomes[row] === 'PSUTIL_OK' ? value(columns.map(column => table.column(column)[row])) : adValue)];
        });
        for (let row = 0; row < table.length; row++) {
            const p = table.process(row);
            p.info = {};
            for (const [name, read] of readers) p.info[name] = read(row);
            if (others.length === 0 || complete(p, others, adValue)) yield p;
        }
    } finally {
        table.close();
    }
}

/** Adds attributes to what is known of a process; false if it has ended meanwhile. */
function complete(p, attrs, adValue) {
    try {
        Object.assign(p.info, p.asDict({ attrs, adValue }));
        return true;
    } catch (error) {
        if (!(error instanceof NoSuchProcess)) throw error;
        p.close();
        return false;
    }
}

async function waitProcs(procs, { timeout = Infinity, callback, ...options } = {}) {
    const alive = new Set(procs);
    for (const p of alive) {
        if (!(p instanceof Process)) throw new TypeError(`procs must be Process objects, not ${p} (${typeof p})`);
    }
    const gone = [];
    const look = () => {
        for (const p of alive) {
            const code = p[ended]();
            if (code === undefined) continue;
            alive.delete(p);
            gone.push(p);
            callback?.(p, code);
        }
        return alive.size === 0 || undefined;
    };
    await poll(look, seconds('timeout', timeout), options);
    return { gone, alive: [...alive] };
}

module.exports = { processIter, waitProcs };
