'use strict';

// The attributes of a process: decoders of the C library's values, whether they come from one function each or several
// at once from psutil_process_info.

const path = require('node:path');
const { enums, statusNames, structs } = require('../declarations.js');
const native = require('./native.js');
const { iterableOf, string } = require('./arguments.js');
const { InvalidArgument } = require('./errors.js');
const { enumNumbers, recordDecoder, snake, toNumber } = require('./decode.js');
const { absent, isWindows, removeAbsent } = require('./platform.js');

const { PSUTIL_OK } = enums.psutil_error;
const { PSUTIL_RLIM_INFINITY } = enums.psutil_rlim_infinity;

const identity = value => value;
const listOf = decode => items => items.map(decode);
const decodeIds = recordDecoder(structs.psutil_ids_t);
const decodeMemoryInfoEx = recordDecoder(structs.psutil_process_memory_info_ex_t);
const decodePageFaults = recordDecoder(structs.psutil_page_faults_t);

/** The function that converts the C value of each attribute. */
const decoders = removeAbsent({
    pid: identity,
    ppid: identity,
    name: identity,
    exe: identity,
    cmdline: identity,
    environ: decodeEnviron,
    createTime: identity,
    status: number => statusNames[number] ?? '?',
    cwd: isWindows ? directory => path.resolve(directory) : identity, // without a backslash at the end, but for C:\\
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
    memoryInfo: isWindows ? decodeMemoryCounters : recordDecoder(structs.psutil_process_memory_info_t),
    memoryInfoEx: decodeMemoryInfoEx,
    memoryFootprint: recordDecoder(structs.psutil_process_memory_footprint_t),
    memoryPercent: identity,
    memoryMaps: listOf(recordDecoder(structs.psutil_memory_map_t)),
    pageFaults: decodePageFaults,
    ioCounters: recordDecoder(structs.psutil_process_io_counters_t),
    numCtxSwitches: recordDecoder(structs.psutil_ctx_switches_t),
    numFds: identity,
    numHandles: identity,
    numThreads: identity,
    threads: listOf(recordDecoder(structs.psutil_thread_t)),
    openFiles: listOf(recordDecoder(structs.psutil_open_file_t))
}, absent.methods);

const attributeNames = [...Object.keys(decoders), 'netConnections'];

const fieldNumbers = enumNumbers('psutil_process_field', 'PSUTIL_FIELD_');
/** Returns the member of psutil_process_info_t that holds an attribute. */
const memberOf = name => (name === 'environ' ? 'environment' : snake(name));

/** Returns the field of psutil_process_info that an attribute is decoded from. */
const fieldOf = name => (isWindows && name === 'memoryInfo' ? 'memoryInfoEx' : name);

function decodeMemoryCounters(memory) {
    return memoryCounters(decodeMemoryInfoEx(memory));
}

/** Returns psutil's memory_info of Windows from members of memoryInfoEx. */
function memoryCounters({ rss, vms, peakRss, peakVms, peakPagedPool, pagedPool, peakNonpagedPool, nonpagedPool, privateUsage, numPageFaults }) {
    return {
        rss, vms, numPageFaults, peakWset: peakRss, wset: rss, peakPagedPool, pagedPool, peakNonpagedPool, nonpagedPool,
        pagefile: vms, peakPagefile: peakVms, private: privateUsage
    };
}

/**
 * Converts "NAME=value" strings to an object. Of a name that occurs twice, the last value is taken, as in psutil. On
 * Windows, which ignores the case of names, they are in upper case.
 */
function decodeEnviron(strings) {
    const parts = strings.map(text => [text, text.indexOf('=')]).filter(([, equals]) => equals > 0);
    return Object.fromEntries(parts.map(([text, equals]) => [variableName(text.slice(0, equals)), text.slice(equals + 1)]));
}

const variableName = name => (isWindows ? name.toUpperCase() : name);

/** Converts the limits of a resource: Infinity for no limit. */
function decodeLimits({ soft, hard }) {
    const number = limit => (limit === PSUTIL_RLIM_INFINITY ? Infinity : toNumber(limit));
    return { soft: number(soft), hard: number(hard) };
}

const checkNames = iterableOf(string, 'names of attributes');

/** Checks an argument that holds the names of attributes, and returns them as an array. */
function checkAttrs(name, attrs) {
    const names = checkNames(name, attrs);
    const unknown = names.find(attribute => !attributeNames.includes(attribute));
    if (unknown === undefined) return names;
    throw new InvalidArgument({ message: `attribute ${unknown}: unknown; use ${attributeNames.join(', ')}` });
}

/** Reads the attributes that psutil_process_info has, with adValue for those that cannot be read. */
function readInfo(handle, attrs, adValue) {
    const names = attrs.filter(name => Object.hasOwn(decoders, name));
    const record = {};
    if (names.length === 0) return record; // psutil_process_info takes no fields for all
    const { info, outcomes } = native.process_info(handle, names.map(name => fieldNumbers[fieldOf(name)]));
    for (const name of names) {
        const field = fieldOf(name);
        record[name] = outcomes[fieldNumbers[field]] === PSUTIL_OK ? decoders[name](info[memberOf(field)]) : adValue;
    }
    return record;
}

module.exports = { attributeNames, checkAttrs, decodeEnviron, decodeLimits, decoders, memoryCounters, readInfo };
