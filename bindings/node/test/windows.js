'use strict';

// The package on Windows, as npm installs it: the argument is its directory. PSUTIL_ORACLE_PYTHON may name a Python for
// Windows that has psutil; its values are then compared. `make test-windows-node` runs this under Wine.

const assert = require('node:assert/strict');
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { pathToFileURL } = require('node:url');

const root = path.resolve(process.argv[2]);
const psutil = require(root);
const { AccessDenied, InvalidArgument, NoSuchProcess, NotSupported, Popen, Process, PsutilError, TimeoutExpired } = psutil;
const { constants } = require(path.join(root, 'lib/constants.js'));
const native = require(path.join(root, 'lib/native.js'));

// What Wine lacks; docs/platforms.md lists the reasons.
const lacking = ['ionice', 'memoryFootprint', 'memoryFootprintAsync'];

// What changes from call to call, in a process that sleeps as well.
const changing = [
    'cpuTimes', 'cpuPercent', 'memoryInfo', 'memoryInfoEx', 'memoryPercent', 'memoryMaps', 'threads', 'numThreads', 'status', 'pageFaults',
    'ioCounters', 'numCtxSwitches', 'numHandles'
];

const SLEEPER = 'console.log("ready"); setInterval(() => {}, 1000)';

/** Starts a Node that is killed at the end of the test, and resolves with its Process when it has written a line. */
async function start(t, script = SLEEPER, options = {}) {
    const child = new Popen(process.execPath, ['-e', script, 'two words', 'ä日'], options);
    t.after(async () => {
        if (child.returncode === null) child.child.kill();
        await child.wait();
    });
    await once(child.stdout, 'data');
    return child;
}

test('the library comes from the platform package', () => {
    const library = path.join(root, `../@libpsutil/win32-${process.arch}/psutil.dll`);
    assert.ok(new Process().memoryMaps().some(({ path: file }) => file.toLowerCase() === library.toLowerCase()));
    assert.equal(psutil.version(), require(path.join(root, 'package.json')).version);
});

test('names are those of psutil on Windows', async () => {
    const present = ['winServiceIter', 'winServiceGet', 'IOPRIO_VERYLOW', 'IDLE_PRIORITY_CLASS', 'CTRL_BREAK_EVENT', 'sensorsBattery'];
    const absent = ['sensorsTemperatures', 'sensorsFans', 'setProcfsPath', 'IOPRIO_CLASS_BE', 'RLIMIT_NOFILE', 'RLIM_INFINITY'];
    for (const name of present) assert.ok(name in psutil, name);
    for (const name of absent) assert.ok(!(name in psutil), name);
    for (const [name, value] of Object.entries(psutil)) {
        assert.notEqual(value, undefined, name);
        if (name in constants) assert.equal(value, constants[name], name);
    }
    for (const name of ['uids', 'gids', 'terminal', 'numFds', 'rlimit', 'setRlimit', 'cpuNum']) assert.ok(!(name in Process.prototype), name);
    assert.equal((await import(pathToFileURL(path.join(root, 'index.mjs')))).pids, psutil.pids);
});

test('functions of the system', async () => {
    const { user, system, idle, interrupt, dpc } = psutil.cpuTimes();
    for (const seconds of [user, system, idle, interrupt, dpc]) assert.ok(seconds >= 0);
    assert.equal(psutil.cpuTimes({ percpu: true }).length, psutil.cpuCount());
    const { total, available, percent } = psutil.virtualMemory();
    assert.ok(available <= total && percent > 0 && percent < 100);
    assert.ok(psutil.diskPartitions().some(({ device, opts }) => device === 'C:\\' && opts.includes('fixed')));
    assert.ok(psutil.diskUsage('C:\\').total > 0);
    assert.throws(() => psutil.diskUsage('C:\\missing'), { name: 'PsutilError', errno: 2 });
    assert.deepEqual(await psutil.diskUsageAsync('C:\\').then(({ total: size }) => size), psutil.diskUsage('C:\\').total);
    assert.ok(Object.values(psutil.netIfAddrs()).flat().some(({ address }) => address === '127.0.0.1'));
    assert.ok(Math.abs(psutil.bootTime() - (Date.now() / 1000 - require('node:os').uptime())) < 5);
    assert.equal(psutil.users()[0].terminal, null);
    const busy = await psutil.cpuPercent({ interval: 0.05 });
    assert.ok(busy >= 0 && busy <= 100);
    for (const call of [() => psutil.pressure('cpu'), () => psutil.cgroupLimits(), () => psutil.processEvents()]) assert.throws(call, NotSupported);
});

