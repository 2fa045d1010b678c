'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const { join } = require('node:path');
const test = require('node:test');
const { isMusl, psutil, runScript, until } = require('./helpers/index.js');
const { Process } = psutil;

test('cpuTimesPercent adds up to 100', async () => {
    const sum = ({ cpu, guest, guestNice, dpc, ...rest }) => Object.values(rest).reduce((a, b) => a + b);
    const [together, each] = await Promise.all([
        psutil.cpuTimesPercent({ interval: 0.3 }), psutil.cpuTimesPercent({ interval: 0.3, percpu: true })
    ]);
    assert.ok(Math.abs(sum(together) - 100) < 1, JSON.stringify(together));
    assert.equal(together.dpc, null);
    assert.deepEqual(each.map(({ cpu }) => cpu), psutil.cpuTimes({ percpu: true }).map(({ cpu }) => cpu));
    assert.equal(each.length, psutil.cpuCount());
    assert.ok(each.every(times => sum(times) === 0 || Math.abs(sum(times) - 100) < 1), JSON.stringify(each));
    psutil.cpuTimesPercent();
    psutil.cpuTimesPercent({ percpu: true });
    await until(() => sum(psutil.cpuTimesPercent()) > 0);
    await until(() => psutil.cpuTimesPercent({ percpu: true }).some(times => sum(times) > 0));
    assert.equal((await psutil.cpuTimesPercent({ interval: 0, percpu: true })).length, each.length);
    await assert.rejects(psutil.cpuTimesPercent({ interval: -1 }), psutil.InvalidArgument);
});

test('counters never decrease, and wrong arguments are refused', () => {
    const before = psutil.diskIoCounters();
    const after = psutil.diskIoCounters();
    for (const field of Object.keys(before ?? {})) assert.ok(after[field] >= before[field], field);
    assert.ok(psutil.netIoCounters({ nowrap: 'restart' }).bytesRecv >= 0);
    assert.throws(() => psutil.netIoCounters({ nowrap: 'no' }), TypeError);
    assert.throws(() => psutil.diskUsage('/no/such/path'), { name: 'PsutilError', code: 'PSUTIL_ERR_OS', errno: 2 });
    for (const path of [undefined, 1, Buffer.from('/')]) assert.throws(() => psutil.diskUsage(path), TypeError);
    assert.throws(() => psutil.diskUsage('/\0'), psutil.InvalidArgument);
    assert.throws(() => psutil.netConnections({ kind: 'x25' }), psutil.InvalidArgument);
    assert.throws(() => new Process().netConnections({ kind: 4 }), TypeError);
    assert.throws(() => new Process().memoryPercent('rs'), psutil.InvalidArgument);
});

test('cgroupLimits has plausible values', () => {
    const limits = psutil.cgroupLimits();
    assert.ok(limits.version === 1 || limits.version === 2);
    assert.deepEqual({ ...limits, memoryUsage: 0 }, { ...psutil.cgroupLimits(process.pid), memoryUsage: 0 });
    assert.ok(fs.readFileSync('/proc/self/cgroup', 'utf8').includes(`:${limits.path}\n`), limits.path);
    for (const [name, value] of Object.entries(limits)) assert.ok(value === null || typeof value === 'string' || value >= 0, name);
    assert.throws(() => psutil.cgroupLimits(2 ** 31 - 1), psutil.NoSuchProcess);
    assert.throws(() => psutil.cgroupLimits('1'), TypeError);
});

test('heapInfo has plausible values, and musl reports none', () => {
    if (isMusl) {
        assert.throws(() => psutil.heapInfo(), psutil.NotSupported);
        assert.throws(() => psutil.heapTrim(), psutil.NotSupported);
        return;
    }
    const { heapUsed, mmapUsed, heapCount } = psutil.heapInfo();
    assert.ok(heapUsed > 0 && mmapUsed >= 0);
    assert.equal(heapCount, null);
    assert.equal(typeof psutil.heapTrim(), 'boolean');
});

for (const resource of ['cpu', 'memory', 'io', 'irq']) {
    test(`pressure on ${resource} is that of /proc/pressure`, () => {
        let text;
        try {
            text = fs.readFileSync(`/proc/pressure/${resource}`, 'utf8');
        } catch {
            assert.throws(() => psutil.pressure(resource), psutil.NotSupported);
            return;
        }
        const mine = psutil.pressure(resource);
        for (const kind of ['some', 'full']) {
            const total = new RegExp(`${kind} .*total=(\\d+)`).exec(text);
            if (total) assert.ok(mine[`${kind}Total`] >= total[1] / 1e6, text);
            else assert.equal(mine[`${kind}Total`], null);
        }
        assert.equal(mine.level, null);
    });
}

