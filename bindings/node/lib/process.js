'use strict';

const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { choice, int32, integer, seconds, signalNumber, string } = require('./arguments.js');
const { checkAttrs, decodeLimits, decoders, encodeLimit, readInfo } = require('./attributes.js');
const { exitCodeOf, findChild } = require('./child-registry.js');
const { decodeConnection } = require('./connections.js');
const { enumNumbers, recordDecoder, toDate } = require('./decode.js');
const { AccessDenied, NoSuchProcess, NotSupported, TimeoutExpired, ZombieProcess } = require('./errors.js');
const { killTree } = require('./kill-tree.js');
const { MAX_TIMER_SECONDS, poll, pollExit, sleep } = require('./poll.js');

const decodeExitStatus = recordDecoder(structs.psutil_exit_status_t);
const memoryTypes = enumNumbers('psutil_memtype', 'PSUTIL_MEMTYPE_');

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
    #child; // Node's ChildProcess, if the process is a child of this thread

    constructor(pid = process.pid) {
        this.#handle = pid instanceof Handle ? pid.value : native.process_new(integer('pid', pid));
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

    ppid() {
        return native.process_ppid(this.#handle);
    }

    parent() {
        const handle = native.process_parent(this.#handle);
        return handle === null ? null : fromHandle(handle);
    }

    name() {
        return native.process_name(this.#handle);
    }

    exe() {
        return native.process_exe(this.#handle);
    }

    cmdline() {
        return native.process_cmdline(this.#handle);
    }

    environ() {
        return decoders.environ(native.process_environ(this.#handle));
    }

    cwd() {
        return native.process_cwd(this.#handle);
    }

    status() {
        return decoders.status(native.process_status(this.#handle));
    }

    createTime() {
        return native.process_create_time(this.#handle);
    }

    createDate() {
        return toDate(this.createTime());
    }

    uids() {
        return decoders.uids(native.process_uids(this.#handle));
    }

    gids() {
        return decoders.gids(native.process_gids(this.#handle));
    }

    username() {
        return native.process_username(this.#handle);
    }

    terminal() {
        return native.process_terminal(this.#handle);
    }

    nice() {
        return native.process_nice(this.#handle);
    }

    setNice(value) {
        // C clamps what it gets; larger numbers would not fit its int32_t
        native.process_set_nice(this.#handle, Math.min(Math.max(integer('value', value), -100), 100));
    }

    ionice() {
        return decoders.ionice(native.process_ionice(this.#handle));
    }

    setIonice(ioclass, value = 0) {
        native.process_set_ionice(this.#handle, int32('ioclass', ioclass), int32('value', value));
    }

    rlimit(resource) {
        return decodeLimits(native.process_rlimit(this.#handle, int32('resource', resource)));
    }

    setRlimit(resource, { soft, hard }) {
        native.process_set_rlimit(this.#handle, int32('resource', resource), encodeLimit('soft', soft), encodeLimit('hard', hard));
    }

    cpuAffinity() {
        return decoders.cpuAffinity(native.process_cpu_affinity(this.#handle));
    }

    setCpuAffinity(cpus) {
        const numbers = Array.from(cpus, cpu => integer('a CPU', cpu));
        // C takes no NULL: an empty list is passed as an array with a dummy item and length 0
        native.process_set_cpu_affinity(this.#handle, numbers.length > 0 ? numbers : [0], numbers.length);
    }

    cpuNum() {
        return native.process_cpu_num(this.#handle);
    }

    cpuTimes() {
        return decoders.cpuTimes(native.process_cpu_times(this.#handle));
    }

    cpuPercent({ interval, ...options } = {}) {
        if (interval === undefined) return native.process_cpu_percent(this.#handle, 0);
        return this.#cpuPercentDuring(interval, options);
    }

    async #cpuPercentDuring(interval, options) {
        if (seconds('interval', interval, MAX_TIMER_SECONDS) === 0) return this.cpuPercent();
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
        return decoders.memoryInfo(native.process_memory_info(this.#handle));
    }

    memoryInfoEx() {
        return decoders.memoryInfoEx(native.process_memory_info_ex(this.#handle));
    }

    memoryFootprint() {
        return decoders.memoryFootprint(native.process_memory_footprint(this.#handle));
    }

    async memoryFootprintAsync() {
        return decoders.memoryFootprint(await this.#callAsync(native.process_memory_footprint));
    }

    memoryPercent(memtype = 'rss') {
        return native.process_memory_percent(this.#handle, choice('memtype', memtype, memoryTypes));
    }

    memoryMaps({ grouped = true } = {}) {
        return decoders.memoryMaps(native.process_memory_maps(this.#handle, grouped ? 1 : 0));
    }

    async memoryMapsAsync({ grouped = true } = {}) {
        return decoders.memoryMaps(await this.#callAsync(native.process_memory_maps, grouped ? 1 : 0));
    }

    pageFaults() {
        return decoders.pageFaults(native.process_page_faults(this.#handle));
    }

    ioCounters() {
        return decoders.ioCounters(native.process_io_counters(this.#handle));
    }

    numCtxSwitches() {
        return decoders.numCtxSwitches(native.process_num_ctx_switches(this.#handle));
    }

    numFds() {
        return native.process_num_fds(this.#handle);
    }

    numThreads() {
        return native.process_num_threads(this.#handle);
    }

    threads() {
        return decoders.threads(native.process_threads(this.#handle));
    }

    openFiles() {
        return decoders.openFiles(native.process_open_files(this.#handle));
    }

    netConnections({ kind = 'inet' } = {}) {
        return native.process_net_connections(this.#handle, string('kind', kind)).map(decodeConnection);
    }

    async netConnectionsAsync({ kind = 'inet' } = {}) {
        return (await this.#callAsync(native.process_net_connections, string('kind', kind))).map(decodeConnection);
    }

    children({ recursive = false } = {}) {
        return native.process_children(this.#handle, recursive ? 1 : 0).map(fromHandle);
    }

    parents() {
        return native.process_parents(this.#handle).map(fromHandle);
    }

    asDict({ attrs, adValue = null } = {}) {
        const names = checkAttrs(attrs);
        const record = readInfo(this.#handle, names, adValue);
        if (names.includes('netConnections')) record.netConnections = this.#netConnectionsOr(adValue);
        return record;
    }

    isRunning() {
        return native.process_is_running(this.#handle) === 1;
    }

    sendSignal(signal) {
        native.process_send_signal(this.#handle, signalNumber(signal));
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

    async killTree(signal = 'SIGTERM', { grace = 3, ...options } = {}) {
        return killTree(this, signal, { grace, ...options });
    }

    async wait({ timeout = Infinity, ...options } = {}) {
        const code = await poll(() => this[pollExit](), seconds('timeout', timeout), options);
        if (code === undefined) throw this.#timeoutExpired(timeout);
        return code;
    }

    /** Makes a call on a thread of libuv's pool. The closure keeps this object, and so its handle, alive until it returns. */
    #callAsync(call, ...inputs) {
        return call.async(this.#handle, ...inputs).finally(() => this.#handle);
    }

    #netConnectionsOr(adValue) {
        try {
            return this.netConnections();
        } catch (error) {
            if ([AccessDenied, NotSupported, ZombieProcess].some(type => error instanceof type)) return adValue;
            throw error;
        }
    }

    /**
     * Returns the exit code; null if the process has exited and its code is not known; undefined if it has not exited.
     * Another process's zombie child has not exited until it is reaped, unless zombies is true.
     */
    [pollExit]({ zombies = false } = {}) {
        if (this.#child) {
            native.process_pid(this.#handle); // throws if this object is closed
            return exitCodeOf(this.#child);
        }
        try {
            return decodeExitStatus(native.process_wait(this.#handle, 0, enums.psutil_wait_flags.PSUTIL_WAIT_NO_REAP)).exitCode;
        } catch (error) {
            if (error instanceof TimeoutExpired) return zombies && this.#isZombie() ? null : undefined;
            throw error;
        }
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

disposable(Process);

module.exports = { disposable, fromHandle, Process };
