/* Made from include/psutil.h by capi/generate: run make generate, do not edit. */
#include "core_gen.h"

const door_core door_own_core = {
    .begin = gopsutil_begin,
    .drop = gopsutil_drop,
    .pids = gopsutil_pids,
    .pid_exists = gopsutil_pid_exists,
    .cpu_count = gopsutil_cpu_count,
    .cpu_times = gopsutil_cpu_times,
    .cpu_times_per_cpu = gopsutil_cpu_times_per_cpu,
    .cpu_percent = gopsutil_cpu_percent,
    .cpu_percent_per_cpu = gopsutil_cpu_percent_per_cpu,
    .cpu_percent_between = gopsutil_cpu_percent_between,
    .cpu_times_percent = gopsutil_cpu_times_percent,
    .cpu_times_percent_per_cpu = gopsutil_cpu_times_percent_per_cpu,
    .cpu_times_percent_between = gopsutil_cpu_times_percent_between,
    .cpu_stats = gopsutil_cpu_stats,
    .cpu_freq = gopsutil_cpu_freq,
    .cpu_freq_per_cpu = gopsutil_cpu_freq_per_cpu,
    .getloadavg = gopsutil_getloadavg,
    .virtual_memory = gopsutil_virtual_memory,
    .swap_memory = gopsutil_swap_memory,
    .disk_partitions = gopsutil_disk_partitions,
    .disk_usage = gopsutil_disk_usage,
    .disk_io_counters = gopsutil_disk_io_counters,
    .disk_io_counters_per_disk = gopsutil_disk_io_counters_per_disk,
    .net_io_counters = gopsutil_net_io_counters,
    .net_io_counters_per_nic = gopsutil_net_io_counters_per_nic,
    .net_connections = gopsutil_net_connections,
    .process_net_connections = gopsutil_process_net_connections,
    .net_if_addrs = gopsutil_net_if_addrs,
    .net_if_stats = gopsutil_net_if_stats,
    .boot_time = gopsutil_boot_time,
    .users = gopsutil_users,
    .sensors_temperatures = gopsutil_sensors_temperatures,
    .sensors_fans = gopsutil_sensors_fans,
    .sensors_battery = gopsutil_sensors_battery,
    .cgroup_limits = gopsutil_cgroup_limits,
    .win_services = gopsutil_win_services,
    .win_service = gopsutil_win_service,
    .process_new = gopsutil_process_new,
    .process_ppid = gopsutil_process_ppid,
    .process_parent = gopsutil_process_parent,
    .process_name = gopsutil_process_name,
    .process_exe = gopsutil_process_exe,
    .process_cmdline = gopsutil_process_cmdline,
    .process_status = gopsutil_process_status,
    .process_create_time = gopsutil_process_create_time,
    .process_uids = gopsutil_process_uids,
    .process_username = gopsutil_process_username,
    .process_cpu_times = gopsutil_process_cpu_times,
    .process_cpu_percent = gopsutil_process_cpu_percent,
    .process_memory_info = gopsutil_process_memory_info,
    .process_num_threads = gopsutil_process_num_threads,
    .process_is_running = gopsutil_process_is_running,
    .process_send_signal = gopsutil_process_send_signal,
    .process_terminate = gopsutil_process_terminate,
    .process_kill = gopsutil_process_kill,
    .process_wait = gopsutil_process_wait,
    .process_environ = gopsutil_process_environ,
    .process_cwd = gopsutil_process_cwd,
    .process_gids = gopsutil_process_gids,
    .process_terminal = gopsutil_process_terminal,
    .process_nice = gopsutil_process_nice,
    .process_set_nice = gopsutil_process_set_nice,
    .process_ionice = gopsutil_process_ionice,
    .process_set_ionice = gopsutil_process_set_ionice,
    .process_rlimit = gopsutil_process_rlimit,
    .process_set_rlimit = gopsutil_process_set_rlimit,
    .process_cpu_affinity = gopsutil_process_cpu_affinity,
    .process_set_cpu_affinity = gopsutil_process_set_cpu_affinity,
    .process_cpu_num = gopsutil_process_cpu_num,
    .process_memory_info_ex = gopsutil_process_memory_info_ex,
    .process_memory_footprint = gopsutil_process_memory_footprint,
    .process_memory_percent = gopsutil_process_memory_percent,
    .process_memory_maps = gopsutil_process_memory_maps,
    .process_page_faults = gopsutil_process_page_faults,
    .process_io_counters = gopsutil_process_io_counters,
    .process_num_ctx_switches = gopsutil_process_num_ctx_switches,
    .process_num_fds = gopsutil_process_num_fds,
    .process_num_handles = gopsutil_process_num_handles,
    .process_threads = gopsutil_process_threads,
    .process_open_files = gopsutil_process_open_files,
    .process_suspend = gopsutil_process_suspend,
    .process_resume = gopsutil_process_resume,
    .process_children = gopsutil_process_children,
    .process_parents = gopsutil_process_parents,
    .process_iter_new = gopsutil_process_iter_new,
    .process_iter_next = gopsutil_process_iter_next,
    .wait_procs = gopsutil_wait_procs,
    .process_kill_tree = gopsutil_process_kill_tree,
    .process_oneshot_begin = gopsutil_process_oneshot_begin,
    .process_oneshot_end = gopsutil_process_oneshot_end,
    .process_info = gopsutil_process_info,
    .process_table = gopsutil_process_table,
};

