/* A host whose forked child meets something forbidden or changed on the way to its copy of the library. */
#include "children.h"
#include "seccomp.h"
#include <sys/resource.h>

static psutil_process *handle;

static void works(void)
{
    for (int i = 0; i < 100; i++) {
        psutil_pid_list_t *list;
        char *name;
        OK(psutil_pids(&list));
        psutil_free(list);
        OK(psutil_process_name(handle, &name));
        CHECK(!strcmp(name, "fork_denied"));
        psutil_free(name);
    }
}

/* The child works, and so does its own child. */
static void works_twice(void)
{
    works();
    IN_CHILD(works());
}

/* The runtime has no address space to start: an error, until there is some. */
static void starved(void)
{
    struct rlimit limit, low;
    getrlimit(RLIMIT_AS, &limit);
    low = limit;
    low.rlim_cur = 64 << 20;
    CHECK(!setrlimit(RLIMIT_AS, &low));
    psutil_pid_list_t *list;
    for (int i = 0; i < 20; i++) CHECK(psutil_pids(&list) == PSUTIL_ERR_NO_MEMORY);
    IN_CHILD(CHECK(psutil_pids(&list) == PSUTIL_ERR_NO_MEMORY));
    CHECK(!setrlimit(RLIMIT_AS, &limit));
    IN_CHILD(works());
    works();
}

int main(int argc, char **argv)
{
    CHECK(argc >= 2);
    const char *what = argv[1];
    OK(psutil_process_new(getpid(), &handle));
    works();
    if (!strcmp(what, "files")) {
        struct rlimit none = {0, 0};
        CHECK(!setrlimit(RLIMIT_FSIZE, &none));
        deny_memfd(EPERM);
        deny_creating(EROFS);
        IN_CHILD(works_twice());
    } else if (!strcmp(what, "remove")) {
        CHECK(!unlink(argv[2]), "unlink: %s", strerror(errno));
        IN_CHILD(works_twice());
    } else if (!strcmp(what, "replace")) {
        CHECK(!rename(argv[3], argv[2]), "rename: %s", strerror(errno));
        IN_CHILD(works_twice());
    } else if (!strcmp(what, "starved")) {
        IN_CHILD(starved());
    } else if (!strcmp(what, "user")) { /* a daemon that gives up root and continues: its /proc/self/fd is closed */
        IN_CHILD({
            CHECK(!setresgid(65534, 65534, 65534) && !setresuid(65534, 65534, 65534));
            works_twice();
        });
    } else {
        return 2;
    }
    works();
    return 0;
}
