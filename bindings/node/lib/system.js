'use strict';

const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { duplexOf } = require('./constants.js');
const { NotSupported } = require('./errors.js');
const { connectionOf, familyOf } = require('./network.js');
const { byName, recordReader, toDate } = require('./record.js');
const { integer, seconds, string } = require('./arguments.js');
const { LONGEST, sleep } = require('./waiting.js');

const { PSUTIL_CONNECTIONS_PIDS } = enums.psutil_connections_flags;

const cpuTimesOf = recordReader(structs.psutil_cpu_times_t);
const cpuStatsOf = recordReader(structs.psutil_cpu_stats_t);
const cpuFreqOf = recordReader(structs.psutil_cpu_freq_t);
const virtualMemoryOf = recordReader(structs.psutil_virtual_memory_t);
const swapMemoryOf = recordReader(structs.psutil_swap_memory_t);
const diskPartitionOf = recordReader(structs.psutil_disk_partition_t);
const diskUsageOf = recordReader(structs.psutil_disk_usage_t);
const diskIoCountersOf = recordReader(structs.psutil_disk_io_counters_t);
const netIoCountersOf = recordReader(structs.psutil_net_io_counters_t);
const netIfAddrOf = recordReader(structs.psutil_net_if_addr_t);
const netIfStatsOf = recordReader(structs.psutil_net_if_stats_t);
const userOf = recordReader(structs.psutil_user_t);
const temperatureOf = recordReader(structs.psutil_temperature_t);
const fanOf = recordReader(structs.psutil_fan_t);
const cgroupLimitsOf = recordReader(structs.psutil_cgroup_limits_t);
const heapInfoOf = recordReader(structs.psutil_heap_info_t);

/** null, as psutil has it, for what this machine does not have at all. */
function orNull(ask) {
    try {
        return ask();
    } catch (error) {
        if (error instanceof NotSupported) return null;
        throw error;
    }
}

/** Makes an object of what has names, where a name may be there several times: a list under each. */
function grouped(items) {
    const groups = new Map();
    for (const { name, ...item } of items) {
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(item);
    }
    return Object.fromEntries(groups);
}

function version() {
    return native.version();
}

function pids() {
    return Array.from(native.pids(), Number);
}

function pidExists(pid) {
    return native.pid_exists(integer('pid', pid)) === 1;
}

function cpuCount({ logical = true } = {}) {
    const count = native.cpu_count(logical ? 1 : 0);
    return count === enums.psutil_absent.PSUTIL_NA ? null : count;
}

function cpuTimes({ percpu = false } = {}) {
    return percpu ? native.cpu_times_per_cpu().map(cpuTimesOf) : cpuTimesOf(native.cpu_times());
}

function cpuPercent({ interval, percpu = false, ...options } = {}) {
    if (interval !== undefined) return cpuPercentDuring(interval, percpu, options);
    return percpu ? Array.from(native.cpu_percent_per_cpu(0)) : native.cpu_percent(0);
}

async function cpuPercentDuring(interval, percpu, options) {
    if (seconds('interval', interval, LONGEST) === 0) return cpuPercent({ percpu });
    return cpuDuring(interval, percpu, options, native.cpu_percent_between);
}

function cpuTimesPercent({ interval, percpu = false, ...options } = {}) {
    if (interval !== undefined) return cpuTimesPercentDuring(interval, percpu, options);
    return percpu ? native.cpu_times_percent_per_cpu(0).map(cpuTimesOf) : cpuTimesOf(native.cpu_times_percent(0));
}

async function cpuTimesPercentDuring(interval, percpu, options) {
    if (seconds('interval', interval, LONGEST) === 0) return cpuTimesPercent({ percpu });
    const between = (earlier, later) => cpuTimesOf(native.cpu_times_percent_between(earlier, later));
    return cpuDuring(interval, percpu, options, between);
}

/** Compares the CPU times of now with those after the interval: of all CPUs together, or of each. */
async function cpuDuring(interval, percpu, options, between) {
    const read = percpu ? native.cpu_times_per_cpu : () => [native.cpu_times()];
    const earlier = read();
    await sleep(interval, options);
    // A CPU that came or went meanwhile has nothing to compare with: compared with itself, it did nothing.
    const results = read().map((times, i) => between(earlier[i] ?? times, times));
    return percpu ? results : results[0];
}

function cpuStats() {
    return cpuStatsOf(native.cpu_stats());
}

