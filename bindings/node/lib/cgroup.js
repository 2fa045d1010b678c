'use strict';

const { structs } = require('../declarations.js');
const native = require('./native.js');
const { recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const decodeLimits = recordDecoder(structs.psutil_cgroup_limits_t);

function cgroupLimits(pid = process.pid) {
    return decodeLimits(native.cgroup_limits(pid));
}

module.exports = withChecks({ cgroupLimits });
