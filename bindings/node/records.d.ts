// Made from include/psutil.h by capi/generate: run make generate, do not edit.
/** Seconds that CPUs have spent in each mode since boot. */
export interface CpuTimes {
    /** normal processes in user mode; on Linux includes guest */
    user: number;
    /** the kernel, on behalf of processes */
    system: number;
    /** nothing to do */
    idle: number;
    /** niced processes in user mode; on Linux includes guest_nice. Unix */
    nice: number | null;
    /** idle while waiting for I/O to complete. Linux */
    iowait: number | null;
    /** hardware interrupts. Linux, FreeBSD; Windows: "interrupt" */
    irq: number | null;
    /** software interrupts. Linux */
    softirq: number | null;
    /** taken by other operating systems of the same host. Linux 2.6.11 */
    steal: number | null;
    /** running a virtual CPU for a guest. Linux 2.6.24 */
    guest: number | null;
    /** the same for a niced guest. Linux 3.2.0 */
    guestNice: number | null;
    /** deferred procedure calls. Windows */
    dpc: number | null;
}

/** Load averages; see psutil_getloadavg. */
export interface Loadavg {
    /** over the last minute */
    load1: number;
    /** over the last 5 minutes */
    load5: number;
    /** over the last 15 minutes */
    load15: number;
}

/** Events since boot, all CPUs together. */
export interface CpuStats {
    /** context switches, voluntary and involuntary */
    ctxSwitches: number;
    /** hardware interrupts; on Linux also those that architectures do not number */
    interrupts: number;
    /** software interrupts. Linux 2.6.31 */
    softInterrupts: number | null;
    /** system calls. Not Linux (where psutil says 0) */
    syscalls: number | null;
}

/** How fast CPUs run, in MHz. null where the system does not say. */
export interface CpuFreq {
    current: number | null;
    /** of the range that is allowed now */
    min: number | null;
    max: number | null;
}

/** The machine's memory, in bytes. */
export interface VirtualMemory {
    /** physical memory that the kernel can use */
    total: number;
    /** what can be given to processes at once without swapping */
    available: number;
    /** in use, as this system counts it: Linux total - available */
    used: number;
    /** not used for anything at all; see available for what can be had */
    free: number;
    /** (total - available) / total * 100 */
    percent: number;
    /** used very recently, and so not reclaimed first. Unix */
    active: number | null;
    /** not used recently. Unix */
    inactive: number | null;
    /** cache of block devices and file system metadata. Linux, FreeBSD */
    buffers: number | null;
    /** cache of files, including reclaimable kernel memory (SReclaimable). Linux, FreeBSD */
    cached: number | null;
    /** tmpfs and shared memory. Linux, FreeBSD */
    shared: number | null;
    /** the kernel's own data structures. Linux */
    slab: number | null;
    /** never moved to disk. macOS, FreeBSD */
    wired: number | null;
}

/** Swap space, in bytes. */
export interface SwapMemory {
    total: number;
    used: number;
    free: number;
    /** used / total * 100; 0.0 where there is no swap */
    percent: number;
    /** moved in from disk since boot; null where the kernel does not count. 0 on Windows */
    sin: number | null;
    /** moved out to disk since boot; null where the kernel does not count. 0 on Windows */
    sout: number | null;
}

/** A mounted file system. */
export interface DiskPartition {
    /** "/dev/sda1", "server:/export", "tmpfs"; "C:\" on Windows; "" where there is none */
    device: string;
    mountpoint: string;
    /** "ext4"; on Windows the file system's name */
    fstype: string;
    /** as mount(8) takes them: "rw,relatime"; on Windows such as "rw,fixed" */
    opts: string;
}

/** The space of a file system, in bytes. */
export interface DiskUsage {
    total: number;
    /** total - used is more than free where some is kept for root */
    used: number;
    /** what ordinary users can have */
    free: number;
    /** used / (used + free) * 100, as df(1) shows it */
    percent: number;
}

/** What a disk has done since boot, or since it was plugged in. Times add up what was under way at the same time. */
export interface DiskIoCounters {
    readCount: number;
    writeCount: number;
    readBytes: number;
    writeBytes: number;
    /** milliseconds spent reading */
    readTime: number;
    /** milliseconds spent writing */
    writeTime: number;
    /** reads that were made one with a neighbour. Linux */
    readMergedCount: number | null;
    /** Linux */
    writeMergedCount: number | null;
    /** milliseconds in which anything was under way. Linux, FreeBSD */
    busyTime: number | null;
}