test('services', () => {
    const services = [...psutil.winServiceIter()];
    const names = services.map(service => service.name());
    assert.ok(names.includes('Spooler'));
    for (const service of services) assert.equal(service.asDict().displayName, service.displayName());
    const service = psutil.winServiceGet('Spooler');
    const { name, displayName, binpath, username, startType, status, pid, description } = service.asDict();
    assert.deepEqual(
        [service.name(), service.displayName(), service.binpath(), service.username(), service.startType(), service.description()],
        [name, displayName, binpath, username, startType, description]
    );
    assert.match(binpath, /spoolsv\.exe$/);
    assert.equal(status === 'running', pid !== null);
    assert.equal(String(service), "WindowsService(name='Spooler', displayName='Print Spooler')");
    assert.throws(() => psutil.winServiceGet('no such service'), NoSuchProcess);
});

test('every method of a process answers, in asDict as well', async t => {
    const p = await start(t, SLEEPER, { env: { ...process.env, Probe: 'wért' } });
    const all = p.asDict();
    for (const name of Object.keys(all)) {
        if (name === 'pid') continue;
        if (lacking.includes(name)) {
            assert.throws(() => p[name](), NotSupported, name);
            assert.equal(all[name], null, name);
        } else if (!changing.includes(name)) {
            assert.deepEqual(p[name](), all[name], name);
        }
    }
    assert.equal(p.ppid(), process.pid);
    assert.ok(p.parent().equals(new Process()));
    assert.ok(new Process().children().some(child => child.equals(p)));
    assert.equal(p.name(), 'node.exe');
    assert.equal(p.exe().toLowerCase(), process.execPath.toLowerCase());
    assert.deepEqual(p.cmdline().slice(-4), ['-e', SLEEPER, 'two words', 'ä日']);
    assert.equal(p.cwd(), process.cwd());
    assert.equal(p.environ().PROBE, 'wért');
    assert.ok(Math.abs(p.createTime() - Date.now() / 1000) < 60);
    assert.match(p.username(), /^[^\\]+\\[^\\]+$/);
    const { rss, wset, vms, pagefile, private: own, numPageFaults } = p.memoryInfo();
    assert.ok(rss === wset && vms === pagefile && own > 0 && rss > 0 && numPageFaults >= 0);
    assert.deepEqual(Object.keys(all.memoryInfo), Object.keys(p.memoryInfo()));
    assert.ok((await p.memoryMapsAsync()).some(({ path: file }) => /ntdll\.dll$/.test(file)));
    await assert.rejects(p.memoryFootprintAsync(), NotSupported);
});

test('open files and sockets', async t => {
    const file = path.join(process.env.TEMP, 'opened by a test.txt');
    const p = await start(t, `
        const fd = require('fs').openSync(${JSON.stringify(file)}, 'w');
        const server = require('net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port));`);
    assert.ok(p.openFiles().some(({ path: opened }) => opened.toLowerCase() === file.toLowerCase()));
    const [{ fd, family, type, laddr, raddr, status }] = p.netConnections();
    assert.deepEqual([fd, family, type, laddr.ip, raddr, status], [null, 'AF_INET', 'SOCK_STREAM', '127.0.0.1', null, 'LISTEN']);
    assert.deepEqual(await p.netConnectionsAsync(), p.netConnections());
    assert.ok(psutil.netConnections().some(({ pid, laddr: { port } }) => pid === p.pid && port === laddr.port));
    p.kill();
    await p.wait();
    fs.rmSync(file);
});

test('priorities and CPUs are set', async t => {
    const p = await start(t);
    assert.equal(p.nice(), psutil.NORMAL_PRIORITY_CLASS);
    for (const name of ['IDLE', 'HIGH', 'BELOW_NORMAL']) {
        p.setNice(psutil[`${name}_PRIORITY_CLASS`]);
        assert.equal(p.nice(), psutil[`${name}_PRIORITY_CLASS`]);
    }
    assert.throws(() => p.setNice(19), InvalidArgument);
    p.setCpuAffinity([0]);
    assert.deepEqual(p.cpuAffinity(), [0]);
});

test('signals', async t => {
    const p = await start(t);
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGSTOP', 2, 99]) assert.throws(() => p.sendSignal(signal), InvalidArgument, String(signal));
    // A console's process group; this program has none with this PID.
    assert.throws(() => p.sendSignal(psutil.CTRL_BREAK_EVENT), PsutilError);
    p.suspend();
    assert.equal(p.status(), 'stopped');
    p.resume();
    assert.notEqual(p.status(), 'stopped');
    p.sendSignal('SIGTERM');
    assert.equal(await p.wait({ timeout: 10 }), 15);
    assert.equal(p.isRunning(), false);
    assert.throws(() => p.kill(), NoSuchProcess);
});

