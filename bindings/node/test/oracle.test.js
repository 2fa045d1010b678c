'use strict';

const assert = require('node:assert/strict');
const dgram = require('node:dgram');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const { join } = require('node:path');
const test = require('node:test');
const { isDeepStrictEqual } = require('node:util');
const { mainThreadHasExited, oracle, psutil, start, startSleeper, startWithoutMainThread, startZombie, temporaryDirectory, until } = require('./helpers/index.js');

const camel = name => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const camelKeys = record => Object.fromEntries(Object.entries(record).map(([name, value]) => [camel(name), value]));
const ORDER = ['family', 'type', 'laddr', 'raddr', 'ip', 'port', 'status', 'fd', 'pid']; // of fields, in JSON

/** Asserts that each field of psutil, a counter, lies between the package's values from before and after. */
function between(before, theirs, after) {
    for (const [field, value] of Object.entries(theirs)) {
        const ours = [before[camel(field)], after[camel(field)]];
        assert.ok(value >= ours[0] && value <= ours[1], `${field}: psutil ${value}, libpsutil ${ours[0]} and ${ours[1]}`);
    }
}

/** Resolves with the package's values and psutil's of a time in which the package's did not change. */
async function whileUnchanged(readOurs, readTheirs) {
    for (let before = readOurs(); ;) {
        const theirs = await readTheirs();
        const after = readOurs();
        if (isDeepStrictEqual(before, after)) return [after, theirs];
        before = after;
    }
}

/** Asserts that the fields of psutil have the package's values. */
function assertFieldsEqual(ours, theirs) {
    for (const [field, value] of Object.entries(theirs)) assert.equal(ours[camel(field)], value, field);
}

test('CPU times and memory in copies of the files', async t => {
    const directory = temporaryDirectory(t);
    for (const name of ['stat', 'meminfo', 'zoneinfo']) fs.writeFileSync(join(directory, name), fs.readFileSync(`/proc/${name}`));
    const theirs = await oracle('--procfs', directory);
    t.after(() => psutil.setProcfsPath(''));
    psutil.setProcfsPath(directory);
    assertFieldsEqual(psutil.cpuTimes(), theirs.cpu_times);
    const each = psutil.cpuTimes({ percpu: true });
    assert.equal(each.length, theirs.cpu_times_percpu.length);
    theirs.cpu_times_percpu.forEach((times, i) => assertFieldsEqual(each[i], times));
    const { syscalls, ...stats } = theirs.cpu_stats; // psutil returns 0 for an unknown value
    assertFieldsEqual(psutil.cpuStats(), stats);
    assertFieldsEqual(psutil.virtualMemory(), theirs.virtual_memory);
});

test('PIDs, CPUs and boot time', async () => {
    const before = psutil.pids();
    const theirs = await oracle(process.pid);
    const after = psutil.pids();
    assert.equal(psutil.cpuCount(), theirs.cpu_count);
    assert.equal(psutil.cpuCount({ logical: false }), theirs.cpu_count_cores);
    assert.equal(psutil.cpuTimes({ percpu: true }).length, theirs.cpu_count);
    assert.equal(psutil.bootTime(), theirs.boot_time);
    for (const pid of before) {
        if (after.includes(pid)) assert.ok(theirs.pids.includes(pid), `psutil does not see ${pid}`);
    }
    assert.deepEqual(after, [...after].sort((a, b) => a - b));
});

test('load averages', async () => {
    const [load, theirs] = await whileUnchanged(() => psutil.getloadavg(), () => oracle(process.pid)); // it changes every 5 seconds
    theirs.getloadavg.forEach((value, i) => assert.ok(Math.abs(load[i] - value) < 0.0051, `${load[i]}, psutil ${value}`)); // two decimals
});

