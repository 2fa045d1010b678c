'use strict';

// The process table, and processIter with attrs, which is built on it.

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { isDeepStrictEqual } = require('node:util');
const {
    DROP_RIGHTS, mainThreadHasExited, oracle, packageRoot, psutil, runScript, start, startSleeper, startWithoutMainThread, startZombie, withoutSharing
} = require('./helpers/index.js');
const { Process, processIter, processTable, processTableAsync } = psutil;
const { attributeColumns } = require(path.join(packageRoot, 'lib/process-table.js'));

const NO_SUCH_PID = 2 ** 31 - 1;

/**
 * Asserts that both functions return equal values; again if not, because the kernel may reclaim a page of the sleeper.
 */
async function assertEqualEventually(read, expected) {
    for (let attempt = 1; ; attempt++) {
        const [ours, theirs] = [await read(), await expected()];
        if (isDeepStrictEqual(ours, theirs)) return;
        if (attempt === 20) assert.deepEqual(ours, theirs);
    }
}

test('every column has the value of its method', async t => {
    const p = await startSleeper(t, 'env', '-i', 'A=1=2', 'EMPTY=', 'sleep', '1000');
    const attributes = Object.keys(attributeColumns).filter(name => name !== 'pid' && name !== 'cpuPercent');
    const covered = Object.values(attributeColumns).flatMap(({ columns }) => columns);
    const { columns } = processTable({ pids: [] });
    for (const name of columns) assert.ok(covered.includes(name) || ['start', 'numHandles'].includes(name), name);
    for (const slow of ['environ', 'uss', 'pss', 'footprintSwap', 'numFds']) assert.ok(!columns.includes(slow), slow);
    for (const attribute of attributes) {
        const { columns: names, decode } = attributeColumns[attribute];
        const read = () => decode(Object.values(processTable({ columns: names, pids: [p.pid] }).row(0)));
        await assertEqualEventually(read, () => p[attribute]());
    }
    assert.deepEqual(processTable({ columns: ['environ'], pids: [p.pid] }).toRows(), [{ environ: { A: '1=2', EMPTY: '' } }]);
});

test('all processes have the values of psutil', async t => {
    const p = await startSleeper(t);
    await startWithoutMainThread(t); // for which psutil has another answer
    const columns = ['pid', 'ppid', 'name', 'cmdline', 'createTime', 'username', 'numThreads', 'uidsReal', 'status'];
    // Processes start, exit and change at any time: only processes that are the same before and after psutil's reading
    // are compared. What changes and changes back in between is compared again.
    let open = [...(await oracle()).pids].filter(pid => pid !== process.pid);
    assert.ok(open.includes(p.pid));
    const readAll = () => new Map(processTable({ columns, pids: open }).toRows().map(row => [row.pid, row]));
    for (let round = 1; open.length > 0; round++) {
        const before = readAll();
        const theirs = (await oracle(...open)).processes;
        const ours = readAll();
        const utf8 = value => JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'string' ? part.replace(/[\udc80-\udcff]+/g, '\ufffd') : part));
        const expected = ({ ppid, name, cmdline, create_time: createTime, username, num_threads: numThreads, uids, status }, pid) => utf8({
            pid, ppid, name, cmdline: Array.isArray(cmdline) ? cmdline : null, createTime, username, numThreads, uidsReal: uids.real, status
        });
        open = open.filter(pid => {
            if (!ours.has(pid) || !isDeepStrictEqual(before.get(pid), ours.get(pid)) || mainThreadHasExited(pid)) return false;
            const both = [ours.get(pid), theirs[pid] ? expected(theirs[pid], pid) : undefined];
            if (round === 20) assert.deepEqual(...both);
            return !isDeepStrictEqual(...both);
        });
    }
    const pids = processTable({ columns: ['pid'] }).column('pid');
    assert.deepEqual(pids, [...pids].sort((a, b) => a - b));
    assert.ok(pids.includes(p.pid) && pids.includes(process.pid));
});

