/* What the machine says beside CPUs, memory, disks and networks: users, sensors, control groups, malloc's heap. */
#include "children.h"
#include <math.h>

/* One line for each, its fields apart by tabs; what is absent is empty. */
static void tell(void)
{
    psutil_user_list_t *users;
    psutil_temperature_list_t *temperatures;
    psutil_fan_list_t *fans;
    psutil_battery_t battery;
    char name[48];
    OK(psutil_users(&users));
    for (size_t i = 0; i < users->len; i++) {
        const psutil_user_t *u = &users->items[i];
        snprintf(name, sizeof name, "user %zu", i);
        MEASURE(name, "%s\t%s\t%s\t%.17g\t%lld", u->name, u->terminal ? u->terminal : "", u->host ? u->host : "", u->started,
            (long long)u->pid);
        CHECK(u->reserved[0] == PSUTIL_NA && u->reserved[1] == PSUTIL_NA);
    }
    psutil_free(users);
    OK(psutil_sensors_temperatures(&temperatures));
    for (size_t i = 0; i < temperatures->len; i++) {
        const psutil_temperature_t *t = &temperatures->items[i];
        snprintf(name, sizeof name, "temperature %zu", i);
        MEASURE(name, "%s\t%s\t%.17g\t%.17g\t%.17g", t->name, t->label, t->current, t->high, t->critical);
        CHECK(t->reserved[0] == PSUTIL_NA && t->reserved[1] == PSUTIL_NA);
    }
    psutil_free(temperatures);
    OK(psutil_sensors_fans(&fans));
    for (size_t i = 0; i < fans->len; i++) {
        snprintf(name, sizeof name, "fan %zu", i);
        MEASURE(name, "%s\t%s\t%lld", fans->items[i].name, fans->items[i].label, (long long)fans->items[i].current);
        CHECK(fans->items[i].reserved[0] == PSUTIL_NA && fans->items[i].reserved[1] == PSUTIL_NA);
    }
    psutil_free(fans);
    OK(psutil_sensors_battery(&battery));
    CHECK(battery.present == 0 || battery.present == 1);
    if (battery.present)
        MEASURE("battery", "%.17g\t%lld\t%d", battery.percent, (long long)battery.secsleft, battery.power_plugged);
    for (int i = 0; i < 4; i++) CHECK(battery.reserved[i] == PSUTIL_NA);
}

static void groups(int64_t pid)
{
    psutil_cgroup_limits_t *l;
    OK(psutil_cgroup_limits(pid, &l));
    MEASURE("version", "%d", l->version);
    MEASURE("path", "%s", l->path ? l->path : "");
    MEASURE("memory", "%lld", (long long)l->memory_limit);
    MEASURE("cpus", "%g", l->cpu_quota);
    MEASURE("pids", "%lld", (long long)l->pids_limit);
    CHECK((l->cpuset != NULL) == (l->cpuset_count > 0));
    CHECK(isnan(l->cpu_quota) || l->cpu_quota > 0);
    for (int i = 0; i < 8; i++) CHECK(l->reserved[i] == PSUTIL_NA);
    psutil_free(l);
}

/* A zombie still has its groups; once it is reaped, it is gone. */
static void zombie(void)
{
    psutil_cgroup_limits_t *l = NULL;
    siginfo_t info;
    pid_t child = fork_child();
    if (!child) _exit(0);
    SYSTEM(!waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT));
    OK(psutil_cgroup_limits(child, &l));
    psutil_free(l);
    SYSTEM(waitpid(child, NULL, 0) == child);
    l = NULL;
    CHECK(psutil_cgroup_limits(child, &l) == PSUTIL_ERR_NO_SUCH_PROCESS && psutil_last_error()->pid == child);
    CHECK(!l);
}