test('counters of the system', async () => {
    const read = () => ({
        stats: psutil.cpuStats(),
        disks: psutil.diskIoCounters({ nowrap: false }),
        perdisk: psutil.diskIoCounters({ perdisk: true, nowrap: false }),
        nics: psutil.netIoCounters({ nowrap: false }),
        pernic: psutil.netIoCounters({ pernic: true, nowrap: false })
    });
    const before = read();
    const theirs = await oracle(process.pid);
    const after = read();
    const { syscalls, ...stats } = theirs.cpu_stats; // psutil returns 0 for an unknown value
    assert.equal(before.stats.syscalls, null);
    between(before.stats, stats, after.stats);
    if (theirs.disk_io_counters === null) assert.equal(before.disks, null);
    else between(before.disks, theirs.disk_io_counters, after.disks);
    assert.deepEqual(Object.keys(before.perdisk).sort(), Object.keys(theirs.disk_io_counters_perdisk).sort());
    for (const [name, counters] of Object.entries(theirs.disk_io_counters_perdisk)) between(before.perdisk[name], counters, after.perdisk[name]);
    between(before.nics, theirs.net_io_counters, after.nics);
    assert.deepEqual(Object.keys(before.pernic).sort(), Object.keys(theirs.net_io_counters_pernic).sort());
    for (const [name, counters] of Object.entries(theirs.net_io_counters_pernic)) between(before.pernic[name], counters, after.pernic[name]);
});

test('disks, interfaces, swap and clock rates', async () => {
    // other programs may mount file systems
    const read = () => [psutil.diskPartitions(), psutil.diskPartitions({ all: true })];
    const [partitions, theirs] = await whileUnchanged(read, () => oracle(process.pid));
    assert.deepEqual(partitions, [theirs.disk_partitions, theirs.disk_partitions_all]);

    const usage = psutil.diskUsage('/');
    assert.equal(usage.total, theirs.disk_usage.total);
    for (const field of ['used', 'free']) assert.ok(Math.abs(usage[field] - theirs.disk_usage[field]) < usage.total / 20, field);
    assert.ok(Math.abs(usage.percent - theirs.disk_usage.percent) < 5);

    const swap = psutil.swapMemory();
    assert.equal(swap.total, theirs.swap_memory.total);
    assert.ok(Math.abs(swap.used - theirs.swap_memory.used) <= swap.total / 20);

    const freq = psutil.cpuFreq();
    if (theirs.cpu_freq === null) assert.equal(freq, null);
    else assert.deepEqual([freq.min ?? 0, freq.max ?? 0], [theirs.cpu_freq.min, theirs.cpu_freq.max]);
    assert.equal(psutil.cpuFreq({ percpu: true }).length, freq === null ? 0 : psutil.cpuCount());

    // psutil returns 0 for an unknown speed, and AF_PACKET on Linux for what is AF_LINK elsewhere
    const stats = Object.entries(psutil.netIfStats()).map(([name, { duplex, speed, ...rest }]) => [
        name, { ...rest, duplex: `NIC_DUPLEX_${duplex.toUpperCase()}`, speed: speed ?? 0 }
    ]);
    assert.deepEqual(Object.fromEntries(stats), theirs.net_if_stats);
    const addresses = Object.entries(psutil.netIfAddrs()).map(([name, list]) => [
        name,
        list.map(({ prefixLength, family, ...rest }) => ({ ...rest, family: family === 'AF_LINK' ? 'AF_PACKET' : family }))
    ]);
    assert.deepEqual(Object.fromEntries(addresses), theirs.net_if_addrs);
});

test('users and sensors', async () => {
    const theirs = await oracle(process.pid);
    const byStart = (a, b) => a.started - b.started || a.pid - b.pid;
    assert.deepEqual(psutil.users(), theirs.users.sort(byStart));
    const temperatures = psutil.sensorsTemperatures();
    assert.deepEqual(Object.keys(temperatures).sort(), Object.keys(theirs.sensors_temperatures).sort());
    for (const [chip, list] of Object.entries(temperatures)) {
        const fixed = ({ current, ...rest }) => rest;
        assert.deepEqual(list.map(fixed), theirs.sensors_temperatures[chip].map(fixed), chip);
    }
    assert.deepEqual(Object.keys(psutil.sensorsFans()).sort(), Object.keys(theirs.sensors_fans).sort());
    assert.equal(psutil.sensorsBattery()?.percent, theirs.sensors_battery?.percent);
});

