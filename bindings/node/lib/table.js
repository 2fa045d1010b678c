'use strict';

// The process table: columns that the C library has read in one call, fetched whole, not cell by cell.

const { columns, enums, errorNames } = require('../declarations.js');
const native = require('./native.js');
const { copy } = require('./memory.js');
const { InvalidArgument } = require('./errors.js');
const { environment, pleasant } = require('./attributes.js');
const { given } = require('./process.js');
const { integer } = require('./arguments.js');

const { PSUTIL_COLUMN_TYPE_INT64, PSUTIL_COLUMN_TYPE_DOUBLE, PSUTIL_COLUMN_TYPE_STRING } = enums.psutil_column_type;

/** The attributes of Process that columns tell, with these columns: one, or one for each member of a record. */
const attributeColumns = {};
for (const [name, { keys = [] }] of Object.entries(pleasant)) {
    if (name in columns) attributeColumns[name] = { columns: [name], value: ([cell]) => cell };
    if (keys.length > 0) attributeColumns[name] = { columns: keys.map(key => memberColumn(name, key)), value: cells => record(keys, cells) };
}

/** The column of a member: cpuTimesUser, or with the last of the attribute's words, footprintSwap, or with none, rss. */
function memberColumn(attribute, key) {
    const last = attribute.split(/(?=[A-Z])/).at(-1).toLowerCase();
    const capital = key[0].toUpperCase() + key.slice(1);
    return [attribute + capital, last + capital, key].find(name => name in columns);
}

function record(keys, cells) {
    const values = {};
    keys.forEach((key, i) => (values[key] = cells[i]));
    return values;
}

/** What makes a cell pleasant, where it is not yet. */
const cellReaders = { environ: environment, status: remembering(pleasant.status) };

/** Asks only once for each value: there are few, and many cells. */
function remembering(ask) {
    const answers = new Map();
    return value => {
        if (!answers.has(value)) answers.set(value, ask(value));
        return answers.get(value);
    };
}

// For tables that were dropped without close().
const forgotten = new FinalizationRegistry(handle => native.table_free(handle));

class ProcessTable {
    #handle;
    #closed = false;
    #read = new Map(); // the columns that were asked for, by name

    constructor(handle, columns) {
        this.#handle = handle;
        forgotten.register(this, handle, this);
        this.columns = columns;
        this.length = native.table_rows(handle);
    }

    /** All values of a column, null where there is none. */
    column(name) {
        if (!this.#read.has(name)) {
            const { raw, cells } = this.#fetch(name);
            this.#read.set(name, present(raw, cells, cellReaders[name]));
        }
        return this.#read.get(name);
    }

    /** All values of a column of numbers, NaN where there is none. */
    numbers(name) {
        const { raw, cells } = this.#fetch(name);
        if (!(cells instanceof Float64Array)) throw new InvalidArgument({ message: `${name} is no column of numbers` });
        if (raw.null_count > 0) absent(raw).forEach(row => (cells[row] = NaN));
        return cells;
    }

    /** What became of each cell of a column: codes, as errors have them. */
    outcomes(name) {
        return Array.from(copy(this.#column(name).outcomes, Int8Array, this.length), code => errorNames[code]);
    }

    row(index) {
        if (!(integer('index', index) >= 0 && index < this.length)) {
            throw new InvalidArgument({ message: `row ${index} of a table of ${this.length} rows` });
        }
        const row = {};
        for (const name of this.columns) row[name] = this.column(name)[index];
        return row;
    }

    *[Symbol.iterator]() {
        for (let index = 0; index < this.length; index++) yield this.row(index);
    }

    toRows() {
        return [...this];
    }

    process(index) {
        return given(native.table_process(this.#handle, integer('index', index)));
    }

    close() {
        if (this.#closed) return;
        this.#closed = true;
        forgotten.unregister(this);
        native.table_free(this.#handle);
    }

    #column(name) {
        return native.table_column(this.#handle, numberOf(name));
    }

    #fetch(name) {
        const raw = this.#column(name);
        return { raw, cells: cellsOf(raw) };
    }
}

if (Symbol.dispose) {
    Object.defineProperty(ProcessTable.prototype, Symbol.dispose, { value: ProcessTable.prototype.close, configurable: true, writable: true });
}

function numberOf(name) {
    if (Object.hasOwn(columns, name)) return columns[name].number;
    throw new InvalidArgument({ message: `${String(name)} is no column: there are ${Object.keys(columns).join(', ')}` });
}

/** int64_t as numbers. By halves, for each BigInt would be an object. (All that koffi runs on has the low half first.) */
function int64s(pointer, length) {
    const halves = copy(pointer, Int32Array, 2 * length);
    const numbers = new Float64Array(length);
    for (let i = 0; i < length; i++) numbers[i] = halves[2 * i + 1] * 2 ** 32 + (halves[2 * i] >>> 0);
    return numbers;
}

function strings(pointer, offsets) {
    const bytes = Buffer.from(copy(pointer, Uint8Array, offsets.at(-1)));
    return Array.from({ length: offsets.length - 1 }, (_, i) => bytes.toString('utf8', offsets[i], offsets[i + 1]));
}

/** The cells of a column, with anything in place of those that are absent. */
function cellsOf(raw) {
    const { length } = raw;
    if (raw.type === PSUTIL_COLUMN_TYPE_INT64) return int64s(raw.int64s, length);
    if (raw.type === PSUTIL_COLUMN_TYPE_DOUBLE) return copy(raw.doubles, Float64Array, length);
    if (raw.type === PSUTIL_COLUMN_TYPE_STRING) return strings(raw.bytes, int64s(raw.offsets, length + 1));
    const lists = int64s(raw.list_offsets, length + 1);
    const items = strings(raw.bytes, int64s(raw.offsets, lists[length] + 1));
    return Array.from({ length }, (_, i) => items.slice(lists[i], lists[i + 1]));
}

/** The rows whose cell is absent. */
function absent({ length, validity }) {
    const bits = copy(validity, Uint8Array, Math.ceil(length / 8));
    return Array.from({ length }, (_, row) => row).filter(row => !((bits[row >> 3] >> (row & 7)) & 1));
}

/** The cells as people want them. */
function present(raw, cells, read = value => value) {
    const values = Array.from(cells);
    const missing = raw.null_count > 0 ? absent(raw) : [];
    for (const row of missing) values[row] = null;
    return values.map(value => (value === null ? null : read(value)));
}

/** The columns that are read by default: those that are not slow. */
const defaultColumns = Object.keys(columns).filter(name => !columns[name].slow);

/** What processTable takes, and what psutil_process_table takes for it. */
function request({ columns: chosenColumns, pids } = {}) {
    const names = chosenColumns === undefined ? defaultColumns : [...new Set(chosenColumns)];
    const numbers = Int32Array.from(names, numberOf);
    const chosen = pids === undefined ? null : Array.from(pids, pid => integer('a PID', pid));
    // arrays of one at the least, for C takes none for all
    return {
        names,
        inputs: [
            numbers.length > 0 ? numbers : [columns.pid.number], numbers.length || 1,
            chosen?.length === 0 ? [0] : chosen, chosen?.length ?? 0
        ]
    };
}

function processTable(options) {
    const { names, inputs } = request(options);
    return new ProcessTable(native.process_table(...inputs), names);
}

async function processTableAsync(options) {
    const { names, inputs } = request(options);
    return new ProcessTable(await native.process_table.async(...inputs), names);
}

module.exports = { attributeColumns, processTable, processTableAsync };
