/* The table of handles (capi/handle.c) alone, with stubs for the rest of the library: the thread sanitizer does not
 * work in a library that contains Go. An object is a block of memory that must stay allocated while its slot is held.
 */
#include "../../capi/handle.c"
#include "alone.h"
#include <pthread.h>
#include <stdarg.h>

psutil__library_state psutil__lib = {.runtime_id = 1};

static _Atomic long released;

void psutil__go_release_object(void *object)
{
    *(int *)object = -1; /* a race, if another thread still reads it */
    free(object);
    released++;
}

int psutil__runtime_is_alive(void)
{
    return 1;
}
void psutil__thread_enter_go(psutil__call *call)
{
    (void)call;
}
void psutil__thread_leave_go(psutil__call *call)
{
    (void)call;
}
void psutil__reader_settings_free(psutil__reader_settings *settings)
{
    (void)settings, abort();
}
void psutil__child_close(void *child)
{
    (void)child, abort();
}
void psutil__table_release(psutil__table *table)
{
    (void)table, abort();
} /* there is none here */

int32_t psutil__set_error(psutil__call *call, int32_t code, const char *format, ...)
{
    (void)format;
    return call->code = code;
}

int32_t psutil__error_null_argument(psutil__call *call, const char *argument)
{
    return psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s is NULL", argument);
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
    CHECK(psutil__handle_new(PSUTIL__PROCESS, value, 2 * value, (uint64_t)(3 * value), NULL, object, 1, &handle));
    made++;
    return handle;
}

static void let_go(void *handle)
{
    psutil__call call = {0};
    if (psutil__handle_free(&call, handle, PSUTIL__PROCESS) == PSUTIL_OK) freed++;
}

static void *race(void *seed)
{
    uint64_t random = (uint64_t)(uintptr_t)seed;
    for (int i = 0; i < ROUNDS; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        _Atomic(void *) *here = &place[random >> 40 & (PLACES - 1)];
        void *handle = *here;
        psutil__call call = {0};
        int64_t pid;
        psutil__slot *slot;
        switch (random >> 60 & 3) {
        case 0:
            if ((handle = atomic_exchange(here, make((int)(random >> 50) + 1)))) let_go(handle);
            break;
        case 1:
            if (random >> 55 & 1) let_go(handle); /* and the one who takes it out frees it once more */
            break;
        case 2:
            if (read_pid(handle, PSUTIL__PROCESS, &pid)) CHECK(pid > 0);
            break;
        default:
            if (!(slot = psutil__handle_acquire(&call, handle, PSUTIL__PROCESS, "p"))) {
                CHECK(call.code == PSUTIL_ERR_INVALID_HANDLE);
                break;
            }
            int value = *(
                int *)slot->object; /* allocated while the slot is held, even if another thread frees the handle */
            CHECK(slot->pid == value && slot->start == 2 * value && slot->inode == (uint64_t)(3 * value));
            held++;
            psutil__handle_release(slot);
        }
    }
    return NULL;
}

/* A slot that was used 2^32 times starts again, but not with generation 0, which unused slots have. */
static void generations(void)
{
    psutil__call call = {0};
    int64_t pid;
    void *handle = make(7);
    uint64_t generation;
    psutil__slot *slot = decode(handle, PSUTIL__PROCESS, &generation);
    let_go(handle);
    slot->state = (uint64_t)0xffffffff << 32;
    psutil__lib.handles.search_start = (uint32_t)((uintptr_t)handle >> 8) & 0xffffff;
    void *later = make(8);
    CHECK(decode(later, PSUTIL__PROCESS, &generation) == slot && generation == 1);
    CHECK(read_pid(later, PSUTIL__PROCESS, &pid) && pid == 8);
    let_go(later);
    void *of_unused = (void *)((uintptr_t)PSUTIL__PROCESS << 1 | 1 | (uintptr_t)1000 << 8);
    CHECK(
        !read_pid(of_unused, PSUTIL__PROCESS, &pid) && !psutil__handle_acquire(&call, of_unused, PSUTIL__PROCESS, "p"));
    void *another_kind = (void *)((uintptr_t)make(9) ^ 2);
    CHECK(!read_pid(another_kind, PSUTIL__PROCESS, &pid));
    CHECK(psutil__handle_free(&call, another_kind, PSUTIL__PROCESS) == PSUTIL_ERR_INVALID_HANDLE);
    let_go((void *)((uintptr_t)another_kind ^ 2));
}

int main(void)
{
    generations();
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, race, (void *)(i * 977 + 1));
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < PLACES; i++) let_go(place[i]);
    printf("%ld made, %ld freed, %ld released, %ld held\n", made, freed, released, held);
    CHECK(made == freed && freed == released && held > 1000);
    CHECK(atomic_load(&psutil__lib.handles.used) == 0);
    return 0;
}
