'use strict';

const koffi = require('koffi');

/** Returns a copy of a C array as a typed array. (koffi.decode with a length leaks some bytes at each call.) */
function copyArray(pointer, Type, length) {
    return length > 0 ? new Type(koffi.view(pointer, length * Type.BYTES_PER_ELEMENT)).slice() : new Type();
}

module.exports = { copyArray };
