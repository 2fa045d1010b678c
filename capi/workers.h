/* Threads that share the work of a call; see workers.c. Called by Go, as is the rest of a call. */
#ifndef PSUTIL_WORKERS_H
#define PSUTIL_WORKERS_H

#include "internal.h"

int32_t psutil__max_workers(void); /* how many threads may share the work of a call, the calling thread included */
/* Runs workers 0 to n-1 of a job and returns when all have returned. Worker 0 runs on the calling thread, and so do
   those for which no thread can be created. */
void psutil__run_workers(uintptr_t job, int32_t n);
extern void psutil__go_run_worker(uintptr_t job, int32_t worker); /* the Go export */

#endif
