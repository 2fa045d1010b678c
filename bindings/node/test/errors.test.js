'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const test = require('node:test');
const { DROP_RIGHTS, psutil, runScript, start } = require('./helpers/index.js');
const { Process, PsutilError } = psutil;

const NO_SUCH_PID = 2 ** 31 - 1;

test('NoSuchProcess', () => {
    for (const pid of [NO_SUCH_PID, -1, 2 ** 31, 2 ** 40, 2 ** 63, -(2 ** 63)]) {
        assert.throws(() => new Process(pid), error => {
            assert.ok(error instanceof psutil.NoSuchProcess && error instanceof PsutilError && error instanceof Error);
            assert.equal(error.name, 'NoSuchProcess');
            assert.equal(error.code, 'PSUTIL_ERR_NO_SUCH_PROCESS');
            assert.equal(error.processName, null);
            assert.match(error.message, /^PID -?\d+: /); // a message does not name functions of C
            assert.match(error.stack, /^NoSuchProcess: PID -?\d+: /);
            return true;
        }, String(pid));
    }
    assert.throws(() => new Process(NO_SUCH_PID), { pid: NO_SUCH_PID });
});

test('NoSuchProcess for a process that has exited', async t => {
    const child = start(t, 'sleep', '1000');
    const p = new Process(child.pid);
    assert.equal(p.name(), 'sleep');
    p.kill();
    await p.wait();
    assert.throws(() => p.memoryInfo(), { name: 'NoSuchProcess', pid: child.pid, processName: 'sleep' });
    await assert.rejects(p.cpuPercent({ interval: 0.01 }), psutil.NoSuchProcess);
});

test('a process that exits during an interval is NoSuchProcess', async t => {
    const child = start(t, 'sleep', '1000');
    const p = new Process(child.pid);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const percent = p.cpuPercent({ interval: 1000 });
    p.kill();
    await once(child, 'exit'); // Node has reaped it
    t.mock.timers.tick(1_000_000);
    await assert.rejects(percent, { name: 'NoSuchProcess', pid: p.pid });
});

test('AccessDenied', async () => {
    const error = JSON.parse(await runScript(`
        const { Process } = require(process.env.PACKAGE);
        ${DROP_RIGHTS}
        try {
            new Process(1).exe();
            console.log('{}');
        } catch ({ name, code, pid, processName, errno }) {
            console.log(JSON.stringify({ name, code, pid, processName, errno }));
        }`));
    assert.equal(error.name, 'AccessDenied');
    assert.equal(error.code, 'PSUTIL_ERR_ACCESS_DENIED');
    assert.equal(error.pid, 1);
    assert.equal(error.errno, 13);
    assert.equal(error.processName, new Process(1).name());
});

test('TimeoutExpired', async t => {
    const p = new Process(start(t, 'sleep', '1000').pid);
    for (const timeout of [0, 0.05]) {
        await assert.rejects(p.wait({ timeout }), error => {
            assert.ok(error instanceof psutil.TimeoutExpired);
            assert.equal(error.code, 'PSUTIL_ERR_TIMEOUT_EXPIRED');
            assert.equal(error.timeout, timeout);
            assert.equal(error.pid, p.pid);
            assert.equal(error.processName, 'sleep');
            return true;
        });
    }
});

test('values out of range are InvalidArgument, values of the wrong type a TypeError', async t => {
    const p = new Process(start(t, 'sleep', '1000').pid);
    for (const signal of [-1, 1000, 2 ** 32 + 9, 'SIGNOTHING', 'toString', '9']) {
        assert.throws(() => p.sendSignal(signal), { name: 'InvalidArgument', code: 'PSUTIL_ERR_INVALID_ARGUMENT' }, String(signal));
    }
    for (const seconds of [-1, NaN]) {
        await assert.rejects(p.wait({ timeout: seconds }), psutil.InvalidArgument);
        await assert.rejects(p.cpuPercent({ interval: seconds }), psutil.InvalidArgument);
        await assert.rejects(psutil.cpuPercent({ interval: seconds }), psutil.InvalidArgument);
    }
    await assert.rejects(psutil.cpuPercent({ interval: Infinity }), psutil.InvalidArgument);
    for (const pid of ['1', 1.5, NaN, Infinity, null, {}, 1n]) {
        assert.throws(() => new Process(pid), TypeError);
        assert.throws(() => psutil.pidExists(pid), TypeError);
    }
    assert.throws(() => p.sendSignal(1.5), TypeError);
    assert.throws(() => p.sendSignal(), TypeError);
    await assert.rejects(p.wait({ timeout: '1' }), TypeError);
    await assert.rejects(psutil.cpuPercent({ interval: '1' }), TypeError);
    assert.ok(p.isRunning());
});

test('a successful call after a failed one returns its own value', async t => {
    const child = start(t, 'sleep', '1000');
    await once(child, 'spawn');
    const p = new Process(child.pid);
    for (let i = 0; i < 1000; i++) {
        assert.throws(() => new Process(NO_SUCH_PID - i), { pid: NO_SUCH_PID - i });
        assert.equal(p.name(), 'sleep');
    }
});
