'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const { psutil, startSleeper } = require('./helpers/index.js');
const { Popen, waitProcs } = psutil;

test('waitProcs waits for several processes', async t => {
    const [short, other, long] = [new Popen('sh', ['-c', 'exit 3']), await startSleeper(t), await startSleeper(t)];
    const calls = [];
    const waiting = waitProcs([short, other, short], { callback: (p, code) => calls.push([p, code]) });
    other.terminate();
    const { gone, alive } = await waiting;
    assert.deepEqual(new Set(gone), new Set([short, other]));
    assert.deepEqual(alive, []);
    assert.deepEqual(new Map(calls), new Map([[short, 3], [other, -15]]));
    assert.equal(calls.length, 2);

    const some = await waitProcs([long, short, other], { timeout: 0.3 });
    assert.deepEqual([new Set(some.gone), some.alive], [new Set([short, other]), [long]]);

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
