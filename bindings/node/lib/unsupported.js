'use strict';

const { NotSupported } = require('./errors.js');

/** Returns what call returns, or null, as psutil does, if the system does not support it. */
function nullIfUnsupported(call) {
    try {
        return call();
    } catch (error) {
        if (error instanceof NotSupported) return null;
        throw error;
    }
}

module.exports = { nullIfUnsupported };
