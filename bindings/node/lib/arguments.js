'use strict';

const { constants } = require('node:os');
const { InvalidArgument } = require('./errors.js');

/** Checks an integer. The library knows what to say to an absurd one; but a fraction would silently become another PID. */
function integer(name, value) {
    if (!Number.isInteger(value)) throw new TypeError(`${name} must be an integer, not ${value} (${typeof value})`);
    return value;
}

/** Checks a time in seconds that a user gave. */
function seconds(name, value, most = Infinity) {
    if (typeof value !== 'number') throw new TypeError(`${name} must be a number of seconds, not ${value} (${typeof value})`);
    if (!(value >= 0 && value <= most)) {
        throw new InvalidArgument({
            message: `${name} must be ${most < Infinity ? `from 0 to ${most}` : 'at least 0'} seconds, not ${value}`
        });
    }
    return value;
}

/** Checks a number that goes to C as an int32_t, where a larger one would silently become another. */
function int32(name, value) {
    if ((integer(name, value) | 0) !== value) throw new InvalidArgument({ message: `${name} is out of range: ${value}` });
    return value;
}

/** Checks a string. One with a NUL would be cut there in C. */
function string(name, value) {
    if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${value} (${typeof value})`);
    if (value.includes('\0')) throw new InvalidArgument({ message: `${name} has a NUL in it` });
    return value;
}

/** Checks a word that stands for something, and gives what it stands for. */
function choice(name, value, choices) {
    if (Object.hasOwn(choices, value)) return choices[value];
    throw new InvalidArgument({ message: `${name} must be one of ${Object.keys(choices).join(', ')}, not "${string(name, value)}"` });
}

/** The number of a signal, by its name or number. */
function signalNumber(signal) {
    const number = Object.hasOwn(constants.signals, signal) ? constants.signals[signal] : signal;
    if (typeof number === 'string' || (number | 0) !== integer('signal', number)) {
        throw new InvalidArgument({ message: `${signal} is no signal` });
    }
    return number;
}

module.exports = { choice, int32, integer, seconds, signalNumber, string };
