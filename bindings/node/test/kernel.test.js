'use strict';

// Values of processes that the test controls, compared with the kernel's files.

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const test = require('node:test');
const { keepsExitCodes, psutil, runScript, start, startZombie, temporaryDirectory, until } = require('./helpers/index.js');
const { Process } = psutil;

/** Returns field n of /proc/[pid]/stat as proc(5) numbers them, from 3 on. */
function stat(pid, n) {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[n - 3];
}

test('this process has the values of /proc/self', () => {
    const me = new Process();
    assert.equal(me.pid, process.pid);
    assert.equal(me.ppid(), process.ppid);
    assert.equal(me.parent().pid, process.ppid);
    assert.equal(me.exe(), fs.realpathSync(process.execPath));
    assert.deepEqual(me.cmdline(), fs.readFileSync('/proc/self/cmdline', 'utf8').split('\0').slice(0, -1));
    assert.equal(me.status(), 'running');
    assert.deepEqual(me.uids(), { real: process.getuid(), effective: process.geteuid(), saved: process.getuid() });
    assert.equal(me.username(), os.userInfo().username);
    assert.ok(me.isRunning());
    assert.equal(me.createTime(), psutil.bootTime() + Number(stat('self', 22)) / 100);
    assert.ok(me.createTime() <= Date.now() / 1000);
});

test('numThreads counts the threads of /proc/self/task', async () => {
    const me = new Process();
    const count = () => fs.readdirSync('/proc/self/task').length;
    const [before, ours, after] = await until(() => { // V8 and Go start and end threads at any time
        const counts = [count(), me.numThreads(), count()];
        return counts[0] === counts[2] && counts;
    });
    assert.deepEqual([before, ours, after], [ours, ours, ours]);
});

test('the system has the values of /proc', () => {
    assert.ok(psutil.pids().includes(process.pid));
    assert.ok(psutil.pidExists(process.pid));
    for (const pid of [-1, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER, 2 ** 63, -(2 ** 63), 1e300]) {
        assert.equal(psutil.pidExists(pid), false, String(pid));
    }
    const meminfo = fs.readFileSync('/proc/meminfo', 'latin1');
    assert.equal(psutil.virtualMemory().total, 1024 * Number(/^MemTotal: +([0-9]+)/.exec(meminfo)[1]));
    assert.equal(psutil.virtualMemory().wired, null);
    assert.equal(psutil.cpuTimes().dpc, null);
    assert.equal(psutil.cpuTimes({ percpu: true }).length, psutil.cpuCount());
    assert.equal(psutil.bootTime(), Number(/^btime ([0-9]+)/m.exec(fs.readFileSync('/proc/stat', 'latin1'))[1]));
    assert.match(psutil.version(), /^[0-9]+\.[0-9]+\.[0-9]+$/);
});

test('toDate, createDate and bootDate are exact to the millisecond', () => {
    const me = new Process();
    assert.ok(me.createDate() instanceof Date);
    assert.equal(me.createDate().getTime(), Math.round(1000 * me.createTime()));
    assert.equal(psutil.bootDate().getTime(), 1000 * psutil.bootTime());
    for (const milliseconds of [0, 1, 1001, 1763992101003]) assert.equal(psutil.toDate(milliseconds / 1000).getTime(), milliseconds);
    assert.equal(psutil.toDate(null), null);
    for (const wrong of ['1', undefined, 1n, new Date()]) assert.throws(() => psutil.toDate(wrong), TypeError);
});

test('a name that is not UTF-8 and one that the kernel truncates', async t => {
    const directory = temporaryDirectory(t);
    const sleep = fs.realpathSync(['/bin/sleep', '/usr/bin/sleep'].find(file => fs.existsSync(file)));
    const file = Buffer.concat([Buffer.from(`${directory}/caf`), Buffer.from([0xe9])]);
    fs.copyFileSync(sleep, file);
    const odd = start(t, 'sh', '-c', `exec ${directory}/caf* 1000`);
    await until(() => new Process(odd.pid).cmdline()[1] === '1000');
    assert.equal(new Process(odd.pid).name(), 'caf\ufffd');
    assert.equal(new Process(odd.pid).exe(), `${directory}/caf\ufffd`);

    const name = 'a-name-of-more-than-fifteen-bytes';
    fs.symlinkSync(sleep, `${directory}/${name}`);
    const long = start(t, `${directory}/${name}`, '1000');
    await once(long, 'spawn');
    assert.equal(new Process(long.pid).name(), name);
});

test('wait returns the exit code, and "exit" still fires', async () => {
    for (const code of [0, 1, 7, 255]) {
        const child = spawn('sh', ['-c', `exit ${code}`]);
        const exited = once(child, 'exit');
        assert.equal(await new Process(child.pid).wait(), code);
        assert.deepEqual(await exited, [code, null]);
    }
});

