'use strict';

// No call that waits blocks the event loop or takes a thread of libuv's pool.

const assert = require('node:assert/strict');
const dns = require('node:dns/promises');
const { once } = require('node:events');
const fs = require('node:fs/promises');
const test = require('node:test');
const { setTimeout: delay } = require('node:timers/promises');
const { keepsExitCodes, psutil, runScript, start, until } = require('./helpers/index.js');
const { Process } = psutil;

test('100 pending waits leave files, names and timers alone', async t => {
    const child = start(t, 'sh', '-c', 'sleep 1000 & echo $!; wait');
    const [line] = await once(child.stdout, 'data');
    const unrelated = Number(String(line));
    let ended = 0;
    const waits = Array.from({ length: 100 }, async (_, i) => {
        const code = await new Process(i % 2 ? unrelated : child.pid).wait();
        ended++;
        return code;
    });
    // A wait that blocks the event loop, or four that take the pool's threads, would stop this loop.
    for (let i = 0; i < 20; i++) {
        await fs.readFile(__filename);
        await dns.lookup('localhost');
        await delay(1);
    }
    assert.equal(ended, 0);
    child.kill(); // first: it exits by itself after the other process
    process.kill(unrelated);
    assert.deepEqual(await Promise.all(waits), Array(50).fill([-15, keepsExitCodes ? -15 : null]).flat());
});

test('waiting takes no thread of the pool, even if the pool has only one', async t => {
    const unrelated = start(t, 'sleep', '1000');
    const script = `
        const psutil = require(process.env.PACKAGE);
        const { Process } = psutil;
        const unrelated = new Process(Number(process.env.UNRELATED));
        const own = new psutil.Popen('sh', ['-c', 'trap "" TERM; echo; while :; do sleep 1; done'], { stdio: ['ignore', 'pipe', 'ignore'] });
        const waits = new Set();
        const never = wait => waits.add(wait.finally(() => waits.delete(wait)).catch(() => {}));
        own.stdout.once('data', async () => {
            const stop = new AbortController();
            const options = { signal: stop.signal };
            for (let i = 0; i < 20; i++) {
                never(unrelated.wait(options));
                never(own.wait({ timeout: 1000, ...options }));
                never(psutil.waitProcs([unrelated, own], options));
                never(psutil.cpuPercent({ interval: 1000, ...options }));
                never(own.cpuPercent({ interval: 1000, ...options }));
            }
            never(own.killTree('SIGTERM', { grace: 1000, ...options }));
            const before = waits.size;
            await require('fs').promises.readFile(process.execPath);
            await require('dns').promises.lookup('localhost');
            await new Promise(resolve => require('crypto').randomBytes(1000, resolve));
            console.log(before, waits.size);
            stop.abort();
            own.kill();
        });`;
    assert.equal(await runScript(script, { env: { UV_THREADPOOL_SIZE: '1', UNRELATED: String(unrelated.pid) } }), '101 101');
});

test('an interval leaves the event loop free', async () => {
    const stop = new AbortController();
    const options = { interval: 1000, signal: stop.signal };
    const measured = Promise.all([
        psutil.cpuPercent(options), psutil.cpuPercent({ ...options, percpu: true }), new Process().cpuPercent(options)
    ]);
    // An interval that blocks the event loop would stop these for as long.
    await new Promise(resolve => setImmediate(resolve));
    await fs.readFile(__filename);
    stop.abort();
    await assert.rejects(measured, { name: 'AbortError' });
});

test('every wait is rejected with the reason of its AbortSignal', async t => {
    const p = new Process(start(t, 'sleep', '1000').pid);
    const reason = new Error('enough');
    const waiters = [
        signal => p.wait({ signal }),
        signal => p.wait({ signal, timeout: 1000 }),
        signal => p.cpuPercent({ interval: 1000, signal }),
        signal => psutil.cpuPercent({ interval: 1000, signal }),
        signal => psutil.cpuPercent({ interval: 1000, percpu: true, signal })
    ];
    for (const wait of waiters) {
        await assert.rejects(wait(AbortSignal.abort(reason)), reason);
        const controller = new AbortController();
        const waiting = wait(controller.signal);
        setTimeout(() => controller.abort(reason), 20);
        await assert.rejects(waiting, error => error === reason);
    }
    await assert.rejects(p.wait({ signal: AbortSignal.timeout(20) }), { name: 'TimeoutError' });
    assert.ok(p.isRunning());
});

