/*
 * A host that has taken every thread key before the library is loaded. Error details are still per thread.
 *
 *   thread_keys LIBRARY    (built without it: it is loaded with dlopen)
 */
#include <dlfcn.h>
#include <psutil.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 8, CALLS = 300 };

static int32_t (*process_new)(int64_t, psutil_process **);
static const psutil_error_info_t *(*last_error)(void);
static int32_t (*boot_time)(double *);
static _Atomic int wrong;

static void *call(void *arg)
{
    int64_t pid = -1000 - *(int *)arg;
    psutil_process *process;
    double time;
    if (!strstr(last_error()->message, "no call of this thread has failed")) wrong++;
    for (int i = 0; i < CALLS; i++) {
        if (boot_time(&time) != PSUTIL_OK) wrong++;
        if (process_new(pid, &process) != PSUTIL_ERR_NO_SUCH_PROCESS || last_error()->pid != pid) wrong++;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_key_t key;
    int taken = 0;
    while (!pthread_key_create(&key, NULL)) taken++;
    void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    *(void **)&process_new = dlsym(library, "psutil_process_new");
    *(void **)&last_error = dlsym(library, "psutil_last_error");
    *(void **)&boot_time = dlsym(library, "psutil_boot_time");
    pthread_t threads[THREADS];
    int numbers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        if (pthread_create(&threads[i], NULL, call, &numbers[i])) return 1;
    }
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    double time;
    pid_t child = fork();
    if (!child) _exit(boot_time(&time) != PSUTIL_OK);
    int status;
    waitpid(child, &status, 0);
    printf("taken: %d\nwrong: %d\nchild: %d\n", taken, wrong, status);
    return 0;
}
