/*
 * Go's memory on Linux.
 *
 * Go ends the process when the kernel refuses memory, and by itself it reserves 1.2 GB of address space. Where that
 * much can be had it maps by itself. Where a limit is lower, and on the processors where it maps through C,
 * link_linux.sh redirects its mmap and munmap here, and everything it maps comes out of two ranges that are reserved
 * before it starts:
 *   - the heap, which grows from one end of its range to the other;
 *   - the pool, for everything else. Most of it is one index of the heap.
 * What is left of both is kept writable some way ahead of Go's use. Where that is no longer possible, because the host
 * has set a limit, psutil__call_begin returns PSUTIL_ERR_NO_MEMORY, and calls in progress end with that error when they
 * read their next file (see gc.go).
 *
 * Go's tables, which have an entry for each piece of the whole address space, make up the 1.2 GB. Since the heap's
 * place is known before Go asks for its tables, only the part for that place, the window, exists: Go gets the address
 * at which a whole table would have to begin for the window to be in its place, and touches nothing else of it.
 */
#define _GNU_SOURCE
#include "runtime_linux.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

int32_t psutil__go_memory_is_low;

/* Megabytes that the runtime maps at the start and a little later: address space, most of which never becomes memory,
   and writable memory. */
#if UINTPTR_MAX > 0xffffffff
enum { GO_ADDRESS_SPACE = 2304, GO_WRITABLE = 160 };
#else
enum { GO_ADDRESS_SPACE = 256, GO_WRITABLE = 64 };
#endif

