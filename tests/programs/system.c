/* CPUs, swap and disks, for tests/test_system.py.
 *
 *   system numbers           everything that is a number, for comparison with psutil
 *   system partitions ALL    one line each: device, mount point, type and options in hexadecimal
 *   system usage PATH        the space there
 *   system percent SECONDS   two readings of the CPU times, and the percentages between them
 *   system burn              where the time of this thread goes, while another one burns a CPU
 *   system threads           CPU percent of this process with four busy threads, and what the kernel charged it with
 *   system misuse            what must be refused
 *   system interrupted       by a signal handler, while it waits
 *   system steady CALLS      resident memory and descriptors after many calls of all kinds
 */
#include "host.h"
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

static void print_io(const char *name, const psutil_disk_io_counters_t *c)
{
    MEASURE(name, "%lld %lld %lld %lld %lld %lld %lld %lld %lld", (long long)c->read_count, (long long)c->write_count,
        (long long)c->read_bytes, (long long)c->write_bytes, (long long)c->read_time, (long long)c->write_time,
        (long long)c->read_merged_count, (long long)c->write_merged_count, (long long)c->busy_time);
    for (int i = 0; i < 4; i++) CHECK(c->reserved[i] == PSUTIL_NA);
}

static void print_freq(const char *name, const psutil_cpu_freq_t *f)
{
    MEASURE(name, "%.17g %.17g %.17g", f->current, f->min, f->max);
    for (int i = 0; i < 2; i++) CHECK(f->reserved[i] == PSUTIL_NA);
}

static void numbers(void)
{
    psutil_cpu_stats_t stats;
    psutil_cpu_freq_t freq;
    psutil_cpu_freq_list_t *frequencies;
    psutil_swap_memory_t swap;
    psutil_disk_io_counters_t total;
    psutil_disk_io_list_t *disks;
    char name[300];

    OK(psutil_cpu_stats(&stats));
    MEASURE("stats", "%lld %lld %lld %lld", (long long)stats.ctx_switches, (long long)stats.interrupts,
        (long long)stats.soft_interrupts, (long long)stats.syscalls);
    CHECK(stats.reserved[3] == PSUTIL_NA);

    if (psutil_cpu_freq(&freq) == PSUTIL_OK) {
        print_freq("freq", &freq);
        OK(psutil_cpu_freq_per_cpu(&frequencies));
        for (size_t i = 0; i < frequencies->len; i++) {
            snprintf(name, sizeof name, "freq %zu", i);
            print_freq(name, &frequencies->items[i]);
        }
        psutil_free(frequencies);
    } else {
        CHECK(psutil_last_error()->code == PSUTIL_ERR_NOT_SUPPORTED);
        CHECK(psutil_cpu_freq_per_cpu(&frequencies) == PSUTIL_ERR_NOT_SUPPORTED);
    }

    OK(psutil_swap_memory(&swap));
    MEASURE("swap", "%lld %lld %lld %.17g %lld %lld", (long long)swap.total, (long long)swap.used, (long long)swap.free,
        swap.percent, (long long)swap.sin, (long long)swap.sout);
    CHECK(swap.reserved[1] == PSUTIL_NA);

    for (int nowrap = 0; nowrap < 2; nowrap++) {
        if (psutil_disk_io_counters(nowrap, &total) == PSUTIL_OK) print_io(nowrap ? "io nowrap" : "io raw", &total);
        else CHECK(psutil_last_error()->code == PSUTIL_ERR_NOT_SUPPORTED);
        OK(psutil_disk_io_counters_per_disk(nowrap, &disks));
        for (size_t i = 0; i < disks->len; i++) {
            snprintf(name, sizeof name, "%s %s", nowrap ? "nowrap" : "raw", disks->items[i].name);
            print_io(name, &disks->items[i].counters);
        }
        psutil_free(disks);
    }
}

static void print_hex(const char *text, char end)
{
    putchar('x'); /* so that an empty one is a word, too */
    for (; *text; text++) printf("%02x", (unsigned char)*text);
    putchar(end);
}

