/* A host that closes every descriptor it did not open, as daemons do, after the first call, and goes on calling; then
 * one whose own descriptors have the numbers that the library would have used.
 */
#include "host.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

enum { CALLS = 2000, THREADS = 3, OWN = 60 };

static int32_t one(int i, psutil_process *p)
{
    psutil_pid_list_t *pids;
    psutil_string_list_t *cmdline;
    psutil_virtual_memory_t memory;
    psutil_exit_status_t status;
    double percent;
    char *name;
    int32_t code;
    switch (i % 8) {
    case 0:
        if (!(code = psutil_pids(&pids))) psutil_free(pids);
        return code;
    case 1:
        if (!(code = psutil_process_name(p, &name))) psutil_free(name);
        return code;
    case 2:
        if (!(code = psutil_process_cmdline(p, &cmdline))) psutil_free(cmdline);
        return code;
    case 3: return psutil_virtual_memory(&memory);
    case 4: return psutil_process_cpu_percent(p, 0.0001, &percent);
    case 5:
        code = psutil_process_wait(p, 0.0001, 0, &status);
        return code == PSUTIL_ERR_TIMEOUT_EXPIRED ? PSUTIL_OK : code;
    case 6: return psutil_process_send_signal(p, 0);
    default:
        if (!(code = psutil_process_username(p, &name))) psutil_free(name);
        return code;
    }
}

static void *calls(void *arg)
{
    int *errors = arg;
    psutil_process *p;
    OK(psutil_process_new(getppid(), &p));
    for (int i = 0; i < CALLS; i++) *errors += one(i, p) != PSUTIL_OK;
    OK(psutil_process_free(p));
    return NULL;
}

int main(void)
{
    double boot;
    int errors[THREADS + 2] = {0};
    OK(psutil_boot_time(&boot));
    for (int fd = 3; fd <= 1023; fd++) close(fd);
    calls(&errors[0]);
    pthread_t thread[THREADS];
    for (int i = 0; i < THREADS; i++) SYSTEM(!pthread_create(&thread[i], NULL, calls, &errors[i + 1]));
    for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);

    struct stat before[OWN], after;
    char path[] = "/tmp/closes.XXXXXX";
    int own = mkstemp(path), lost = 0;
    SYSTEM(own == 3);
    unlink(path);
    for (int i = 1; i < OWN; i++) SYSTEM(dup(own) == own + i);
    for (int i = 0; i < OWN; i++) SYSTEM(!fstat(own + i, &before[i]));
    calls(&errors[THREADS + 1]);
    for (int i = 0; i < OWN; i++) lost += fstat(own + i, &after) || after.st_ino != before[i].st_ino;

    MEASURE("errors", "%d", errors[0]);
    MEASURE("errors in threads", "%d", errors[1] + errors[2] + errors[3]);
    MEASURE("errors beside own descriptors", "%d", errors[4]);
    MEASURE("own descriptors lost", "%d", lost);
    MEASURE("own file's size", "%lld", (long long)(fstat(own, &after) ? -1 : after.st_size));
}
