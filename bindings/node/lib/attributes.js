'use strict';

// The attributes of a process: how the answers of the C library become pleasant, whether they come one by one from a
// function each, or many at once from psutil_process_info.

const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { InvalidArgument } = require('./errors.js');
const { recordReader, safe, snake } = require('./record.js');

const { PSUTIL_OK } = enums.psutil_error;
const { PSUTIL_RLIM_INFINITY } = enums.psutil_rlim_infinity;

const same = value => value;
const list = read => items => items.map(read);
const ids = recordReader(structs.psutil_ids_t);

/** What makes the raw answer for each attribute pleasant. */
const pleasant = {
    pid: same,
    ppid: same,
    name: same,
    exe: same,
    cmdline: same,
    environ: environment,
    createTime: same,
    status: native.status_name,
    cwd: same,
    uids: ids,
    gids: ids,
    username: same,
    terminal: same,
    nice: same,
    ionice: recordReader(structs.psutil_ionice_t),
    cpuAffinity: cpus => Array.from(cpus, Number),
    cpuNum: same,
    cpuTimes: recordReader(structs.psutil_process_cpu_times_t),
    cpuPercent: same,
    memoryInfo: recordReader(structs.psutil_process_memory_info_t),
    memoryInfoEx: recordReader(structs.psutil_process_memory_info_ex_t),
    memoryFootprint: recordReader(structs.psutil_process_memory_footprint_t),
    memoryPercent: same,
    memoryMaps: list(recordReader(structs.psutil_memory_map_t)),
    pageFaults: recordReader(structs.psutil_page_faults_t),
    ioCounters: recordReader(structs.psutil_process_io_counters_t),
    numCtxSwitches: recordReader(structs.psutil_ctx_switches_t),
    numFds: same,
    numThreads: same,
    threads: list(recordReader(structs.psutil_thread_t)),
    openFiles: list(recordReader(structs.psutil_open_file_t))
};

/** The fields of psutil_process_info that the attributes are, and their members of its record. */
const fields = {};
for (const name of Object.keys(pleasant)) {
    fields[name] = {
        number: enums.psutil_process_field[`PSUTIL_FIELD_${snake(name).toUpperCase()}`],
        member: name === 'environ' ? 'environment' : snake(name)
    };
}

/** A name that is there twice has its last value, as psutil has it. */
function environment(strings) {
    const parts = strings.map(string => [string, string.indexOf('=')]).filter(([, equals]) => equals > 0);
    return Object.fromEntries(parts.map(([string, equals]) => [string.slice(0, equals), string.slice(equals + 1)]));
}

/** A limit as JavaScript knows it. */
function limits({ soft, hard }) {
    const number = limit => (limit === PSUTIL_RLIM_INFINITY ? Infinity : safe(limit));
    return { soft: number(soft), hard: number(hard) };
}

/** A limit as C knows it. All that is beyond an int64_t, which nothing can reach, is its largest number. */
function limit(name, value) {
    if (value === Infinity) return PSUTIL_RLIM_INFINITY;
    if (!Number.isInteger(value)) throw new TypeError(`${name} must be an integer or Infinity, not ${value} (${typeof value})`);
    if (value < 0) throw new InvalidArgument({ message: `${name} is negative: ${value}` });
    const whole = BigInt(value);
    return whole < 2n ** 63n ? whole : 2n ** 63n - 1n;
}

/** Checks the names of attributes that a user gave. */
function checked(attrs) {
    for (const name of attrs) {
        if (!Object.hasOwn(pleasant, name) && name !== 'netConnections') {
            const known = [...Object.keys(pleasant), 'netConnections'].join(', ');
            throw new InvalidArgument({ message: `${String(name)} is no attribute of a process: there are ${known}` });
        }
    }
    return attrs;
}

/** Those of the attributes that psutil_process_info knows, with other in place of what cannot be had. */
function information(handle, attrs, other) {
    const names = attrs.filter(name => name in fields);
    const record = {};
    if (names.length === 0) return record; // which would mean: all
    const { info, outcomes } = native.process_info(handle, names.map(name => fields[name].number));
    for (const name of names) {
        const { number, member } = fields[name];
        record[name] = outcomes[number] === PSUTIL_OK ? pleasant[name](info[member]) : other;
    }
    return record;
}

module.exports = { checked, environment, information, limit, limits, names: [...Object.keys(pleasant), 'netConnections'], pleasant };