function cpuFreq({ percpu = false } = {}) {
    if (percpu) return orNull(() => native.cpu_freq_per_cpu().map(cpuFreqOf)) ?? [];
    return orNull(() => cpuFreqOf(native.cpu_freq()));
}

function getloadavg() {
    const { load1, load5, load15 } = native.getloadavg();
    return [load1, load5, load15];
}

function virtualMemory() {
    return virtualMemoryOf(native.virtual_memory());
}

function swapMemory() {
    return swapMemoryOf(native.swap_memory());
}

function diskPartitions({ all = false } = {}) {
    return native.disk_partitions(all ? 1 : 0).map(diskPartitionOf);
}

function diskUsage(path) {
    return diskUsageOf(native.disk_usage(string('path', path)));
}

async function diskUsageAsync(path) {
    return diskUsageOf(await native.disk_usage.async(string('path', path)));
}

function diskIoCounters({ perdisk = false, nowrap = true } = {}) {
    const flag = nowrap ? 1 : 0;
    if (perdisk) return byName(native.disk_io_counters_per_disk(flag), ({ counters }) => diskIoCountersOf(counters));
    return orNull(() => diskIoCountersOf(native.disk_io_counters(flag)));
}

function netIoCounters({ pernic = false, nowrap = true } = {}) {
    const flag = nowrap ? 1 : 0;
    if (pernic) return byName(native.net_io_counters_per_nic(flag), ({ counters }) => netIoCountersOf(counters));
    return orNull(() => netIoCountersOf(native.net_io_counters(flag)));
}

function netConnections({ kind = 'inet' } = {}) {
    return native.net_connections(string('kind', kind), PSUTIL_CONNECTIONS_PIDS).map(connectionOf);
}

async function netConnectionsAsync({ kind = 'inet' } = {}) {
    const connections = await native.net_connections.async(string('kind', kind), PSUTIL_CONNECTIONS_PIDS);
    return connections.map(connectionOf);
}

function netIfAddrs() {
    return grouped(native.net_if_addrs().map(raw => ({ ...netIfAddrOf(raw), family: familyOf(raw.family) })));
}

function netIfStats() {
    return byName(native.net_if_stats(), raw => {
        const { name, ...stats } = netIfStatsOf(raw);
        return { ...stats, isup: raw.isup === 1, duplex: duplexOf(raw.duplex) };
    });
}

function bootTime() {
    return native.boot_time();
}

function bootDate() {
    return toDate(bootTime());
}

function users() {
    return native.users().map(userOf);
}

function sensorsTemperatures({ fahrenheit = false } = {}) {
    const degrees = celsius => (celsius === null || !fahrenheit ? celsius : (celsius * 9) / 5 + 32);
    return grouped(native.sensors_temperatures().map(raw => {
        const { current, high, critical, ...names } = temperatureOf(raw);
        return { ...names, current: degrees(current), high: degrees(high), critical: degrees(critical) };
    }));
}

function sensorsFans() {
    return grouped(native.sensors_fans().map(fanOf));
}

const secondsLeft = new Map([
    [enums.psutil_power_time.PSUTIL_POWER_TIME_UNKNOWN, null],
    [enums.psutil_power_time.PSUTIL_POWER_TIME_UNLIMITED, Infinity]
]);

function sensorsBattery() {
    const { present, percent, secsleft, power_plugged: plugged } = native.sensors_battery();
    if (present !== 1) return null;
    return {
        percent: Number.isNaN(percent) ? null : percent,
        secsleft: secondsLeft.has(secsleft) ? secondsLeft.get(secsleft) : secsleft,
        powerPlugged: plugged === enums.psutil_absent.PSUTIL_NA ? null : plugged === 1
    };
}

function cgroupLimits(pid = process.pid) {
    return cgroupLimitsOf(native.cgroup_limits(integer('pid', pid)));
}

function heapInfo() {
    return heapInfoOf(native.heap_info());
}

function heapTrim() {
    return native.heap_trim() === 1;
}

function setProcfsPath(path) {
    native.set_procfs_path(string('path', path));
}

module.exports = {
    version, pids, pidExists,
    cpuCount, cpuTimes, cpuPercent, cpuTimesPercent, cpuStats, cpuFreq, getloadavg,
    virtualMemory, swapMemory,
    diskPartitions, diskUsage, diskUsageAsync, diskIoCounters,
    netIoCounters, netConnections, netConnectionsAsync, netIfAddrs, netIfStats,
    bootTime, bootDate, users, sensorsTemperatures, sensorsFans, sensorsBattery, cgroupLimits, heapInfo, heapTrim, setProcfsPath
};
