/* psutil_cpu_count of logical CPUs on Windows, which keeps the number in memory. */
#include "runtime_windows.h"

int psutil__cpu_count_without_go(psutil__call *call, int32_t logical, int64_t *out)
{
    (void)call;
    DWORD host_error = GetLastError(), n = logical ? GetActiveProcessorCount(ALL_PROCESSOR_GROUPS) : 0;
    SetLastError(host_error);
    if (n) *out = n;
    return n != 0;
}
