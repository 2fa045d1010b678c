'use strict';

const { structs } = require('../declarations.js');
const native = require('./native.js');
const { integer } = require('./arguments.js');
const { recordDecoder } = require('./decode.js');

const decodeLimits = recordDecoder(structs.psutil_cgroup_limits_t);

function cgroupLimits(pid = process.pid) {
    return decodeLimits(native.cgroup_limits(integer('pid', pid)));
}

module.exports = { cgroupLimits };
