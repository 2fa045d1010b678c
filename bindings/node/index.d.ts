/// <reference lib="esnext.disposable" />

// Units: memory in bytes, times in seconds, points in time in seconds since the epoch, unless a comment says otherwise.
// An absent value is null. Every function throws a TypeError for an argument of the wrong type, an unknown option or an
// unexpected argument (a function that returns a Promise rejects it), and may throw a PsutilError with the code
// PSUTIL_ERR_OS (the operating system refused a file or call; errno is its number) or PSUTIL_ERR_NO_MEMORY. "Errors"
// lists the further codes, without PSUTIL_ERR_. "Source" is where Linux keeps the value; docs/api.md names the sources
// on Windows. What is marked "Windows" exists there alone, what is marked "not on Windows" everywhere else.

import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type {
    CpuFreq, CpuStats, CtxSwitches, DiskIoCounters, DiskPartition, DiskUsage, HeapInfo, Ids, Ionice,
    MemoryMap, NetIoCounters, OpenFile, PageFaults, Pressure, ProcessCpuTimes, ProcessIoCounters, ProcessMemoryFootprint,
    ProcessMemoryInfoEx, ProcessNumberColumns, ProcessTextColumns, SwapMemory, Thread, User, VirtualMemory,
    CgroupLimits as RawCgroupLimits, CpuTimes as RawCpuTimes, ProcessMemoryInfo as RawProcessMemoryInfo, WinService as WindowsServiceInfo,
    Fan as RawFan, ProcessEvent as RawProcessEvent, NetIfAddr as RawNetIfAddr, NetIfStats as RawNetIfStats
} from './records.js';

export type {
    CpuFreq, CpuStats, CtxSwitches, DiskIoCounters, DiskPartition, DiskUsage, HeapInfo, Ids, Ionice,
    MemoryMap, NetIoCounters, OpenFile, PageFaults, Pressure, ProcessCpuTimes, ProcessIoCounters, ProcessMemoryFootprint,
    ProcessMemoryInfoEx, ProcessNumberColumns, ProcessTextColumns, SwapMemory, Thread, User, VirtualMemory, WindowsServiceInfo
};

/** The base class of the package's errors. */
export class PsutilError extends Error {
    protected constructor();
    /** The C library's name of the error: "PSUTIL_ERR_NO_SUCH_PROCESS". */
    readonly code: string;
    /** The PID of the process that the call was about. */
    readonly pid: number | null;
    /** The name of that process, if known. */
    readonly processName: string | null;
    /** The operating system's error number, if a system call failed. */
    readonly errno: number | null;
}

/** No process has this PID, or the process has exited. Code: PSUTIL_ERR_NO_SUCH_PROCESS. */
export class NoSuchProcess extends PsutilError {}

/** The process is a zombie, and zombies do not have this attribute. Code: PSUTIL_ERR_ZOMBIE_PROCESS. */
export class ZombieProcess extends NoSuchProcess {
    /** The PID of the parent that has not reaped it, if known. */
    readonly ppid: number | null;
}

/** The operating system denies the user access. Code: PSUTIL_ERR_ACCESS_DENIED. */
export class AccessDenied extends PsutilError {}

/** The process has not exited within the timeout. Code: PSUTIL_ERR_TIMEOUT_EXPIRED. */
export class TimeoutExpired extends PsutilError {
    /** The timeout in seconds. */
    readonly timeout: number | null;
}

/** The operating system, kernel or machine does not have this. Code: PSUTIL_ERR_NOT_SUPPORTED. */
export class NotSupported extends PsutilError {}

/** An argument has the right type and is out of range. Code: PSUTIL_ERR_INVALID_ARGUMENT. */
export class InvalidArgument extends PsutilError {}

/** The status of a process, with psutil's names. */
export type Status =
    | 'running' | 'sleeping' | 'disk-sleep' | 'stopped' | 'tracing-stop' | 'zombie' | 'dead' | 'wake-kill' | 'waking'
    | 'idle' | 'locked' | 'waiting' | 'parked' | 'suspended' | '?';

/** The state of a TCP connection; 'NONE' for other sockets. */
export type ConnectionStatus =
    | 'ESTABLISHED' | 'SYN_SENT' | 'SYN_RECV' | 'FIN_WAIT1' | 'FIN_WAIT2' | 'TIME_WAIT' | 'CLOSE' | 'CLOSE_WAIT'
    | 'LAST_ACK' | 'LISTEN' | 'CLOSING' | 'NONE' | 'DELETE_TCB' | 'IDLE' | 'BOUND' | '?';

/** Which sockets: by protocol and IP version. */
export type ConnectionKind =
    | 'all' | 'inet' | 'inet4' | 'inet6' | 'tcp' | 'tcp4' | 'tcp6' | 'udp' | 'udp4' | 'udp6' | 'unix';

/** The time that CPUs have spent in each mode since boot, in seconds. */
export interface CpuTimes extends RawCpuTimes {
    /** Hardware interrupts: irq, by psutil's name. Windows. */
    interrupt?: number | null;
}

/** The memory of a process, in bytes. Of Windows it has all of psutil's fields. */
export interface ProcessMemoryInfo extends RawProcessMemoryInfo {
    /** The number of page faults. Windows. */
    numPageFaults?: number;
    /** The largest wset so far. Windows. */
    peakWset?: number;
    /** The working set, as rss. Windows. */
    wset?: number;
    /** The largest pagedPool so far. Windows. */
    peakPagedPool?: number;
    /** The quota of kernel memory that may be moved to disk. Windows. */
    pagedPool?: number;
    /** The largest nonpagedPool so far. Windows. */
    peakNonpagedPool?: number;
    /** The quota of kernel memory that is never moved to disk. Windows. */
    nonpagedPool?: number;
    /** The committed memory, as vms. Windows. */
    pagefile?: number;
    /** The largest pagefile so far. Windows. */
    peakPagefile?: number;
    /** Committed memory that is not shared. Windows. */
    private?: number;
}

