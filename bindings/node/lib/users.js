'use strict';

const { structs } = require('../declarations.js');
const native = require('./native.js');
const { recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const decodeUser = recordDecoder(structs.psutil_user_t);

function users() {
    return native.users().map(decodeUser);
}

module.exports = withChecks({ users });
