'use strict';

const { structs } = require('../declarations.js');
const native = require('./native.js');
const { recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const decodeVirtualMemory = recordDecoder(structs.psutil_virtual_memory_t);
const decodeSwapMemory = recordDecoder(structs.psutil_swap_memory_t);
const decodeHeapInfo = recordDecoder(structs.psutil_heap_info_t);

function virtualMemory() {
    return decodeVirtualMemory(native.virtual_memory());
}

function swapMemory() {
    return decodeSwapMemory(native.swap_memory());
}

function heapInfo() {
    return decodeHeapInfo(native.heap_info());
}

function heapTrim() {
    return native.heap_trim() === 1;
}

module.exports = withChecks({ virtualMemory, swapMemory, heapInfo, heapTrim });