/** An installed service. Methods but name and displayName read its present state. Windows. */
export interface WindowsService {
    /** Returns the name that winServiceGet takes. */
    name(): string;
    /** Returns the name for people. */
    displayName(): string | null;
    /** Returns the path of the executable and its arguments. */
    binpath(): string | null;
    /** Returns the user that it runs as. */
    username(): string | null;
    /** Returns "automatic", "manual" or "disabled". */
    startType(): string | null;
    /** Returns the status, such as "running" or "stopped". */
    status(): string | null;
    /** Returns the PID of a running service, null for one that does not run. */
    pid(): number | null;
    /** Returns a text for people. */
    description(): string | null;
    /** Returns all of these at once. */
    asDict(): WindowsServiceInfo;
}

/** One end of a connection. */
export interface Address {
    /** "127.0.0.1", "::1" */
    ip: string;
    port: number;
}

/** The options of netConnections. */
export interface ConnectionOptions<Kind extends ConnectionKind = ConnectionKind> {
    /** Default: 'inet'. */
    kind?: Kind | undefined;
    /** Also count what TCP sockets have carried. */
    bytes?: boolean | undefined;
    /** Find the owners with a BPF program, where the system allows one. */
    bpf?: boolean | undefined;
}

/** A TCP or UDP socket. */
export interface InetConnection {
    /** Its file descriptor in the owner, if known. */
    fd: number | null;
    /** The PID of its owner; null if unknown, as are the owners of other users' sockets. */
    pid: number | null;
    family: 'AF_INET' | 'AF_INET6';
    type: 'SOCK_STREAM' | 'SOCK_DGRAM' | 'SOCK_RAW';
    /** The local address; null if the socket is not bound. */
    laddr: Address | null;
    /** The remote address; null if the socket is not connected. */
    raddr: Address | null;
    status: ConnectionStatus;
    /**
     * With the option bytes: the TCP payload sent since the socket was opened, without retransmissions; null if
     * unknown.
     */
    bytesSent?: number | null;
    /** With the option bytes: the TCP payload received; null if unknown. */
    bytesRecv?: number | null;
}

/** A UNIX socket. */
export interface UnixConnection {
    /** Its file descriptor in the owner, if known. */
    fd: number | null;
    /** The PID of its owner, if known. */
    pid: number | null;
    family: 'AF_UNIX';
    type: 'SOCK_STREAM' | 'SOCK_DGRAM' | 'SOCK_SEQPACKET' | '?';
    /** Its path, or null. An abstract name begins with "@". */
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
    /** Whether the interface is up and running: enabled, with a cable or other carrier. */
    isup: boolean;
    duplex: 'full' | 'half' | 'unknown';
}

/** A temperature in degrees. */
export interface Temperature {
    /** The label of the sensor, "Core 0", or "". */
    label: string;
    current: number;
    /** The limit above which the part is too hot. If only one limit is known, high and critical are equal. */
    high: number | null;
    /** The limit at which the part is damaged or the machine shuts down. */
    critical: number | null;
}

/** A fan. */
export type Fan = Omit<RawFan, 'name'>;

/** The battery of the machine. */
export interface Battery {
    /** The charge, 0 to 100. */
    percent: number | null;
    /** Seconds until it is empty at the present rate: Infinity with mains power, null if unknown. */
    secsleft: number | null;
    /** Whether mains power is connected; null if unknown. */
    powerPlugged: boolean | null;
}

/** The limits that control groups set for a process; null for no limit. */
export type CgroupLimits = {
    [Name in keyof RawCgroupLimits]: Name extends 'version' | 'path' ? RawCgroupLimits[Name] : RawCgroupLimits[Name] | null;
};

/** The options of fileOwners. */
export interface FileOwnerOptions {
    /** Report the owners of any file on the file system that contains the path. */
    mount?: boolean | undefined;
    /** List processes that this user may not read, with the use 'unknown'. They are left out otherwise. */
    unreadable?: boolean | undefined;
    /** Find the owners with BPF programs, where the system allows them. */
    bpf?: boolean | undefined;
}

/** A use of a file by a process. */
export interface FileOwner {
    pid: number;
    /** 'mapped' is a mapping into memory, as of a library; 'root' and 'cwd' are the root and the working directory. */
    use: 'open' | 'mapped' | 'exe' | 'root' | 'cwd' | 'unknown' | '?';
    /** The file descriptor, of 'open'. */
    fd: number | null;
    /** How it is open; null of another use, and for a descriptor that only names the file (O_PATH). */
    mode: 'r' | 'w' | 'a' | 'r+' | 'a+' | null;
}

/** What pressure reports on. */
export type PressureResource = 'cpu' | 'memory' | 'io' | 'irq';

/** The limits of a resource; Infinity for no limit. */
export interface Rlimit {
    /** The limit that applies. The process may change it, up to hard. */
    soft: number;
    hard: number;
}

/** The kind of memory that memoryPercent compares with the total. */
export type MemoryType = 'rss' | 'vms' | 'shared' | 'text' | 'lib' | 'data' | 'dirty' | 'uss' | 'pss' | 'swap';

/** What killTree did to one process. */
export interface KillResult {
    pid: number;
    /** The name that the process had; null if it had exited before. */
    name: string | null;
    /**
     * terminated: it exited after the signal. killed: it exited after SIGKILL. gone: it had exited before the signal
     * was sent. denied: the user may not signal it, and it still runs. alive: it has not exited within two seconds of
     * SIGKILL.
     */
    outcome: 'terminated' | 'killed' | 'gone' | 'denied' | 'alive';
    /** The exit code as wait returns it. */
    exitCode: number | null;
}

