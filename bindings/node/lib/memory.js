'use strict';

const koffi = require('koffi');

/** A copy of an array in C, as a typed array. (koffi.decode with a length would leak some bytes each time.) */
function copy(pointer, Type, length) {
    return length > 0 ? new Type(koffi.view(pointer, length * Type.BYTES_PER_ELEMENT)).slice() : new Type();
}

module.exports = { copy };