/** What went through network interfaces. */
export interface NetIoCounters {
    bytesSent: number;
    bytesRecv: number;
    packetsSent: number;
    packetsRecv: number;
    /** errors while receiving */
    errin: number;
    /** errors while sending */
    errout: number;
    /** incoming packets that were dropped */
    dropin: number;
    /** outgoing packets that were dropped; not counted on macOS and FreeBSD */
    dropout: number;
}

/** One socket. */
export interface Connection {
    /** the descriptor that the process has it open as; null if not known (Windows) */
    fd: number | null;
    /** the process that has it open; null if not known, not asked for, or nobody has */
    pid: number | null;
    /** PSUTIL_AF_INET, _INET6 or _UNIX */
    family: number;
    /** PSUTIL_SOCK_*: STREAM is TCP, DGRAM is UDP, for UNIX sockets any */
    type: number;
    /** the IP address in numbers ("127.0.0.1", "::1"), "" where not bound. UNIX sockets: the path, "" without one; an abstract name begins with "@", which stands for its NULs */
    localAddress: string;
    /** the other end's IP address, null where not connected and for UNIX sockets */
    remoteAddress: string | null;
    /** null where not bound, and for UNIX sockets */
    localPort: number | null;
    /** null where not connected, and for UNIX sockets */
    remotePort: number | null;
    /** PSUTIL_CONN_* */
    status: number;
}

/** One address of a network interface. */
export interface NetIfAddr {
    /** the interface's ("eth0"), or the label of the address ("eth0:1") */
    name: string;
    /** an IP address in numbers, a link-local one with its scope ("fe80::1%eth0"); a MAC address in hexadecimal ("02:fc:00:00:00:01"), of six bytes or more (InfiniBand: 20) */
    address: string;
    /** "255.255.255.0", "ffff:ffff:ffff:ffff::"; null for a MAC address */
    netmask: string | null;
    /** null if there is none */
    broadcast: string | null;
    /** the other end's address, on an interface that has just one (a VPN's); else null */
    ptp: string | null;
    /** PSUTIL_AF_INET, _INET6 or _LINK */
    family: number;
    /** of the netmask, in bits; null where netmask is null */
    prefixLength: number | null;
}

/** The state of a network interface. */
export interface NetIfStats {
    name: string;
    /** 1 if it is running: switched on, and with a cable or whatever else it needs; 0 if not */
    isup: number;
    /** PSUTIL_NIC_DUPLEX_* */
    duplex: number;
    /** Mbit/s; null where unknown: without hardware, and for many wireless interfaces */
    speed: number | null;
    /** the largest packet, in bytes */
    mtu: number;
    /** separated by commas ("up,broadcast,running,multicast"); null on Windows */
    flags: string | null;
}

/** A login to this machine. */
export interface User {
    name: string;
    /** "tty1", "pts/0"; null if there is none */
    terminal: string | null;
    /** where the login came from, as a name or an address; "localhost" for this machine's own terminals and screens; null where not reported */
    host: string | null;
    /** seconds since the epoch */
    started: number;
    /** the process that logged the user in; Windows: null */
    pid: number | null;
}

/** A temperature in degrees Celsius. */
export interface Temperature {
    /** the chip: "coretemp", "nvme"; several may have the same name */
    name: string;
    /** which of the chip's sensors: "Core 0"; "" where it has no label */
    label: string;
    current: number;
    /** where it gets too hot; null if neither this nor critical is known, else one stands for both */
    high: number | null;
    /** where it breaks, or the machine shuts down */
    critical: number;
}

/** A fan. */
export interface Fan {
    /** the chip that drives it: "thinkpad" */
    name: string;
    /** "" where it has no label */
    label: string;
    /** revolutions per minute */
    current: number;
}

/** The battery that the machine runs on. */
export interface Battery {
    /** 1; 0: the machine has no battery, and the rest of the record says nothing */
    present: number;
    /** 1: mains power; 0: none; null: unknown */
    powerPlugged: number | null;
    /** 0.0 to 100.0 of what it can hold */
    percent: number;
    /** until it is empty, at the rate of this moment; or PSUTIL_POWER_TIME_* */
    secsleft: number;
}

