'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { run } = require('./helpers.js');

/** An empty project outside the checkout, into which the tarballs for npm are installed. */
async function installedProject(t) {
    // the real path, as /proc shows it
    const project = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'psutil-project-')));
    t.after(() => fs.rmSync(project, { recursive: true }));
    // without NODE_TEST_CONTEXT, which makes a test runner inside a test report to the outer one
    const env = { ...process.env, LIBPSUTIL_PATH: '', NODE_TEST_CONTEXT: undefined };
    const inProject = (command, args, more = {}) => run(command, args, { cwd: project, env: { ...env, ...more }, maxBuffer: 2 ** 28 });

    const packed = await run(process.execPath, [path.join(__dirname, '../scripts/pack.js'), path.join(project, 'tarballs')]);
    const tarballs = packed.stdout.trim().split('\n');
    fs.writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
    await inProject('npm', ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs]);
    return { project, tarballs, inProject, root: path.join(project, 'node_modules/libpsutil') };
}

/** Runs the tests, but for those of what is packed, on what was installed. */
async function testInstalled({ project, inProject, root }, node = process.execPath) {
    const types = path.join(project, 'types');
    if (!fs.existsSync(types)) {
        fs.cpSync(path.join(__dirname, 'types'), types, { recursive: true });
        fs.symlinkSync(path.join(__dirname, '../node_modules/@types'), path.join(project, 'node_modules/@types'));
    }
    const files = fs.readdirSync(__dirname).filter(name => name.endsWith('.test.js') && name !== 'packed.test.js');
    await inProject(node, ['--test', '--test-reporter=spec', ...files.map(name => path.join(__dirname, name))], {
        PSUTIL_TEST_PACKAGE: root,
        PSUTIL_TEST_TYPES: types
    });
}

module.exports = { installedProject, testInstalled };
