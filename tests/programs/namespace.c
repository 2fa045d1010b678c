/* A thread in its own mount namespace, where /proc is empty, beside threads that see the host's /proc: every call sees
 * what its own thread sees.
 */
#include "host.h"
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mount.h>

enum { CALLS = 500, OTHERS = 3 };

static atomic_int over, apart_failed;
static atomic_long seen_by_others, missed_by_others;

/* Whether this process is in the list of processes; *some says whether the list has any. */
static int sees(int *some)
{
    psutil_pid_list_t *pids;
    int found = 0;
    *some = 0;
    if (psutil_pids(&pids)) return 0;
    for (size_t i = 0; i < pids->len; i++) found |= pids->items[i] == getpid();
    *some = pids->len > 0;
    psutil_free(pids);
    return found;
}

static void *other(void *arg)
{
    int some;
    (void)arg;
    do {
        if (sees(&some)) seen_by_others++;
        else missed_by_others++;
    } while (!over);
    return NULL;
}

static void *apart(void *arg)
{
    psutil_process *p = arg;
    int nothing = 0, no_process = 0, no_name = 0, some;
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)
        || mount("none", "/proc", "tmpfs", 0, NULL)) {
        apart_failed = errno;
        return NULL;
    }
    for (int i = 0; i < CALLS; i++) {
        psutil_process *q;
        char *name;
        sees(&some);
        nothing += !some;
        if (psutil_process_new(getpid(), &q)) no_process++;
        else psutil_process_free(q);
        if (psutil_process_name(p, &name)) no_name++;
        else psutil_free(name);
    }
    MEASURE("saw nothing", "%d", nothing);
    MEASURE("found no process", "%d", no_process);
    MEASURE("got no name", "%d", no_name);
    return NULL;
}

int main(void)
{
    psutil_process *p;
    pthread_t others[OTHERS], thread;
    /* An ordinary user needs a user namespace, which requires a single thread: loading started no other. */
    if (geteuid() && unshare(CLONE_NEWUSER)) {
        MEASURE("not possible", "unshare(CLONE_NEWUSER): %s", strerror(errno));
        return 0;
    }
    OK(psutil_process_new(getpid(), &p));
    for (int i = 0; i < OTHERS; i++) SYSTEM(!pthread_create(&others[i], NULL, other, NULL));
    SYSTEM(!pthread_create(&thread, NULL, apart, p));
    pthread_join(thread, NULL);
    over = 1;
    for (int i = 0; i < OTHERS; i++) pthread_join(others[i], NULL);
    if (apart_failed) MEASURE("not possible", "a mount namespace: %s", strerror(apart_failed));
    MEASURE("seen by others", "%ld", seen_by_others);
    MEASURE("missed by others", "%ld", missed_by_others);
}
