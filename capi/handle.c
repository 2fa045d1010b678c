/*
 * Handles, which are values that are looked up, never pointers that are followed.
 *
 * A handle's value encodes a slot's index, the slot's generation and the handle's kind. Any other value that a host
 * passes (NULL, a freed handle, a pointer) does not match its slot or leads to none. A slot's whole life is in one
 * atomic word, so there is no lock that a fork could leave locked; at worst a child inherits a slot that stays claimed.
 */
#include "go_exports_gen.h"
#include "table_reader.h"
#include <stdlib.h>

#if UINTPTR_MAX > 0xffffffff
enum { KIND_BITS = 8, INDEX_BITS = 24, GENERATION_BITS = 32 };
#else
enum { KIND_BITS = 4, INDEX_BITS = 16, GENERATION_BITS = 12 };
#endif

enum { FIRST_CHUNK_BITS = 10 };

#define GENERATION_MASK ((uint64_t)0xffffffff >> (32 - GENERATION_BITS))
#define LIVE ((uint64_t)1 << 31)
#define REFCOUNT (LIVE - 1)

/* The lowest bit is 1, so a handle never equals an aligned pointer. */
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
    return k < PSUTIL__CHUNKS ? atomic_load_explicit(&psutil__lib.handles.chunk[k], memory_order_acquire) : NULL;
}

static psutil__slot *slot_at(uint32_t index)
{
    uint32_t offset;
    psutil__slot *chunk = chunk_of(index, &offset);
    return chunk ? &chunk[offset] : NULL;
}

/* Returns the slot that a value leads to, or NULL; *generation is what the slot must have. */
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

/* Claims a free slot: no other thread can hold or claim it until it is live. */
static int claim(psutil__slot *slot, uint64_t *state)
{
    uint64_t old = atomic_load_explicit(&slot->state, memory_order_relaxed);
    if (old & (LIVE | REFCOUNT)) return 0;
    uint64_t generation = (old >> 32) + 1;
    if (!(generation & GENERATION_MASK)) generation++; /* 0 marks a slot that was never used */
    *state = generation << 32;
    return atomic_compare_exchange_strong(&slot->state, &old, *state | 1);
}

/* Adds the next chunk, which has 1024 slots more than all before it together. Returns 0 when memory or indices run out.
 */
static int grow(uint32_t chunks)
{
    uint32_t size = (uint32_t)1 << (FIRST_CHUNK_BITS + chunks);
    if (chunks == PSUTIL__CHUNKS || capacity(chunks + 1) > (uint32_t)1 << INDEX_BITS) return 0;
    psutil__handles *handles = &psutil__lib.handles;
    psutil__slot *fresh = calloc(size, sizeof *fresh), *none = NULL;
    if (!fresh) return 0;
    if (!atomic_compare_exchange_strong(&handles->chunk[chunks], &none, fresh)) free(fresh); /* another thread did */
    atomic_compare_exchange_strong(&handles->chunk_count, &chunks, chunks + 1);
    return 1;
}

/* Searches from where the last search ended. At least a quarter of the slots is free, so a search is short. */
static psutil__slot *find_free(uint32_t *index, uint64_t *state)
{
    psutil__handles *handles = &psutil__lib.handles;
    for (;;) {
        uint32_t chunks = atomic_load(&handles->chunk_count), all = capacity(chunks);
        if (atomic_load(&handles->used) >= all - all / 4 && grow(chunks)) continue;
        for (uint32_t i = 0; i < all; i++) {
            *index = atomic_fetch_add_explicit(&handles->search_start, 1, memory_order_relaxed) % all;
            psutil__slot *slot = slot_at(*index);
            if (claim(slot, state)) {
                atomic_fetch_add_explicit(&handles->used, 1, memory_order_relaxed);
                return slot;
            }
        }
        if (atomic_load(&handles->chunk_count) == chunks) return NULL;
    }
}

int psutil__handle_new(int32_t kind, int64_t pid, int64_t start, uint64_t inode, const psutil__procfs *procfs,
    void *object, uint64_t runtime_id, void **out)
{
    uint32_t index;
    uint64_t state;
    psutil__slot *slot = find_free(&index, &state);
    if (!slot) return 0;
    *out = (void *)encode(index, state >> 32, kind);
    __atomic_store_n(&slot->kind, kind, __ATOMIC_RELAXED); /* read before a slot is held: see hold */
    slot->process = kind == PSUTIL__PROCESS ? *out : NULL;
    atomic_store_explicit(&slot->pid, pid, memory_order_release); /* a reader of the new PID sees the claim */
    __atomic_store_n(&slot->start, start, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->inode, inode, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->procfs, procfs, __ATOMIC_RELAXED);
    slot->object = object;
    atomic_store_explicit(&slot->object_runtime_id, runtime_id, memory_order_relaxed);
    atomic_store_explicit(&slot->oneshots, 0, memory_order_relaxed);
    atomic_store_explicit(&slot->state, state | LIVE, memory_order_release);
    return 1;
}

