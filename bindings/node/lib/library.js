'use strict';

const native = require('./native.js');
const { string } = require('./arguments.js');

function version() {
    return native.version();
}

function setProcfsPath(path) {
    native.set_procfs_path(string('path', path));
}

module.exports = { version, setProcfsPath };
