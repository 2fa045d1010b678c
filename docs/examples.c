/* An example of each function, for the reference (docs/tools/reference.py shows each body beside the functions that it
 * calls). tests/test_site.py compiles this file and runs it: each example prints something. */
#include "../capi/arrow.h" /* the structures of Arrow's C data interface; for a program those of arrow/c/abi.h */
#include <inttypes.h>
#include <psutil.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints why the last call of this thread failed. */
static void print_error(void)
{
    const psutil_error_info_t *error = psutil_last_error();
    printf("%s: %s\n", psutil_error_name(error->code), error->message);
}

/* Starts "sleep 60" for the examples that end a process. */
static psutil_process *start_sleep(void)
{
    const char *argv[] = {"sleep", "60", NULL};
    psutil_popen_options_t options = {.argv = argv};
    psutil_popen_pipes_t pipes;
    psutil_process *child;
    if (psutil_popen(&options, &child, &pipes)) abort();
    return child;
}

/* Ends a process that start_sleep has started, and frees its handle. */
static void end(psutil_process *child)
{
    psutil_exit_status_t status;
    psutil_process_kill(child);
    psutil_process_wait(child, -1.0, 0, &status);
    psutil_process_free(child);
}

/* ---- library */

static void version(void)
{
    printf("libpsutil %s\n", psutil_version());
}

static void error_texts(void)
{
    int32_t code = PSUTIL_ERR_ACCESS_DENIED;
    printf("%s: %s\n", psutil_error_name(code), psutil_strerror(code));
}

static void last_error(void)
{
    psutil_process *missing;
    if (psutil_process_new(-1, &missing)) {
        const psutil_error_info_t *error = psutil_last_error();
        printf("%s: %s\n", psutil_error_name(error->code), error->message);
    }
}

static void free_block(void)
{
    psutil_pid_list_t *pids;
    if (psutil_pids(&pids)) return print_error();
    printf("%zu processes\n", pids->len);
    psutil_free(pids);
}

static void set_procfs_path(void)
{
    /* In a container that has the host's procfs there: "/host/proc". */
    if (psutil_set_procfs_path("/proc")) return print_error();
    printf("reads /proc\n");
}

static void set_workers(void)
{
    /* One thread alone reads, for a host that cannot have others. */
    if (psutil_set_workers(1)) return print_error();
    printf("1 worker\n");
    psutil_set_workers(0); /* the default */
}

/* ---- processes on the system */

static void pids(void)
{
    psutil_pid_list_t *pids;
    if (psutil_pids(&pids)) return print_error();
    for (size_t i = 0; i < pids->len; i++) printf("%" PRId64 " ", pids->items[i]);
    printf("\n");
    psutil_free(pids);
}

static void pid_exists(void)
{
    int32_t exists;
    if (psutil_pid_exists(1, &exists)) return print_error();
    printf("%s\n", exists ? "exists" : "does not exist");
}

/* ---- CPU */

static void cpu_count(void)
{
    int64_t logical, cores;
    if (psutil_cpu_count(1, &logical)) return print_error();
    printf("%" PRId64 " logical CPUs\n", logical);
    if (psutil_cpu_count(0, &cores)) return print_error();
    if (cores != PSUTIL_NA) printf("%" PRId64 " cores\n", cores);
}

static void cpu_times(void)
{
    psutil_cpu_times_t times;
    if (psutil_cpu_times(&times)) return print_error();
    printf("user %.1f s, idle %.1f s\n", times.user, times.idle);
}

static void cpu_times_per_cpu(void)
{
    psutil_cpu_times_list_t *cpus;
    if (psutil_cpu_times_per_cpu(&cpus)) return print_error();
    for (size_t i = 0; i < cpus->len; i++)
        printf("CPU %" PRId64 ": %.1f s busy for users\n", cpus->items[i].cpu, cpus->items[i].user);
    psutil_free(cpus);
}

static void cpu_percent(void)
{
    double percent; /* over half a second; with 0, since the thread's last call */
    if (psutil_cpu_percent(0.5, &percent)) return print_error();
    printf("%.1f %%\n", percent);
}

static void cpu_percent_per_cpu(void)
{
    psutil_percent_list_t *cpus;
    if (psutil_cpu_percent_per_cpu(0.1, &cpus)) return print_error();
    for (size_t i = 0; i < cpus->len; i++) printf("%.1f %%\n", cpus->items[i]);
    psutil_free(cpus);
}

static void cpu_percent_between(void)
{
    psutil_cpu_times_t earlier, later;
    double percent;
    if (psutil_cpu_times(&earlier)) return print_error();
    /* The host's own work, then: */
    if (psutil_cpu_times(&later)) return print_error();
    if (psutil_cpu_percent_between(&earlier, &later, &percent)) return print_error();
    printf("%.1f %%\n", percent);
}

static void cpu_times_percent(void)
{
    psutil_cpu_times_t share;
    if (psutil_cpu_times_percent(0.1, &share)) return print_error();
    printf("user %.1f %%, system %.1f %%\n", share.user, share.system);
}

