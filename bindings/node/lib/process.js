'use strict';

const { constants } = require('node:os');
const { inspect } = require('node:util');
const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { attributeNames, decodeLimits, decoders, readInfo } = require('./attributes.js');
const { exitCodeOf, findChild } = require('./child-registry.js');
const { howToRead } = require('./connections.js');
const { recordDecoder, snake, toDate } = require('./decode.js');
const { AccessDenied, NoSuchProcess, NotSupported, PsutilError, TimeoutExpired, ZombieProcess } = require('./errors.js');
const { killTree } = require('./kill-tree.js');
const { absent, isWindows, removeAbsent } = require('./platform.js');
const { endPolling, poll, pollExit, sleep } = require('./poll.js');
const { checkArguments, checkMethods } = require('./signatures.js');

const decodeExitStatus = recordDecoder(structs.psutil_exit_status_t);
const { PSUTIL_MEMTYPE_RSS } = enums.psutil_memtype;
const { PSUTIL_WAIT_NO_REAP, PSUTIL_WAIT_KEEP_WATCH } = enums.psutil_wait_flags;

const { SIGTERM } = constants.signals;

/** Returns whether an error is about one attribute only; others concern the process, the handle or the arguments. */
function isAttributeError(error) {
    return [AccessDenied, NotSupported, ZombieProcess].some(type => error instanceof type) || error.code === 'PSUTIL_ERR_OS';
}

/** Marks a value as a handle for Process's constructor. */
class Handle {
    constructor(value) {
        this.value = value;
    }
}

/** Returns the Process of a handle of the library. */
const fromHandle = handle => new Process(new Handle(handle));

const finalizers = new FinalizationRegistry(handle => native.process_free(handle));

/** Adds Symbol.dispose, where the runtime has it, to a class with a method close. */
function disposable({ prototype }) {
    if (!Symbol.dispose) return;
    Object.defineProperty(prototype, Symbol.dispose, { value: prototype.close, configurable: true, writable: true });
}

class Process {
    #handle;
    #closed = false;
    #polls = 0; // pending wait()
    #watched = false; // whether C keeps a watch for the exit code
    #child; // Node's ChildProcess, if the process is a child of this thread

