/* Not a host: the table of handles (capi/handle.c) alone, with what it needs stubbed, for the thread sanitizer, which
   cannot be had in a library with Go in it. Objects are blocks of memory that must be there as long as one is held. */
#include "../../capi/handle.c"
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

#define CHECK(condition)                                                                                                \
    do {                                                                                                                \
        if (!(condition)) {                                                                                             \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                             \
            abort();                                                                                                    \
        }                                                                                                               \
    } while (0)

static door_state state = {.epoch = 1};
door_state *door_the_state = &state;

static _Atomic long dropped;

static void drop(void *object)
{
    *(int *)object = -1; /* a race, if anybody still reads it */
    free(object);
    dropped++;
}

static const door_core core = {.drop = drop};

int door_ready(const door_state *s) { return s == &state; }
void door_begin(door_call *call, uint64_t epoch) { (void)call, (void)epoch; }
void door_end(door_call *call) { (void)call; }
void door_table_release(door_table *table) { (void)table, abort(); } /* there is none here */

int32_t door_fail(door_call *call, int32_t code, const char *format, ...)
{
    (void)format;
    return call->code = code;
}

enum { THREADS = 8, PLACES = 8, ROUNDS = 40000 };

static _Atomic(void *) place[PLACES];
static _Atomic long made, freed, held;

static void *make(int value)
{
    int *object = malloc(sizeof *object);
    CHECK(object);
    *object = value;
    void *handle;
    CHECK(door_handle_new(DOOR_PROCESS, value, 2 * value, (uint64_t)(3 * value), NULL, object, 1, &handle));
    made++;
    return handle;
}

static void let_go(void *handle)
{
    door_call call = {0};
    if (door_free_handle(&call, handle, DOOR_PROCESS) == PSUTIL_OK) freed++;
}

static void *race(void *seed)
{
    uint64_t random = (uint64_t)(uintptr_t)seed;
    for (int i = 0; i < ROUNDS; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        _Atomic(void *) *here = &place[random >> 40 & (PLACES - 1)];
        void *handle = *here;
        door_call call = {0};
        int64_t pid;
        door_slot *slot;
        switch (random >> 60 & 3) {
        case 0:
            if ((handle = atomic_exchange(here, make((int)(random >> 50) + 1)))) let_go(handle);
            break;
        case 1:
            if (random >> 55 & 1) let_go(handle); /* and the one who takes it out frees it once more */
            break;
        case 2:
            if (door_handle_pid(handle, DOOR_PROCESS, &pid)) CHECK(pid > 0);
            break;
        default:
            if (!(slot = door_hold(&call, handle, DOOR_PROCESS, "p"))) {
                CHECK(call.code == PSUTIL_ERR_INVALID_HANDLE);
                break;
            }
            int value = *(int *)slot->object; /* alive as long as it is held, whoever frees the handle */
            CHECK(slot->pid == value && slot->start == 2 * value && slot->inode == (uint64_t)(3 * value));
            held++;
            door_release(slot);
        }
    }
    return NULL;
}

/* A slot that has been taken 2^32 times begins again, but not with 0, which slots never used have. */
static void generations(void)
{
    door_call call = {0};
    int64_t pid;
    void *handle = make(7);
    uint64_t generation;
    door_slot *slot = decode(handle, DOOR_PROCESS, &generation);
    let_go(handle);
    slot->state = (uint64_t)0xffffffff << 32;
    state.handles.hint = (uint32_t)((uintptr_t)handle >> 8) & 0xffffff;
    void *later = make(8);
    CHECK(decode(later, DOOR_PROCESS, &generation) == slot && generation == 1);
    CHECK(door_handle_pid(later, DOOR_PROCESS, &pid) && pid == 8);
    let_go(later);
    void *of_unused = (void *)((uintptr_t)DOOR_PROCESS << 1 | 1 | (uintptr_t)1000 << 8);
    CHECK(!door_handle_pid(of_unused, DOOR_PROCESS, &pid) && !door_hold(&call, of_unused, DOOR_PROCESS, "p"));
    void *another_kind = (void *)((uintptr_t)make(9) ^ 2);
    CHECK(!door_handle_pid(another_kind, DOOR_PROCESS, &pid));
    CHECK(door_free_handle(&call, another_kind, DOOR_PROCESS) == PSUTIL_ERR_INVALID_HANDLE);
    let_go((void *)((uintptr_t)another_kind ^ 2));
}

int main(void)
{
    state.core = &core;
    generations();
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, race, (void *)(i * 977 + 1));
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < PLACES; i++) let_go(place[i]);
    printf("%ld made, %ld freed, %ld dropped, %ld held\n", made, freed, dropped, held);
    CHECK(made == freed && freed == dropped && held > 1000);
    CHECK(atomic_load(&state.handles.taken) == 0);
    return 0;
}
