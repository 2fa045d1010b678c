'use strict';

const { connStatusNames, enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { enumName, recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const { PSUTIL_CONNECTIONS_BPF, PSUTIL_CONNECTIONS_BYTES, PSUTIL_CONNECTIONS_PIDS } = enums.psutil_connections_flags;

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

/** Converts a connection that was read with its bytes. */
function decodeWithBytes(raw) {
    const { bytesSent, bytesRecv } = decodeRecord(raw);
    return { ...decodeConnection(raw), bytesSent, bytesRecv };
}

/** Returns the flags for an option bytes, and the function that converts a connection. */
const howToRead = bytes => (bytes ? [PSUTIL_CONNECTIONS_BYTES, decodeWithBytes] : [0, decodeConnection]);

/** Returns the flags for sockets with their owners. */
const ownerFlags = bpf => PSUTIL_CONNECTIONS_PIDS | (bpf ? PSUTIL_CONNECTIONS_BPF : 0);

function netConnections({ kind = 'inet', bytes = false, bpf = false } = {}) {
    const [flags, decode] = howToRead(bytes);
    return native.net_connections(kind, ownerFlags(bpf) | flags).map(raw => decode(raw));
}

async function netConnectionsAsync({ kind = 'inet', bytes = false, bpf = false } = {}) {
    const [flags, decode] = howToRead(bytes);
    return (await native.net_connections.async(kind, ownerFlags(bpf) | flags)).map(raw => decode(raw));
}

module.exports = { decodeConnection, familyName, howToRead, ...withChecks({ netConnections, netConnectionsAsync }) };
