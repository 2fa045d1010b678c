/// <reference lib="esnext.disposable" />

import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type {
    CpuFreq, CpuStats, CpuTimes, CtxSwitches, DiskIoCounters, DiskPartition, DiskUsage, HeapInfo, Ids, Ionice,
    MemoryMap, NetIoCounters, OpenFile, PageFaults, ProcessCpuTimes, ProcessIoCounters, ProcessMemoryFootprint,
    ProcessMemoryInfo, ProcessMemoryInfoEx, SwapMemory, Thread, User, VirtualMemory,
    CgroupLimits as RawCgroupLimits, Fan as RawFan, NetIfAddr as RawNetIfAddr, NetIfStats as RawNetIfStats
} from './records.js';

export type {
    CpuFreq, CpuStats, CpuTimes, CtxSwitches, DiskIoCounters, DiskPartition, DiskUsage, HeapInfo, Ids, Ionice,
    MemoryMap, NetIoCounters, OpenFile, PageFaults, ProcessCpuTimes, ProcessIoCounters, ProcessMemoryFootprint,
    ProcessMemoryInfo, ProcessMemoryInfoEx, SwapMemory, Thread, User, VirtualMemory
};

/** What every error of this package is. */
export class PsutilError extends Error {
    protected constructor();
    /** What went wrong, as the C library calls it: "PSUTIL_ERR_NO_SUCH_PROCESS". */
    readonly code: string;
    /** The process that the call was about. */
    readonly pid: number | null;
    /** Its name, if it was known. */
    readonly processName: string | null;
    /** The operating system's error number, if it was the one to fail. */
    readonly errno: number | null;
}

/** No process has this PID, or the one that was meant is gone. */
export class NoSuchProcess extends PsutilError {}

/** The process has ended, its parent has not waited for it, and what was asked for ended with it. */
export class ZombieProcess extends NoSuchProcess {
    /** The parent that has not waited for it, if known. */
    readonly ppid: number | null;
}

/** The operating system does not let this user see or do it. */
export class AccessDenied extends PsutilError {}

/** The process is still alive at the end of the timeout. */
export class TimeoutExpired extends PsutilError {
    /** How many seconds the call was allowed to wait. */
    readonly timeout: number | null;
}

/** This operating system, or this kernel, does not have it. */
export class NotSupported extends PsutilError {}

/** A value out of range. (A value of the wrong type is a TypeError.) */
export class InvalidArgument extends PsutilError {}

/** What psutil calls the states of a process. */
export type Status =
    | 'running' | 'sleeping' | 'disk-sleep' | 'stopped' | 'tracing-stop' | 'zombie' | 'dead' | 'wake-kill' | 'waking'
    | 'idle' | 'locked' | 'waiting' | 'parked' | 'suspended' | '?';

/** The state of a TCP connection; 'NONE' for other sockets. */
export type ConnectionStatus =
    | 'ESTABLISHED' | 'SYN_SENT' | 'SYN_RECV' | 'FIN_WAIT1' | 'FIN_WAIT2' | 'TIME_WAIT' | 'CLOSE' | 'CLOSE_WAIT'
    | 'LAST_ACK' | 'LISTEN' | 'CLOSING' | 'NONE' | 'DELETE_TCB' | 'IDLE' | 'BOUND' | '?';

/** Which sockets: by protocol and by the version of IP. */
export type ConnectionKind =
    | 'all' | 'inet' | 'inet4' | 'inet6' | 'tcp' | 'tcp4' | 'tcp6' | 'udp' | 'udp4' | 'udp6' | 'unix';

/** One end of a connection. */
export interface Address {
    /** "127.0.0.1", "::1" */
    ip: string;
    port: number;
}

/** A TCP or UDP socket. */
export interface InetConnection {
    /** The descriptor that the process has it open as, if known. */
    fd: number | null;
    /** The process that has it open, if known: other users' sockets are visible, but not whose they are. */
    pid: number | null;
    family: 'AF_INET' | 'AF_INET6';
    type: 'SOCK_STREAM' | 'SOCK_DGRAM' | 'SOCK_RAW';
    /** null where it is not bound. */
    laddr: Address | null;
    /** null where it is not connected. */
    raddr: Address | null;
    status: ConnectionStatus;
}