test('constants', async () => {
    const { constants } = await oracle(process.pid);
    for (const [name, value] of Object.entries(constants)) {
        if (name === 'RLIM_INFINITY') assert.equal(psutil[name], Infinity);
        else if (name.startsWith('IOPRIO_')) assert.equal(psutil[value], psutil[name]);
        else if (name.startsWith('NIC_')) assert.equal(`NIC_DUPLEX_${psutil[name].toUpperCase()}`, value);
        else assert.equal(String(psutil[name]), value, name);
    }
});

test('sockets', async t => {
    const listener = net.createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address();
    const client = net.connect(port, '127.0.0.1');
    const [server] = await once(listener, 'connection');
    const six = net.createServer().listen(0, '::1');
    const path = `${require('node:os').tmpdir()}/psutil-${process.pid}.socket`;
    const local = net.createServer().listen(path);
    const udp = dgram.createSocket('udp4').bind(0, '127.0.0.1');
    await Promise.all([six, local, udp].map(socket => once(socket, 'listening')));
    t.after(() => {
        for (const socket of [client, server]) socket.destroy();
        for (const socket of [listener, six, local, udp]) socket.close();
    });

    // psutil returns '' or [] for an absent address
    const mine = psutil.netConnections({ kind: 'all' }).filter(({ pid }) => pid === process.pid);
    const theirs = await oracle('--details', process.pid);
    const comparable = list => list
        .map(({ laddr, raddr, ...rest }) => JSON.stringify({ laddr: laddr?.length === 0 ? null : laddr, raddr: raddr?.length === 0 ? null : raddr, ...rest }, ORDER))
        .filter(text => text.includes(String(port)) || text.includes(path) || text.includes(String(udp.address().port)))
        .sort();
    assert.ok(comparable(mine).length >= 5);
    assert.deepEqual(comparable(mine), comparable(theirs.net_connections.filter(({ pid }) => pid === process.pid)));
    const own = new psutil.Process().netConnections({ kind: 'all' }).map(({ pid, ...rest }) => rest);
    assert.deepEqual(comparable(own), comparable(theirs.processes[process.pid].net_connections));
    assert.equal(psutil.netConnections({ kind: 'unix' }).find(({ laddr }) => laddr === path).family, 'AF_UNIX');
});

test('children and parents', async t => {
    const shell = start(t, 'sh', '-c', '(sleep 1000 & sleep 1000; :) & sleep 1000 & echo; wait');
    await once(shell.stdout, 'data');
    const p = new psutil.Process(shell.pid);
    const descendants = await until(() => {
        const list = p.children({ recursive: true });
        return list.length === 4 && list.every(child => ['sh', 'sleep'].includes(child.name())) && list;
    });
    t.after(() => descendants.forEach(child => child.kill()));
    const theirs = (await oracle('--details', shell.pid)).processes[shell.pid];
    assert.deepEqual(p.children().map(child => child.pid), theirs.children);
    assert.deepEqual(descendants.map(child => child.pid).sort(), theirs.descendants.sort());
    assert.deepEqual(p.parents().map(parent => parent.pid), theirs.parents);
});

