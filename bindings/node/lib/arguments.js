'use strict';

// Checks of arguments: a TypeError for a wrong type, InvalidArgument for a value out of range.

const { constants } = require('node:os');
const { InvalidArgument } = require('./errors.js');

/** Returns an integer. The library checks its range; a fraction would silently become another PID. */
function integer(name, value) {
    if (!Number.isInteger(value)) throw new TypeError(`${name} must be an integer, not ${value} (${typeof value})`);
    return value;
}

/** Returns a number of seconds from 0 to max. */
function seconds(name, value, max = Infinity) {
    if (typeof value !== 'number') throw new TypeError(`${name} must be a number of seconds, not ${value} (${typeof value})`);
    if (!(value >= 0 && value <= max)) {
        throw new InvalidArgument({
            message: `${name} must be ${max < Infinity ? `from 0 to ${max}` : 'at least 0'} seconds, not ${value}`
        });
    }
    return value;
}

/** Returns an integer that fits C's int32_t, where a larger one would silently become another. */
function int32(name, value) {
    if ((integer(name, value) | 0) !== value) throw new InvalidArgument({ message: `${name} is out of range: ${value}` });
    return value;
}

/** Returns a string without NULs: C would cut it at the first. */
function string(name, value) {
    if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${value} (${typeof value})`);
    if (value.includes('\0')) throw new InvalidArgument({ message: `${name} contains a NUL character` });
    return value;
}

/** Returns choices[value]. */
function choice(name, value, choices) {
    if (Object.hasOwn(choices, value)) return choices[value];
    throw new InvalidArgument({ message: `${name} must be one of ${Object.keys(choices).join(', ')}, not "${string(name, value)}"` });
}

/** Returns the number of a signal that is given by name or number. */
function signalNumber(signal) {
    const number = Object.hasOwn(constants.signals, signal) ? constants.signals[signal] : signal;
    if (typeof number === 'string' || (number | 0) !== integer('signal', number)) {
        throw new InvalidArgument({ message: `signal ${signal}: unknown` });
    }
    return number;
}

module.exports = { choice, int32, integer, seconds, signalNumber, string };
