'use strict';

// The process table: the C library reads all columns in one call, and each is fetched as a whole, not cell by cell.

const { inspect } = require('node:util');
const { columns, enums, errorNames } = require('../declarations.js');
const native = require('./native.js');
const { decodeEnviron, decoders, memoryCounters } = require('./attributes.js');
const { copyArray, viewArray } = require('./c-array.js');
const { InvalidArgument } = require('./errors.js');
const { isWindows } = require('./platform.js');
const { disposable, fromHandle } = require('./process.js');
const { checkMethods, withChecks } = require('./signatures.js');

const { PSUTIL_COLUMN_TYPE_INT64, PSUTIL_COLUMN_TYPE_DOUBLE, PSUTIL_COLUMN_TYPE_STRING } = enums.psutil_column_type;

/**
 * The attributes that columns hold: their columns (one, or one for each member of a record) and what decodes the cells.
 */
const attributeColumns = {};
for (const [name, { keys = [] }] of Object.entries(decoders)) {
    if (name in columns) attributeColumns[name] = { columns: [name], decode: ([cell]) => cell };
    const members = keys.filter(key => memberColumn(name, key));
    // Only members that Windows alone reports have no column.
    if (members.length > 0 && (members.length === keys.length || !isWindows)) {
        const absent = toRecord(keys, keys.map(() => null));
        attributeColumns[name] = { columns: members.map(key => memberColumn(name, key)), decode: cells => ({ ...absent, ...toRecord(members, cells) }) };
    }
}

if (isWindows) {
    const members = ['rss', 'vms', 'peakRss', 'peakVms', 'peakPagedPool', 'pagedPool', 'peakNonpagedPool', 'nonpagedPool', 'privateUsage', 'numPageFaults'];
    attributeColumns.memoryInfo = { columns: members, decode: cells => memoryCounters(toRecord(members, cells)) };
}

/**
 * Returns the column of a member: cpuTimesUser; or footprintSwap, with the attribute's last word; or the member's name,
 * rss.
 */
function memberColumn(attribute, key) {
    const lastWord = attribute.split(/(?=[A-Z])/).at(-1).toLowerCase();
    const capitalized = key[0].toUpperCase() + key.slice(1);
    return [attribute + capitalized, lastWord + capitalized, key].find(name => name in columns);
}

function toRecord(keys, cells) {
    return Object.fromEntries(keys.map((key, i) => [key, cells[i]]));
}

/** The functions that convert the cells of some columns. */
const cellDecoders = { cwd: decoders.cwd, environ: decodeEnviron, status: decoders.status };

/** The rows that console.log shows. */
const MAX_SHOWN_ROWS = 20;

const finalizers = new FinalizationRegistry(handle => native.table_free(handle));

class ProcessTable {
    #handle;
    #closed = false;
    #decoded = new Map(); // by name

    constructor(handle, names) {
        this.#handle = handle;
        finalizers.register(this, handle, this);
        this.columns = names;
        this.length = native.table_rows(handle);
    }

    column(name) {
        if (!this.#decoded.has(name)) {
            const { raw, cells } = this.#fetch(name);
            this.#decoded.set(name, decodeCells(raw, cells, cellDecoders[name]));
        }
        return this.#decoded.get(name);
    }

    numbers(name) {
        const { raw, cells } = this.#fetch(name);
        if (!(cells instanceof Float64Array)) throw new InvalidArgument({ message: `column ${name}: its cells are not numbers` });
        for (const row of absentRows(raw)) cells[row] = NaN;
        return cells;
    }

