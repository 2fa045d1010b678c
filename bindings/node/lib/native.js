'use strict';

// The C library as JavaScript functions: native.process_name(handle) is psutil_process_name. A function returns the C
// function's outputs (several as an array), decodes and frees blocks, and throws for a code other than PSUTIL_OK.
// Values keep the header's types; the other files convert them.

const fs = require('node:fs');
const path = require('node:path');
const koffi = require('koffi');
const { enums, structs, functions } = require('../declarations.js');
const errors = require('./errors.js');
const { copyArray } = require('./c-array.js');
const { nullIfAbsent } = require('./decode.js');

const { PSUTIL_OK } = enums.psutil_error;

const file = { win32: 'psutil.dll', darwin: 'libpsutil.dylib' }[process.platform] ?? 'libpsutil.so';
const installedFile = { win32: 'psutil.dll', darwin: 'libpsutil.1.dylib' }[process.platform] ?? 'libpsutil.so.1';
// Where make puts the library for this system, below build.
const builds = { win32: 'windows', darwin: 'darwin', freebsd: 'freebsd' };

// npm installs the one for this C library; other package managers may install both. The report takes several
// milliseconds.
const platformPackages = [`@libpsutil/${process.platform}-${process.arch}`];
if (process.platform === 'linux') platformPackages.push(`${platformPackages[0]}-musl`);
const isMusl = () => !process.report?.getReport().header.glibcVersionRuntime;

/** Returns the path of the library in a package, in an array, which is empty if the package is not installed. */
function resolveLibrary(name) {
    try {
        return [require.resolve(`${name}/${file}`)];
    } catch {
        return [];
    }
}

/** Finds and opens the library. The library starts its runtime at the first call, not here. */
function openLibrary() {
    const override = process.env.LIBPSUTIL_PATH;
    if (override) return load(override, ' (from LIBPSUTIL_PATH)');

    const packageRoot = path.join(__dirname, '..');
    const candidates = [path.join(packageRoot, file)];
    const installed = platformPackages.flatMap(resolveLibrary);
    candidates.push(...(installed.length > 1 ? [installed[Number(isMusl())]] : installed));
    // Only a checkout has the script that makes the published package: there, "../../build" is not the application's.
    if (fs.existsSync(path.join(packageRoot, 'scripts/pack.js'))) {
        candidates.push(path.join(packageRoot, '../../build', builds[process.platform] ?? '', file));
    }
    const found = candidates.find(candidate => fs.existsSync(candidate));
    if (found) return load(found, '');

    try {
        return koffi.load(installedFile);
    } catch (cause) {
        throw new Error(
            `libpsutil: ${file} was not found: not in the package ${platformPackages.join(' or ')}, not at ${candidates.join(', not at ')}, ` +
                'and not in the system. Set LIBPSUTIL_PATH to its path.',
            { cause }
        );
    }
}

function load(libraryPath, origin) {
    try {
        return koffi.load(path.resolve(libraryPath));
    } catch (cause) {
        throw new Error(`libpsutil: cannot load ${libraryPath}${origin}: ${cause.message}`, { cause });
    }
}

const library = openLibrary();

function declare(name, returns, types) {
    try {
        return library.func(name, returns, types);
    } catch (cause) {
        const { since } = functions[name];
        throw new Error(`libpsutil: the library that was loaded has no ${name}: it is older than ${since}`, { cause });
    }
}

// A call that takes long but does not wait may run on a thread of libuv's pool, as file reads do. The pool has four
// threads; this package takes at most two, and the rest stays free for files and names.
const MAX_POOL_THREADS = 2;
const queue = [];
let poolThreads = 0;

/** Calls start(resolve, reject) when a pool thread is free, and returns a Promise of its result. */
function runOnPool(start) {
    return new Promise((resolve, reject) => {
        queue.push(() => new Promise(start).then(resolve, reject).finally(startNext));
        if (poolThreads < MAX_POOL_THREADS) {
            poolThreads++;
            queue.shift()();
        }
    });
}

function startNext() {
    if (queue.length > 0) queue.shift()();
    else poolThreads--;
}

/** Makes the JavaScript function for a C function, with an async variant under .async. */
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
    const decodeCells = cells => {
        const values = cells.map(([value], i) => (outs[i].out === 'block' ? decodeAndFree(value, outs[i].type) : value));
        return values.length > 1 ? values : values[0];
    };
    const callSync = (...inputs) => {
        const cells = makeCells();
        if (call(...inputs, ...cells) !== PSUTIL_OK) throw lastError();
        return decodeCells(cells);
    };
    // The library keeps the details of an error per thread. A call that fails on a pool thread is therefore repeated on
    // this thread, where the details can be read.
    callSync.async = (...inputs) => runOnPool((resolve, reject) => {
        const cells = makeCells();
        call.async(...inputs, ...cells, (error, code) => {
            try {
                if (error) throw error;
                resolve(code === PSUTIL_OK ? decodeCells(cells) : callSync(...inputs));
            } catch (failure) {
                reject(failure);
            }
        });
    });
    return callSync;
}

/** Decodes a block and frees it. */
function decodeAndFree(block, type) {
    try {
        if (type === 'str') return koffi.decode.string(block);
        const value = koffi.decode(block, type);
        return 'items' in value ? value.items : value;
    } finally {
        native.free(block);
    }
}

/**
 * Makes native.process_info. The record points to lists inside the block, so they are decoded before the block is
 * freed.
 */
function bindProcessInfo() {
    const functionName = 'psutil_process_info';
    const { returns, params } = functions[functionName];
    const call = declare(functionName, returns, params.map(({ type, out }) => (out ? koffi.out(koffi.pointer('void *')) : type)));
    const infoType = structs.psutil_process_info_t;
    const lists = Object.values(infoType.members).filter(member => member.type.ref?.primitive === 'Record');
    return (handle, fields) => {
        const cell = [null];
        if (call(handle, Int32Array.from(fields), fields.length, cell) !== PSUTIL_OK) throw lastError();
        const [block] = cell;
        try {
            const info = koffi.decode(block, infoType);
            for (const { name, type } of lists) {
                if (info[name] !== null) info[name] = koffi.decode(info[name], type.ref).items;
            }
            return { info, outcomes: copyArray(info.outcomes, Int32Array, Number(info.fields)) };
        } finally {
            native.free(block);
        }
    };
}

const classes = new Map(Object.values(errors).map(type => [type.code, type]));

/** Returns a message of the library without the name of the C function, which every message begins with. */
const withoutFunction = message => message.replace(/^psutil_\w+: /, '');

/** Returns the last error of this thread as an exception. */
function lastError() {
    const info = koffi.decode(native.last_error(), structs.psutil_error_info_t);
    const code = native.error_name(info.code);
    return new (classes.get(code) ?? errors.PsutilError)({
        message: withoutFunction(info.message),
        code,
        pid: nullIfAbsent(info.pid),
        name: info.name,
        errno: info.os_error || null,
        ppid: nullIfAbsent(info.ppid),
        timeout: Number.isNaN(info.timeout) ? null : info.timeout
    });
}

const native = {};
for (const name of Object.keys(functions)) native[name.slice('psutil_'.length)] = bind(name);
native.process_info = bindProcessInfo();

module.exports = native;