static void cpu_times_percent_per_cpu(void)
{
    psutil_cpu_times_list_t *cpus;
    if (psutil_cpu_times_percent_per_cpu(0.1, &cpus)) return print_error();
    for (size_t i = 0; i < cpus->len; i++) printf("idle %.1f %%\n", cpus->items[i].idle);
    psutil_free(cpus);
}

static void cpu_times_percent_between(void)
{
    psutil_cpu_times_t earlier, later, share;
    if (psutil_cpu_times(&earlier)) return print_error();
    if (psutil_cpu_times(&later)) return print_error();
    if (psutil_cpu_times_percent_between(&earlier, &later, &share)) return print_error();
    printf("system %.1f %%\n", share.system);
}

static void cpu_stats(void)
{
    psutil_cpu_stats_t stats;
    if (psutil_cpu_stats(&stats)) return print_error();
    printf("%" PRId64 " context switches since boot\n", stats.ctx_switches);
}

static void cpu_freq(void)
{
    psutil_cpu_freq_t frequency;
    if (psutil_cpu_freq(&frequency)) return print_error();
    printf("%.0f MHz\n", frequency.current);
}

static void cpu_freq_per_cpu(void)
{
    psutil_cpu_freq_list_t *cpus;
    if (psutil_cpu_freq_per_cpu(&cpus)) return print_error();
    for (size_t i = 0; i < cpus->len; i++) printf("%.0f MHz\n", cpus->items[i].current);
    psutil_free(cpus);
}

static void getloadavg_(void)
{
    psutil_loadavg_t load;
    if (psutil_getloadavg(&load)) return print_error();
    printf("%.2f %.2f %.2f\n", load.load1, load.load5, load.load15);
}

/* ---- memory */

static void virtual_memory(void)
{
    psutil_virtual_memory_t memory;
    if (psutil_virtual_memory(&memory)) return print_error();
    printf("%" PRId64 " of %" PRId64 " bytes available\n", memory.available, memory.total);
}

static void swap_memory(void)
{
    psutil_swap_memory_t swap;
    if (psutil_swap_memory(&swap)) return print_error();
    printf("%" PRId64 " bytes, %.1f %% used\n", swap.total, swap.percent);
}

/* ---- disks */

static void disk_partitions(void)
{
    psutil_disk_partition_list_t *partitions;
    if (psutil_disk_partitions(1, &partitions)) return print_error(); /* 0: physical devices alone */
    for (size_t i = 0; i < partitions->len; i++)
        printf("%s on %s\n", partitions->items[i].device, partitions->items[i].mountpoint);
    psutil_free(partitions);
}

static void disk_usage(void)
{
    psutil_disk_usage_t usage;
    if (psutil_disk_usage("/", &usage)) return print_error();
    printf("%" PRId64 " bytes free, %.1f %% used\n", usage.free, usage.percent);
}

static void disk_io_counters(void)
{
    psutil_disk_io_counters_t io;
    if (psutil_disk_io_counters(PSUTIL_NOWRAP_ON, &io)) return print_error();
    printf("%" PRId64 " bytes read\n", io.read_bytes);
}

static void disk_io_counters_per_disk(void)
{
    psutil_disk_io_list_t *disks;
    if (psutil_disk_io_counters_per_disk(PSUTIL_NOWRAP_ON, &disks)) return print_error();
    printf("%zu disks\n", disks->len);
    for (size_t i = 0; i < disks->len; i++)
        printf("%s: %" PRId64 " bytes written\n", disks->items[i].name, disks->items[i].counters.write_bytes);
    psutil_free(disks);
}

/* ---- network */

static void net_io_counters(void)
{
    psutil_net_io_counters_t io;
    if (psutil_net_io_counters(PSUTIL_NOWRAP_ON, &io)) return print_error();
    printf("%" PRId64 " bytes sent, %" PRId64 " received\n", io.bytes_sent, io.bytes_recv);
}

static void net_io_counters_per_nic(void)
{
    psutil_net_io_list_t *nics;
    if (psutil_net_io_counters_per_nic(PSUTIL_NOWRAP_ON, &nics)) return print_error();
    for (size_t i = 0; i < nics->len; i++)
        printf("%s: %" PRId64 " bytes received\n", nics->items[i].name, nics->items[i].counters.bytes_recv);
    psutil_free(nics);
}

static void net_connections(void)
{
    psutil_connection_list_t *list;
    if (psutil_net_connections("tcp", PSUTIL_CONNECTIONS_PIDS, &list)) return print_error();
    printf("%zu connections\n", list->len);
    for (size_t i = 0; i < list->len; i++) {
        const psutil_connection_t *c = &list->items[i];
        if (c->status == PSUTIL_CONN_LISTEN)
            printf("%s port %" PRId32 ": PID %" PRId64 "\n", c->local_address, c->local_port, c->pid);
    }
    psutil_free(list);
}

static void process_net_connections(psutil_process *p)
{
    psutil_connection_list_t *list;
    if (psutil_process_net_connections(p, "inet", 0, &list)) return print_error();
    printf("%zu connections\n", list->len);
    for (size_t i = 0; i < list->len; i++) printf("%s\n", psutil_conn_status_name(list->items[i].status));
    psutil_free(list);
}

