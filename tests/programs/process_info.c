/* psutil_process_info and psutil_process_oneshot_*.
 *
 *   process_info same       each field has the value of its own function
 *   process_info states     a zombie, an exited process, another user's process
 *   process_info choice     some fields, repeated fields, unknown fields
 *   process_info reads      all fields of this process, for strace
 *   process_info oneshot    between begin and end, values are read once for all threads
 *   process_info leak       memory and descriptors after many calls
 *   process_info dump       some fields of all processes as JSON, for comparison with psutil
 */
#include "children.h"
#include <math.h>
#include <pthread.h>

enum { FIELDS = PSUTIL_FIELD_NET_CONNECTIONS + 1 };

static psutil_process *handle(pid_t pid)
{
    psutil_process *p;
    OK(psutil_process_new(pid, &p));
    return p;
}

static psutil_process_info_t *all_of(psutil_process *p)
{
    psutil_process_info_t *info;
    OK(psutil_process_info(p, NULL, 0, &info));
    return info;
}

static int same_strings(const psutil_string_list_t *a, const psutil_string_list_t *b)
{
    if (!a || !b || a->len != b->len) return 0;
    for (size_t i = 0; i < a->len; i++)
        if (strcmp(a->items[i], b->items[i])) return 0;
    return 1;
}

