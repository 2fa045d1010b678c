'use strict';

const native = require('./native.js');
const { int32, string } = require('./arguments.js');

function version() {
    return native.version();
}

function setProcfsPath(path) {
    native.set_procfs_path(string('path', path));
}

function setWorkers(n) {
    native.set_workers(int32('n', n));
}

module.exports = { version, setProcfsPath, setWorkers };
