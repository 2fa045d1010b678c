'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const { readmeExamples } = require('./helpers/readme.js');
const { packageRoot, run } = require('./helpers/index.js');

const all = readmeExamples(packageRoot);

test('the README has examples', () => assert.ok(all.length > 3));

for (const { code, extension } of all) {
    test(`README: ${code.split('\n')[0]}`, async () => {
        const type = extension === 'mjs' ? 'module' : 'commonjs';
        // inside the package, which can import itself by its name
        const { stdout, stderr } = await run(process.execPath, [`--input-type=${type}`, '-e', code], { cwd: packageRoot, maxBuffer: 2 ** 28 });
        assert.notEqual(stdout, '');
        assert.equal(stderr, '');
    });
}