/* Whether a handle that cannot be used in a forked child was made by the parent. psutil__handles_drop does not run in
   the child of a raw clone. */
static int belongs_to_parent(const psutil__slot *slot)
{
    return __atomic_load_n(&slot->kind, __ATOMIC_RELAXED) == PSUTIL__PROCESS_EVENTS
        && (atomic_load_explicit(&slot->object_runtime_id, memory_order_relaxed) != psutil__lib.runtime_id
            || !psutil__runtime_is_alive());
}

/* Increments the refcount of a live handle's slot and clears the bits of without. Returns NULL if it is not live. */
static psutil__slot *hold(const void *handle, int32_t kind, uint64_t without)
{
    uint64_t generation;
    psutil__slot *slot = decode(handle, kind, &generation);
    uint64_t state = slot ? atomic_load_explicit(&slot->state, memory_order_acquire) : 0;
    while (alive(state, generation) && !belongs_to_parent(slot))
        if (atomic_compare_exchange_weak(&slot->state, &state, (state & ~without) + 1)) return slot;
    return NULL;
}

void psutil__handles_drop(int32_t kind, void (*drop)(const psutil__slot *slot))
{
    uint32_t all = capacity(atomic_load(&psutil__lib.handles.chunk_count));
    for (uint32_t i = 0; i < all; i++) {
        psutil__slot *slot = slot_at(i);
        uint64_t state = atomic_load(&slot->state);
        if (!(state & LIVE) || slot->kind != kind) continue;
        drop(slot);
        atomic_store(&slot->state, state & ~LIVE);
        psutil__handle_release(slot);
    }
}

psutil__slot *psutil__handle_acquire(psutil__call *call, const void *handle, int32_t kind, const char *argument)
{
    psutil__slot *slot = hold(handle, kind, 0);
    if (!slot)
        psutil__set_error(
            call, PSUTIL_ERR_INVALID_HANDLE, "%s is not a valid handle; it may have been freed", argument);
    return slot;
}

