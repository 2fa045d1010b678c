/* psutil_cpu_stats on Windows with one processor group. Go asks for the CPUs of several. */
#include "runtime_windows.h"
#include <string.h>
#include <winternl.h>

enum { MAX_CPUS = 64 }; /* of a group */

int psutil__cpu_stats_without_go(psutil__call *call, psutil_cpu_stats_t *out)
{
    union {
        SYSTEM_PERFORMANCE_INFORMATION counts;
        char size[512]; /* newer versions of Windows have added to it */
    } performance;
    SYSTEM_PROCESSOR_PERFORMANCE_INFORMATION cpus[MAX_CPUS];
    ULONG written = 0;
    int64_t interrupts = 0;
    (void)call;
    if (GetActiveProcessorGroupCount() > 1) return 0;
    memset(&performance, 0, sizeof performance);
    if (NtQuerySystemInformation(SystemProcessorPerformanceInformation, cpus, sizeof cpus, &written)) return 0;
    for (size_t i = 0; i < written / sizeof *cpus && i < MAX_CPUS; i++)
        interrupts += cpus[i].Reserved2; /* InterruptCount */
    if (NtQuerySystemInformation(SystemPerformanceInformation, &performance, sizeof performance, &written)) return 0;
    memset(out, 0xff, sizeof *out); /* PSUTIL_NA */
    out->ctx_switches = performance.counts.ContextSwitches;
    out->interrupts = interrupts;
    out->syscalls = performance.counts.SystemCalls;
    return 1;
}
