/* psutil_boot_time on Windows, which keeps both clocks in memory. */
#include "runtime_windows.h"
#include <math.h>

/* From 1601, where Windows' time begins, to 1970, in units of 100 ns. */
#define EPOCH 116444736000000000

/* Returns the present time less the time since boot, which includes sleep. The two clocks advance in steps of up to
   16 ms, so the previous result is returned again while the difference stays below a second. Go calls it, too
   (boot_time_windows.go): a process of the kernel starts at the boot. */
int psutil__boot_time_without_go(psutil__call *call, double *out)
{
    (void)call;
    static _Atomic double last;
    psutil__fpenv host;
    FILETIME now;
    psutil__save_fpenv(&host); /* the host's traps */
    GetSystemTimeAsFileTime(&now);
    int64_t since_1601 = (int64_t)((uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime);
    double boot = (double)(since_1601 - EPOCH) / 1e7 - (double)GetTickCount64() / 1e3;
    double before = atomic_load(&last);
    if (!(before && fabs(boot - before) < 1) && atomic_compare_exchange_strong(&last, &before, boot)) before = boot;
    psutil__restore_fpenv(&host);
    *out = before;
    return 1;
}
