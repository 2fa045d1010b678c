'use strict';

// The npm tarballs, installed into an empty project outside the checkout.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { run } = require('./helpers/index.js');
const { installedProject, testInstalled } = require('./helpers/project.js');

const modules = path.join(__dirname, '../node_modules');

test('the lockfile names no registry', () => {
    assert.doesNotMatch(fs.readFileSync(path.join(__dirname, '../package-lock.json'), 'utf8'), /"resolved"|registry/);
});

test('the package works when packed and installed elsewhere', async t => {
    const installed = await installedProject(t);
    const { project, tarballs, inProject, root } = installed;
    assert.equal(tarballs.length, 2);
    const library = path.join(project, `node_modules/@libpsutil/${process.platform}-${process.arch}/libpsutil.so`);

    await t.test('the library comes from the platform package', async () => {
        const { stdout } = await inProject(process.execPath, ['-p', `
            const { name } = new (require('libpsutil').Process)();
            require('fs').readFileSync('/proc/self/maps', 'latin1').includes(${JSON.stringify(library)})`]);
        assert.equal(stdout, 'true\n');
    });

    await t.test('nothing runs on install', () => {
        for (const directory of [root, path.dirname(library)]) {
            assert.equal(JSON.parse(fs.readFileSync(path.join(directory, 'package.json'))).scripts, undefined);
        }
    });

    await t.test('a bundle of esbuild, as the README describes it, finds the package beside it', async () => {
        const [, command] = /`esbuild (.*?)`/.exec(fs.readFileSync(path.join(__dirname, '../README.md'), 'utf8').replaceAll('\n', ' '));
        fs.writeFileSync(path.join(project, 'app.js'), `
            import { Process, version } from 'libpsutil';
            console.log(new Process().ppid() === process.ppid, version());`);
        // its install script puts a program in place of the JavaScript
        await inProject(path.join(modules, 'esbuild/bin/esbuild'), [...command.split(' '), '--outfile=dist/bundle.js']);
        const { stdout } = await inProject(process.execPath, ['dist/bundle.js']);
        assert.equal(stdout, `true ${require('../package.json').version}\n`);
    });

    await t.test('publint', () => run(process.execPath, [path.join(modules, 'publint/src/cli.js'), 'run', tarballs[0], '--strict']));

    await t.test('are the types wrong?', async () => {
        const attw = path.join(modules, '@arethetypeswrong/cli/dist/index.js');
        await run(process.execPath, [attw, tarballs[0]]).catch(({ stdout }) => assert.fail(stdout));
    });

    await t.test('the tests pass on the installed package', async () => {
        await testInstalled(installed).catch(({ stdout }) => assert.fail(stdout.slice(stdout.indexOf('failing tests:'))));
    });
});
