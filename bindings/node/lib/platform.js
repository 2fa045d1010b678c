'use strict';

// The names that each system lacks, as in psutil 7. The others exist on every system.

const { enums } = require('../declarations.js');

const isWindows = process.platform === 'win32';

/** Returns the names of an enum's constants without PSUTIL_. */
const constantNames = name => Object.keys(enums[name]).map(constant => constant.slice('PSUTIL_'.length));

const ofWindows = {
    exports: [
        'winServiceIter', 'winServiceGet', ...constantNames('psutil_priority_class'), ...constantNames('psutil_io_priority'),
        'CTRL_C_EVENT', 'CTRL_BREAK_EVENT'
    ],
    methods: ['numHandles']
};
const notOfWindows = {
    exports: [
        'sensorsTemperatures', 'sensorsFans', 'setProcfsPath', ...constantNames('psutil_ioprio_class'),
        ...constantNames('psutil_rlimit'), 'RLIM_INFINITY'
    ],
    methods: ['uids', 'gids', 'terminal', 'numFds', 'rlimit', 'setRlimit', 'cpuNum']
};

const notOfFreeBSD = {
    exports: [...ofWindows.exports, 'sensorsFans', 'setProcfsPath', ...constantNames('psutil_ioprio_class')],
    methods: [...ofWindows.methods, 'ionice', 'setIonice']
};
const notOfMacOS = {
    exports: [...notOfFreeBSD.exports, 'sensorsTemperatures', ...constantNames('psutil_rlimit'), 'RLIM_INFINITY'],
    methods: [
        ...notOfFreeBSD.methods, 'rlimit', 'setRlimit', 'cpuAffinity', 'setCpuAffinity', 'cpuNum', 'ioCounters', 'memoryMaps',
        'memoryMapsAsync'
    ]
};

/** The exports, and the methods and attributes of Process, that this system lacks. */
const absent = { win32: notOfWindows, freebsd: notOfFreeBSD, darwin: notOfMacOS }[process.platform] ?? ofWindows;

/** Removes from an object the properties that this system lacks. */
function removeAbsent(object, names) {
    for (const name of names) delete object[name];
    return object;
}

module.exports = { absent, isWindows, removeAbsent };
