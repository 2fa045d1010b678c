/*
 * Go's memory on Linux.
 *
 * Go ends the process when the kernel refuses memory, and by itself it reserves 1.2 GB of address space. On the
 * processors where it maps through C, link_elf.sh redirects its mmap and munmap here, and everything it maps comes
 * out of two ranges that are reserved before it starts:
 *   - the heap, which grows from one end of its range to the other;
 *   - the pool, for everything else. Most of it is one index of the heap.
 *
 * What is reserved counts for RLIMIT_AS at once, so a limit that is set later takes nothing away. The ranges are shared
 * memory, of which the kernel neither counts pages that become writable for RLIMIT_DATA nor fills them at once in a
 * process that locks its memory. Children get no copy of them (MADV_DONTFORK): the runtime in there is the parent's.
 *
 * The heap is reserved some way ahead of Go's use. Each thread inside Go has a claim to a part of that, which suffices
 * until the thread reads its next file. Where the claims of all threads come near to what there is, because a limit
 * keeps the heap from growing, calls fail with PSUTIL_ERR_NO_MEMORY, at their beginning or before they read their next
 * file (see gc.go).
 *
 * Go's tables, which have an entry for each piece of the whole address space, make up the 1.2 GB. Since the heap's
 * place is known before Go asks for its tables, only the part for that place, the window, exists: Go gets the address
 * at which a whole table would have to begin for the window to be in its place, and touches nothing else of it.
 */
#define _GNU_SOURCE
#include "runtime_unix.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

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

#define HEAP_RANGE ((size_t)32 << 30) /* addresses for which the tables have entries */
#define HEAP (96 * MEGABYTE)          /* reserved at the start: a kernel that never overcommits counts it as used */
#define POOL (40 * MEGABYTE)          /* 33 MB are used at once */
#define POOL_STEP (16 * MEGABYTE)
enum { HEAP_PER_POOL = 12 }; /* the index of a heap with objects of any size takes less than this part of it */

static size_t page_size;

/* ---- the kernel's mappings */

static void *reserve(uintptr_t address, size_t size)
{
    int fixed = address ? MAP_FIXED_NOREPLACE : 0;
    void *range = mmap((void *)address, size, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE | fixed, -1, 0);
    if (range == MAP_FAILED) return NULL;
    madvise(range, size, MADV_DONTFORK); /* an emulator may ignore it; a child then has a copy that it does not use */
    if (!address || range == (void *)address) return range;
    munmap(range, size); /* Linux before 4.17 ignores MAP_FIXED_NOREPLACE */
    errno = EEXIST;
    return NULL;
}

static int make_writable(uintptr_t start, uintptr_t end)
{
    return !mprotect((void *)start, end - start, PROT_READ | PROT_WRITE);
}

static int address_space_is_limited(void)
{
    struct rlimit limit;
    return !getrlimit(RLIMIT_AS, &limit) && limit.rlim_cur != RLIM_INFINITY;
}

/* ---- the pool: pages that are allocated and freed */

enum { MAX_CHUNKS = 192, MAX_CHUNK_PAGES = 16384 };

static struct chunk {
    uintptr_t start;
    size_t pages, writable; /* the first ones are writable */
    size_t unused;          /* of those */
    uint8_t used[MAX_CHUNK_PAGES / 8];
} chunks[MAX_CHUNKS];

static size_t chunk_count, pool_size;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of everything here but psutil__unclaimed_go_memory */

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
    if (chunk_count == MAX_CHUNKS || size > MAX_CHUNK_PAGES * page_size) return 0;
    void *start = reserve(0, size);
    if (!start) return 0;
    struct chunk *c = &chunks[chunk_count++];
    memset(c, 0, sizeof *c);
    c->start = (uintptr_t)start;
    c->pages = size / page_size;
    pool_size += size;
    return 1;
}

/* Makes more of a chunk writable. */
static int extend_chunk(struct chunk *c, size_t pages)
{
    uintptr_t end = c->start + c->writable * page_size;
    if (pages > c->pages - c->writable || !make_writable(end, end + pages * page_size)) return 0;
    c->writable += pages;
    c->unused += pages;
    return 1;
}

static int extend_pool(size_t pages)
{
    for (size_t i = 0; i < chunk_count; i++)
        if (extend_chunk(&chunks[i], pages)) return 1;
    size_t size = pages * page_size;
    return add_chunk(size > POOL_STEP ? size : POOL_STEP) && extend_chunk(&chunks[chunk_count - 1], pages);
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
    size_t pages = (size + page_size - 1) / page_size;
    do {
        for (size_t i = 0; i < chunk_count; i++) {
            uintptr_t start = take_from_chunk(&chunks[i], pages);
            if (start) return start;
        }
    } while (extend_pool(pages));
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
    if (madvise((void *)start, size, MADV_REMOVE)) memset((void *)start, 0, size); /* locked memory */
    mark(c, (start - c->start) / page_size, size / page_size, 0);
}

/* ---- the heap */

static struct heap {
    uintptr_t start;      /* of its addresses */
    uintptr_t granted;    /* Go has been given the addresses up to here; 0: none */
    uintptr_t first_used; /* Go starts at a random place in its first arena */
    uintptr_t used;       /* up to here; it is writable */
    uintptr_t reserved;   /* up to here */
    int tables;           /* that Go has reserved */
} heap;

intptr_t psutil__unclaimed_go_memory = INTPTR_MAX / 2; /* until it is reserved, as in a plain "go build" */

static int reserve_heap(void)
{
#ifdef __aarch64__
    const uintptr_t usual = (uintptr_t)0x40 << 32;
#else
    const uintptr_t usual = (uintptr_t)0xc0 << 32;
#endif
    const size_t whole = HEAP + ARENA; /* Go leaves out up to one arena */
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
    psutil__unclaimed_go_memory = (intptr_t)HEAP;
    return 1;
}

