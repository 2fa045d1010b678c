/* Shared by call_windows.c, go_keys.c, popen_windows.c and runtime_windows.c. */
#ifndef PSUTIL_RUNTIME_WINDOWS_H
#define PSUTIL_RUNTIME_WINDOWS_H

#include "internal.h"
#include <windows.h>

/* What the library keeps for each thread. It is allocated at the first use. */
typedef struct psutil__thread {
    psutil__error error;
    void *reserved_key; /* see psutil__reserve_key */
} psutil__thread;

extern psutil__thread psutil__oom_thread; /* shared by all threads for which memory is missing */
psutil__thread *psutil__this_thread(void);

/* Records an error of Windows, ACCESS_DENIED, NO_MEMORY or OS, for a call that fails before it reaches Go. Returns the
   code. */
int32_t psutil__set_windows_error(psutil__call *call, const char *what, DWORD error);

#endif
