'use strict';

// Checks of single arguments. A check takes the argument's name and value, and returns the value as the C library takes
// it. It throws a TypeError for a wrong type, and InvalidArgument for a value out of range.

const { constants } = require('node:os');
const { inspect } = require('node:util');
const { enums } = require('../declarations.js');
const { enumNumbers } = require('./decode.js');
const { InvalidArgument } = require('./errors.js');
const { isWindows } = require('./platform.js');
const { MAX_TIMER_SECONDS, pollExit } = require('./poll.js');

const { PSUTIL_NOWRAP_OFF, PSUTIL_NOWRAP_ON, PSUTIL_NOWRAP_RESTART } = enums.psutil_nowrap;
const { PSUTIL_RLIM_INFINITY } = enums.psutil_rlim_infinity;
const memoryTypes = enumNumbers('psutil_memtype', 'PSUTIL_MEMTYPE_');
const { psutil_event: { PSUTIL_EVENT_FORK, PSUTIL_EVENT_EXEC, PSUTIL_EVENT_EXIT } } = enums;
const eventKinds = { fork: PSUTIL_EVENT_FORK, exec: PSUTIL_EVENT_EXEC, exit: PSUTIL_EVENT_EXIT };
const pressureResources = enumNumbers('psutil_pressure_resource', 'PSUTIL_PRESSURE_');

/** Returns a value and its type for an error message, shortened. */
function describe(value) {
    const shown = inspect(value, { depth: 0, breakLength: Infinity }).slice(0, 100);
    return typeof value === 'object' || value === undefined ? shown : `${shown} (${typeof value})`;
}

/** The error of a value that is not what was expected. */
function wrongType(name, expected, value) {
    return new TypeError(`${name} must be ${expected}, not ${describe(value)}`);
}

function outOfRange(name, expected, value) {
    return new InvalidArgument({ message: `${name} must be ${expected}, not ${value}` });
}

/** Returns a check for values for which the condition holds. */
const typed = (expected, condition) => (name, value) => {
    if (!condition(value)) throw wrongType(name, expected, value);
    return value;
};

const anything = (_, value) => value;
const boolean = typed('a boolean', value => typeof value === 'boolean');
const callable = typed('a function', value => typeof value === 'function');
const numberOrNull = typed('a number or null', value => typeof value === 'number' || value === null);
const abortSignal = typed('an AbortSignal', value => typeof value === 'object' && value !== null && 'aborted' in value);
const processObject = typed('a Process', value => typeof value === 'object' && value !== null && pollExit in value);

const tableReader = typed('a TableReader', value => value?.constructor?.name === 'TableReader');

/** The library checks the range; a fraction would silently become another PID. */
const integer = typed('an integer', Number.isInteger);

/** An integer that fits C's int32_t, where a larger one would silently become another. */
function int32(name, value) {
    if ((integer(name, value) | 0) !== value) throw outOfRange(name, 'a 32-bit integer', value);
    return value;
}

/** C clamps the niceness; a number beyond its int32_t is clamped here. On Windows it is a priority class. */
const niceness = (name, value) => (isWindows ? int32(name, value) : Math.min(Math.max(integer(name, value), -100), 100));

/** A number of seconds from 0 on. */
function seconds(name, value) {
    if (typeof value !== 'number') throw wrongType(name, 'a number of seconds', value);
    if (!(value >= 0)) throw outOfRange(name, 'at least 0 seconds', value);
    return value;
}

/** A number of seconds that a timer can wait. */
function interval(name, value) {
    if (seconds(name, value) > MAX_TIMER_SECONDS) throw outOfRange(name, `from 0 to ${MAX_TIMER_SECONDS} seconds`, value);
    return value;
}

/** A string without NULs: C would cut it at the first. */
function string(name, value) {
    if (typeof value !== 'string') throw wrongType(name, 'a string', value);
    if (value.includes('\0')) throw new InvalidArgument({ message: `${name} contains a NUL character` });
    return value;
}

/** Returns a check for the names of numbers; the result is the number. */
const nameOf = numbers => (name, value) => {
    if (Object.hasOwn(numbers, string(name, value))) return numbers[value];
    throw outOfRange(name, `one of ${Object.keys(numbers).join(', ')}`, `"${value}"`);
};

const memoryType = nameOf(memoryTypes);
const pressureResource = nameOf(pressureResources);
const eventKind = nameOf(eventKinds);

/** Whether counters continue after a wrap-around; the result is PSUTIL_NOWRAP_*. */
function nowrap(name, value) {
    if (value === 'restart') return PSUTIL_NOWRAP_RESTART;
    if (typeof value !== 'boolean') throw wrongType(name, 'a boolean or "restart"', value);
    return value ? PSUTIL_NOWRAP_ON : PSUTIL_NOWRAP_OFF;
}

/** The names of signals. On Windows, the numbers of others, such as SIGHUP, are those of the events of consoles. */
const { SIGTERM, SIGKILL } = constants.signals;
const signals = isWindows ? { SIGTERM, SIGKILL } : constants.signals;

/** A signal, given by name or number; the result is its number. */
function signal(name, value) {
    if (typeof value !== 'string' && !Number.isInteger(value)) throw wrongType(name, 'the name or number of a signal', value);
    const result = Object.hasOwn(signals, value) ? signals[value] : value;
    if (typeof result === 'string' || (result | 0) !== result) throw outOfRange(name, 'the name or number of a signal', `"${value}"`);
    return result;
}

/** A signal that ends a process. */
function endingSignal(name, value) {
    const result = signal(name, value);
    if (result < 1) throw outOfRange(name, 'a positive signal', value);
    return result;
}

/** A limit of a resource; the result is C's int64_t. A larger one, which no resource can reach, becomes the largest. */
function limit(name, value) {
    if (value === Infinity) return PSUTIL_RLIM_INFINITY;
    if (!Number.isInteger(value)) throw wrongType(name, 'an integer or Infinity', value);
    if (value < 0) throw outOfRange(name, 'at least 0', value);
    const bigint = BigInt(value);
    return bigint < 2n ** 63n ? bigint : 2n ** 63n - 1n;
}

/** Returns a check for an iterable of items, but not a string; the result is an array. */
const iterableOf = (check, expected) => (name, value) => {
    if (typeof value !== 'object' || value === null || typeof value[Symbol.iterator] !== 'function') {
        throw wrongType(name, `an array or another iterable of ${expected}`, value);
    }
    return Array.from(value, (item, i) => check(`${name}[${i}]`, item));
};

/** Whether a value is an object as {} makes it, and no array, AbortSignal or other instance of a class. */
function isPlainObject(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Returns a check for an object with these members; the result is a new object. */
const objectOf = (members, isRequired = false) => (name, value) => {
    const names = Object.keys(members).join(', ');
    if (!isPlainObject(value)) throw wrongType(name, `an object with ${names}`, value);
    for (const key of Object.keys(value)) {
        if (!Object.hasOwn(members, key)) throw new TypeError(`${name}.${key}: unknown; use ${names}`);
    }
    const result = {};
    for (const [key, check] of Object.entries(members)) {
        if (value[key] !== undefined || isRequired) result[key] = check(`${name}.${key}`, value[key]);
    }
    return result;
};

module.exports = {
    abortSignal, anything, boolean, callable, describe, endingSignal, eventKind, int32, integer, interval, iterableOf, limit, memoryType, niceness,
    nowrap, numberOrNull, objectOf, pressureResource, processObject, seconds, signal, string, tableReader
};