/** A UNIX socket. */
export interface UnixConnection {
    fd: number | null;
    pid: number | null;
    family: 'AF_UNIX';
    type: 'SOCK_STREAM' | 'SOCK_DGRAM' | 'SOCK_SEQPACKET' | '?';
    /** Its path; an abstract name begins with "@". null without one. */
    laddr: string | null;
    raddr: null;
    status: 'NONE';
}

export type Connection = InetConnection | UnixConnection;

/** One address of a network interface. */
export interface NetIfAddr extends Omit<RawNetIfAddr, 'name' | 'family'> {
    family: 'AF_INET' | 'AF_INET6' | 'AF_LINK';
}

/** The state of a network interface. */
export interface NetIfStats extends Omit<RawNetIfStats, 'name' | 'isup' | 'duplex'> {
    /** Whether it is running: switched on, and with a cable or whatever else it needs. */
    isup: boolean;
    duplex: 'full' | 'half' | 'unknown';
}

/** A temperature, in degrees. */
export interface Temperature {
    /** Which of the chip's sensors: "Core 0"; "" where it has no label. */
    label: string;
    current: number;
    /** Where it gets too hot; null if neither this nor critical is known, else one stands for both. */
    high: number | null;
    /** Where it breaks, or the machine shuts down. */
    critical: number | null;
}

/** A fan. */
export type Fan = Omit<RawFan, 'name'>;

/** The battery that the machine runs on. */
export interface Battery {
    /** 0 to 100 of what it can hold. */
    percent: number | null;
    /** Seconds until it is empty, at the rate of this moment: Infinity with mains power, null if not known. */
    secsleft: number | null;
    /** Whether there is mains power; null if not known. */
    powerPlugged: boolean | null;
}

/** The limits that control groups set for a process; null is no limit. */
export type CgroupLimits = {
    [Name in keyof RawCgroupLimits]: Name extends 'version' | 'path' ? RawCgroupLimits[Name] : RawCgroupLimits[Name] | null;
};

/** A limit on what a process may use: the soft one holds, and it may raise that up to the hard one. Infinity is no limit. */
export interface Rlimit {
    soft: number;
    hard: number;
}

/** What memoryPercent compares with the machine's memory. */
export type MemoryType = 'rss' | 'vms' | 'shared' | 'text' | 'lib' | 'data' | 'dirty' | 'uss' | 'pss' | 'swap';

/** What has become of one process of a tree that was to end. */
export interface KillResult {
    pid: number;
    /**
     * terminated: it has ended after the signal; killed: after SIGKILL; gone: before the signal reached it; denied: we may
     * not signal it, and it lives on; alive: it is still there two seconds after SIGKILL, for the kernel is busy with it.
     */
    outcome: 'terminated' | 'killed' | 'gone' | 'denied' | 'alive';
    /** As of wait. */
    exitCode: number | null;
}

/** The attributes of a process: what the methods of these names give when they are called without arguments. */
export interface ProcessAttributes {
    pid: number;
    ppid: number;
    name: string;
    exe: string;
    cmdline: string[];
    environ: Record<string, string>;
    createTime: number;
    status: Status;
    cwd: string;
    uids: Ids;
    gids: Ids;
    username: string;
    terminal: string | null;
    nice: number;
    ionice: Ionice;
    cpuAffinity: number[];
    cpuNum: number;
    cpuTimes: ProcessCpuTimes;
    cpuPercent: number;
    memoryInfo: ProcessMemoryInfo;
    memoryInfoEx: ProcessMemoryInfoEx;
    memoryFootprint: ProcessMemoryFootprint;
    memoryPercent: number;
    memoryMaps: MemoryMap[];
    pageFaults: PageFaults;
    ioCounters: ProcessIoCounters;
    numCtxSwitches: CtxSwitches;
    numFds: number;
    numThreads: number;
    threads: Thread[];
    openFiles: OpenFile[];
    netConnections: InetConnection[];
}

/** Some attributes of a process, with Other (null by default) in place of what cannot be had. */
export type ProcessInfo<Name extends keyof ProcessAttributes = keyof ProcessAttributes, Other = null> = {
    [Key in Name]: ProcessAttributes[Key] | Other;
};

type Prefixed<Prefix extends string, Members> = {
    [Key in keyof Members & string as `${Prefix}${Capitalize<Key>}`]: NonNullable<Members[Key]>;
};