/**
 * The attributes of a process: what the methods with these names return when they are called without arguments. A
 * system has those attributes whose method it has.
 */
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
    /** Windows. */
    numHandles: number;
    numThreads: number;
    threads: Thread[];
    openFiles: OpenFile[];
    netConnections: InetConnection[];
}

/** Some attributes of a process, with Other (null by default) for those that cannot be read. */
export type ProcessInfo<Name extends keyof ProcessAttributes = keyof ProcessAttributes, Other = null> = {
    [Key in Name]: ProcessAttributes[Key] | Other;
};

/** The columns of a process table. */
export interface ProcessColumns extends ProcessNumberColumns, ProcessTextColumns {
    /** Slow. */
    environ: Record<string, string>;
    status: Status;
}

/** A cell of a column; null if the value is absent or cannot be read. */
export type ProcessCell<Name extends keyof ProcessColumns> = Name extends 'pid' | 'start' ? number : ProcessColumns[Name] | null;

/** One process of a table. */
export type ProcessRow<Name extends keyof ProcessColumns> = { [Key in Name]: ProcessCell<Key> };

export interface TableOptions<Name extends keyof ProcessColumns> {
    /** The columns; by default all that are not slow. Only the files that they need are read. */
    columns?: Iterable<Name> | undefined;
    /** The PIDs of the rows and their order; by default all processes by PID. A process that has exited has no row. */
    pids?: Iterable<number> | undefined;
}

/** A snapshot of many processes: one row per process, one column per attribute. */
export interface ProcessTable<Name extends keyof ProcessColumns = keyof ProcessColumns> extends Iterable<ProcessRow<Name>> {
    /** The number of rows. */
    readonly length: number;
    /** The names of the columns. */
    readonly columns: readonly Name[];
    /** Returns a column, with null for absent values; the same array at each call. Errors: INVALID_ARGUMENT. */
    column<Key extends Name>(name: Key): ProcessCell<Key>[];
    /** Returns a new array of a column of numbers, with NaN for absent values. Errors: INVALID_ARGUMENT. */
    numbers(name: Name & keyof ProcessNumberColumns): Float64Array;
    /**
     * Returns for each cell of a column the code of the error that made it null: "PSUTIL_ERR_ACCESS_DENIED"; or
     * "PSUTIL_OK", also where the process has no value. Errors: INVALID_ARGUMENT.
     */
    outcomes(name: Name): string[];
    /** Returns a row. Errors: INVALID_ARGUMENT. */
    row(index: number): ProcessRow<Name>;
    /** Returns all rows. (The table is also iterable.) */
    toRows(): ProcessRow<Name>[];
    /** Returns all rows, for JSON.stringify. */
    toJSON(): ProcessRow<Name>[];
    /** Returns the process of a row, with the identity from the table; it may have exited. Errors: INVALID_ARGUMENT. */
    process(index: number): Process;
    /** Frees the table; arrays and rows taken from it stay valid. Without close, the garbage collector frees it. */
    close(): void;
    [Symbol.dispose](): void;
}

export interface TableReaderOptions<Name extends keyof ProcessColumns> {
    /** The columns; by default all that are not slow. */
    columns?: Iterable<Name> | undefined;
    /** Reads the file that root has pinned with tablePin. */
    file?: boolean | undefined;
    /** Loads a BPF program, which needs CAP_BPF and CAP_PERFMON. */
    bpf?: boolean | undefined;
    /** Fails where neither is possible; otherwise /proc is read then. */
    strict?: boolean | undefined;
}

/** Reads the same columns of all processes again and again. */
export interface TableReader<Name extends keyof ProcessColumns = keyof ProcessColumns> {
    /** The names of the columns. */
    readonly columns: readonly Name[];
    /** Returns a table of all processes. */
    read(): ProcessTable<Name>;
    /** Resolves with what read returns. Runs on libuv's pool. */
    readAsync(): Promise<ProcessTable<Name>>;
    /** Returns where the last table came from or, before the first, where it will come from. */
    source(): 'procfs' | 'file' | 'bpf';
    /** Frees the reader; its tables stay valid. Without close, the garbage collector frees it. */
    close(): void;
    [Symbol.dispose](): void;
}

/**
 * What I/O counters do when a counter of the system wraps around. true, the default: it continues from the previous
 * call. false: the value of the system. 'restart': as true, but all previous calls are forgotten.
 */
export type Nowrap = boolean | 'restart';

/** Options of every function that waits. */
export interface WaitOptions {
    /** Rejects the Promise with the signal's reason when it is aborted. */
    signal?: AbortSignal | undefined;
    /** false: the wait does not keep the program running. Default true. */
    ref?: boolean | undefined;
}

/** A kind of process events. */
export type ProcessEventKind = 'fork' | 'exec' | 'exit';

/**
 * A process event. 'lost': events were lost, because they were not read fast enough; compare pids() with what is
 * expected.
 */
export interface ProcessEvent extends Omit<RawProcessEvent, 'kind'> {
    kind: ProcessEventKind | 'lost';
}

export interface ProcessEventsOptions {
    /** What to report. Default all kinds. */
    kinds?: Iterable<ProcessEventKind> | undefined;
    /** Ends the iteration with the signal's reason, and closes, when it is aborted. */
    signal?: AbortSignal | undefined;
    /** false: waiting for an event does not keep the program running. Default true. */
    ref?: boolean | undefined;
}

