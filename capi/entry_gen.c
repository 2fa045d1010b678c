/* Made from include/psutil.h by capi/generate: run make generate, do not edit. */
#include "go_exports_gen.h"

const psutil__go_exports psutil__own_go_exports = {
    .begin = psutil__go_begin,
    .drop = psutil__go_drop,
    .pids = psutil__go_pids,
    .pid_exists = psutil__go_pid_exists,
    .cpu_count = psutil__go_cpu_count,
    .cpu_times = psutil__go_cpu_times,
    .cpu_times_per_cpu = psutil__go_cpu_times_per_cpu,
    .cpu_percent = psutil__go_cpu_percent,
    .cpu_percent_per_cpu = psutil__go_cpu_percent_per_cpu,
    .cpu_percent_between = psutil__go_cpu_percent_between,
    .cpu_times_percent = psutil__go_cpu_times_percent,
    .cpu_times_percent_per_cpu = psutil__go_cpu_times_percent_per_cpu,
    .cpu_times_percent_between = psutil__go_cpu_times_percent_between,
    .cpu_stats = psutil__go_cpu_stats,
    .cpu_freq = psutil__go_cpu_freq,
    .cpu_freq_per_cpu = psutil__go_cpu_freq_per_cpu,
    .getloadavg = psutil__go_getloadavg,
    .virtual_memory = psutil__go_virtual_memory,
    .swap_memory = psutil__go_swap_memory,
    .disk_partitions = psutil__go_disk_partitions,
    .disk_usage = psutil__go_disk_usage,
    .disk_io_counters = psutil__go_disk_io_counters,
    .disk_io_counters_per_disk = psutil__go_disk_io_counters_per_disk,
    .net_io_counters = psutil__go_net_io_counters,
    .net_io_counters_per_nic = psutil__go_net_io_counters_per_nic,
    .net_connections = psutil__go_net_connections,
    .process_net_connections = psutil__go_process_net_connections,
    .net_if_addrs = psutil__go_net_if_addrs,
    .net_if_stats = psutil__go_net_if_stats,
    .boot_time = psutil__go_boot_time,
    .users = psutil__go_users,
    .sensors_temperatures = psutil__go_sensors_temperatures,
    .sensors_fans = psutil__go_sensors_fans,
    .sensors_battery = psutil__go_sensors_battery,
    .cgroup_limits = psutil__go_cgroup_limits,
    .win_services = psutil__go_win_services,
    .win_service = psutil__go_win_service,
    .process_new = psutil__go_process_new,
    .process_ppid = psutil__go_process_ppid,
    .process_parent = psutil__go_process_parent,
    .process_name = psutil__go_process_name,
    .process_exe = psutil__go_process_exe,
    .process_cmdline = psutil__go_process_cmdline,
    .process_status = psutil__go_process_status,
    .process_create_time = psutil__go_process_create_time,
    .process_uids = psutil__go_process_uids,
    .process_username = psutil__go_process_username,
    .process_cpu_times = psutil__go_process_cpu_times,
    .process_cpu_percent = psutil__go_process_cpu_percent,
    .process_memory_info = psutil__go_process_memory_info,
    .process_num_threads = psutil__go_process_num_threads,
    .process_is_running = psutil__go_process_is_running,
    .process_send_signal = psutil__go_process_send_signal,
    .process_terminate = psutil__go_process_terminate,
    .process_kill = psutil__go_process_kill,
    .process_wait = psutil__go_process_wait,
    .process_environ = psutil__go_process_environ,
    .process_cwd = psutil__go_process_cwd,
    .process_gids = psutil__go_process_gids,
    .process_terminal = psutil__go_process_terminal,
    .process_nice = psutil__go_process_nice,
    .process_set_nice = psutil__go_process_set_nice,
    .process_ionice = psutil__go_process_ionice,
    .process_set_ionice = psutil__go_process_set_ionice,
    .process_rlimit = psutil__go_process_rlimit,
    .process_set_rlimit = psutil__go_process_set_rlimit,
    .process_cpu_affinity = psutil__go_process_cpu_affinity,
    .process_set_cpu_affinity = psutil__go_process_set_cpu_affinity,
    .process_cpu_num = psutil__go_process_cpu_num,
    .process_memory_info_ex = psutil__go_process_memory_info_ex,
    .process_memory_footprint = psutil__go_process_memory_footprint,
    .process_memory_percent = psutil__go_process_memory_percent,
    .process_memory_maps = psutil__go_process_memory_maps,
    .process_page_faults = psutil__go_process_page_faults,
    .process_io_counters = psutil__go_process_io_counters,
    .process_num_ctx_switches = psutil__go_process_num_ctx_switches,
    .process_num_fds = psutil__go_process_num_fds,
    .process_num_handles = psutil__go_process_num_handles,
    .process_threads = psutil__go_process_threads,
    .process_open_files = psutil__go_process_open_files,
    .process_suspend = psutil__go_process_suspend,
    .process_resume = psutil__go_process_resume,
    .process_children = psutil__go_process_children,
    .process_parents = psutil__go_process_parents,
    .process_iter_new = psutil__go_process_iter_new,
    .process_iter_next = psutil__go_process_iter_next,
    .wait_procs = psutil__go_wait_procs,
    .process_kill_tree = psutil__go_process_kill_tree,
    .process_oneshot_begin = psutil__go_process_oneshot_begin,
    .process_oneshot_end = psutil__go_process_oneshot_end,
    .process_info = psutil__go_process_info,
    .process_table = psutil__go_process_table,
};

