'use strict';

// What changes processes, and many of them at a time.

const assert = require('node:assert/strict');
const { isDeepStrictEqual } = require('node:util');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const test = require('node:test');
const { setTimeout: delay } = require('node:timers/promises');
const { node, psutil, start, startZombie, until } = require('./helpers.js');
const { Popen, Process, processIter, waitProcs } = psutil;

const sleeper = async t => {
    const p = new Process(start(t, 'sleep', '1000').pid);
    await until(() => p.status() === 'sleeping' && p.name() === 'sleep');
    return p;
};

test('niceness', async t => {
    const p = await sleeper(t);
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

test('the priority for input and output', async t => {
    const p = await sleeper(t);
    p.setIonice(psutil.IOPRIO_CLASS_BE, 5);
    assert.deepEqual(p.ionice(), { ioclass: psutil.IOPRIO_CLASS_BE, value: 5 });
    p.setIonice(psutil.IOPRIO_CLASS_IDLE);
    assert.equal(p.ionice().ioclass, psutil.IOPRIO_CLASS_IDLE);
    for (const wrong of [[psutil.IOPRIO_CLASS_BE, 8], [psutil.IOPRIO_CLASS_BE, 2 ** 32], [2 ** 32 + 2, 0], [17]]) {
        assert.throws(() => p.setIonice(...wrong), psutil.InvalidArgument, String(wrong));
    }
    assert.throws(() => p.setIonice('2'), TypeError);
});

test('limits', async t => {
    const p = await sleeper(t);
    const before = p.rlimit(psutil.RLIMIT_NOFILE);
    p.setRlimit(psutil.RLIMIT_NOFILE, { ...before, soft: 100 });
    assert.deepEqual(p.rlimit(psutil.RLIMIT_NOFILE), { soft: 100, hard: before.hard });
    assert.match(fs.readFileSync(`/proc/${p.pid}/limits`, 'latin1'), /^Max open files +100 /m);
    // from no limit over those beyond the safe integers, and beyond C's, for an ordinary user cannot raise it again
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

test('the CPUs that it may run on', async t => {
    const p = await sleeper(t);
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

test('suspend and resume', async t => {
    const p = await sleeper(t);
    p.suspend();
    await until(() => p.status() === psutil.STATUS_STOPPED);
    p.resume();
    await until(() => p.status() === psutil.STATUS_SLEEPING);
});

test('all attributes at once are those of the methods', async t => {
    const p = await sleeper(t);
    for (let attempt = 0; ; attempt++) { // the kernel may take a page from the sleeper in between
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

test('all attributes of a zombie', async t => {
    const { pid } = await startZombie(t);
    const attrs = ['status', 'cmdline', 'cwd', 'memoryInfo'];
    const memoryInfo = { rss: 0, vms: 0 };
    assert.deepEqual(new Process(pid).asDict({ attrs, adValue: 'gone' }), { status: 'zombie', cmdline: 'gone', cwd: 'gone', memoryInfo });
    assert.equal(new Process(pid).asDict().exe, null);
});

test('an environment with what JavaScript finds special, and twice the same name', async t => {
    const child = start(t, 'env', '-i', '__proto__=1', 'A=1=2', 'EMPTY=', '/bin/sleep', '1000');
    const p = new Process(child.pid);
    await until(() => p.name() === 'sleep');
    assert.deepEqual(Object.entries(p.environ()).sort(), [['A', '1=2'], ['EMPTY', ''], ['__proto__', '1']]);
});

test('going through all processes', async t => {
    const p = await sleeper(t);
    const seen = [...processIter()];
    assert.deepEqual(seen.map(({ pid }) => pid), seen.map(({ pid }) => pid).sort((a, b) => a - b));
    assert.ok(seen.some(({ pid }) => pid === p.pid));
    const infos = [...processIter({ attrs: ['name', 'cpuPercent', 'exe'], adValue: '?' })];
    assert.deepEqual(infos.find(({ pid }) => pid === p.pid).info, { name: 'sleep', cpuPercent: 0, exe: p.exe() });
    assert.ok(infos.every(({ info }) => Object.keys(info).length === 3 && Object.values(info).every(value => value !== null)));
    for (const first of processIter()) {
        assert.equal(first.pid, seen[0].pid);
        break; // gives it back
    }
});

test('CPU use is remembered from one iteration to the next', async t => {
    const busy = start(t, 'sh', '-c', 'while :; do :; done');
    await until(() => {
        const [p] = [...processIter({ attrs: ['cpuPercent'] })].filter(({ pid }) => pid === busy.pid);
        return p.info.cpuPercent > 0;
    });
});

test('iterations that were dropped are given back by the garbage collector', async () => {
    const script = `
        const path = require('path');
        const native = require(path.join(process.env.PACKAGE, 'lib/native.js'));
        const { processIter } = require(process.env.PACKAGE);
        let freed = 0;
        const free = native.process_iter_free;
        native.process_iter_free = handle => { free(handle); freed++; };
        for (let i = 0; i < 1000; i++) {
            if (i % 2) processIter().next();
            else for (const p of processIter()) break;
        }
        const end = () => {
            gc();
            if (freed < 1000) setTimeout(end, 10);
            else console.log(freed);
        };
        end();`;
    assert.equal(await node(script, { args: ['--expose-gc'] }), '1000');
});

test('waiting for several', async t => {
    const [short, other, long] = [new Popen('sh', ['-c', 'exit 3']), await sleeper(t), await sleeper(t)];
    const calls = [];
    const waiting = waitProcs([short, other, long, short], { timeout: 0.3, callback: (p, code) => calls.push([p, code]) });
    other.terminate();
    const { gone, alive } = await waiting;
    assert.deepEqual(new Set(gone), new Set([short, other]));
    assert.deepEqual(alive, [long]);
    assert.deepEqual(new Map(calls), new Map([[short, 3], [other, -15]]));
    assert.equal(calls.length, 2);

    assert.deepEqual(await waitProcs([]), { gone: [], alive: [] });
    assert.deepEqual(await waitProcs([long], { timeout: 0 }), { gone: [], alive: [long] });
    await assert.rejects(waitProcs([long], { signal: AbortSignal.timeout(20) }), { name: 'TimeoutError' });
    await assert.rejects(waitProcs([long.pid]), TypeError);
    await assert.rejects(waitProcs([long], { timeout: -1 }), psutil.InvalidArgument);
    const failure = new Error('from the callback');
    await assert.rejects(waitProcs([short, long], { callback: () => { throw failure; } }), error => error === failure);
    long.kill();
    assert.deepEqual(await waitProcs([long]), { gone: [long], alive: [] });
});

/** A shell that has a child and a grandchild, which do this. */
async function family(t, command) {
    const top = new Popen('sh', ['-c', `${command}; (${command}; sleep 1000 & sleep 1000; :) & echo; while :; do wait; done`], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(top.stdout, 'data');
    const descendants = await until(() => {
        const all = top.children({ recursive: true });
        return all.length === 3 && all.filter(p => p.name() === 'sleep').length === 2 && all;
    });
    t.after(() => {
        for (const p of [top, ...descendants]) {
            try {
                p.kill();
            } catch (error) {
                if (!(error instanceof psutil.NoSuchProcess)) throw error;
            }
        }
    });
    return { top, pids: [top.pid, ...descendants.map(({ pid }) => pid)] };
}

const outcomes = results => new Map(results.map(({ pid, outcome }) => [pid, outcome]));

test('the end of a tree, and "exit" still fires', async t => {
    const { top, pids } = await family(t, ':');
    const exited = once(top.child, 'exit');
    const results = await top.killTree();
    assert.deepEqual(outcomes(results), new Map(pids.map(pid => [pid, 'terminated'])));
    assert.deepEqual(results[0], { pid: top.pid, outcome: 'terminated', exitCode: -15 });
    assert.ok(results.slice(1).every(({ exitCode }) => exitCode === null));
    assert.deepEqual(await exited, [null, 'SIGTERM']);
    assert.equal(top.returncode, -15);
    await until(() => pids.every(pid => !psutil.pidExists(pid)));
    await assert.rejects(top.killTree(), psutil.NoSuchProcess);
});

test('the end of a tree that does not want to, with the loop left free', async t => {
    const { top, pids } = await family(t, 'trap "" TERM');
    let turns = 0;
    const ticking = setInterval(() => turns++, 5);
    const results = await top.killTree('SIGTERM', { grace: 0.3 });
    clearInterval(ticking);
    assert.ok(turns > 1);
    assert.deepEqual(outcomes(results), new Map(pids.map(pid => [pid, 'killed'])));
    assert.equal(top.returncode, -9);
});

test('SIGKILL for a tree, and an aborted one', async t => {
    const { top, pids } = await family(t, 'trap "" TERM');
    await assert.rejects(top.killTree(15, { grace: 1000, signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
    assert.ok(top.isRunning());
    assert.deepEqual(outcomes(await top.killTree('SIGKILL')), new Map(pids.map(pid => [pid, 'killed'])));
});

test('what killTree does not do', async t => {
    const own = { name: 'InvalidArgument', message: /this program is in the tree/ };
    await assert.rejects(new Process().killTree(), own);
    await assert.rejects(new Process(process.ppid).killTree(), own);
    const p = await sleeper(t);
    for (const signal of [0, -1, 1000, 'SIGNOTHING']) await assert.rejects(p.killTree(signal), psutil.InvalidArgument);
    for (const grace of [-1, NaN]) await assert.rejects(p.killTree(15, { grace }), psutil.InvalidArgument);
    await assert.rejects(p.killTree(15, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.ok(p.isRunning());
});

test('Popen', async t => {
    const p = new Popen('sh', ['-c', 'read line; echo "$line"; exit 7'], { stdio: ['pipe', 'pipe', 'inherit'] });
    assert.ok(p instanceof Process);
    assert.equal(p.ppid(), process.pid);
    assert.equal(p.child.pid, p.pid);
    assert.equal(p.stderr, null);
    assert.equal(p.returncode, null);
    const [output] = await Promise.all([once(p.stdout, 'data'), p.stdin.end('hello\n')]);
    assert.equal(String(output[0]), 'hello\n');
    assert.equal(await p.wait(), 7);
    assert.equal(p.returncode, 7);

    const shell = new Popen('exit 5', { shell: true });
    assert.equal(await shell.wait(), 5);
    for (const command of ['/no/such/program', '/etc/passwd']) {
        assert.throws(() => new Popen(command), { name: 'PsutilError', code: 'PSUTIL_ERR_OS', message: new RegExp(command) });
    }
    assert.throws(() => new Popen(1), TypeError);
    await delay(10); // Node's own 'error' bothers nobody
});

test('percentages of CPU time', async () => {
    const sum = ({ guest, guestNice, dpc, ...rest }) => Object.values(rest).reduce((a, b) => a + b);
    const [together, each] = await Promise.all([
        psutil.cpuTimesPercent({ interval: 0.3 }), psutil.cpuTimesPercent({ interval: 0.3, percpu: true })
    ]);
    assert.ok(Math.abs(sum(together) - 100) < 1, JSON.stringify(together));
    assert.equal(together.dpc, null);
    assert.equal(each.length, psutil.cpuCount());
    assert.ok(each.every(times => sum(times) === 0 || Math.abs(sum(times) - 100) < 1), JSON.stringify(each));
    psutil.cpuTimesPercent();
    psutil.cpuTimesPercent({ percpu: true });
    await until(() => sum(psutil.cpuTimesPercent()) > 0);
    await until(() => psutil.cpuTimesPercent({ percpu: true }).some(times => sum(times) > 0));
    assert.equal((await psutil.cpuTimesPercent({ interval: 0, percpu: true })).length, each.length);
    await assert.rejects(psutil.cpuTimesPercent({ interval: -1 }), psutil.InvalidArgument);
});

test('counters never go back, and paths are checked', () => {
    const before = psutil.diskIoCounters();
    const after = psutil.diskIoCounters();
    for (const field of Object.keys(before ?? {})) assert.ok(after[field] >= before[field], field);
    assert.throws(() => psutil.diskUsage('/no/such/path'), { name: 'PsutilError', code: 'PSUTIL_ERR_OS', errno: 2 });
    for (const path of [undefined, 1, Buffer.from('/')]) assert.throws(() => psutil.diskUsage(path), TypeError);
    assert.throws(() => psutil.diskUsage('/\0'), psutil.InvalidArgument);
    assert.throws(() => psutil.netConnections({ kind: 'x25' }), psutil.InvalidArgument);
    assert.throws(() => new Process().netConnections({ kind: 4 }), TypeError);
    assert.throws(() => new Process().memoryPercent('rs'), psutil.InvalidArgument);
});

test('control groups and the heap', () => {
    const limits = psutil.cgroupLimits();
    assert.ok(limits.version === 1 || limits.version === 2);
    assert.deepEqual({ ...limits, memoryUsage: 0 }, { ...psutil.cgroupLimits(process.pid), memoryUsage: 0 });
    assert.ok(fs.readFileSync('/proc/self/cgroup', 'utf8').includes(`:${limits.path}\n`), limits.path);
    for (const [name, value] of Object.entries(limits)) assert.ok(value === null || typeof value === 'string' || value >= 0, name);
    assert.throws(() => psutil.cgroupLimits(2 ** 31 - 1), psutil.NoSuchProcess);
    assert.throws(() => psutil.cgroupLimits('1'), TypeError);

    const { heapUsed, mmapUsed, heapCount } = psutil.heapInfo();
    assert.ok(heapUsed > 0 && mmapUsed >= 0);
    assert.equal(heapCount, null);
    assert.equal(typeof psutil.heapTrim(), 'boolean');
});

test('another procfs', async () => {
    const outcome = await node(`
        const { Process, pids, setProcfsPath } = require(process.env.PACKAGE);
        const before = new Process();
        setProcfsPath('/no/such/proc');
        let error;
        try { pids(); } catch ({ name, errno }) { error = [name, errno]; }
        const own = before.ppid() === process.ppid; // its procfs is the one that it was made with
        setProcfsPath('');
        console.log(JSON.stringify([error, own, pids().includes(process.pid)]));`);
    assert.deepEqual(JSON.parse(outcome), [['PsutilError', 2], true, true]);
    assert.throws(() => psutil.setProcfsPath('proc'), psutil.InvalidArgument);
    assert.throws(() => psutil.setProcfsPath(), TypeError);
});
