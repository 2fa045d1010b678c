/* psutil_heap_info and psutil_heap_trim: statistics of the C library's malloc, on Windows of the process's heaps. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "internal.h"
#include <string.h>
#ifdef __GLIBC__
#include <dlfcn.h>
#include <malloc.h>

/* glibc's struct mallinfo2, which headers before 2.33 lack. */
typedef struct heap_counters {
    size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
} heap_counters;

/* mallinfo2 is looked up at run time: a library that is linked with a symbol of glibc 2.33 does not load with older
 * ones. */
static void read_counters(psutil_heap_info_t *info)
{
    heap_counters (*mallinfo2_)(void);
    *(void **)&mallinfo2_ = dlsym(RTLD_DEFAULT, "mallinfo2");
    if (mallinfo2_) {
        heap_counters now = mallinfo2_();
        info->heap_used = (int64_t)now.uordblks;
        info->mmap_used = (int64_t)now.hblkhd;
        return;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    struct mallinfo now = mallinfo();
#pragma GCC diagnostic pop
    info->heap_used = (unsigned)now.uordblks;
    info->mmap_used = (unsigned)now.hblkhd;
}

PSUTIL__PUBLIC int32_t psutil_heap_info(psutil_heap_info_t *out)
{
    psutil__call call = {.function = "psutil_heap_info"};
    if (!out) return psutil__error_null_argument(&call, "out");
    psutil_heap_info_t info;
    memset(&info, 0xff, sizeof info);
    read_counters(&info);
    *out = info;
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_heap_trim(int32_t *out)
{
    psutil__call call = {.function = "psutil_heap_trim"};
    if (!out) return psutil__error_null_argument(&call, "out");
    *out = malloc_trim(0) != 0;
    return PSUTIL_OK;
}

#elif defined(_WIN32)
#include <stdlib.h>
#include <windows.h>

/* The bytes of the blocks that are allocated from a heap. The walk locks it, so nothing is allocated. */
static int64_t used_bytes(HANDLE heap)
{
    int64_t used = 0;
    PROCESS_HEAP_ENTRY entry = {0};
    HeapLock(heap);
    while (HeapWalk(heap, &entry))
        if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) used += (int64_t)entry.cbData;
    HeapUnlock(heap);
    return used;
}

/* The bytes that are committed by VirtualAlloc, without the first region of each heap. */
static int64_t committed_bytes(const HANDLE *heaps, DWORD len)
{
    int64_t committed = 0;
    MEMORY_BASIC_INFORMATION region;
    for (const char *at = NULL; VirtualQuery(at, &region, sizeof region) == sizeof region;
        at = (const char *)region.BaseAddress + region.RegionSize) {
        if (region.State != MEM_COMMIT || region.Type != MEM_PRIVATE || !(region.AllocationProtect & PAGE_READWRITE))
            continue;
        DWORD i = 0;
        while (i < len && region.AllocationBase != heaps[i]) i++;
        if (i == len) committed += (int64_t)region.RegionSize;
    }
    return committed;
}

PSUTIL__PUBLIC int32_t psutil_heap_info(psutil_heap_info_t *out)
{
    psutil__call call = {.function = "psutil_heap_info"};
    if (!out) return psutil__error_null_argument(&call, "out");
    DWORD capacity = GetProcessHeaps(0, NULL) + 16; /* some more may be created before the next call */
    HANDLE *heaps = malloc(capacity * sizeof *heaps);
    if (!heaps) return psutil__set_error(&call, PSUTIL_ERR_NO_MEMORY, "no memory for a list of heaps");
    DWORD count = GetProcessHeaps(capacity, heaps);
    psutil_heap_info_t info;
    memset(&info, 0xff, sizeof info);
    info.heap_count = count;
    info.heap_used = used_bytes(GetProcessHeap());
    info.mmap_used = committed_bytes(heaps, count < capacity ? count : capacity);
    free(heaps);
    *out = info;
    return PSUTIL_OK;
}

/* HeapCompact returns the size of the largest free block, 0 without one. */
PSUTIL__PUBLIC int32_t psutil_heap_trim(int32_t *out)
{
    psutil__call call = {.function = "psutil_heap_trim"};
    if (!out) return psutil__error_null_argument(&call, "out");
    *out = HeapCompact(GetProcessHeap(), 0) != 0;
    return PSUTIL_OK;
}

#elif defined(__APPLE__)
#include <mach/mach.h>
#include <malloc/malloc.h>

PSUTIL__PUBLIC int32_t psutil_heap_info(psutil_heap_info_t *out)
{
    psutil__call call = {.function = "psutil_heap_info"};
    if (!out) return psutil__error_null_argument(&call, "out");
    vm_address_t *zones = NULL;
    unsigned count = 0;
    psutil_heap_info_t info;
    memset(&info, 0xff, sizeof info);
    kern_return_t failed = malloc_get_all_zones(mach_task_self(), NULL, &zones, &count);
    if (failed) return psutil__set_error(&call, PSUTIL_ERR_INTERNAL, "malloc_get_all_zones: Mach error %d", failed);
    info.heap_used = info.mmap_used = 0;
    for (unsigned i = 0; i < count; i++) {
        malloc_statistics_t zone = {0};
        malloc_zone_statistics((malloc_zone_t *)zones[i], &zone);
        info.heap_used += (int64_t)zone.size_in_use;
        info.mmap_used += (int64_t)zone.size_allocated;
    }
    *out = info;
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_heap_trim(int32_t *out)
{
    psutil__call call = {.function = "psutil_heap_trim"};
    if (!out) return psutil__error_null_argument(&call, "out");
    *out = malloc_zone_pressure_relief(NULL, 0) != 0;
    return PSUTIL_OK;
}

#elif defined(__FreeBSD__)
#include <errno.h>
#include <malloc_np.h>

static int32_t set_mallctl_error(psutil__call *call, const char *name, int error)
{
    int32_t code = error == ENOMEM || error == EAGAIN ? PSUTIL_ERR_NO_MEMORY
        : error == ENOENT                             ? PSUTIL_ERR_NOT_SUPPORTED /* another malloc, or no statistics */
                                                      : PSUTIL_ERR_OS;
    psutil__set_error(call, code, "mallctl %s: %s", name, strerror(error));
    call->error->info.os_error = error;
    return code;
}

/* Reads a statistic of jemalloc. Returns an error number. */
static int read_statistic(const char *name, int64_t *out)
{
    size_t value = 0, size = sizeof value;
    int error = mallctl(name, &value, &size, NULL, 0);
    if (!error) *out = (int64_t)value;
    return error;
}

/* jemalloc updates its statistics when the epoch is written. */
PSUTIL__PUBLIC int32_t psutil_heap_info(psutil_heap_info_t *out)
{
    psutil__call call = {.function = "psutil_heap_info"};
    if (!out) return psutil__error_null_argument(&call, "out");
    uint64_t epoch = 1;
    psutil_heap_info_t info;
    memset(&info, 0xff, sizeof info);
    int error = mallctl("epoch", NULL, NULL, &epoch, sizeof epoch);
    if (error) return set_mallctl_error(&call, "epoch", error);
    if ((error = read_statistic("stats.allocated", &info.heap_used)))
        return set_mallctl_error(&call, "stats.allocated", error);
    if ((error = read_statistic("stats.mapped", &info.mmap_used)))
        return set_mallctl_error(&call, "stats.mapped", error);
    *out = info;
    return PSUTIL_OK;
}

/* 4096 is MALLCTL_ARENAS_ALL. jemalloc does not report how much it returns to the system, so what it has mapped is
   compared. */
PSUTIL__PUBLIC int32_t psutil_heap_trim(int32_t *out)
{
    psutil__call call = {.function = "psutil_heap_trim"};
    if (!out) return psutil__error_null_argument(&call, "out");
    psutil_heap_info_t before, after;
    int32_t code = psutil_heap_info(&before);
    if (code) return code;
    int error = mallctl("arena.4096.purge", NULL, NULL, NULL, 0);
    if (error) return set_mallctl_error(&call, "arena.4096.purge", error);
    if ((code = psutil_heap_info(&after))) return code;
    *out = after.mmap_used < before.mmap_used;
    return PSUTIL_OK;
}

#else

static int32_t not_supported(const char *function, const void *out)
{
    psutil__call call = {.function = function};
    if (!out) return psutil__error_null_argument(&call, "out");
    return psutil__set_error(&call, PSUTIL_ERR_NOT_SUPPORTED, "this C library does not report heap statistics");
}

PSUTIL__PUBLIC int32_t psutil_heap_info(psutil_heap_info_t *out)
{
    return not_supported("psutil_heap_info", out);
}

PSUTIL__PUBLIC int32_t psutil_heap_trim(int32_t *out)
{
    return not_supported("psutil_heap_trim", out);
}

#endif
