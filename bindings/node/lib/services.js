'use strict';

const { structs } = require('../declarations.js');
const native = require('./native.js');
const { recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const decodeService = recordDecoder(structs.psutil_win_service_t);

class WindowsService {
    #name;
    #displayName;

    constructor({ name, displayName }) {
        this.#name = name;
        this.#displayName = displayName;
    }

    name() {
        return this.#name;
    }

    displayName() {
        return this.#displayName;
    }

    binpath() {
        return this.asDict().binpath;
    }

    username() {
        return this.asDict().username;
    }

    startType() {
        return this.asDict().startType;
    }

    status() {
        return this.asDict().status;
    }

    pid() {
        return this.asDict().pid;
    }

    description() {
        return this.asDict().description;
    }

    asDict() {
        return decodeService(native.win_service(this.#name));
    }

    toString() {
        return `WindowsService(name='${this.#name}', displayName='${this.#displayName}')`;
    }
}

function* winServiceIter() {
    for (const raw of native.win_services()) yield new WindowsService(decodeService(raw));
}

function winServiceGet(name) {
    return new WindowsService(decodeService(native.win_service(name)));
}

module.exports = withChecks({ winServiceIter, winServiceGet });
