'use strict';

const { enums } = require('../declarations.js');

const camel = name => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const snake = name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/**
 * Makes a function that turns a record as C has it into an object for people: names in camelCase, null for what this
 * system does not report, and nothing of what only C needs (has_ fields and reserved words). Its keys are these names.
 */
function recordReader({ members }) {
    const fields = Object.values(members)
        .filter(({ name }) => name !== 'reserved' && name !== 'unused' && !name.startsWith('has_'))
        .map(({ name, type }) => {
            const has = `has_${name}`;
            let absent = raw => raw[name] === enums.psutil_absent.PSUTIL_NA;
            if (type.primitive === 'Float64') absent = raw => Number.isNaN(raw[name]);
            if (has in members) absent = raw => !raw[has];
            return { name, key: camel(name), absent };
        });
    const read = raw => {
        const record = {};
        for (const { name, key, absent } of fields) record[key] = absent(raw) ? null : safe(raw[name]);
        return record;
    };
    return Object.assign(read, { keys: fields.map(({ key }) => key) });
}

/** A number for what koffi gives as a bigint because it is beyond the safe integers. */
const safe = value => (typeof value === 'bigint' ? Number(value) : value);

/** Makes a function that gives the word for a number of an enum: "AF_INET" for PSUTIL_AF_INET without PSUTIL_. */
function wordReader(name, prefix = 'PSUTIL_', word = text => text) {
    const words = new Map(Object.entries(enums[name]).map(([constant, value]) => [value, word(constant.slice(prefix.length))]));
    return value => words.get(value) ?? '?';
}

/** Makes an object of what has names: the part of each item that value gives, under its name. */
const byName = (items, value) => Object.fromEntries(items.map(item => [item.name, value(item)]));

/** A moment in time, which is in seconds since the epoch everywhere, as a Date. What is absent stays absent. */
function toDate(seconds) {
    if (seconds === null) return null;
    if (typeof seconds !== 'number') throw new TypeError(`seconds must be a number, not ${seconds} (${typeof seconds})`);
    return new Date(Math.round(1000 * seconds)); // Date cuts: 1.001 seconds would be a millisecond early
}

module.exports = { byName, camel, recordReader, safe, snake, toDate, wordReader };
