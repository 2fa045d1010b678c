/*
 * Handles: slots that are looked up, never pointers that are followed.
 *
 * A handle's value is made of the slot's index, the slot's generation and its kind. Whatever else a program passes - NULL,
 * a freed handle, somebody's pointer - does not match the slot it would lead to, or leads to none. A slot's whole life
 * is in one atomic word, so there is no lock that a fork could leave taken: at the worst, a child inherits a slot that
 * is claimed for ever.
 */
#include "go_exports_gen.h"
#include "table.h"
#include <stdlib.h>

#if UINTPTR_MAX > 0xffffffff
enum { KIND_BITS = 8, INDEX_BITS = 24, GENERATION_BITS = 32 };
#else
enum { KIND_BITS = 4, INDEX_BITS = 16, GENERATION_BITS = 12 };
#endif

enum { FIRST_CHUNK_BITS = 10 };

#define GENERATION_MASK ((uint64_t)0xffffffff >> (32 - GENERATION_BITS))
#define LIVE ((uint64_t)1 << 31)
#define HOLDERS (LIVE - 1)

/* ...1 at the low end: never the value of an aligned pointer. */
static uintptr_t encode(uint32_t index, uint64_t generation, int32_t kind)
{
    return (uintptr_t)(generation & GENERATION_MASK) << (KIND_BITS + INDEX_BITS) | (uintptr_t)index << KIND_BITS
        | (uintptr_t)kind << 1 | 1;
}

static psutil__slot *chunk_of(uint32_t index, uint32_t *offset)
{
    uint32_t n = (index >> FIRST_CHUNK_BITS) + 1;
    int k = 0;
    while (n >> (k + 1)) k++;
    *offset = index - ((((uint32_t)1 << k) - 1) << FIRST_CHUNK_BITS);
    return k < PSUTIL__CHUNKS ? atomic_load_explicit(&psutil__lib->handles.chunk[k], memory_order_acquire) : NULL;
}

static psutil__slot *slot_at(uint32_t index)
{
    uint32_t offset;
    psutil__slot *chunk = chunk_of(index, &offset);
    return chunk ? &chunk[offset] : NULL;
}

/* The slot that a value leads to and the generation it must have there, or NULL. */
static psutil__slot *decode(const void *handle, int32_t kind, uint64_t *generation)
{
    uintptr_t value = (uintptr_t)handle;
    if ((value & (((uintptr_t)1 << KIND_BITS) - 1)) != ((uintptr_t)kind << 1 | 1)) return NULL;
    *generation = value >> (KIND_BITS + INDEX_BITS);
    return slot_at((uint32_t)(value >> KIND_BITS) & (((uint32_t)1 << INDEX_BITS) - 1));
}

static int alive(uint64_t state, uint64_t generation)
{
    return (state & LIVE) && (state >> 32 & GENERATION_MASK) == generation;
}

static uint32_t capacity(uint32_t chunks)
{
    return (((uint32_t)1 << chunks) - 1) << FIRST_CHUNK_BITS;
}

/* Claims a free slot: nobody else can hold or claim it until it is made live. */
static int claim(psutil__slot *slot, uint64_t *state)
{
    uint64_t old = atomic_load_explicit(&slot->state, memory_order_relaxed);
    if (old & (LIVE | HOLDERS)) return 0;
    uint64_t generation = (old >> 32) + 1;
    if (!(generation & GENERATION_MASK)) generation++; /* 0 is what never-used slots have */
    *state = generation << 32;
    return atomic_compare_exchange_strong(&slot->state, &old, *state | 1);
}

/* Adds the next chunk, as large as all before it and 1024 slots more; 0 where memory or indices run out. */
static int grow(uint32_t chunks)
{
    uint32_t size = (uint32_t)1 << (FIRST_CHUNK_BITS + chunks);
    if (chunks == PSUTIL__CHUNKS || capacity(chunks + 1) > (uint32_t)1 << INDEX_BITS) return 0;
    psutil__handles *handles = &psutil__lib->handles;
    psutil__slot *fresh = calloc(size, sizeof *fresh), *none = NULL;
    if (!fresh) return 0;
    if (!atomic_compare_exchange_strong(&handles->chunk[chunks], &none, fresh)) free(fresh); /* another thread did */
    atomic_compare_exchange_strong(&handles->chunks, &chunks, chunks + 1);
    return 1;
}

/* Looks from where the last search ended. A quarter of the slots at least is free, so it does not look for long. */
static psutil__slot *find_free(uint32_t *index, uint64_t *state)
{
    psutil__handles *handles = &psutil__lib->handles;
    for (;;) {
        uint32_t chunks = atomic_load(&handles->chunks), all = capacity(chunks);
        if (atomic_load(&handles->taken) >= all - all / 4 && grow(chunks)) continue;
        for (uint32_t i = 0; i < all; i++) {
            *index = atomic_fetch_add_explicit(&handles->hint, 1, memory_order_relaxed) % all;
            psutil__slot *slot = slot_at(*index);
            if (claim(slot, state)) {
                atomic_fetch_add_explicit(&handles->taken, 1, memory_order_relaxed);
                return slot;
            }
        }
        if (atomic_load(&handles->chunks) == chunks) return NULL;
    }
}

