'use strict';

const native = require('./native.js');
const { withChecks } = require('./signatures.js');

function version() {
    return native.version();
}

function setProcfsPath(path) {
    native.set_procfs_path(path);
}

function setWorkers(n) {
    native.set_workers(n);
}

module.exports = withChecks({ version, setProcfsPath, setWorkers });
