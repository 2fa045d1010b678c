'use strict';

const native = require('./native.js');
const { withChecks } = require('./signatures.js');

function pids() {
    return Array.from(native.pids(), Number);
}

function pidExists(pid) {
    return native.pid_exists(pid) === 1;
}

module.exports = withChecks({ pids, pidExists });
