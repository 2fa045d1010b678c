// Reads what the page shows. Slow calls run on Node's pool, so the event loop stays free.

import { setTimeout } from 'node:timers/promises';
// In another project, import from 'libpsutil' instead of this path.
import {
    cpuPercent, diskIoCounters, diskPartitions, diskUsageAsync, getloadavg, netIfStats, netIoCounters, NoSuchProcess, Process,
    processTableAsync, PsutilError, sensorsBattery, sensorsFans, sensorsTemperatures, swapMemory, virtualMemory
} from '../../bindings/node/index.mjs';

/** Milliseconds from one sample to the next, and to the first one, which is compared with a reading at the start. */
export const INTERVAL = 1000;
const FIRST_INTERVAL = 250;

/** Samples between two readings of the file systems. */
const FILE_SYSTEMS_INTERVAL = 10;

/** The length of a command line that is sent, in characters. */
const COMMAND_LENGTH = 200;

/**
 * @typedef {object} Row A process.
 * @property {number} pid
 * @property {number | null} ppid
 * @property {number | null} createTime The identity of the process, together with its PID.
 * @property {string | null} name
 * @property {string} command
 * @property {string | null} user
 * @property {string | null} status
 * @property {number} cpu Percent of one CPU since the previous sample.
 * @property {number | null} memory The resident set size in bytes.
 * @property {number | null} threads
 * @property {number | null} read Bytes per second from disks, if this user may know.
 * @property {number | null} written Bytes per second to disks.
 *
 * @typedef {Awaited<ReturnType<typeof takeSample>>['sample']} Sample
 * @typedef {Awaited<ReturnType<typeof readFileSystems>>} FileSystems
 * @typedef {ReturnType<typeof readSensors>} Sensors
 * @typedef {NonNullable<ReturnType<typeof readDetails>>} Details
 *
 * @typedef {object} Counters The counters that rates are computed from.
 * @property {number} time
 * @property {ReturnType<typeof readNetwork>} network
 * @property {import('../../bindings/node/index.mjs').DiskIoCounters | null} disks
 * @property {Map<string, { read: number | null, written: number | null }>} processes By identity.
 */

/** Yields a sample every INTERVAL. */
export async function* samples() {
    /** @type {FileSystems} */
    let fileSystems = [];
    let sensors = readSensors();
    let reading = false;
    const refresh = async () => {
        reading = true;
        fileSystems = await readFileSystems();
        sensors = readSensors();
        reading = false;
    };
    let { counters } = await takeSample(null);
    for (let i = 0, pause = FIRST_INTERVAL; ; i++) {
        // not awaited: a file system that does not respond must not delay the samples
        if (i % FILE_SYSTEMS_INTERVAL === 0 && !reading) void refresh();
        await setTimeout(pause, undefined, { ref: false });
        const begin = performance.now();
        const taken = await takeSample(counters);
        counters = taken.counters;
        yield { ...taken.sample, fileSystems, sensors };
        pause = Math.max(INTERVAL - (performance.now() - begin), INTERVAL / 10);
    }
}

/** @param {Counters | null} before */
async function takeSample(before) {
    /** @type {Counters} */
    const counters = { time: performance.now(), network: readNetwork(), disks: diskIoCounters(), processes: new Map() };
    const seconds = before ? (counters.time - before.time) / 1000 : Infinity;
    /** @param {number} now @param {number | undefined} earlier */
    const rate = (now, earlier) => (now - (earlier ?? now)) / seconds;

    const { total, used, available, cached, buffers } = virtualMemory();
    const swap = swapMemory();
    const sample = {
        time: Date.now(),
        cpus: cpuPercent({ percpu: true }),
        load: getloadavg(),
        memory: { total, used, available, cache: (cached ?? 0) + (buffers ?? 0) },
        swap: { total: swap.total, used: swap.used },
        network: [...counters.network].map(([name, { loopback, received, sent }]) => ({
            name,
            loopback,
            received: rate(received, before?.network.get(name)?.received),
            sent: rate(sent, before?.network.get(name)?.sent)
        })),
        disks: {
            read: rate(counters.disks?.readBytes ?? 0, before?.disks?.readBytes),
            written: rate(counters.disks?.writeBytes ?? 0, before?.disks?.writeBytes)
        },
        processes: await readProcesses(counters, before, seconds)
    };
    return { sample, counters };
}