static void partitions(int all)
{
    psutil_disk_partition_list_t *list;
    OK(psutil_disk_partitions(all, &list));
    for (size_t i = 0; i < list->len; i++) {
        const psutil_disk_partition_t *p = &list->items[i];
        print_hex(p->device, ' ');
        print_hex(p->mountpoint, ' ');
        print_hex(p->fstype, ' ');
        print_hex(p->opts, '\n');
        CHECK(p->reserved[0] == PSUTIL_NA && p->reserved[1] == PSUTIL_NA);
    }
    psutil_free(list);
}

static void usage(const char *path)
{
    psutil_disk_usage_t u;
    if (psutil_disk_usage(path, &u) == PSUTIL_OK)
        MEASURE("usage", "%lld %lld %lld %.17g", (long long)u.total, (long long)u.used, (long long)u.free, u.percent);
    else
        MEASURE("error", "%d %d", psutil_last_error()->code, psutil_last_error()->os_error);
}

static void print_times(const char *name, const psutil_cpu_times_t *t)
{
    MEASURE(name, "%.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g", t->user, t->nice, t->system, t->idle,
        t->iowait, t->irq, t->softirq, t->steal, t->guest, t->guest_nice);
    CHECK(isnan(t->dpc));
    for (int i = 0; i < 5; i++) CHECK(t->reserved[i] == PSUTIL_NA);
}

static double sum(const psutil_cpu_times_t *t)
{
    double all[] = {t->user, t->nice, t->system, t->idle, t->iowait, t->irq, t->softirq, t->steal}, s = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) s += isnan(all[i]) ? 0 : all[i];
    return s;
}

static void percent(double seconds)
{
    psutil_cpu_times_t earlier, later, first, between, over;
    OK(psutil_cpu_times_percent(0, &first)); /* nothing to compare with */
    CHECK(sum(&first) == 0);
    OK(psutil_cpu_times(&earlier));
    double start = now();
    OK(psutil_cpu_times_percent(seconds, &over));
    CHECK(now() - start >= seconds);
    OK(psutil_cpu_times(&later));
    OK(psutil_cpu_times_percent_between(&earlier, &later, &between));
    print_times("earlier", &earlier);
    print_times("later", &later);
    print_times("between", &between);
    print_times("over", &over);
    OK(psutil_cpu_times_percent_between(&later, &later, &between));
    CHECK(sum(&between) == 0, "no time has passed");
    OK(psutil_cpu_times_percent_between(&later, &earlier, &between));
    CHECK(sum(&between) == 0, "the wrong way");
}

static _Atomic int burning = 1;

static void *burn(void *nothing)
{
    while (burning) { }
    return nothing;
}

/* Of every CPU, and of all together: all parts are in range and make a whole, also in less than a second. */
static void burner(void)
{
    pthread_t thread;
    psutil_cpu_times_t all;
    psutil_cpu_times_list_t *list;
    double busiest = 0;
    pthread_create(&thread, NULL, burn, NULL);
    OK(psutil_cpu_times_percent(0.3, &all));
    CHECK(fabs(sum(&all) - 100) < 0.5, "%g", sum(&all));
    CHECK(all.user + all.nice > 0); /* the second if we are a nice one */
    for (int round = 0; round < 2; round++) {
        OK(psutil_cpu_times_percent_per_cpu(round ? 0.3 : 0, &list));
        for (size_t i = 0; i < list->len; i++) {
            double s = sum(&list->items[i]);
            CHECK(round ? s == 0 || fabs(s - 100) < 0.5 : s == 0, "%g", s); /* 0: a CPU without ticks slept all the time */
            busiest = fmax(busiest, list->items[i].user + list->items[i].nice);
        }
        psutil_free(list);
    }
    burning = 0;
    pthread_join(thread, NULL);
    MEASURE("busiest", "%g", busiest);
}

