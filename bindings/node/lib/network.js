'use strict';

const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { familyName } = require('./connections.js');
const { duplexName } = require('./constants.js');
const { byName, groupByName, recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');
const { nullIfUnsupported } = require('./unsupported.js');

const { PSUTIL_NOWRAP_ON } = enums.psutil_nowrap;

const decodeIoCounters = recordDecoder(structs.psutil_net_io_counters_t);
const decodeIfAddr = recordDecoder(structs.psutil_net_if_addr_t);
const decodeIfStats = recordDecoder(structs.psutil_net_if_stats_t);

function netIoCounters({ pernic = false, nowrap = PSUTIL_NOWRAP_ON } = {}) {
    if (pernic) return byName(native.net_io_counters_per_nic(nowrap), ({ counters }) => decodeIoCounters(counters));
    return nullIfUnsupported(() => decodeIoCounters(native.net_io_counters(nowrap)));
}

function netIfAddrs() {
    return groupByName(native.net_if_addrs().map(raw => ({ ...decodeIfAddr(raw), family: familyName(raw.family) })));
}

function netIfStats() {
    return byName(native.net_if_stats(), raw => {
        const { name, ...stats } = decodeIfStats(raw);
        return { ...stats, isup: raw.isup === 1, duplex: duplexName(raw.duplex) };
    });
}

module.exports = withChecks({ netIoCounters, netIfAddrs, netIfStats });