test('a hundred waits share a signal and leave no listener behind', async t => {
    const warnings = [];
    const warned = warning => warnings.push(warning);
    process.on('warning', warned);
    t.after(() => process.off('warning', warned));
    const child = start(t, 'sleep', '1000');
    const { signal } = new AbortController();
    const p = new Process(child.pid);
    const waits = Array.from({ length: 100 }, () => p.wait({ signal }));
    await delay(100);
    p.kill();
    await Promise.all(waits);
    assert.deepEqual(warnings, []);
    assert.equal(require('node:events').getEventListeners(signal, 'abort').length, 0);
});

test('a pending wait keeps the program running unless ref is false', async () => {
    const script = `
        const { Process, cpuPercent } = require(process.env.PACKAGE);
        const options = JSON.parse(process.env.OPTIONS);
        const { seconds } = options;
        delete options.seconds;
        new Process(process.ppid).wait({ timeout: seconds, ...options }).catch(() => console.log('timeout'));
        cpuPercent({ interval: seconds, ...options }).then(() => console.log('percent'));
        new Process().cpuPercent({ interval: seconds, ...options }).then(() => console.log('percent'));`;
    const outcome = async options => (await runScript(script, { env: { OPTIONS: JSON.stringify(options) } })).split('\n').sort();
    assert.deepEqual(await outcome({ seconds: 0.2 }), ['percent', 'percent', 'timeout']);
    assert.deepEqual(await outcome({ seconds: 0.2, ref: true }), ['percent', 'percent', 'timeout']);
    assert.deepEqual(await outcome({ seconds: 1000, ref: false }), ['']);
});

test('an interval leaves the state of calls without interval alone', async () => {
    const me = new Process();
    me.cpuPercent();
    const interval = me.cpuPercent({ interval: 0.1 });
    for (const { user } = process.cpuUsage(); process.cpuUsage().user < user + 50_000; ); // the event loop waits for this
    assert.ok((await interval) > 0);
    assert.ok(me.cpuPercent() > 0);
});

test('the Async functions return the same values and errors as the others', async t => {
    const p = new Process(start(t, 'sleep', '1000').pid);
    await until(() => p.status() === 'sleeping' && p.name() === 'sleep');
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    t.after(() => clearInterval(ticking));
    const all = await Promise.all(Array.from(psutil.processIter(), one => one.memoryMapsAsync().catch(error => {
        if (!(error instanceof psutil.PsutilError)) throw error; // access denied, or the process has exited
        return [];
    })));
    assert.ok(turns > 0 && all.some(maps => maps.length > 0));

    const paths = maps => maps.map(({ path }) => path);
    assert.deepEqual(paths(await p.memoryMapsAsync()), paths(p.memoryMaps()));
    assert.deepEqual(paths(await p.memoryMapsAsync({ grouped: false })), paths(p.memoryMaps({ grouped: false })));
    assert.equal((await p.memoryFootprintAsync()).swap, p.memoryFootprint().swap);
    assert.deepEqual(await p.netConnectionsAsync({ kind: 'all' }), p.netConnections({ kind: 'all' }));
    assert.equal((await psutil.diskUsageAsync('/')).total, psutil.diskUsage('/').total);
    assert.ok(Array.isArray(await psutil.netConnectionsAsync({ kind: 'udp' })));

    await assert.rejects(psutil.netConnectionsAsync({ kind: 'x25' }), psutil.InvalidArgument);
    await assert.rejects(psutil.diskUsageAsync('/no/such/path'), { code: 'PSUTIL_ERR_OS', errno: 2 });
    await assert.rejects(psutil.diskUsageAsync(1), TypeError);
    p.kill();
    await p.wait();
    const gone = { name: 'NoSuchProcess', pid: p.pid, processName: 'sleep' };
    const failures = Array.from({ length: 50 }, (_, i) => [
        assert.rejects(p.memoryMapsAsync(), gone),
        assert.rejects(psutil.diskUsageAsync(`/no/such/path/${i}`), error => error.message.includes(`/no/such/path/${i}:`))
    ]);
    await Promise.all(failures.flat());
    p.close();
    await assert.rejects(p.memoryFootprintAsync(), { code: 'PSUTIL_ERR_INVALID_HANDLE' });
});