test('cgroupPressure is that of the own group, and wrong arguments are refused', () => {
    let mine;
    try {
        mine = psutil.cgroupPressure('memory');
    } catch (error) {
        assert.ok(error instanceof psutil.NotSupported, error);
        assert.throws(() => psutil.cgroupPressure('memory', process.pid), psutil.NotSupported);
    }
    if (mine) assert.ok(psutil.cgroupPressure('memory', process.pid).someTotal >= mine.someTotal);
    assert.throws(() => psutil.cgroupPressure('memory', 2 ** 31 - 1), psutil.NoSuchProcess);
    assert.throws(() => psutil.pressure('disk'), psutil.InvalidArgument);
    assert.throws(() => psutil.pressure(1), TypeError);
    assert.throws(() => psutil.pressure(), TypeError);
});

for (const bpf of [false, true]) {
    test(`netConnections and fileOwners find this process, bpf: ${bpf}`, async () => {
        const server = net.createServer().listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address();
        const isServer = ({ pid, laddr }) => pid === process.pid && laddr?.port === port;
        assert.equal(psutil.netConnections({ kind: 'tcp4', bpf }).filter(isServer).length, 1);
        assert.equal((await psutil.netConnectionsAsync({ kind: 'tcp4', bpf })).filter(isServer).length, 1);
        server.close();

        const directory = fs.mkdtempSync(join(os.tmpdir(), 'owners-'));
        const file = join(directory, 'file');
        const fd = fs.openSync(file, 'a');
        const mine = { pid: process.pid, use: 'open', fd, mode: 'a' };
        assert.deepEqual(psutil.fileOwners(file, { bpf }), [mine]);
        assert.deepEqual(await psutil.fileOwnersAsync(file, { bpf }), [mine]);
        assert.ok(psutil.fileOwners(directory, { bpf, mount: true }).some(o => o.pid === process.pid && o.fd === fd && o.mode === 'a'));
        fs.closeSync(fd);
        assert.deepEqual(psutil.fileOwners(file, { bpf }), []);
        fs.rmSync(directory, { recursive: true });
        const uses = psutil.fileOwners('/proc/self/exe', { bpf, unreadable: true }).filter(({ pid }) => pid === process.pid);
        assert.deepEqual(uses.map(({ use }) => use), ['mapped', 'exe']);
        assert.throws(() => psutil.fileOwners(file, { bpf }), { code: 'PSUTIL_ERR_OS', errno: 2 });
        await assert.rejects(psutil.fileOwnersAsync(file, { bpf }), { code: 'PSUTIL_ERR_OS', errno: 2 });
    });
}

test('netConnections with bytes counts what both ends of a connection have sent', async () => {
    const server = net.createServer(socket => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = net.connect(server.address().port, '127.0.0.1');
    try {
        await once(client, 'connect');
        await new Promise(resolve => client.write(Buffer.alloc(12345), resolve));
        const port = client.localPort;
        const read = [
            () => psutil.netConnections({ kind: 'tcp', bytes: true }), () => new Process().netConnections({ kind: 'tcp', bytes: true })
        ];
        for (const connections of read) {
            const find = key => connections().find(c => c[key]?.port === port);
            await until(() => find('raddr')?.bytesRecv === 12345);
            assert.equal(find('laddr').bytesSent, 12345);
            assert.equal(find('laddr').bytesRecv, 0);
            const listening = connections().find(c => c.status === 'LISTEN' && c.laddr.port === server.address().port);
            assert.deepEqual([listening.bytesSent, listening.bytesRecv], [null, null]);
        }
        const [asynchronous] = (await psutil.netConnectionsAsync({ kind: 'tcp', bytes: true })).filter(c => c.laddr?.port === port && c.raddr);
        assert.equal(asynchronous.bytesSent, 12345);
        assert.ok(!('bytesSent' in psutil.netConnections({ kind: 'tcp' })[0]));
    } finally {
        client.destroy();
        server.close();
    }
});

test('setWorkers takes an integer that is not negative', () => {
    try {
        psutil.setWorkers(1);
        assert.ok(psutil.processTable({ columns: ['pid'] }).column('pid').includes(process.pid));
    } finally {
        psutil.setWorkers(0);
    }
    assert.throws(() => psutil.setWorkers(-1), psutil.InvalidArgument);
    assert.throws(() => psutil.setWorkers(2 ** 31), psutil.InvalidArgument);
    assert.throws(() => psutil.setWorkers(1.5), TypeError);
    assert.throws(() => psutil.setWorkers(), TypeError);
});

test('setProcfsPath applies to later calls and new handles', async () => {
    const outcome = await runScript(`
        const { Process, pids, setProcfsPath } = require(process.env.PACKAGE);
        const before = new Process();
        setProcfsPath('/no/such/proc');
        let error;
        try { pids(); } catch ({ name, errno }) { error = [name, errno]; }
        const own = before.ppid() === process.ppid; // a handle keeps the procfs that it was created with
        setProcfsPath('');
        console.log(JSON.stringify([error, own, pids().includes(process.pid)]));`);
    assert.deepEqual(JSON.parse(outcome), [['PsutilError', 2], true, true]);
    assert.throws(() => psutil.setProcfsPath('proc'), psutil.InvalidArgument);
    assert.throws(() => psutil.setProcfsPath(), TypeError);
});