PSUTIL__PUBLIC int32_t psutil_pids(psutil_pid_list_t **out)
{
    psutil__call call = {.function = "psutil_pids"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->pids(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_pid_exists(int64_t pid, int32_t *out)
{
    psutil__call call = {.function = "psutil_pid_exists"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->pid_exists(call.error, pid, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_count(int32_t logical, int64_t *out)
{
    psutil__call call = {.function = "psutil_cpu_count"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cpu_count(call.error, logical, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_times(psutil_cpu_times_t *out)
{
    psutil__call call = {.function = "psutil_cpu_times"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cpu_times(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_times_per_cpu(psutil_cpu_times_list_t **out)
{
    psutil__call call = {.function = "psutil_cpu_times_per_cpu"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cpu_times_per_cpu(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_percent(double interval, double *out)
{
    psutil__call call = {.function = "psutil_cpu_percent"};
    psutil__wait wait = {0};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    do call.code = psutil__lib->core->cpu_percent(call.error, &wait, interval, out);
    while (psutil__wait_step(&call, &wait));
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_percent_per_cpu(double interval, psutil_percent_list_t **out)
{
    psutil__call call = {.function = "psutil_cpu_percent_per_cpu"};
    psutil__wait wait = {0};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    do call.code = psutil__lib->core->cpu_percent_per_cpu(call.error, &wait, interval, out);
    while (psutil__wait_step(&call, &wait));
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, double *out)
{
    psutil__call call = {.function = "psutil_cpu_percent_between"};
    if (!earlier) return psutil__error_null_argument(&call, "earlier");
    if (!later) return psutil__error_null_argument(&call, "later");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cpu_percent_between(call.error, earlier, later, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_times_percent(double interval, psutil_cpu_times_t *out)
{
    psutil__call call = {.function = "psutil_cpu_times_percent"};
    psutil__wait wait = {0};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    do call.code = psutil__lib->core->cpu_times_percent(call.error, &wait, interval, out);
    while (psutil__wait_step(&call, &wait));
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_times_percent_per_cpu(double interval, psutil_cpu_times_list_t **out)
{
    psutil__call call = {.function = "psutil_cpu_times_percent_per_cpu"};
    psutil__wait wait = {0};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    do call.code = psutil__lib->core->cpu_times_percent_per_cpu(call.error, &wait, interval, out);
    while (psutil__wait_step(&call, &wait));
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_times_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, psutil_cpu_times_t *out)
{
    psutil__call call = {.function = "psutil_cpu_times_percent_between"};
    if (!earlier) return psutil__error_null_argument(&call, "earlier");
    if (!later) return psutil__error_null_argument(&call, "later");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cpu_times_percent_between(call.error, earlier, later, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_stats(psutil_cpu_stats_t *out)
{
    psutil__call call = {.function = "psutil_cpu_stats"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cpu_stats(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_freq(psutil_cpu_freq_t *out)
{
    psutil__call call = {.function = "psutil_cpu_freq"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cpu_freq(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cpu_freq_per_cpu(psutil_cpu_freq_list_t **out)
{
    psutil__call call = {.function = "psutil_cpu_freq_per_cpu"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cpu_freq_per_cpu(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_getloadavg(psutil_loadavg_t *out)
{
    psutil__call call = {.function = "psutil_getloadavg"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->getloadavg(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_virtual_memory(psutil_virtual_memory_t *out)
{
    psutil__call call = {.function = "psutil_virtual_memory"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->virtual_memory(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_swap_memory(psutil_swap_memory_t *out)
{
    psutil__call call = {.function = "psutil_swap_memory"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->swap_memory(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_disk_partitions(int32_t all, psutil_disk_partition_list_t **out)
{
    psutil__call call = {.function = "psutil_disk_partitions"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->disk_partitions(call.error, all, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_disk_usage(const char *path, psutil_disk_usage_t *out)
{
    psutil__call call = {.function = "psutil_disk_usage"};
    if (!path) return psutil__error_null_argument(&call, "path");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->disk_usage(call.error, path, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_disk_io_counters(int32_t nowrap, psutil_disk_io_counters_t *out)
{
    psutil__call call = {.function = "psutil_disk_io_counters"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->disk_io_counters(call.error, nowrap, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_disk_io_counters_per_disk(int32_t nowrap, psutil_disk_io_list_t **out)
{
    psutil__call call = {.function = "psutil_disk_io_counters_per_disk"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->disk_io_counters_per_disk(call.error, nowrap, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_net_io_counters(int32_t nowrap, psutil_net_io_counters_t *out)
{
    psutil__call call = {.function = "psutil_net_io_counters"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->net_io_counters(call.error, nowrap, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_net_io_counters_per_nic(int32_t nowrap, psutil_net_io_list_t **out)
{
    psutil__call call = {.function = "psutil_net_io_counters_per_nic"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->net_io_counters_per_nic(call.error, nowrap, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_net_connections(const char *kind, int32_t flags, psutil_connection_list_t **out)
{
    psutil__call call = {.function = "psutil_net_connections"};
    if (!kind) return psutil__error_null_argument(&call, "kind");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->net_connections(call.error, kind, flags, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_net_connections(psutil_process *p, const char *kind, psutil_connection_list_t **out)
{
    psutil__call call = {.function = "psutil_process_net_connections"};
    if (!kind) return psutil__error_null_argument(&call, "kind");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_net_connections(call.error, p_slot, kind, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_net_if_addrs(psutil_net_if_addr_list_t **out)
{
    psutil__call call = {.function = "psutil_net_if_addrs"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->net_if_addrs(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_net_if_stats(psutil_net_if_stats_list_t **out)
{
    psutil__call call = {.function = "psutil_net_if_stats"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->net_if_stats(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_boot_time(double *out)
{
    psutil__call call = {.function = "psutil_boot_time"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->boot_time(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_users(psutil_user_list_t **out)
{
    psutil__call call = {.function = "psutil_users"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->users(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_sensors_temperatures(psutil_temperature_list_t **out)
{
    psutil__call call = {.function = "psutil_sensors_temperatures"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->sensors_temperatures(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_sensors_fans(psutil_fan_list_t **out)
{
    psutil__call call = {.function = "psutil_sensors_fans"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->sensors_fans(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_sensors_battery(psutil_battery_t *out)
{
    psutil__call call = {.function = "psutil_sensors_battery"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->sensors_battery(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_cgroup_limits(int64_t pid, psutil_cgroup_limits_t **out)
{
    psutil__call call = {.function = "psutil_cgroup_limits"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->cgroup_limits(call.error, pid, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_win_services(psutil_win_service_list_t **out)
{
    psutil__call call = {.function = "psutil_win_services"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->win_services(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_win_service(const char *name, psutil_win_service_t **out)
{
    psutil__call call = {.function = "psutil_win_service"};
    if (!name) return psutil__error_null_argument(&call, "name");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->win_service(call.error, name, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_new(int64_t pid, psutil_process **out)
{
    psutil__call call = {.function = "psutil_process_new"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->process_new(call.error, pid, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_ppid(psutil_process *p, int64_t *out)
{
    psutil__call call = {.function = "psutil_process_ppid"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_ppid(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_parent(psutil_process *p, psutil_process **out)
{
    psutil__call call = {.function = "psutil_process_parent"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_parent(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_name(psutil_process *p, char **out)
{
    psutil__call call = {.function = "psutil_process_name"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_name(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_exe(psutil_process *p, char **out)
{
    psutil__call call = {.function = "psutil_process_exe"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_exe(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_cmdline(psutil_process *p, psutil_string_list_t **out)
{
    psutil__call call = {.function = "psutil_process_cmdline"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_cmdline(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_status(psutil_process *p, int32_t *out)
{
    psutil__call call = {.function = "psutil_process_status"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_status(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_create_time(psutil_process *p, double *out)
{
    psutil__call call = {.function = "psutil_process_create_time"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_create_time(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_uids(psutil_process *p, psutil_ids_t *out)
{
    psutil__call call = {.function = "psutil_process_uids"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_uids(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_username(psutil_process *p, char **out)
{
    psutil__call call = {.function = "psutil_process_username"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_username(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_cpu_times(psutil_process *p, psutil_process_cpu_times_t *out)
{
    psutil__call call = {.function = "psutil_process_cpu_times"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_cpu_times(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_cpu_percent(psutil_process *p, double interval, double *out)
{
    psutil__call call = {.function = "psutil_process_cpu_percent"};
    psutil__wait wait = {0};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        do call.code = psutil__lib->core->process_cpu_percent(call.error, &wait, p_slot, interval, out);
        while (psutil__wait_step(&call, &wait));
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_memory_info(psutil_process *p, psutil_process_memory_info_t *out)
{
    psutil__call call = {.function = "psutil_process_memory_info"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_memory_info(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_num_threads(psutil_process *p, int64_t *out)
{
    psutil__call call = {.function = "psutil_process_num_threads"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_num_threads(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_is_running(psutil_process *p, int32_t *out)
{
    psutil__call call = {.function = "psutil_process_is_running"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_is_running(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_send_signal(psutil_process *p, int32_t signal)
{
    psutil__call call = {.function = "psutil_process_send_signal"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_send_signal(call.error, p_slot, signal);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_terminate(psutil_process *p)
{
    psutil__call call = {.function = "psutil_process_terminate"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_terminate(call.error, p_slot);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_kill(psutil_process *p)
{
    psutil__call call = {.function = "psutil_process_kill"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_kill(call.error, p_slot);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_wait(psutil_process *p, double timeout, int32_t flags, psutil_exit_status_t *out)
{
    psutil__call call = {.function = "psutil_process_wait"};
    psutil__wait wait = {0};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        do call.code = psutil__lib->core->process_wait(call.error, &wait, p_slot, timeout, flags, out);
        while (psutil__wait_step(&call, &wait));
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_environ(psutil_process *p, psutil_string_list_t **out)
{
    psutil__call call = {.function = "psutil_process_environ"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_environ(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_cwd(psutil_process *p, char **out)
{
    psutil__call call = {.function = "psutil_process_cwd"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_cwd(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_gids(psutil_process *p, psutil_ids_t *out)
{
    psutil__call call = {.function = "psutil_process_gids"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_gids(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_terminal(psutil_process *p, char **out)
{
    psutil__call call = {.function = "psutil_process_terminal"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_terminal(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_nice(psutil_process *p, int32_t *out)
{
    psutil__call call = {.function = "psutil_process_nice"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_nice(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_set_nice(psutil_process *p, int32_t value)
{
    psutil__call call = {.function = "psutil_process_set_nice"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_set_nice(call.error, p_slot, value);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_ionice(psutil_process *p, psutil_ionice_t *out)
{
    psutil__call call = {.function = "psutil_process_ionice"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_ionice(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_set_ionice(psutil_process *p, int32_t ioclass, int32_t value)
{
    psutil__call call = {.function = "psutil_process_set_ionice"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_set_ionice(call.error, p_slot, ioclass, value);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_rlimit(psutil_process *p, int32_t resource, psutil_rlimit_t *out)
{
    psutil__call call = {.function = "psutil_process_rlimit"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_rlimit(call.error, p_slot, resource, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_set_rlimit(psutil_process *p, int32_t resource, int64_t soft, int64_t hard)
{
    psutil__call call = {.function = "psutil_process_set_rlimit"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_set_rlimit(call.error, p_slot, resource, soft, hard);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_cpu_affinity(psutil_process *p, psutil_cpu_list_t **out)
{
    psutil__call call = {.function = "psutil_process_cpu_affinity"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_cpu_affinity(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_set_cpu_affinity(psutil_process *p, const int64_t *cpus, size_t n)
{
    psutil__call call = {.function = "psutil_process_set_cpu_affinity"};
    if (!cpus && n) return psutil__error_null_argument(&call, "cpus");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_set_cpu_affinity(call.error, p_slot, cpus, n);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_cpu_num(psutil_process *p, int64_t *out)
{
    psutil__call call = {.function = "psutil_process_cpu_num"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_cpu_num(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_memory_info_ex(psutil_process *p, psutil_process_memory_info_ex_t *out)
{
    psutil__call call = {.function = "psutil_process_memory_info_ex"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_memory_info_ex(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_memory_footprint(psutil_process *p, psutil_process_memory_footprint_t *out)
{
    psutil__call call = {.function = "psutil_process_memory_footprint"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_memory_footprint(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_memory_percent(psutil_process *p, int32_t memtype, double *out)
{
    psutil__call call = {.function = "psutil_process_memory_percent"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_memory_percent(call.error, p_slot, memtype, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_memory_maps(psutil_process *p, int32_t grouped, psutil_memory_map_list_t **out)
{
    psutil__call call = {.function = "psutil_process_memory_maps"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_memory_maps(call.error, p_slot, grouped, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_page_faults(psutil_process *p, psutil_page_faults_t *out)
{
    psutil__call call = {.function = "psutil_process_page_faults"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_page_faults(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_io_counters(psutil_process *p, psutil_process_io_counters_t *out)
{
    psutil__call call = {.function = "psutil_process_io_counters"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_io_counters(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_num_ctx_switches(psutil_process *p, psutil_ctx_switches_t *out)
{
    psutil__call call = {.function = "psutil_process_num_ctx_switches"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_num_ctx_switches(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_num_fds(psutil_process *p, int64_t *out)
{
    psutil__call call = {.function = "psutil_process_num_fds"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_num_fds(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_num_handles(psutil_process *p, int64_t *out)
{
    psutil__call call = {.function = "psutil_process_num_handles"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_num_handles(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_threads(psutil_process *p, psutil_thread_list_t **out)
{
    psutil__call call = {.function = "psutil_process_threads"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_threads(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_open_files(psutil_process *p, psutil_open_file_list_t **out)
{
    psutil__call call = {.function = "psutil_process_open_files"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_open_files(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_suspend(psutil_process *p)
{
    psutil__call call = {.function = "psutil_process_suspend"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_suspend(call.error, p_slot);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_resume(psutil_process *p)
{
    psutil__call call = {.function = "psutil_process_resume"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_resume(call.error, p_slot);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_children(psutil_process *p, int32_t recursive, psutil_process_list_t **out)
{
    psutil__call call = {.function = "psutil_process_children"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_children(call.error, p_slot, recursive, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_parents(psutil_process *p, psutil_process_list_t **out)
{
    psutil__call call = {.function = "psutil_process_parents"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_parents(call.error, p_slot, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_iter_new(psutil_process_iter **out)
{
    psutil__call call = {.function = "psutil_process_iter_new"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->process_iter_new(call.error, out);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_iter_next(psutil_process_iter *it, psutil_process **out)
{
    psutil__call call = {.function = "psutil_process_iter_next"};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!it) return psutil__error_null_argument(&call, "it");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *it_slot = psutil__handle_acquire(&call, it, PSUTIL__PROCESS_ITER, "it");
    if (it_slot) {
        call.code = psutil__lib->core->process_iter_next(call.error, it_slot, out);
        psutil__handle_release(it_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_exit_cb callback, void *user, psutil_wait_result_list_t **out)
{
    psutil__call call = {.function = "psutil_wait_procs"};
    psutil__wait wait = {.callback = callback, .user = user};
    if (!procs && n) return psutil__error_null_argument(&call, "procs");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot **procs_slots = psutil__handle_acquire_all(&call, procs, n, "procs");
    if (procs_slots) {
        do call.code = psutil__lib->core->wait_procs(call.error, &wait, procs_slots, n, timeout, out);
        while (psutil__wait_step(&call, &wait));
        psutil__handle_release_all(procs_slots, n);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_kill_tree(psutil_process *p, int32_t signal, double grace, psutil_kill_result_list_t **out)
{
    psutil__call call = {.function = "psutil_process_kill_tree"};
    psutil__wait wait = {0};
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        do call.code = psutil__lib->core->process_kill_tree(call.error, &wait, p_slot, signal, grace, out);
        while (psutil__wait_step(&call, &wait));
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_oneshot_begin(psutil_process *p)
{
    psutil__call call = {.function = "psutil_process_oneshot_begin"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_oneshot_begin(call.error, p_slot);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_oneshot_end(psutil_process *p)
{
    psutil__call call = {.function = "psutil_process_oneshot_end"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_oneshot_end(call.error, p_slot);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_info(psutil_process *p, const int32_t *fields, size_t n, psutil_process_info_t **out)
{
    psutil__call call = {.function = "psutil_process_info"};
    if (!fields && n) return psutil__error_null_argument(&call, "fields");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!psutil__call_begin(&call)) return call.code;
    psutil__slot *p_slot = psutil__handle_acquire(&call, p, PSUTIL__PROCESS, "p");
    if (p_slot) {
        call.code = psutil__lib->core->process_info(call.error, p_slot, fields, n, out);
        psutil__handle_release(p_slot);
    }
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC int32_t psutil_process_table(const int32_t *columns, size_t n, const int64_t *pids, size_t n_pids, psutil_table **out)
{
    psutil__call call = {.function = "psutil_process_table"};
    if (!columns && n) return psutil__error_null_argument(&call, "columns");
    if (!pids && n_pids) return psutil__error_null_argument(&call, "pids");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__lib->core->process_table(call.error, columns, n, pids, n_pids, out);
    return psutil__call_end(&call);
}
