'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { pathToFileURL } = require('node:url');
const { isMusl, koffi, packageRoot, psutil, run, runScript, temporaryDirectory } = require('./helpers/index.js');

const SNAPSHOT = `
    const fs = require('fs');
    const snapshot = () => {
        const status = fs.readFileSync('/proc/self/status', 'latin1');
        const lines = ['Threads', 'SigBlk', 'SigIgn', 'SigCgt'].map(key => new RegExp('^' + key + ':.*', 'm').exec(status)[0]);
        return [...lines, ...fs.readdirSync('/proc/self/fd')];
    };`;

test('import adds no threads, signal handlers or descriptors', async () => {
    // Node itself opens or closes descriptors in some runs; a change by this package would be in every run.
    for (let attempt = 1; ; attempt++) {
        try {
            return await importStartsNothing();
        } catch (error) {
            if (attempt === 5) throw error;
        }
    }
});

async function importStartsNothing() {
    const [before, after, called] = JSON.parse(await runScript(`${SNAPSHOT}
        const koffi = require(require('module').createRequire(process.env.PACKAGE + '/index.js').resolve('koffi'));
        koffi.load('libc.so.6').func('int getpid()')();
        const before = snapshot();
        const psutil = require(process.env.PACKAGE);
        const after = snapshot();
        psutil.pids();
        const called = snapshot();
        console.log(JSON.stringify([before, after, called]));`));
    assert.deepEqual(after, before);
    // The first call starts threads and handles SIGSEGV, SIGBUS, SIGFPE and 32 to 34. It changes nothing else.
    const go = [7, 8, 11, 32, 33, 34].reduce((mask, signal) => mask | (1n << BigInt(signal - 1)), 0n);
    const caught = lines => BigInt(`0x${lines[3].split(':\t')[1]}`);
    assert.equal(caught(called) & ~go, caught(before) & ~go);
    assert.deepEqual([called[1], called[2], ...called.slice(4)], [before[1], before[2], ...before.slice(4)]);
}

/** Prints the path of the library that is loaded. */
const LOADED = `
    require(process.env.PACKAGE).pids();
    console.log(require('fs').readFileSync('/proc/self/maps', 'latin1').match(/\\/.*psutil\\.so.*/)[0]);`;

test('LIBPSUTIL_PATH names the library', async t => {
    const directory = temporaryDirectory(t);
    const defaultPath = await runScript(LOADED, { env: { LIBPSUTIL_PATH: '' } });
    const copy = path.join(directory, 'my-psutil.so');
    fs.copyFileSync(defaultPath, copy);
    assert.equal(await runScript(LOADED, { env: { LIBPSUTIL_PATH: copy } }), copy);

    const failure = async file => (await runScript(LOADED, { env: { LIBPSUTIL_PATH: file } }).catch(error => error)).stderr;
    assert.match(await failure('/nowhere/libpsutil.so'), /Error: libpsutil: cannot load \/nowhere\/libpsutil\.so \(from LIBPSUTIL_PATH\): /);
    assert.match(await failure(__filename), /Error: libpsutil: cannot load .*loading\.test\.js \(from LIBPSUTIL_PATH\): /);
    assert.match(await failure('libc.so.6'), /Error: libpsutil: cannot load libc\.so\.6 \(from LIBPSUTIL_PATH\): /);
    const other = fs.readFileSync('/proc/self/maps', 'latin1').match(/\/.*\/(libc[.-]|ld-musl-).*so.*/)[0];
    assert.match(await failure(other), /Error: libpsutil: the library that was loaded has no psutil_version/);
});

