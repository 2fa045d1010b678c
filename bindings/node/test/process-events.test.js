'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const test = require('node:test');
const { keepsExitCodes, psutil, runScript, start, until } = require('./helpers/index.js');
const { Process, processEvents } = psutil;

/** Whether the kernel reports events to this program. */
const reported = (() => {
    try {
        processEvents().close();
        return true;
    } catch (error) {
        if (error instanceof psutil.NotSupported || error instanceof psutil.AccessDenied) return false;
        throw error;
    }
})();
const skip = reported ? false : 'no process events in this namespace';

const noExitCodes = keepsExitCodes ? false : 'the kernel keeps no exit codes';

/** Returns how many pidfds are open: other descriptors come and go with Node's own work. */
const countPidfds = () => fs.readdirSync('/proc/self/fd').filter(fd => {
    try {
        return fs.readlinkSync(`/proc/self/fd/${fd}`).includes('pidfd');
    } catch {
        return false; // that of the directory itself, which is closed
    }
}).length;

test('processEvents yields what happens to a child', { skip }, async () => {
    for (const [command, code] of [['exit 3', 3], ['kill -9 $$', -9]]) {
        const events = processEvents();
        const child = spawn('sh', ['-c', command]);
        const found = [];
        for await (const event of events) {
            if (event.pid !== child.pid) continue;
            found.push(event);
            if (event.kind === 'exit') break;
        }
        assert.deepEqual(found.map(({ kind, exitCode }) => [kind, exitCode]), [['fork', null], ['exec', null], ['exit', code]]);
        assert.deepEqual([found[0].ppid, found[1].ppid], [process.pid, null]);
        for (const { time } of found) assert.ok(Math.abs(Date.now() / 1000 - time) < 30);
        assert.ok(events.closed);
        assert.deepEqual(await events.next(), { done: true, value: undefined });
        assert.deepEqual(events.read(), []);
    }
});

test('read returns at once, and kinds are chosen', { skip }, async () => {
    const events = processEvents({ kinds: ['exit'] });
    const child = spawn('sh', ['-c', 'exit 4']);
    await once(child, 'exit');
    const found = [];
    while (!found.some(({ pid }) => pid === child.pid)) found.push(...events.read());
    assert.ok(found.every(({ kind }) => kind === 'exit' || kind === 'lost'));
    assert.equal(found.find(({ pid }) => pid === child.pid).exitCode, 4);
    events.close();
    events.close();
});

test('pending calls are answered in their order, and end with close', { skip }, async () => {
    const events = processEvents({ kinds: ['exec'] });
    const pending = [events.next(), events.next()];
    for (let i = 0; i < pending.length; i++) await once(spawn('true'), 'exit');
    const answers = await Promise.all(pending);
    assert.ok(answers.every(({ done, value }) => !done && value.kind === 'exec'));
    assert.ok(answers[0].value.time <= answers[1].value.time);
    events.close();
    for (;;) { // until no other program's event comes before the end
        const others = processEvents({ kinds: ['exec'] });
        const next = others.next();
        for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve)); // it has begun
        others.close();
        if ((await next).done) break;
    }
});

test('an aborted signal ends the iteration', { skip }, async () => {
    const events = processEvents({ kinds: ['exit'], signal: AbortSignal.timeout(50) });
    await assert.rejects(async () => { for await (const { kind } of events) assert.equal(typeof kind, 'string'); }, { name: 'TimeoutError' });
    assert.ok(events.closed);
    assert.throws(() => processEvents({ signal: AbortSignal.abort() }), { name: 'AbortError' });
});

test('the event loop is not blocked by many forks', { skip }, async t => {
    const forking = start(t, 'sh', '-c', 'while :; do (:); done');
    let events = 0, turns = 0;
    const timer = setInterval(() => turns++, 1);
    for await (const { pid } of processEvents()) { // a blocked loop has no turns, and the test's time-out ends this
        if (pid !== null) events++;
        if (events > 100 && turns > 10) break;
    }
    clearInterval(timer);
    forking.kill('SIGKILL');
});

test('a program ends if it waits without ref, or not at all', { skip }, async () => {
    const script = ending => `
        const events = require(process.env.PACKAGE).processEvents(${ending.options ?? ''});
        ${ending.body ?? ''}
        console.log('end of the script');`;
    const unref = { options: '{ ref: false, kinds: ["exit"] }', body: 'void (async () => { for await (const _ of events); })();' };
    for (const ending of [{}, unref]) {
        assert.equal(await runScript(script(ending), { timeout: 60_000 }), 'end of the script');
    }
    const waiting = { body: '(async () => { for await (const { kind } of events) { console.log(kind); break; } })();', options: '{ kinds: ["exec"] }' };
    const timer = setInterval(() => spawn('true'), 100);
    try {
        assert.equal(await runScript(script(waiting), { timeout: 60_000 }), 'end of the script\nexec');
    } finally {
        clearInterval(timer);
    }
});

test('wrong kinds are refused', () => {
    assert.throws(() => processEvents({ kinds: ['lost'] }), psutil.InvalidArgument);
    assert.throws(() => processEvents({ kinds: 'exit' }), TypeError);
    assert.throws(() => processEvents({ kinds: [1] }), TypeError);
    if (reported) assert.throws(() => processEvents({ kinds: [] }), psutil.InvalidArgument);
});

test('exit codes of processes that are not children', { skip: noExitCodes }, async t => {
    const commands = ['exit 0', 'exit 3', 'exit 255', 'kill -9 $$', 'kill -15 $$'];
    const expected = [0, 3, 255, -9, -15];
    const before = countPidfds();
    for (const wait of ['wait', 'waitProcs']) {
        // The grandchildren exit when a line comes, and the shell, their parent, waits for each.
        const shell = start(t, 'sh', '-c', `exec 3<&0; ${commands.map(command => `sh -c 'read line <&3; ${command}' & echo $!`).join('; ')}; wait`);
        const closed = once(shell, 'close');
        let text = '';
        shell.stdout.on('data', data => text += data);
        await until(() => text.split('\n').length > commands.length);
        const processes = text.trim().split('\n').map(pid => new Process(Number(pid)));
        const codes = new Map();
        const waiting = wait === 'wait'
            ? Promise.all(processes.map(async p => codes.set(p, await p.wait())))
            : psutil.waitProcs(processes, { callback: (p, code) => codes.set(p, code) });
        shell.stdin.write('\n'.repeat(commands.length));
        await waiting;
        assert.deepEqual(processes.map(p => codes.get(p)), expected);
        assert.deepEqual(await Promise.all(processes.map(p => p.wait({ timeout: 0 }))), expected);
        shell.stdin.end();
        await closed;
    }
    assert.equal(countPidfds(), before);
});

test('a wait that ends early closes its descriptor', async t => {
    const shell = start(t, 'sh', '-c', 'sleep 1000 & echo $!; wait');
    const p = new Process(Number(String(await once(shell.stdout, 'data'))));
    const before = countPidfds();
    await assert.rejects(p.wait({ timeout: 0.05 }), psutil.TimeoutExpired);
    assert.equal(countPidfds(), before);
    await assert.rejects(p.wait({ signal: AbortSignal.timeout(20) }), { name: 'TimeoutError' });
    assert.equal(countPidfds(), before);
    assert.deepEqual(await psutil.waitProcs([p], { timeout: 0.05 }), { gone: [], alive: [p] });
    assert.equal(countPidfds(), before);
    p.kill();
});
