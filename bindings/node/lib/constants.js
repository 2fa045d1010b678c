'use strict';

// psutil's constants, with psutil's values: words for states, numbers for what the kernel numbers. RLIM_INFINITY is what
// JavaScript has for it.

const { enums } = require('../declarations.js');
const native = require('./native.js');
const { wordReader } = require('./record.js');

const PREFIX = 'PSUTIL_';
const duplexOf = wordReader('psutil_nic_duplex', 'PSUTIL_NIC_DUPLEX_', word => word.toLowerCase());

function named(name, value = number => number) {
    return Object.fromEntries(Object.entries(enums[name]).map(([constant, number]) => [constant.slice(PREFIX.length), value(number)]));
}

module.exports = {
    duplexOf,
    constants: {
        ...named('psutil_status', native.status_name),
        ...named('psutil_conn_status', native.conn_status_name),
        ...named('psutil_nic_duplex', duplexOf),
        ...named('psutil_ioprio_class'),
        ...named('psutil_rlimit'),
        RLIM_INFINITY: Infinity
    }
};