static int can_map(size_t megabytes, int access)
{
    void *probe = mmap(NULL, megabytes << 20, access, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (probe == MAP_FAILED) return 0;
    munmap(probe, megabytes << 20);
    return 1;
}

/* Whether Go finds what it maps by itself. */
static int go_can_map(const char **why)
{
    struct rlimit data;
    *why = "not enough address space to start; RLIMIT_AS is too low";
    int suffices = can_map(GO_ADDRESS_SPACE, PROT_NONE);
    /* After mlockall(MCL_FUTURE) a writable mapping becomes memory at once, so this one is made only where it can fail.
     */
    if (suffices && !getrlimit(RLIMIT_DATA, &data) && data.rlim_cur != RLIM_INFINITY) {
        *why = "not enough writable memory to start; RLIMIT_DATA is too low";
        suffices = can_map(GO_WRITABLE, PROT_READ | PROT_WRITE);
    }
    if (!suffices && errno == EAGAIN)
        *why = "not enough lockable memory to start after mlockall; RLIMIT_MEMLOCK is too low";
    return suffices;
}

#if (defined __x86_64__ || defined __aarch64__ || defined __loongarch64) && !defined __SANITIZE_ADDRESS__

#define KILOBYTE ((size_t)1 << 10)
#define MEGABYTE ((size_t)1 << 20)

/* Of Go: mallocinit, mheap.sysAlloc and pageAlloc.sysInit. A different Go ends with "out of memory" at its start. */
#define ARENA (64 * MEGABYTE) /* by which the heap grows */
enum { ADDRESS_BITS = 48, TABLES = 6, ENTRY_SIZE = 8 };
#define LARGEST_WHOLE_TABLE (128 * KILOBYTE) /* Go uses all of the first table */
#ifdef __x86_64__
#define FIRST_ADDRESS (-((uintptr_t)1 << 47)) /* that the tables have an entry for: addresses are signed */
#else
#define FIRST_ADDRESS ((uintptr_t)0)
#endif

#define HEAP_RANGE ((size_t)32 << 30)    /* addresses for which the tables have entries */
#define HEAP (256 * MEGABYTE)            /* reserved at the start */
#define HEAP_UNDER_LIMIT (96 * MEGABYTE) /* where RLIMIT_AS or RLIMIT_DATA is set */
#define HEAP_PIECE (4 * MEGABYTE)        /* by which Go uses it */
#define HEAP_RESERVED (64 * MEGABYTE)    /* ahead of Go's use */
#define HEAP_RESERVED_LOW (48 * MEGABYTE)
#define HEAP_WRITABLE (32 * MEGABYTE)     /* ahead of Go's use; memory where the host locks its own */
#define HEAP_WRITABLE_LOW (24 * MEGABYTE) /* the calls that run at the same time may need this */
#define POOL (60 * MEGABYTE)              /* 33 MB are used at once, in proportion to the heap some more */
#define POOL_UNDER_LIMIT (48 * MEGABYTE)
#define POOL_AT_START (38 * MEGABYTE) /* writable */
#define POOL_STEP (16 * MEGABYTE)
#define POOL_WRITABLE (4 * MEGABYTE) /* ahead of Go's use */
#define POOL_WRITABLE_LOW (2 * MEGABYTE)

static size_t page_size;

/* ---- the kernel's mappings */

static void *reserve(uintptr_t address, size_t size)
{
    int fixed = address ? MAP_FIXED_NOREPLACE : 0;
    void *range = mmap((void *)address, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | fixed, -1, 0);
    if (range == MAP_FAILED) return NULL;
    if (!address || range == (void *)address) return range;
    munmap(range, size); /* Linux before 4.17 ignores MAP_FIXED_NOREPLACE */
    errno = EEXIST;
    return NULL;
}

static int make_writable(uintptr_t start, uintptr_t end)
{
    return start >= end || !mprotect((void *)start, end - start, PROT_READ | PROT_WRITE);
}

static int is_limited(int what)
{
    struct rlimit limit;
    return !getrlimit(what, &limit) && limit.rlim_cur != RLIM_INFINITY;
}

/* ---- the pool: pages that are allocated and freed */

enum { MAX_CHUNKS = 32, MAX_CHUNK_PAGES = 15360 };

static struct chunk {
    uintptr_t start;
    size_t pages, writable; /* the first ones are writable */
    size_t unused;          /* of those */
    uint8_t used[MAX_CHUNK_PAGES / 8];
} chunks[MAX_CHUNKS];

static size_t chunk_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of everything here but psutil__go_memory_is_low */

static int is_used(const struct chunk *c, size_t page)
{
    return c->used[page / 8] >> page % 8 & 1;
}

static void mark(struct chunk *c, size_t page, size_t pages, int used)
{
    for (size_t i = page; i < page + pages; i++)
        c->used[i / 8] = (uint8_t)((c->used[i / 8] & ~(1 << i % 8)) | used << i % 8);
    if (used) c->unused -= pages;
    else c->unused += pages;
}

static int add_chunk(size_t size)
{
    if (chunk_count == MAX_CHUNKS) return 0;
    void *start = reserve(0, size);
    if (!start) return 0;
    struct chunk *c = &chunks[chunk_count++];
    memset(c, 0, sizeof *c);
    c->start = (uintptr_t)start;
    c->pages = size / page_size;
    return 1;
}

/* Makes more of a chunk writable. */
static int extend_chunk(struct chunk *c, size_t size)
{
    size_t pages = (size + page_size - 1) / page_size;
    uintptr_t end = c->start + c->writable * page_size;
    if (pages > c->pages - c->writable || !make_writable(end, end + pages * page_size)) return 0;
    c->writable += pages;
    c->unused += pages;
    return 1;
}

static int extend_pool(size_t size)
{
    for (size_t i = 0; i < chunk_count; i++)
        if (extend_chunk(&chunks[i], size)) return 1;
    size_t whole = size > POOL_STEP ? size : POOL_STEP;
    return whole <= MAX_CHUNK_PAGES * page_size && add_chunk(whole) && extend_chunk(&chunks[chunk_count - 1], size);
}

static size_t pool_left(void)
{
    size_t pages = 0;
    for (size_t i = 0; i < chunk_count; i++) pages += chunks[i].unused;
    return pages * page_size;
}

static uintptr_t take_from_chunk(struct chunk *c, size_t pages)
{
    size_t run = 0;
    for (size_t i = 0; c->unused >= pages && i < c->writable; i++) {
        run = is_used(c, i) ? 0 : run + 1;
        if (run < pages) continue;
        mark(c, i + 1 - pages, pages, 1);
        return c->start + (i + 1 - pages) * page_size;
    }
    return 0;
}

static uintptr_t take_from_pool(size_t size)
{
    size = (size + page_size - 1) / page_size * page_size;
    do {
        for (size_t i = 0; i < chunk_count; i++) {
            uintptr_t start = take_from_chunk(&chunks[i], size / page_size);
            if (start) return start;
        }
    } while (extend_pool(size));
    return 0;
}

static struct chunk *chunk_of(uintptr_t address)
{
    for (size_t i = 0; i < chunk_count; i++)
        if (address >= chunks[i].start && address < chunks[i].start + chunks[i].pages * page_size) return &chunks[i];
    return NULL;
}

/* Memory that Go takes is zero. */
static void return_to_pool(struct chunk *c, uintptr_t start, size_t size)
{
    size = (size + page_size - 1) / page_size * page_size;
    if (madvise((void *)start, size, MADV_DONTNEED)) memset((void *)start, 0, size); /* locked memory */
    mark(c, (start - c->start) / page_size, size / page_size, 0);
}

/* ---- the heap */

static struct heap {
    uintptr_t start;      /* of its addresses; 0: Go maps by itself */
    uintptr_t granted;    /* Go has been given the addresses up to here; 0: none */
    uintptr_t first_used; /* Go starts at a random place in its first arena */
    uintptr_t used;       /* up to here */
    uintptr_t writable;   /* up to here */
    uintptr_t reserved;   /* up to here */
    size_t first_size;    /* reserved at the start */
    int tables;           /* that Go has reserved */
} heap;

static int reserve_heap(size_t size)
{
#ifdef __aarch64__
    const uintptr_t usual = (uintptr_t)0x40 << 32;
#else
    const uintptr_t usual = (uintptr_t)0xc0 << 32;
#endif
    memset(&heap, 0, sizeof heap);
    size_t whole = size + ARENA; /* Go leaves out up to one arena */
    char *start = NULL;
    for (uintptr_t i = 0; i < 64 && !start; i++) { /* the places that Go tries, far from the kernel's */
        start = reserve(usual + (i << 40), whole);
        if (!start && errno != EEXIST) break;
    }
    if (!start) {
        char *unaligned = reserve(0, whole + ARENA);
        if (!unaligned) return 0;
        size_t before = -(uintptr_t)unaligned % ARENA;
        start = unaligned + before;
        if (before) munmap(unaligned, before);
        munmap(start + whole, ARENA - before);
    }
    heap.start = (uintptr_t)start;
    heap.reserved = heap.start + whole;
    heap.first_size = size;
    return 1;
}

static int is_in_heap(uintptr_t start, size_t size)
{
    return heap.granted && start >= heap.start && start + size <= heap.granted;
}

static int reserve_heap_to(uintptr_t end)
{
    if (end <= heap.reserved) return 1;
    size_t size = end - heap.reserved;
    if (!reserve(heap.reserved, size)) return 0;
    heap.reserved += size;
    return 1;
}

static int make_heap_writable_to(uintptr_t end)
{
    if (end <= heap.writable) return 1;
    if (!reserve_heap_to(end) || !make_writable(heap.writable, end)) return 0;
    heap.writable = end;
    return 1;
}

/* Makes more of the heap and the pool ready than Go uses: the heap by size more than the calls in progress may need.
   Returns whether that much is there. */
static int work_ahead(size_t size)
{
    uintptr_t limit = heap.start + HEAP_RANGE, reserved = heap.used + HEAP_RESERVED + size,
              writable = heap.used + HEAP_WRITABLE + size;
    reserve_heap_to(reserved < limit ? reserved : limit);
    int has_heap = make_heap_writable_to(writable < limit ? writable : limit)
        && heap.reserved - heap.used >= HEAP_RESERVED_LOW + size;
    if (!has_heap) /* as much as there is */
        while (heap.writable < heap.reserved && make_heap_writable_to(heap.writable + HEAP_PIECE)) continue;
    if (pool_left() < POOL_WRITABLE) extend_pool(POOL_WRITABLE);
    size_t left = heap.writable - heap.used;
    int pool_is_low = pool_left() < POOL_WRITABLE_LOW;
    int is_low = pool_is_low || left < HEAP_WRITABLE_LOW || heap.reserved - heap.used < HEAP_RESERVED_LOW;
    __atomic_store_n(&psutil__go_memory_is_low, is_low, __ATOMIC_RELAXED);
    return has_heap && !pool_is_low;
}

static void use_first(uintptr_t start)
{
    heap.first_used = heap.used = heap.writable = start;
    uintptr_t end = start + heap.first_size;
    if (start > heap.start) munmap((void *)heap.start, start - heap.start);
    if (end < heap.reserved) munmap((void *)end, heap.reserved - end);
    if (end < heap.reserved) heap.reserved = end;
}

static uintptr_t use_heap(uintptr_t start, size_t size)
{
    if (!heap.first_used) use_first(start);
    if (start + size > heap.used) {
        if (!make_heap_writable_to(start + size)) return 0;
        heap.used = start + size;
        work_ahead(0);
        return start;
    }
    /* Go gives pages back this way where the kernel has no madvise. */
    void *fresh = mmap((void *)start, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    return fresh == MAP_FAILED ? 0 : start;
}

/* ---- Go's reservations */

static uintptr_t reserve_table(size_t size)
{
    int entry_bits = __builtin_ctzll(size / ENTRY_SIZE), shift = ADDRESS_BITS - entry_bits;
    if ((size & (size - 1)) || size > (size_t)1 << 30 || size < page_size || heap.tables == TABLES) return 0;
    heap.tables++;
    if (size <= LARGEST_WHOLE_TABLE) return take_from_pool(size);
    size_t first = ((heap.start - FIRST_ADDRESS) >> shift) * ENTRY_SIZE / page_size * page_size;
    size_t last = ((heap.start + HEAP_RANGE - FIRST_ADDRESS) >> shift) * ENTRY_SIZE / page_size * page_size + page_size;
    uintptr_t window = take_from_pool(last - first);
    return window ? window - first : 0;
}

/* Go asks for an arena more than it needs, to cut off what is not aligned; psutil__unmap_for_go ignores that. */
static uintptr_t reserve_anywhere(size_t size)
{
    if (heap.tables < TABLES) return reserve_table(size);
    if (size <= ARENA || size % ARENA) return 0;
    if (!heap.granted) heap.granted = heap.start;
    size -= ARENA;
    if (size > heap.start + HEAP_RANGE - heap.granted) return 0;
    heap.granted += size;
    return heap.granted - size - page_size;
}

static uintptr_t reserve_at(uintptr_t start, size_t size)
{
    if (!heap.granted || start != heap.granted || size > heap.start + HEAP_RANGE - heap.granted) return 0;
    heap.granted += size;
    return start;
}

void *psutil__map_for_go(void *address, size_t size, int access, int flags, int fd, off_t offset);
void *psutil__map_for_go(void *address, size_t size, int access, int flags, int fd, off_t offset)
{
    if (!heap.start) return mmap(address, size, access, flags, fd, offset);
    uintptr_t start = (uintptr_t)address, got = 0;
    pthread_mutex_lock(&lock);
    if (flags & MAP_FIXED) got = chunk_of(start) ? start : is_in_heap(start, size) ? use_heap(start, size) : 0;
    else if (access == PROT_NONE) got = address ? reserve_at(start, size) : reserve_anywhere(size);
    else got = take_from_pool(size);
    if (!address && access != PROT_NONE && pool_left() < POOL_WRITABLE && heap.first_used) work_ahead(0);
    pthread_mutex_unlock(&lock);
    if (got) return (void *)got;
    errno = ENOMEM;
    return MAP_FAILED;
}

int psutil__unmap_for_go(void *address, size_t size);
int psutil__unmap_for_go(void *address, size_t size)
{
    if (!heap.start) return munmap(address, size);
    uintptr_t start = (uintptr_t)address;
    pthread_mutex_lock(&lock);
    struct chunk *c = chunk_of(start);
    if (c) return_to_pool(c, start, size);
    pthread_mutex_unlock(&lock);
    return 0;
}

/* ---- start and end */

void psutil__release_go_memory(void)
{
    pthread_mutex_init(&lock, NULL); /* a fork may have left it locked */
    uintptr_t start = heap.first_used ? heap.first_used : heap.start;
    if (start) munmap((void *)start, heap.reserved - start);
    for (size_t i = 0; i < chunk_count; i++) munmap((void *)chunks[i].start, chunks[i].pages * page_size);
    memset(&heap, 0, sizeof heap);
    chunk_count = 0;
    psutil__go_memory_is_low = 0;
}

int psutil__reserve_go_memory(const char **why)
{
    psutil__release_go_memory();
    if (go_can_map(why)) return 1;
    page_size = (size_t)sysconf(_SC_PAGESIZE);
    int limited = is_limited(RLIMIT_AS) || is_limited(RLIMIT_DATA);
    *why = "not enough address space to start; RLIMIT_AS is too low";
    if (!reserve_heap(limited ? HEAP_UNDER_LIMIT : HEAP)) goto failed;
    if (!add_chunk(limited ? POOL_UNDER_LIMIT : POOL)) goto failed;
    /* Where in its range Go's heap starts is not known yet, but as much will be writable there. */
    if (extend_chunk(&chunks[0], POOL_AT_START)
        && make_writable(heap.start, heap.start + HEAP_PIECE + HEAP_WRITABLE + HEAP_PIECE))
        return 1;
    if (errno != EAGAIN) *why = "not enough writable memory to start; RLIMIT_DATA is too low";
failed:
    if (errno == EAGAIN) *why = "not enough lockable memory to start after mlockall; RLIMIT_MEMLOCK is too low";
    psutil__release_go_memory();
    return 0;
}

int64_t psutil__go_memory_left(void)
{
    if (!heap.start) return INT64_MAX;
    pthread_mutex_lock(&lock);
    int64_t left = (int64_t)(heap.writable - heap.used);
    pthread_mutex_unlock(&lock);
    return left;
}

int psutil__find_go_memory(size_t size)
{
    if (!heap.start) return 1;
    pthread_mutex_lock(&lock);
    int found = work_ahead(size);
    pthread_mutex_unlock(&lock);
    return found;
}

#else /* Go maps by itself, or the sanitizer needs more than any limit: only the start is checked */

int psutil__reserve_go_memory(const char **why)
{
    return go_can_map(why);
}

void psutil__release_go_memory(void)
{
}

int64_t psutil__go_memory_left(void)
{
    return INT64_MAX;
}

int psutil__find_go_memory(size_t size)
{
    (void)size;
    return 1;
}

void *psutil__map_for_go(void *address, size_t size, int access, int flags, int fd, off_t offset);
void *psutil__map_for_go(void *address, size_t size, int access, int flags, int fd, off_t offset)
{
    return mmap(address, size, access, flags, fd, offset);
}

int psutil__unmap_for_go(void *address, size_t size);
int psutil__unmap_for_go(void *address, size_t size)
{
    return munmap(address, size);
}

#endif
