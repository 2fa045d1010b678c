'use strict';

const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { recordReader, wordReader } = require('./record.js');

const familyOf = wordReader('psutil_address_family');
const typeOf = wordReader('psutil_socket_type');
const recordOf = recordReader(structs.psutil_connection_t);

/** A socket as psutil shows it, but with null for an address that there is not. */
function connectionOf(raw) {
    const { fd, pid, localAddress, localPort, remoteAddress, remotePort } = recordOf(raw);
    const unix = raw.family === enums.psutil_address_family.PSUTIL_AF_UNIX;
    return {
        fd,
        pid,
        family: familyOf(raw.family),
        type: typeOf(raw.type),
        laddr: unix ? localAddress || null : addressOf(localAddress, localPort),
        raddr: unix ? null : addressOf(remoteAddress, remotePort),
        status: native.conn_status_name(raw.status)
    };
}

function addressOf(ip, port) {
    return ip ? { ip, port } : null;
}

module.exports = { connectionOf, familyOf };
