'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const test = require('node:test');
const { checkout, koffi, packageRoot, run, temporaryDirectory } = require('./helpers/index.js');
const { version, enums, structs, functions } = require(path.join(packageRoot, 'declarations.js'));

test('koffi lays out every record as the C compiler does', async t => {
    const directory = temporaryDirectory(t);
    const program = path.join(directory, 'layout');
    await run(process.env.CC ?? 'cc', [
        '-I', path.join(checkout, 'include'), '-o', program, path.join(checkout, 'tests/abi/layout_gen.c')
    ]);
    const truth = JSON.parse((await run(program)).stdout);

    const ours = {};
    for (const [name, type] of Object.entries(structs)) {
        const fields = {};
        for (const field of Object.values(type.members)) {
            fields[field.name] = [koffi.offsetof(type, field.name), koffi.sizeof(field.type)];
        }
        ours[name] = { size: koffi.sizeof(type), fields };
    }
    assert.deepEqual(ours, truth.structs);
    assert.deepEqual(Object.assign({}, ...Object.values(enums)), truth.constants);
    const marks = Object.entries(functions).map(([name, { kind, since }]) => [name, { kind, since }]);
    assert.deepEqual(Object.fromEntries(marks), truth.functions);
});

test('the package has the version of the header', () => {
    assert.equal(require(path.join(packageRoot, 'package.json')).version, version);
});