test('"exit" fires for a child that was started before the package was loaded', async () => {
    const outcome = await runScript(`
        const children = Array.from({ length: 50 }, (_, i) => require('child_process').spawn('sh', ['-c', 'exit ' + i]));
        const exits = Promise.all(children.map(child => require('events').once(child, 'exit')));
        const { Process } = require(process.env.PACKAGE);
        const waits = Promise.all(children.map(child => new Process(child.pid).wait()));
        // busy, so that the checks coincide with Node's reaping
        const busy = setInterval(() => { for (const end = performance.now() + 5; performance.now() < end; ); });
        Promise.all([exits, waits]).then(both => {
            clearInterval(busy);
            console.log(JSON.stringify(both));
        });`);
    const [exits, waits] = JSON.parse(outcome);
    assert.deepEqual(exits, Array.from({ length: 50 }, (_, i) => [i, null]));
    waits.forEach((code, i) => assert.ok(code === i || code === null, String(code)));
});

test('sendSignal takes a name or a number', async t => {
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGUSR1', os.constants.signals.SIGHUP]) {
        const child = start(t, 'sleep', '1000');
        const exited = once(child, 'exit');
        const p = new Process(child.pid);
        p.sendSignal(0);
        const waited = p.wait();
        p.sendSignal(signal);
        const number = os.constants.signals[signal] ?? signal;
        assert.equal(await waited, -number);
        assert.equal(os.constants.signals[(await exited)[1]], number);
    }
    for (const [method, number] of [['terminate', 15], ['kill', 9]]) {
        const p = new Process(start(t, 'sleep', '1000').pid);
        p[method]();
        assert.equal(await p.wait(), -number);
    }
});

test('wait works late, repeatedly, and after "exit" has fired', async () => {
    const child = spawn('sh', ['-c', 'exit 5']);
    const p = new Process(child.pid);
    const q = new Process(child.pid);
    assert.deepEqual(await Promise.all([p.wait(), p.wait(), q.wait()]), [5, 5, 5]);
    assert.equal(await p.wait(), 5);
    assert.equal(await p.wait({ timeout: 0 }), 5);
    assert.equal(p.isRunning(), false);
    assert.throws(() => p.name(), psutil.NoSuchProcess);
    assert.throws(() => p.terminate(), psutil.NoSuchProcess);
});

test('wait for a process that is not a child returns its exit code if the kernel keeps it', async t => {
    const shell = start(t, 'sh', '-c', 'sleep 1000 & echo $!; wait');
    const [line] = await once(shell.stdout, 'data');
    const p = new Process(Number(String(line)));
    assert.equal(p.parent().pid, shell.pid);
    const waited = p.wait();
    p.kill();
    assert.equal(await waited, keepsExitCodes ? -9 : null);
});

test('a zombie has a status and raises ZombieProcess for the rest', async t => {
    const { pid, parent } = await startZombie(t);
    const p = new Process(pid);
    assert.equal(p.status(), 'zombie');
    assert.equal(p.name(), 'sh');
    assert.equal(p.ppid(), parent.pid);
    assert.ok(p.isRunning());
    assert.ok(psutil.pidExists(pid));
    assert.throws(() => p.cmdline(), error => {
        assert.ok(error instanceof psutil.ZombieProcess && error instanceof psutil.NoSuchProcess);
        assert.equal(error.code, 'PSUTIL_ERR_ZOMBIE_PROCESS');
        assert.equal(error.pid, pid);
        assert.equal(error.ppid, parent.pid);
        return true;
    });
});

test('a stopped process has the status stopped', async t => {
    const child = start(t, 'sleep', '1000');
    await once(child, 'spawn');
    const p = new Process(child.pid);
    p.sendSignal('SIGSTOP');
    await until(() => p.status() === 'stopped');
    p.sendSignal('SIGCONT');
    await until(() => p.status() === 'sleeping');
});

test('cpuPercent of a busy process is positive', async t => {
    const p = new Process(start(t, 'sh', '-c', 'while :; do :; done').pid);
    assert.equal(p.cpuPercent(), 0);
    const [machine, each] = await Promise.all([psutil.cpuPercent({ interval: 0.3 }), psutil.cpuPercent({ interval: 0.3, percpu: true })]);
    await until(async () => (await p.cpuPercent({ interval: 0.1 })) > 0); // other processes may have the CPUs
    assert.ok(machine > 0 && machine <= 100, String(machine));
    assert.equal(each.length, psutil.cpuCount());
    assert.ok(each.every(percent => percent >= 0 && percent <= 100) && each.some(percent => percent > 0), String(each));
    assert.ok(p.cpuPercent() > 0); // since the call above; the interval does not count
    await until(() => p.cpuTimes().user > 0);

    psutil.cpuPercent();
    psutil.cpuPercent({ percpu: true });
    await until(() => psutil.cpuPercent() > 0);
    await until(() => psutil.cpuPercent({ percpu: true }).some(percent => percent > 0));
    assert.equal(typeof (await psutil.cpuPercent({ interval: 0 })), 'number');
});
