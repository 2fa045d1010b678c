'use strict';

// The C library as JavaScript functions: psutil_process_name is native.process_name(handle). Outputs become the return
// value, blocks are decoded and given back, and a code that is not PSUTIL_OK becomes an exception. Types stay those of
// the header: system.js and process.js make them pleasant.

const fs = require('node:fs');
const path = require('node:path');
const koffi = require('koffi');
const { enums, structs, functions } = require('../declarations.js');
const errors = require('./errors.js');
const { copy } = require('./memory.js');

const file = { win32: 'psutil.dll', darwin: 'libpsutil.dylib' }[process.platform] ?? 'libpsutil.so';
const platformPackage = `@libpsutil/${process.platform}-${process.arch}`;

/** Finds and opens the library. This starts nothing: that happens at the first call. */
function open() {
    const chosen = process.env.LIBPSUTIL_PATH;
    if (chosen) return load(chosen, ' (from LIBPSUTIL_PATH)');

    const packageRoot = path.join(__dirname, '..');
    const places = [path.join(packageRoot, file), path.join(packageRoot, '../../build', file)];
    try {
        places.splice(1, 0, require.resolve(`${platformPackage}/${file}`));
    } catch {
        // not installed
    }
    const found = places.find(place => fs.existsSync(place));
    if (found) return load(found, '');

    try {
        return koffi.load(process.platform === 'linux' ? `${file}.1` : file);
    } catch (cause) {
        throw new Error(
            `libpsutil: ${file} was not found: not in the package ${platformPackage}, not at ${places.join(', not at ')}, ` +
                'and not in the system. LIBPSUTIL_PATH can say where it is.',
            { cause }
        );
    }
}

function load(place, origin) {
    try {
        return koffi.load(path.resolve(place));
    } catch (cause) {
        throw new Error(`libpsutil: cannot load ${place}${origin}: ${cause.message}`, { cause });
    }
}

const library = open();

function declare(name, returns, types) {
    try {
        return library.func(name, returns, types);
    } catch (cause) {
        const { since } = functions[name];
        throw new Error(`libpsutil: the library that was loaded has no ${name}: it is older than ${since}`, { cause });
    }
}

// What takes long, and does not wait, may be asked on a thread of libuv's pool, like a file that is read. Most of the pool
// is left to others: of its four threads, two at the most are ours.
const MOST_ON_POOL = 2;
const queue = [];
let onPoolNow = 0;

function onPool(begin) {
    return new Promise((resolve, reject) => {
        queue.push(() => new Promise(begin).then(resolve, reject).finally(next));
        if (onPoolNow < MOST_ON_POOL) {
            onPoolNow++;
            queue.shift()();
        }
    });
}

/** Goes on with the queue when something is done. */
function next() {
    if (queue.length > 0) queue.shift()();
    else onPoolNow--;
}

function bind(name) {
    const { returns, params } = functions[name];
    const outs = params.filter(param => param.out);
    const call = declare(
        name,
        returns,
        params.map(({ type, out }) => (out ? koffi.out(koffi.pointer(out === 'block' ? 'void *' : type)) : type))
    );
    if (returns !== 'int32_t') return call;
    const makeCells = () => outs.map(() => [null]);
    const valueOf = cells => {
        const values = cells.map(([value], i) => (outs[i].out === 'block' ? take(value, outs[i].type) : value));
        return values.length > 1 ? values : values[0];
    };
    const ask = (...inputs) => {
        const cells = makeCells();
        if (call(...inputs, ...cells) !== enums.psutil_error.PSUTIL_OK) throw lastError();
        return valueOf(cells);
    };
    // The details of an error stay on the pool's thread; so a call that has failed is made again on this one, where they
    // can be read.
    ask.async = (...inputs) => onPool((resolve, reject) => {
        const cells = makeCells();
        call.async(...inputs, ...cells, (error, code) => {
            try {
                if (error) throw error;
                resolve(code === enums.psutil_error.PSUTIL_OK ? valueOf(cells) : ask(...inputs));
            } catch (failure) {
                reject(failure);
            }
        });
    });
    return ask;
}

/** Decodes a block and gives it back. */
function take(block, type) {
    try {
        if (type === 'str') return koffi.decode.string(block);
        const value = koffi.decode(block, type);
        return 'items' in value ? value.items : value;
    } finally {
        native.free(block);
    }
}

/** psutil_process_info, whose lists are behind pointers in the record: they must be decoded before the block goes. */
function bindProcessInfo() {
    const name = 'psutil_process_info';
    const { returns, params } = functions[name];
    const call = declare(name, returns, params.map(({ type, out }) => (out ? koffi.out(koffi.pointer('void *')) : type)));
    const type = structs.psutil_process_info_t;
    const lists = Object.values(type.members).filter(member => member.type.ref?.primitive === 'Record');
    return (handle, fields) => {
        const cell = [null];
        if (call(handle, Int32Array.from(fields), fields.length, cell) !== enums.psutil_error.PSUTIL_OK) throw lastError();
        const [block] = cell;
        try {
            const info = koffi.decode(block, type);
            for (const { name, type } of lists) {
                if (info[name] !== null) info[name] = koffi.decode(info[name], type.ref).items;
            }
            return { info, outcomes: copy(info.outcomes, Int32Array, Number(info.fields)) };
        } finally {
            native.free(block);
        }
    };
}

const classes = new Map(Object.values(errors).map(type => [type.code, type]));

// The details belong to the thread that made the call, and are read here on the JavaScript thread: see ask.async.
function lastError() {
    const info = koffi.decode(native.last_error(), structs.psutil_error_info_t);
    const known = number => (number === enums.psutil_absent.PSUTIL_NA ? null : number);
    const code = native.error_name(info.code);
    return new (classes.get(code) ?? errors.PsutilError)({
        message: info.message,
        code,
        pid: known(info.pid),
        name: info.name,
        errno: info.os_error || null,
        ppid: known(info.ppid),
        timeout: Number.isNaN(info.timeout) ? null : info.timeout
    });
}

const native = {};
for (const name of Object.keys(functions)) native[name.slice('psutil_'.length)] = bind(name);
native.process_info = bindProcessInfo();

module.exports = native;
