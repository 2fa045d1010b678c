'use strict';

const {
    PsutilError, NoSuchProcess, ZombieProcess, AccessDenied, TimeoutExpired, NotSupported, InvalidArgument
} = require('./lib/errors.js');
const { Process } = require('./lib/process.js');
const { Popen } = require('./lib/popen.js');
const { processIter } = require('./lib/process-iter.js');
const { processTable, processTableAsync, tableReader, tablePin } = require('./lib/process-table.js');
const { waitProcs } = require('./lib/wait-procs.js');
const { processEvents } = require('./lib/process-events.js');
const { fileOwners, fileOwnersAsync } = require('./lib/file-owners.js');
const { toDate } = require('./lib/time.js');
const { pids, pidExists } = require('./lib/pids.js');
const { cpuCount, cpuTimes, cpuPercent, cpuTimesPercent, cpuStats, cpuFreq, getloadavg } = require('./lib/cpu.js');
const { virtualMemory, swapMemory, heapInfo, heapTrim } = require('./lib/memory.js');
const { diskPartitions, diskUsage, diskUsageAsync, diskIoCounters } = require('./lib/disks.js');
const { netIoCounters, netIfAddrs, netIfStats } = require('./lib/network.js');
const { netConnections, netConnectionsAsync } = require('./lib/connections.js');
const { bootTime, bootDate } = require('./lib/boot.js');
const { users } = require('./lib/users.js');
const { sensorsTemperatures, sensorsFans, sensorsBattery } = require('./lib/sensors.js');
const { winServiceIter, winServiceGet } = require('./lib/services.js');
const { absent, removeAbsent } = require('./lib/platform.js');
const { cgroupLimits } = require('./lib/cgroup.js');
const { pressure, cgroupPressure } = require('./lib/pressure.js');
const { version, setProcfsPath, setWorkers } = require('./lib/library.js');
const {
    STATUS_RUNNING, STATUS_SLEEPING, STATUS_DISK_SLEEP, STATUS_STOPPED, STATUS_TRACING_STOP, STATUS_ZOMBIE,
    STATUS_DEAD, STATUS_WAKE_KILL, STATUS_WAKING, STATUS_IDLE, STATUS_LOCKED, STATUS_WAITING, STATUS_PARKED,
    STATUS_SUSPENDED,
    CONN_ESTABLISHED, CONN_SYN_SENT, CONN_SYN_RECV, CONN_FIN_WAIT1, CONN_FIN_WAIT2, CONN_TIME_WAIT, CONN_CLOSE,
    CONN_CLOSE_WAIT, CONN_LAST_ACK, CONN_LISTEN, CONN_CLOSING, CONN_NONE, CONN_DELETE_TCB, CONN_IDLE, CONN_BOUND,
    NIC_DUPLEX_UNKNOWN, NIC_DUPLEX_HALF, NIC_DUPLEX_FULL,
    IOPRIO_CLASS_NONE, IOPRIO_CLASS_RT, IOPRIO_CLASS_BE, IOPRIO_CLASS_IDLE,
    RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE,
    RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_LOCKS, RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO,
    RLIMIT_RTTIME, RLIMIT_SBSIZE, RLIMIT_SWAP, RLIMIT_NPTS,
    RLIM_INFINITY,
    ABOVE_NORMAL_PRIORITY_CLASS, BELOW_NORMAL_PRIORITY_CLASS, HIGH_PRIORITY_CLASS, IDLE_PRIORITY_CLASS,
    NORMAL_PRIORITY_CLASS, REALTIME_PRIORITY_CLASS,
    IOPRIO_VERYLOW, IOPRIO_LOW, IOPRIO_NORMAL, IOPRIO_HIGH,
    CTRL_C_EVENT, CTRL_BREAK_EVENT
} = require('./lib/constants.js').constants;

// Node finds the names that an ES module may import by reading this source, so it must list them as plain names.
module.exports = {
    Process, Popen, processIter, processTable, processTableAsync, tableReader, tablePin, waitProcs, processEvents, fileOwners, fileOwnersAsync,
    PsutilError, NoSuchProcess, ZombieProcess, AccessDenied, TimeoutExpired, NotSupported, InvalidArgument,
    version, pids, pidExists,
    cpuCount, cpuTimes, cpuPercent, cpuTimesPercent, cpuStats, cpuFreq, getloadavg,
    virtualMemory, swapMemory,
    diskPartitions, diskUsage, diskUsageAsync, diskIoCounters,
    netIoCounters, netConnections, netConnectionsAsync, netIfAddrs, netIfStats,
    bootTime, bootDate, users, sensorsTemperatures, sensorsFans, sensorsBattery, cgroupLimits, pressure, cgroupPressure,
    heapInfo, heapTrim, setProcfsPath, setWorkers,
    toDate,
    STATUS_RUNNING, STATUS_SLEEPING, STATUS_DISK_SLEEP, STATUS_STOPPED, STATUS_TRACING_STOP, STATUS_ZOMBIE,
    STATUS_DEAD, STATUS_WAKE_KILL, STATUS_WAKING, STATUS_IDLE, STATUS_LOCKED, STATUS_WAITING, STATUS_PARKED,
    STATUS_SUSPENDED,
    CONN_ESTABLISHED, CONN_SYN_SENT, CONN_SYN_RECV, CONN_FIN_WAIT1, CONN_FIN_WAIT2, CONN_TIME_WAIT, CONN_CLOSE,
    CONN_CLOSE_WAIT, CONN_LAST_ACK, CONN_LISTEN, CONN_CLOSING, CONN_NONE, CONN_DELETE_TCB, CONN_IDLE, CONN_BOUND,
    NIC_DUPLEX_UNKNOWN, NIC_DUPLEX_HALF, NIC_DUPLEX_FULL,
    IOPRIO_CLASS_NONE, IOPRIO_CLASS_RT, IOPRIO_CLASS_BE, IOPRIO_CLASS_IDLE,
    RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE,
    RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_LOCKS, RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO,
    RLIMIT_RTTIME, RLIMIT_SBSIZE, RLIMIT_SWAP, RLIMIT_NPTS,
    RLIM_INFINITY,
    winServiceIter, winServiceGet,
    ABOVE_NORMAL_PRIORITY_CLASS, BELOW_NORMAL_PRIORITY_CLASS, HIGH_PRIORITY_CLASS, IDLE_PRIORITY_CLASS,
    NORMAL_PRIORITY_CLASS, REALTIME_PRIORITY_CLASS,
    IOPRIO_VERYLOW, IOPRIO_LOW, IOPRIO_NORMAL, IOPRIO_HIGH,
    CTRL_C_EVENT, CTRL_BREAK_EVENT
};
removeAbsent(module.exports, absent.exports);
