/*
 * A thread that alone gives up rights, and what the library shows it of other processes: no more and no less than the
 * thread can read itself.
 *
 *   thread_rights MODE
 *
 * MODE: none; uid (setresuid); caps (no capabilities); seccomp (readlinkat fails with EACCES); files (a descriptor
 * table of its own, while other threads open descriptors with the same numbers). Run as root.
 */
#include "host.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { CHILDREN = 128 };

static int64_t children[CHILDREN];
static const char *mode;
static volatile int table_is_own, others_have_opened;

static void give_up(void)
{
    if (!strcmp(mode, "uid")) {
        SYSTEM(!syscall(SYS_setresuid, 65534, 65534, 65534));
    } else if (!strcmp(mode, "caps")) {
        struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
        struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
        SYSTEM(!syscall(SYS_capset, &header, none));
    } else if (!strcmp(mode, "seccomp")) {
        struct sock_filter code[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_readlinkat, 0, 1),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        struct sock_fprog program = {4, code};
        SYSTEM(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        SYSTEM(!syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
    } else if (!strcmp(mode, "files")) {
        SYSTEM(!unshare(CLONE_FILES));
        table_is_own = 1;
        while (!others_have_opened) usleep(1000);
    }
}

/* Whether this thread can read a file or link of a process, as the library's error code. */
static int32_t readable(int64_t pid, const char *name, int is_link)
{
    char path[64], buffer[4096];
    snprintf(path, sizeof path, "/proc/%lld/%s", (long long)pid, name);
    if (is_link) {
        if (syscall(SYS_readlinkat, AT_FDCWD, path, buffer, sizeof buffer) >= 0) return PSUTIL_OK;
    } else {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t n = fd < 0 ? -1 : read(fd, buffer, sizeof buffer);
        int error = errno;
        if (fd >= 0) close(fd);
        if (n >= 0) return PSUTIL_OK;
        errno = error;
    }
    return errno == EACCES || errno == EPERM ? PSUTIL_ERR_ACCESS_DENIED : PSUTIL_ERR_OS;
}

static void check_table(void)
{
    static const struct {
        int32_t column;
        const char *file;
        int is_link;
    } sources[] = {
        {PSUTIL_COLUMN_ENVIRON, "environ", 0},
        {PSUTIL_COLUMN_EXE, "exe", 1},
        {PSUTIL_COLUMN_CWD, "cwd", 1},
        {PSUTIL_COLUMN_USS, "smaps_rollup", 0},
        {PSUTIL_COLUMN_IO_COUNTERS_READ_BYTES, "io", 0},
    };
    enum { SOURCES = sizeof sources / sizeof *sources };
    int32_t columns[SOURCES];
    for (int i = 0; i < SOURCES; i++) columns[i] = sources[i].column;
    psutil_table *table;
    int64_t rows;
    OK(psutil_process_table(columns, SOURCES, children, CHILDREN, &table));
    OK(psutil_table_rows(table, &rows));
    CHECK(rows == CHILDREN, "%lld rows", (long long)rows);
    for (int64_t row = 0; row < rows; row++) {
        for (int i = 0; i < SOURCES; i++) {
            int32_t code = psutil_table_cell_error(table, row, columns[i]);
            int32_t own = readable(children[row], sources[i].file, sources[i].is_link);
            CHECK(code == own, "%s of child %lld: %s; read by the thread itself: %s", sources[i].file, (long long)row,
                psutil_error_name(code), psutil_error_name(own));
        }
    }
    OK(psutil_table_free(table));
}

static void check_connections(void)
{
    psutil_connection_list_t *list;
    int owned = 0, links = 0;
    int32_t code = psutil_net_connections("unix", PSUTIL_CONNECTIONS_PIDS, &list);
    if (readable(getpid(), "fd/0", 1) != PSUTIL_OK) { /* none can be read */
        CHECK(code == PSUTIL_ERR_ACCESS_DENIED);
        return;
    }
    OK(code);
    for (size_t i = 0; i < list->len; i++)
        for (int c = 0; c < CHILDREN; c++) owned += list->items[i].pid == children[c];
    for (int c = 0; c < CHILDREN; c++) links += readable(children[c], "fd/0", 1) == PSUTIL_OK;
    CHECK(owned == (links ? CHILDREN : 0), "%d sockets of children, %d of them readable", owned, links);
    psutil_free(list);
}

static void *restricted(void *unused)
{
    give_up();
    for (int i = 0; i < 30; i++) {
        check_table();
        check_connections();
    }
    return unused;
}

int main(int argc, char **argv)
{
    mode = argc > 1 ? argv[1] : "none";
    int ready[2];
    char nothing;
    SYSTEM(!pipe(ready));
    for (int i = 0; i < CHILDREN; i++) {
        pid_t child = fork();
        SYSTEM(child >= 0);
        if (!child) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            dup2(socket(AF_UNIX, SOCK_STREAM, 0), 0);
            struct sockaddr address = {.sa_family = AF_UNIX};
            bind(0, &address, sizeof address.sa_family);
            for (int fd = 3; fd < 64; fd++) close(fd); /* also the end of ready */
            for (;;) pause();
        }
        children[i] = child;
    }
    close(ready[1]);
    SYSTEM(read(ready[0], &nothing, 1) == 0); /* all have closed it */
    close(ready[0]);
    psutil_pid_list_t *pids;
    OK(psutil_pids(&pids)); /* the main thread starts the runtime, with all rights */
    psutil_free(pids);
    pthread_t thread;
    SYSTEM(!pthread_create(&thread, NULL, restricted, NULL));
    if (!strcmp(mode, "files")) {
        while (!table_is_own) usleep(1000);
        for (int i = 0; i < 20; i++) SYSTEM(open("/", O_RDONLY | O_DIRECTORY) >= 0);
        others_have_opened = 1;
    }
    SYSTEM(!pthread_join(thread, NULL));
    for (int i = 0; i < CHILDREN; i++) kill((pid_t)children[i], SIGKILL);
    while (wait(NULL) > 0) continue;
    return 0;
}