/** The columns of a process table that are numbers. Units are those of the methods of Process that they are named after. */
export interface ProcessNumberColumns extends
    Prefixed<'uids', Ids>, Prefixed<'gids', Ids>, Prefixed<'ionice', Ionice>, Prefixed<'cpuTimes', ProcessCpuTimes>,
    Prefixed<'pageFaults', PageFaults>, Prefixed<'ioCounters', ProcessIoCounters>, Prefixed<'numCtxSwitches', CtxSwitches> {
    pid: number;
    /** With the PID the process's identity: 1/100 s since boot, on Linux. */
    start: number;
    ppid: number;
    /** Seconds since the epoch: toDate makes a Date. */
    createTime: number;
    nice: number;
    cpuNum: number;
    /** In percent of one CPU, since a table or an iteration was last asked for it; 0 the first time. */
    cpuPercent: number;
    // of memoryInfo and memoryInfoEx
    rss: number;
    vms: number;
    shared: number;
    text: number;
    lib: number;
    data: number;
    dirty: number;
    peakRss: number;
    peakVms: number;
    rssAnon: number;
    rssFile: number;
    rssShmem: number;
    swap: number;
    hugetlb: number;
    // of memoryFootprint: slow
    uss: number;
    pss: number;
    footprintSwap: number;
    memoryPercent: number;
    /** Slow. */
    numFds: number;
    /** Windows. */
    numHandles: number;
    numThreads: number;
}

/** The columns of a process table. */
export interface ProcessColumns extends ProcessNumberColumns {
    name: string;
    exe: string;
    cmdline: string[];
    /** Slow. */
    environ: Record<string, string>;
    status: Status;
    cwd: string;
    username: string;
    terminal: string;
}

/** What a cell of a column may hold: null where there is nothing, or nothing that we may see. */
export type ProcessCell<Name extends keyof ProcessColumns> = Name extends 'pid' | 'start' ? number : ProcessColumns[Name] | null;

/** One process of a table. */
export type ProcessRow<Name extends keyof ProcessColumns> = { [Key in Name]: ProcessCell<Key> };

export interface TableOptions<Name extends keyof ProcessColumns> {
    /** Which columns: by default all that are not slow. Only what they need is read. */
    columns?: Iterable<Name> | undefined;
    /** Which processes, in which order; by default all, in the order of their PIDs. Those that are gone have no row. */
    pids?: Iterable<number> | undefined;
}

/** Chosen attributes of many processes, as they were read: a row a process, a column an attribute. */
export interface ProcessTable<Name extends keyof ProcessColumns = keyof ProcessColumns> extends Iterable<ProcessRow<Name>> {
    /** The number of rows. */
    readonly length: number;
    /** The names of the columns. */
    readonly columns: readonly Name[];
    /** A whole column, null where there is no value. It is made once: every call gives the same array. */
    column<Key extends Name>(name: Key): ProcessCell<Key>[];
    /** A whole column of numbers, NaN where there is none: an array of your own. */
    numbers(name: Name & keyof ProcessNumberColumns): Float64Array;
    /** For each cell of a column, why it is null: "PSUTIL_ERR_ACCESS_DENIED", or "PSUTIL_OK", also where nothing is to be had. */
    outcomes(name: Name): string[];
    row(index: number): ProcessRow<Name>;
    /** All rows. (The table can also be iterated over.) */
    toRows(): ProcessRow<Name>[];
    /** The process of a row, which no later one with its PID is taken for. Nothing is asked for it: it may be gone. */
    process(index: number): Process;
    /** Gives back what the table holds; what was taken from it before stays. The garbage collector does it otherwise. */
    close(): void;
    [Symbol.dispose](): void;
}

/** How to wait. */
export interface WaitOptions {
    /** Stops the waiting: the Promise is rejected with the signal's reason. */
    signal?: AbortSignal | undefined;
    /** false: waiting alone does not keep this program from ending. Default true. */
    ref?: boolean | undefined;
}

export interface IntervalOptions extends WaitOptions {
    /** Seconds to measure for. */
    interval: number;
}

/** The version of the C library that is loaded. */
export function version(): string;

/** The PIDs of all running processes, zombies included, in ascending order. */
export function pids(): number[];

/** Whether a process with this PID exists. A zombie does. */
export function pidExists(pid: number): boolean;

/** The number of CPUs: logical ones (hardware threads), or physical cores with logical: false. null if it is not known. */
export function cpuCount(options?: { logical?: boolean | undefined }): number | null;

