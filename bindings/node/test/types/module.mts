import { spawn } from 'node:child_process';
import psutil, {
    AccessDenied, cpuCount, cpuPercent, cpuTimes, getloadavg, Process, PsutilError, TimeoutExpired, ZombieProcess,
    type CpuTimes, type WaitOptions
} from 'libpsutil';

const cpus: number | null = cpuCount({ logical: false });
const since: number = cpuPercent();
const each: number[] = cpuPercent({ percpu: true });
const during: number = await cpuPercent({ interval: 0.5 });
const eachDuring: number[] = await cpuPercent({ interval: 0.5, percpu: true, signal: AbortSignal.timeout(1000) });
const times: CpuTimes[] = cpuTimes({ percpu: true });
const [load]: [number, number, number] = getloadavg();
console.log(cpus, since, each, during, eachDuring, times[0]?.iowait ?? 0, load, psutil.version());

async function stop(pid: number, options: WaitOptions = {}): Promise<number | null> {
    using p = new Process(pid);
    p.sendSignal('SIGINT');
    p.sendSignal(15);
    try {
        return await p.wait({ timeout: 3, ...options });
    } catch (error) {
        if (error instanceof TimeoutExpired) {
            console.log(error.timeout?.toFixed(1));
            p.kill();
            return p.wait();
        }
        if (error instanceof ZombieProcess) console.log(error.ppid);
        if (error instanceof AccessDenied || error instanceof PsutilError) console.log(error.errno, error.message);
        throw error;
    }
}

const child = spawn('sleep', ['1000']);
if (child.pid !== undefined) console.log(await stop(child.pid, { signal: new AbortController().signal, ref: false }));

const parent: Process | null = new Process().parent();
const use: number = new Process().cpuPercent();
const useDuring: Promise<number> = new Process().cpuPercent({ interval: 1 });
console.log(parent?.username(), use, await useDuring);

// The following must not compile.
// @ts-expect-error the parent may be missing
parent.name();
// @ts-expect-error a PID is a number
new Process('1');
// @ts-expect-error a Promise, since there is an interval
const wrong: number = cpuPercent({ interval: 1 });
// @ts-expect-error not the name of a signal
new Process().sendSignal('TERM');
// @ts-expect-error only the library creates errors
new PsutilError();
// @ts-expect-error absent on some systems
const slab: number = psutil.virtualMemory().slab;
// @ts-expect-error not a status
new Process().status() === 'asleep';
console.log(wrong, slab);
