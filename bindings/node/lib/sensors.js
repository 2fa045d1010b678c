'use strict';

const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { groupByName, nullIfAbsent, recordDecoder } = require('./decode.js');
const { withChecks } = require('./signatures.js');

const { PSUTIL_POWER_TIME_UNKNOWN, PSUTIL_POWER_TIME_UNLIMITED } = enums.psutil_power_time;

const decodeTemperature = recordDecoder(structs.psutil_temperature_t);
const decodeFan = recordDecoder(structs.psutil_fan_t);

function sensorsTemperatures({ fahrenheit = false } = {}) {
    const degrees = celsius => (celsius === null || !fahrenheit ? celsius : (celsius * 9) / 5 + 32);
    return groupByName(native.sensors_temperatures().map(raw => {
        const { current, high, critical, ...names } = decodeTemperature(raw);
        return { ...names, current: degrees(current), high: degrees(high), critical: degrees(critical) };
    }));
}

function sensorsFans() {
    return groupByName(native.sensors_fans().map(decodeFan));
}

const specialTimes = new Map([[PSUTIL_POWER_TIME_UNKNOWN, null], [PSUTIL_POWER_TIME_UNLIMITED, Infinity]]);

function sensorsBattery() {
    const { present, percent, secsleft, power_plugged: plugged } = native.sensors_battery();
    if (present !== 1) return null;
    return {
        percent: Number.isNaN(percent) ? null : percent,
        secsleft: specialTimes.has(secsleft) ? specialTimes.get(secsleft) : secsleft,
        powerPlugged: nullIfAbsent(plugged) === null ? null : plugged === 1
    };
}

module.exports = withChecks({ sensorsTemperatures, sensorsFans, sensorsBattery });