int psutil__handle_new(int32_t kind, int64_t pid, int64_t start, uint64_t inode, const psutil__procfs *procfs, void *object,
    uint64_t epoch, void **out)
{
    uint32_t index;
    uint64_t state;
    psutil__slot *slot = find_free(&index, &state);
    if (!slot) return 0;
    *out = (void *)encode(index, state >> 32, kind);
    slot->kind = kind;
    slot->process = kind == PSUTIL__PROCESS ? *out : NULL;
    atomic_store_explicit(&slot->pid, pid, memory_order_release); /* whoever reads it sees the claim */
    slot->start = start;
    slot->inode = inode;
    slot->procfs = procfs;
    slot->object = object;
    atomic_store_explicit(&slot->object_epoch, epoch, memory_order_relaxed);
    atomic_store_explicit(&slot->state, state | LIVE, memory_order_release);
    return 1;
}

/* Adds a holder to a live handle's slot, and takes some bits away; NULL if it is not live. */
static psutil__slot *hold(const void *handle, int32_t kind, uint64_t without)
{
    uint64_t generation;
    psutil__slot *slot = decode(handle, kind, &generation);
    uint64_t state = slot ? atomic_load_explicit(&slot->state, memory_order_acquire) : 0;
    while (alive(state, generation))
        if (atomic_compare_exchange_weak(&slot->state, &state, (state & ~without) + 1)) return slot;
    return NULL;
}

psutil__slot *psutil__handle_acquire(psutil__call *call, const void *handle, int32_t kind, const char *argument)
{
    psutil__slot *slot = hold(handle, kind, 0);
    if (!slot) psutil__set_error(call, PSUTIL_ERR_INVALID_HANDLE, "%s is not a handle, or one that was freed", argument);
    return slot;
}

psutil__slot **psutil__handle_acquire_all(psutil__call *call, psutil_process *const *handles, size_t n, const char *argument)
{
    psutil__slot **slots = n < SIZE_MAX / sizeof *slots ? malloc((n + 1) * sizeof *slots) : NULL;
    if (!slots) {
        psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "no memory for %zu handles", n);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        if ((slots[i] = hold(handles[i], PSUTIL__PROCESS, 0))) continue;
        if (!handles[i]) psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s[%zu] is NULL", argument, i);
        else psutil__set_error(call, PSUTIL_ERR_INVALID_HANDLE, "%s[%zu] is not a handle, or one that was freed", argument, i);
        psutil__handle_release_all(slots, i);
        return NULL;
    }
    return slots;
}

void psutil__handle_release_all(psutil__slot **slots, size_t n)
{
    for (size_t i = 0; i < n; i++) psutil__handle_release(slots[i]);
    free(slots);
}

/* The last holder of a freed slot takes its object apart before anyone can claim the slot anew. */
static void dispose(psutil__slot *slot)
{
    if (slot->kind == PSUTIL__TABLE) {
        psutil__table_release(slot->object);
        return;
    }
    uint64_t epoch = atomic_load_explicit(&slot->object_epoch, memory_order_relaxed);
    /* An object of a runtime that died in a fork went with it. */
    if (epoch && epoch == psutil__lib->epoch && psutil__runtime_is_alive(psutil__lib))
        psutil__lib->core->drop(slot->object);
    atomic_store_explicit(&slot->object_epoch, 0, memory_order_relaxed);
}

void psutil__handle_release(psutil__slot *slot)
{
    /* acquire: what the other holders did with the object comes before its end */
    uint64_t state = atomic_load_explicit(&slot->state, memory_order_acquire);
    do {
        if ((state & (LIVE | HOLDERS)) == 1) {
            dispose(slot);
            atomic_store_explicit(&slot->state, state - 1, memory_order_release);
            atomic_fetch_sub_explicit(&psutil__lib->handles.taken, 1, memory_order_relaxed);
            return;
        }
    } while (!atomic_compare_exchange_weak(&slot->state, &state, state - 1));
}

int32_t psutil__free_handle(psutil__call *call, const void *handle, int32_t kind)
{
    psutil__slot *slot = hold(handle, kind, LIVE);
    if (!slot) return psutil__set_error(call, PSUTIL_ERR_INVALID_HANDLE, "not a handle, or one that was freed already");
    /* Nothing is to be taken apart by Go in a table, nor where there is no object and no call is left to make one. */
    int alone = (atomic_load_explicit(&slot->state, memory_order_acquire) & HOLDERS) == 1;
    int empty = alone && !atomic_load_explicit(&slot->object_epoch, memory_order_relaxed);
    int ready = kind != PSUTIL__TABLE && !empty && psutil__runtime_is_alive(psutil__lib);
    if (ready) psutil__thread_enter_go(call, psutil__lib->epoch);
    psutil__handle_release(slot);
    if (ready) psutil__thread_leave_go(call);
    return PSUTIL_OK;
}

void psutil__handle_discard(void *const *handle, int32_t kind)
{
    psutil__slot *slot = hold(*handle, kind, LIVE);
    if (slot) psutil__handle_release(slot);
}

int psutil__handle_pid(const void *handle, int32_t kind, int64_t *pid)
{
    uint64_t generation;
    psutil__slot *slot = decode(handle, kind, &generation);
    if (!slot || !alive(atomic_load_explicit(&slot->state, memory_order_acquire), generation)) return 0;
    int64_t found = atomic_load_explicit(&slot->pid, memory_order_acquire);
    /* freed and taken again in between? then the PID may be the new one's */
    if (!alive(atomic_load_explicit(&slot->state, memory_order_relaxed), generation)) return 0;
    *pid = found;
    return 1;
}