test('the other attributes of a child', async t => {
    const sleeper = start(t, 'sh', '-c', 'exec sleep 1000 3< /etc/passwd 4>> /dev/null');
    const p = new psutil.Process(sleeper.pid);
    await until(() => p.name() === 'sleep' && p.status() === 'sleeping'); // it has loaded its libraries
    const steady = ({ path, rss, size, anonymous, swap, sharedClean, privateClean, sharedDirty, privateDirty }) => ({
        path, rss, size, anonymous, swap, clean: sharedClean + privateClean, dirty: sharedDirty + privateDirty
    });
    const byPath = (a, b) => (a.path < b.path ? -1 : 1);
    // the kernel may reclaim its pages at any time
    const [ours, theirs] = await whileUnchanged(() => ({
        cpuNum: p.cpuNum(), memoryPercent: p.memoryPercent(), numCtxSwitches: p.numCtxSwitches(), threads: p.threads(),
        memoryInfoEx: p.memoryInfoEx(), footprintSwap: p.memoryFootprint().swap, memoryMaps: p.memoryMaps().map(steady).sort(byPath),
        ioCounters: p.ioCounters()
    }), async () => (await oracle('--details', sleeper.pid)).processes[sleeper.pid]);
    assert.deepEqual(p.environ(), theirs.environ);
    assert.equal(ours.cpuNum, theirs.cpu_num);
    assert.equal(ours.memoryPercent, theirs.memory_percent);
    assert.deepEqual(p.openFiles(), theirs.open_files);
    assert.deepEqual(ours.numCtxSwitches, theirs.num_ctx_switches);
    assert.deepEqual(ours.threads, theirs.threads.map(thread => camelKeys({ ...thread })));
    assert.deepEqual(p.netConnections(), []);
    for (const [name, [soft, hard]] of Object.entries(theirs.rlimits)) {
        const none = limit => (limit === -1 ? Infinity : limit);
        assert.deepEqual(p.rlimit(psutil[name]), { soft: none(soft), hard: none(hard) }, name);
    }

    const { uss, pss, swap: footprintSwap, ...memory } = theirs.memory_full_info;
    for (const [field, value] of Object.entries(memory)) assert.equal(ours.memoryInfoEx[field], value, field);
    const footprint = p.memoryFootprint();
    assert.equal(ours.footprintSwap, footprintSwap);
    // other processes that share the pages, such as the oracle, start and exit
    for (const [name, value] of Object.entries({ uss, pss })) assert.ok(Math.abs(footprint[name] - value) < 2 ** 21, name);
    assert.deepEqual(ours.memoryMaps, theirs.memory_maps.map(map => steady(camelKeys(map))).sort(byPath));
    assert.ok(p.memoryMaps().every(map => map.addr === null && map.perms === null && map.pss <= map.rss));
    for (const { addr, perms } of p.memoryMaps({ grouped: false })) {
        assert.match(addr, /^[0-9a-f]+-[0-9a-f]+$/);
        assert.match(perms, /^[r-][w-][x-][sp]$/);
    }

    const { otherCount, otherBytes, ...io } = ours.ioCounters;
    assert.deepEqual(io, camelKeys(theirs.io_counters));
    assert.deepEqual([otherCount, otherBytes], [null, null]);
});

const ATTRIBUTES = {
    name: p => p.name(),
    ppid: p => p.ppid(),
    status: p => p.status(),
    exe: p => p.exe(),
    cmdline: p => p.cmdline(),
    create_time: p => p.createTime(),
    uids: p => p.uids(),
    username: p => p.username(),
    num_threads: p => p.numThreads(),
    cwd: p => p.cwd(),
    gids: p => p.gids(),
    terminal: p => p.terminal(),
    nice: p => p.nice(),
    ionice: p => p.ionice(),
    cpu_affinity: p => p.cpuAffinity(),
    num_fds: p => p.numFds()
};

function readAttributes(pid) {
    const answers = {};
    const p = new psutil.Process(pid);
    for (const [name, get] of Object.entries(ATTRIBUTES)) {
        try {
            answers[name] = get(p);
        } catch (error) {
            if (!(error instanceof psutil.PsutilError)) throw error;
            answers[name] = { error: error.name };
        }
    }
    p.close();
    return answers;
}

