'use strict';

const native = require('./native.js');
const { integer } = require('./arguments.js');

function pids() {
    return Array.from(native.pids(), Number);
}

function pidExists(pid) {
    return native.pid_exists(integer('pid', pid)) === 1;
}

module.exports = { pids, pidExists };