/** The limits of the control groups that a process is in. Each is the lowest of the group's own and all its ancestors', as far as they can be seen: a container need not see its host's groups. */
export interface CgroupLimits {
    /** 1 or 2: of the hierarchy that limits memory; on a mixed system it may be 1 */
    version: number;
    /** the number of CPUs in cpuset, or null */
    cpusetCount: number | null;
    /** the group, as /proc/[pid]/cgroup names it in that hierarchy */
    path: string;
    /** bytes beyond which processes are killed; null: no limit, like all of these */
    memoryLimit: number | null;
    /** bytes beyond which processes are slowed down and their memory reclaimed. Version 2 */
    memoryHigh: number;
    /** bytes used in the group that has memory_limit; where there is none, in the process's own */
    memoryUsage: number;
    /** bytes of swap; in version 1, what its limit of memory and swap leaves beyond memory_limit */
    swapLimit: number;
    /** CPU time per time, so that 1.5 is one and a half CPUs; null: no limit */
    cpuQuota: number | null;
    /** the CPUs that it may use, "0-3,8"; null if the group does not say */
    cpuset: string | null;
    /** processes and threads */
    pidsLimit: number;
}

/** What the calling process's C library has allocated, in bytes. */
export interface HeapInfo {
    /** by malloc, from its heaps. Linux: mallinfo2's uordblks */
    heapUsed: number | null;
    /** by malloc, in mappings of their own for large blocks. Linux: hblkhd */
    mmapUsed: number | null;
    /** private heaps. Windows */
    heapCount: number | null;
}

/** A Windows service. A string is null, and pid null, where it does not apply or this user may not know it. */
export interface WinService {
    name: string;
    displayName: string;
    /** the executable with its arguments */
    binpath: string;
    /** who it runs as */
    username: string;
    /** "automatic", "manual", "disabled" */
    startType: string;
    /** "running", "stopped", "paused", "start_pending", "stop_pending", "continue_pending", "pause_pending" */
    status: string;
    description: string;
    /** of a service that runs */
    pid: number;
}

/** A user or group ID in its three roles. */
export interface Ids {
    real: number;
    effective: number;
    saved: number;
}

/** Seconds of CPU time that a process has used. */
export interface ProcessCpuTimes {
    /** in user mode, all threads together */
    user: number;
    /** in the kernel */
    system: number;
    /** the same of children that have ended and been waited for. Unix */
    childrenUser: number | null;
    /** Unix */
    childrenSystem: number | null;
    /** waiting for block I/O to complete. Linux, with delay accounting; else 0 */
    iowait: number | null;
}

/** A process's memory, in bytes. */
export interface ProcessMemoryInfo {
    /** resident set size: in physical memory now ("Mem Usage" on Windows) */
    rss: number;
    /** virtual memory size: all of the address space ("VM Size" on Windows) */
    vms: number;
}

/** How a process ended. */
export interface ExitStatus {
    /** what the process gave to exit(), or minus the number of the signal that killed it; -1 as long as has_exit_code is 0 */
    exitCode: number | null;
}

/** A priority for input and output. */
export interface Ionice {
    /** PSUTIL_IOPRIO_CLASS_* */
    ioclass: number;
    /** 0 (first) to 7 (last), in the classes RT and BE; without a meaning in the others */
    value: number;
}

/** A limit on what a process may use: the soft one holds, and it may raise that up to the hard one. */
export interface Rlimit {
    /** PSUTIL_RLIM_INFINITY if has_soft is 0. A limit above INT64_MAX, which nothing can reach, is given as INT64_MAX */
    soft: number | null;
    /** the same for has_hard */
    hard: number | null;
}

