/* Calls every function of the library once, so that strace shows what the calls do to the rest of the system. The test
 * compares the names in this file with the library's symbols.
 */
#include "host.h"
#include "../../capi/arrow.h"
#include <signal.h>
#include <sys/wait.h>

/* A call that some systems do not support: OK or NOT_SUPPORTED. */
#define OK_OR_NOT_SUPPORTED(call)                                                                                      \
    do {                                                                                                               \
        int32_t code = (call);                                                                                         \
        CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_NOT_SUPPORTED);                                                  \
    } while (0)

#include "getters_gen.h"

static pid_t sleeper(void)
{
    pid_t pid = fork();
    SYSTEM(pid >= 0);
    if (!pid) {
        for (;;) pause();
    }
    return pid;
}

static void end(psutil_process *p, int signal)
{
    psutil_exit_status_t status;
    OK(psutil_process_wait(p, 10, 0, &status));
    CHECK(status.has_exit_code && status.exit_code == -signal, "exit code %d", status.exit_code);
    OK(psutil_process_free(p));
}

static void system_wide(void)
{
    psutil_cpu_times_t before, after;
    psutil_percent_list_t *percents;
    double number;
    int64_t count;
    int32_t yes;
    OK(psutil_pid_exists(getpid(), &yes));
    OK(psutil_cpu_count(1, &count));
    OK(psutil_cpu_count(0, &count));
    OK(psutil_cpu_times(&before));
    OK(psutil_cpu_percent(0.01, &number));
    OK(psutil_cpu_percent_per_cpu(0, &percents));
    psutil_free(percents);
    OK(psutil_cpu_times(&after));
    OK(psutil_cpu_percent_between(&before, &after, &number));
}

static void cpus_and_disks(void)
{
    psutil_cpu_times_t before, after, percent;
    psutil_cpu_times_list_t *per_cpu;
    psutil_disk_partition_list_t *partitions;
    psutil_disk_usage_t usage;
    psutil_disk_io_counters_t io;
    psutil_disk_io_list_t *disks;
    OK(psutil_cpu_times(&before));
    OK(psutil_cpu_times_percent(0.01, &percent));
    OK(psutil_cpu_times_percent_per_cpu(0, &per_cpu));
    psutil_free(per_cpu);
    OK(psutil_cpu_times(&after));
    OK(psutil_cpu_times_percent_between(&before, &after, &percent));
    OK(psutil_disk_partitions(1, &partitions));
    psutil_free(partitions);
    OK(psutil_disk_usage("/", &usage));
    OK_OR_NOT_SUPPORTED(psutil_disk_io_counters(1, &io));
    OK(psutil_disk_io_counters_per_disk(1, &disks));
    psutil_free(disks);
}

static void network(void)
{
    psutil_net_io_counters_t io;
    psutil_net_io_list_t *nics;
    psutil_connection_list_t *connections;
    psutil_process *p;
    OK(psutil_net_io_counters(1, &io));
    OK(psutil_net_io_counters_per_nic(1, &nics));
    psutil_free(nics);
    OK(psutil_net_connections("all", PSUTIL_CONNECTIONS_PIDS | PSUTIL_CONNECTIONS_BYTES, &connections));
    psutil_free(connections);
    OK(psutil_process_new(getpid(), &p));
    OK(psutil_process_net_connections(p, "all", 0, &connections));
    psutil_free(connections);
    OK(psutil_process_free(p));
    CHECK(psutil_conn_status_name(PSUTIL_CONN_LISTEN));
}

static void file_owners(void)
{
    psutil_file_owner_list_t *owners;
    OK(psutil_file_owners("/dev/null", PSUTIL_FILE_OWNERS_UNREADABLE, &owners));
    psutil_free(owners);
    CHECK(psutil_file_use_name(PSUTIL_FILE_USE_CWD));
}

