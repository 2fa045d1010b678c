'use strict';

const native = require('./native.js');
const { toDate } = require('./decode.js');
const { withChecks } = require('./signatures.js');

function bootTime() {
    return native.boot_time();
}

function bootDate() {
    return toDate(bootTime());
}

module.exports = withChecks({ bootTime, bootDate });
