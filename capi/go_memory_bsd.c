//go:build darwin || freebsd

/* Go's memory on macOS and FreeBSD, where Go maps by itself: only the start is checked. */
#include "runtime_unix.h"
#include <sys/mman.h>
#include <sys/resource.h>

intptr_t psutil__unclaimed_go_memory = INTPTR_MAX; /* never known */

/* Megabytes that the runtime maps at the start and a little later: address space, and writable memory. */
enum { GO_ADDRESS_SPACE = 2304, GO_WRITABLE = 160 };

static int can_map(size_t megabytes, int access)
{
    void *probe = mmap(NULL, megabytes << 20, access, MAP_PRIVATE | MAP_ANON, -1, 0);
    if (probe == MAP_FAILED) return 0;
    munmap(probe, megabytes << 20);
    return 1;
}

int psutil__reserve_go_memory(const char **why)
{
    struct rlimit data;
    *why = "not enough address space to start; RLIMIT_AS is too low";
    if (!can_map(GO_ADDRESS_SPACE, PROT_NONE)) return 0;
    if (getrlimit(RLIMIT_DATA, &data) || data.rlim_cur == RLIM_INFINITY) return 1;
    *why = "not enough writable memory to start; RLIMIT_DATA is too low";
    return can_map(GO_WRITABLE, PROT_READ | PROT_WRITE);
}

void psutil__release_go_memory(void)
{
}

int psutil__claim_go_memory(size_t size)
{
    (void)size;
    return 1;
}

void psutil__drop_go_memory_claim(void)
{
}
