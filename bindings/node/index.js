'use strict';

const {
    PsutilError, NoSuchProcess, ZombieProcess, AccessDenied, TimeoutExpired, NotSupported, InvalidArgument
} = require('./lib/errors.js');
const { Process } = require('./lib/process.js');
const { Popen } = require('./lib/popen.js');
const { processIter, waitProcs } = require('./lib/processes.js');
const { processTable, processTableAsync } = require('./lib/table.js');
const { toDate } = require('./lib/record.js');
const {
    version, pids, pidExists,
    cpuCount, cpuTimes, cpuPercent, cpuTimesPercent, cpuStats, cpuFreq, getloadavg,
    virtualMemory, swapMemory,
    diskPartitions, diskUsage, diskUsageAsync, diskIoCounters,
    netIoCounters, netConnections, netConnectionsAsync, netIfAddrs, netIfStats,
    bootTime, bootDate, users, sensorsTemperatures, sensorsFans, sensorsBattery, cgroupLimits, heapInfo, heapTrim, setProcfsPath
} = require('./lib/system.js');
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
    RLIMIT_RTTIME,
    RLIM_INFINITY
} = require('./lib/constants.js').constants;

// Plain names, because that is how import finds what there is to import.
module.exports = {
    Process, Popen, processIter, processTable, processTableAsync, waitProcs,
    PsutilError, NoSuchProcess, ZombieProcess, AccessDenied, TimeoutExpired, NotSupported, InvalidArgument,
    version, pids, pidExists,
    cpuCount, cpuTimes, cpuPercent, cpuTimesPercent, cpuStats, cpuFreq, getloadavg,
    virtualMemory, swapMemory,
    diskPartitions, diskUsage, diskUsageAsync, diskIoCounters,
    netIoCounters, netConnections, netConnectionsAsync, netIfAddrs, netIfStats,
    bootTime, bootDate, users, sensorsTemperatures, sensorsFans, sensorsBattery, cgroupLimits, heapInfo, heapTrim, setProcfsPath,
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
    RLIMIT_RTTIME,
    RLIM_INFINITY
};