/** Seconds that the CPUs have spent in each mode since boot: all together, or each with percpu. */
export function cpuTimes(options?: { percpu?: false | undefined }): CpuTimes;
export function cpuTimes(options: { percpu: true }): CpuTimes[];
export function cpuTimes(options: { percpu?: boolean | undefined }): CpuTimes | CpuTimes[];

/**
 * How busy the machine is, 0 to 100: since the previous call (the first gives 0), or, with interval, during so many
 * seconds from now. Each CPU with percpu. Leave at least 0.1 seconds between calls.
 */
export function cpuPercent(options?: { interval?: undefined; percpu?: false | undefined }): number;
export function cpuPercent(options: { interval?: undefined; percpu: true }): number[];
export function cpuPercent(options: IntervalOptions & { percpu?: false | undefined }): Promise<number>;
export function cpuPercent(options: IntervalOptions & { percpu: true }): Promise<number[]>;

/**
 * Which part of its time the machine has spent in each mode, 0 to 100: since the previous call (the first gives 0), or,
 * with interval, during so many seconds from now. Each CPU with percpu.
 */
export function cpuTimesPercent(options?: { interval?: undefined; percpu?: false | undefined }): CpuTimes;
export function cpuTimesPercent(options: { interval?: undefined; percpu: true }): CpuTimes[];
export function cpuTimesPercent(options: IntervalOptions & { percpu?: false | undefined }): Promise<CpuTimes>;
export function cpuTimesPercent(options: IntervalOptions & { percpu: true }): Promise<CpuTimes[]>;

/** Context switches, interrupts and system calls since boot. */
export function cpuStats(): CpuStats;

/** How fast the CPUs run now, and may run, in MHz: on average, or each with percpu. null or [] where it is not known. */
export function cpuFreq(options?: { percpu?: false | undefined }): CpuFreq | null;
export function cpuFreq(options: { percpu: true }): CpuFreq[];

/** How many processes were running or waiting to run, on average over the last 1, 5 and 15 minutes. */
export function getloadavg(): [number, number, number];

/** The machine's memory, in bytes. */
export function virtualMemory(): VirtualMemory;

/** The machine's swap space, in bytes; all 0 where there is none. */
export function swapMemory(): SwapMemory;

/** The mounted file systems: those on devices, or, with all, also those in memory, over the network and the kernel's own. */
export function diskPartitions(options?: { all?: boolean | undefined }): DiskPartition[];

/** The space of the file system that a path is on, in bytes. May wait for a server if that is remote. */
export function diskUsage(path: string): DiskUsage;
/** The same on a thread of libuv's pool, which may then be the one to wait. */
export function diskUsageAsync(path: string): Promise<DiskUsage>;

/**
 * What the disks have done since boot: all together (null where there are none), or, with perdisk, each disk and each
 * partition under its name. Numbers never go back, unless nowrap is false.
 */
export function diskIoCounters(options?: { perdisk?: false | undefined; nowrap?: boolean | undefined }): DiskIoCounters | null;
export function diskIoCounters(options: { perdisk: true; nowrap?: boolean | undefined }): Record<string, DiskIoCounters>;

/**
 * What went through the network interfaces since boot: all together (null where there are none), or, with pernic, each
 * under its name. Numbers never go back, unless nowrap is false.
 */
export function netIoCounters(options?: { pernic?: false | undefined; nowrap?: boolean | undefined }): NetIoCounters | null;
export function netIoCounters(options: { pernic: true; nowrap?: boolean | undefined }): Record<string, NetIoCounters>;

/** All sockets of a kind, by default TCP and UDP. */
export function netConnections(options?: { kind?: Exclude<ConnectionKind, 'all' | 'unix'> | undefined }): InetConnection[];
export function netConnections(options: { kind: 'unix' }): UnixConnection[];
export function netConnections(options: { kind: ConnectionKind }): Connection[];

/** The same on a thread of libuv's pool: it looks at every descriptor of every process. */
export function netConnectionsAsync(
    options?: { kind?: Exclude<ConnectionKind, 'all' | 'unix'> | undefined }
): Promise<InetConnection[]>;
export function netConnectionsAsync(options: { kind: 'unix' }): Promise<UnixConnection[]>;
export function netConnectionsAsync(options: { kind: ConnectionKind }): Promise<Connection[]>;

/** The addresses of each network interface. */
export function netIfAddrs(): Record<string, NetIfAddr[]>;

