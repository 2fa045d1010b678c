'use strict';

const { enums, fileUseNames, structs } = require('../declarations.js');
const native = require('./native.js');
const { recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const { PSUTIL_FILE_OWNERS_BPF, PSUTIL_FILE_OWNERS_MOUNT, PSUTIL_FILE_OWNERS_UNREADABLE } = enums.psutil_file_owners_flags;

const decodeRecord = recordDecoder(structs.psutil_file_owner_t);

function decodeOwner(raw) {
    const { pid, fd, mode } = decodeRecord(raw);
    return { pid, use: fileUseNames[raw.use] ?? '?', fd, mode };
}

const flagsOf = ({ mount, unreadable, bpf }) => (
    (mount ? PSUTIL_FILE_OWNERS_MOUNT : 0) | (unreadable ? PSUTIL_FILE_OWNERS_UNREADABLE : 0) | (bpf ? PSUTIL_FILE_OWNERS_BPF : 0)
);

function fileOwners(path, options = {}) {
    return native.file_owners(path, flagsOf(options)).map(decodeOwner);
}

async function fileOwnersAsync(path, options = {}) {
    return (await native.file_owners.async(path, flagsOf(options))).map(decodeOwner);
}

module.exports = withChecks({ fileOwners, fileOwnersAsync });
