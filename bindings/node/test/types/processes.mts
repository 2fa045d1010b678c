// A user's program; it must compile under tsc --strict.
import {
    cgroupLimits, cpuTimesPercent, diskIoCounters, diskUsage, netConnections, netIfAddrs, netIfStats, netIoCounters, Popen,
    Process, processIter, RLIMIT_NOFILE, RLIM_INFINITY, sensorsBattery, STATUS_ZOMBIE, swapMemory, users, waitProcs,
    type CpuTimes, type KillResult, type ProcessInfo
} from 'libpsutil';

// the processes with the most memory
const largest = [...processIter({ attrs: ['name', 'memoryInfo', 'cmdline'] })]
    .sort((a, b) => (b.info.memoryInfo?.rss ?? 0) - (a.info.memoryInfo?.rss ?? 0))
    .slice(0, 3)
    .map(({ pid, info: { name, cmdline } }) => `${pid} ${name ?? '?'} ${cmdline?.join(' ') ?? ''}`);
console.log(largest.join('\n'));

// zombies
for (const p of processIter()) if (p.status() === STATUS_ZOMBIE) console.log(p.pid, p.parent()?.name());

const { name, terminal }: ProcessInfo<'name' | 'terminal', 'unknown'> = new Process().asDict({
    attrs: ['name', 'terminal'], adValue: 'unknown' as const
});
const all: ProcessInfo = new Process().asDict();
console.log(name.toUpperCase(), terminal?.length, all.environ?.['PATH']?.split(':'), all.netConnections?.length);

// raise the limit of descriptors
const me = new Process();
const { soft, hard } = me.rlimit(RLIMIT_NOFILE);
if (hard !== RLIM_INFINITY && soft < hard) me.setRlimit(RLIMIT_NOFILE, { soft: hard, hard });
me.setCpuAffinity(me.cpuAffinity().slice(0, 1));

// listening sockets
for (const { family, type, laddr, pid, status } of netConnections({ kind: 'tcp' })) {
    if (status === 'LISTEN' && laddr) console.log(family, type, `${laddr.ip}:${laddr.port}`, pid ?? 'unknown');
}
for (const connection of me.netConnections({ kind: 'all' })) {
    if (connection.family === 'AF_UNIX') console.log(connection.laddr?.startsWith('@'));
    else console.log(connection.raddr?.port.toFixed());
}

const perdisk = diskIoCounters({ perdisk: true });
for (const [disk, { readBytes, busyTime }] of Object.entries(perdisk)) console.log(disk, readBytes / 2 ** 20, busyTime ?? 0);
console.log(diskUsage('/').percent, netIoCounters()?.bytesRecv, netIfAddrs()['lo']?.[0]?.address, netIfStats()['lo']?.speed);
console.log(swapMemory().sin, users()[0]?.host?.length, sensorsBattery()?.powerPlugged, cgroupLimits().memoryLimit);

const times: CpuTimes = await cpuTimesPercent({ interval: 0.1, signal: AbortSignal.timeout(1000) });
const cpus: CpuTimes[] = cpuTimesPercent({ percpu: true });
console.log(times.user, cpus[0]?.iowait);

const children = [new Popen('sleep', ['1']), new Popen('sleep 1', { shell: true, stdio: 'ignore' })];
const { gone, alive } = await waitProcs(children, { timeout: 0.1, callback: (p, code) => console.log(p.returncode, code) });
const results: KillResult[] = (await Promise.all(alive.map(p => p.killTree('SIGTERM', { grace: 1 })))).flat();
console.log(gone.length, results.filter(({ outcome }) => outcome === 'denied').map(({ pid }) => pid));

// The following must not compile.
// @ts-expect-error null without disks
diskIoCounters().readBytes;
// @ts-expect-error not an attribute
me.asDict({ attrs: ['shoeSize'] });
// @ts-expect-error not among the attrs
[...processIter({ attrs: ['name'] })][0]?.info.exe;
// @ts-expect-error null if access is denied
[...processIter({ attrs: ['name'] })][0]?.info.name.length;
// @ts-expect-error not a kind
netConnections({ kind: 'x25' });
// @ts-expect-error a limit has both members
me.setRlimit(RLIMIT_NOFILE, { soft: 1 });
// @ts-expect-error grace is a number of seconds
me.killTree('SIGTERM', { grace: '1 s' });
