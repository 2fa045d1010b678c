'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const { isDeepStrictEqual } = require('node:util');
const { psutil, start, startSleeper, startZombie, until } = require('./helpers/index.js');
const { Process, processIter } = psutil;

test('asDict returns what the methods return', async t => {
    const p = await startSleeper(t);
    for (let attempt = 0; ; attempt++) { // the kernel may reclaim a page of the sleeper between the reads
        const { cpuPercent, ...all } = p.asDict();
        if (attempt === 0) assert.equal(cpuPercent, 0);
        const different = Object.entries(all).filter(([name, value]) => !isDeepStrictEqual(value, name === 'pid' ? p.pid : p[name]()));
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
    const memoryInfo = { rss: 0, vms: 0 };
    assert.deepEqual(new Process(pid).asDict({ attrs, adValue: 'gone' }), { status: 'zombie', cmdline: 'gone', cwd: 'gone', memoryInfo });
    assert.equal(new Process(pid).asDict().exe, null);
});

test('environ keeps __proto__ and values with equals signs', async t => {
    const child = start(t, 'env', '-i', '__proto__=1', 'A=1=2', 'EMPTY=', '/bin/sleep', '1000');
    const p = new Process(child.pid);
    await until(() => p.name() === 'sleep');
    assert.deepEqual(Object.entries(p.environ()).sort(), [['A', '1=2'], ['EMPTY', ''], ['__proto__', '1']]);
});