static intptr_t add_unclaimed(intptr_t size)
{
    return __atomic_add_fetch(&psutil__unclaimed_go_memory, size, __ATOMIC_SEQ_CST);
}

static int extend_heap(size_t size)
{
    size_t whole = heap.reserved - heap.start + size;
    if (whole > HEAP_RANGE) return 0;
    if (pool_size < POOL + whole / HEAP_PER_POOL && !add_chunk(POOL_STEP)) return 0;
    if (!reserve(heap.reserved, size)) return 0;
    heap.reserved += size;
    add_unclaimed((intptr_t)size);
    return 1;
}

/* Reserves more of the heap where less is left than the threads inside Go may need. */
static void keep_ahead(void)
{
    size_t step = ARENA;
    while (psutil__go_memory_is_low() && step >= MEGABYTE)
        if (!extend_heap(step)) step /= 4;
}

static int is_in_heap(uintptr_t start, size_t size)
{
    return heap.granted && start >= heap.start && start + size <= heap.granted;
}

static void use_first(uintptr_t start)
{
    heap.first_used = heap.used = start;
    uintptr_t end = start + HEAP;
    if (start > heap.start) munmap((void *)heap.start, start - heap.start);
    if (end < heap.reserved) munmap((void *)end, heap.reserved - end);
    heap.reserved = end;
}

/* Go maps a part of the heap again when it wants to use what it has given back. */
static uintptr_t use_heap(uintptr_t start, size_t size)
{
    if (!heap.first_used) use_first(start);
    uintptr_t end = start + size;
    if (end <= heap.used) return start;
    if (end > heap.reserved && !extend_heap(end - heap.reserved)) return 0;
    if (!make_writable(heap.used, end)) return 0;
    add_unclaimed(-(intptr_t)(end - heap.used));
    heap.used = end;
    keep_ahead();
    return start;
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

/* Go asks for an arena more than it needs, to cut off what is not aligned; psutil__unmap_for_go ignores that. For the
   first arena it asks at random places before, and in one of 65,536 starts at address 0, which is here. It takes a
   failure for the address that it wanted, and ends; any other address it gives back. */
static uintptr_t reserve_anywhere(size_t size)
{
    if (heap.tables < TABLES) return reserve_table(size);
    if (size == ARENA) return heap.start;
    if (size < ARENA || size % ARENA) return 0;
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
    (void)fd;
    (void)offset;
    uintptr_t start = (uintptr_t)address, got = 0;
    pthread_mutex_lock(&lock);
    if (flags & MAP_FIXED) got = chunk_of(start) ? start : is_in_heap(start, size) ? use_heap(start, size) : 0;
    else if (access == PROT_NONE) got = address ? reserve_at(start, size) : reserve_anywhere(size);
    else got = take_from_pool(size);
    pthread_mutex_unlock(&lock);
    if (got) return (void *)got;
    errno = ENOMEM;
    return MAP_FAILED;
}

int psutil__unmap_for_go(void *address, size_t size);
int psutil__unmap_for_go(void *address, size_t size)
{
    uintptr_t start = (uintptr_t)address;
    pthread_mutex_lock(&lock);
    struct chunk *c = chunk_of(start);
    if (c) return_to_pool(c, start, size);
    pthread_mutex_unlock(&lock);
    return 0;
}

/* ---- claims */

/* What a thread allocates at most between two calls of platform.CheckMemory, each of which asks for less than the
   largest size that needs no claim (gc.go). */
#define CLAIM_OF_THREAD (2 * (intptr_t)MEGABYTE)

static void set_claim(intptr_t size)
{
    psutil__thread *thread = psutil__this_thread();
    if (thread == &psutil__oom_thread) return;
    add_unclaimed(thread->claim - size);
    thread->claim = size;
}

int psutil__claim_go_memory(size_t size)
{
    set_claim(CLAIM_OF_THREAD + (intptr_t)size);
    if (!psutil__go_memory_is_low()) return 1;
    pthread_mutex_lock(&lock);
    keep_ahead();
    pthread_mutex_unlock(&lock);
    return !psutil__go_memory_is_low();
}

void psutil__drop_go_memory_claim(void)
{
    set_claim(0);
}

/* ---- start and end */

static void forget_mappings(void)
{
    pthread_mutex_init(&lock, NULL); /* a fork may have left it locked */
    memset(&heap, 0, sizeof heap);
    chunk_count = pool_size = 0;
}

void psutil__release_go_memory(void)
{
    if (heap.start) munmap((void *)heap.start, heap.reserved - heap.start);
    for (size_t i = 0; i < chunk_count; i++) munmap((void *)chunks[i].start, chunks[i].pages * page_size);
    forget_mappings();
}

int psutil__reserve_go_memory(const char **why)
{
    forget_mappings(); /* the parent's */
    page_size = (size_t)sysconf(_SC_PAGESIZE);
    size_t pool = (POOL + HEAP / HEAP_PER_POOL) / MEGABYTE * MEGABYTE;
    if (reserve_heap() && add_chunk(pool)) return 1;
    *why = errno == EAGAIN           ? "not enough lockable memory to start after mlockall; RLIMIT_MEMLOCK is too low"
        : address_space_is_limited() ? "not enough address space to start; RLIMIT_AS is too low"
                                     : "not enough address space to start";
    psutil__release_go_memory();
    return 0;
}

#else /* Go maps by itself, or the sanitizer needs more than any limit: only the start is checked */

intptr_t psutil__unclaimed_go_memory = INTPTR_MAX;

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

int psutil__reserve_go_memory(const char **why)
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