static void machine(void)
{
    psutil_cgroup_limits_t *limits = NULL;
    psutil_pressure_t pressure;
    psutil_heap_info_t heap;
    psutil_win_service_t *service = NULL;
    int32_t trimmed;
    OK_OR_NOT_SUPPORTED(psutil_cgroup_limits(0, &limits));
    OK_OR_NOT_SUPPORTED(psutil_pressure(PSUTIL_PRESSURE_CPU, &pressure));
    OK_OR_NOT_SUPPORTED(psutil_cgroup_pressure(0, PSUTIL_PRESSURE_CPU, &pressure));
    OK_OR_NOT_SUPPORTED(psutil_heap_info(&heap));
    OK_OR_NOT_SUPPORTED(psutil_heap_trim(&trimmed));
    OK_OR_NOT_SUPPORTED(psutil_win_service("Spooler", &service));
    OK_OR_NOT_SUPPORTED(psutil_set_procfs_path(""));
    OK(psutil_set_workers(0));
    psutil_free(limits);
    psutil_free(service);
}

static void one_process(void)
{
    psutil_process *p, *parent;
    double number;
    int64_t count;
    int32_t value;
    OK(psutil_process_new(getpid(), &p));
    call_getters(p);
    OK(psutil_process_pid(p, &count));
    OK(psutil_process_equal(p, p, &value));
    OK(psutil_process_parent(p, &parent));
    OK(psutil_process_free(parent));
    OK(psutil_process_status(p, &value));
    CHECK(psutil_status_name(value));
    OK(psutil_process_cpu_percent(p, 0.01, &number));
    OK(psutil_process_free(p));
}

static void attributes(void)
{
    psutil_process *p;
    psutil_rlimit_t limit;
    psutil_cpu_list_t *cpus;
    psutil_memory_map_list_t *maps;
    double number;
    int32_t value;
    OK(psutil_process_new(getpid(), &p));
    OK(psutil_process_nice(p, &value));
    OK(psutil_process_set_nice(p, value));
    OK(psutil_process_set_ionice(p, PSUTIL_IOPRIO_CLASS_BE, 7));
    OK(psutil_process_rlimit(p, PSUTIL_RLIMIT_CORE, &limit));
    OK(psutil_process_set_rlimit(p, PSUTIL_RLIMIT_CORE, 0, limit.hard));
    OK(psutil_process_cpu_affinity(p, &cpus));
    OK(psutil_process_set_cpu_affinity(p, cpus->items, cpus->len));
    psutil_free(cpus);
    OK(psutil_process_memory_percent(p, PSUTIL_MEMTYPE_USS, &number));
    OK(psutil_process_memory_maps(p, 1, &maps));
    psutil_free(maps);
    OK(psutil_process_free(p));
}

static void together(void)
{
    psutil_process *p;
    psutil_process_iter *it;
    psutil_process_list_t *list;
    psutil_process_info_t *info;
    OK(psutil_process_new(getpid(), &p));
    OK(psutil_process_children(p, 1, &list));
    for (size_t i = 0; i < list->len; i++) OK(psutil_process_free(list->items[i]));
    psutil_free(list);
    OK(psutil_process_parents(p, &list));
    for (size_t i = 0; i < list->len; i++) OK(psutil_process_free(list->items[i]));
    psutil_free(list);
    OK(psutil_process_oneshot_begin(p));
    OK(psutil_process_info(p, NULL, 0, &info));
    OK(psutil_process_info_error(info, PSUTIL_FIELD_NAME));
    psutil_free(info);
    OK(psutil_process_oneshot_end(p));
    OK(psutil_process_free(p));
    OK(psutil_process_iter_new(&it));
    while (psutil_process_iter_next(it, &p) == PSUTIL_OK && p) OK(psutil_process_free(p));
    OK(psutil_process_iter_free(it));
}

