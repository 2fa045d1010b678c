'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const { psutil, runScript, start } = require('./helpers/index.js');
const { Process } = psutil;

const closed = { name: 'PsutilError', code: 'PSUTIL_ERR_INVALID_HANDLE' };

test('a closed process is an invalid handle', async t => {
    const p = new Process(start(t, 'sleep', '1000').pid);
    const q = new Process(p.pid);
    const waiting = p.wait();
    p.close();
    p.close();
    assert.throws(() => p.name(), closed);
    assert.throws(() => p.parent(), closed);
    await assert.rejects(waiting, closed);
    assert.equal(p.pid, q.pid);

    // other handles take p's slot
    const others = Array.from({ length: 100 }, () => new Process());
    assert.throws(() => p.name(), closed);
    assert.equal(q.name(), 'sleep');
    for (const other of others) other.close();
});

test('Symbol.dispose', { skip: !Symbol.dispose }, () => {
    const p = new Process();
    p[Symbol.dispose]();
    assert.throws(() => p.name(), closed);
});

test('the garbage collector frees the handles of dropped objects', async () => {
    const script = `
        const path = require('path');
        const native = require(path.join(process.env.PACKAGE, 'lib/native.js'));
        const { Process } = require(process.env.PACKAGE);
        let freed = 0;
        const free = native.process_free;
        native.process_free = handle => { free(handle); freed++; };
        for (let i = 0; i < 10000; i++) new Process().ppid();
        const end = () => {
            gc();
            if (freed < 10000) setTimeout(end, 10);
            else console.log(freed);
        };
        end();`;
    assert.equal(await runScript(script, { args: ['--expose-gc'] }), '10000');
});

test('calls do not leak (a million with PSUTIL_TEST_LONG=1)', async () => {
    const script = `
        const psutil = require(process.env.PACKAGE);
        const me = new psutil.Process();
        const calls = [
            () => me.ppid(), () => me.name(), () => me.cmdline(), () => me.memoryInfo(), () => me.parent().close(),
            () => psutil.cpuTimes({ percpu: true }), () => psutil.virtualMemory(),
            () => { try { new psutil.Process(-5); } catch {} }
        ];
        const slow = [
            () => me.asDict({ attrs: ['cmdline', 'environ', 'threads', 'uids'] }), () => me.cpuAffinity(),
            () => me.rlimit(psutil.RLIMIT_NOFILE), () => psutil.netIfAddrs(), () => psutil.cpuFreq(),
            () => me.parents().forEach(parent => parent.close()),
            () => { for (const p of psutil.processIter()) { p.close(); break; } }
        ];
        const rss = [];
        for (let round = 0; round < 10; round++) {
            for (let i = 0; i < ${process.env.PSUTIL_TEST_LONG ? 12500 : 1000}; i++) {
                for (const call of i % 20 ? calls : [...calls, ...slow]) call();
            }
            gc();
            rss.push(process.memoryUsage().rss);
        }
        console.log(JSON.stringify(rss));`;
    const rss = JSON.parse(await runScript(script, { args: ['--expose-gc'] }));
    // V8 needs some rounds to settle; a leak grows in every round
    const growth = rss.slice(1).map((bytes, i) => bytes - rss[i]);
    assert.ok(Math.min(...growth) < 2 ** 18, String(growth));
});

test('equals compares the identities of two processes', async t => {
    const child = start(t, 'sleep', '1000');
    const [p, q, me] = [new Process(child.pid), new Process(child.pid), new Process()];
    assert.deepEqual([p.equals(q), p.equals(p), p.equals(me)], [true, true, false]);
    p.kill();
    await p.wait();
    assert.equal(q.equals(p), true);
    p.close();
    assert.throws(() => q.equals(p), closed);
});
