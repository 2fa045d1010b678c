'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const test = require('node:test');
const { psutil, startSleeper, until } = require('./helpers/index.js');

test('setNice sets the niceness and clamps it', async t => {
    const p = await startSleeper(t);
    const nice = p.nice();
    p.setNice(nice + 1);
    assert.equal(p.nice(), nice + 1);
    for (const value of [19, 1000, 2 ** 40]) {
        p.setNice(value);
        assert.equal(p.nice(), 19);
    }
    assert.throws(() => p.setNice(1.5), TypeError);
    assert.throws(() => p.setNice(), TypeError);
});

test('setIonice sets the I/O priority', async t => {
    const p = await startSleeper(t);
    p.setIonice(psutil.IOPRIO_CLASS_BE, 5);
    assert.deepEqual(p.ionice(), { ioclass: psutil.IOPRIO_CLASS_BE, value: 5 });
    p.setIonice(psutil.IOPRIO_CLASS_IDLE);
    assert.equal(p.ionice().ioclass, psutil.IOPRIO_CLASS_IDLE);
    for (const wrong of [[psutil.IOPRIO_CLASS_BE, 8], [psutil.IOPRIO_CLASS_BE, 2 ** 32], [2 ** 32 + 2, 0], [17]]) {
        assert.throws(() => p.setIonice(...wrong), psutil.InvalidArgument, String(wrong));
    }
    assert.throws(() => p.setIonice('2'), TypeError);
});

test('setRlimit sets the limits of a resource', async t => {
    const p = await startSleeper(t);
    const before = p.rlimit(psutil.RLIMIT_NOFILE);
    p.setRlimit(psutil.RLIMIT_NOFILE, { ...before, soft: 100 });
    assert.deepEqual(p.rlimit(psutil.RLIMIT_NOFILE), { soft: 100, hard: before.hard });
    assert.match(fs.readFileSync(`/proc/${p.pid}/limits`, 'latin1'), /^Max open files +100 /m);
    // in descending order, because an ordinary user cannot raise the limit again
    for (const hard of [Infinity, 2 ** 64, 2 ** 63, 2 ** 60, 1000]) {
        if (hard > p.rlimit(psutil.RLIMIT_FSIZE).hard) continue;
        p.setRlimit(psutil.RLIMIT_FSIZE, { soft: 0, hard });
        assert.deepEqual(p.rlimit(psutil.RLIMIT_FSIZE), { soft: 0, hard: hard === 2 ** 64 ? 2 ** 63 : hard });
    }
    p.setRlimit(psutil.RLIMIT_FSIZE, p.rlimit(psutil.RLIMIT_FSIZE));
    const wrong = [[psutil.RLIMIT_NOFILE, { soft: 2, hard: 1 }], [psutil.RLIMIT_NOFILE, { soft: -1, hard: 1 }], [99, { soft: 1, hard: 1 }]];
    for (const [resource, limits] of wrong) assert.throws(() => p.setRlimit(resource, limits), psutil.InvalidArgument);
    assert.throws(() => p.rlimit(99), psutil.InvalidArgument);
    for (const value of [1.5, NaN, '1', null, undefined]) {
        assert.throws(() => p.setRlimit(psutil.RLIMIT_NOFILE, { soft: value, hard: 1 }), TypeError, String(value));
    }
});

test('setCpuAffinity sets the CPUs', async t => {
    const p = await startSleeper(t);
    const all = p.cpuAffinity();
    const [first] = all;
    p.setCpuAffinity(new Set([first]));
    assert.deepEqual(p.cpuAffinity(), [first]);
    await until(() => p.cpuNum() === first || p.status() === 'sleeping');
    p.setCpuAffinity([]);
    assert.deepEqual(p.cpuAffinity(), all);
    assert.throws(() => p.setCpuAffinity([100000]), psutil.InvalidArgument);
    assert.throws(() => p.setCpuAffinity([0.5]), TypeError);
});

test('suspend stops a process and resume continues it', async t => {
    const p = await startSleeper(t);
    p.suspend();
    await until(() => p.status() === psutil.STATUS_STOPPED);
    p.resume();
    await until(() => p.status() === psutil.STATUS_SLEEPING);
});
