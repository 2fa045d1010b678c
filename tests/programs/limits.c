/* The first call, and many later ones, where the host has little of a resource: each call succeeds or fails, and never
 * ends the host. Built against the library with test hooks, which make garbage for Go to collect.
 *
 *   limits KIND AMOUNT               as, data (megabytes), stack (kilobytes), nproc (threads more than now), nofile
 *   limits later-as MARGIN           address space, that many megabytes above what is mapped after the first call
 *   limits later-data MARGIN         writable memory in the same way
 *   limits later-... MARGIN MEMORY   with calls that need so many megabytes of the library's heap
 *   limits tables MARGIN             keeps as many process tables as there is address space for, set as for later-as
 *   limits locked 0                  in a host that has locked its memory
 *   limits locked-later 0            in a host that locks it after the first call
 *   limits nproc AMOUNT USER [CPUS]  as that user (root has no such limit; 0 keeps the user), where the kernel seems to
 *                                    have that many CPUs: Go has about as many threads
 */
#include "children.h"
#include "../../capi/test_hooks.h"
#include <errno.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

enum { ROUNDS = 300, FEW_ROUNDS = 30, THREADS = 2 };

static int rounds = ROUNDS; /* few where the library cannot start, since every call tries again */

static atomic_int codes[16]; /* how often each code was returned */
static atomic_int unexpected;

static void count(int32_t code)
{
    if (code <= 0 && code > -16) codes[-code]++;
    else unexpected++;
}

static void *calls(void *arg)
{
    (void)arg;
    for (int i = 0; i < rounds; i++) {
        psutil_pid_list_t *pids;
        psutil_process *p;
        psutil_virtual_memory_t memory;
        double percent;
        char *text;
        int32_t code = psutil_pids(&pids);
        count(code);
        if (!code) psutil_free(pids);
        count(psutil_virtual_memory(&memory));
        if (i % 50 == 0) count(psutil_cpu_percent(0.001, &percent));
        count(psutil_test_hook(PSUTIL_TEST_HOOK_GARBAGE, 256 << 10));
        code = psutil_process_new(getpid(), &p);
        count(code);
        if (code) continue;
        count(code = psutil_process_username(p, &text));
        if (!code) psutil_free(text);
        count(psutil_process_free(p));
    }
    return NULL;
}

/* ---- a limit that is set after the start */

enum { LATER_THREADS = 6 };

static int later_rounds = 10;
static int64_t memory = 1 << 20; /* bytes that a call keeps */

static void count_block(int32_t code, void *block)
{
    count(code);
    if (!code) psutil_free(block);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

/* Functions that read much. */
static void *calls_later(void *arg)
{
    (void)arg;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < later_rounds; i++) {
        psutil_table *table;
        psutil_connection_list_t *connections = NULL;
        psutil_memory_map_list_t *maps = NULL;
        psutil_string_list_t *environ = NULL;
        psutil_disk_partition_list_t *partitions = NULL;
        psutil_user_list_t *users = NULL;
        psutil_process_list_t *children;
        psutil_process_iter *iter;
        psutil_process *p;
        double percent;
        int32_t code = psutil_process_table(NULL, 0, NULL, 0, &table);
        count(code);
        if (!code) psutil_table_free(table);
        count_block(psutil_net_connections("all", PSUTIL_CONNECTIONS_PIDS, &connections), connections);
        count_block(psutil_disk_partitions(1, &partitions), partitions);
        count_block(psutil_users(&users), users);
        count(psutil_test_hook(PSUTIL_TEST_HOOK_GARBAGE, 1 << 20));
        count(psutil_test_hook(PSUTIL_TEST_HOOK_MEMORY, memory));
        if (i % 10 == 0) count(psutil_cpu_percent(0.001, &percent));
        count(code = psutil_process_iter_new(&iter));
        if (!code) {
            while (count(code = psutil_process_iter_next(iter, &p)), !code && p) psutil_process_free(p);
            psutil_process_iter_free(iter);
        }
        count(code = psutil_process_new(getpid(), &p));
        if (code) continue;
        count_block(psutil_process_memory_maps(p, 1, &maps), maps);
        count_block(psutil_process_environ(p, &environ), environ);
        count(code = psutil_process_children(p, 1, &children));
        if (!code) {
            for (size_t j = 0; j < children->len; j++) psutil_process_free(children->items[j]);
            psutil_free(children);
        }
        count(psutil_process_free(p));
    }
    return NULL;
}