/** Receives process events until close, or the end of a loop with for await. */
export interface ProcessEvents extends AsyncIterableIterator<ProcessEvent>, Disposable {
    /** Returns the events that are there, at most 512, without waiting. */
    read(): ProcessEvent[];
    /** Stops receiving and closes the file descriptor. A pending iteration ends. */
    close(): void;
    readonly closed: boolean;
    return(): Promise<IteratorResult<ProcessEvent, undefined>>;
}

export interface IntervalOptions extends WaitOptions {
    /** Seconds to measure. */
    interval: number;
}

/** Returns the version of the loaded C library: "0.1.0". */
export function version(): string;

/** Returns the PIDs of all processes, zombies included, in ascending order. Source: the directories of /proc. */
export function pids(): number[];

/** Returns whether a process, or zombie, has this PID. Source: kill(pid, 0), and Tgid in /proc/[pid]/status. */
export function pidExists(pid: number): boolean;

/**
 * Returns the number of online logical CPUs (hardware threads), or with logical: false of cores; null if unknown.
 * Source: /sys/devices/system/cpu, else /proc/stat and /proc/cpuinfo.
 */
export function cpuCount(options?: { logical?: boolean | undefined }): number | null;

/**
 * Returns the seconds that all CPUs together have spent in each mode since boot, or with percpu those of each CPU.
 * Source: /proc/stat.
 */
export function cpuTimes(options?: { percpu?: false | undefined }): CpuTimes;
export function cpuTimes(options: { percpu: true }): CpuTimes[];
export function cpuTimes(options: { percpu?: boolean | undefined }): CpuTimes | CpuTimes[];

/**
 * Returns how busy the CPUs are, 0 to 100 percent, together or with percpu each: since the previous call (0 at the
 * first), or, with interval, a Promise of the value over the next interval seconds. Calls should be 0.1 seconds apart
 * or more. Errors: INVALID_ARGUMENT for an interval that is negative or not finite. Source: /proc/stat.
 */
export function cpuPercent(options?: { interval?: undefined; percpu?: false | undefined }): number;
export function cpuPercent(options: { interval?: undefined; percpu: true }): number[];
export function cpuPercent(options: IntervalOptions & { percpu?: false | undefined }): Promise<number>;
export function cpuPercent(options: IntervalOptions & { percpu: true }): Promise<number[]>;

/**
 * Returns the share of time, 0 to 100 percent, that the CPUs spent in each mode, together or with percpu each: since
 * the previous call (0 at the first), or, with interval, a Promise of the value over the next interval seconds. Errors:
 * INVALID_ARGUMENT for an interval that is negative or not finite. Source: /proc/stat.
 */
export function cpuTimesPercent(options?: { interval?: undefined; percpu?: false | undefined }): CpuTimes;
export function cpuTimesPercent(options: { interval?: undefined; percpu: true }): CpuTimes[];
export function cpuTimesPercent(options: IntervalOptions & { percpu?: false | undefined }): Promise<CpuTimes>;
export function cpuTimesPercent(options: IntervalOptions & { percpu: true }): Promise<CpuTimes[]>;

/** Returns the numbers of context switches, interrupts and system calls since boot. Source: /proc/stat. */
export function cpuStats(): CpuStats;

/**
 * Returns the frequency of the CPUs in MHz, on average (null if unknown) or with percpu of each ([] if unknown).
 * Source: /proc/cpuinfo and /sys/devices/system/cpu.
 */
export function cpuFreq(options?: { percpu?: false | undefined }): CpuFreq | null;
export function cpuFreq(options: { percpu: true }): CpuFreq[];

/**
 * Returns the load averages over 1, 5 and 15 minutes: how many processes ran, waited for a CPU or for a disk.
 * Source: sysinfo(2) or /proc/loadavg.
 */
export function getloadavg(): [number, number, number];

/** Returns the use of the system's memory in bytes. Source: /proc/meminfo. */
export function virtualMemory(): VirtualMemory;

/** Returns the use of the system's swap space in bytes; all 0 without swap. Source: /proc/meminfo and /proc/vmstat. */
export function swapMemory(): SwapMemory;

/**
 * Returns the mounted file systems that are on devices, or with all every one: also in memory, on the network, and the
 * kernel's own. Source: /proc/thread-self/mounts and /proc/filesystems.
 */
export function diskPartitions(options?: { all?: boolean | undefined }): DiskPartition[];

/**
 * Returns the space, in bytes, of the file system that holds path. May block while a remote file system does not
 * respond. Errors: INVALID_ARGUMENT for a path with a NUL; OS if the path does not exist. Source: statfs(2).
 */
export function diskUsage(path: string): DiskUsage;
/** Resolves with what diskUsage returns. Runs on libuv's pool. */
export function diskUsageAsync(path: string): Promise<DiskUsage>;

/**
 * Returns what the disks have read and written since boot, together (null without disks) or with perdisk by disk and
 * partition. Bytes, and times in milliseconds. Source: /proc/diskstats or /sys/block.
 */
export function diskIoCounters(options?: { perdisk?: false | undefined; nowrap?: Nowrap | undefined }): DiskIoCounters | null;
export function diskIoCounters(options: { perdisk: true; nowrap?: Nowrap | undefined }): Record<string, DiskIoCounters>;

/**
 * Returns what the network interfaces have sent and received since boot, together (null without interfaces) or with
 * pernic by interface. Source: /proc/thread-self/net/dev.
 */
export function netIoCounters(options?: { pernic?: false | undefined; nowrap?: Nowrap | undefined }): NetIoCounters | null;
export function netIoCounters(options: { pernic: true; nowrap?: Nowrap | undefined }): Record<string, NetIoCounters>;