DOOR_PUBLIC int32_t psutil_pids(psutil_pid_list_t **out)
{
    door_call call = {.function = "psutil_pids"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->pids(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_pid_exists(int64_t pid, int32_t *out)
{
    door_call call = {.function = "psutil_pid_exists"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->pid_exists(call.error, pid, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_count(int32_t logical, int64_t *out)
{
    door_call call = {.function = "psutil_cpu_count"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cpu_count(call.error, logical, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_times(psutil_cpu_times_t *out)
{
    door_call call = {.function = "psutil_cpu_times"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cpu_times(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_times_per_cpu(psutil_cpu_times_list_t **out)
{
    door_call call = {.function = "psutil_cpu_times_per_cpu"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cpu_times_per_cpu(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_percent(double interval, double *out)
{
    door_call call = {.function = "psutil_cpu_percent"};
    door_wait wait = {0};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    do call.code = door_the_state->core->cpu_percent(call.error, &wait, interval, out);
    while (door_again(&call, &wait));
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_percent_per_cpu(double interval, psutil_percent_list_t **out)
{
    door_call call = {.function = "psutil_cpu_percent_per_cpu"};
    door_wait wait = {0};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    do call.code = door_the_state->core->cpu_percent_per_cpu(call.error, &wait, interval, out);
    while (door_again(&call, &wait));
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, double *out)
{
    door_call call = {.function = "psutil_cpu_percent_between"};
    if (!earlier) return door_null(&call, "earlier");
    if (!later) return door_null(&call, "later");
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cpu_percent_between(call.error, earlier, later, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_times_percent(double interval, psutil_cpu_times_t *out)
{
    door_call call = {.function = "psutil_cpu_times_percent"};
    door_wait wait = {0};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    do call.code = door_the_state->core->cpu_times_percent(call.error, &wait, interval, out);
    while (door_again(&call, &wait));
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_times_percent_per_cpu(double interval, psutil_cpu_times_list_t **out)
{
    door_call call = {.function = "psutil_cpu_times_percent_per_cpu"};
    door_wait wait = {0};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    do call.code = door_the_state->core->cpu_times_percent_per_cpu(call.error, &wait, interval, out);
    while (door_again(&call, &wait));
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_times_percent_between(const psutil_cpu_times_t *earlier, const psutil_cpu_times_t *later, psutil_cpu_times_t *out)
{
    door_call call = {.function = "psutil_cpu_times_percent_between"};
    if (!earlier) return door_null(&call, "earlier");
    if (!later) return door_null(&call, "later");
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cpu_times_percent_between(call.error, earlier, later, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_stats(psutil_cpu_stats_t *out)
{
    door_call call = {.function = "psutil_cpu_stats"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cpu_stats(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_freq(psutil_cpu_freq_t *out)
{
    door_call call = {.function = "psutil_cpu_freq"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cpu_freq(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cpu_freq_per_cpu(psutil_cpu_freq_list_t **out)
{
    door_call call = {.function = "psutil_cpu_freq_per_cpu"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cpu_freq_per_cpu(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_getloadavg(psutil_loadavg_t *out)
{
    door_call call = {.function = "psutil_getloadavg"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->getloadavg(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_virtual_memory(psutil_virtual_memory_t *out)
{
    door_call call = {.function = "psutil_virtual_memory"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->virtual_memory(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_swap_memory(psutil_swap_memory_t *out)
{
    door_call call = {.function = "psutil_swap_memory"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->swap_memory(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_disk_partitions(int32_t all, psutil_disk_partition_list_t **out)
{
    door_call call = {.function = "psutil_disk_partitions"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->disk_partitions(call.error, all, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_disk_usage(const char *path, psutil_disk_usage_t *out)
{
    door_call call = {.function = "psutil_disk_usage"};
    if (!path) return door_null(&call, "path");
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->disk_usage(call.error, path, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_disk_io_counters(int32_t nowrap, psutil_disk_io_counters_t *out)
{
    door_call call = {.function = "psutil_disk_io_counters"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->disk_io_counters(call.error, nowrap, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_disk_io_counters_per_disk(int32_t nowrap, psutil_disk_io_list_t **out)
{
    door_call call = {.function = "psutil_disk_io_counters_per_disk"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->disk_io_counters_per_disk(call.error, nowrap, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_net_io_counters(int32_t nowrap, psutil_net_io_counters_t *out)
{
    door_call call = {.function = "psutil_net_io_counters"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->net_io_counters(call.error, nowrap, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_net_io_counters_per_nic(int32_t nowrap, psutil_net_io_list_t **out)
{
    door_call call = {.function = "psutil_net_io_counters_per_nic"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->net_io_counters_per_nic(call.error, nowrap, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_net_connections(const char *kind, int32_t flags, psutil_connection_list_t **out)
{
    door_call call = {.function = "psutil_net_connections"};
    if (!kind) return door_null(&call, "kind");
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->net_connections(call.error, kind, flags, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_net_connections(psutil_process *p, const char *kind, psutil_connection_list_t **out)
{
    door_call call = {.function = "psutil_process_net_connections"};
    if (!kind) return door_null(&call, "kind");
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_net_connections(call.error, p_slot, kind, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_net_if_addrs(psutil_net_if_addr_list_t **out)
{
    door_call call = {.function = "psutil_net_if_addrs"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->net_if_addrs(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_net_if_stats(psutil_net_if_stats_list_t **out)
{
    door_call call = {.function = "psutil_net_if_stats"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->net_if_stats(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_boot_time(double *out)
{
    door_call call = {.function = "psutil_boot_time"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->boot_time(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_users(psutil_user_list_t **out)
{
    door_call call = {.function = "psutil_users"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->users(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_sensors_temperatures(psutil_temperature_list_t **out)
{
    door_call call = {.function = "psutil_sensors_temperatures"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->sensors_temperatures(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_sensors_fans(psutil_fan_list_t **out)
{
    door_call call = {.function = "psutil_sensors_fans"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->sensors_fans(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_sensors_battery(psutil_battery_t *out)
{
    door_call call = {.function = "psutil_sensors_battery"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->sensors_battery(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_cgroup_limits(int64_t pid, psutil_cgroup_limits_t **out)
{
    door_call call = {.function = "psutil_cgroup_limits"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->cgroup_limits(call.error, pid, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_win_services(psutil_win_service_list_t **out)
{
    door_call call = {.function = "psutil_win_services"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->win_services(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_win_service(const char *name, psutil_win_service_t **out)
{
    door_call call = {.function = "psutil_win_service"};
    if (!name) return door_null(&call, "name");
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->win_service(call.error, name, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_new(int64_t pid, psutil_process **out)
{
    door_call call = {.function = "psutil_process_new"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->process_new(call.error, pid, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_ppid(psutil_process *p, int64_t *out)
{
    door_call call = {.function = "psutil_process_ppid"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_ppid(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_parent(psutil_process *p, psutil_process **out)
{
    door_call call = {.function = "psutil_process_parent"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_parent(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_name(psutil_process *p, char **out)
{
    door_call call = {.function = "psutil_process_name"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_name(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_exe(psutil_process *p, char **out)
{
    door_call call = {.function = "psutil_process_exe"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_exe(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_cmdline(psutil_process *p, psutil_string_list_t **out)
{
    door_call call = {.function = "psutil_process_cmdline"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_cmdline(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_status(psutil_process *p, int32_t *out)
{
    door_call call = {.function = "psutil_process_status"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_status(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_create_time(psutil_process *p, double *out)
{
    door_call call = {.function = "psutil_process_create_time"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_create_time(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_uids(psutil_process *p, psutil_ids_t *out)
{
    door_call call = {.function = "psutil_process_uids"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_uids(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_username(psutil_process *p, char **out)
{
    door_call call = {.function = "psutil_process_username"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_username(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_cpu_times(psutil_process *p, psutil_process_cpu_times_t *out)
{
    door_call call = {.function = "psutil_process_cpu_times"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_cpu_times(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_cpu_percent(psutil_process *p, double interval, double *out)
{
    door_call call = {.function = "psutil_process_cpu_percent"};
    door_wait wait = {0};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        do call.code = door_the_state->core->process_cpu_percent(call.error, &wait, p_slot, interval, out);
        while (door_again(&call, &wait));
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_memory_info(psutil_process *p, psutil_process_memory_info_t *out)
{
    door_call call = {.function = "psutil_process_memory_info"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_memory_info(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_num_threads(psutil_process *p, int64_t *out)
{
    door_call call = {.function = "psutil_process_num_threads"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_num_threads(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_is_running(psutil_process *p, int32_t *out)
{
    door_call call = {.function = "psutil_process_is_running"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_is_running(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_send_signal(psutil_process *p, int32_t signal)
{
    door_call call = {.function = "psutil_process_send_signal"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_send_signal(call.error, p_slot, signal);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_terminate(psutil_process *p)
{
    door_call call = {.function = "psutil_process_terminate"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_terminate(call.error, p_slot);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_kill(psutil_process *p)
{
    door_call call = {.function = "psutil_process_kill"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_kill(call.error, p_slot);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_wait(psutil_process *p, double timeout, int32_t flags, psutil_exit_status_t *out)
{
    door_call call = {.function = "psutil_process_wait"};
    door_wait wait = {0};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        do call.code = door_the_state->core->process_wait(call.error, &wait, p_slot, timeout, flags, out);
        while (door_again(&call, &wait));
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_environ(psutil_process *p, psutil_string_list_t **out)
{
    door_call call = {.function = "psutil_process_environ"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_environ(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_cwd(psutil_process *p, char **out)
{
    door_call call = {.function = "psutil_process_cwd"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_cwd(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_gids(psutil_process *p, psutil_ids_t *out)
{
    door_call call = {.function = "psutil_process_gids"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_gids(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_terminal(psutil_process *p, char **out)
{
    door_call call = {.function = "psutil_process_terminal"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_terminal(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_nice(psutil_process *p, int32_t *out)
{
    door_call call = {.function = "psutil_process_nice"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_nice(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_set_nice(psutil_process *p, int32_t value)
{
    door_call call = {.function = "psutil_process_set_nice"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_set_nice(call.error, p_slot, value);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_ionice(psutil_process *p, psutil_ionice_t *out)
{
    door_call call = {.function = "psutil_process_ionice"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_ionice(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_set_ionice(psutil_process *p, int32_t ioclass, int32_t value)
{
    door_call call = {.function = "psutil_process_set_ionice"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_set_ionice(call.error, p_slot, ioclass, value);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_rlimit(psutil_process *p, int32_t resource, psutil_rlimit_t *out)
{
    door_call call = {.function = "psutil_process_rlimit"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_rlimit(call.error, p_slot, resource, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_set_rlimit(psutil_process *p, int32_t resource, int64_t soft, int64_t hard)
{
    door_call call = {.function = "psutil_process_set_rlimit"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_set_rlimit(call.error, p_slot, resource, soft, hard);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_cpu_affinity(psutil_process *p, psutil_cpu_list_t **out)
{
    door_call call = {.function = "psutil_process_cpu_affinity"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_cpu_affinity(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_set_cpu_affinity(psutil_process *p, const int64_t *cpus, size_t n)
{
    door_call call = {.function = "psutil_process_set_cpu_affinity"};
    if (!cpus && n) return door_null(&call, "cpus");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_set_cpu_affinity(call.error, p_slot, cpus, n);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_cpu_num(psutil_process *p, int64_t *out)
{
    door_call call = {.function = "psutil_process_cpu_num"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_cpu_num(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_memory_info_ex(psutil_process *p, psutil_process_memory_info_ex_t *out)
{
    door_call call = {.function = "psutil_process_memory_info_ex"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_memory_info_ex(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_memory_footprint(psutil_process *p, psutil_process_memory_footprint_t *out)
{
    door_call call = {.function = "psutil_process_memory_footprint"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_memory_footprint(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_memory_percent(psutil_process *p, int32_t memtype, double *out)
{
    door_call call = {.function = "psutil_process_memory_percent"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_memory_percent(call.error, p_slot, memtype, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_memory_maps(psutil_process *p, int32_t grouped, psutil_memory_map_list_t **out)
{
    door_call call = {.function = "psutil_process_memory_maps"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_memory_maps(call.error, p_slot, grouped, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_page_faults(psutil_process *p, psutil_page_faults_t *out)
{
    door_call call = {.function = "psutil_process_page_faults"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_page_faults(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_io_counters(psutil_process *p, psutil_process_io_counters_t *out)
{
    door_call call = {.function = "psutil_process_io_counters"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_io_counters(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_num_ctx_switches(psutil_process *p, psutil_ctx_switches_t *out)
{
    door_call call = {.function = "psutil_process_num_ctx_switches"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_num_ctx_switches(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_num_fds(psutil_process *p, int64_t *out)
{
    door_call call = {.function = "psutil_process_num_fds"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_num_fds(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_num_handles(psutil_process *p, int64_t *out)
{
    door_call call = {.function = "psutil_process_num_handles"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_num_handles(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_threads(psutil_process *p, psutil_thread_list_t **out)
{
    door_call call = {.function = "psutil_process_threads"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_threads(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_open_files(psutil_process *p, psutil_open_file_list_t **out)
{
    door_call call = {.function = "psutil_process_open_files"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_open_files(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_suspend(psutil_process *p)
{
    door_call call = {.function = "psutil_process_suspend"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_suspend(call.error, p_slot);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_resume(psutil_process *p)
{
    door_call call = {.function = "psutil_process_resume"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_resume(call.error, p_slot);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_children(psutil_process *p, int32_t recursive, psutil_process_list_t **out)
{
    door_call call = {.function = "psutil_process_children"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_children(call.error, p_slot, recursive, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_parents(psutil_process *p, psutil_process_list_t **out)
{
    door_call call = {.function = "psutil_process_parents"};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_parents(call.error, p_slot, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_iter_new(psutil_process_iter **out)
{
    door_call call = {.function = "psutil_process_iter_new"};
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->process_iter_new(call.error, out);
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_iter_next(psutil_process_iter *it, psutil_process **out)
{
    door_call call = {.function = "psutil_process_iter_next"};
    if (!out) return door_null(&call, "out");
    if (!it) return door_null(&call, "it");
    if (!door_enter(&call)) return call.code;
    door_slot *it_slot = door_hold(&call, it, DOOR_PROCESS_ITER, "it");
    if (it_slot) {
        call.code = door_the_state->core->process_iter_next(call.error, it_slot, out);
        door_release(it_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_wait_procs(psutil_process *const *procs, size_t n, double timeout, psutil_gone_fn callback, void *user, psutil_wait_result_list_t **out)
{
    door_call call = {.function = "psutil_wait_procs"};
    door_wait wait = {.callback = callback, .user = user};
    if (!procs && n) return door_null(&call, "procs");
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    door_slot **procs_slots = door_hold_all(&call, procs, n, "procs");
    if (procs_slots) {
        do call.code = door_the_state->core->wait_procs(call.error, &wait, procs_slots, n, timeout, out);
        while (door_again(&call, &wait));
        door_release_all(procs_slots, n);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_kill_tree(psutil_process *p, int32_t signal, double grace, psutil_kill_result_list_t **out)
{
    door_call call = {.function = "psutil_process_kill_tree"};
    door_wait wait = {0};
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        do call.code = door_the_state->core->process_kill_tree(call.error, &wait, p_slot, signal, grace, out);
        while (door_again(&call, &wait));
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_oneshot_begin(psutil_process *p)
{
    door_call call = {.function = "psutil_process_oneshot_begin"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_oneshot_begin(call.error, p_slot);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_oneshot_end(psutil_process *p)
{
    door_call call = {.function = "psutil_process_oneshot_end"};
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_oneshot_end(call.error, p_slot);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_info(psutil_process *p, const int32_t *fields, size_t n, psutil_process_info_t **out)
{
    door_call call = {.function = "psutil_process_info"};
    if (!fields && n) return door_null(&call, "fields");
    if (!out) return door_null(&call, "out");
    if (!p) return door_null(&call, "p");
    if (!door_enter(&call)) return call.code;
    door_slot *p_slot = door_hold(&call, p, DOOR_PROCESS, "p");
    if (p_slot) {
        call.code = door_the_state->core->process_info(call.error, p_slot, fields, n, out);
        door_release(p_slot);
    }
    return door_leave(&call);
}

DOOR_PUBLIC int32_t psutil_process_table(const int32_t *columns, size_t n, const int64_t *pids, size_t n_pids, psutil_table **out)
{
    door_call call = {.function = "psutil_process_table"};
    if (!columns && n) return door_null(&call, "columns");
    if (!pids && n_pids) return door_null(&call, "pids");
    if (!out) return door_null(&call, "out");
    if (!door_enter(&call)) return call.code;
    call.code = door_the_state->core->process_table(call.error, columns, n, pids, n_pids, out);
    return door_leave(&call);
}
