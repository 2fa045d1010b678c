'use strict';

const { enums, structs } = require('../declarations.js');
const native = require('./native.js');
const { checked, information, limit, limits, names, pleasant } = require('./attributes.js');
const { exitCode, findChild } = require('./children.js');
const { AccessDenied, NoSuchProcess, NotSupported, TimeoutExpired, ZombieProcess } = require('./errors.js');
const { killTree } = require('./killtree.js');
const { connectionOf } = require('./network.js');
const { recordReader, toDate } = require('./record.js');
const { choice, int32, integer, seconds, signalNumber, string } = require('./arguments.js');
const { ended, LONGEST, poll, sleep } = require('./waiting.js');

const exitStatus = recordReader(structs.psutil_exit_status_t);

const memoryTypes = {};
for (const [name, number] of Object.entries(enums.psutil_memtype)) {
    memoryTypes[name.slice('PSUTIL_MEMTYPE_'.length).toLowerCase()] = number;
}

/** For the constructor: a handle that the library has given already. */
class Handle {
    constructor(value) {
        this.value = value;
    }
}

const given = handle => new Process(new Handle(handle));

const forgotten = new FinalizationRegistry(handle => native.process_free(handle));

class Process {
    #handle;
    #closed = false;
    #child; // Node's own object for it, if it is our child

