'use strict';

const { structs } = require('../declarations.js');
const native = require('./native.js');
const { recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const decodePressure = recordDecoder(structs.psutil_pressure_t);

function pressure(resource) {
    return decodePressure(native.pressure(resource));
}

function cgroupPressure(resource, pid = process.pid) {
    return decodePressure(native.cgroup_pressure(pid, resource));
}

module.exports = withChecks({ pressure, cgroupPressure });
