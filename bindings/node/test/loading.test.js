'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { pathToFileURL } = require('node:url');
const { koffi, node, packageRoot, psutil, run } = require('./helpers.js');

const SNAPSHOT = `
    const fs = require('fs');
    const snapshot = () => {
        const status = fs.readFileSync('/proc/self/status', 'latin1');
        const lines = ['Threads', 'SigBlk', 'SigIgn', 'SigCgt'].map(key => new RegExp('^' + key + ':.*', 'm').exec(status)[0]);
        return [...lines, ...fs.readdirSync('/proc/self/fd')];
    };`;

test('import starts nothing: it does to the program what koffi does with any library', async () => {
    // Node opens and closes descriptors of its own meanwhile, in some runs; what we did would be there in all of them.
    for (let run = 1; ; run++) {
        try {
            return await importStartsNothing();
        } catch (error) {
            if (run === 5) throw error;
        }
    }
});

async function importStartsNothing() {
    const [before, after, called] = JSON.parse(await node(`${SNAPSHOT}
        const koffi = require(require('module').createRequire(process.env.PACKAGE + '/index.js').resolve('koffi'));
        koffi.load('libc.so.6').func('int getpid()')();
        const before = snapshot();
        const psutil = require(process.env.PACKAGE);
        const after = snapshot();
        psutil.pids();
        const called = snapshot();
        console.log(JSON.stringify([before, after, called]));`));
    assert.deepEqual(after, before);
    // The first call starts threads, and looks after SIGSEGV, SIGBUS, SIGFPE and 32 to 34. Nothing else.
    const go = [7, 8, 11, 32, 33, 34].reduce((mask, signal) => mask | (1n << BigInt(signal - 1)), 0n);
    const caught = lines => BigInt(`0x${lines[3].split(':\t')[1]}`);
    assert.equal(caught(called) & ~go, caught(before) & ~go);
    assert.deepEqual([called[1], called[2], ...called.slice(4)], [before[1], before[2], ...before.slice(4)]);
}

test('LIBPSUTIL_PATH', async t => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'psutil-path-'));
    t.after(() => fs.rmSync(folder, { recursive: true }));
    const loaded = `
        require(process.env.PACKAGE).pids();
        console.log(require('fs').readFileSync('/proc/self/maps', 'latin1').match(/\\/.*psutil\\.so.*/)[0]);`;
    const usual = await node(loaded, { env: { LIBPSUTIL_PATH: '' } });
    const copy = path.join(folder, 'my-psutil.so');
    fs.copyFileSync(usual, copy);
    assert.equal(await node(loaded, { env: { LIBPSUTIL_PATH: copy } }), copy);

    const failure = async file => (await node(loaded, { env: { LIBPSUTIL_PATH: file } }).catch(error => error)).stderr;
    assert.match(await failure('/nowhere/libpsutil.so'), /Error: libpsutil: cannot load \/nowhere\/libpsutil\.so \(from LIBPSUTIL_PATH\): /);
    assert.match(await failure(__filename), /Error: libpsutil: cannot load .*loading\.test\.js \(from LIBPSUTIL_PATH\): /);
    assert.match(await failure('libc.so.6'), /Error: libpsutil: cannot load libc\.so\.6 \(from LIBPSUTIL_PATH\): /);
    const other = fs.readFileSync('/proc/self/maps', 'latin1').match(/\/.*\/libc[.-].*so.*/)[0];
    assert.match(await failure(other), /Error: libpsutil: the library that was loaded has no psutil_version/);
});

test('a library that is nowhere', async t => {
    const installed = (await run('ldconfig', ['-p'], { env: { PATH: `${process.env.PATH}:/sbin:/usr/sbin` } }).catch(() => ({}))).stdout;
    if (installed?.includes('libpsutil')) {
        t.skip('libpsutil is installed on this machine');
        return;
    }
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'psutil-nowhere-'));
    t.after(() => fs.rmSync(folder, { recursive: true }));
    const { files } = require(path.join(packageRoot, 'package.json'));
    for (const file of ['index.js', 'package.json', ...files]) {
        fs.cpSync(path.join(packageRoot, file), path.join(folder, 'package', file), { recursive: true });
    }
    fs.mkdirSync(path.join(folder, 'package/node_modules'));
    const modules = require.resolve('koffi', { paths: [packageRoot] }).replace(/node_modules.koffi.*/, 'node_modules');
    for (const name of ['koffi', '@koromix']) {
        fs.symlinkSync(path.join(modules, name), path.join(folder, 'package/node_modules', name));
    }
    const missing = await node('require(process.env.PACKAGE)', {
        env: { PACKAGE: path.join(folder, 'package'), LIBPSUTIL_PATH: '' }
    }).catch(error => error);
    assert.match(missing.stderr, /Error: libpsutil: libpsutil\.so was not found: .*@libpsutil\/linux-.*LIBPSUTIL_PATH/);
});

test('as an ES module', async () => {
    const entry = require(path.join(packageRoot, 'package.json')).exports['.'].import.default;
    const module = await import(pathToFileURL(path.join(packageRoot, entry)));
    assert.equal(module.default, psutil);
    for (const [name, value] of Object.entries(psutil)) assert.equal(module[name], value, name);
});

test("koffi's table of type names, which all packages share, gets none of ours", () => {
    assert.throws(() => koffi.type('psutil_cpu_times_t'));
});