/**
 * Returns the sockets of a kind, by default TCP and UDP, with the processes that own them; with bytes also what TCP
 * sockets have carried. With bpf the owners are found by a BPF program, which is loaded for this call and needs
 * CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE; otherwise, and without bpf, in procfs. Nothing is loaded without bpf.
 * Errors: INVALID_ARGUMENT for an unknown kind. Source: sock_diag(7), else /proc/thread-self/net; /proc/[pid]/fd.
 */
export function netConnections(options?: ConnectionOptions<Exclude<ConnectionKind, 'all' | 'unix'>>): InetConnection[];
export function netConnections(options: ConnectionOptions<'unix'>): UnixConnection[];
export function netConnections(options: ConnectionOptions<ConnectionKind>): Connection[];

/**
 * Resolves with what netConnections returns. Runs on libuv's pool, because it reads every descriptor of every process.
 */
export function netConnectionsAsync(
    options?: ConnectionOptions<Exclude<ConnectionKind, 'all' | 'unix'>>
): Promise<InetConnection[]>;
export function netConnectionsAsync(options: ConnectionOptions<'unix'>): Promise<UnixConnection[]>;
export function netConnectionsAsync(options: ConnectionOptions<ConnectionKind>): Promise<Connection[]>;

/** Returns the addresses of each network interface, by its name. Source: netlink(7). */
export function netIfAddrs(): Record<string, NetIfAddr[]>;

/**
 * Returns the state of each network interface, by its name; the speed is in Mbit/s. Source: netlink(7), SIOCETHTOOL.
 */
export function netIfStats(): Record<string, NetIfStats>;

/** Returns when the system booted, in seconds since the epoch. Source: btime in /proc/stat. */
export function bootTime(): number;
/** Returns bootTime as a Date. */
export function bootDate(): Date;

/**
 * Returns a time in seconds since the epoch (createTime, a login) as a Date, exact to the millisecond; null for null.
 */
export function toDate(seconds: number): Date;
export function toDate(seconds: number | null): Date | null;

/** Returns all services, in the order of their names. Windows. Errors: ACCESS_DENIED. */
export function winServiceIter(): Generator<WindowsService, void, undefined>;

/** Returns the service of this name. Windows. Errors: NO_SUCH_PROCESS without such a service; ACCESS_DENIED. */
export function winServiceGet(name: string): WindowsService;

/** Returns the logged-in users, the oldest login first. Source: /run/utmp, else /run/systemd/sessions. */
export function users(): User[];

/**
 * Returns the temperatures of the machine by chip, in degrees Celsius or with fahrenheit Fahrenheit. Not on Windows.
 * Source: /sys/class/hwmon, else /sys/class/thermal.
 */
export function sensorsTemperatures(options?: { fahrenheit?: boolean | undefined }): Record<string, Temperature[]>;

/** Returns the fans of the machine by chip, in revolutions per minute. Not on Windows. Source: /sys/class/hwmon. */
export function sensorsFans(): Record<string, Fan[]>;

/** Returns the battery of the machine; null without one. Source: /sys/class/power_supply. */
export function sensorsBattery(): Battery | null;

/**
 * Returns the limits that control groups set for a process, by default this one: memory in bytes, CPUs, processes.
 * Errors: NO_SUCH_PROCESS; NOT_SUPPORTED without control groups. Source: /proc/[pid]/cgroup and the group's files.
 */
export function cgroupLimits(pid?: number): CgroupLimits;

/**
 * Returns how much time the machine's processes lose because a resource is busy: averages in percent, totals in
 * seconds. Errors: INVALID_ARGUMENT for an unknown resource; NOT_SUPPORTED. Source: /proc/pressure.
 */
export function pressure(resource: PressureResource): Pressure;

/**
 * Starts to receive starts, executed programs and exits of all processes as they happen. The kernel's buffer is read
 * every 1 to 20 ms while next() waits, never otherwise: only a pending iteration keeps the program running, and with
 * ref: false not even that. Errors: NOT_SUPPORTED outside of the machine's initial PID, user and network namespaces;
 * ACCESS_DENIED for an ordinary user before Linux 6.6. Source: the process events connector.
 */
export function processEvents(options?: ProcessEventsOptions): ProcessEvents;

/**
 * Returns what pressure does for the control group of a process, by default this one. Errors: INVALID_ARGUMENT for an
 * unknown resource; NO_SUCH_PROCESS; NOT_SUPPORTED, also without control groups of version 2. Source:
 * /proc/[pid]/cgroup and the group's files.
 */
export function cgroupPressure(resource: PressureResource, pid?: number): Pressure;

/**
 * Returns what this program has allocated with malloc, in bytes; for finding leaks of native code.
 * Errors: NOT_SUPPORTED (musl). Source: mallinfo2(3).
 */
export function heapInfo(): HeapInfo;

/** Returns unused memory of malloc to the system, and whether there was any. Errors: NOT_SUPPORTED (musl). */
export function heapTrim(): boolean;

/**
 * Sets the procfs root for all threads from the next call on: "/host/proc" in a container that reports on its host; ""
 * for the default. With a foreign procfs, functions that act on a process fail with NOT_SUPPORTED. Not on Windows.
 * Errors: INVALID_ARGUMENT for a relative path.
 */
export function setProcfsPath(path: string): void;

/**
 * Sets how many threads may share the work of a call that reads many processes: 1 for the calling thread alone, 0, the
 * default, for as many as pay, at most 8. Helper threads end before the call returns. Errors: INVALID_ARGUMENT for a
 * negative number.
 */
export function setWorkers(n: number): void;

/**
 * A process. It is identified by its PID and start time, so a later process with the same PID is never mistaken for it.
 *
 * Every method but isRunning may fail with NO_SUCH_PROCESS after the process has exited. The lists of errors below omit
 * this code. Strings are decoded as UTF-8; invalid bytes become U+FFFD.
 */
