'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const { psutil, runScript, start, startSleeper, until } = require('./helpers/index.js');
const { processIter } = psutil;

test('processIter yields all processes in the order of their PIDs', async t => {
    const p = await startSleeper(t);
    const seen = [...processIter()];
    assert.deepEqual(seen.map(({ pid }) => pid), seen.map(({ pid }) => pid).sort((a, b) => a - b));
    assert.ok(seen.some(({ pid }) => pid === p.pid));
    const infos = [...processIter({ attrs: ['name', 'cpuPercent', 'exe'], adValue: '?' })];
    assert.deepEqual(infos.find(({ pid }) => pid === p.pid).info, { name: 'sleep', cpuPercent: 0, exe: p.exe() });
    assert.ok(infos.every(({ info }) => Object.keys(info).length === 3 && Object.values(info).every(value => value !== null)));
    const iteration = processIter();
    assert.equal(iteration.next().value.pid, seen[0].pid);
    iteration.return(); // as break does
});

test('cpuPercent is measured from one iteration to the next', async t => {
    const busy = start(t, 'sh', '-c', 'while :; do :; done');
    await until(() => {
        const [p] = [...processIter({ attrs: ['cpuPercent'] })].filter(({ pid }) => pid === busy.pid);
        return p.info.cpuPercent > 0;
    });
});

test('the garbage collector frees dropped iterations', async () => {
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
    assert.equal(await runScript(script, { args: ['--expose-gc'] }), '1000');
});