/** Returns the traffic of the interfaces that are up. */
function readNetwork() {
    const states = netIfStats();
    const interfaces = Object.entries(netIoCounters({ pernic: true })).filter(([name]) => states[name]?.isup);
    return new Map(interfaces.map(([name, { bytesRecv, bytesSent }]) => {
        const loopback = states[name]?.flags?.split(',').includes('loopback') ?? false;
        return [name, { loopback, received: bytesRecv, sent: bytesSent }];
    }));
}

/**
 * Returns the space of the file systems; of one that is mounted several times, the first mount point. They are read one
 * after the other, so that one that does not respond takes a single thread of the pool.
 */
async function readFileSystems() {
    const partitions = new Map(diskPartitions().reverse().map(partition => [partition.device, partition]));
    const fileSystems = [];
    for (const { mountpoint } of [...partitions.values()].reverse()) {
        try {
            const { total, used, percent } = await diskUsageAsync(mountpoint);
            fileSystems.push({ mountpoint, total, used, percent });
        } catch (error) {
            if (!(error instanceof PsutilError)) throw error; // a file system that this user may not read is left out
        }
    }
    return fileSystems;
}

/** Returns the sensors of the machine that this system reports. */
function readSensors() {
    const temperatures = Object.entries(sensorsTemperatures()).flatMap(([chip, list]) => list.map(({ label, current, high }) => (
        { name: label || chip, title: `${chip} ${label}`.trim(), current, high })));
    const fans = Object.entries(sensorsFans()).flatMap(([chip, list]) => list.map(({ label, current }) => (
        { name: label || chip, current })));
    return { temperatures, fans, battery: sensorsBattery() };
}

/**
 * Returns all processes with their CPU use and I/O since the previous call, and stores their I/O counters.
 * @param {Counters} counters
 * @param {Counters | null} before
 * @param {number} seconds
 * @returns {Promise<Row[]>}
 */
async function readProcesses(counters, before, seconds) {
    const table = await processTableAsync({
        columns: [
            'pid', 'ppid', 'createTime', 'name', 'cmdline', 'username', 'status', 'cpuPercent', 'rss', 'numThreads',
            'ioCountersReadBytes', 'ioCountersWriteBytes'
        ]
    });
    /** @param {number | null} now @param {number | null | undefined} earlier */
    const rate = (now, earlier) => (now === null ? null : Math.max(now - (earlier ?? now), 0) / seconds);
    try {
        return table.toRows().map(row => {
            const identity = `${row.pid} ${row.createTime}`;
            const io = { read: row.ioCountersReadBytes, written: row.ioCountersWriteBytes };
            const earlier = before?.processes.get(identity);
            counters.processes.set(identity, io);
            return {
                pid: row.pid,
                ppid: row.ppid,
                createTime: row.createTime,
                name: row.name,
                command: row.cmdline?.join(' ').slice(0, COMMAND_LENGTH) ?? '',
                user: row.username,
                status: row.status,
                cpu: row.cpuPercent ?? 0,
                memory: row.rss,
                threads: row.numThreads,
                read: rate(io.read, earlier?.read),
                written: rate(io.written, earlier?.written)
            };
        });
    } finally {
        table.close();
    }
}

/**
 * Returns details of a process, or null if the process with this identity has exited.
 * @param {number} pid
 * @param {number} createTime
 */
export function readDetails(pid, createTime) {
    try {
        const p = new Process(pid);
        try {
            if (p.createTime() !== createTime) return null;
            return p.asDict({
                attrs: [
                    'pid', 'ppid', 'name', 'exe', 'cmdline', 'cwd', 'username', 'status', 'terminal', 'nice', 'cpuTimes', 'memoryInfo',
                    'ioCounters', 'numThreads', 'numFds', 'openFiles', 'netConnections'
                ]
            });
        } finally {
            p.close();
        }
    } catch (error) {
        if (error instanceof NoSuchProcess) return null;
        throw error;
    }
}