test('pids chooses the rows and their order', async t => {
    const p = await startSleeper(t);
    const { pid } = process;
    const rows = pids => processTable({ columns: ['pid'], pids }).column('pid');
    assert.deepEqual(rows([p.pid, NO_SUCH_PID, pid, -1, p.pid]), [p.pid, pid, p.pid]);
    assert.deepEqual(rows(new Set([pid])), [pid]);
    assert.deepEqual(rows([]), []);
    const none = processTable({ pids: [] });
    assert.deepEqual([none.length, none.toRows(), none.column('name'), none.column('cmdline'), [...none.numbers('rss')]], [0, [], [], [], []]);
    const empty = processTable({ columns: [], pids: [pid] });
    assert.deepEqual([empty.length, empty.columns, empty.toRows()], [1, [], [{}]]);
    for (const wrong of ['1', 1.5, null]) assert.throws(() => rows([wrong]), TypeError);
    for (const wrong of ['shoeSize', 'memoryInfo', 'toString']) {
        assert.throws(() => processTable({ columns: [wrong] }), { name: 'InvalidArgument', message: new RegExp(`^${wrong}: unknown column`) });
    }
    const names = processTable({ columns: ['name'], pids: [pid] });
    assert.throws(() => names.column('rss'), { name: 'InvalidArgument', message: /column \d+ \(rss\): not in this table/ });
});

test('column, row and numbers return the same values', async t => {
    const p = await startSleeper(t);
    const table = processTable({ columns: ['pid', 'name', 'cmdline', 'rss', 'pid'], pids: [p.pid, process.pid] });
    const me = new Process();
    assert.deepEqual(table.columns, ['pid', 'name', 'cmdline', 'rss']);
    assert.deepEqual(table.column('name'), ['sleep', me.name()]);
    assert.equal(table.column('name'), table.column('name'));
    assert.deepEqual(table.column('cmdline'), [['sleep', '1000'], me.cmdline()]);
    const rss = table.numbers('rss');
    assert.ok(rss instanceof Float64Array && rss.every(bytes => bytes > 0));
    assert.deepEqual(Array.from(rss), table.column('rss'));
    assert.deepEqual([...table], table.toRows());
    assert.deepEqual(table.row(0), { pid: p.pid, name: 'sleep', cmdline: ['sleep', '1000'], rss: rss[0] });
    assert.deepEqual(table.outcomes('name'), ['PSUTIL_OK', 'PSUTIL_OK']);
    assert.throws(() => table.numbers('name'), psutil.InvalidArgument);
    assert.throws(() => table.column('exe'), psutil.InvalidArgument);
    for (const wrong of [-1, 2]) {
        assert.throws(() => table.row(wrong), psutil.InvalidArgument);
        assert.throws(() => table.process(wrong), psutil.InvalidArgument);
    }
    assert.throws(() => table.row('0'), TypeError);
});

test('numbers beyond 32 bits and negative ones are exact', async t => {
    const p = await startSleeper(t);
    for (const nice of [-5, 19]) {
        try {
            p.setNice(nice);
        } catch (error) {
            if (!(error instanceof psutil.AccessDenied)) throw error; // only root may set a negative one
        }
        const table = processTable({ columns: ['nice'], pids: [p.pid] });
        assert.deepEqual([table.column('nice'), ...table.numbers('nice')], [[p.nice()], p.nice()]);
    }
    const vms = JSON.parse(await runScript(`
        const { Process, processTable } = require(process.env.PACKAGE);
        // V8 reserves gigabytes of address space for them
        const memories = Array.from({ length: 4 }, () => new WebAssembly.Memory({ initial: 1, maximum: 65536 }));
        const { pid } = process;
        let pair;
        do pair = [processTable({ columns: ['vms'], pids: [pid] }).numbers('vms')[0], new Process().memoryInfo().vms, memories.length];
        while (pair[0] !== pair[1]);
        console.log(JSON.stringify(pair));`));
    assert.equal(vms[0], vms[1]);
    assert.ok(vms[0] > 2 ** 32, String(vms));
});

test('an absent value is null or NaN, and its outcome is the reason', async t => {
    const zombie = await startZombie(t);
    const pids = [zombie.pid, process.pid];
    const table = processTable({ columns: ['name', 'status', 'cmdline', 'cwd', 'ioCountersOtherCount', 'rss'], pids });
    assert.deepEqual(table.column('status'), ['zombie', 'running']);
    assert.deepEqual(table.column('cmdline'), [null, new Process().cmdline()]);
    assert.deepEqual(table.column('cwd'), [null, fs.realpathSync('.')]);
    assert.deepEqual(table.outcomes('cwd'), ['PSUTIL_ERR_ZOMBIE_PROCESS', 'PSUTIL_OK']);
    assert.deepEqual(table.column('ioCountersOtherCount'), [null, null]);
    assert.ok(table.numbers('ioCountersOtherCount').every(Number.isNaN));
    assert.equal(table.column('rss')[0], 0);

    // root drops its rights
    const [exe, outcome] = JSON.parse(await runScript(`
        const { processTable } = require(process.env.PACKAGE);
        ${DROP_RIGHTS}
        const table = processTable({ columns: ['exe'], pids: [1] });
        console.log(JSON.stringify([...table.column('exe'), ...table.outcomes('exe')]));`));
    assert.deepEqual([exe, outcome], [null, 'PSUTIL_ERR_ACCESS_DENIED']);
});