    constructor(...args) {
        const [first] = args;
        if (first instanceof Handle) {
            this.#handle = first.value;
        } else {
            const [pid = process.pid] = checkArguments('Process', args);
            this.#handle = native.process_new(pid);
        }
        finalizers.register(this, this.#handle, this);
        Object.defineProperty(this, 'pid', { value: native.process_pid(this.#handle), enumerable: true });
        this.#child = findChild(this.pid);
    }

    close() {
        if (this.#closed) return;
        this.#closed = true;
        finalizers.unregister(this);
        native.process_free(this.#handle);
    }

    parent() {
        const handle = native.process_parent(this.#handle);
        return handle === null ? null : fromHandle(handle);
    }

    createDate() {
        return toDate(this.createTime());
    }

    setNice(value) {
        native.process_set_nice(this.#handle, value);
    }

    setIonice(ioclass, value = 0) {
        native.process_set_ionice(this.#handle, ioclass, value);
    }

    rlimit(resource) {
        return decodeLimits(native.process_rlimit(this.#handle, resource));
    }

    setRlimit(resource, { soft, hard }) {
        native.process_set_rlimit(this.#handle, resource, soft, hard);
    }

    setCpuAffinity(cpus) {
        // C takes no NULL: an empty list is passed as an array with a dummy item and length 0
        native.process_set_cpu_affinity(this.#handle, cpus.length > 0 ? cpus : [0], cpus.length);
    }

    cpuPercent({ interval, ...options } = {}) {
        if (interval === undefined) return native.process_cpu_percent(this.#handle, 0);
        return this.#cpuPercentDuring(interval, options);
    }

    async #cpuPercentDuring(interval, options) {
        if (interval === 0) return this.cpuPercent();
        const own = new Process(this.pid); // leaves the state of this handle's calls without interval alone
        try {
            this.#checkRunning();
            own.cpuPercent();
            await sleep(interval, options);
            const percent = own.cpuPercent();
            own.#checkRunning();
            return percent;
        } finally {
            own.close();
        }
    }

    memoryInfo() {
        if (isWindows) return decoders.memoryInfo(native.process_memory_info_ex(this.#handle));
        return decoders.memoryInfo(native.process_memory_info(this.#handle));
    }

    async memoryFootprintAsync() {
        return decoders.memoryFootprint(await this.#callAsync(native.process_memory_footprint));
    }

    memoryPercent(memtype = PSUTIL_MEMTYPE_RSS) {
        return native.process_memory_percent(this.#handle, memtype);
    }

    memoryMaps({ grouped = true } = {}) {
        return decoders.memoryMaps(native.process_memory_maps(this.#handle, grouped ? 1 : 0));
    }

    async memoryMapsAsync({ grouped = true } = {}) {
        return decoders.memoryMaps(await this.#callAsync(native.process_memory_maps, grouped ? 1 : 0));
    }

    netConnections({ kind = 'inet', bytes = false } = {}) {
        const [flags, decode] = howToRead(bytes);
        return native.process_net_connections(this.#handle, kind, flags).map(raw => decode(raw));
    }

    async netConnectionsAsync({ kind = 'inet', bytes = false } = {}) {
        const [flags, decode] = howToRead(bytes);
        return (await this.#callAsync(native.process_net_connections, kind, flags)).map(raw => decode(raw));
    }

    children({ recursive = false } = {}) {
        return native.process_children(this.#handle, recursive ? 1 : 0).map(fromHandle);
    }

    parents() {
        return native.process_parents(this.#handle).map(fromHandle);
    }

    asDict({ attrs = attributeNames, adValue = null } = {}) {
        const record = readInfo(this.#handle, attrs, adValue);
        if (attrs.includes('netConnections')) record.netConnections = this.#netConnectionsOr(adValue);
        return record;
    }

    oneshot(callback) {
        native.process_oneshot_begin(this.#handle);
        let result;
        try {
            result = callback(this);
        } catch (error) {
            this.#endOneshot();
            throw error;
        }
        if (typeof result?.then === 'function') return Promise.resolve(result).finally(() => this.#endOneshot());
        this.#endOneshot();
        return result;
    }

    equals(other) {
        return native.process_equal(this.#handle, other.#handle) === 1;
    }

    isRunning() {
        return native.process_is_running(this.#handle) === 1;
    }

    sendSignal(signal) {
        native.process_send_signal(this.#handle, signal);
    }

    suspend() {
        native.process_suspend(this.#handle);
    }

    resume() {
        native.process_resume(this.#handle);
    }

    terminate() {
        native.process_terminate(this.#handle);
    }

    kill() {
        native.process_kill(this.#handle);
    }

    async killTree(signal = SIGTERM, { grace = 3, ...options } = {}) {
        return killTree(this, signal, { grace, ...options });
    }

    // Attributes that take nothing: each is what its decoder makes of what the function of its name returns.
    static {
        for (const [name, decode] of Object.entries(decoders)) {
            if (name === 'pid' || Object.hasOwn(this.prototype, name)) continue;
            const call = `process_${snake(name)}`;
            const { [name]: method } = { [name]() { return decode(native[call](this.#handle)); } }; // which has this name
            Object.defineProperty(this.prototype, name, { value: method, configurable: true, writable: true });
        }
    }

    toString() {
        const fields = Object.entries(this.#summary()).map(([name, value]) => `${name}=${inspect(value)}`);
        return `${this.constructor.name}(${fields.join(', ')})`;
    }

    [inspect.custom](_depth, options) {
        const shown = { ...this.#summary(), ...(this.info && { info: this.info }) };
        return `${this.constructor.name} ${inspect(shown, options)}`;
    }

    async wait({ timeout = Infinity, ...options } = {}) {
        this.#polls++;
        try {
            const code = await poll(() => this[pollExit]({ keep: true }), timeout, options);
            if (code === undefined) throw this.#timeoutExpired(timeout);
            return code;
        } finally {
            this.#polls--;
            this[endPolling]();
        }
    }

    /**
     * Makes a call on a thread of libuv's pool. The closure keeps this object, and so its handle, alive until it
     * returns.
     */
    #callAsync(call, ...inputs) {
        return call.async(this.#handle, ...inputs).finally(() => this.#handle);
    }

    #endOneshot() {
        if (!this.#closed) native.process_oneshot_end(this.#handle);
    }

    /** Returns the attributes that toString and inspect show; those that cannot be read are left out. */
    #summary() {
        if (this.#closed) return { pid: this.pid, closed: true };
        try {
            const { name, status } = readInfo(this.#handle, ['name', 'status'], null);
            return { pid: this.pid, ...(name !== null && { name }), ...(status !== null && { status }) };
        } catch (error) {
            if (error instanceof PsutilError) return { pid: this.pid, exited: true };
            throw error;
        }
    }

    #netConnectionsOr(adValue) {
        try {
            return this.netConnections();
        } catch (error) {
            if (isAttributeError(error)) return adValue;
            throw error;
        }
    }

    /**
     * Returns the exit code; null if the process has exited and its code is not known; undefined if it has not exited.
     * Another process's zombie child has not exited until it is reaped, unless zombies is true. With keep, a file
     * descriptor stays open until endPolling, from which the exit code of a process that is not a child is learned.
     */
    [pollExit]({ zombies = false, keep = false } = {}) {
        if (this.#child) {
            native.process_pid(this.#handle); // throws if this object is closed
            return exitCodeOf(this.#child);
        }
        this.#watched ||= keep;
        try {
            return this.#waitNow(this.#watched ? PSUTIL_WAIT_KEEP_WATCH : 0);
        } catch (error) {
            if (error instanceof TimeoutExpired) return zombies && this.#isZombie() ? null : undefined;
            throw error;
        }
    }

    [endPolling]() {
        if (!this.#watched || this.#closed || this.#polls > 0) return;
        this.#watched = false;
        try {
            this.#waitNow(0);
        } catch (error) {
            if (!(error instanceof PsutilError)) throw error;
        }
    }

    #waitNow(flags) {
        return decodeExitStatus(native.process_wait(this.#handle, 0, PSUTIL_WAIT_NO_REAP | flags)).exitCode;
    }

    #isZombie() {
        try {
            return this.status() === 'zombie';
        } catch (error) {
            if (error instanceof NoSuchProcess) return true; // it was reaped since
            throw error;
        }
    }

    #timeoutExpired(timeout) {
        let name = null;
        try {
            name = this.name();
        } catch {
            // the process has just exited
        }
        const message = `process ${this.pid}${name ? ` (${name})` : ''} has not exited within ${timeout} s`;
        return new TimeoutExpired({ message, pid: this.pid, name, timeout });
    }

    #checkRunning() {
        if (!this.isRunning()) throw new NoSuchProcess({ message: `process ${this.pid} no longer exists`, pid: this.pid });
    }
}

checkMethods(Process);
removeAbsent(Process.prototype, absent.methods);
disposable(Process);

module.exports = { disposable, fromHandle, Process };
