'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const { inspect, isDeepStrictEqual } = require('node:util');
const { psutil, start, startSleeper, startZombie, until, withoutSharing } = require('./helpers/index.js');
const { Process, processIter } = psutil;

test('asDict returns what the methods return', async t => {
    const p = await startSleeper(t);
    for (let attempt = 0; ; attempt++) { // the kernel may reclaim a page of the sleeper between the reads
        const { cpuPercent, ...all } = p.asDict();
        if (attempt === 0) assert.equal(cpuPercent, 0);
        const different = Object.entries(all).filter(([name, value]) => (
            !isDeepStrictEqual(withoutSharing(value), withoutSharing(name === 'pid' ? p.pid : p[name]()))));
        if (different.length === 0) break;
        assert.ok(attempt < 20, String(different));
    }
    assert.deepEqual(p.asDict({ attrs: ['ppid', 'name'] }), { ppid: process.pid, name: 'sleep' });
    assert.deepEqual(p.asDict({ attrs: new Set(['netConnections', 'terminal']) }), { terminal: p.terminal(), netConnections: [] });
    assert.deepEqual(p.asDict({ attrs: [] }), {});
    for (const wrong of ['numHandles', 'toString', 'wait']) {
        assert.throws(() => p.asDict({ attrs: [wrong] }), { name: 'InvalidArgument', message: new RegExp(wrong) });
        assert.throws(() => processIter({ attrs: [wrong] }), psutil.InvalidArgument);
    }
    p.kill();
    await p.wait();
    assert.throws(() => p.asDict(), psutil.NoSuchProcess);
    assert.throws(() => p.asDict({ attrs: ['netConnections'] }), psutil.NoSuchProcess);
});

test('asDict of a zombie has adValue for what it no longer has', async t => {
    const { pid } = await startZombie(t);
    const attrs = ['status', 'cmdline', 'cwd', 'memoryInfo'];
    const memoryInfo = { rss: 0, vms: 0, shared: 0, text: 0, lib: 0, data: 0, dirty: 0 };
    assert.deepEqual(new Process(pid).asDict({ attrs, adValue: 'gone' }), { status: 'zombie', cmdline: 'gone', cwd: 'gone', memoryInfo });
    assert.equal(new Process(pid).asDict().exe, null);
});

test('environ keeps __proto__ and values with equals signs', async t => {
    const child = start(t, 'env', '-i', '__proto__=1', 'A=1=2', 'EMPTY=', '/bin/sleep', '1000');
    const p = new Process(child.pid);
    await until(() => p.name() === 'sleep');
    assert.deepEqual(Object.entries(p.environ()).sort(), [['A', '1=2'], ['EMPTY', ''], ['__proto__', '1']]);
});

test('oneshot reads each file once, in a function and in an async function', async t => {
    const busy = new Process(start(t, 'sh', '-c', 'while :; do :; done').pid);
    const spin = milliseconds => { for (let end = performance.now() + milliseconds; performance.now() < end; ); };
    await until(() => busy.cpuTimes().user > 0);
    const times = p => {
        const before = p.cpuTimes().user;
        spin(100);
        return [before, p.cpuTimes().user];
    };
    const [first, second] = busy.oneshot(times);
    assert.equal(first, second);
    const [third, fourth] = busy.oneshot(p => {
        assert.equal(p, busy);
        return p.oneshot(times); // nested
    });
    assert.equal(third, fourth);
    await until(() => busy.cpuTimes().user > third);

    const pending = busy.oneshot(async p => {
        const before = p.cpuTimes().user;
        await new Promise(resolve => setTimeout(resolve, 100));
        return [before, p.cpuTimes().user];
    });
    assert.ok(pending instanceof Promise);
    const [fifth, sixth] = await pending;
    assert.equal(fifth, sixth);
    await until(() => busy.cpuTimes().user > sixth); // nothing is kept afterwards

    const failure = new Error('from the callback');
    assert.throws(() => busy.oneshot(() => { throw failure; }), error => error === failure);
    await assert.rejects(busy.oneshot(async () => { throw failure; }), error => error === failure);
    const { user } = busy.cpuTimes();
    await until(() => busy.cpuTimes().user > user);
    busy.oneshot(p => p.close());
    assert.throws(() => busy.oneshot(() => {}), { code: 'PSUTIL_ERR_INVALID_HANDLE' });
});

test('String, console.log and JSON.stringify describe a process and a table', async t => {
    const p = await startSleeper(t);
    assert.equal(String(p), `Process(pid=${p.pid}, name='sleep', status='sleeping')`);
    assert.equal(inspect(p), `Process { pid: ${p.pid}, name: 'sleep', status: 'sleeping' }`);
    assert.equal(inspect([p]), `[ ${inspect(p)} ]`);
    assert.equal(JSON.stringify(p), `{"pid":${p.pid}}`);
    const [info] = [...processIter({ attrs: ['ppid'] })].filter(({ pid }) => pid === p.pid);
    assert.match(inspect(info), /info: \{ ppid: \d+ \}/);
    const child = new psutil.Popen('sleep', ['1000']);
    assert.match(String(child), /^Popen\(pid=\d+, /);
    assert.equal(JSON.stringify(child), `{"pid":${child.pid},"returncode":null}`);
    child.kill();
    await child.wait();
    assert.equal(String(child), `Popen(pid=${child.pid}, exited=true)`);
    assert.equal(JSON.stringify(child), `{"pid":${child.pid},"returncode":-9}`);
    child.close();
    assert.equal(String(child), `Popen(pid=${child.pid}, closed=true)`);
    assert.equal(inspect(child), `Popen { pid: ${child.pid}, closed: true }`);

    const table = psutil.processTable({ columns: ['pid', 'name', 'cwd'], pids: [p.pid] });
    assert.deepEqual(JSON.parse(JSON.stringify({ table })), { table: table.toRows() });
    assert.equal(inspect(table), `ProcessTable(1 rows) ${inspect(table.toRows())}`);
    const all = psutil.processTable({ columns: ['pid'] });
    assert.match(inspect(all), new RegExp(`^ProcessTable\\(${all.length} rows\\) .*${all.length > 20 ? `, and ${all.length - 20} more` : ''}$`, 's'));
});