test('strings that are empty, long, not ASCII or not UTF-8', async t => {
    const long = 'x'.repeat(100000);
    const child = start(t, 'sh', '-c', 'exec sh -c "echo; read line" caf$(printf "\\351") "" žluťoučký "$0"', long);
    await once(child.stdout, 'data');
    const [cmdline] = processTable({ columns: ['cmdline'], pids: [child.pid] }).column('cmdline');
    assert.deepEqual(cmdline, ['sh', '-c', 'echo; read line', 'caf\ufffd', '', 'žluťoučký', long]);
});

test('a closed table keeps what was read and refuses the rest', async () => {
    const table = processTable({ columns: ['pid', 'name'], pids: [process.pid] });
    const closed = { name: 'PsutilError', code: 'PSUTIL_ERR_INVALID_HANDLE' };
    assert.deepEqual(table.column('pid'), [process.pid]);
    table.close();
    table.close();
    const other = processTable({ columns: ['name'] }); // may get the same slot
    assert.deepEqual(table.column('pid'), [process.pid]);
    assert.throws(() => table.column('name'), closed);
    assert.throws(() => table.numbers('pid'), closed);
    assert.throws(() => table.process(0), closed);
    if (Symbol.dispose) other[Symbol.dispose]();
    else other.close();
    assert.throws(() => other.outcomes('name'), closed);
});

test('process returns the process of a row', async t => {
    const p = await startSleeper(t);
    const table = processTable({ columns: ['rss'], pids: [p.pid, process.pid] });
    const q = table.process(0);
    table.close();
    assert.ok(q instanceof Process);
    assert.deepEqual([q.pid, q.name(), q.isRunning()], [p.pid, 'sleep', true]);
    q.kill();
    assert.equal(await q.wait(), -9);
    assert.equal(q.isRunning(), false);
});

test('processTableAsync returns the same table and errors, and leaves the event loop free', async () => {
    const order = [];
    const later = processTableAsync({ columns: ['pid', 'uss'], pids: [process.pid] }).then(table => {
        order.push('table');
        return table;
    });
    order.push('first');
    const table = await later;
    assert.deepEqual(order, ['first', 'table']);
    assert.deepEqual(table.column('pid'), [process.pid]);
    assert.ok(table.column('uss')[0] > 0);
    const all = await Promise.all(Array.from({ length: 20 }, () => processTableAsync({ columns: ['pid', 'pss'] })));
    assert.ok(all.every(each => each.column('pid').includes(process.pid)));
    await assert.rejects(processTableAsync({ columns: ['shoeSize'] }), psutil.InvalidArgument);
    const error = JSON.parse(await runScript(`
        const { processTableAsync, setProcfsPath } = require(process.env.PACKAGE);
        setProcfsPath('/no/such/proc');
        processTableAsync().catch(({ code, errno, message }) => console.log(JSON.stringify([code, errno, message])));`));
    assert.deepEqual(error.slice(0, 2), ['PSUTIL_ERR_OS', 2]);
    assert.match(error[2], /^\/no\/such\/proc/);
});

test('processIter with attrs returns what asDict returns', async t => {
    const p = await startSleeper(t);
    const attrs = Object.keys(p.asDict()).filter(name => name !== 'cpuPercent');
    const info = () => [...processIter({ attrs })].find(({ pid }) => pid === p.pid).info;
    await assertEqualEventually(() => withoutSharing(info()), () => withoutSharing(p.asDict({ attrs })));
    const { pid } = await startZombie(t);
    const some = ['status', 'cmdline', 'memoryInfo', 'uids', 'terminal'];
    const dead = [...processIter({ attrs: some, adValue: '?' })].find(one => one.pid === pid);
    assert.deepEqual(dead.info, new Process(pid).asDict({ attrs: some, adValue: '?' }));
    assert.equal(dead.info.cmdline, '?');
    assert.ok([...processIter({ attrs: [] })].every(one => isDeepStrictEqual(one.info, {})));
});