    constructor(pid = process.pid) {
        this.#handle = pid instanceof Handle ? pid.value : native.process_new(integer('pid', pid));
        forgotten.register(this, this.#handle, this);
        Object.defineProperty(this, 'pid', { value: native.process_pid(this.#handle), enumerable: true });
        this.#child = findChild(this.pid);
    }

    close() {
        if (this.#closed) return;
        this.#closed = true;
        forgotten.unregister(this);
        native.process_free(this.#handle);
    }

    ppid() {
        return native.process_ppid(this.#handle);
    }

    parent() {
        const handle = native.process_parent(this.#handle);
        return handle === null ? null : given(handle);
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
        return pleasant.environ(native.process_environ(this.#handle));
    }

    cwd() {
        return native.process_cwd(this.#handle);
    }

    status() {
        return pleasant.status(native.process_status(this.#handle));
    }

    createTime() {
        return native.process_create_time(this.#handle);
    }

    createDate() {
        return toDate(this.createTime());
    }

    uids() {
        return pleasant.uids(native.process_uids(this.#handle));
    }

    gids() {
        return pleasant.gids(native.process_gids(this.#handle));
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
        // what is out of range becomes the nearest, however far out
        native.process_set_nice(this.#handle, Math.min(Math.max(integer('value', value), -100), 100));
    }

    ionice() {
        return pleasant.ionice(native.process_ionice(this.#handle));
    }

    setIonice(ioclass, value = 0) {
        native.process_set_ionice(this.#handle, int32('ioclass', ioclass), int32('value', value));
    }

    rlimit(resource) {
        return limits(native.process_rlimit(this.#handle, int32('resource', resource)));
    }

    setRlimit(resource, { soft, hard }) {
        native.process_set_rlimit(this.#handle, int32('resource', resource), limit('soft', soft), limit('hard', hard));
    }

    cpuAffinity() {
        return pleasant.cpuAffinity(native.process_cpu_affinity(this.#handle));
    }

    setCpuAffinity(cpus) {
        const numbers = Array.from(cpus, cpu => integer('a CPU', cpu));
        // an array of one at the least, for C does not take NULL
        native.process_set_cpu_affinity(this.#handle, numbers.length > 0 ? numbers : [0], numbers.length);
    }

    cpuNum() {
        return native.process_cpu_num(this.#handle);
    }

    cpuTimes() {
        return pleasant.cpuTimes(native.process_cpu_times(this.#handle));
    }

    cpuPercent({ interval, ...options } = {}) {
        if (interval === undefined) return native.process_cpu_percent(this.#handle, 0);
        return this.#cpuPercentDuring(interval, options);
    }

    async #cpuPercentDuring(interval, options) {
        if (seconds('interval', interval, LONGEST) === 0) return this.cpuPercent();
        const own = new Process(this.pid); // for this handle remembers its last call without an interval
        try {
            this.#mustRun();
            own.cpuPercent();
            await sleep(interval, options);
            const percent = own.cpuPercent();
            own.#mustRun();
            return percent;
        } finally {
            own.close();
        }
    }

    memoryInfo() {
        return pleasant.memoryInfo(native.process_memory_info(this.#handle));
    }

    memoryInfoEx() {
        return pleasant.memoryInfoEx(native.process_memory_info_ex(this.#handle));
    }

    memoryFootprint() {
        return pleasant.memoryFootprint(native.process_memory_footprint(this.#handle));
    }

    async memoryFootprintAsync() {
        return pleasant.memoryFootprint(await this.#later(native.process_memory_footprint));
    }

    memoryPercent(memtype = 'rss') {
        return native.process_memory_percent(this.#handle, choice('memtype', memtype, memoryTypes));
    }

    memoryMaps({ grouped = true } = {}) {
        return pleasant.memoryMaps(native.process_memory_maps(this.#handle, grouped ? 1 : 0));
    }

    async memoryMapsAsync({ grouped = true } = {}) {
        return pleasant.memoryMaps(await this.#later(native.process_memory_maps, grouped ? 1 : 0));
    }

    pageFaults() {
        return pleasant.pageFaults(native.process_page_faults(this.#handle));
    }

    ioCounters() {
        return pleasant.ioCounters(native.process_io_counters(this.#handle));
    }

    numCtxSwitches() {
        return pleasant.numCtxSwitches(native.process_num_ctx_switches(this.#handle));
    }

    numFds() {
        return native.process_num_fds(this.#handle);
    }

    numThreads() {
        return native.process_num_threads(this.#handle);
    }

    threads() {
        return pleasant.threads(native.process_threads(this.#handle));
    }

    openFiles() {
        return pleasant.openFiles(native.process_open_files(this.#handle));
    }

    netConnections({ kind = 'inet' } = {}) {
        return native.process_net_connections(this.#handle, string('kind', kind)).map(connectionOf);
    }

    async netConnectionsAsync({ kind = 'inet' } = {}) {
        return (await this.#later(native.process_net_connections, string('kind', kind))).map(connectionOf);
    }

    children({ recursive = false } = {}) {
        return native.process_children(this.#handle, recursive ? 1 : 0).map(given);
    }

    parents() {
        return native.process_parents(this.#handle).map(given);
    }

    asDict({ attrs = names, adValue = null } = {}) {
        const wanted = checked([...attrs]);
        const record = information(this.#handle, wanted, adValue);
        if (wanted.includes('netConnections')) record.netConnections = this.#netConnectionsOr(adValue);
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
        const code = await poll(() => this[ended](), seconds('timeout', timeout), options);
        if (code === undefined) throw this.#timeoutExpired(timeout);
        return code;
    }

    /** Asks on a thread of libuv's pool. Until there is an answer this object stays, and with it the handle that is in use. */
    #later(ask, ...inputs) {
        return ask.async(this.#handle, ...inputs).finally(() => this.#handle);
    }

    #netConnectionsOr(other) {
        try {
            return this.netConnections();
        } catch (error) {
            if ([AccessDenied, NotSupported, ZombieProcess].some(type => error instanceof type)) return other;
            throw error;
        }
    }

    /**
     * The exit code, null if it has ended without telling us, undefined if it has not ended. Somebody else's zombie has
     * not, as long as its parent has not waited for it, but for those who say that zombies have.
     */
    [ended]({ zombies = false } = {}) {
        if (this.#child) {
            native.process_pid(this.#handle); // an error if this object is closed
            return exitCode(this.#child);
        }
        try {
            return exitStatus(native.process_wait(this.#handle, 0, enums.psutil_wait_flags.PSUTIL_WAIT_NO_REAP)).exitCode;
        } catch (error) {
            if (error instanceof TimeoutExpired) return zombies && this.#isZombie() ? null : undefined;
            throw error;
        }
    }

    #isZombie() {
        try {
            return this.status() === 'zombie';
        } catch (error) {
            if (error instanceof NoSuchProcess) return true; // gone since, and so it has ended
            throw error;
        }
    }

    #timeoutExpired(timeout) {
        let name = null;
        try {
            name = this.name();
        } catch {
            // it has just ended
        }
        const message = `process ${this.pid}${name ? ` (${name})` : ''} has not ended within ${timeout} s`;
        return new TimeoutExpired({ message, pid: this.pid, name, timeout });
    }

    #mustRun() {
        if (!this.isRunning()) throw new NoSuchProcess({ message: `process ${this.pid} no longer exists`, pid: this.pid });
    }
}

if (Symbol.dispose) {
    Object.defineProperty(Process.prototype, Symbol.dispose, { value: Process.prototype.close, configurable: true, writable: true });
}

module.exports = { given, Process };
