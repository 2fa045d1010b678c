'use strict';

const native = require('./native.js');
const { NoSuchProcess } = require('./errors.js');
const { fromHandle } = require('./process.js');
const { attributeColumns, processTable } = require('./process-table.js');
const { withChecks } = require('./signatures.js');

// Frees the handle of an iteration that was started and dropped. One that ends, or that break leaves, frees it itself.
const finalizers = new FinalizationRegistry(handle => native.process_iter_free(handle));

function processIter({ attrs, adValue = null, reader } = {}) {
    if (reader === undefined) return attrs === undefined ? iterAll() : iterWithAttrs(attrs, adValue);
    const ofReader = Object.keys(attributeColumns).filter(name => attributeColumns[name].columns.every(column => reader.columns.includes(column)));
    return iterTable(() => reader.read(), attrs ?? ofReader, ofReader, adValue);
}

function* iterAll() {
    const iteration = { handle: native.process_iter_new() };
    finalizers.register(iteration, iteration.handle, iteration);
    try {
        for (let handle; (handle = native.process_iter_next(iteration.handle)) !== null; ) yield fromHandle(handle);
    } finally {
        finalizers.unregister(iteration);
        native.process_iter_free(iteration.handle);
    }
}

/** Reads the attributes of all processes with one table, and those that are no columns per process. */
function iterWithAttrs(attrs, adValue) {
    const columns = attrs.flatMap(name => attributeColumns[name]?.columns ?? []);
    return iterTable(() => processTable({ columns }), attrs, Object.keys(attributeColumns), adValue);
}

/** Takes from a table the attributes that it has, and reads the others per process. */
function* iterTable(readTable, attrs, ofTable, adValue) {
    const sources = attrs.filter(name => ofTable.includes(name)).map(name => [name, attributeColumns[name]]);
    const others = attrs.filter(name => !ofTable.includes(name));
    const table = readTable();
    try {
        const readers = sources.map(([name, { columns, decode }]) => {
            const outcomes = table.outcomes(columns[0]);
            return [name, row => (outcomes[row] === 'PSUTIL_OK' ? decode(columns.map(column => table.column(column)[row])) : adValue)];
        });
        for (let row = 0; row < table.length; row++) {
            const p = table.process(row);
            p.info = {};
            for (const [name, read] of readers) p.info[name] = read(row);
            if (others.length === 0 || addAttrs(p, others, adValue)) yield p;
        }
    } finally {
        table.close();
    }
}

/** Adds attributes to p.info. Returns false if the process has exited since. */
function addAttrs(p, attrs, adValue) {
    try {
        Object.assign(p.info, p.asDict({ attrs, adValue }));
        return true;
    } catch (error) {
        if (!(error instanceof NoSuchProcess)) throw error;
        p.close();
        return false;
    }
}

module.exports = withChecks({ processIter });