test('calls do not leak, and the garbage collector frees dropped tables', async () => {
    const script = `
        const path = require('path');
        const native = require(path.join(process.env.PACKAGE, 'lib/native.js'));
        let freed = 0;
        const free = native.table_free;
        native.table_free = handle => { free(handle); freed++; };
        const { processIter, processTable } = require(process.env.PACKAGE);
        for (let i = 0; i < 100; i++) processTable({ columns: ['pid'], pids: [process.pid] });
        const rounds = [];
        const round = () => {
            for (let i = 0; i < 300; i++) {
                const table = processTable({ pids: [process.pid] });
                table.toRows();
                table.process(0).close();
                table.close();
            }
            for (let i = 0; i < 2; i++) { // all processes, possibly thousands
                for (const p of processIter({ attrs: ['name', 'cmdline', 'memoryInfo'] })) { p.close(); break; }
            }
            gc();
            rounds.push(process.memoryUsage().rss);
            if (rounds.length < 15) setImmediate(round);
            else end();
        };
        const end = () => {
            gc();
            if (freed < 100 + 15 * 302) setTimeout(end, 10);
            else console.log(JSON.stringify([freed, rounds]));
        };
        round();`;
    const [freed, rss] = JSON.parse(await runScript(script, { args: ['--expose-gc'] }));
    assert.ok(freed >= 100 + 15 * 302, String(freed));
    // V8 needs some rounds to settle; a leak grows in every round
    const growth = rss.slice(1).map((bytes, i) => bytes - rss[i]);
    assert.ok(Math.min(...growth) < 2 ** 16, String(growth));
});

test('strings that are not ASCII, or not UTF-8, are decoded cell by cell', async t => {
    // Two halves of a character in neighbouring cells are not one character.
    const arguments_ = '"$(printf "\\303")" "$(printf "\\251")" é plain';
    const child = spawn('sh', ['-c', `exec sh -c 'read line' ${arguments_}`], { stdio: ['pipe', 'ignore', 'ignore'] });
    t.after(() => child.kill('SIGKILL'));
    const read = () => processTable({ columns: ['cmdline'], pids: [child.pid] }).column('cmdline')[0]?.slice(2);
    await assertEqualEventually(async () => {
        await new Promise(done => { setTimeout(done, 50); }); // until the shell has replaced itself
        return read();
    }, () => ['read line', '\ufffd', '\ufffd', 'é', 'plain']);
});

test('a table reader reads what a table has', t => {
    for (const options of [{}, { file: true }, { bpf: true }, { file: true, bpf: true }]) {
        const reader = psutil.tableReader({ columns: ['pid', 'ppid', 'cmdline'], ...options });
        t.after(() => reader.close());
        assert.deepEqual(reader.columns, ['pid', 'ppid', 'cmdline']);
        for (let i = 0; i < 2; i++) {
            const own = reader.read().toRows().find(row => row.pid === process.pid);
            assert.deepEqual(own, psutil.processTable({ columns: reader.columns, pids: [process.pid] }).row(0));
        }
        assert.ok(['procfs', 'file', 'bpf'].includes(reader.source()));
    }
});

test('a table reader: defaults, async, errors', async () => {
    const reader = psutil.tableReader();
    const table = await reader.readAsync();
    assert.deepEqual(table.columns, psutil.processTable().columns);
    assert.equal(reader.source(), 'procfs');
    reader.close();
    reader.close();
    assert.throws(() => reader.read(), { code: 'PSUTIL_ERR_INVALID_HANDLE' });
    assert.ok(table.length > 0);
    assert.throws(() => psutil.tableReader({ columns: ['shoeSize'] }), { code: 'PSUTIL_ERR_INVALID_ARGUMENT' });
    assert.throws(() => psutil.tableReader({ strict: true }), { code: 'PSUTIL_ERR_INVALID_ARGUMENT' });
    assert.throws(() => psutil.tablePin('/nonexistent/table'), psutil.PsutilError);
});

test('processIter takes a reader', t => {
    const reader = psutil.tableReader({ columns: ['pid', 'name', 'uidsReal', 'uidsEffective', 'uidsSaved'] });
    t.after(() => reader.close());
    const self = options => [...psutil.processIter(options)].find(p => p.pid === process.pid).info;
    const uids = new psutil.Process().uids();
    const name = new psutil.Process().name();
    assert.deepEqual(self({ reader }), { pid: process.pid, name, uids });
    assert.deepEqual(self({ reader, attrs: ['ppid', 'uids'] }), { ppid: process.ppid, uids });
});