/** A process's memory in detail, in bytes. */
export interface ProcessMemoryInfoEx {
    /** as in psutil_process_memory_info_t */
    rss: number;
    /** as in psutil_process_memory_info_t */
    vms: number;
    /** resident and backed by a file or shared memory. Linux */
    shared: number | null;
    /** executable code. Linux, FreeBSD */
    text: number | null;
    /** always 0 since Linux 2.6. Linux */
    lib: number | null;
    /** data and stack. Linux, FreeBSD */
    data: number | null;
    /** always 0 since Linux 2.6. Linux */
    dirty: number | null;
    /** the largest rss that there was. Linux, Windows */
    peakRss: number | null;
    /** the largest vms that there was. Linux, Windows */
    peakVms: number | null;
    /** of rss: not backed by a file. Linux 4.5 */
    rssAnon: number | null;
    /** of rss: backed by a file. Linux 4.5 */
    rssFile: number | null;
    /** of rss: shared memory and tmpfs. Linux 4.5 */
    rssShmem: number | null;
    /** swapped out, without shared memory. Linux 2.6.34 */
    swap: number | null;
    /** in huge pages, which rss does not count. Linux 4.4 */
    hugetlb: number | null;
}

/** What a process costs in memory, in bytes. */
export interface ProcessMemoryFootprint {
    /** its own alone: what would be free if it ended now */
    uss: number;
    /** uss and its share of what it shares with others. Linux 2.6.25 */
    pss: number | null;
    /** swapped out. Linux */
    swap: number | null;
}

/** A mapped piece of a process's address space, or all pieces with the same path together; sizes in bytes. */
export interface MemoryMap {
    /** the file; or "[heap]", "[stack]" and the like, "[anon]" for memory without a name */
    path: string;
    /** from and to in hexadecimal, "7f0000000000-7f0000001000"; null if grouped */
    addr: string | null;
    /** "r-xp": may be read, written, executed; s for shared, p for private. null if grouped */
    perms: string | null;
    /** in physical memory now */
    rss: number;
    /** of the address space */
    size: number;
    /** rss, what is shared counted by its share */
    pss: number;
    sharedClean: number;
    sharedDirty: number;
    privateClean: number;
    privateDirty: number;
    /** used recently */
    referenced: number;
    /** not, or no longer, backed by a file */
    anonymous: number;
    /** swapped out */
    swap: number;
}

/** Page faults of a process since it started. */
export interface PageFaults {
    /** served without the disk */
    minor: number;
    /** waited for the disk */
    major: number;
    /** the same of children that have ended and been waited for. Linux */
    childrenMinor: number | null;
    /** Linux */
    childrenMajor: number | null;
}

/** What a process has read and written since it started. */
export interface ProcessIoCounters {
    /** calls that read */
    readCount: number;
    /** calls that wrote */
    writeCount: number;
    /** fetched from disks, not from caches, on Linux. FreeBSD: not reported */
    readBytes: number | null;
    /** sent to disks, on Linux. FreeBSD: not reported */
    writeBytes: number | null;
    /** bytes that those calls read, wherever they came from. Linux */
    readChars: number | null;
    /** bytes that those calls wrote. Linux */
    writeChars: number | null;
    /** calls other than to read and write. Windows */
    otherCount: number | null;
    /** bytes in them. Windows */
    otherBytes: number | null;
}

/** How often a thread has given its CPU away. */
export interface CtxSwitches {
    /** to wait for something */
    voluntary: number;
    /** because its time was over, or somebody more urgent came */
    involuntary: number;
}

/** A thread of a process, and the seconds of CPU time it has used. */
export interface Thread {
    id: number;
    userTime: number;
    systemTime: number;
}

/** A regular file that a process has open. */
export interface OpenFile {
    path: string;
    /** the file descriptor. Unix */
    fd: number | null;
    /** from where the next read or write goes, in bytes. Linux */
    position: number | null;
    /** "r", "w", "a", "r+" or "a+", as fopen(3) takes it. Linux */
    mode: string | null;
    /** O_*, as open(2) takes them. Linux */
    flags: number | null;
}

/** One process of a tree that was to end. */
export interface KillResult {
    pid: number;
    /** PSUTIL_KILL_* */
    outcome: number;
    exitCode: number | null;
}

/** One of a child's standard streams. */
export interface PopenStream {
    /** PSUTIL_STREAM_* */
    kind: number;
    /** for PSUTIL_STREAM_FD */
    fd: number;
}

/** The host's ends of the pipes to a child's standard streams; null where there is none. They are descriptors (HANDLEs on Windows), close-on-exec, and the host's to close. */
export interface PopenPipes {
    /** to write to */
    input: number;
    /** to read from */
    output: number;
    /** to read from */
    error: number;
}