static void net_if_addrs(void)
{
    psutil_net_if_addr_list_t *list;
    if (psutil_net_if_addrs(&list)) return print_error();
    for (size_t i = 0; i < list->len; i++) printf("%s: %s\n", list->items[i].name, list->items[i].address);
    psutil_free(list);
}

static void net_if_stats(void)
{
    psutil_net_if_stats_list_t *list;
    if (psutil_net_if_stats(&list)) return print_error();
    for (size_t i = 0; i < list->len; i++)
        printf("%s is %s\n", list->items[i].name, list->items[i].isup ? "up" : "down");
    psutil_free(list);
}

/* ---- other system information */

static void boot_time(void)
{
    double seconds; /* since 1970 */
    if (psutil_boot_time(&seconds)) return print_error();
    printf("%.0f\n", seconds);
}

static void users(void)
{
    psutil_user_list_t *list;
    if (psutil_users(&list)) return print_error();
    printf("%zu users\n", list->len);
    for (size_t i = 0; i < list->len; i++) printf("%s\n", list->items[i].name);
    psutil_free(list);
}

static void sensors_temperatures(void)
{
    psutil_temperature_list_t *list;
    if (psutil_sensors_temperatures(&list)) return print_error();
    printf("%zu sensors\n", list->len);
    for (size_t i = 0; i < list->len; i++)
        printf("%s: %.1f degrees Celsius\n", list->items[i].name, list->items[i].current);
    psutil_free(list);
}

static void sensors_fans(void)
{
    psutil_fan_list_t *list;
    if (psutil_sensors_fans(&list)) return print_error();
    printf("%zu fans\n", list->len);
    for (size_t i = 0; i < list->len; i++)
        printf("%s: %" PRId64 " rotations a minute\n", list->items[i].name, list->items[i].current);
    psutil_free(list);
}

static void sensors_battery(void)
{
    psutil_battery_t battery;
    if (psutil_sensors_battery(&battery)) return print_error();
    if (battery.present) printf("%.0f %%\n", battery.percent);
    else printf("no battery\n");
}

static void cgroup_limits(void)
{
    psutil_cgroup_limits_t *limits;
    if (psutil_cgroup_limits(0, &limits)) return print_error(); /* 0: the calling process */
    if (limits->memory_limit == PSUTIL_NA) printf("%s has no limit of memory\n", limits->path);
    else printf("%s may have %" PRId64 " bytes\n", limits->path, limits->memory_limit);
    psutil_free(limits);
}

static void pressure(void)
{
    psutil_pressure_t stalled;
    if (psutil_pressure(PSUTIL_PRESSURE_MEMORY, &stalled)) return print_error();
    printf("some tasks waited for memory %.2f %% of the last 10 s\n", stalled.some_avg10);
}

static void cgroup_pressure(void)
{
    psutil_pressure_t stalled;
    if (psutil_cgroup_pressure(0, PSUTIL_PRESSURE_CPU, &stalled)) return print_error();
    printf("some tasks of this cgroup waited for a CPU %.2f %% of the last 10 s\n", stalled.some_avg10);
}

static void heap_info(void)
{
    psutil_heap_info_t heap;
    if (psutil_heap_info(&heap)) return print_error();
    printf("malloc has %" PRId64 " bytes in use\n", heap.heap_used);
}

static void heap_trim(void)
{
    int32_t trimmed;
    if (psutil_heap_trim(&trimmed)) return print_error();
    printf("%s\n", trimmed ? "memory went back to the system" : "there was nothing to return");
}

static void win_services(void)
{
    psutil_win_service_list_t *list;
    if (psutil_win_services(&list)) return print_error();
    for (size_t i = 0; i < list->len; i++)
        printf("%s: %s\n", list->items[i].name, list->items[i].status ? list->items[i].status : "unknown");
    psutil_free(list);
}

static void win_service(void)
{
    psutil_win_service_t *service;
    if (psutil_win_service("EventLog", &service)) return print_error();
    printf("%s: PID %" PRId64 "\n", service->name, service->pid);
    psutil_free(service);
}

/* ---- one process */

static void process_new(void)
{
    psutil_process *p;
    if (psutil_process_new(1, &p)) return print_error();
    printf("PID 1 exists\n");
    psutil_process_free(p);
}

static void process_pid(psutil_process *p)
{
    int64_t pid;
    if (psutil_process_pid(p, &pid)) return print_error();
    printf("%" PRId64 "\n", pid);
}

static void process_equal(psutil_process *p)
{
    psutil_process *parent;
    int32_t same;
    if (psutil_process_parent(p, &parent)) return print_error();
    if (psutil_process_equal(p, parent, &same)) return print_error();
    printf("%s\n", same ? "the same process" : "different processes");
    psutil_process_free(parent);
}

static void process_ppid(psutil_process *p)
{
    int64_t ppid;
    if (psutil_process_ppid(p, &ppid)) return print_error();
    printf("%" PRId64 "\n", ppid);
}

