/* Go's threads (capi/go_threads_unix.c) alone: Go gets a thread also when it uses all that were created for it. */
#include "../../capi/go_threads_unix.c"
#include "alone.h"
#include <stdint.h>

enum { MORE = 5 };

static _Atomic int started, of_go;
static _Atomic int may_end;

static void *work(void *arg)
{
    char stack[GO_STACK_SIZE / 2]; /* more than musl's default */
    memset(stack, *(int *)arg, sizeof stack);
    CHECK(stack[sizeof stack / 2] == 7);
    of_go += psutil__is_go_thread();
    started++;
    while (!may_end) usleep(1000);
    return NULL;
}

int main(void)
{
    static int number = 7;
    pthread_attr_t attributes;
    pthread_t more[MAX_GO_CPUS + GO_EXTRA_THREADS + MORE];
    CHECK(psutil__create_go_threads());
    int created = threads.created;
    CHECK(created == psutil__go_cpus() + GO_EXTRA_THREADS && threads.idle == created);
    CHECK(!psutil__is_go_thread());
    CHECK(!psutil__init_go_thread_attributes(&attributes));
    for (int i = 0; i < created + MORE; i++) CHECK(!psutil__create_go_thread(&more[i], &attributes, work, &number));
    while (started < created + MORE) usleep(1000);
    CHECK(of_go == created && threads.idle == 0);
    /* A thread that the system refuses is reported, as pthread_create reports it. */
    size_t too_large = SIZE_MAX / 4 * (sizeof(size_t) == 4 ? 3 : 1); /* musl refuses more than a quarter at once */
    CHECK(!pthread_attr_setstacksize(&attributes, too_large));
    CHECK(psutil__create_go_thread(&more[0], &attributes, work, &number) == EAGAIN);
    may_end = 1;
    for (int i = 0; i < created; i++) CHECK(!pthread_join(threads.all[i], NULL));
    for (int i = created; i < created + MORE; i++) CHECK(!pthread_join(more[i], NULL));
    return 0;
}