static rlim_t size_now(const char *name)
{
    char value[64];
    status_line("/proc/self/status", name, value);
    return (rlim_t)atol(value) << 10;
}

enum { MOST_TABLES = 20000 };

/* A table is the host's: as many as the limit allows, and then errors. With their memory free, calls work again. */
static void keep_tables(rlim_t megabytes)
{
    static psutil_table *tables[MOST_TABLES];
    static const int32_t columns[] = {PSUTIL_COLUMN_PID, PSUTIL_COLUMN_NAME};
    struct rlimit before, low;
    SYSTEM(!getrlimit(RLIMIT_AS, &before));
    low = before;
    low.rlim_cur = size_now("VmSize") + (megabytes << 20);
    SYSTEM(!setrlimit(RLIMIT_AS, &low));
    int kept = 0;
    int32_t code = PSUTIL_OK;
    while (kept < MOST_TABLES && !(code = psutil_process_table(columns, 2, NULL, 0, &tables[kept]))) kept++;
    MEASURE("kept", "%d", kept);
    MEASURE("then", "%s", psutil_error_name(code));
    for (int i = 0; i < 100; i++) count(psutil_process_table(columns, 2, NULL, 0, &tables[kept]));
    MEASURE("again", "%d", codes[-PSUTIL_ERR_NO_MEMORY]);
    memset(codes, 0, sizeof codes);
    while (kept) psutil_table_free(tables[--kept]);
    calls_later(NULL);
    SYSTEM(!setrlimit(RLIMIT_AS, &before));
}

/* ---- simulated CPUs: a thread of this program answers sched_getaffinity */

static atomic_int listener;
static int cpus;

static void *answer(void *arg)
{
    (void)arg;
    while (!listener) pause_for(0.001);
    for (;;) {
        struct seccomp_notif request = {0};
        struct seccomp_notif_resp answer = {0};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request)) continue;
        size_t len = request.data.args[1] < 1024 / 8 ? request.data.args[1] : 1024 / 8;
        uint8_t *set = (uint8_t *)(uintptr_t)request.data.args[2];
        memset(set, 0, len);
        for (int i = 0; i < cpus && (size_t)i < len * 8; i++) set[i / 8] |= (uint8_t)(1 << i % 8);
        answer.id = request.id;
        answer.val = (int64_t)len;
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
    return NULL;
}

static void pretend(int how_many)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_getaffinity, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
    pthread_t thread;
    cpus = how_many;
    SYSTEM(!pthread_create(&thread, NULL, answer, NULL));
    SYSTEM(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    int fd = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    if (fd < 0) {
        MEASURE("not possible", "seccomp: %s", strerror(errno));
        exit(0);
    }
    listener = fd;
    cpu_set_t set;
    SYSTEM(!sched_getaffinity(0, sizeof set, &set) && CPU_COUNT(&set) == how_many);
}

/* Counts the user's threads, as RLIMIT_NPROC does. */
static rlim_t tasks_of(uid_t user)
{
    rlim_t n = 0;
    char path[300], value[64];
    DIR *proc = opendir("/proc");
    SYSTEM(proc);
    for (struct dirent *entry; (entry = readdir(proc));) {
        if (!atoi(entry->d_name)) continue;
        snprintf(path, sizeof path, "/proc/%s/status", entry->d_name);
        status_line(path, "Uid", value);
        if (!*value || (uid_t)atol(value) != user) continue;
        status_line(path, "Threads", value);
        n += (rlim_t)atol(value);
    }
    closedir(proc);
    return n;
}

static void limit(int what, rlim_t amount)
{
    struct rlimit l;
    SYSTEM(!getrlimit(what, &l));
    l.rlim_cur = amount;
    if (l.rlim_max != RLIM_INFINITY && l.rlim_max < amount) l.rlim_cur = l.rlim_max;
    l.rlim_max = l.rlim_cur;
    SYSTEM(!setrlimit(what, &l));
}