static double charged(void)
{
    struct rusage r;
    SYSTEM(!getrusage(RUSAGE_SELF, &r));
    return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) + (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static void threads(void)
{
    enum { N = 4 };
    pthread_t thread[N];
    psutil_process *self;
    double percent, used, start;
    OK(psutil_process_new(getpid(), &self));
    for (int i = 0; i < N; i++) SYSTEM(!pthread_create(&thread[i], NULL, burn, NULL));
    pause_for(0.05);
    OK(psutil_process_cpu_percent(self, 0, &percent));
    CHECK(percent == 0, "nothing to compare with");
    used = charged(), start = now();
    OK(psutil_process_cpu_percent(self, 1, &percent));
    MEASURE("waiting", "%g", percent);
    OK(psutil_process_cpu_percent(self, 0, &percent));
    MEASURE("since", "%g", percent);
    MEASURE("charged", "%g", (charged() - used) / (now() - start) * 100);
    burning = 0;
    for (int i = 0; i < N; i++) pthread_join(thread[i], NULL);
    OK(psutil_process_free(self));
}

/* ---- misuse */

#define REFUSED(call, argument)                                                                                         \
    do {                                                                                                                \
        CHECK((call) == PSUTIL_ERR_INVALID_ARGUMENT);                                                                   \
        CHECK(strstr(psutil_last_error()->message, argument));                                                          \
    } while (0)

static void misuse(void)
{
    psutil_cpu_times_t times, untouched;
    psutil_cpu_times_list_t *list = (void *)&list;
    psutil_disk_usage_t usage, same;
    memset(&times, 0x55, sizeof times);
    memset(&untouched, 0x55, sizeof untouched);
    memset(&usage, 0x55, sizeof usage);
    memset(&same, 0x55, sizeof same);

    REFUSED(psutil_cpu_times_percent(0, NULL), "out is NULL"); /* the first call of this process */
    REFUSED(psutil_cpu_times_percent_per_cpu(0, NULL), "out is NULL");
    REFUSED(psutil_cpu_times_percent_between(NULL, &times, &times), "earlier is NULL");
    REFUSED(psutil_cpu_times_percent_between(&times, NULL, &times), "later is NULL");
    REFUSED(psutil_cpu_times_percent_between(&times, &times, NULL), "out is NULL");
    REFUSED(psutil_cpu_stats(NULL), "out is NULL");
    REFUSED(psutil_cpu_freq(NULL), "out is NULL");
    REFUSED(psutil_cpu_freq_per_cpu(NULL), "out is NULL");
    REFUSED(psutil_swap_memory(NULL), "out is NULL");
    REFUSED(psutil_disk_partitions(0, NULL), "out is NULL");
    REFUSED(psutil_disk_usage(NULL, &usage), "path is NULL");
    REFUSED(psutil_disk_usage("/", NULL), "out is NULL");
    REFUSED(psutil_disk_io_counters(0, NULL), "out is NULL");
    REFUSED(psutil_disk_io_counters_per_disk(0, NULL), "out is NULL");

    const double bad[] = {-1, -0.1, NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        REFUSED(psutil_cpu_times_percent(bad[i], &times), "interval");
        REFUSED(psutil_cpu_times_percent_per_cpu(bad[i], &list), "interval");
    }
    CHECK(!memcmp(&times, &untouched, sizeof times) && list == (void *)&list, "an output of a failing call is touched");

    CHECK(psutil_disk_usage("/no/such/path", &usage) == PSUTIL_ERR_OS);
    CHECK(psutil_last_error()->os_error == ENOENT);
    CHECK(strstr(psutil_last_error()->message, "/no/such/path"));
    CHECK(psutil_disk_usage("", &usage) == PSUTIL_ERR_OS);
    CHECK(psutil_last_error()->os_error == ENOENT);
    CHECK(psutil_disk_usage("/proc/self/stat/x", &usage) == PSUTIL_ERR_OS);
    CHECK(psutil_last_error()->os_error == ENOTDIR);
    static char longest[100000];
    memset(longest, '/', sizeof longest - 1);
    CHECK(psutil_disk_usage(longest, &usage) == PSUTIL_ERR_OS);
    CHECK(psutil_last_error()->os_error == ENAMETOOLONG);
    CHECK(!memcmp(&usage, &same, sizeof usage), "an output of a failing call is touched");

    /* Readings that nobody has taken: numbers of all kinds, and in range all the same. */
    psutil_cpu_times_t out;
    memset(&times, 0xff, sizeof times); /* all NaN */
    OK(psutil_cpu_times_percent_between(&times, &untouched, &out));
    CHECK(isnan(out.user) && isnan(out.idle));
    memset(&times, 0, sizeof times);
    times.user = INFINITY, times.idle = -INFINITY;
    OK(psutil_cpu_times_percent_between(&times, &untouched, &out));
    CHECK(out.user >= 0 && out.user <= 100 && out.idle >= 0 && out.idle <= 100);

    /* Flags are true or not: any other number is as good as 1. */
    psutil_disk_io_list_t *disks;
    psutil_disk_partition_list_t *mounted;
    OK(psutil_disk_io_counters_per_disk(INT32_MIN, &disks));
    psutil_free(disks);
    OK(psutil_disk_partitions(INT32_MIN, &mounted));
    psutil_free(mounted);
}

/* ---- a signal while it waits */

static void handler(int number) { (void)number; }

static void *wake(void *main_thread)
{
    pause_for(0.2);
    pthread_kill(*(pthread_t *)main_thread, SIGUSR1);
    return NULL;
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = handler};
    pthread_t self = pthread_self(), thread;
    psutil_cpu_times_t times;
    psutil_cpu_times_list_t *list;
    sigaction(SIGUSR1, &action, NULL);
    for (int i = 0; i < 2; i++) {
        pthread_create(&thread, NULL, wake, &self);
        CHECK((i ? psutil_cpu_times_percent_per_cpu(1000, &list) : psutil_cpu_times_percent(1000, &times)) == PSUTIL_ERR_INTERRUPTED);
        pthread_join(thread, NULL);
    }
}

