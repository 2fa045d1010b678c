/* A host whose SIGSEGV handler is part of its memory management: inputs and outputs lie in pages that the handler makes
 * accessible when they are first touched, as a garbage collector's write barrier does. And a host that recovers from
 * bad pointers with siglongjmp. Both see the faults of any C function, because Go neither reads nor writes their
 * memory.
 *
 *     managed_memory pages    each call succeeds, and the handler runs
 *     managed_memory jumps    each call with a bad pointer faults in C; afterwards the library works
 *     managed_memory failures outputs of calls that fail are not touched
 */
#include "host.h"
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { PAGE = 4096, PAGES = 16 };

static char *pages;
static volatile sig_atomic_t faults;
static sigjmp_buf recover;

static void unprotect(int number, siginfo_t *info, void *context)
{
    (void)context;
    char *address = info->si_addr;
    if (address < pages || address >= pages + PAGES * PAGE) {
        signal(number, SIG_DFL);
        return;
    }
    faults++;
    mprotect((void *)((uintptr_t)address & ~(uintptr_t)(PAGE - 1)), PAGE, PROT_READ | PROT_WRITE);
}

static void jump(int number)
{
    (void)number;
    siglongjmp(recover, 1);
}

static void handle_faults(void (*handler)(int), void (*action)(int, siginfo_t *, void *))
{
    struct sigaction a = {.sa_flags = action ? SA_SIGINFO | SA_ONSTACK : SA_ONSTACK};
    if (action) a.sa_sigaction = action;
    else a.sa_handler = handler;
    SYSTEM(sigaction(SIGSEGV, &a, NULL) == 0);
}

static void protect(int protection)
{
    faults = 0;
    SYSTEM(mprotect(pages, PAGES * PAGE, protection) == 0);
}

static psutil_process *exited_child(void)
{
    pid_t pid = fork();
    SYSTEM(pid >= 0);
    if (!pid) _exit(3);
    siginfo_t info;
    SYSTEM(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) == 0);
    psutil_process *p;
    OK(psutil_process_new(pid, &p));
    return p;
}

static void on_exit_do_nothing(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    (void)p, (void)status, (void)user;
}

/* With musl, psutil_heap_info fails and leaves its output untouched. */
#ifdef __GLIBC__
#define HEAP_CALL(CALL) CALL(psutil_heap_info((void *)out))
enum { CALLS = 29 };
#else
#define HEAP_CALL(CALL)
enum { CALLS = 28 };
#endif

/* Calls with memory for inputs and outputs; of every shape of the header. */
#define EACH_CALL(CALL)                                                                                                \
    CALL(psutil_pids((void *)out))                                                                                     \
    CALL(psutil_pid_exists(1, (void *)out))                                                                            \
    CALL(psutil_cpu_times((void *)out))                                                                                \
    CALL(psutil_virtual_memory((void *)out))                                                                           \
    CALL(psutil_boot_time((void *)out))                                                                                \
    CALL(psutil_users((void *)out))                                                                                    \
    CALL(psutil_cpu_percent(0.01, (void *)out))                                                                        \
    CALL(psutil_cpu_percent_between((void *)times, (void *)(times + sizeof(psutil_cpu_times_t)), (void *)out))         \
    CALL(psutil_disk_usage(path, (void *)out))                                                                         \
    CALL(psutil_net_connections(kind, 0, (void *)out))                                                                 \
    CALL(psutil_process_new(getpid(), (void *)out))                                                                    \
    CALL(psutil_process_iter_next(iter, (void *)out))                                                                  \
    CALL(psutil_process_name(me, (void *)out))                                                                         \
    CALL(psutil_process_pid(me, (void *)out))                                                                          \
    CALL(psutil_process_cmdline(me, (void *)out))                                                                      \
    CALL(psutil_process_memory_info(me, (void *)out))                                                                  \
    CALL(psutil_process_children(me, 1, (void *)out))                                                                  \
    CALL(psutil_process_info(me, (void *)numbers, 2, (void *)out))                                                     \
    CALL(psutil_process_table((void *)numbers, 2, (void *)pids, 1, (void *)out))                                       \
    CALL(psutil_process_wait(child, 1, 0, (void *)out))                                                                \
    CALL(psutil_wait_procs((void *)handles, 1, 1, on_exit_do_nothing, NULL, (void *)out))                              \
    CALL(psutil_popen((void *)options, (void *)out, (void *)(out + 64)))                                               \
    CALL(psutil_table_rows(table, (void *)out))                                                                        \
    CALL(psutil_table_column(table, PSUTIL_COLUMN_NAME, (void *)out))                                                  \
    CALL(psutil_table_int64(table, 0, PSUTIL_COLUMN_PID, (void *)out))                                                 \
    CALL(psutil_table_string(table, 0, PSUTIL_COLUMN_NAME, (void *)out, (void *)(out + 64)))                           \
    CALL(psutil_table_process(table, 0, (void *)out))                                                                  \
    HEAP_CALL(CALL)                                                                                                    \
    CALL(psutil_set_procfs_path(path_of_procfs))

