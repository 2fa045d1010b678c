'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const test = require('node:test');
const { packageRoot, psutil, startSleeper } = require('./helpers/index.js');
const { signatures } = require(path.join(packageRoot, 'lib/signatures.js'));
const { Process, processTable, tableReader } = psutil;

/** What a function of the public API is called on, by the name of its class. */
const owners = { Process: () => new Process(), ProcessTable: () => processTable({ columns: ['pid'], pids: [process.pid] }), TableReader: () => tableReader() };

/** Calls a public function by its name in the table. A Promise that it returns decides the result. */
async function call(name, ...args) {
    const [owner, method] = name.split('.');
    if (method) return owners[owner]()[method](...args);
    return name === 'Process' ? new Process(...args) : psutil[name](...args);
}

/** Values of all types. Each check of the table refuses most of them. */
const values = [1, 1.5, NaN, 'tcp', '', true, null, 1n, Symbol('s'), () => {}, [], ['name'], new Set(['name']), new Date(0), {}];

const isText = value => typeof value === 'string';
const isOne = value => value === 1;
const isEmptyArray = value => Array.isArray(value) && value.length === 0;
const isPlainObject = value => value?.constructor === Object;

/** The values above that are of the right type for a parameter. */
const accepted = {
    'pressure: resource': isText, 'cgroupPressure: resource': isText,
    pid: isOne, n: isOne, value: isOne, resource: isOne, ioclass: isOne, index: isOne, mode: isOne, path: isText, name: isText, memtype: isText,
    signal: value => isOne(value) || isText(value), seconds: value => typeof value === 'number' || value === null,
    cpus: isEmptyArray, procs: isEmptyArray, callback: value => typeof value === 'function', limits: () => false, other: () => false, options: isPlainObject
};

const signal = { signal: AbortSignal.abort() }; // so that nothing is killed and nothing waits

test('the table has every public function and method', () => {
    const isFunction = ([, value]) => typeof value === 'function' && !/^class/.test(String(value));
    const functions = Object.entries(psutil).filter(isFunction).map(([name]) => name);
    const methods = owner => Object.getOwnPropertyNames(Object.getPrototypeOf(owners[owner]()))
        .filter(name => !['constructor', 'close', 'toString', 'toJSON'].includes(name)).map(name => `${owner}.${name}`);
    const expected = [...functions, 'Process', ...methods('Process'), ...methods('ProcessTable'), ...methods('TableReader')];
    assert.deepEqual(Object.keys(signatures).sort(), expected.sort());
});

for (const [name, parameters] of Object.entries(signatures)) {
    test(`${name}: a wrong argument is a TypeError that names it`, async () => {
        const last = parameters.length;
        const resource = name === 'cgroupPressure' ? 'cpu' : 7;
        const before = parameters.map(parameter => ({ pid: 1, path: '/nonexistent', ioclass: 0, resource, procs: [], options: signal })[parameter.name]);
        for (const [i, parameter] of parameters.entries()) {
            for (const value of values) {
                if ((accepted[`${name}: ${parameter.name}`] ?? accepted[parameter.name])(value)) continue;
                await assert.rejects(async () => call(name, ...before.slice(0, i), value), error => {
                    assert.ok(error instanceof TypeError, `${String(value)}: ${error}`);
                    assert.ok(error.message.startsWith(`${name}: ${parameter.name}`), error.message);
                    return true;
                }, `${parameter.name}: ${String(value)}`);
            }
        }
        const options = parameters.find(parameter => parameter.members);
        if (options) {
            const unknown = { ...(name.includes('kill') && signal), shoeSize: 1 };
            const args = [...before.slice(0, last - 1), unknown];
            await assert.rejects(call(name, ...args), { name: 'TypeError', message: /: options\.shoeSize: unknown; use \w/ });
            for (const member of Object.keys(options.members).filter(key => key !== 'adValue')) {
                await assert.rejects(call(name, ...before.slice(0, last - 1), { [member]: Symbol('s') }), {
                    name: 'TypeError', message: new RegExp(`^${name}: options\\.${member} must be .*, not Symbol\\(s\\)`)
                });
            }
        }
        const surplus = [...parameters.map(() => undefined), ...(last === 1 && !options && !name.includes('.') ? [0, []] : []), 'more'];
        await assert.rejects(call(name, ...surplus), {
            name: 'TypeError', message: new RegExp(`^${name}: (unexpected argument|${parameters[0]?.name} must be)`)
        });
    });
}

test('positional arguments where options are expected are refused', async t => {
    const p = await startSleeper(t);
    assert.throws(() => psutil.cpuPercent(1), { name: 'TypeError', message: /^cpuPercent: options must be .* not 1 \(number\)$/ });
    assert.throws(() => psutil.netConnections('tcp'), { name: 'TypeError', message: /^netConnections: options must be/ });
    await assert.rejects(p.wait(1), { name: 'TypeError', message: /^Process\.wait: options must be/ });
    await assert.rejects(p.wait(AbortSignal.timeout(1)), TypeError);
    assert.throws(() => p.asDict(['name']), { name: 'TypeError', message: /^Process\.asDict: options must be .* not \[ 'name' \]$/ });
    await assert.rejects(psutil.cpuPercent({ interval: '1' }), { name: 'TypeError', message: /options\.interval must be a number of seconds, not '1'/ });
    await assert.rejects(psutil.netConnectionsAsync('tcp'), TypeError);
    await assert.rejects(p.killTree({ grace: 1 }), { name: 'TypeError', message: /^Process\.killTree: signal must be/ });
    assert.ok(p.isRunning());
});

test('functions of one value can be given to map; undefined options are defaults', () => {
    assert.deepEqual([process.pid].map(psutil.pidExists), [true]);
    assert.deepEqual([0].map(psutil.toDate), [new Date(0)]);
    assert.equal(['/'].map(psutil.diskUsage).length, 1);
    assert.equal(psutil.netConnections({ kind: undefined }).length >= 0, true);
    assert.equal(psutil.cpuTimes(undefined).user > 0, true);
    assert.equal(psutil.cpuTimes(Object.create(null)).user > 0, true);
});