static void tables(void)
{
    static const int32_t columns[] = {
        PSUTIL_COLUMN_PID, PSUTIL_COLUMN_CREATE_TIME, PSUTIL_COLUMN_NAME, PSUTIL_COLUMN_CMDLINE};
    psutil_table *t;
    psutil_column_t column;
    psutil_process *p;
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct ArrowArrayStream stream;
    const char *text;
    double seconds;
    int64_t number, pid = getpid();
    CHECK(psutil_column_name(PSUTIL_COLUMN_PID));
    OK(psutil_process_table(NULL, 0, NULL, 0, &t));
    OK(psutil_table_free(t));
    OK(psutil_process_table(columns, 4, &pid, 1, &t));
    OK(psutil_table_rows(t, &number));
    OK(psutil_table_column(t, PSUTIL_COLUMN_PID, &column));
    OK(psutil_table_cell_error(t, 0, PSUTIL_COLUMN_PID));
    OK(psutil_table_int64(t, 0, PSUTIL_COLUMN_PID, &number));
    OK(psutil_table_double(t, 0, PSUTIL_COLUMN_CREATE_TIME, &seconds));
    OK(psutil_table_string(t, 0, PSUTIL_COLUMN_NAME, &text, &number));
    OK(psutil_table_items(t, 0, PSUTIL_COLUMN_CMDLINE, &number));
    OK(psutil_table_item(t, 0, PSUTIL_COLUMN_CMDLINE, 0, &text, &number));
    OK(psutil_table_process(t, 0, &p));
    OK(psutil_process_free(p));
    OK(psutil_table_export_arrow(t, &schema, &array));
    array.release(&array);
    schema.release(&schema);
    OK(psutil_table_export_arrow_stream(t, &stream));
    stream.release(&stream);
    OK(psutil_table_free(t));
    psutil_table_reader *reader;
    int32_t source;
    OK(psutil_table_reader_new(columns, 4, 0, &reader));
    OK(psutil_table_reader_read(reader, &t));
    OK(psutil_table_free(t));
    OK(psutil_table_reader_source(reader, &source));
    OK(psutil_table_reader_free(reader));
    CHECK(psutil_table_pin("/nonexistent/table", 0444) != PSUTIL_OK);
}

static psutil_process *started(void)
{
    psutil_process *p;
    psutil_popen_pipes_t pipes;
    const char *argv[] = {"sleep", "1000", NULL};
    OK(psutil_popen(&(psutil_popen_options_t){.argv = argv}, &p, &pipes));
    return p;
}

/* The only call that runs a program. The test expects "sleep 1000". */
static void programs(void)
{
    psutil_wait_result_list_t *waited;
    psutil_kill_result_list_t *killed;
    psutil_process *p = started();
    OK(psutil_wait_procs(&p, 1, 0, NULL, NULL, &waited));
    psutil_free(waited);
    OK(psutil_process_kill_tree(p, SIGTERM, 10, &killed));
    CHECK(psutil_kill_outcome_name(killed->items[0].outcome));
    psutil_free(killed);
    OK(psutil_process_free(p));
}

static void signals(void)
{
    psutil_process *p;
    OK(psutil_process_new(sleeper(), &p));
    OK(psutil_process_send_signal(p, SIGUSR1));
    end(p, SIGUSR1);
    OK(psutil_process_new(sleeper(), &p));
    OK(psutil_process_terminate(p));
    end(p, SIGTERM);
    OK(psutil_process_new(sleeper(), &p));
    OK(psutil_process_suspend(p));
    OK(psutil_process_resume(p));
    OK(psutil_process_kill(p));
    end(p, SIGKILL);
}

static void process_events(void)
{
    psutil_process_events *e;
    psutil_process_event_t event;
    int64_t fd;
    int32_t code = psutil_process_events_new(PSUTIL_EVENT_EXEC, &e);
    if (code == PSUTIL_ERR_NOT_SUPPORTED || code == PSUTIL_ERR_ACCESS_DENIED) return;
    OK(code);
    OK(psutil_process_events_fd(e, &fd));
    code = psutil_process_events_next(e, 0.001, &event);
    if (code != PSUTIL_ERR_TIMEOUT_EXPIRED) OK(code);
    OK(psutil_process_events_free(e));
}

int main(void)
{
    CHECK(psutil_version() && psutil_error_name(-1) && psutil_strerror(-1));
    system_wide();
    cpus_and_disks();
    network();
    file_owners();
    machine();
    one_process();
    attributes();
    together();
    process_events();
    tables();
    signals();
    programs();
    psutil_process *p;
    CHECK(psutil_process_new(-1, &p) == PSUTIL_ERR_NO_SUCH_PROCESS);
    CHECK(psutil_last_error()->code == PSUTIL_ERR_NO_SUCH_PROCESS);
    /* again in a child, which loads a copy of the library */
    pid_t child = fork();
    int status;
    if (!child) {
        system_wide();
        cpus_and_disks();
        network();
        file_owners();
        machine();
        one_process();
        attributes();
        together();
        tables();
        programs();
        _exit(0);
    }
    SYSTEM(waitpid(child, &status, 0) == child);
    return status;
}
