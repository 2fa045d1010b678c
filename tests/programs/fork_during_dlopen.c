/* A host that forks while another thread loads and unloads a library all the time: the child has the loader's locks as
 * they were. Its calls must neither hang nor fail.
 *
 *   fork_during_dlopen LIBRARY TIMES
 */
#include "children.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int stop;
static atomic_long loads;
static const char *path;

static void *load_and_unload(void *unused)
{
    while (!stop) {
        void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        CHECK(library, "%s", dlerror());
        dlclose(library);
        loads++;
    }
    return unused;
}

int main(int argc, char **argv)
{
    CHECK(argc == 3);
    path = argv[1];
    psutil_pid_list_t *list;
    OK(psutil_pids(&list));
    pthread_t thread;
    CHECK(!pthread_create(&thread, NULL, load_and_unload, NULL));
    while (!loads) {
    }
    for (int i = 0; i < atoi(argv[2]); i++) {
        pid_t pid = fork_child();
        if (!pid) _exit(psutil_pids(&list) != PSUTIL_OK);
        reap(pid, 20);
    }
    stop = 1;
    pthread_join(thread, NULL);
    CHECK(loads > 10);
    return 0;
}