static void process_parent(psutil_process *p)
{
    psutil_process *parent; /* NULL for a process without one */
    int64_t pid;
    if (psutil_process_parent(p, &parent)) return print_error();
    if (parent && !psutil_process_pid(parent, &pid)) printf("%" PRId64 "\n", pid);
    psutil_process_free(parent);
}

static void process_name(psutil_process *p)
{
    char *name;
    if (psutil_process_name(p, &name)) return print_error();
    printf("%s\n", name);
    psutil_free(name);
}

static void process_exe(psutil_process *p)
{
    char *path; /* "" for kernel threads */
    if (psutil_process_exe(p, &path)) return print_error();
    printf("%s\n", path);
    psutil_free(path);
}

static void process_cmdline(psutil_process *p)
{
    psutil_string_list_t *arguments;
    if (psutil_process_cmdline(p, &arguments)) return print_error();
    for (size_t i = 0; i < arguments->len; i++) printf("%s\n", arguments->items[i]);
    psutil_free(arguments);
}

static void process_status(psutil_process *p)
{
    int32_t status;
    if (psutil_process_status(p, &status)) return print_error();
    printf("%s\n", psutil_status_name(status));
}

static void process_create_time(psutil_process *p)
{
    double seconds; /* since 1970 */
    if (psutil_process_create_time(p, &seconds)) return print_error();
    printf("%.2f\n", seconds);
}

static void process_uids(psutil_process *p)
{
    psutil_ids_t uids;
    if (psutil_process_uids(p, &uids)) return print_error();
    printf("real %" PRId64 ", effective %" PRId64 "\n", uids.real, uids.effective);
}

static void process_username(psutil_process *p)
{
    char *name; /* NULL if the user has no name */
    if (psutil_process_username(p, &name)) return print_error();
    printf("%s\n", name ? name : "no name");
    psutil_free(name);
}

static void process_cpu_times(psutil_process *p)
{
    psutil_process_cpu_times_t times;
    if (psutil_process_cpu_times(p, &times)) return print_error();
    printf("user %.2f s, system %.2f s\n", times.user, times.system);
}

static void process_cpu_percent(psutil_process *p)
{
    double percent; /* of one CPU; with 0, since the last call for this handle */
    if (psutil_process_cpu_percent(p, 0.1, &percent)) return print_error();
    printf("%.1f %%\n", percent);
}

static void process_memory_info(psutil_process *p)
{
    psutil_process_memory_info_t memory;
    if (psutil_process_memory_info(p, &memory)) return print_error();
    printf("%" PRId64 " bytes resident\n", memory.rss);
}

static void process_num_threads(psutil_process *p)
{
    int64_t threads;
    if (psutil_process_num_threads(p, &threads)) return print_error();
    printf("%" PRId64 "\n", threads);
}

static void process_is_running(psutil_process *p)
{
    int32_t running; /* 0 also if another process has its PID now */
    if (psutil_process_is_running(p, &running)) return print_error();
    printf("%s\n", running ? "running" : "exited");
}

static void process_send_signal(void)
{
    psutil_process *child = start_sleep();
    if (psutil_process_send_signal(child, SIGTERM)) return print_error();
    printf("sent SIGTERM\n");
    end(child);
}

