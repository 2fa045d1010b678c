'use strict';

// The parameters of every public function, in one table, and the functions that check arguments by it.

const {
    abortSignal, anything, boolean, callable, describe, endingSignal, eventKind, int32, integer, interval, iterableOf, limit, memoryType,
    niceness, nowrap, numberOrNull, objectOf, pressureResource, processObject, seconds, signal, string, tableReader
} = require('./arguments.js');
const { attributeNames, checkAttrs } = require('./attributes.js');
const { absent, removeAbsent } = require('./platform.js');

const required = (name, check) => ({ name, check, isRequired: true });
const optional = (name, check) => ({ name, check });
const options = members => ({ name: 'options', check: objectOf(members), members });

const pid = integer;
const waitOptions = { signal: abortSignal, ref: boolean };
const intervalOptions = { interval, ...waitOptions };
const attrsOptions = { attrs: checkAttrs, adValue: anything };
const kindOptions = options({ kind: string, bytes: boolean });
const connectionOptions = options({ kind: string, bytes: boolean, bpf: boolean });
const ownerOptions = options({ mount: boolean, unreadable: boolean, bpf: boolean });
const columnNames = iterableOf(string, 'names of columns');
const readerOptions = options({ columns: columnNames, file: boolean, bpf: boolean, strict: boolean });
const tableOptions = options({ columns: columnNames, pids: iterableOf(pid, 'PIDs') });

const signatures = {
    version: [],
    setProcfsPath: [required('path', string)],
    setWorkers: [required('n', int32)],
    toDate: [required('seconds', numberOrNull)],

    pids: [],
    pidExists: [required('pid', pid)],
    cpuCount: [options({ logical: boolean })],
    cpuTimes: [options({ percpu: boolean })],
    cpuPercent: [options({ percpu: boolean, ...intervalOptions })],
    cpuTimesPercent: [options({ percpu: boolean, ...intervalOptions })],
    cpuStats: [],
    cpuFreq: [options({ percpu: boolean })],
    getloadavg: [],
    virtualMemory: [],
    swapMemory: [],
    heapInfo: [],
    heapTrim: [],
    diskPartitions: [options({ all: boolean })],
    diskUsage: [required('path', string)],
    diskUsageAsync: [required('path', string)],
    diskIoCounters: [options({ perdisk: boolean, nowrap })],
    netIoCounters: [options({ pernic: boolean, nowrap })],
    netConnections: [connectionOptions],
    netConnectionsAsync: [connectionOptions],
    netIfAddrs: [],
    netIfStats: [],
    bootTime: [],
    bootDate: [],
    users: [],
    winServiceIter: [],
    winServiceGet: [required('name', string)],
    sensorsTemperatures: [options({ fahrenheit: boolean })],
    sensorsFans: [],
    sensorsBattery: [],
    cgroupLimits: [optional('pid', pid)],
    pressure: [required('resource', pressureResource)],
    cgroupPressure: [required('resource', pressureResource), optional('pid', pid)],

    processIter: [options({ ...attrsOptions, reader: tableReader })],
    processTable: [tableOptions],
    processTableAsync: [tableOptions],
    tableReader: [readerOptions],
    tablePin: [required('path', string), optional('mode', integer)],
    fileOwners: [required('path', string), ownerOptions],
    fileOwnersAsync: [required('path', string), ownerOptions],
    processEvents: [options({ kinds: iterableOf(eventKind, 'kinds of events'), ...waitOptions })],
    waitProcs: [
        required('procs', iterableOf(processObject, 'Process objects')),
        options({ timeout: seconds, callback: callable, ...waitOptions })
    ],

    Process: [optional('pid', pid)],
    // most attributes take nothing; those that do are below
    ...Object.fromEntries(attributeNames.filter(name => name !== 'pid').map(name => [`Process.${name}`, []])),
    'Process.parent': [],
    'Process.parents': [],
    'Process.children': [options({ recursive: boolean })],
    'Process.createDate': [],
    'Process.setNice': [required('value', niceness)],
    'Process.setIonice': [required('ioclass', int32), optional('value', int32)],
    'Process.rlimit': [required('resource', int32)],
    'Process.setRlimit': [required('resource', int32), required('limits', objectOf({ soft: limit, hard: limit }, true))],
    'Process.setCpuAffinity': [required('cpus', iterableOf(integer, 'CPU numbers'))],
    'Process.cpuPercent': [options(intervalOptions)],
    'Process.memoryFootprintAsync': [],
    'Process.memoryPercent': [optional('memtype', memoryType)],
    'Process.memoryMaps': [options({ grouped: boolean })],
    'Process.memoryMapsAsync': [options({ grouped: boolean })],
    'Process.netConnections': [kindOptions],
    'Process.netConnectionsAsync': [kindOptions],
    'Process.asDict': [options(attrsOptions)],
    'Process.oneshot': [required('callback', callable)],
    'Process.isRunning': [],
    'Process.equals': [required('other', processObject)],
    'Process.sendSignal': [required('signal', signal)],
    'Process.suspend': [],
    'Process.resume': [],
    'Process.terminate': [],
    'Process.kill': [],
    'Process.killTree': [optional('signal', endingSignal), options({ grace: seconds, ...waitOptions })],
    'Process.wait': [options({ timeout: seconds, ...waitOptions })],

    'ProcessTable.column': [required('name', string)],
    'ProcessTable.numbers': [required('name', string)],
    'ProcessTable.outcomes': [required('name', string)],
    'ProcessTable.row': [required('index', integer)],
    'ProcessTable.toRows': [],
    'ProcessTable.process': [required('index', integer)],
    'TableReader.read': [],
    'TableReader.readAsync': [],
    'TableReader.source': []
};
removeAbsent(signatures, [...absent.exports, ...absent.methods.map(method => `Process.${method}`)]);

