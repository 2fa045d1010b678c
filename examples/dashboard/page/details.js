// The details of one process, in a dialog.

import { byId, bytes, make, setText } from './dom.js';

/** @import { Details, Row } from '../sampler.js' */

/** Reads and shows the details of a process. @param {Row} row */
export async function showDetails({ pid, createTime, name }) {
    const dialog = byId('details', HTMLDialogElement);
    const list = byId('details-list', HTMLDListElement);
    setText(byId('details-title', HTMLElement), `${name ?? 'Process'} · PID ${pid}`);
    list.replaceChildren();
    if (!dialog.open) dialog.showModal();
    try {
        const response = await fetch(`/process?${new URLSearchParams({ pid: String(pid), createTime: String(createTime) })}`);
        if (!response.ok) throw new Error(await response.text());
        list.replaceChildren(...fields(await response.json()).flatMap(([label, text]) => (
            text === null ? [] : [make('dt', '', label), make('dd', '', text)])));
    } catch (error) {
        list.replaceChildren(make('dd', '', error instanceof Error ? error.message : String(error)));
    }
}

/**
 * Returns the labels and texts of the fields; null for unknown values.
 * @param {Details} details
 * @returns {[string, string | null][]}
 */
function fields(details) {
    const { cpuTimes, memoryInfo, ioCounters, openFiles, netConnections } = details;
    const sockets = netConnections?.map(({ laddr, raddr, status }) => (
        `${laddr ? `${laddr.ip}:${laddr.port}` : '*'}${raddr ? ` → ${raddr.ip}:${raddr.port}` : ''} ${status}`));
    return [
        ['Command line', details.cmdline?.join(' ') ?? null],
        ['Executable', details.exe || null],
        ['Working directory', details.cwd],
        ['User', details.username],
        ['Status', details.status],
        ['Parent', details.ppid ? `PID ${details.ppid}` : null],
        ['Terminal', details.terminal],
        ['Niceness', textOf(details.nice)],
        ['Threads', textOf(details.numThreads)],
        ['CPU time', cpuTimes && `${cpuTimes.user.toFixed(2)} s user, ${cpuTimes.system.toFixed(2)} s system`],
        ['Memory', memoryInfo && `${bytes(memoryInfo.rss)} resident, ${bytes(memoryInfo.vms)} virtual`],
        ['Disk I/O', ioCounters && `${bytes(ioCounters.readBytes ?? 0)} read, ${bytes(ioCounters.writeBytes ?? 0)} written`],
        ['Descriptors', textOf(details.numFds)],
        ['Open files', openFiles?.map(({ path }) => path).join('\n') || null],
        ['Sockets', sockets?.join('\n') || null]
    ];
}

/** @param {number | null} number */
const textOf = number => (number === null ? null : String(number));