static void process_terminate(void)
{
    psutil_process *child = start_sleep();
    psutil_exit_status_t status;
    if (psutil_process_terminate(child)) return print_error();
    if (psutil_process_wait(child, 3.0, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED) psutil_process_kill(child);
    else if (status.has_exit_code) printf("exit code %" PRId32 "\n", status.exit_code); /* negative: a signal */
    psutil_process_free(child);
}

static void process_kill(void)
{
    psutil_process *child = start_sleep();
    if (psutil_process_kill(child)) return print_error();
    printf("sent SIGKILL\n");
    end(child);
}

static void process_wait(void)
{
    psutil_process *child = start_sleep();
    psutil_exit_status_t status;
    if (psutil_process_wait(child, 0.1, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED) printf("still running\n");
    psutil_process_kill(child);
    if (psutil_process_wait(child, -1.0, 0, &status)) return print_error(); /* negative: without a limit */
    printf("exit code %" PRId32 "\n", status.exit_code);
    psutil_process_free(child);
}

/* ---- attributes of a process */

static void process_environ(psutil_process *p)
{
    psutil_string_list_t *variables;
    if (psutil_process_environ(p, &variables)) return print_error();
    for (size_t i = 0; i < variables->len; i++)
        if (!strncmp(variables->items[i], "PATH=", 5)) printf("%s\n", variables->items[i]);
    psutil_free(variables);
}

static void process_cwd(psutil_process *p)
{
    char *path;
    if (psutil_process_cwd(p, &path)) return print_error();
    printf("%s\n", path);
    psutil_free(path);
}

static void process_gids(psutil_process *p)
{
    psutil_ids_t gids;
    if (psutil_process_gids(p, &gids)) return print_error();
    printf("effective %" PRId64 "\n", gids.effective);
}

static void process_terminal(psutil_process *p)
{
    char *path; /* NULL without a terminal */
    if (psutil_process_terminal(p, &path)) return print_error();
    printf("%s\n", path ? path : "no terminal");
    psutil_free(path);
}

static void process_nice(psutil_process *p)
{
    int32_t value; /* on Windows a PSUTIL_*_PRIORITY_CLASS */
    if (psutil_process_nice(p, &value)) return print_error();
    printf("%" PRId32 "\n", value);
}

static void process_set_nice(void)
{
    psutil_process *child = start_sleep();
    if (psutil_process_set_nice(child, 10)) return print_error();
    printf("runs with niceness 10\n");
    end(child);
}

static void process_ionice(psutil_process *p)
{
    psutil_ionice_t priority;
    if (psutil_process_ionice(p, &priority)) return print_error();
    printf("class %" PRId32 ", value %" PRId32 "\n", priority.ioclass, priority.value);
}

static void process_set_ionice(void)
{
    psutil_process *child = start_sleep();
    if (psutil_process_set_ionice(child, PSUTIL_IOPRIO_CLASS_IDLE, 0)) return print_error();
    printf("uses disks that nothing else uses\n");
    end(child);
}

static void process_rlimit(psutil_process *p)
{
    psutil_rlimit_t limit;
    if (psutil_process_rlimit(p, PSUTIL_RLIMIT_NOFILE, &limit)) return print_error();
    printf("at most %" PRId64 " descriptors\n", limit.soft);
}

static void process_set_rlimit(psutil_process *p)
{
    psutil_rlimit_t limit;
    if (psutil_process_rlimit(p, PSUTIL_RLIMIT_CORE, &limit)) return print_error();
    if (psutil_process_set_rlimit(p, PSUTIL_RLIMIT_CORE, 0, limit.hard)) return print_error();
    printf("leaves no core file\n");
}

static void process_cpu_affinity(psutil_process *p)
{
    psutil_cpu_list_t *cpus;
    if (psutil_process_cpu_affinity(p, &cpus)) return print_error();
    if (psutil_process_set_cpu_affinity(p, cpus->items, cpus->len)) return print_error();
    printf("may run on %zu CPUs\n", cpus->len);
    psutil_free(cpus);
}

static void process_cpu_num(psutil_process *p)
{
    int64_t cpu;
    if (psutil_process_cpu_num(p, &cpu)) return print_error();
    printf("last ran on CPU %" PRId64 "\n", cpu);
}

static void process_memory_info_ex(psutil_process *p)
{
    psutil_process_memory_info_ex_t memory;
    if (psutil_process_memory_info_ex(p, &memory)) return print_error();
    if (memory.peak_rss != PSUTIL_NA) printf("at most %" PRId64 " bytes were resident\n", memory.peak_rss);
}

static void process_memory_footprint(psutil_process *p)
{
    psutil_process_memory_footprint_t memory;
    if (psutil_process_memory_footprint(p, &memory)) return print_error();
    printf("%" PRId64 " bytes would be free if it ended\n", memory.uss);
}

static void process_memory_percent(psutil_process *p)
{
    double percent;
    if (psutil_process_memory_percent(p, PSUTIL_MEMTYPE_RSS, &percent)) return print_error();
    printf("%.2f %%\n", percent);
}

static void process_memory_maps(psutil_process *p)
{
    psutil_memory_map_list_t *maps;
    if (psutil_process_memory_maps(p, 1, &maps)) return print_error(); /* 1: one entry for each file */
    for (size_t i = 0; i < maps->len; i++) printf("%s: %" PRId64 " bytes\n", maps->items[i].path, maps->items[i].rss);
    psutil_free(maps);
}

static void process_page_faults(psutil_process *p)
{
    psutil_page_faults_t faults;
    if (psutil_process_page_faults(p, &faults)) return print_error();
    printf("%" PRId64 " page faults read from a disk\n", faults.major);
}

static void process_io_counters(psutil_process *p)
{
    psutil_process_io_counters_t io;
    if (psutil_process_io_counters(p, &io)) return print_error();
    printf("%" PRId64 " reads, %" PRId64 " writes\n", io.read_count, io.write_count);
}

static void process_num_ctx_switches(psutil_process *p)
{
    psutil_ctx_switches_t switches;
    if (psutil_process_num_ctx_switches(p, &switches)) return print_error();
    printf("%" PRId64 " voluntary\n", switches.voluntary);
}

static void process_num_fds(psutil_process *p)
{
    int64_t descriptors;
    if (psutil_process_num_fds(p, &descriptors)) return print_error();
    printf("%" PRId64 " open descriptors\n", descriptors);
}

static void process_num_handles(psutil_process *p)
{
    int64_t handles;
    if (psutil_process_num_handles(p, &handles)) return print_error();
    printf("%" PRId64 " open handles\n", handles);
}

static void process_threads(psutil_process *p)
{
    psutil_thread_list_t *threads;
    if (psutil_process_threads(p, &threads)) return print_error();
    for (size_t i = 0; i < threads->len; i++)
        printf("thread %" PRId64 ": %.2f s\n", threads->items[i].id, threads->items[i].user_time);
    psutil_free(threads);
}

static void process_open_files(psutil_process *p)
{
    psutil_open_file_list_t *files;
    if (psutil_process_open_files(p, &files)) return print_error();
    printf("%zu files\n", files->len);
    for (size_t i = 0; i < files->len; i++) printf("%" PRId64 ": %s\n", files->items[i].fd, files->items[i].path);
    psutil_free(files);
}

static void process_suspend(void)
{
    psutil_process *child = start_sleep();
    if (psutil_process_suspend(child)) return print_error();
    if (psutil_process_resume(child)) return print_error();
    printf("stopped, and goes on\n");
    end(child);
}

/* ---- processes together */

static void process_children(psutil_process *p)
{
    psutil_process_list_t *children;
    if (psutil_process_children(p, 1, &children)) return print_error(); /* 1: and their children */
    printf("%zu descendants\n", children->len);
    for (size_t i = 0; i < children->len; i++) psutil_process_free(children->items[i]);
    psutil_free(children);
}

static void process_parents(psutil_process *p)
{
    psutil_process_list_t *parents;
    if (psutil_process_parents(p, &parents)) return print_error();
    for (size_t i = 0; i < parents->len; i++) {
        char *name;
        if (!psutil_process_name(parents->items[i], &name)) printf("%s\n", name), psutil_free(name);
        psutil_process_free(parents->items[i]);
    }
    psutil_free(parents);
}

static void process_iter(void)
{
    psutil_process_iter *it;
    psutil_process *p;
    if (psutil_process_iter_new(&it)) return print_error();
    while (!psutil_process_iter_next(it, &p) && p) {
        char *name;
        if (psutil_process_name(p, &name) == PSUTIL_OK) { /* it may have exited */
            printf("%s\n", name);
            psutil_free(name);
        }
        psutil_process_free(p);
    }
    psutil_process_iter_free(it);
}

static void wait_procs(void)
{
    psutil_process *children[] = {start_sleep(), start_sleep()};
    psutil_wait_result_list_t *results;
    psutil_process_terminate(children[0]);
    psutil_process_kill(children[1]);
    if (psutil_wait_procs(children, 2, 3.0, NULL, NULL, &results)) return print_error();
    for (size_t i = 0; i < results->len; i++) printf("%s\n", results->items[i].gone ? "exited" : "still running");
    psutil_free(results);
    psutil_process_free(children[0]);
    psutil_process_free(children[1]);
}

static void kill_tree(void)
{
    psutil_process *child = start_sleep();
    psutil_kill_result_list_t *results;
    if (psutil_process_kill_tree(child, SIGTERM, 3.0, &results)) return print_error(); /* SIGKILL after 3 s */
    for (size_t i = 0; i < results->len; i++)
        printf("PID %" PRId64 ": %s\n", results->items[i].pid, psutil_kill_outcome_name(results->items[i].outcome));
    psutil_free(results);
    psutil_process_free(child);
}

static void file_owners(void)
{
    psutil_file_owner_list_t *owners;
    if (psutil_file_owners("/dev/null", 0, &owners)) return print_error();
    printf("%zu uses\n", owners->len);
    for (size_t i = 0; i < owners->len; i++)
        printf("PID %" PRId64 ": %s\n", owners->items[i].pid, psutil_file_use_name(owners->items[i].use));
    psutil_free(owners);
}

static void oneshot(psutil_process *p)
{
    int64_t ppid, threads;
    if (psutil_process_oneshot_begin(p)) return print_error(); /* the calls until the end read each file once */
    if (!psutil_process_ppid(p, &ppid) && !psutil_process_num_threads(p, &threads))
        printf("parent %" PRId64 ", %" PRId64 " threads\n", ppid, threads);
    psutil_process_oneshot_end(p);
}

static void process_info(psutil_process *p)
{
    const int32_t fields[] = {PSUTIL_FIELD_NAME, PSUTIL_FIELD_EXE, PSUTIL_FIELD_MEMORY_INFO};
    psutil_process_info_t *info;
    if (psutil_process_info(p, fields, 3, &info)) return print_error();
    printf("%s uses %" PRId64 " bytes\n", info->name, info->memory_info.rss);
    if (psutil_process_info_error(info, PSUTIL_FIELD_EXE) == PSUTIL_ERR_ACCESS_DENIED)
        printf("its file may not be read\n");
    psutil_free(info);
}

static void popen_(void)
{
    const char *argv[] = {"echo", "hello", NULL};
    psutil_popen_options_t options = {.argv = argv, .output = {.kind = PSUTIL_STREAM_NULL}};
    psutil_popen_pipes_t pipes; /* none here: a stream has one if its kind is PSUTIL_STREAM_PIPE */
    psutil_process *child;
    psutil_exit_status_t status;
    if (psutil_popen(&options, &child, &pipes)) return print_error();
    if (psutil_process_wait(child, 10.0, 0, &status)) return print_error();
    printf("exit code %" PRId32 "\n", status.exit_code);
    psutil_process_free(child);
}

/* ---- process events */

static void process_events(void)
{
    psutil_process_events *events;
    psutil_process_event_t event;
    int64_t fd;                                                                      /* for poll(2) */
    if (psutil_process_events_new(PSUTIL_EVENT_EXEC, &events)) return print_error(); /* needs CAP_NET_ADMIN */
    if (psutil_process_events_fd(events, &fd)) return print_error();
    psutil_process *child = start_sleep();
    if (psutil_process_events_next(events, 10.0, &event)) return print_error();
    printf("PID %" PRId64 " started a program\n", event.pid);
    psutil_process_events_free(events);
    end(child);
}

/* ---- the process table */

static void process_table(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_PID, PSUTIL_COLUMN_NAME, PSUTIL_COLUMN_RSS};
    psutil_table *table;
    int64_t rows, pid, rss, length;
    const char *name;
    if (psutil_process_table(columns, 3, NULL, 0, &table)) return print_error();
    if (psutil_table_rows(table, &rows)) return print_error();
    for (int64_t row = 0; row < rows; row++)
        if (!psutil_table_int64(table, row, PSUTIL_COLUMN_PID, &pid)
            && !psutil_table_int64(table, row, PSUTIL_COLUMN_RSS, &rss)
            && !psutil_table_string(table, row, PSUTIL_COLUMN_NAME, &name, &length))
            printf("%" PRId64 " %.*s: %" PRId64 " bytes\n", pid, (int)length, name, rss);
    psutil_table_free(table);
}

static void table_column(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_RSS};
    psutil_table *table;
    psutil_column_t rss;
    int64_t sum = 0;
    if (psutil_process_table(columns, 1, NULL, 0, &table)) return print_error();
    if (psutil_table_column(table, PSUTIL_COLUMN_RSS, &rss)) return print_error();
    for (int64_t row = 0; row < rss.length; row++)
        if (rss.int64s[row] != PSUTIL_NA) sum += rss.int64s[row];
    printf("%s: %" PRId64 " bytes in all\n", psutil_column_name(PSUTIL_COLUMN_RSS), sum);
    psutil_table_free(table);
}

