// A user's program; it must compile under tsc --strict.
import { processTable, processTableAsync, toDate, type ProcessRow, type ProcessTable } from 'libpsutil';

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
