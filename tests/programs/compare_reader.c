/*
 * Compares every cell of a table reader with psutil_process_table, for all processes, among them some of each kind that
 * is special: compare_reader FLAGS. A cell counts if two tables around the reader's have the same value. A difference
 * that is there in each of several rounds is one; prints those, and how much was compared. With PROGRAM in FLAGS, it
 * first reads until the reader has replaced its iterator.
 */
#include "host.h"
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { KINDS = 16, ROUNDS = 6, MAX_ROWS = 1 << 16, COLUMNS = 63, MAX_DIFFERENCES = 4096, PROGRAM = 8 };

static int ready[2];

static void check(int32_t code, const char *what)
{
    if (code == PSUTIL_OK) return;
    printf("%s: %s\n", what, psutil_last_error()->message);
    exit(1);
}

/* ---- processes of all kinds */

static void burn(double seconds)
{
    struct timespec now;
    do {
        for (volatile int i = 0; i < 10000; i++) continue;
        getppid();
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    } while ((double)now.tv_sec + (double)now.tv_nsec / 1e9 < seconds);
}

static void stay(void)
{
    if (write(ready[1], "", 1) != 1) _exit(1);
    for (;;) pause();
}

static void *work(void *arg)
{
    burn(0.02);
    char *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) memset(memory, 1, 1 << 20);
    return arg;
}

static void *work_and_stay(void *arg)
{
    work(arg);
    for (;;) pause();
    return arg;
}

static void *stay_alone(void *arg)
{
    while (!is_leaderless(0)) usleep(1000);
    stay();
    return arg;
}

static pid_t children[KINDS];

static void end_children(void)
{
    for (int i = 0; i < KINDS; i++) kill(children[i], SIGKILL);
    for (int i = 0; i < KINDS; i++) waitpid(children[i], NULL, 0);
}

static pid_t fork_child(void)
{
    pid_t child = fork();
    if (child == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
    return child;
}

static void be(int kind, char *title)
{
    pthread_t thread;
    char name[32];
    snprintf(name, sizeof name, "kind (%d) ) S 1", kind);
    prctl(PR_SET_NAME, name);
    switch (kind) {
    case 0: break;
    case 1: /* threads that have ended */
        for (int i = 0; i < 4; i++)
            if (!pthread_create(&thread, NULL, work, NULL)) pthread_join(thread, NULL);
        break;
    case 2: /* threads that are there */
        for (int i = 0; i < 6; i++) pthread_create(&thread, NULL, work_and_stay, NULL);
        sleep(1);
        break;
    case 3: /* children that have been waited for */
        for (int i = 0; i < 3; i++)
            if (!fork_child()) burn(0.05), _exit(3);
        while (wait(NULL) > 0) continue;
        break;
    case 4: /* a zombie child */
        if (!fork_child()) burn(0.03), _exit(0);
        siginfo_t info;
        waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
        break;
    case 5:   /* a stopped child */
    case 6: { /* a traced child */
        pid_t child = fork_child();
        if (!child) {
            if (kind == 6) ptrace(PTRACE_TRACEME, 0, NULL, NULL);
            raise(SIGSTOP);
            for (;;) pause();
        }
        int status;
        waitpid(child, &status, WUNTRACED);
        break;
    }
    case 7: /* a title without a NUL, longer than the arguments */ memset(title, 't', strlen(title)); break;
    case 8:                                                                      /* IDs */
        if (geteuid() == 0 && (setresgid(5, 6, 7) || setresuid(1, 2, 3))) break; /* in a user namespace */
        prctl(PR_SET_PDEATHSIG, SIGKILL);                                        /* other IDs have reset it */
        break;
    case 9: /* a terminal, a niceness */
        setsid();
        int master = posix_openpt(O_RDWR);
        if (master >= 0 && !grantpt(master) && !unlockpt(master)) open(ptsname(master), O_RDWR);
        if (setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + 7))
            _exit(1); /* nice returns negative ones, too */
        break;
    case 10: { /* anonymous and shared memory, of which the peak is more than what is left */
        char *memory = mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        char *shared = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED || shared == MAP_FAILED) _exit(1);
        for (int i = 0; i < 5000; i++) memory[i * 4096] = 1;
        memset(shared, 1, 400000);
        munmap(memory, 16 << 20);
        break;
    }
    case 11: /* the first thread has exited */
        pthread_create(&thread, NULL, stay_alone, NULL);
        syscall(SYS_exit, 0); /* pthread_exit would need libgcc_s */
        break;
    case 12: /* a PID namespace */
        if (geteuid() == 0 && !unshare(CLONE_NEWPID) && !fork_child()) {
            if (!fork_child())
                for (;;) pause();
            for (;;) pause();
        }
        break;
    case 13: /* arguments that are empty, and long */
    case 14: {
        static char longest[100001];
        memset(longest, 'a', kind == 13 ? 10 : sizeof longest - 1);
        if (write(ready[1], "", 1) != 1) _exit(1);
        execl("/proc/self/exe", "a program", "stay", "", longest, "", NULL);
        _exit(1);
    }
    case 15: { /* another process in the same memory */
        static char stack[65536] __attribute__((aligned(16)));
        extern int share(void *);
        if (clone(share, stack + sizeof stack, CLONE_VM | SIGCHLD, NULL) < 0) _exit(1);
        break;
    }
    }
    stay();
}