/** The state of each network interface. */
export function netIfStats(): Record<string, NetIfStats>;

/** When the system booted: seconds since the epoch. */
export function bootTime(): number;
/** The same as a Date. */
export function bootDate(): Date;

/** Any moment that is in seconds since the epoch (a createTime, a login) as a Date, to the millisecond; null stays null. */
export function toDate(seconds: number): Date;
export function toDate(seconds: number | null): Date | null;

/** Who is logged in, the oldest login first. */
export function users(): User[];

/** The machine's temperatures, under the names of the chips: in degrees Celsius, or Fahrenheit. */
export function sensorsTemperatures(options?: { fahrenheit?: boolean | undefined }): Record<string, Temperature[]>;

/** The machine's fans, under the names of the chips. */
export function sensorsFans(): Record<string, Fan[]>;

/** The machine's battery, or null where there is none. */
export function sensorsBattery(): Battery | null;

/** The limits of memory, CPU time, CPUs and processes that control groups set for a process, by default this program. */
export function cgroupLimits(pid?: number): CgroupLimits;

/** What this program has allocated with malloc, in bytes: for finding leaks of native code. */
export function heapInfo(): HeapInfo;

/** Has malloc give memory that it holds in reserve back to the system, and tells whether it gave any. */
export function heapTrim(): boolean;

/**
 * Where to find procfs: "/host/proc" for a container that looks at its host; "" is the default. It holds for all threads
 * from the next call on; what acts on a process is NotSupported with another system's.
 */
export function setProcfsPath(path: string): void;

/**
 * One process: a PID and its start, so that a PID that the system has given to somebody else is never taken for it.
 *
 * All methods throw NoSuchProcess when it is gone. Strings are decoded as UTF-8; bytes that are not become U+FFFD.
 */
export class Process {
    /** Finds a process by its PID; without one, this program itself. */
    constructor(pid?: number);

    readonly pid: number;

    /** The PID of the parent; 0 where there is none. */
    ppid(): number;
    /** The parent, or null where there is none. */
    parent(): Process | null;
    name(): string;
    /** The executable's absolute path; "" for a kernel thread. */
    exe(): string;
    cmdline(): string[];
    /** The environment that it was started with. */
    environ(): Record<string, string>;
    /** The working directory. */
    cwd(): string;
    status(): Status;
    /** When it started: seconds since the epoch. */
    createTime(): number;
    /** The same as a Date. */
    createDate(): Date;
    uids(): Ids;
    gids(): Ids;
    /** The name of the user that owns it. */
    username(): string;
    /** The terminal that controls it ("/dev/pts/0"), or null. */
    terminal(): string | null;

    /** The niceness: -20 (first) to 19 (last). */
    nice(): number;
    /** Sets the niceness; what is out of range becomes the nearest that is not. */
    setNice(value: number): void;
    /** The priority for input and output. */
    ionice(): Ionice;
    /** Sets the priority for input and output: an IOPRIO_CLASS_* and, in the classes RT and BE, 0 (first) to 7 (last). */
    setIonice(ioclass: number, value?: number): void;
    /** A limit on a resource, RLIMIT_*. */
    rlimit(resource: number): Rlimit;
    setRlimit(resource: number, limits: Rlimit): void;
    /** The numbers of the CPUs that it may run on. */
    cpuAffinity(): number[];
    /** Binds it to these CPUs; to none: to all that it may have. */
    setCpuAffinity(cpus: Iterable<number>): void;
    /** The CPU that it runs on, or ran on last. */
    cpuNum(): number;
    /** Seconds of CPU time used so far. */
    cpuTimes(): ProcessCpuTimes;
    /**
     * CPU use in percent of one CPU: since the previous call on this object (the first gives 0), or, with interval,
     * during so many seconds from now. Leave at least 0.1 seconds between calls.
     */
    cpuPercent(options?: { interval?: undefined }): number;
    cpuPercent(options: IntervalOptions): Promise<number>;
    /** Memory used now, in bytes. */
    memoryInfo(): ProcessMemoryInfo;
    /** The same in detail. */
    memoryInfoEx(): ProcessMemoryInfoEx;
    /** What it really costs in memory: slow, for the kernel looks at every page. */
    memoryFootprint(): ProcessMemoryFootprint;
    /** The same on a thread of libuv's pool. */
    memoryFootprintAsync(): Promise<ProcessMemoryFootprint>;
    /** Memory used in percent of the machine's. 'uss', 'pss' and 'swap' are as slow as memoryFootprint. */
    memoryPercent(memtype?: MemoryType): number;
    /** What is mapped into its memory: the sums for each path, or each piece with grouped: false. As slow. */
    memoryMaps(options?: { grouped?: boolean | undefined }): MemoryMap[];
    /** The same on a thread of libuv's pool. */
    memoryMapsAsync(options?: { grouped?: boolean | undefined }): Promise<MemoryMap[]>;
    pageFaults(): PageFaults;
    /** What it has read and written. */
    ioCounters(): ProcessIoCounters;
    numCtxSwitches(): CtxSwitches;
    /** How many descriptors it has open. */
    numFds(): number;
    numThreads(): number;
    threads(): Thread[];
    /** The regular files that it has open. */
    openFiles(): OpenFile[];
    /** The sockets of a kind that it has open, by default TCP and UDP. */
    netConnections(options?: { kind?: Exclude<ConnectionKind, 'all' | 'unix'> | undefined }): InetConnection[];
    netConnections(options: { kind: 'unix' }): UnixConnection[];
    netConnections(options: { kind: ConnectionKind }): Connection[];
    /** The same on a thread of libuv's pool. */
    netConnectionsAsync(options?: { kind?: Exclude<ConnectionKind, 'all' | 'unix'> | undefined }): Promise<InetConnection[]>;
    netConnectionsAsync(options: { kind: 'unix' }): Promise<UnixConnection[]>;
    netConnectionsAsync(options: { kind: ConnectionKind }): Promise<Connection[]>;

