'use strict';

const { connStatusNames, enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { enumName, recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const { PSUTIL_CONNECTIONS_PIDS } = enums.psutil_connections_flags;

const familyName = enumName('psutil_address_family');
const socketTypeName = enumName('psutil_socket_type');
const decodeRecord = recordDecoder(structs.psutil_connection_t);

/** Converts a connection: names of psutil, null for an absent address. */
function decodeConnection(raw) {
    const { fd, pid, localAddress, localPort, remoteAddress, remotePort } = decodeRecord(raw);
    const isUnix = raw.family === enums.psutil_address_family.PSUTIL_AF_UNIX;
    return {
        fd,
        pid,
        family: familyName(raw.family),
        type: socketTypeName(raw.type),
        laddr: isUnix ? localAddress || null : address(localAddress, localPort),
        raddr: isUnix ? null : address(remoteAddress, remotePort),
        status: connStatusNames[raw.status] ?? '?'
    };
}

function address(ip, port) {
    return ip ? { ip, port } : null;
}

function netConnections({ kind = 'inet' } = {}) {
    return native.net_connections(kind, PSUTIL_CONNECTIONS_PIDS).map(decodeConnection);
}

async function netConnectionsAsync({ kind = 'inet' } = {}) {
    return (await native.net_connections.async(kind, PSUTIL_CONNECTIONS_PIDS)).map(decodeConnection);
}

module.exports = { decodeConnection, familyName, ...withChecks({ netConnections, netConnectionsAsync }) };