int share(void *arg)
{
    (void)arg;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) pause();
}

/* ---- comparison */

typedef struct table {
    psutil_table *handle;
    int64_t rows;
    psutil_column_t column[COLUMNS];
    int has[COLUMNS];
} table;

static const int32_t *all_columns(size_t *n)
{
    static int32_t columns[COLUMNS];
    for (*n = 0; *n < COLUMNS; ++*n) columns[*n] = (int32_t)*n;
    return columns;
}

static void fill(table *t)
{
    check(psutil_table_rows(t->handle, &t->rows), "rows");
    for (int c = 0; c < COLUMNS; c++) check(psutil_table_column(t->handle, c, &t->column[c]), "column");
}

static int same_bytes(const psutil_column_t *a, int64_t i, const psutil_column_t *b, int64_t j)
{
    int64_t length = a->offsets[i + 1] - a->offsets[i];
    return length == b->offsets[j + 1] - b->offsets[j]
        && !memcmp(a->bytes + a->offsets[i], b->bytes + b->offsets[j], (size_t)length);
}

static int same(const psutil_column_t *a, int64_t i, const psutil_column_t *b, int64_t j)
{
    if (a->outcomes[i] != b->outcomes[j]) return 0;
    if ((a->validity[i / 8] >> i % 8 & 1) != (b->validity[j / 8] >> j % 8 & 1)) return 0;
    switch (a->type) {
    case PSUTIL_COLUMN_TYPE_INT64: return a->int64s[i] == b->int64s[j];
    case PSUTIL_COLUMN_TYPE_DOUBLE: return !memcmp(&a->doubles[i], &b->doubles[j], sizeof(double));
    case PSUTIL_COLUMN_TYPE_STRING: return same_bytes(a, i, b, j);
    default: break;
    }
    int64_t items = a->list_offsets[i + 1] - a->list_offsets[i];
    if (items != b->list_offsets[j + 1] - b->list_offsets[j]) return 0;
    for (int64_t k = 0; k < items; k++)
        if (!same_bytes(a, a->list_offsets[i] + k, b, b->list_offsets[j] + k)) return 0;
    return 1;
}

static void print_cell(const psutil_column_t *c, int64_t i)
{
    if (c->outcomes[i]) printf("%s", psutil_error_name(c->outcomes[i]));
    else if (c->type == PSUTIL_COLUMN_TYPE_INT64) printf("%lld", (long long)c->int64s[i]);
    else if (c->type == PSUTIL_COLUMN_TYPE_DOUBLE) printf("%.3f", c->doubles[i]);
    else if (c->type == PSUTIL_COLUMN_TYPE_STRING)
        printf("\"%.*s\"", (int)(c->offsets[i + 1] - c->offsets[i]), (const char *)c->bytes + c->offsets[i]);
    else printf("%lld items", (long long)(c->list_offsets[i + 1] - c->list_offsets[i]));
}

/* Returns the row of a PID, -1 if there is none. */
static int64_t row_of(const table *t, int64_t pid)
{
    const int64_t *pids = t->column[PSUTIL_COLUMN_PID].int64s;
    for (int64_t i = 0; i < t->rows; i++)
        if (pids[i] == pid) return i;
    return -1;
}

/* The kernel divides CPU time into user and system again at each reading of procfs, and never lets one fall, so the two
   can be some ticks apart from a division that it did not see. */
static int same_division(int column, double a, double b)
{
    return (column == PSUTIL_COLUMN_CPU_TIMES_USER || column == PSUTIL_COLUMN_CPU_TIMES_SYSTEM) && a - b < 0.025
        && b - a < 0.025;
}

typedef struct difference {
    int64_t pid;
    int column, rounds; /* column -1: the row is missing */
} difference;

static difference differences[MAX_DIFFERENCES];
static size_t difference_count;
static int64_t cells, compared_rows;

static int note(int64_t pid, int column)
{
    for (size_t i = 0; i < difference_count; i++)
        if (differences[i].pid == pid && differences[i].column == column) return ++differences[i].rounds;
    if (difference_count < MAX_DIFFERENCES) differences[difference_count++] = (difference){pid, column, 1};
    return 1;
}

