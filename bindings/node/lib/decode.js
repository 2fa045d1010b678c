'use strict';

// Conversion of C values to JavaScript values.

const { enums } = require('../declarations.js');

const { PSUTIL_NA } = enums.psutil_absent;

const camel = name => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const snake = name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/**
 * Returns a function that converts a C record to an object: names in camelCase, null for absent values, without has_
 * fields and reserved words. The function's property keys lists the names.
 */
function recordDecoder({ members }) {
    const fields = Object.values(members)
        .filter(({ name }) => name !== 'reserved' && name !== 'unused' && !name.startsWith('has_'))
        .map(({ name, type }) => {
            const has = `has_${name}`;
            let isAbsent = raw => raw[name] === PSUTIL_NA;
            if (type.primitive === 'Float64') isAbsent = raw => Number.isNaN(raw[name]);
            if (has in members) isAbsent = raw => !raw[has];
            return { name, key: camel(name), isAbsent };
        });
    const decode = raw => {
        const record = {};
        for (const { name, key, isAbsent } of fields) record[key] = isAbsent(raw) ? null : toNumber(raw[name]);
        return record;
    };
    return Object.assign(decode, { keys: fields.map(({ key }) => key) });
}

/** Returns a bigint, which koffi makes of integers beyond the safe ones, as a number; other values as they are. */
const toNumber = value => (typeof value === 'bigint' ? Number(value) : value);

/** Returns null for PSUTIL_NA, and other values as they are. */
const nullIfAbsent = value => (value === PSUTIL_NA ? null : value);

/** Returns a function that maps a number of an enum to its name without the prefix: "AF_INET" for PSUTIL_AF_INET. */
function enumName(name, prefix = 'PSUTIL_') {
    const names = new Map(Object.entries(enums[name]).map(([constant, value]) => [value, constant.slice(prefix.length)]));
    return value => names.get(value) ?? '?';
}

/** Returns the members of an enum by their camelCase names without the prefix: { pid: 0, createTime: 6 }. */
function enumNumbers(name, prefix) {
    const entries = Object.entries(enums[name]);
    return Object.fromEntries(entries.map(([constant, number]) => [camel(constant.slice(prefix.length).toLowerCase()), number]));
}

/** Returns an object with decode(item) for each item under the item's name. */
const byName = (items, decode) => Object.fromEntries(items.map(item => [item.name, decode(item)]));

/** Returns an object with a list under each name, of all items with that name. */
function groupByName(items) {
    const groups = new Map();
    for (const { name, ...item } of items) {
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(item);
    }
    return Object.fromEntries(groups);
}

/** Returns a time in seconds since the epoch as a Date; null for null. */
function toDate(seconds) {
    if (seconds === null) return null;
    return new Date(Math.round(1000 * seconds)); // Date truncates: 1.001 seconds would be a millisecond early
}

module.exports = { byName, enumName, enumNumbers, groupByName, nullIfAbsent, recordDecoder, snake, toDate, toNumber };