export class Process {
    /** Finds a process by its PID, by default this program. Errors: NO_SUCH_PROCESS. Source: /proc/[pid]/stat. */
    constructor(pid?: number);

    readonly pid: number;

    /** Returns the PID of the parent; 0 without one. Source: /proc/[pid]/stat. */
    ppid(): number;
    /** Returns the parent; null without one. Source: /proc/[pid]/stat. */
    parent(): Process | null;
    /** Returns the name of the process. Source: /proc/[pid]/stat, completed from /proc/[pid]/cmdline. */
    name(): string;
    /**
     * Returns the absolute path of the executable; "" for a kernel thread.
     * Errors: ZOMBIE_PROCESS, ACCESS_DENIED. Source: /proc/[pid]/exe.
     */
    exe(): string;
    /** Returns the command line; [] for a kernel thread. Errors: ZOMBIE_PROCESS. Source: /proc/[pid]/cmdline. */
    cmdline(): string[];
    /** Returns the environment at the start. Errors: ZOMBIE_PROCESS, ACCESS_DENIED. Source: /proc/[pid]/environ. */
    environ(): Record<string, string>;
    /** Returns the working directory. Errors: ZOMBIE_PROCESS, ACCESS_DENIED. Source: /proc/[pid]/cwd. */
    cwd(): string;
    /** Returns the status. Source: /proc/[pid]/stat. */
    status(): Status;
    /** Returns the start time in seconds since the epoch. Source: /proc/[pid]/stat and btime in /proc/stat. */
    createTime(): number;
    /** Returns createTime as a Date. */
    createDate(): Date;
    /** Returns the real, effective and saved user IDs. Not on Windows. Source: /proc/[pid]/status. */
    uids(): Ids;
    /** Returns the real, effective and saved group IDs. Not on Windows. Source: /proc/[pid]/status. */
    gids(): Ids;
    /** Returns the name of the user who owns the process, on Windows "DOMAIN\user". Source: uids and getpwuid_r(3). */
    username(): string;
    /** Returns the controlling terminal, "/dev/pts/0", or null. Not on Windows. Source: /proc/[pid]/stat and /dev. */
    terminal(): string | null;

    /** Returns the niceness: -20 (first) to 19 (last); on Windows a *_PRIORITY_CLASS. Source: getpriority(2). */
    nice(): number;
    /**
     * Sets the niceness. Out-of-range values are clamped. On Windows it takes a *_PRIORITY_CLASS.
     * Errors: ACCESS_DENIED; on Windows INVALID_ARGUMENT. Source: setpriority(2).
     */
    setNice(value: number): void;
    /** Returns the I/O priority; on Windows its ioclass is IOPRIO_VERYLOW, LOW or NORMAL. Source: ioprio_get(2). */
    ionice(): Ionice;
    /**
     * Sets the I/O priority: IOPRIO_CLASS_* and, in the classes RT and BE, a value from 0 (first) to 7 (last); on
     * Windows IOPRIO_VERYLOW, LOW, NORMAL or HIGH. Errors: INVALID_ARGUMENT, ACCESS_DENIED. Source: ioprio_set(2).
     */
    setIonice(ioclass: number, value?: number): void;
    /**
     * Returns the limits of a resource, RLIMIT_*. Not on Windows. Errors: INVALID_ARGUMENT. Source: /proc/[pid]/limits.
     */
    rlimit(resource: number): Rlimit;
    /**
     * Sets the limits of a resource, RLIMIT_*. Not on Windows. Errors: INVALID_ARGUMENT, ACCESS_DENIED. Source:
     * prlimit(2).
     */
    setRlimit(resource: number, limits: Rlimit): void;
    /** Returns the numbers of the CPUs that the process may run on. Source: sched_getaffinity(2). */
    cpuAffinity(): number[];
    /**
     * Sets the CPUs that the process may run on; none for all that it is allowed.
     * Errors: INVALID_ARGUMENT, ACCESS_DENIED. Source: sched_setaffinity(2).
     */
    setCpuAffinity(cpus: Iterable<number>): void;
    /**
     * Returns the number of the CPU that the process runs on or ran on last. Not on Windows. Source: /proc/[pid]/stat.
     */
    cpuNum(): number;
    /** Returns the seconds of CPU time used so far. Source: /proc/[pid]/stat. */
    cpuTimes(): ProcessCpuTimes;
    /**
     * Returns the CPU use in percent of one CPU: since the previous call on this object (0 at the first), or, with
     * interval, a Promise of the value over the next interval seconds. Calls should be 0.1 seconds apart or more.
     * Errors: INVALID_ARGUMENT for an interval that is negative or not finite. Source: cpuTimes and the clock.
     */
    cpuPercent(options?: { interval?: undefined }): number;
    cpuPercent(options: IntervalOptions): Promise<number>;
    /** Returns the memory in use, in bytes. Source: /proc/[pid]/statm. */
    memoryInfo(): ProcessMemoryInfo;
    /** Returns the memory in use in detail, in bytes. Source: /proc/[pid]/status and /proc/[pid]/statm. */
    memoryInfoEx(): ProcessMemoryInfoEx;
    /**
     * Returns the memory that would be freed if the process exited, and its share of shared memory, in bytes. Slow: the
     * kernel visits every page. Errors: ACCESS_DENIED. Source: /proc/[pid]/smaps_rollup, else /proc/[pid]/smaps.
     */
    memoryFootprint(): ProcessMemoryFootprint;
    /** Resolves with what memoryFootprint returns. Runs on libuv's pool. */
    memoryFootprintAsync(): Promise<ProcessMemoryFootprint>;
    /**
     * Returns the memory in percent of the system's. 'uss', 'pss' and 'swap' are as slow as memoryFootprint. Errors:
     * INVALID_ARGUMENT; ACCESS_DENIED for the slow ones. Source: as memoryInfo, memoryInfoEx and memoryFootprint.
     */
    memoryPercent(memtype?: MemoryType): number;
    /**
     * Returns the memory maps, in bytes: the sums by path, or each map with grouped: false. Slow.
     * Errors: ZOMBIE_PROCESS, ACCESS_DENIED. Source: /proc/[pid]/smaps.
     */
    memoryMaps(options?: { grouped?: boolean | undefined }): MemoryMap[];
    /** Resolves with what memoryMaps returns. Runs on libuv's pool. */
    memoryMapsAsync(options?: { grouped?: boolean | undefined }): Promise<MemoryMap[]>;
    /** Returns the numbers of page faults. Source: /proc/[pid]/stat. */
    pageFaults(): PageFaults;
    /**
     * Returns what the process has read and written, in calls and bytes. Errors: ACCESS_DENIED. Source: /proc/[pid]/io.
     */
    ioCounters(): ProcessIoCounters;
    /** Returns the numbers of context switches. Source: /proc/[pid]/status. */
    numCtxSwitches(): CtxSwitches;
    /** Returns the number of open file descriptors. Not on Windows. Errors: ACCESS_DENIED. Source: /proc/[pid]/fd. */
    numFds(): number;
    /** Returns the number of open handles. Windows. */
    numHandles(): number;
    /** Returns the number of threads. Source: /proc/[pid]/stat. */
    numThreads(): number;
    /** Returns the threads with their CPU times in seconds. Source: /proc/[pid]/task. */
    threads(): Thread[];
    /** Returns the open regular files. Errors: ACCESS_DENIED. Source: /proc/[pid]/fd and /proc/[pid]/fdinfo. */
    openFiles(): OpenFile[];
    /**
     * Returns the open sockets of a kind, by default TCP and UDP.
     * Errors: INVALID_ARGUMENT, ACCESS_DENIED. Source: /proc/[pid]/fd and sock_diag(7), else /proc/[pid]/net.
     */
    netConnections(options?: { kind?: Exclude<ConnectionKind, 'all' | 'unix'> | undefined; bytes?: boolean | undefined }): InetConnection[];
    netConnections(options: { kind: 'unix'; bytes?: boolean | undefined }): UnixConnection[];
    netConnections(options: { kind: ConnectionKind; bytes?: boolean | undefined }): Connection[];
    /** Resolves with what netConnections returns. Runs on libuv's pool. */
    netConnectionsAsync(options?: { kind?: Exclude<ConnectionKind, 'all' | 'unix'> | undefined; bytes?: boolean | undefined }): Promise<InetConnection[]>;
    netConnectionsAsync(options: { kind: 'unix'; bytes?: boolean | undefined }): Promise<UnixConnection[]>;
    netConnectionsAsync(options: { kind: ConnectionKind; bytes?: boolean | undefined }): Promise<Connection[]>;

