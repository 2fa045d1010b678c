'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const test = require('node:test');
const { setTimeout: delay } = require('node:timers/promises');
const { psutil } = require('./helpers/index.js');
const { Popen, Process } = psutil;

test('Popen starts a child that is a Process', async () => {
    const p = new Popen('sh', ['-c', 'read line; echo "$line"; exit 7'], { stdio: ['pipe', 'pipe', 'inherit'] });
    assert.ok(p instanceof Process);
    assert.equal(p.ppid(), process.pid);
    assert.equal(p.child.pid, p.pid);
    assert.equal(p.stderr, null);
    assert.equal(p.returncode, null);
    const [output] = await Promise.all([once(p.stdout, 'data'), p.stdin.end('hello\n')]);
    assert.equal(String(output[0]), 'hello\n');
    assert.equal(await p.wait(), 7);
    assert.equal(p.returncode, 7);

    const shell = new Popen('exit 5', { shell: true });
    assert.equal(await shell.wait(), 5);
    for (const command of ['/no/such/program', '/etc/passwd']) {
        assert.throws(() => new Popen(command), { name: 'PsutilError', code: 'PSUTIL_ERR_OS', message: new RegExp(command) });
    }
    assert.throws(() => new Popen(1), TypeError);
    await delay(10); // Node emits 'error' later, which must not end the program
});
