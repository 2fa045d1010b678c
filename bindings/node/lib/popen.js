'use strict';

const { spawn } = require('node:child_process');
const { exitCode, findChild, noteChild } = require('./children.js');
const { PsutilError } = require('./errors.js');
const { Process } = require('./process.js');

class Popen extends Process {
    constructor(...spawning) {
        const child = spawn(...spawning);
        if (child.pid === undefined) {
            child.on('error', () => {}); // which comes later, and says no more than that
            throw new PsutilError({ message: `cannot start ${child.spawnfile}`, code: 'PSUTIL_ERR_OS' });
        }
        if (findChild(child.pid) !== child) noteChild(child);
        super(child.pid);
        this.child = child;
        this.stdin = child.stdin;
        this.stdout = child.stdout;
        this.stderr = child.stderr;
    }

    get returncode() {
        return exitCode(this.child) ?? null;
    }
}

module.exports = { Popen };