static void misuse(void)
{
    psutil_cgroup_limits_t *limits = NULL;
    psutil_win_service_list_t *services = NULL;
    psutil_win_service_t *service = NULL;
    static const int64_t nobody[] = {-1, INT64_MIN, INT64_MAX, (int64_t)1 << 32 | 1, 0x7fffffff};
    CHECK(psutil_users(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_sensors_temperatures(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_sensors_fans(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_sensors_battery(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_cgroup_limits(1, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_heap_info(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_heap_trim(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_win_services(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_win_service("x", NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_win_service(NULL, &service) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_win_services(&services) == PSUTIL_ERR_NOT_SUPPORTED && !services);
    CHECK(psutil_win_service("x", &service) == PSUTIL_ERR_NOT_SUPPORTED && !service);
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
        CHECK(psutil_cgroup_limits(nobody[i], &limits) == PSUTIL_ERR_NO_SUCH_PROCESS && !limits);
}

static psutil_heap_info_t heap(void)
{
    psutil_heap_info_t info;
    OK(psutil_heap_info(&info));
    CHECK(info.heap_count == PSUTIL_NA);
    for (int i = 0; i < 4; i++) CHECK(info.reserved[i] == PSUTIL_NA);
    return info;
}

/* What is known to be allocated is counted, and nothing else is. */
static void count_heap(void)
{
    enum { BLOCKS = 10000, SIZE = 100, LARGE = 64 << 20 };
    static char *block[BLOCKS];
    int32_t gave;
    psutil_heap_info_t before, after;
    if (psutil_heap_info(&before) == PSUTIL_ERR_NOT_SUPPORTED) { /* musl */
        CHECK(psutil_heap_trim(&gave) == PSUTIL_ERR_NOT_SUPPORTED);
        return;
    }
    before = heap();
    for (int i = 0; i < BLOCKS; i++) CHECK(block[i] = malloc(SIZE));
    after = heap();
    CHECK(after.heap_used - before.heap_used >= BLOCKS * SIZE, "%lld", (long long)(after.heap_used - before.heap_used));
    CHECK(after.heap_used - before.heap_used < BLOCKS * (SIZE + 64));
    for (int i = 0; i < BLOCKS; i++) free(block[i]);
    after = heap();
    CHECK(after.heap_used - before.heap_used < 4096);
    OK(psutil_heap_trim(&gave));
    CHECK(gave == 0 || gave == 1);
    before = heap();
    char *volatile large = malloc(LARGE);
    CHECK(large);
    after = heap();
    CHECK(after.mmap_used - before.mmap_used >= LARGE && after.mmap_used - before.mmap_used < LARGE + (1 << 20));
    free(large);
    after = heap();
    CHECK(after.mmap_used == before.mmap_used);
}

/* Nothing is left behind: no memory, no descriptor. */
static void steady(void)
{
    char first[4096], last[4096];
    psutil_heap_info_t before = {0}, after = {0};
    int counted = 0;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 300; i++) {
            psutil_user_list_t *users;
            psutil_temperature_list_t *temperatures;
            psutil_fan_list_t *fans;
            psutil_battery_t battery;
            psutil_cgroup_limits_t *limits;
            OK(psutil_users(&users));
            OK(psutil_sensors_temperatures(&temperatures));
            OK(psutil_sensors_fans(&fans));
            OK(psutil_sensors_battery(&battery));
            OK(psutil_cgroup_limits(0, &limits));
            psutil_free(users);
            psutil_free(temperatures);
            psutil_free(fans);
            psutil_free(limits);
            OK(psutil_set_procfs_path(i % 2 ? "/proc" : ""));
        }
        if (round == 0) descriptors(first, sizeof first);
        counted = psutil_heap_info(round ? &after : &before) == PSUTIL_OK;
    }
    descriptors(last, sizeof last);
    CHECK(!strcmp(first, last), "%s became %s", first, last);
    if (counted) CHECK(after.heap_used - before.heap_used < 16 << 10, "%lld", (long long)(after.heap_used - before.heap_used));
}

int main(int argc, char **argv)
{
    CHECK(argc >= 2);
    if (!strcmp(argv[1], "tell")) tell();
    else if (!strcmp(argv[1], "groups")) groups(atoll(argv[2]));
    else if (!strcmp(argv[1], "zombie")) zombie();
    else if (!strcmp(argv[1], "misuse")) misuse();
    else if (!strcmp(argv[1], "heap")) count_heap();
    else if (!strcmp(argv[1], "steady")) steady();
    else CHECK(0, "%s?", argv[1]);
    return 0;
}