/* ---- nothing stays */

static long resident(void)
{
    char value[64];
    status_line("/proc/self/status", "VmRSS", value);
    return atol(value);
}

static void calls(long n)
{
    psutil_cpu_times_t times;
    psutil_cpu_times_list_t *list;
    psutil_cpu_stats_t stats;
    psutil_cpu_freq_t freq;
    psutil_cpu_freq_list_t *frequencies;
    psutil_swap_memory_t swap;
    psutil_disk_partition_list_t *mounted;
    psutil_disk_usage_t space;
    psutil_disk_io_counters_t total;
    psutil_disk_io_list_t *disks;
    for (long i = 0; i < n; i++) {
        switch (i % 10) {
        case 0: OK(psutil_cpu_times_percent(i % 100 ? 0 : 1e-6, &times)); break;
        case 1: OK(psutil_cpu_times_percent_per_cpu(0, &list)); psutil_free(list); break;
        case 2: OK(psutil_cpu_times_percent_between(&times, &times, &times)); break;
        case 3: OK(psutil_cpu_stats(&stats)); break;
        case 4: psutil_cpu_freq(&freq); break;
        case 5: if (psutil_cpu_freq_per_cpu(&frequencies) == PSUTIL_OK) psutil_free(frequencies); break;
        case 6: OK(psutil_swap_memory(&swap)); break;
        case 7: OK(psutil_disk_partitions(i % 20 == 7, &mounted)); psutil_free(mounted); break;
        case 8: CHECK(psutil_disk_usage(i % 20 == 8 ? "/" : "/no/such/path", &space) == (i % 20 == 8 ? PSUTIL_OK : PSUTIL_ERR_OS)); break;
        case 9: psutil_disk_io_counters(i % 20 == 9, &total); OK(psutil_disk_io_counters_per_disk(i % 20 == 9, &disks)); psutil_free(disks); break;
        }
    }
}

static void steady(long n)
{
    char before[4096], after[4096];
    descriptors(before, sizeof before);
    calls(n / 2);
    long kB = resident();
    calls(n);
    MEASURE("grown", "%ld", resident() - kB);
    descriptors(after, sizeof after);
    CHECK(!strcmp(before, after), "%s has become %s", before, after);
}

int main(int argc, char **argv)
{
    SYSTEM(argc >= 2);
    const char *what = argv[1];
    if (!strcmp(what, "numbers")) numbers();
    else if (!strcmp(what, "partitions")) partitions(atoi(argv[2]));
    else if (!strcmp(what, "usage")) usage(argv[2]);
    else if (!strcmp(what, "percent")) percent(atof(argv[2]));
    else if (!strcmp(what, "burn")) burner();
    else if (!strcmp(what, "threads")) threads();
    else if (!strcmp(what, "misuse")) misuse();
    else if (!strcmp(what, "interrupted")) interrupted();
    else if (!strcmp(what, "steady")) steady(atol(argv[2]));
    else return 2;
    return 0;
}
