'use strict';

// psutil's constants with psutil's values: strings for states, the kernel's numbers for priorities and limits.
// RLIM_INFINITY is JavaScript's Infinity. The events of Windows are those of Python's module signal.

const { connStatusNames, enums, statusNames } = require('../declarations.js');
const { enumName } = require('./decode.js');

const PREFIX = 'PSUTIL_';
const duplexWord = enumName('psutil_nic_duplex', 'PSUTIL_NIC_DUPLEX_');
const duplexName = number => duplexWord(number).toLowerCase();

/** Returns the constants of an enum without the prefix, with value(number) as their values. */
function enumConstants(name, value = number => number) {
    return Object.fromEntries(Object.entries(enums[name]).map(([constant, number]) => [constant.slice(PREFIX.length), value(number)]));
}

module.exports = {
    duplexName,
    constants: {
        ...enumConstants('psutil_status', number => statusNames[number]),
        ...enumConstants('psutil_conn_status', number => connStatusNames[number]),
        ...enumConstants('psutil_nic_duplex', duplexName),
        ...enumConstants('psutil_ioprio_class'),
        ...enumConstants('psutil_rlimit'),
        RLIM_INFINITY: Infinity,
        ...enumConstants('psutil_priority_class'),
        ...enumConstants('psutil_io_priority'),
        CTRL_C_EVENT: 0,
        CTRL_BREAK_EVENT: 1
    }
};