static void table_double(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_CREATE_TIME};
    const int64_t pids[] = {1};
    psutil_table *table;
    double started;
    if (psutil_process_table(columns, 1, pids, 1, &table)) return print_error();
    if (psutil_table_double(table, 0, PSUTIL_COLUMN_CREATE_TIME, &started)) return print_error();
    printf("PID 1 started at %.0f\n", started);
    psutil_table_free(table);
}

static void table_cell_error(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_EXE};
    psutil_table *table;
    int64_t rows, denied = 0;
    if (psutil_process_table(columns, 1, NULL, 0, &table)) return print_error();
    if (psutil_table_rows(table, &rows)) return print_error();
    for (int64_t row = 0; row < rows; row++)
        denied += psutil_table_cell_error(table, row, PSUTIL_COLUMN_EXE) == PSUTIL_ERR_ACCESS_DENIED;
    printf("%" PRId64 " of %" PRId64 " may not be read\n", denied, rows);
    psutil_table_free(table);
}

static void table_items(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_CMDLINE};
    const int64_t pids[] = {1};
    psutil_table *table;
    int64_t items, length;
    const char *argument;
    if (psutil_process_table(columns, 1, pids, 1, &table)) return print_error();
    if (psutil_table_items(table, 0, PSUTIL_COLUMN_CMDLINE, &items)) return print_error();
    printf("%" PRId64 " arguments\n", items);
    for (int64_t i = 0; i < items; i++)
        if (!psutil_table_item(table, 0, PSUTIL_COLUMN_CMDLINE, i, &argument, &length))
            printf("%.*s\n", (int)length, argument);
    psutil_table_free(table);
}