test('waits return exit codes and leave the event loop free', async t => {
    const p = await start(t);
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await assert.rejects(p.wait({ timeout: 0.3 }), TimeoutExpired);
    clearInterval(timer);
    assert.ok(turns >= 2, `${turns} turns of the event loop`);

    const child = spawn(process.execPath, ['-e', 'process.stdin.once("data", () => process.exit(7))']);
    const exit = new Process(child.pid).wait();
    child.stdin.write('x');
    assert.equal(await exit, 7);

    const script = `require('child_process').spawn(process.execPath, ['-e', 'process.stdin.once("data", () => process.exit(9))'], { stdio: 'inherit' })
        .on('spawn', function () { console.log(this.pid); });`;
    const parent = new Popen(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await once(parent.stdout, 'data');
    const grandchild = new Process(Number(line));
    const code = grandchild.wait();
    parent.stdin.end('x');
    assert.equal(await code, 9);

    const killed = await start(t);
    killed.child.kill();
    assert.equal(await killed.wait(), 1); // as GetExitCodeProcess reports it
    assert.equal(killed.returncode, 1);
});

test('waitProcs and killTree', async t => {
    const quick = new Popen(process.execPath, ['-e', 'process.exit(3)']);
    // detached: otherwise libuv's job object ends the child with its parent
    const tree = await start(t, `
        require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(SLEEPER)}], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });`);
    await quick.wait();
    const codes = [];
    const { gone, alive } = await psutil.waitProcs([quick, tree], { timeout: 0.1, callback: (_, code) => codes.push(code) });
    assert.deepEqual([gone, alive, codes], [[quick], [tree], [3]]);
    const results = await tree.killTree();
    assert.deepEqual(results.map(({ name, outcome, exitCode }) => [name, outcome, exitCode]), Array(2).fill(['node.exe', 'terminated', 15]));
});

/** Returns the sizes that change from call to call, which two readings do not share. */
const stillChanging = ({ rss, wset, vms, pagefile, peakWset, peakPagefile, private: own, numPageFaults }) =>
    ({ rss, wset, vms, pagefile, peakWset, peakPagefile, private: own, numPageFaults });

test('the process table, processIter and oneshot', async t => {
    const p = await start(t);
    const table = psutil.processTable({ columns: ['pid', 'ppid', 'name', 'exe', 'cwd', 'cmdline', 'createTime', 'uidsReal'] });
    const row = table.toRows().find(({ pid }) => pid === p.pid);
    assert.deepEqual(row, {
        pid: p.pid, ppid: process.pid, name: p.name(), exe: p.exe(), cwd: p.cwd(), cmdline: p.cmdline(), createTime: p.createTime(), uidsReal: null
    });
    assert.deepEqual(table.column('pid'), psutil.pids());
    // The table has all of these: no process is read by itself.
    const readInfo = t.mock.method(native, 'process_info');
    const [found] = [...psutil.processIter({ attrs: ['name', 'memoryInfo', 'ioCounters', 'nice'] })].filter(({ pid }) => pid === p.pid);
    assert.equal(readInfo.mock.callCount(), 0);
    assert.deepEqual(found.info.memoryInfo, { ...p.memoryInfo(), ...stillChanging(found.info.memoryInfo) });
    assert.deepEqual([found.info.name, found.info.nice, Object.keys(found.info.memoryInfo)], ['node.exe', 32, Object.keys(p.memoryInfo())]);
    assert.equal(p.oneshot(({ pid }) => pid), p.pid);
    assert.throws(() => new Process(999999), NoSuchProcess);
    for (const { pid } of psutil.processIter()) {
        try {
            new Process(pid).exe();
        } catch (error) {
            assert.ok(error instanceof AccessDenied || error instanceof NoSuchProcess, error);
        }
    }
});

const PSUTIL_VALUES = `
import json, psutil, sys
p = psutil.Process(int(sys.argv[1]))
names = ["ppid", "name", "exe", "cmdline", "environ", "create_time", "cwd", "username", "nice", "num_handles", "cpu_affinity", "status"]
print(json.dumps([
    {name: getattr(p, name)() for name in names},
    [{**service.as_dict(), "status": None, "pid": None} for service in sorted(psutil.win_service_iter(), key=lambda service: service.name())],
    [p.memory_info()._fields, psutil.cpu_times()._fields],
    [psutil.virtual_memory().total, psutil.cpu_count(), [d._asdict() for d in psutil.disk_partitions()]],
], default=list))`;

const python = process.env.PSUTIL_ORACLE_PYTHON;
test('values are those of psutil', { skip: python ? false : 'PSUTIL_ORACLE_PYTHON is not set' }, async t => {
    const p = await start(t);
    const output = execFileSync(python, ['-c', PSUTIL_VALUES, String(p.pid)], { encoding: 'utf8' });
    const camel = name => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    const [attributes, services, [memory, times], system] = JSON.parse(output);
    for (const [name, value] of Object.entries(attributes)) assert.deepEqual(p[camel(name)](), value, name);
    const own = [...psutil.winServiceIter()].map(service => service.asDict()).sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ description, ...service }) => ({ ...service, description: description ?? '', status: null, pid: null }));
    assert.deepEqual(own, services.map(service => Object.fromEntries(Object.entries(service).map(([name, value]) => [camel(name), value]))));
    assert.deepEqual(Object.keys(p.memoryInfo()), memory.map(camel));
    for (const name of times) assert.ok(name in psutil.cpuTimes(), name);
    assert.deepEqual([psutil.virtualMemory().total, psutil.cpuCount(), psutil.diskPartitions()], system);
});