    outcomes(name) {
        return Array.from(copyArray(this.#rawColumn(name).outcomes, Int8Array, this.length), code => errorNames[code]);
    }

    row(index) {
        if (!(index >= 0 && index < this.length)) {
            throw new InvalidArgument({ message: `row ${index}: the table has ${this.length} rows` });
        }
        return Object.fromEntries(this.columns.map(name => [name, this.column(name)[index]]));
    }

    *[Symbol.iterator]() {
        for (let index = 0; index < this.length; index++) yield this.row(index);
    }

    toRows() {
        return [...this];
    }

    toJSON() {
        return this.toRows();
    }

    [inspect.custom](_depth, options) {
        const shown = Array.from({ length: Math.min(this.length, MAX_SHOWN_ROWS) }, (_, i) => this.row(i));
        const more = this.length > shown.length ? `, and ${this.length - shown.length} more` : '';
        return `ProcessTable(${this.length} rows) ${inspect(shown, options)}${more}`;
    }

    process(index) {
        return fromHandle(native.table_process(this.#handle, index));
    }

    close() {
        if (this.#closed) return;
        this.#closed = true;
        finalizers.unregister(this);
        native.table_free(this.#handle);
    }

    #rawColumn(name) {
        return native.table_column(this.#handle, columnNumber(name));
    }

    #fetch(name) {
        const raw = this.#rawColumn(name);
        return { raw, cells: rawCells(raw) };
    }
}

checkMethods(ProcessTable);
disposable(ProcessTable);

function columnNumber(name) {
    if (Object.hasOwn(columns, name)) return columns[name].number;
    throw new InvalidArgument({ message: `${String(name)}: unknown column; use ${Object.keys(columns).join(', ')}` });
}

/**
 * Returns C's int64_t values as numbers. They are read as halves, low half first, because each BigInt would be an
 * object.
 */
function int64s(pointer, length) {
    const halves = viewArray(pointer, Int32Array, 2 * length);
    const numbers = new Float64Array(length);
    for (let i = 0; i < length; i++) numbers[i] = halves[2 * i + 1] * 2 ** 32 + (halves[2 * i] >>> 0);
    return numbers;
}

const NON_ASCII = /[\x80-\xff]/;

/**
 * Returns the strings of a column, which is decoded as a whole: one character for each byte. UTF-8 is decoded again.
 */
function strings(pointer, offsets) {
    const length = offsets.length - 1;
    const { buffer, byteOffset } = viewArray(pointer, Uint8Array, offsets[length]);
    const bytes = Buffer.from(buffer, byteOffset, offsets[length]);
    const text = bytes.latin1Slice();
    const isAscii = !NON_ASCII.test(text);
    const values = new Array(length);
    for (let i = 0; i < length; i++) {
        const value = text.slice(offsets[i], offsets[i + 1]);
        values[i] = isAscii || !NON_ASCII.test(value) ? value : bytes.utf8Slice(offsets[i], offsets[i + 1]);
    }
    return values;
}

/** Returns the cells of a column; those of absent values are arbitrary. */
function rawCells(raw) {
    const { length } = raw;
    if (raw.type === PSUTIL_COLUMN_TYPE_INT64) return int64s(raw.int64s, length);
    if (raw.type === PSUTIL_COLUMN_TYPE_DOUBLE) return copyArray(raw.doubles, Float64Array, length);
    if (raw.type === PSUTIL_COLUMN_TYPE_STRING) return strings(raw.bytes, int64s(raw.offsets, length + 1));
    const lists = int64s(raw.list_offsets, length + 1);
    const items = strings(raw.bytes, int64s(raw.offsets, lists[length] + 1));
    return Array.from({ length }, (_, i) => items.slice(lists[i], lists[i + 1]));
}

/** Returns the rows without a value. */
function absentRows({ length, null_count: absent, validity }) {
    const rows = [];
    if (absent === 0) return rows;
    const bits = viewArray(validity, Uint8Array, Math.ceil(length / 8));
    for (let row = 0; row < length; row++) {
        if (!((bits[row >> 3] >> (row & 7)) & 1)) rows.push(row);
    }
    return rows;
}

/** Returns the cells of a column converted by decode, with null for absent values. */
function decodeCells(raw, cells, decode) {
    const values = Array.isArray(cells) ? cells : Array.from(cells);
    for (const row of absentRows(raw)) values[row] = null;
    return decode ? values.map(value => (value === null ? null : decode(value))) : values;
}

const defaultColumns = Object.keys(columns).filter(name => !columns[name].slow);

/** Returns the names of the columns, and the arguments of psutil_process_table for the options of processTable. */
function tableArguments({ columns: chosenColumns, pids } = {}) {
    const names = chosenColumns === undefined ? defaultColumns : [...new Set(chosenColumns)];
    const numbers = Int32Array.from(names, columnNumber);
    // An empty list is passed as an array with a dummy item and length 0: C takes NULL for all.
    return {
        names,
        inputs: [
            numbers.length > 0 ? numbers : [columns.pid.number], numbers.length || 1,
            pids?.length === 0 ? [0] : pids ?? null, pids?.length ?? 0
        ]
    };
}

function processTable(options) {
    const { names, inputs } = tableArguments(options);
    return new ProcessTable(native.process_table(...inputs), names);
}

async function processTableAsync(options) {
    const { names, inputs } = tableArguments(options);
    return new ProcessTable(await native.process_table.async(...inputs), names);
}

const readerFinalizers = new FinalizationRegistry(handle => native.table_reader_free(handle));
const sources = { 0: 'procfs', 1: 'file', 2: 'bpf' };

class TableReader {
    #handle;
    #closed = false;

    constructor(handle, names) {
        this.#handle = handle;
        readerFinalizers.register(this, handle, this);
        this.columns = names;
    }

    read() {
        return new ProcessTable(native.table_reader_read(this.#handle), this.columns);
    }

    async readAsync() {
        return new ProcessTable(await native.table_reader_read.async(this.#handle), this.columns);
    }

    source() {
        return sources[native.table_reader_source(this.#handle)];
    }

    close() {
        if (this.#closed) return;
        this.#closed = true;
        readerFinalizers.unregister(this);
        native.table_reader_free(this.#handle);
    }
}

checkMethods(TableReader);
disposable(TableReader);

function tableReader({ columns: chosenColumns, file = false, bpf = false, strict = false } = {}) {
    const { names, inputs: [numbers, n] } = tableArguments({ columns: chosenColumns });
    const { PSUTIL_READER_FILE, PSUTIL_READER_BPF, PSUTIL_READER_STRICT } = enums.psutil_reader_flags;
    const flags = (file ? PSUTIL_READER_FILE : 0) | (bpf ? PSUTIL_READER_BPF : 0) | (strict ? PSUTIL_READER_STRICT : 0);
    return new TableReader(native.table_reader_new(numbers, n, flags), names);
}

function tablePin(path, mode = 0o444) {
    native.table_pin(path, mode);
}

module.exports = { attributeColumns, TableReader, ...withChecks({ processTable, processTableAsync, tableReader, tablePin }) };
