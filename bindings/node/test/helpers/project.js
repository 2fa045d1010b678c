'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { run, temporaryDirectory } = require('./index.js');

const tests = path.join(__dirname, '..');

/**
 * Makes an empty project outside the checkout, with the npm tarballs installed.
 *
 * @param libraries The platforms whose packages are made, with their libraries, as arguments of pack.js.
 * @param npm The command that is npm.
 */
async function installedProject(t, libraries = [], npm = ['npm']) {
    const project = temporaryDirectory(t);
    // with NODE_TEST_CONTEXT, a test runner inside a test would report to the outer one
    const env = { ...process.env, LIBPSUTIL_PATH: '', NODE_TEST_CONTEXT: undefined };
    const inProject = (command, args, more = {}) => run(command, args, { cwd: project, env: { ...env, ...more }, maxBuffer: 2 ** 28 });

    const packed = await run(process.execPath, [path.join(tests, '../scripts/pack.js'), path.join(project, 'tarballs'), ...libraries]);
    const tarballs = packed.stdout.trim().split('\n');
    fs.writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
    await inProject(npm[0], [...npm.slice(1), 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs]);
    return { project, tarballs, inProject, root: path.join(project, 'node_modules/libpsutil') };
}

/** Runs all tests but packed.test.js on the installed package. */
async function testInstalled({ project, inProject, root }, node = process.execPath) {
    const types = path.join(project, 'types');
    if (!fs.existsSync(types)) {
        fs.cpSync(path.join(tests, 'types'), types, { recursive: true });
        fs.symlinkSync(path.join(tests, '../node_modules/@types'), path.join(project, 'node_modules/@types'));
    }
    const files = fs.readdirSync(tests).filter(name => name.endsWith('.test.js') && name !== 'packed.test.js');
    await inProject(node, ['--test', '--test-reporter=spec', ...files.map(name => path.join(tests, name))], {
        PSUTIL_TEST_PACKAGE: root,
        PSUTIL_TEST_TYPES: types
    });
}

module.exports = { installedProject, testInstalled };
