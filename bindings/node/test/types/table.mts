// A user's program; it must compile under tsc --strict.
import { processTable, processTableAsync, toDate, type ProcessColumns, type ProcessRow, type ProcessTable } from 'libpsutil';

// memory by user
using table = processTable({ columns: ['pid', 'username', 'rss'] });
const users: (string | null)[] = table.column('username');
const byUser = new Map<string, number>();
table.numbers('rss').forEach((rss, i) => {
    const user = users[i] ?? 'unknown';
    byUser.set(user, (byUser.get(user) ?? 0) + (Number.isNaN(rss) ? 0 : rss));
});
const pids: number[] = table.column('pid');
console.log(byUser, pids.length === table.length, table.columns.join());

for (const { pid, username, rss } of table) console.log(pid.toFixed(), username?.toUpperCase(), (rss ?? 0) / 2 ** 20);
table.outcomes('username').filter(code => code === 'PSUTIL_ERR_ACCESS_DENIED');

const rows: ProcessRow<'name' | 'createTime' | 'cmdline' | 'status'>[] = (
    await processTableAsync({ columns: ['name', 'createTime', 'cmdline', 'status'], pids: new Set([process.pid]) })
).toRows();
console.log(rows[0]?.cmdline?.join(' '), toDate(rows[0]?.createTime ?? null)?.toISOString(), rows[0]?.status === 'zombie');

const all: ProcessTable = processTable();
console.log(all.row(0).ioCountersOtherBytes ?? 0, all.process(0).name(), all.numbers('cpuTimesUser').subarray(1));

// The following must not compile.
// @ts-expect-error not a column
processTable({ columns: ['shoeSize'] });
// @ts-expect-error not among the columns
table.column('name');
// @ts-expect-error not a column of numbers
table.numbers('username');
// @ts-expect-error null if access is denied
table.row(0).rss.toFixed();

// The names of all columns; types.test.js compares this list with the library.
const everything: Record<keyof ProcessColumns, 1> = {
    pid: 1, start: 1, ppid: 1, name: 1, exe: 1, cmdline: 1, environ: 1, createTime: 1, status: 1, cwd: 1,
    uidsReal: 1, uidsEffective: 1, uidsSaved: 1, gidsReal: 1, gidsEffective: 1, gidsSaved: 1, username: 1, terminal: 1,
    nice: 1, ioniceIoclass: 1, ioniceValue: 1, cpuNum: 1, cpuTimesUser: 1, cpuTimesSystem: 1, cpuTimesChildrenUser: 1,
    cpuTimesChildrenSystem: 1, cpuTimesIowait: 1, cpuPercent: 1, rss: 1, vms: 1, shared: 1, text: 1, lib: 1, data: 1,
    dirty: 1, peakRss: 1, peakVms: 1, rssAnon: 1, rssFile: 1, rssShmem: 1, swap: 1, hugetlb: 1, uss: 1, pss: 1,
    footprintSwap: 1, memoryPercent: 1, pageFaultsMinor: 1, pageFaultsMajor: 1, pageFaultsChildrenMinor: 1,
    pageFaultsChildrenMajor: 1, ioCountersReadCount: 1, ioCountersWriteCount: 1, ioCountersReadBytes: 1,
    ioCountersWriteBytes: 1, ioCountersReadChars: 1, ioCountersWriteChars: 1, ioCountersOtherCount: 1,
    ioCountersOtherBytes: 1, numCtxSwitchesVoluntary: 1, numCtxSwitchesInvoluntary: 1, numFds: 1, numHandles: 1,
    numThreads: 1
};
console.log(everything);