/** What Array.prototype.map passes: a function of one value may be given to it. */
const MAP_ARGUMENTS = 3;

/** Returns the arguments of a public function as its body takes them. */
function checkArguments(functionName, args) {
    const parameters = signatures[functionName];
    const mayBeMapped = parameters.length === 1 && !parameters[0].members && !functionName.includes('.');
    if (args.length > (mayBeMapped ? MAP_ARGUMENTS : parameters.length)) {
        const names = parameters.map(({ name }) => name).join(', ') || 'none';
        throw new TypeError(`${functionName}: unexpected argument ${describe(args[parameters.length])}; the parameters are: ${names}`);
    }
    return parameters.map(({ name, check, isRequired }, i) => (
        args[i] === undefined && !isRequired ? undefined : check(`${functionName}: ${name}`, args[i])
    ));
}

const AsyncFunction = (async () => {}).constructor;

/** Returns a function that checks its arguments and calls body. A function that returns a Promise rejects it. */
function checked(functionName, body) {
    const hasInterval = signatures[functionName].some(({ members }) => members?.interval);
    const wrapper = function (...args) {
        let values;
        try {
            values = checkArguments(functionName, args);
        } catch (error) {
            if (body instanceof AsyncFunction || (hasInterval && args[0]?.interval !== undefined)) return Promise.reject(error);
            throw error;
        }
        return body.apply(this, values);
    };
    return Object.defineProperty(wrapper, 'name', { value: body.name });
}

/** Returns the functions that this system has, with their arguments checked. */
function withChecks(functions) {
    const present = Object.entries(functions).filter(([name]) => name in signatures);
    return Object.fromEntries(present.map(([name, body]) => [name, checked(name, body)]));
}

/** Makes the methods of a class check their arguments. */
function checkMethods({ name: className, prototype }) {
    for (const key of Object.keys(signatures)) {
        const [owner, method] = key.split('.');
        if (owner !== className || !method) continue;
        Object.defineProperty(prototype, method, { value: checked(key, prototype[method]), configurable: true, writable: true });
    }
}

module.exports = { checkArguments, checkMethods, signatures, withChecks };