psutil__slot **psutil__handle_acquire_all(
    psutil__call *call, psutil_process *const *handles, size_t n, const char *argument)
{
    psutil__slot **slots = n < SIZE_MAX / sizeof *slots ? malloc((n + 1) * sizeof *slots) : NULL;
    if (!slots) {
        psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "no memory for %zu handles", n);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        if ((slots[i] = hold(handles[i], PSUTIL__PROCESS, 0))) continue;
        if (!handles[i]) psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s[%zu] is NULL", argument, i);
        else
            psutil__set_error(
                call, PSUTIL_ERR_INVALID_HANDLE, "%s[%zu] is not a valid handle; it may have been freed", argument, i);
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

/* Runs when the last reference to a freed slot is dropped, before the slot can be claimed again. */
static void destroy_object(psutil__slot *slot)
{
    if (slot->kind == PSUTIL__TABLE) {
        psutil__table_release(slot->object);
        return;
    }
    if (slot->kind == PSUTIL__TABLE_READER) psutil__reader_settings_free((void *)(uintptr_t)slot->inode);
    if (slot->child) psutil__child_close(slot->child);
    slot->child = NULL;
    uint64_t runtime_id = atomic_load_explicit(&slot->object_runtime_id, memory_order_relaxed);
    /* An object of a runtime that stayed in the parent needs no release. */
    if (runtime_id && runtime_id == psutil__lib.runtime_id && psutil__runtime_is_alive())
        psutil__go_release_object(slot->object);
    atomic_store_explicit(&slot->object_runtime_id, 0, memory_order_relaxed);
}

void psutil__handle_release(psutil__slot *slot)
{
    /* acquire: other threads' use of the object happens before its release */
    uint64_t state = atomic_load_explicit(&slot->state, memory_order_acquire);
    do {
        if ((state & (LIVE | REFCOUNT)) == 1) {
            destroy_object(slot);
            atomic_store_explicit(&slot->state, state - 1, memory_order_release);
            atomic_fetch_sub_explicit(&psutil__lib.handles.used, 1, memory_order_relaxed);
            return;
        }
    } while (!atomic_compare_exchange_weak(&slot->state, &state, state - 1));
}

int32_t psutil__handle_free(psutil__call *call, const void *handle, int32_t kind)
{
    psutil__slot *slot = hold(handle, kind, LIVE);
    if (!slot) return psutil__set_error(call, PSUTIL_ERR_INVALID_HANDLE, "not a valid handle; it may have been freed");
    /* Go is not needed for a table, nor if there is no object and no call in progress that could make one. */
    int is_last = (atomic_load_explicit(&slot->state, memory_order_acquire) & REFCOUNT) == 1;
    int has_no_object = is_last && !atomic_load_explicit(&slot->object_runtime_id, memory_order_relaxed);
    int needs_go = kind != PSUTIL__TABLE && !has_no_object && psutil__runtime_is_alive();
    if (needs_go) psutil__thread_enter_go(call);
    psutil__handle_release(slot);
    if (needs_go) psutil__thread_leave_go(call);
    return PSUTIL_OK;
}

void psutil__handle_discard(void *const *handle, int32_t kind)
{
    psutil__slot *slot = hold(*handle, kind, LIVE);
    if (slot) psutil__handle_release(slot);
}

/* Does not hold the slot. Returns 0 if there is no such handle. */
static int read_pid(const void *handle, int32_t kind, int64_t *pid)
{
    uint64_t generation;
    psutil__slot *slot = decode(handle, kind, &generation);
    if (!slot || !alive(atomic_load_explicit(&slot->state, memory_order_acquire), generation)) return 0;
    int64_t found = atomic_load_explicit(&slot->pid, memory_order_acquire);
    /* If the slot was freed and claimed again in between, the PID may be the new one. */
    if (!alive(atomic_load_explicit(&slot->state, memory_order_relaxed), generation)) return 0;
    *pid = found;
    return 1;
}

#ifdef _WIN32
int psutil__handle_pid(const psutil_process *p, int64_t *pid)
{
    uint64_t generation;
    psutil__slot *slot = decode(p, PSUTIL__PROCESS, &generation);
    return slot && !atomic_load_explicit(&slot->oneshots, memory_order_relaxed) && read_pid(p, PSUTIL__PROCESS, pid);
}
#endif

typedef struct identity {
    int64_t pid, start;
    uint64_t inode;
    const psutil__procfs *procfs;
} identity;

/* As read_pid, for the identity of a process. */
static int read_identity(const psutil_process *p, identity *id)
{
    uint64_t generation;
    psutil__slot *slot = decode(p, PSUTIL__PROCESS, &generation);
    if (!slot || !alive(atomic_load_explicit(&slot->state, memory_order_acquire), generation)) return 0;
    id->pid = atomic_load_explicit(&slot->pid, memory_order_acquire);
    id->start = __atomic_load_n(&slot->start, __ATOMIC_RELAXED);
    id->inode = __atomic_load_n(&slot->inode, __ATOMIC_RELAXED);
    id->procfs = __atomic_load_n(&slot->procfs, __ATOMIC_RELAXED);
    atomic_thread_fence(memory_order_acquire);
    return alive(atomic_load_explicit(&slot->state, memory_order_relaxed), generation);
}

/* As platform.Identity.Same: a start time that cannot be read matches any other. */
static int same_process(const identity *a, const identity *b)
{
    if (a->pid != b->pid || a->procfs != b->procfs) return 0;
    if (a->inode && b->inode) return a->inode == b->inode;
    return a->start == PSUTIL_NA || b->start == PSUTIL_NA || a->start == b->start;
}

/* ---- public functions that need no Go */

PSUTIL__PUBLIC int32_t psutil_process_free(psutil_process *p)
{
    psutil__call call = {.function = "psutil_process_free"};
    return p ? psutil__handle_free(&call, p, PSUTIL__PROCESS) : PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_process_iter_free(psutil_process_iter *it)
{
    psutil__call call = {.function = "psutil_process_iter_free"};
    return it ? psutil__handle_free(&call, it, PSUTIL__PROCESS_ITER) : PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_process_events_free(psutil_process_events *e)
{
    psutil__call call = {.function = "psutil_process_events_free"};
    return e ? psutil__handle_free(&call, e, PSUTIL__PROCESS_EVENTS) : PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_process_pid(psutil_process *p, int64_t *out)
{
    psutil__call call = {.function = "psutil_process_pid"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!read_pid(p, PSUTIL__PROCESS, out))
        return psutil__set_error(&call, PSUTIL_ERR_INVALID_HANDLE, "p is not a valid handle; it may have been freed");
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_process_equal(psutil_process *p, psutil_process *other, int32_t *out)
{
    psutil__call call = {.function = "psutil_process_equal"};
    identity a, b;
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!other) return psutil__error_null_argument(&call, "other");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!read_identity(p, &a))
        return psutil__set_error(&call, PSUTIL_ERR_INVALID_HANDLE, "p is not a valid handle; it may have been freed");
    if (!read_identity(other, &b))
        return psutil__set_error(
            &call, PSUTIL_ERR_INVALID_HANDLE, "other is not a valid handle; it may have been freed");
    *out = p == other || same_process(&a, &b);
    return PSUTIL_OK;
}
