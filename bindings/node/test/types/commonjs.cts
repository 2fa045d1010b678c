// A user's program; it must compile under tsc --strict.
import psutil = require('libpsutil');

const memory: psutil.VirtualMemory = psutil.virtualMemory();
console.log(memory.total - memory.available, memory.slab ?? 'unknown');

for (const pid of psutil.pids()) {
    try {
        const p = new psutil.Process(pid);
        console.log(p.pid, p.name(), p.memoryInfo().rss / 2 ** 20, p.status() === 'sleeping');
    } catch (error) {
        if (!(error instanceof psutil.NoSuchProcess)) throw error;
        console.log(error.pid, error.code, error.processName);
    }
}
