'use strict';

const { spawn } = require('node:child_process');
const { exitCodeOf, findChild, registerChild } = require('./child-registry.js');
const { PsutilError } = require('./errors.js');
const { Process } = require('./process.js');

class Popen extends Process {
    constructor(...spawnArguments) {
        const child = spawn(...spawnArguments);
        if (child.pid === undefined) {
            child.on('error', () => {}); // an 'error' event without a listener would end the program
            throw new PsutilError({ message: `cannot start ${child.spawnfile}`, code: 'PSUTIL_ERR_OS' });
        }
        if (findChild(child.pid) !== child) registerChild(child);
        super(child.pid);
        this.child = child;
        this.stdin = child.stdin;
        this.stdout = child.stdout;
        this.stderr = child.stderr;
    }

    toJSON() {
        return { pid: this.pid, returncode: this.returncode };
    }

    get returncode() {
        return exitCodeOf(this.child) ?? null;
    }
}

module.exports = { Popen };
