'use strict';

// The attributes of a process: decoders of the C library's values, whether they come from one function each or several
// at once from psutil_process_info.

const { enums, statusNames, structs } = require('../declarations.js');
const native = require('./native.js');
const { InvalidArgument } = require('./errors.js');
const { enumNumbers, recordDecoder, snake, toNumber } = require('./decode.js');

const { PSUTIL_OK } = enums.psutil_error;
const { PSUTIL_RLIM_INFINITY } = enums.psutil_rlim_infinity;

const identity = value => value;
const listOf = decode => items => items.map(decode);
const decodeIds = recordDecoder(structs.psutil_ids_t);

/** The function that converts the C value of each attribute. */
const decoders = {
    pid: identity,
    ppid: identity,
    name: identity,
    exe: identity,
    cmdline: identity,
    environ: decodeEnviron,
    createTime: identity,
    status: number => statusNames[number] ?? '?',
    cwd: identity,
    uids: decodeIds,
    gids: decodeIds,
    username: identity,
    terminal: identity,
    nice: identity,
    ionice: recordDecoder(structs.psutil_ionice_t),
    cpuAffinity: cpus => Array.from(cpus, Number),
    cpuNum: identity,
    cpuTimes: recordDecoder(structs.psutil_process_cpu_times_t),
    cpuPercent: identity,
    memoryInfo: recordDecoder(structs.psutil_process_memory_info_t),
    memoryInfoEx: recordDecoder(structs.psutil_process_memory_info_ex_t),
    memoryFootprint: recordDecoder(structs.psutil_process_memory_footprint_t),
    memoryPercent: identity,
    memoryMaps: listOf(recordDecoder(structs.psutil_memory_map_t)),
    pageFaults: recordDecoder(structs.psutil_page_faults_t),
    ioCounters: recordDecoder(structs.psutil_process_io_counters_t),
    numCtxSwitches: recordDecoder(structs.psutil_ctx_switches_t),
    numFds: identity,
    numThreads: identity,
    threads: listOf(recordDecoder(structs.psutil_thread_t)),
    openFiles: listOf(recordDecoder(structs.psutil_open_file_t))
};

const attributeNames = [...Object.keys(decoders), 'netConnections'];

const fieldNumbers = enumNumbers('psutil_process_field', 'PSUTIL_FIELD_');
/** Returns the member of psutil_process_info_t that holds an attribute. */
const memberOf = name => (name === 'environ' ? 'environment' : snake(name));

/** Converts "NAME=value" strings to an object. Of a name that occurs twice, the last value is taken, as in psutil. */
function decodeEnviron(strings) {
    const parts = strings.map(string => [string, string.indexOf('=')]).filter(([, equals]) => equals > 0);
    return Object.fromEntries(parts.map(([string, equals]) => [string.slice(0, equals), string.slice(equals + 1)]));
}

/** Converts the limits of a resource: Infinity for no limit. */
function decodeLimits({ soft, hard }) {
    const number = limit => (limit === PSUTIL_RLIM_INFINITY ? Infinity : toNumber(limit));
    return { soft: number(soft), hard: number(hard) };
}

/** Converts a limit to C's int64_t. A larger one, which no resource can reach, becomes the largest int64_t. */
function encodeLimit(name, value) {
    if (value === Infinity) return PSUTIL_RLIM_INFINITY;
    if (!Number.isInteger(value)) throw new TypeError(`${name} must be an integer or Infinity, not ${value} (${typeof value})`);
    if (value < 0) throw new InvalidArgument({ message: `${name} must be at least 0, not ${value}` });
    const limit = BigInt(value);
    return limit < 2n ** 63n ? limit : 2n ** 63n - 1n;
}

/** Returns the names of attributes as an array, all if there are none given. */
function checkAttrs(attrs = attributeNames) {
    const names = [...attrs];
    for (const name of names) {
        if (!attributeNames.includes(name)) {
            throw new InvalidArgument({ message: `attribute ${String(name)}: unknown; use ${attributeNames.join(', ')}` });
        }
    }
    return names;
}

/** Reads the attributes that psutil_process_info knows, with adValue for those that cannot be read. */
function readInfo(handle, attrs, adValue) {
    const names = attrs.filter(name => Object.hasOwn(decoders, name));
    const record = {};
    if (names.length === 0) return record; // psutil_process_info takes no fields for all
    const { info, outcomes } = native.process_info(handle, names.map(name => fieldNumbers[name]));
    for (const name of names) {
        record[name] = outcomes[fieldNumbers[name]] === PSUTIL_OK ? decoders[name](info[memberOf(name)]) : adValue;
    }
    return record;
}

module.exports = { checkAttrs, decodeEnviron, decodeLimits, decoders, encodeLimit, readInfo };