function pick(theirs) {
    const picked = {};
    for (const name of Object.keys(ATTRIBUTES)) {
        // psutil decodes bytes that are not UTF-8 to surrogates, and returns None for an absent exe
        const value = name === 'exe' ? theirs[name] ?? '' : theirs[name];
        picked[name] = JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'string' ? part.replace(/[\udc80-\udcff]+/g, '\ufffd') : part));
    }
    if ('ioclass' in picked.ionice) picked.ionice.ioclass = psutil[picked.ionice.ioclass];
    return picked;
}

function compare(mine, theirs, pid) {
    const expected = { ...theirs };
    // where the kernel denies access, psutil guesses exe from the command line; libpsutil reports the error
    if (mine.exe.error === 'AccessDenied' && theirs.exe === theirs.cmdline[0]) expected.exe = mine.exe;
    // where psutil is denied access, libpsutil may know that a zombie or kernel thread has none
    for (const name of ['exe', 'cwd', 'num_fds']) {
        if (theirs[name].error === 'AccessDenied' && (mine[name] === '' || mine[name] === 0)) expected[name] = mine[name];
    }
    assert.deepEqual(mine, expected, `PID ${pid}`);
}

test('a sleeping child, a zombie and this process', async t => {
    const sleeper = await startSleeper(t);
    const zombie = await startZombie(t);
    const theirs = await oracle(sleeper.pid, zombie.pid);
    for (const pid of [sleeper.pid, zombie.pid]) compare(readAttributes(pid), pick(theirs.processes[pid]), pid);

    const me = new psutil.Process();
    const before = { cpu: me.cpuTimes(), memory: me.memoryInfo() };
    const { name, ppid, exe, cmdline, create_time: createTime, memory_info: memory, cpu_times: cpu } =
        (await oracle(process.pid)).processes[process.pid];
    assert.deepEqual([me.name(), me.ppid(), me.exe(), me.cmdline(), me.createTime()], [name, ppid, exe, cmdline, createTime]);
    // the other fields include the oracle, a child of this process
    between(before.cpu, { user: cpu.user, system: cpu.system }, me.cpuTimes());
    const { rss, vms } = me.memoryInfo();
    assert.ok(Math.abs(memory.rss - rss) < 2 ** 26 && Math.abs(memory.vms - vms) < 2 ** 30, `${memory.rss} ${rss} ${memory.vms} ${vms}`);
});

test('every process of this machine', async t => {
    await startWithoutMainThread(t); // for which psutil has another answer
    // Processes start, exit and change at any time: only processes and attributes that are the same before and after
    // psutil's reading are compared. What changes and changes back in between is compared again.
    const read = pid => {
        try {
            return readAttributes(pid);
        } catch (error) {
            if (!(error instanceof psutil.NoSuchProcess)) throw error;
            return null;
        }
    };
    const readAll = pids => new Map(pids.map(pid => [pid, read(pid)]));
    let open = psutil.pids().filter(pid => pid !== process.pid); // its status is running here and sleeping for the oracle
    for (let round = 0; open.length > 0; round++) {
        const before = readAll(open);
        const theirs = await oracle(...open);
        const after = readAll(open);
        open = open.filter(pid => {
            const [earlier, later] = [before.get(pid), after.get(pid)];
            if (!earlier || !later || earlier.create_time !== later.create_time || mainThreadHasExited(pid)) return false;
            try {
                assert.ok(theirs.processes[pid], `psutil does not see PID ${pid}`);
                const expected = pick(theirs.processes[pid]);
                for (const name of Object.keys(ATTRIBUTES)) if (!isDeepStrictEqual(earlier[name], later[name])) expected[name] = later[name];
                compare(later, expected, pid);
                return false;
            } catch (error) {
                if (round === 20) throw error;
                return true;
            }
        });
    }
    const { pids } = await oracle(process.pid);
    assert.deepEqual(pids.filter(pid => !psutil.pidExists(pid) && fs.existsSync(`/proc/${pid}`)), []);
});
