'use strict';

const { structs } = require('../declarations.js');
const native = require('./native.js');
const { nullIfAbsent, recordDecoder } = require('./decode.js');
const { isWindows } = require('./platform.js');
const { sleep } = require('./poll.js');
const { withChecks } = require('./signatures.js');
const { nullIfUnsupported } = require('./unsupported.js');

const decodeRecord = recordDecoder(structs.psutil_cpu_times_t);
/** Converts CPU times. On Windows irq has psutil's name as well. */
const decodeTimes = isWindows
    ? raw => {
        const times = decodeRecord(raw);
        return { ...times, interrupt: times.irq };
    }
    : decodeRecord;
const decodeStats = recordDecoder(structs.psutil_cpu_stats_t);
const decodeFreq = recordDecoder(structs.psutil_cpu_freq_t);

function cpuCount({ logical = true } = {}) {
    return nullIfAbsent(native.cpu_count(logical ? 1 : 0));
}

function cpuTimes({ percpu = false } = {}) {
    return percpu ? native.cpu_times_per_cpu().map(decodeTimes) : decodeTimes(native.cpu_times());
}

/** How a percentage is read: of all CPUs or of each since the previous call, and from two readings of the CPU times. */
const busyPercent = {
    read: () => native.cpu_percent(0),
    readPerCpu: () => Array.from(native.cpu_percent_per_cpu(0)),
    between: native.cpu_percent_between
};
const timesPercent = {
    read: () => decodeTimes(native.cpu_times_percent(0)),
    readPerCpu: () => native.cpu_times_percent_per_cpu(0).map(decodeTimes),
    between: (earlier, later) => decodeTimes(native.cpu_times_percent_between(earlier, later))
};

function cpuPercent(options) {
    return percent(busyPercent, options);
}

function cpuTimesPercent(options) {
    return percent(timesPercent, options);
}

function percent(source, { interval, percpu = false, ...options } = {}) {
    if (interval !== undefined) return percentDuring(source, interval, percpu, options);
    return percpu ? source.readPerCpu() : source.read();
}

async function percentDuring(source, interval, percpu, options) {
    if (interval === 0) return percent(source, { percpu });
    const readTimes = percpu ? native.cpu_times_per_cpu : () => [native.cpu_times()];
    const earlier = new Map(readTimes().map(times => [times.cpu, times])); // by number: others may go offline
    await sleep(interval, options);
    // A CPU that came online during the interval has no earlier times: it counts as idle.
    const results = readTimes().map(times => source.between(earlier.get(times.cpu) ?? times, times));
    return percpu ? results : results[0];
}

function cpuStats() {
    return decodeStats(native.cpu_stats());
}

function cpuFreq({ percpu = false } = {}) {
    if (percpu) return nullIfUnsupported(() => native.cpu_freq_per_cpu().map(decodeFreq)) ?? [];
    return nullIfUnsupported(() => decodeFreq(native.cpu_freq()));
}

function getloadavg() {
    const { load1, load5, load15 } = native.getloadavg();
    return [load1, load5, load15];
}

module.exports = withChecks({ cpuCount, cpuTimes, cpuPercent, cpuTimesPercent, cpuStats, cpuFreq, getloadavg });