    /** Its children or, with recursive, all its descendants. */
    children(options?: { recursive?: boolean | undefined }): Process[];
    /** The parent, the parent's parent and so on. */
    parents(): Process[];

    /**
     * Several attributes at once (by default all, which is slow), each of the kernel's files read once, with adValue in
     * place of what cannot be had.
     */
    asDict<Name extends keyof ProcessAttributes = keyof ProcessAttributes, Other = null>(
        options?: { attrs?: Iterable<Name> | undefined; adValue?: Other | undefined }
    ): ProcessInfo<Name, Other>;

    /** Whether it still runs: false also when its PID belongs to another process now. A zombie still counts as running. */
    isRunning(): boolean;

    /** Sends a signal by number or by name; 0 only checks. */
    sendSignal(signal: number | `SIG${string}`): void;
    /** Stops it: SIGSTOP. */
    suspend(): void;
    /** Lets it go on: SIGCONT. */
    resume(): void;
    /** Asks it to end: SIGTERM. */
    terminate(): void;
    /** Ends it: SIGKILL. */
    kill(): void;

    /**
     * Resolves when the process has ended: with its exit code, or minus the number of the signal that killed it, if it
     * was a child of this program; else with null. Node's own children stay Node's: their 'exit' still fires.
     * Rejects with TimeoutExpired after so many seconds, if timeout is given.
     */
    wait(options?: WaitOptions & { timeout?: number | undefined }): Promise<number | null>;

    /**
     * Ends it and all its descendants: a signal to each, grace seconds (3 by default) to end, then SIGKILL for those that
     * are left and what they have started meanwhile. Resolves with what has become of each, itself first.
     * options.signal is an AbortSignal, as everywhere; what was sent until then was sent.
     */
    killTree(signal?: number | `SIG${string}`, options?: WaitOptions & { grace?: number | undefined }): Promise<KillResult[]>;

    /** Gives back what the object holds; using it afterwards is an error. The garbage collector does it otherwise. */
    close(): void;
    [Symbol.dispose](): void;
}

/** A child that child_process.spawn starts, as a Process: what spawn takes, and throws if it cannot be started. */
export class Popen extends Process {
    constructor(command: string, args?: readonly string[], options?: SpawnOptions);
    constructor(command: string, options?: SpawnOptions);

    /** Node's own object for it. */
    readonly child: ChildProcess;
    readonly stdin: ChildProcess['stdin'];
    readonly stdout: ChildProcess['stdout'];
    readonly stderr: ChildProcess['stderr'];
    /** Its exit code, or minus the number of the signal that killed it; null as long as Node has not seen its end. */
    readonly returncode: number | null;
}

/**
 * Reads some attributes of all processes, or of those with these PIDs, in one call: each of the kernel's files that they
 * need once, on all CPUs. What cannot be had of a process is null, and why is an outcome.
 */