static void same(void)
{
    pid_t pid = fork_child();
    if (!pid) { /* another program, which shares no memory with this one */
        execlp("sleep", "sleep", "1000", NULL);
        _exit(99);
    }
    psutil_process *p = handle(pid);
    int32_t status = PSUTIL_STATUS_RUNNING;
    char *name = NULL;
    do { /* until it sleeps */
        usleep(1000);
        psutil_free(name);
        OK(psutil_process_status(p, &status));
        OK(psutil_process_name(p, &name));
    } while (status != PSUTIL_STATUS_SLEEPING || strcmp(name, "sleep"));
    psutil_free(name);
    psutil_process_info_t *info = all_of(p);
    CHECK(info->pid == pid && info->fields >= FIELDS);
/* Reads again where they differ: other processes share its pages, and the kernel reclaims some. */
#define EACH(type, function, member)                                                                                   \
    for (int left = 20;; left--) {                                                                                     \
        type value;                                                                                                    \
        memset(&value, 0, sizeof value);                                                                               \
        OK(psutil_process_##function(p, &value));                                                                      \
        if (!memcmp(&value, &info->member, sizeof value)) break;                                                       \
        CHECK(left, #function);                                                                                        \
        psutil_free(info);                                                                                             \
        info = all_of(p);                                                                                              \
    }
    EACH(int64_t, ppid, ppid);
    EACH(double, create_time, create_time);
    EACH(int32_t, status, status);
    EACH(psutil_ids_t, uids, uids);
    EACH(psutil_ids_t, gids, gids);
    EACH(int32_t, nice, nice);
    EACH(psutil_ionice_t, ionice, ionice);
    EACH(int64_t, cpu_num, cpu_num);
    EACH(psutil_process_cpu_times_t, cpu_times, cpu_times);
    EACH(psutil_process_memory_info_t, memory_info, memory_info);
    EACH(psutil_process_memory_info_ex_t, memory_info_ex, memory_info_ex);
    EACH(psutil_process_memory_footprint_t, memory_footprint, memory_footprint);
    EACH(psutil_page_faults_t, page_faults, page_faults);
    EACH(psutil_process_io_counters_t, io_counters, io_counters);
    EACH(psutil_ctx_switches_t, num_ctx_switches, num_ctx_switches);
    EACH(int64_t, num_fds, num_fds);
    EACH(int64_t, num_threads, num_threads);
#define EACH_STRING(function)                                                                                          \
    do {                                                                                                               \
        char *value;                                                                                                   \
        OK(psutil_process_##function(p, &value));                                                                      \
        CHECK(value ? info->function && !strcmp(value, info->function) : !info->function, #function);                  \
        psutil_free(value);                                                                                            \
    } while (0)
    EACH_STRING(name);
    EACH_STRING(exe);
    EACH_STRING(cwd);
    EACH_STRING(username);
    EACH_STRING(terminal);
    psutil_string_list_t *strings;
    OK(psutil_process_cmdline(p, &strings));
    CHECK(same_strings(strings, info->cmdline));
    psutil_free(strings);
    OK(psutil_process_environ(p, &strings));
    CHECK(same_strings(strings, info->environment));
    psutil_free(strings);
    double percent;
    OK(psutil_process_memory_percent(p, PSUTIL_MEMTYPE_RSS, &percent));
    CHECK(percent == info->memory_percent);
    CHECK(info->cpu_percent == 0);
    psutil_memory_map_list_t *maps;
    OK(psutil_process_memory_maps(p, 1, &maps));
    CHECK(maps->len == info->memory_maps->len && !strcmp(maps->items[0].path, info->memory_maps->items[0].path));
    psutil_free(maps);
    CHECK(info->threads->len == 1 && info->threads->items[0].id == pid);
    CHECK(info->cpu_affinity->len >= 1);
    CHECK(info->net_connections->len == 0);
    int64_t handles;
    for (int i = 0; i < FIELDS; i++) {
        int32_t wanted = i == PSUTIL_FIELD_NUM_HANDLES ? psutil_process_num_handles(p, &handles) : PSUTIL_OK;
        CHECK(psutil_process_info_error(info, i) == wanted, "field %d: %d", i, psutil_process_info_error(info, i));
    }
    CHECK(info->num_handles == PSUTIL_NA);
    psutil_free(info);
}

/* Checks that a field with an error is marked as absent. */
static void absent(const psutil_process_info_t *info, int field, const char *text, const void *list)
{
    if (psutil_process_info_error(info, field) != PSUTIL_OK) CHECK(!text && !list, "field %d", field);
}

static void states(void)
{
    pid_t pid = fork_child();
    if (!pid) _exit(0);
    siginfo_t ended;
    SYSTEM(!waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT));
    psutil_process *zombie = handle(pid);
    OK(psutil_process_cpu_percent(zombie, 0, &(double){0}));
    CHECK(psutil_process_kill(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    char error[256];
    snprintf(error, sizeof error, "%s", psutil_last_error()->message);
    psutil_process_info_t *info = all_of(zombie);
    CHECK(!strcmp(error, psutil_last_error()->message), "a call that succeeds has changed the last error");
    CHECK(psutil_process_info_error(info, PSUTIL_FIELD_EXE) == PSUTIL_ERR_ZOMBIE_PROCESS && !info->exe);
    CHECK(psutil_process_info_error(info, PSUTIL_FIELD_CMDLINE) == PSUTIL_ERR_ZOMBIE_PROCESS && !info->cmdline);
    CHECK(info->status == PSUTIL_STATUS_ZOMBIE && info->name && info->ppid == getpid() && info->username);
    psutil_free(info);

    waitpid(pid, NULL, 0);
    info = NULL;
    int32_t pid_only = PSUTIL_FIELD_PID;
    CHECK(psutil_process_info(zombie, NULL, 0, &info) == PSUTIL_ERR_NO_SUCH_PROCESS && !info);
    CHECK(psutil_last_error()->pid == pid);
    CHECK(psutil_process_info(zombie, &pid_only, 1, &info) == PSUTIL_ERR_NO_SUCH_PROCESS && !info);

    int root = getuid() == 0;
    pid = root ? fork_child() : 1; /* another user's process */
    if (!pid)
        for (;;) pause();
    if (root) become_ordinary_user();
    psutil_process *other = handle(pid);
    info = all_of(other);
    CHECK(psutil_process_info_error(info, PSUTIL_FIELD_EXE) == PSUTIL_ERR_ACCESS_DENIED);
    CHECK(psutil_process_info_error(info, PSUTIL_FIELD_ENVIRON) == PSUTIL_ERR_ACCESS_DENIED);
    CHECK(info->name && info->ppid >= 0 && info->uids.real == 0 && info->num_threads >= 1);
    CHECK(info->num_fds == PSUTIL_NA
        && psutil_process_info_error(info, PSUTIL_FIELD_NUM_FDS) == PSUTIL_ERR_ACCESS_DENIED);
    absent(info, PSUTIL_FIELD_EXE, info->exe, NULL);
    absent(info, PSUTIL_FIELD_ENVIRON, NULL, info->environment);
    absent(info, PSUTIL_FIELD_OPEN_FILES, NULL, info->open_files);
    absent(info, PSUTIL_FIELD_MEMORY_MAPS, NULL, info->memory_maps);
    psutil_free(info);
    if (root) become_root();
    if (root) kill(pid, SIGKILL);
}

static void choice(void)
{
    psutil_process *p = handle(getpid());
    psutil_process_info_t *info;
    int32_t fields[] = {PSUTIL_FIELD_PPID, PSUTIL_FIELD_NAME, PSUTIL_FIELD_NAME, PSUTIL_FIELD_CMDLINE};
    OK(psutil_process_info(p, fields, 4, &info));
    for (int i = -2; i < FIELDS + 100; i++) {
        int asked = i == PSUTIL_FIELD_PPID || i == PSUTIL_FIELD_NAME || i == PSUTIL_FIELD_CMDLINE;
        CHECK(psutil_process_info_error(info, i) == (asked ? PSUTIL_OK : PSUTIL_ERR_INVALID_ARGUMENT), "field %d", i);
    }
    CHECK(info->ppid == getppid() && !strcmp(info->name, "process_info") && info->cmdline->len == 2);
    CHECK(info->pid == PSUTIL_NA && info->num_threads == PSUTIL_NA && !info->exe && !info->threads
        && isnan(info->create_time));
    CHECK(isnan(info->cpu_times.user) && info->memory_info.rss == PSUTIL_NA && info->uids.saved == PSUTIL_NA);
    psutil_free(info);
    info = NULL;
    for (int i = 0; i < 3; i++) {
        fields[1] = (int32_t[]){-1, 9999, INT32_MIN}[i];
        CHECK(psutil_process_info(p, fields, 2, &info) == PSUTIL_ERR_INVALID_ARGUMENT && !info);
        CHECK(strstr(psutil_last_error()->message, "fields[1]"), "the message does not say which");
    }
    CHECK(psutil_process_info(p, fields, SIZE_MAX, &info) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_info(p, NULL, 1, &info) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_info(p, fields, 1, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_info(NULL, fields, 1, &info) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_info_error(NULL, 0) == PSUTIL_ERR_INVALID_ARGUMENT);
    OK(psutil_process_free(p));
    CHECK(psutil_process_info(p, fields, 1, &info) == PSUTIL_ERR_INVALID_HANDLE && !info);
    CHECK(psutil_process_oneshot_begin(p) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_oneshot_end(p) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_oneshot_begin(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
}

/* ---- oneshot */

static psutil_process *burner_handle;
static psutil_process_cpu_times_t first_times;

static double user_time(void)
{
    psutil_process_cpu_times_t times;
    OK(psutil_process_cpu_times(burner_handle, &times));
    return times.user + times.system;
}

static void *other_thread(void *arg)
{
    for (int i = 0; i < 100; i++) CHECK(user_time() == first_times.user + first_times.system);
    return arg;
}

static void oneshot(void)
{
    pid_t pid = fork_child();
    if (!pid)
        for (;;) {
        }
    pthread_t thread;
    burner_handle = handle(pid);
    psutil_process *another = handle(pid);
    psutil_process_cpu_times_t times;
    OK(psutil_process_oneshot_begin(burner_handle));
    OK(psutil_process_oneshot_begin(burner_handle));
    OK(psutil_process_cpu_times(burner_handle, &first_times));
    SYSTEM(!pthread_create(&thread, NULL, other_thread, NULL));
    do { /* another handle sees the CPU time grow */
        usleep(10000);
        OK(psutil_process_cpu_times(another, &times));
    } while (times.user < first_times.user + 0.1);
    OK(psutil_process_oneshot_end(burner_handle));
    pthread_join(thread, NULL);
    CHECK(user_time() == first_times.user + first_times.system, "inside");
    /* verification does not use the cache */
    int32_t running;
    OK(psutil_process_suspend(burner_handle));
    OK(psutil_process_is_running(burner_handle, &running));
    CHECK(running);
    OK(psutil_process_oneshot_end(burner_handle));
    CHECK(user_time() >= times.user, "behind");
    OK(psutil_process_oneshot_end(burner_handle));
    OK(psutil_process_oneshot_begin(burner_handle));
    user_time();
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    OK(psutil_process_is_running(burner_handle, &running));
    CHECK(!running, "gone, and the oneshot has not noticed");
    CHECK(psutil_process_kill(burner_handle) == PSUTIL_ERR_NO_SUCH_PROCESS);
    IN_CHILD(OK(psutil_process_oneshot_end(burner_handle)));
    OK(psutil_process_oneshot_end(burner_handle));
}

static psutil_process *own_handle;

static void once(void)
{
    psutil_free(all_of(own_handle));
}

static void leak(void)
{
    own_handle = handle(getpid());
    assert_no_leak(once, 150);
}

/* ---- dump */

static void string(const char *key, const char *text, const char *end)
{
    printf("\"%s\": ", key);
    if (!text) printf("null");
    else {
        putchar('"');
        for (; *text; text++) printf("\\u%04x", (unsigned char)*text);
        putchar('"');
    }
    printf("%s", end);
}

static void dump(void)
{
    int32_t fields[] = {
        PSUTIL_FIELD_PPID,
        PSUTIL_FIELD_NAME,
        PSUTIL_FIELD_EXE,
        PSUTIL_FIELD_USERNAME,
        PSUTIL_FIELD_CREATE_TIME,
        PSUTIL_FIELD_UIDS,
        PSUTIL_FIELD_NICE,
        PSUTIL_FIELD_NUM_THREADS,
        PSUTIL_FIELD_PID,
        PSUTIL_FIELD_CMDLINE,
        PSUTIL_FIELD_CWD,
        PSUTIL_FIELD_NUM_FDS,
        PSUTIL_FIELD_MEMORY_INFO,
    };
    psutil_process_iter *it;
    OK(psutil_process_iter_new(&it));
    for (psutil_process *p; psutil_process_iter_next(it, &p) == PSUTIL_OK && p; psutil_process_free(p)) {
        psutil_process_info_t *info;
        if (psutil_process_info(p, fields, sizeof fields / sizeof *fields, &info)) continue;
        printf("{\"pid\": %lld, \"ppid\": %lld, ", (long long)info->pid, (long long)info->ppid);
        string("name", info->name, ", ");
        string("exe", info->exe, ", ");
        string("cwd", info->cwd, ", ");
        string("username", info->username, ", ");
        printf("\"exe_outcome\": %d, \"cwd_outcome\": %d, ", psutil_process_info_error(info, PSUTIL_FIELD_EXE),
            psutil_process_info_error(info, PSUTIL_FIELD_CWD));
        printf(
            "\"create_time\": %.2f, \"uid\": %lld, \"nice\": %d, \"num_threads\": %lld, \"rss\": %lld, \"num_fds\": %lld, ",
            info->create_time, (long long)info->uids.real, info->nice, (long long)info->num_threads,
            (long long)info->memory_info.rss, (long long)info->num_fds);
        printf("\"cmdline\": ");
        if (!info->cmdline) printf("null}\n");
        else {
            printf("[");
            for (size_t i = 0; i < info->cmdline->len; i++) {
                printf("{");
                string("a", info->cmdline->items[i], i + 1 < info->cmdline->len ? "}, " : "}");
            }
            printf("]}\n");
        }
        psutil_free(info);
    }
    OK(psutil_process_iter_free(it));
}

int main(int argc, char **argv)
{
    CHECK(argc > 1);
    if (!strcmp(argv[1], "same")) same();
    else if (!strcmp(argv[1], "states")) states();
    else if (!strcmp(argv[1], "choice")) choice();
    else if (!strcmp(argv[1], "reads")) psutil_free(all_of(handle(getpid())));
    else if (!strcmp(argv[1], "oneshot")) oneshot();
    else if (!strcmp(argv[1], "leak")) leak();
    else if (!strcmp(argv[1], "dump")) dump();
    else CHECK(0, "no such test");
}
