'use strict';

const koffi = require('koffi');

/**
 * Returns a C array as a typed array that shares its memory: for use before the memory is freed, and never for callers
 * of this package. (koffi.decode with a length leaks some bytes at each call.)
 */
function viewArray(pointer, Type, length) {
    return length > 0 ? new Type(koffi.view(pointer, length * Type.BYTES_PER_ELEMENT)) : new Type();
}

/** Returns a copy of a C array as a typed array. */
const copyArray = (pointer, Type, length) => viewArray(pointer, Type, length).slice();

module.exports = { copyArray, viewArray };
