'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { psutil, run, startSleeper, temporaryDirectory, until } = require('./helpers/index.js');
const { Popen, Process } = psutil;

/** Starts a shell with three descendants; the shells among them run this command first. */
async function startTree(t, command) {
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

test('killTree terminates a tree, and "exit" still fires', async t => {
    const { top, pids } = await startTree(t, ':');
    const exited = once(top.child, 'exit');
    const results = await top.killTree();
    assert.deepEqual(outcomes(results), new Map(pids.map(pid => [pid, 'terminated'])));
    assert.deepEqual(results[0], { pid: top.pid, name: 'sh', outcome: 'terminated', exitCode: -15 });
    assert.ok(results.slice(1).every(({ exitCode }) => exitCode === null || exitCode === -15));
    assert.deepEqual(await exited, [null, 'SIGTERM']);
    assert.equal(top.returncode, -15);
    await until(() => pids.every(pid => !psutil.pidExists(pid)));
    await assert.rejects(top.killTree(), psutil.NoSuchProcess);
});

test('killTree kills a tree that ignores SIGTERM', async t => {
    const { top, pids } = await startTree(t, 'trap "" TERM');
    const results = await top.killTree('SIGTERM', { grace: 0.3 });
    assert.deepEqual(outcomes(results), new Map(pids.map(pid => [pid, 'killed'])));
    assert.equal(top.returncode, -9);
});

test('killTree reports a process once that exits while the tree is searched', async t => {
    const top = new Popen('sh', ['-c', 'trap : TERM; sleep 1000 & echo; while :; do wait; done'], { stdio: ['ignore', 'pipe', 'ignore'] });
    t.after(() => top.isRunning() && top.kill());
    await once(top.stdout, 'data');
    const [found] = await until(() => {
        const children = top.children();
        return children.length === 1 && children[0].name() === 'sleep' && children;
    });
    const { sendSignal } = Process.prototype;
    const listed = [found];
    let signalled = false;
    t.mock.method(Process.prototype, 'sendSignal', function send(number) {
        signalled = true;
        return sendSignal.call(this, number);
    });
    t.mock.method(top, 'children', options => {
        if (!signalled) return Process.prototype.children.call(top, options);
        while (psutil.pidExists(found.pid)); // until its parent has waited for it
        return listed.splice(0);
    });
    const results = await top.killTree('SIGTERM', { grace: 0.1 });
    assert.deepEqual(results.map(({ pid, outcome }) => [pid, outcome]), [[top.pid, 'killed'], [found.pid, 'terminated']]);
});

test('killTree can be aborted, and can start with SIGKILL', async t => {
    const { top, pids } = await startTree(t, 'trap "" TERM');
    // A grace period that blocks the event loop would stop this timer.
    await assert.rejects(top.killTree(15, { grace: 1000, signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
    assert.ok(top.isRunning());
    assert.deepEqual(outcomes(await top.killTree('SIGKILL')), new Map(pids.map(pid => [pid, 'killed'])));
});

test('killTree refuses its own tree and wrong arguments', async t => {
    const own = { name: 'InvalidArgument', message: /this program is in the tree/ };
    await assert.rejects(new Process().killTree(), own);
    await assert.rejects(new Process(process.ppid).killTree(), own);
    const p = await startSleeper(t);
    for (const signal of [0, -1, 1000, 'SIGNOTHING']) await assert.rejects(p.killTree(signal), psutil.InvalidArgument);
    for (const grace of [-1, NaN]) await assert.rejects(p.killTree(15, { grace }), psutil.InvalidArgument);
    await assert.rejects(p.killTree(15, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.ok(p.isRunning());
});

test('killTree signals a process whose first thread has exited', async t => {
    const directory = temporaryDirectory(t);
    const program = path.join(directory, 'no-first-thread');
    fs.writeFileSync(`${program}.c`, `
        #include <pthread.h>
        #include <unistd.h>
        static void *run(void *unused) { for (;;) pause(); }
        int main(void) { pthread_t thread; pthread_create(&thread, 0, run, 0); pthread_exit(0); }`);
    await run(process.env.CC ?? 'cc', ['-pthread', '-o', program, `${program}.c`]);
    const shell = new Popen('sh', ['-c', `${program} & echo $!; wait`], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(shell.stdout, 'data');
    const pid = Number(String(line));
    t.after(() => fs.existsSync(`/proc/${pid}`) && process.kill(pid, 'SIGKILL'));
    await until(() => fs.readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z '));
    assert.equal(outcomes(await shell.killTree()).get(pid), 'terminated');
    await until(() => !psutil.pidExists(pid));
});