    /**
     * Returns the children, or with recursive all descendants; some may have exited since. Source: /proc/[pid]/stat of
     * all.
     */
    children(options?: { recursive?: boolean | undefined }): Process[];
    /** Returns the parent, its parent and so on. Source: /proc/[pid]/stat. */
    parents(): Process[];

    /**
     * Returns several attributes, by default all (slow). Each file is read at most once. An attribute that cannot be
     * read is adValue. Errors: INVALID_ARGUMENT for an unknown attribute.
     */
    asDict<Name extends keyof ProcessAttributes = keyof ProcessAttributes, Other = null>(
        options?: { attrs?: Iterable<Name> | undefined; adValue?: Other | undefined }
    ): ProcessInfo<Name, Other>;

    /**
     * Calls callback with this process and returns its result. During the call, and until the Promise that it returns
     * is settled, each file of the kernel is read at most once: methods return values of the same moment, and faster.
     */
    oneshot<Result>(callback: (process: this) => Result): Result;

    /** Returns whether another object is of the same process, also after it has exited. */
    equals(other: Process): boolean;

    /** Returns whether the process still runs: false if its PID belongs to another process, true for a zombie. */
    isRunning(): boolean;

    /**
     * Sends a signal by number or name; 0 only checks. Guarded: a later process with the same PID is never signalled.
     * On Windows SIGTERM and SIGKILL end the process; CTRL_C_EVENT and CTRL_BREAK_EVENT go to the processes of the
     * console's process group with its PID. Errors: INVALID_ARGUMENT, ACCESS_DENIED; on Windows OS without a console,
     * or such a group. Source: pidfd_send_signal(2).
     */
    sendSignal(signal: number | `SIG${string}`): void;
    /** Stops the process with SIGSTOP; on Windows all its threads. Errors: ACCESS_DENIED. */
    suspend(): void;
    /** Continues a stopped process with SIGCONT; on Windows all its threads. Errors: ACCESS_DENIED. */
    resume(): void;
    /** Terminates the process with SIGTERM; on Windows at once, with the exit code 15. Errors: ACCESS_DENIED. */
    terminate(): void;
    /** Kills the process with SIGKILL; on Windows as terminate. Errors: ACCESS_DENIED. */
    kill(): void;

    /**
     * Resolves when the process has exited, with its exit code, or minus the number of the signal that killed it. For a
     * process that is not a child of this program it is null before Linux 6.15, and if the parent had waited for it
     * before the call. On Windows it is known for every process that may be opened. While it waits, a file descriptor
     * is open for such a process. Node still reaps its children, and their 'exit' event fires. Errors: TIMEOUT_EXPIRED
     * after timeout seconds, if it is given; INVALID_ARGUMENT for a negative timeout.
     */
    wait(options?: WaitOptions & { timeout?: number | undefined }): Promise<number | null>;