static void table_process(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_RSS};
    psutil_table *table;
    psutil_process *first;
    int64_t pid;
    if (psutil_process_table(columns, 1, NULL, 0, &table)) return print_error();
    if (psutil_table_process(table, 0, &first)) return print_error(); /* a handle, as if made when the table was read */
    if (!psutil_process_pid(first, &pid)) printf("%" PRId64 "\n", pid);
    psutil_process_free(first);
    psutil_table_free(table);
}

static void table_reader(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_PID, PSUTIL_COLUMN_RSS};
    psutil_table_reader *reader;
    psutil_table *table;
    int32_t source;
    int64_t rows;
    if (psutil_table_reader_new(columns, 2, PSUTIL_READER_FILE | PSUTIL_READER_BPF, &reader)) return print_error();
    if (psutil_table_reader_read(reader, &table)) return print_error(); /* again and again */
    if (psutil_table_rows(table, &rows)) return print_error();
    if (psutil_table_reader_source(reader, &source)) return print_error();
    printf("%" PRId64 " processes, %s procfs\n", rows, source == PSUTIL_SOURCE_PROCFS ? "from" : "without");
    psutil_table_free(table);
    psutil_table_reader_free(reader);
}

static void table_pin(void)
{
    /* As root, once a boot; members of the file's group may read. */
    if (psutil_table_pin("/sys/fs/bpf/psutil-example", 0440)) return print_error();
    printf("pinned\n");
    remove("/sys/fs/bpf/psutil-example");
}