export function processTable<Name extends keyof ProcessColumns = keyof ProcessColumns>(
    options?: TableOptions<Name>
): ProcessTable<Name>;
/** The same on a thread of libuv's pool: for the slow columns, and for very many processes. */
export function processTableAsync<Name extends keyof ProcessColumns = keyof ProcessColumns>(
    options?: TableOptions<Name>
): Promise<ProcessTable<Name>>;

/**
 * Goes through all processes of this moment, in the order of their PIDs. With attrs, each has an info with those
 * attributes, as asDict gives them, all read at the beginning, as by processTable. The use of the CPU is remembered from one
 * iteration to the next: by the attribute cpuPercent and, without attrs, by cpuPercent().
 */
export function processIter(options?: { attrs?: undefined }): Generator<Process, void, undefined>;
export function processIter<Name extends keyof ProcessAttributes, Other = null>(
    options: { attrs: Iterable<Name>; adValue?: Other | undefined }
): Generator<Process & { info: ProcessInfo<Name, Other> }, void, undefined>;

/**
 * Waits until all have ended, timeout seconds at the most, and resolves with those that have and those that have not.
 * callback is called for each as soon as its end is noticed, with its exit code as of wait.
 */
export function waitProcs<P extends Process>(
    procs: Iterable<P>,
    options?: WaitOptions & {
        timeout?: number | undefined;
        callback?: ((process: P, exitCode: number | null) => void) | undefined;
    }
): Promise<{ gone: P[]; alive: P[] }>;

export const STATUS_RUNNING: 'running';
export const STATUS_SLEEPING: 'sleeping';
export const STATUS_DISK_SLEEP: 'disk-sleep';
export const STATUS_STOPPED: 'stopped';
export const STATUS_TRACING_STOP: 'tracing-stop';
export const STATUS_ZOMBIE: 'zombie';
export const STATUS_DEAD: 'dead';
export const STATUS_WAKE_KILL: 'wake-kill';
export const STATUS_WAKING: 'waking';
export const STATUS_IDLE: 'idle';
export const STATUS_LOCKED: 'locked';
export const STATUS_WAITING: 'waiting';
export const STATUS_PARKED: 'parked';
export const STATUS_SUSPENDED: 'suspended';
export const CONN_ESTABLISHED: 'ESTABLISHED';
export const CONN_SYN_SENT: 'SYN_SENT';
export const CONN_SYN_RECV: 'SYN_RECV';
export const CONN_FIN_WAIT1: 'FIN_WAIT1';
export const CONN_FIN_WAIT2: 'FIN_WAIT2';
export const CONN_TIME_WAIT: 'TIME_WAIT';
export const CONN_CLOSE: 'CLOSE';
export const CONN_CLOSE_WAIT: 'CLOSE_WAIT';
export const CONN_LAST_ACK: 'LAST_ACK';
export const CONN_LISTEN: 'LISTEN';
export const CONN_CLOSING: 'CLOSING';
export const CONN_NONE: 'NONE';
export const CONN_DELETE_TCB: 'DELETE_TCB';
export const CONN_IDLE: 'IDLE';
export const CONN_BOUND: 'BOUND';
export const NIC_DUPLEX_UNKNOWN: 'unknown';
export const NIC_DUPLEX_HALF: 'half';
export const NIC_DUPLEX_FULL: 'full';
export const IOPRIO_CLASS_NONE: 0;
export const IOPRIO_CLASS_RT: 1;
export const IOPRIO_CLASS_BE: 2;
export const IOPRIO_CLASS_IDLE: 3;
export const RLIMIT_CPU: 0;
export const RLIMIT_FSIZE: 1;
export const RLIMIT_DATA: 2;
export const RLIMIT_STACK: 3;
export const RLIMIT_CORE: 4;
export const RLIMIT_RSS: 5;
export const RLIMIT_NPROC: 6;
export const RLIMIT_NOFILE: 7;
export const RLIMIT_MEMLOCK: 8;
export const RLIMIT_AS: 9;
export const RLIMIT_LOCKS: 10;
export const RLIMIT_SIGPENDING: 11;
export const RLIMIT_MSGQUEUE: 12;
export const RLIMIT_NICE: 13;
export const RLIMIT_RTPRIO: 14;
export const RLIMIT_RTTIME: 15;
export const RLIM_INFINITY: number;