    /**
     * Ends the process and all its descendants: sends the signal (SIGTERM) to each, waits grace seconds (3), then kills
     * those that still run and those that were started since. Resolves with the results, this process first.
     * options.signal is an AbortSignal; aborting does not undo the signals that were sent. Errors: INVALID_ARGUMENT for
     * a signal below 1, a negative grace, or a tree that contains this program.
     */
    killTree(signal?: number | `SIG${string}`, options?: WaitOptions & { grace?: number | undefined }): Promise<KillResult[]>;

    /** Returns "Process(pid=1, name='init', status='sleeping')". Never throws. */
    toString(): string;

    /** Frees the handle; later calls fail with INVALID_HANDLE. Without close, the garbage collector frees it. */
    close(): void;
    [Symbol.dispose](): void;
}

/** A child of this program, started by child_process.spawn, that is also a Process. */
export class Popen extends Process {
    /** Starts the child with the arguments of child_process.spawn. Errors: OS if it cannot be started. */
    constructor(command: string, args?: readonly string[], options?: SpawnOptions);
    constructor(command: string, options?: SpawnOptions);

    /** Returns the PID and the exit code, for JSON.stringify. */
    toJSON(): { pid: number; returncode: number | null };
    /** The object that spawn returned. */
    readonly child: ChildProcess;
    readonly stdin: ChildProcess['stdin'];
    readonly stdout: ChildProcess['stdout'];
    readonly stderr: ChildProcess['stderr'];
    /** The exit code, or minus the number of the signal that killed the child; null until Node has reaped it. */
    readonly returncode: number | null;
}

/**
 * Returns which processes use a file, directory, device or UNIX socket. The file is identified by its device and inode,
 * so all its names (hard links, bind mounts) have the same owners. With bpf the owners are found by BPF programs, which
 * are loaded for this call and need CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE; otherwise, and without bpf, in procfs.
 * Nothing is loaded without bpf. Linux. Errors: OS if the path does not exist; ACCESS_DENIED if it may not be searched;
 * NOT_SUPPORTED (other systems). Source: /proc/[pid]/fd, maps, exe, root and cwd.
 */
export function fileOwners(path: string, options?: FileOwnerOptions): FileOwner[];
/** Resolves with what fileOwners returns. Runs on libuv's pool, because it reads every descriptor of every process. */
export function fileOwnersAsync(path: string, options?: FileOwnerOptions): Promise<FileOwner[]>;

/**
 * Returns a table of all processes, or of those with these PIDs, read in one call on all CPUs. Each file that the
 * columns need is read once. A cell that cannot be read is null; outcomes returns the reason. Errors: INVALID_ARGUMENT
 * for an unknown column. Source: as the methods of Process that the columns are named after.
 */
export function processTable<Name extends keyof ProcessColumns = keyof ProcessColumns>(
    options?: TableOptions<Name>
): ProcessTable<Name>;
/**
 * Returns a reader of the same columns of all processes. With file or bpf a table costs a tenth, with the same values.
 * Errors: INVALID_ARGUMENT, and with strict also NOT_SUPPORTED and ACCESS_DENIED.
 */
export function tableReader<Name extends keyof ProcessColumns = keyof ProcessColumns>(
    options?: TableReaderOptions<Name>
): TableReader<Name>;

/**
 * Pins the BPF program of table readers as a file on a BPF file system, for root. mode: its permissions, by default
 * 0o444. A user who may read it can use tableReader({ file: true }) without a capability.
 */
export function tablePin(path: string, mode?: number): void;

/** Resolves with what processTable returns. Runs on libuv's pool; for slow columns and very many processes. */
export function processTableAsync<Name extends keyof ProcessColumns = keyof ProcessColumns>(
    options?: TableOptions<Name>
): Promise<ProcessTable<Name>>;

/**
 * Returns an iterator over the processes that exist now, in the order of their PIDs. With attrs, each has these
 * attributes in its property info, as asDict returns them; they are all read at the start. CPU percentages (the
 * attribute, or without attrs the method) are measured from one iteration to the next. Errors: INVALID_ARGUMENT for an
 * unknown attribute.
 */
export function processIter(options?: { attrs?: undefined; reader?: undefined }): Generator<Process, void, undefined>;
export function processIter(options: { attrs?: undefined; reader: TableReader }): Generator<
    Process & { info: Partial<ProcessInfo<keyof ProcessAttributes>> }, void, undefined
>;
export function processIter<Name extends keyof ProcessAttributes, Other = null>(
    options: { attrs: Iterable<Name>; adValue?: Other | undefined; reader?: TableReader | undefined }
): Generator<Process & { info: ProcessInfo<Name, Other> }, void, undefined>;

/**
 * Waits until all processes have exited, at most timeout seconds. Resolves with those that have exited and the others.
 * Calls callback for each as soon as it has exited, with the exit code as wait returns it. Errors: INVALID_ARGUMENT.
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
export const RLIMIT_SBSIZE: 16;
export const RLIMIT_SWAP: 17;
export const RLIMIT_NPTS: 18;
export const RLIM_INFINITY: number;

// Windows.
export const ABOVE_NORMAL_PRIORITY_CLASS: 32768;
export const BELOW_NORMAL_PRIORITY_CLASS: 16384;
export const HIGH_PRIORITY_CLASS: 128;
export const IDLE_PRIORITY_CLASS: 64;
export const NORMAL_PRIORITY_CLASS: 32;
export const REALTIME_PRIORITY_CLASS: 256;
export const IOPRIO_VERYLOW: 0;
export const IOPRIO_LOW: 1;
export const IOPRIO_NORMAL: 2;
export const IOPRIO_HIGH: 3;
export const CTRL_C_EVENT: 0;
export const CTRL_BREAK_EVENT: 1;