int main(int argc, char **argv)
{
    SYSTEM(argc >= 3);
    rlim_t amount = (rlim_t)atol(argv[2]);
    const char *kind = argv[1];
    double start = now(), boot;
    if (!strcmp(kind, "as")) limit(RLIMIT_AS, amount << 20);
    if (!strcmp(kind, "data")) limit(RLIMIT_DATA, amount << 20);
    if (!strcmp(kind, "nofile")) limit(RLIMIT_NOFILE, amount);
    if (!strcmp(kind, "stack") && argc == 3) {
        /* The stack size of threads is set when a program starts. */
        limit(RLIMIT_STACK, amount << 10);
        execl("/proc/self/exe", argv[0], kind, argv[2], "now", NULL);
    }
    if (!strcmp(kind, "nproc")) {
        uid_t user = argc > 3 && atol(argv[3]) ? (uid_t)atol(argv[3]) : getuid();
        if (user != getuid()) SYSTEM(!setgroups(0, NULL) && !setgid(user) && !setuid(user));
        if (argc > 4) pretend(atoi(argv[4]));
        limit(RLIMIT_NPROC, tasks_of(user) + amount);
    }
    if (!strcmp(kind, "locked")) SYSTEM(!mlockall(MCL_CURRENT | MCL_FUTURE));
    int32_t code = psutil_boot_time(&boot);
    int os_error = code ? psutil_last_error()->os_error : 0;
    MEASURE("first", "%s", psutil_error_name(code));
    MEASURE("why", "%s", code ? psutil_last_error()->message : "");
    MEASURE("os error", "%d", os_error);
    MEASURE("peak", "%llu", (unsigned long long)size_now("VmHWM"));
    if (!strcmp(kind, "locked-later")) {
        SYSTEM(!mlockall(MCL_CURRENT | MCL_FUTURE));
        MEASURE("locked", "%llu", (unsigned long long)size_now("VmRSS"));
    }
    if (!strcmp(kind, "tables")) keep_tables(amount);
    if (code) rounds = FEW_ROUNDS;
    double began = now();
    pthread_t thread[LATER_THREADS];
    int threads = 0;
    if (!strncmp(kind, "later", 5)) {
        int what = !strcmp(kind, "later-as") ? RLIMIT_AS : RLIMIT_DATA;
        struct rlimit before, low;
        char open_before[4096], open_after[4096];
        descriptors(open_before, sizeof open_before);
        SYSTEM(!getrlimit(what, &before));
        low = before;
        if (argc > 3) memory = atol(argv[3]) << 20, later_rounds = 3;
        /* The first look-up of a user's name reads glibc's configuration. Where another thread takes the memory for it,
           glibc ends the process, as without this library. */
        psutil_table *table;
        OK(psutil_process_table(NULL, 0, NULL, 0, &table));
        psutil_table_free(table);
        pthread_mutex_lock(&gate);
        for (threads = 0; threads < LATER_THREADS; threads++)
            SYSTEM(!pthread_create(&thread[threads], NULL, calls_later, NULL));
        low.rlim_cur = size_now(what == RLIMIT_AS ? "VmSize" : "VmData") + (amount << 20);
        SYSTEM(!setrlimit(what, &low));
        pthread_mutex_unlock(&gate);
        calls_later(NULL);
        for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
        IN_CHILD({
            code = psutil_boot_time(&boot);
            CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_NO_MEMORY);
            calls_later(NULL);
            CHECK(!unexpected);
        });
        SYSTEM(!setrlimit(what, &before));
        MEASURE("no memory", "%d", codes[-PSUTIL_ERR_NO_MEMORY]);
        codes[-PSUTIL_ERR_NO_MEMORY] = 0;
        memory = 1 << 20;
        calls_later(NULL);
        descriptors(open_after, sizeof open_after);
        CHECK(!strcmp(open_before, open_after), "descriptors %s became %s", open_before, open_after);
    } else {
        calls(NULL);
        while (threads < THREADS && !pthread_create(&thread[threads], NULL, calls, NULL)) threads++;
        for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
    }
    MEASURE("threads", "%d", threads);
    char all[64];
    status_line("/proc/self/status", "Threads", all);
    MEASURE("threads in all", "%s", all);
    for (int i = 0; i < 16; i++)
        if (codes[i]) MEASURE(psutil_error_name(-i), "%d", codes[i]);
    MEASURE("unexpected", "%d", unexpected);
    MEASURE("cost", "first %.1f ms, calls %.1f ms", (began - start) * 1e3, (now() - began) * 1e3);
}
