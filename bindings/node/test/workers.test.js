'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const test = require('node:test');
const { Worker } = require('node:worker_threads');
const { packageRoot, psutil, runScript, start } = require('./helpers/index.js');

const worker = (script, workerData) => new Worker(script, { eval: true, workerData: { packageRoot, ...workerData } });

test('each of several workers gets its own errors', async () => {
    const script = `
        const { parentPort, workerData } = require('worker_threads');
        const psutil = require(workerData.packageRoot);
        const me = new psutil.Process();
        for (let i = 0; i < 2000; i++) {
            const pid = 2 ** 31 - 1 - 10000 * workerData.id - i;
            try {
                new psutil.Process(pid);
                throw new Error('no error');
            } catch (error) {
                if (!(error instanceof psutil.NoSuchProcess) || error.pid !== pid) throw error;
            }
            if (me.pid !== process.pid || me.ppid() !== process.ppid) throw new Error('a wrong answer');
        }
        psutil.cpuPercent({ interval: 0.05 }).then(percent => parentPort.postMessage({ percent }));`;
    const messages = Array.from({ length: 8 }, async (_, id) => {
        const [{ percent }] = await once(worker(script, { id }), 'message'); // rejects with an error of the worker
        assert.ok(percent >= 0 && percent <= 100);
    });
    for (let i = 0; i < 2000; i++) assert.throws(() => new psutil.Process(-1000 - i), { pid: -1000 - i });
    await Promise.all(messages);
});

test('a worker waits, also when another is terminated while waiting', async t => {
    const child = start(t, 'sleep', '1000');
    const script = `
        const { parentPort, workerData } = require('worker_threads');
        const { Process } = require(workerData.packageRoot);
        new Process(workerData.pid).wait().then(code => parentPort.postMessage({ code }));
        parentPort.postMessage('waiting');`;
    const [patient, hasty] = [worker(script, { pid: child.pid }), worker(script, { pid: child.pid })];
    await Promise.all([once(patient, 'message'), once(hasty, 'message')]);
    await hasty.terminate();
    child.kill();
    const [{ code }] = await once(patient, 'message');
    // The child is this thread's: if this thread reaps it first, the worker does not get the exit code.
    assert.ok(code === -15 || code === null, String(code));
    assert.equal(new psutil.Process().name().length > 0, true);
});

test('a worker waits for its own child', async () => {
    const script = `
        const { parentPort, workerData } = require('worker_threads');
        const { Process } = require(workerData.packageRoot);
        const child = require('child_process').spawn('sh', ['-c', 'exit 9']);
        new Process(child.pid).wait().then(code => parentPort.postMessage({ code }));`;
    const [{ code }] = await once(worker(script), 'message');
    assert.equal(code, 9);
});

test('the library may be loaded by workers alone, one after the other', async () => {
    const script = `
        const { Worker } = require('worker_threads');
        const script = "console.log(require(process.env.PACKAGE).pidExists(process.pid))";
        const next = n => n && new Worker(script, { eval: true }).on('exit', () => next(n - 1));
        next(3);`;
    assert.equal(await runScript(script), 'true\ntrue\ntrue');
});
