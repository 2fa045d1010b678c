'use strict';

const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { byName, recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');
const { nullIfUnsupported } = require('./unsupported.js');

const { PSUTIL_NOWRAP_ON } = enums.psutil_nowrap;

const decodePartition = recordDecoder(structs.psutil_disk_partition_t);
const decodeUsage = recordDecoder(structs.psutil_disk_usage_t);
const decodeIoCounters = recordDecoder(structs.psutil_disk_io_counters_t);

function diskPartitions({ all = false } = {}) {
    return native.disk_partitions(all ? 1 : 0).map(decodePartition);
}

function diskUsage(path) {
    return decodeUsage(native.disk_usage(path));
}

async function diskUsageAsync(path) {
    return decodeUsage(await native.disk_usage.async(path));
}

function diskIoCounters({ perdisk = false, nowrap = PSUTIL_NOWRAP_ON } = {}) {
    if (perdisk) return byName(native.disk_io_counters_per_disk(nowrap), ({ counters }) => decodeIoCounters(counters));
    return nullIfUnsupported(() => decodeIoCounters(native.disk_io_counters(nowrap)));
}

module.exports = withChecks({ diskPartitions, diskUsage, diskUsageAsync, diskIoCounters });