test('a library that is not found is an error that says how to name it', async t => {
    const installed = (await run('ldconfig', ['-p'], { env: { PATH: `${process.env.PATH}:/sbin:/usr/sbin` } }).catch(() => ({}))).stdout;
    if (installed?.includes('libpsutil')) {
        t.skip('libpsutil is installed on this machine');
        return;
    }
    const missing = await runScript('require(process.env.PACKAGE)', {
        env: { PACKAGE: installCopy(t).copy, LIBPSUTIL_PATH: '' }
    }).catch(error => error);
    assert.match(missing.stderr, /Error: libpsutil: libpsutil\.so was not found: .*@libpsutil\/linux-.*LIBPSUTIL_PATH/);
});

/** Copies what is published of the package into an application, with koffi but without a library. */
function installCopy(t) {
    const application = temporaryDirectory(t);
    const copy = path.join(application, 'node_modules/libpsutil');
    const { files } = require(path.join(packageRoot, 'package.json'));
    for (const file of ['index.js', 'package.json', ...files]) {
        fs.cpSync(path.join(packageRoot, file), path.join(copy, file), { recursive: true });
    }
    const modules = require.resolve('koffi', { paths: [packageRoot] }).replace(/node_modules.koffi.*/, 'node_modules');
    for (const name of ['koffi', '@koromix']) fs.symlinkSync(path.join(modules, name), path.join(application, 'node_modules', name));
    return { application, copy };
}

test("an installed package does not load a library from the application's build directory", async t => {
    const { application, copy } = installCopy(t);
    fs.mkdirSync(path.join(application, 'build'));
    const foreign = fs.readFileSync('/proc/self/maps', 'latin1').match(/\/.*\/(libc[.-]|ld-musl-).*so.*/)[0];
    fs.copyFileSync(foreign, path.join(application, 'build/libpsutil.so'));
    // as a library of the system, or of a platform package
    const ours = await runScript(LOADED, { env: { LIBPSUTIL_PATH: '' } });
    fs.copyFileSync(ours, path.join(copy, 'libpsutil.so'));
    assert.equal(await runScript(LOADED, { env: { PACKAGE: copy, LIBPSUTIL_PATH: '' } }), path.join(copy, 'libpsutil.so'));
    fs.rmSync(path.join(copy, 'libpsutil.so'));
    const error = await runScript(LOADED, { env: { PACKAGE: copy, LIBPSUTIL_PATH: '' } }).catch(({ stderr }) => stderr);
    assert.doesNotMatch(error, /build/);
    assert.doesNotMatch(error, /has no psutil_version/);
});

test('of the packages for two C libraries, the one for this one is loaded', async t => {
    const { application, copy } = installCopy(t);
    const ours = await runScript(LOADED, { env: { LIBPSUTIL_PATH: '' } });
    fs.rmSync(path.join(application, 'node_modules/@libpsutil'), { recursive: true, force: true });
    const installed = suffix => path.join(application, `node_modules/@libpsutil/${process.platform}-${process.arch}${suffix}/libpsutil.so`);
    const [right, wrong] = isMusl ? ['-musl', ''] : ['', '-musl'];
    for (const suffix of [right, wrong]) fs.mkdirSync(path.dirname(installed(suffix)), { recursive: true });
    fs.copyFileSync(ours, installed(right));
    const loaded = () => runScript(LOADED, { env: { PACKAGE: copy, LIBPSUTIL_PATH: '' } });
    assert.equal(await loaded(), installed(right));
    fs.writeFileSync(installed(wrong), 'not a library');
    assert.equal(await loaded(), installed(right));
    fs.renameSync(installed(right), installed(wrong)); // the only one, whatever its name
    assert.equal(await loaded(), installed(wrong));
});

test('the ES module exports the same names', async () => {
    const entry = require(path.join(packageRoot, 'package.json')).exports['.'].import.default;
    const module = await import(pathToFileURL(path.join(packageRoot, entry)));
    assert.equal(module.default, psutil);
    for (const [name, value] of Object.entries(psutil)) assert.equal(module[name], value, name);
});

test('the package adds no names to the type names that all users of koffi share', () => {
    assert.throws(() => koffi.type('psutil_cpu_times_t'));
});