static void compare(const table *before, const table *reader, const table *after, int round)
{
    const int64_t *pids = before->column[PSUTIL_COLUMN_PID].int64s;
    for (int64_t i = 0; i < before->rows; i++) {
        int64_t k = row_of(after, pids[i]), j = row_of(reader, pids[i]);
        if (k < 0 || !same(&before->column[PSUTIL_COLUMN_START], i, &after->column[PSUTIL_COLUMN_START], k)) continue;
        if (j < 0) {
            if (note(pids[i], -1) == ROUNDS) printf("PID %lld is missing\n", (long long)pids[i]);
            continue;
        }
        if (pids[i] == getpid()) continue; /* it has helper threads while it reads procfs */
        compared_rows++;
        for (int c = 0; c < COLUMNS; c++) {
            if (c == PSUTIL_COLUMN_CPU_PERCENT) continue;
            if (!same(&before->column[c], i, &after->column[c], k)) continue;
            cells++;
            const psutil_column_t *theirs = &before->column[c], *ours = &reader->column[c];
            if (theirs->type == PSUTIL_COLUMN_TYPE_DOUBLE && same_division(c, theirs->doubles[i], ours->doubles[j]))
                continue;
            if (same(&before->column[c], i, &reader->column[c], j) || note(pids[i], c) != round + 1
                || round + 1 < ROUNDS)
                continue;
            printf("PID %lld %s: ", (long long)pids[i], psutil_column_name(c));
            print_cell(&reader->column[c], j);
            printf(", not ");
            print_cell(&before->column[c], i);
            printf("\n");
        }
    }
}

/* Whether one of this process's descriptors is a program of BPF, which has a "prog_type". */
static int has_program(void)
{
    int found = 0;
    for (int fd = 3; fd < 32; fd++) {
        char path[64], line[128];
        snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
        FILE *info = fopen(path, "r");
        while (info && fgets(line, sizeof line, info)) found |= !strncmp(line, "prog_type:\t31", 13);
        if (info) fclose(info);
    }
    return found;
}

static void *wait_for_end(void *unused)
{
    for (;;) pause();
    return unused;
}

/* Reads tables until the reader has replaced its iterator by a program, which it does after so many tasks; a child with
   many threads makes that soon. */
static int reads_until_program(psutil_table_reader *reader)
{
    pid_t child = fork_child();
    if (!child) {
        pthread_t thread;
        pthread_attr_t small;
        pthread_attr_init(&small);
        pthread_attr_setstacksize(&small, 64 << 10);
        for (int i = 0; i < 2000; i++) pthread_create(&thread, &small, wait_for_end, NULL);
        for (;;) pause();
    }
    int found = 0;
    for (int reads = 0; reads < 5000 && !found; reads++) {
        psutil_table *table;
        check(psutil_table_reader_read(reader, &table), "read");
        psutil_table_free(table);
        found = has_program();
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    return found;
}

int main(int argc, char **argv)
{
    if (argc > 2)
        for (;;) pause(); /* kinds 13 and 14 */
    int32_t flags = argc > 1 ? atoi(argv[1]) : 0, source;
    int wants_program = flags & PROGRAM;
    flags &= ~PROGRAM;
    static table before, reader_table, after;
    psutil_table_reader *reader;
    size_t n, wrong = 0;
    const int32_t *columns = all_columns(&n);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (pipe(ready)) return 1;
    alarm(100);
    for (int kind = 0; kind < KINDS; kind++)
        if (!(children[kind] = fork_child())) be(kind, argv[0]);
    atexit(end_children);
    close(ready[1]);
    char byte;
    for (int kind = 0; kind < KINDS; kind++)
        if (read(ready[0], &byte, 1) != 1) return 1;
    alarm(0);
    usleep(300000);
    int32_t code = psutil_table_reader_new(columns, n, flags, &reader);
    if (code) {
        printf("%s: %s\n", psutil_error_name(code), psutil_last_error()->message);
        return 2;
    }
    if (wants_program && !reads_until_program(reader)) return puts("the iterator stays in use"), 3;
    for (int round = 0; round < ROUNDS; round++) {
        check(psutil_process_table(columns, n, NULL, 0, &before.handle), "table");
        check(psutil_table_reader_read(reader, &reader_table.handle), "read");
        check(psutil_process_table(columns, n, NULL, 0, &after.handle), "table");
        fill(&before), fill(&reader_table), fill(&after);
        compare(&before, &reader_table, &after, round);
        psutil_table_free(before.handle), psutil_table_free(reader_table.handle), psutil_table_free(after.handle);
    }
    for (size_t i = 0; i < difference_count; i++) wrong += differences[i].rounds == ROUNDS;
    check(psutil_table_reader_source(reader, &source), "source");
    check(psutil_table_reader_free(reader), "free");
    printf(
        "source %d, rows %lld, cells %lld, unequal %zu\n", source, (long long)compared_rows, (long long)cells, wrong);
    return wrong != 0;
}