static psutil_process *me, *child;
static psutil_process_iter *iter;
static psutil_table *table;

static void prepare(void)
{
    OK(psutil_process_new(getpid(), &me));
    child = exited_child();
    OK(psutil_process_iter_new(&iter));
    int64_t pid = getpid();
    const int32_t columns[] = {PSUTIL_COLUMN_PID, PSUTIL_COLUMN_NAME};
    OK(psutil_process_table(columns, 2, &pid, 1, &table));
}

static void run_pages(int protection)
{
    char *out = pages + 100 * 8, *times = pages + PAGE, *path = pages + 2 * PAGE, *kind = pages + 3 * PAGE;
    char *numbers = pages + 4 * PAGE, *pids = pages + 5 * PAGE, *handles = pages + 6 * PAGE;
    char *options = pages + 7 * PAGE, *path_of_procfs = pages + 8 * PAGE, *argv = pages + 9 * PAGE;
    strcpy(path, "/");
    strcpy(kind, "unix");
    strcpy(path_of_procfs, "/proc");
    ((int32_t *)numbers)[0] = 2;
    ((int32_t *)numbers)[1] = 3;
    ((int64_t *)pids)[0] = getpid();
    ((psutil_process **)handles)[0] = child;
    ((const char **)argv)[0] = "true";
    ((psutil_popen_options_t *)options)->argv = (const char *const *)argv;
    OK(psutil_cpu_times((void *)times));
    OK(psutil_cpu_times((void *)(times + sizeof(psutil_cpu_times_t))));
#define SUCCEEDS(call)                                                                                                 \
    protect(protection);                                                                                               \
    OK(call);                                                                                                          \
    CHECK(faults > 0, "%s: the host's handler did not run", #call);
    EACH_CALL(SUCCEEDS)
}

/* 16 is not mapped, as a NULL pointer plus an offset is not. */
static void run_jumps(void)
{
    char *out = (char *)16, *times = (char *)16, *path = (char *)16, *kind = (char *)16, *numbers = (char *)16;
    char *pids = (char *)16, *handles = (char *)16, *options = (char *)16, *path_of_procfs = (char *)16;
    volatile int calls = 0;
#define FAULTS(call)                                                                                                   \
    calls++;                                                                                                           \
    if (!sigsetjmp(recover, 1)) {                                                                                      \
        call;                                                                                                          \
        CHECK(0, "%s: no fault", #call);                                                                               \
    }
    for (volatile int round = 0; round < 50; round++) {
        EACH_CALL(FAULTS)
        double boot;
        psutil_pid_list_t *list;
        OK(psutil_boot_time(&boot));
        OK(psutil_pids(&list));
        psutil_free(list);
    }
    CHECK(calls == 50 * CALLS, "%d calls", calls);
    OK(psutil_table_free(table));
    int64_t rows;
    CHECK(psutil_table_rows(table, &rows) == PSUTIL_ERR_INVALID_HANDLE);
}

static void run_failures(void)
{
    union {
        char bytes[1024];
        void *pointer;
        int64_t number;
    } out, before;
    memset(&out, 0x5a, sizeof out);
    before = out;
    psutil_process_free(child);
#define UNTOUCHED(call)                                                                                                \
    CHECK((call) != PSUTIL_OK, "%s", #call);                                                                           \
    CHECK(!memcmp(&out, &before, sizeof out), "%s has written to its output", #call);
    UNTOUCHED(psutil_process_new(-1, (void *)&out))
    UNTOUCHED(psutil_disk_usage("/no/such/path", (void *)&out))
    UNTOUCHED(psutil_net_connections("no kind", 0, (void *)&out))
    UNTOUCHED(psutil_process_name(child, (void *)&out))
    UNTOUCHED(psutil_process_memory_info(child, (void *)&out))
    UNTOUCHED(psutil_process_wait(me, 0, 0, (void *)&out))
    UNTOUCHED(psutil_cpu_percent(-1, (void *)&out))
    const int32_t unknown = -1;
    UNTOUCHED(psutil_process_info(me, &unknown, 1, (void *)&out))
    UNTOUCHED(psutil_process_table(&unknown, 1, NULL, 0, (void *)&out))
    UNTOUCHED(psutil_process_table(&unknown, SIZE_MAX, NULL, 0, (void *)&out))
    UNTOUCHED(psutil_table_int64(table, 1, PSUTIL_COLUMN_PID, (void *)&out))
    UNTOUCHED(psutil_table_string(table, 0, PSUTIL_COLUMN_PID, (void *)&out, (void *)(out.bytes + 64)))
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    pages = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    SYSTEM(pages != MAP_FAILED);
    if (!strcmp(argv[1], "pages")) {
        handle_faults(NULL, unprotect);
        prepare();
        run_pages(PROT_NONE);
    } else if (!strcmp(argv[1], "jumps")) {
        prepare();
        handle_faults(jump, NULL); /* after the start, so that no handler of Go's is left */
        run_jumps();
    } else {
        prepare();
        run_failures();
    }
    return 0;
}
