// What the page shows, asked of the kernel. What may take long is asked on Node's pool, and the event loop stays free.

import { setTimeout } from 'node:timers/promises';
// In a project of its own this would be: from 'libpsutil'
import {
    cpuPercent, diskIoCounters, diskPartitions, diskUsageAsync, getloadavg, netIfStats, netIoCounters, processTableAsync,
    PsutilError, swapMemory, virtualMemory
} from '../../bindings/node/index.mjs';

/** Milliseconds from one sample to the next, and to the first one, which needs something to compare with. */
export const INTERVAL = 1000;
const FIRST = 250;

/** Samples after which the file systems are asked again. */
const FILE_SYSTEMS_EVERY = 10;

/** Characters of a command line that are shown. */
const COMMAND_LENGTH = 200;

/**
 * @typedef {object} Row A process.
 * @property {number} pid
 * @property {number | null} createTime With the PID it says which process is meant: PIDs are given again.
 * @property {string | null} name
 * @property {string} command
 * @property {string | null} user
 * @property {string | null} status
 * @property {number} cpu Percent of one CPU since the sample before.
 * @property {number | null} memory Bytes (RSS).
 * @property {number | null} threads
 *
 * @typedef {Awaited<ReturnType<typeof takeSample>>['sample']} Sample
 * @typedef {Awaited<ReturnType<typeof askFileSystems>>} FileSystems
 *
 * @typedef {object} Counters What rates are made of.
 * @property {number} at
 * @property {ReturnType<typeof askNetwork>} network
 * @property {import('../../bindings/node/index.mjs').DiskIoCounters | null} disks
 */

/** Samples, one each INTERVAL, for as long as somebody asks for the next one. */
export async function* samples() {
    /** @type {FileSystems} */
    let fileSystems = [];
    let asking = false;
    const refresh = async () => {
        asking = true;
        fileSystems = await askFileSystems();
        asking = false;
    };
    let { counters } = await takeSample(null);
    for (let i = 0, pause = FIRST; ; i++) {
        // Nobody waits for these, which may take their time.
        if (i % FILE_SYSTEMS_EVERY === 0 && !asking) void refresh();
        await setTimeout(pause, undefined, { ref: false });
        const begin = performance.now();
        const taken = await takeSample(counters);
        counters = taken.counters;
        yield { ...taken.sample, fileSystems };
        pause = Math.max(INTERVAL - (performance.now() - begin), INTERVAL / 10);
    }
}

/** @param {Counters | null} before */
async function takeSample(before) {
    /** @type {Counters} */
    const counters = { at: performance.now(), network: askNetwork(), disks: diskIoCounters() };
    const seconds = before ? (counters.at - before.at) / 1000 : Infinity;
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
        processes: await askProcesses()
    };
    return { sample, counters };
}

/** Interfaces that are up, and what went through them. */
function askNetwork() {
    const states = netIfStats();
    const interfaces = Object.entries(netIoCounters({ pernic: true })).filter(([name]) => states[name]?.isup);
    return new Map(interfaces.map(([name, { bytesRecv, bytesSent }]) => {
        const loopback = states[name]?.flags?.split(',').includes('loopback') ?? false;
        return [name, { loopback, received: bytesRecv, sent: bytesSent }];
    }));
}

/**
 * How full the file systems are; of those that are mounted in several places, only the first. One after the other: if one
 * does not answer, the pool has room for the processes.
 */
async function askFileSystems() {
    const partitions = new Map(diskPartitions().reverse().map(partition => [partition.device, partition]));
    const answers = [];
    for (const { mountpoint } of [...partitions.values()].reverse()) {
        try {
            const { total, used, percent } = await diskUsageAsync(mountpoint);
            answers.push({ mountpoint, total, used, percent });
        } catch (error) {
            if (!(error instanceof PsutilError)) throw error; // else it is not ours to see
        }
    }
    return answers;
}

/** All processes. Their use of CPUs is that since the last time. @returns {Promise<Row[]>} */
async function askProcesses() {
    const table = await processTableAsync({
        columns: ['pid', 'createTime', 'name', 'cmdline', 'username', 'status', 'cpuPercent', 'rss', 'numThreads']
    });
    try {
        return table.toRows().map(row => ({
            pid: row.pid,
            createTime: row.createTime,
            name: row.name,
            command: row.cmdline?.join(' ').slice(0, COMMAND_LENGTH) ?? '',
            user: row.username,
            status: row.status,
            cpu: row.cpuPercent ?? 0,
            memory: row.rss,
            threads: row.numThreads
        }));
    } finally {
        table.close();
    }
}