static void table_export_arrow(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_PID, PSUTIL_COLUMN_RSS};
    psutil_table *table;
    struct ArrowSchema schema;
    struct ArrowArray array;
    if (psutil_process_table(columns, 2, NULL, 0, &table)) return print_error();
    if (psutil_table_export_arrow(table, &schema, &array)) return print_error();
    psutil_table_free(table); /* the arrays keep what they need */
    printf("%" PRId64 " rows of %" PRId64 " columns\n", array.length, array.n_children);
    array.release(&array);
    schema.release(&schema);
}

static void table_export_arrow_stream(void)
{
    const int32_t columns[] = {PSUTIL_COLUMN_PID, PSUTIL_COLUMN_RSS};
    psutil_table *table;
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    if (psutil_process_table(columns, 2, NULL, 0, &table)) return print_error();
    if (psutil_table_export_arrow_stream(table, &stream)) return print_error();
    psutil_table_free(table);
    while (!stream.get_next(&stream, &batch) && batch.release) {
        printf("%" PRId64 " rows\n", batch.length);
        batch.release(&batch);
    }
    stream.release(&stream);
}

/* Prints the name of an example, then runs it. */
#define RUN(example, ...) (printf("== " #example "\n"), example(__VA_ARGS__))

int main(void)
{
    psutil_process *p = start_sleep();
    RUN(version);
    RUN(error_texts);
    RUN(last_error);
    RUN(free_block);
    RUN(set_procfs_path);
    RUN(set_workers);
    RUN(pids);
    RUN(pid_exists);
    RUN(cpu_count);
    RUN(cpu_times);
    RUN(cpu_times_per_cpu);
    RUN(cpu_percent);
    RUN(cpu_percent_per_cpu);
    RUN(cpu_percent_between);
    RUN(cpu_times_percent);
    RUN(cpu_times_percent_per_cpu);
    RUN(cpu_times_percent_between);
    RUN(cpu_stats);
    RUN(cpu_freq);
    RUN(cpu_freq_per_cpu);
    RUN(getloadavg_);
    RUN(virtual_memory);
    RUN(swap_memory);
    RUN(disk_partitions);
    RUN(disk_usage);
    RUN(disk_io_counters);
    RUN(disk_io_counters_per_disk);
    RUN(net_io_counters);
    RUN(net_io_counters_per_nic);
    RUN(net_connections);
    RUN(process_net_connections, p);
    RUN(net_if_addrs);
    RUN(net_if_stats);
    RUN(boot_time);
    RUN(users);
    RUN(sensors_temperatures);
    RUN(sensors_fans);
    RUN(sensors_battery);
    RUN(cgroup_limits);
    RUN(pressure);
    RUN(cgroup_pressure);
    RUN(heap_info);
    RUN(heap_trim);
    RUN(win_services);
    RUN(win_service);
    RUN(process_new);
    RUN(process_pid, p);
    RUN(process_equal, p);
    RUN(process_ppid, p);
    RUN(process_parent, p);
    RUN(process_name, p);
    RUN(process_exe, p);
    RUN(process_cmdline, p);
    RUN(process_status, p);
    RUN(process_create_time, p);
    RUN(process_uids, p);
    RUN(process_username, p);
    RUN(process_cpu_times, p);
    RUN(process_cpu_percent, p);
    RUN(process_memory_info, p);
    RUN(process_num_threads, p);
    RUN(process_is_running, p);
    RUN(process_send_signal);
    RUN(process_terminate);
    RUN(process_kill);
    RUN(process_wait);
    RUN(process_environ, p);
    RUN(process_cwd, p);
    RUN(process_gids, p);
    RUN(process_terminal, p);
    RUN(process_nice, p);
    RUN(process_set_nice);
    RUN(process_ionice, p);
    RUN(process_set_ionice);
    RUN(process_rlimit, p);
    RUN(process_set_rlimit, p);
    RUN(process_cpu_affinity, p);
    RUN(process_cpu_num, p);
    RUN(process_memory_info_ex, p);
    RUN(process_memory_footprint, p);
    RUN(process_memory_percent, p);
    RUN(process_memory_maps, p);
    RUN(process_page_faults, p);
    RUN(process_io_counters, p);
    RUN(process_num_ctx_switches, p);
    RUN(process_num_fds, p);
    RUN(process_num_handles, p);
    RUN(process_threads, p);
    RUN(process_open_files, p);
    RUN(process_suspend);
    RUN(process_children, p);
    RUN(process_parents, p);
    RUN(process_iter);
    RUN(wait_procs);
    RUN(kill_tree);
    RUN(file_owners);
    RUN(oneshot, p);
    RUN(process_info, p);
    RUN(popen_);
    RUN(process_events);
    RUN(process_table);
    RUN(table_column);
    RUN(table_double);
    RUN(table_cell_error);
    RUN(table_items);
    RUN(table_process);
    RUN(table_reader);
    RUN(table_pin);
    RUN(table_export_arrow);
    RUN(table_export_arrow_stream);
    end(p);
    return 0;
}
