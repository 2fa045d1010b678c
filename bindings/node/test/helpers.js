'use strict';

const assert = require('node:assert/strict');
const { execFile, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { promisify } = require('node:util');

/** The package under test: this checkout's, or one that is installed elsewhere (packed.test.js). */
const packageRoot = process.env.PSUTIL_TEST_PACKAGE ?? path.join(__dirname, '..');
const checkout = path.join(__dirname, '../../..');
const psutil = require(packageRoot);
const koffi = createRequire(path.join(packageRoot, 'index.js'))('koffi');

const run = promisify(execFile);

/** Runs a script in a Node of its own, where psutil is the package's path, and gives what it printed. */
async function node(script, { args = [], env = {}, ...options } = {}) {
    const { stdout } = await run(process.execPath, [...args, '-e', script], {
        env: { ...process.env, PACKAGE: packageRoot, ...env },
        ...options
    });
    return stdout.trim();
}

/** Starts a child that lives until the test ends. */
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

/** Waits until a condition holds. How long that takes is nobody's business but the test runner's. */
async function until(condition) {
    for (;;) {
        const value = await condition();
        if (value) return value;
        await new Promise(resolve => setTimeout(resolve, 5));
    }
}

/** What psutil says, about these processes or about all; slowly, with '--details', about these in all detail. */
async function oracle(...pids) {
    const python = process.env.PSUTIL_ORACLE_PYTHON ?? path.join(checkout, 'build/venv/bin/python');
    assert.ok(fs.existsSync(python), `no ${python}: PSUTIL_ORACLE_PYTHON must name a Python that has psutil`);
    const { stdout } = await run(python, [path.join(__dirname, 'fixtures/oracle.py'), ...pids.map(String)], {
        maxBuffer: 2 ** 28
    });
    return JSON.parse(stdout);
}

/** A process that has ended and that its parent, which is not us, never waits for. */
async function startZombie(t) {
    // the child ends when the shell has become sleep, which collects nobody
    const child = 'until grep -q sleep /proc/$PPID/comm; do :; done; exit 3';
    const parent = start(t, 'sh', '-c', `sh -c '${child}' & echo $!; exec sleep 1000`);
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line));
    await until(() => fs.readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z '));
    return { pid, parent };
}

module.exports = { checkout, koffi, node, oracle, packageRoot, psutil, run, start, startZombie, until };
