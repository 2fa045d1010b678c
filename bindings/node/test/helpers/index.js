'use strict';

const assert = require('node:assert/strict');
const { execFile, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');

/** The package under test: this checkout's, or one that is installed elsewhere (packed.test.js). */
const packageRoot = process.env.PSUTIL_TEST_PACKAGE ?? path.join(__dirname, '../..');
const checkout = path.join(__dirname, '../../../..');
const psutil = require(packageRoot);
const koffi = createRequire(path.join(packageRoot, 'index.js'))('koffi');

const run = promisify(execFile);

/** Whether the kernel keeps the exit code of a process that is not a child: since Linux 6.15. */
const [major, minor] = os.release().split('.').map(Number);
const keepsExitCodes = major > 6 || (major === 6 && minor >= 15);

const isMusl = !process.report.getReport().header.glibcVersionRuntime;

/** Runs a script in a new Node, with the package's path in the variable PACKAGE. Resolves with its output. */
async function runScript(script, { args = [], env = {}, ...options } = {}) {
    const { stdout } = await run(process.execPath, [...args, '-e', script], {
        env: { ...process.env, PACKAGE: packageRoot, ...env },
        ...options
    });
    return stdout.trim();
}

/** Starts a child that is killed at the end of the test. */
function start(t, command, ...args) {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(async () => {
        if (child.exitCode === null && child.signalCode === null) {
            child.kill('SIGKILL');
            await once(child, 'exit');
        }
    });
    return child;
}

/** Starts a program that becomes sleep, and resolves with its Process when it sleeps. */
async function startSleeper(t, program = 'sleep', ...args) {
    const p = new psutil.Process(start(t, program, ...(args.length > 0 ? args : ['1000'])).pid);
    await until(() => p.name() === 'sleep' && p.status() === 'sleeping');
    return p;
}

/** Makes a directory that is removed at the end of the test. Returns its real path, as /proc shows it. */
function temporaryDirectory(t) {
    const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'psutil-test-')));
    t.after(() => fs.rmSync(directory, { recursive: true }));
    return directory;
}

/** Resolves with the first result of condition that is true. The test runner's time-out limits the wait. */
async function until(condition) {
    for (;;) {
        const value = await condition();
        if (value) return value;
        await new Promise(resolve => setTimeout(resolve, 5));
    }
}

const SHARING = new Set(['pss', 'uss', 'sharedClean', 'sharedDirty', 'privateClean', 'privateDirty']);

/**
 * Returns a copy of a record without the sizes that change when another process that shares its pages starts or exits.
 */
function withoutSharing(record) {
    return JSON.parse(JSON.stringify(record, (name, value) => (SHARING.has(name) ? undefined : value)));
}

/** Returns the path of a Python that has psutil. */
function oraclePython() {
    const python = process.env.PSUTIL_ORACLE_PYTHON ?? path.join(checkout, 'build/venv/bin/python');
    assert.ok(fs.existsSync(python), `${python} does not exist: PSUTIL_ORACLE_PYTHON must name a Python that has psutil`);
    return python;
}

/**
 * Resolves with psutil's values for these processes, or for all. With '--details', which is slow, all attributes are
 * read.
 */
async function oracle(...pids) {
    const { stdout } = await run(oraclePython(), [path.join(__dirname, '../fixtures/oracle.py'), ...pids.map(String)], {
        maxBuffer: 2 ** 28
    });
    return JSON.parse(stdout);
}

/** Whether the main thread of a process has exited while others live. psutil takes such a process for a zombie. */
function mainThreadHasExited(pid) {
    try {
        return /.*\) [ZX] /s.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1')) && fs.readdirSync(`/proc/${pid}/task`).length > 1;
    } catch (error) {
        if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
        return false;
    }
}

/** Starts a process whose main thread has exited. */
async function startWithoutMainThread(t) {
    const { pid } = start(t, oraclePython(), '-c', `if True:
        import ctypes, threading, time
        threading.Thread(target=time.sleep, args=(1000,)).start()
        ctypes.CDLL(None).pthread_exit(None)`);
    await until(() => mainThreadHasExited(pid));
    return pid;
}

/** Starts a process that has exited and is never reaped by its parent, which is a child of this process. */
async function startZombie(t) {
    // the child exits when the shell has become sleep, which reaps no children
    const child = 'until grep -q sleep /proc/$PPID/comm; do :; done; exit 3';
    const parent = start(t, 'sh', '-c', `sh -c '${child}' & echo $!; exec sleep 1000`);
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line));
    await until(() => fs.readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z '));
    return { pid, parent };
}

// The part of a script in which root becomes an ordinary user, after require: only root may be able to read this
// directory. process.setuid refuses that where libuv may use io_uring (Debian 13's Node), whether it does or not.
const DROP_RIGHTS = `
    if (process.getuid() === 0) {
        const libc = require(${JSON.stringify(require.resolve('koffi'))}).load(null);
        const failed = ['setgroups(size_t n, void *groups)', 'setgid(uint32_t id)', 'setuid(uint32_t id)'].some((name, i) =>
            libc.func('int ' + name)(...(i === 0 ? [0, null] : [65534])) !== 0);
        if (failed || process.getuid() !== 65534) throw new Error('root kept its rights');
    }`;

module.exports = {
    isMusl, keepsExitCodes,
    DROP_RIGHTS, checkout, koffi, mainThreadHasExited, oracle, packageRoot, psutil, run, runScript, start, startSleeper,
    startWithoutMainThread, startZombie, temporaryDirectory, until, withoutSharing
};
