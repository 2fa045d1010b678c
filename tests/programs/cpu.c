/* CPU times, percentages, statistics and frequencies, for tests/test_cpu.py.
 *
 *   cpu numbers           statistics and frequencies, for comparison with psutil
 *   cpu percent SECONDS   two readings of the CPU times, the percentages between them, and how much of the time between
 *                         them, in percent, was beside the wait
 *   cpu burn              percentages of every CPU while a thread burns one
 *   cpu threads           CPU percent of this process with four busy threads, with the limits that getrusage gives them
 *   cpu misuse            wrong arguments
 *   cpu interrupted       a signal handler ends a waiting call
 *   cpu leak              memory and descriptors after many calls
 */
#include "host.h"
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

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
    char name[32];

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
}

static void print_times(const char *name, const psutil_cpu_times_t *t)
{
    MEASURE(name, "%.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g", t->user, t->nice, t->system, t->idle,
        t->iowait, t->irq, t->softirq, t->steal, t->guest, t->guest_nice);
    CHECK(isnan(t->dpc));
    for (int i = 0; i < 4; i++) CHECK(t->reserved[i] == PSUTIL_NA);
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
    double begin = now();
    OK(psutil_cpu_times(&earlier));
    double start = now();
    OK(psutil_cpu_times_percent(seconds, &over));
    CHECK(now() - start >= seconds);
    OK(psutil_cpu_times(&later));
    MEASURE("beside", "%g", (1 - seconds / (now() - begin)) * 100);
    OK(psutil_cpu_times_percent_between(&earlier, &later, &between));
    print_times("earlier", &earlier);
    print_times("later", &later);
    print_times("between", &between);
    print_times("over", &over);
    OK(psutil_cpu_times_percent_between(&later, &later, &between));
    CHECK(sum(&between) == 0, "no time between");
    OK(psutil_cpu_times_percent_between(&later, &earlier, &between));
    CHECK(sum(&between) == 0, "the later reading first");
}

static _Atomic int burning = 1;

static void *burn(void *nothing)
{
    while (burning) {
    }
    return nothing;
}

/* The parts of every CPU, and of all CPUs together, are in range and add up to 100, also in less than a second. */
static void burner(void)
{
    pthread_t thread;
    psutil_cpu_times_t all;
    psutil_cpu_times_list_t *list;
    double busiest = 0;
    pthread_create(&thread, NULL, burn, NULL);
    OK(psutil_cpu_times_percent(0.3, &all));
    CHECK(fabs(sum(&all) - 100) < 0.5, "%g", sum(&all));
    CHECK(100 - all.idle - all.iowait > 0);
    for (int round = 0; round < 2; round++) {
        OK(psutil_cpu_times_percent_per_cpu(round ? 0.3 : 0, &list));
        for (size_t i = 0; i < list->len; i++) {
            double s = sum(&list->items[i]);
            CHECK(round ? s == 0 || fabs(s - 100) < 0.5 : s == 0, "%g", s); /* 0: a CPU whose tick was stopped */
            if (s > 0) busiest = fmax(busiest, 100 - list->items[i].idle - list->items[i].iowait);
        }
        psutil_free(list);
    }
    burning = 0;
    pthread_join(thread, NULL);
    MEASURE("busiest", "%g", busiest);
}

struct moment {
    double time, used; /* of the clock, and of all CPUs by this process */
};

static struct moment moment(void)
{
    struct rusage r;
    SYSTEM(!getrusage(RUSAGE_SELF, &r));
    return (struct moment){now(),
        (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) + (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6};
}

static void threads(void)
{
    enum { N = 4 };
    pthread_t thread[N];
    psutil_process *self;
    double percent;
    OK(psutil_process_new(getpid(), &self));
    for (int i = 0; i < N; i++) SYSTEM(!pthread_create(&thread[i], NULL, burn, NULL));
    pause_for(0.05);
    struct moment before = moment();
    OK(psutil_process_cpu_percent(self, 0, &percent));
    struct moment begin = moment();
    CHECK(percent == 0, "nothing to compare with");
    pause_for(0.5);
    struct moment end = moment();
    OK(psutil_process_cpu_percent(self, 0, &percent));
    struct moment after = moment();
    /* The library's two readings are between before and begin, and between end and after. */
    MEASURE("since", "%g", percent);
    MEASURE("least since", "%g", (end.used - begin.used) / (after.time - before.time) * 100);
    MEASURE("most since", "%g", (after.used - before.used) / (end.time - begin.time) * 100);
    do { /* until the threads have had a CPU during the wait: the machine may be busy */
        before = moment();
        OK(psutil_process_cpu_percent(self, 0.5, &percent));
        after = moment();
    } while (percent == 0);
    MEASURE("waiting", "%g", percent);
    MEASURE("most waiting", "%g", (after.used - before.used) / 0.5 * 100);
    burning = 0;
    for (int i = 0; i < N; i++) pthread_join(thread[i], NULL);
    OK(psutil_process_free(self));
}

static void misuse(void)
{
    psutil_cpu_times_t times, untouched;
    psutil_cpu_times_list_t *list = (void *)&list;
    memset(&times, 0x55, sizeof times);
    memset(&untouched, 0x55, sizeof untouched);

    REFUSED(psutil_cpu_times_percent(0, NULL), "out is NULL"); /* the first call of this process */
    REFUSED(psutil_cpu_times_percent_per_cpu(0, NULL), "out is NULL");
    REFUSED(psutil_cpu_times_percent_between(NULL, &times, &times), "earlier is NULL");
    REFUSED(psutil_cpu_times_percent_between(&times, NULL, &times), "later is NULL");
    REFUSED(psutil_cpu_times_percent_between(&times, &times, NULL), "out is NULL");
    REFUSED(psutil_cpu_stats(NULL), "out is NULL");
    REFUSED(psutil_cpu_freq(NULL), "out is NULL");
    REFUSED(psutil_cpu_freq_per_cpu(NULL), "out is NULL");

    const double invalid[] = {-1, -0.1, NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
        REFUSED(psutil_cpu_times_percent(invalid[i], &times), "interval");
        REFUSED(psutil_cpu_times_percent_per_cpu(invalid[i], &list), "interval");
    }
    CHECK(!memcmp(&times, &untouched, sizeof times) && list == (void *)&list, "a failing call touched its output");

    /* Any numbers are accepted as readings, and the results are in range. */
    psutil_cpu_times_t out;
    memset(&times, 0xff, sizeof times); /* all NaN */
    OK(psutil_cpu_times_percent_between(&times, &untouched, &out));
    CHECK(isnan(out.user) && isnan(out.idle));
    memset(&times, 0, sizeof times);
    times.user = INFINITY, times.idle = -INFINITY;
    OK(psutil_cpu_times_percent_between(&times, &untouched, &out));
    CHECK(out.user >= 0 && out.user <= 100 && out.idle >= 0 && out.idle <= 100);
}

static void handler(int number)
{
    (void)number;
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = handler};
    psutil_cpu_times_t times;
    psutil_cpu_times_list_t *list;
    sigaction(SIGALRM, &action, NULL);
    ualarm(200000, 200000); /* again and again: one may come before a call */
    CHECK(psutil_cpu_times_percent(1000, &times) == PSUTIL_ERR_INTERRUPTED);
    CHECK(psutil_cpu_times_percent_per_cpu(1000, &list) == PSUTIL_ERR_INTERRUPTED);
    ualarm(0, 0);
}

static void once(void)
{
    psutil_cpu_times_t times;
    psutil_cpu_times_list_t *list;
    psutil_cpu_stats_t stats;
    psutil_cpu_freq_t freq;
    psutil_cpu_freq_list_t *frequencies;
    OK(psutil_cpu_times_percent(0, &times));
    OK(psutil_cpu_times_percent(1e-6, &times));
    OK(psutil_cpu_times_percent_per_cpu(0, &list));
    psutil_free(list);
    OK(psutil_cpu_times_percent_between(&times, &times, &times));
    OK(psutil_cpu_stats(&stats));
    psutil_cpu_freq(&freq); /* either may be NOT_SUPPORTED */
    if (psutil_cpu_freq_per_cpu(&frequencies) == PSUTIL_OK) psutil_free(frequencies);
}

int main(int argc, char **argv)
{
    SYSTEM(argc >= 2);
    if (!strcmp(argv[1], "numbers")) numbers();
    else if (!strcmp(argv[1], "percent") && argc == 3) percent(atof(argv[2]));
    else if (!strcmp(argv[1], "burn")) burner();
    else if (!strcmp(argv[1], "threads")) threads();
    else if (!strcmp(argv[1], "misuse")) misuse();
    else if (!strcmp(argv[1], "interrupted")) interrupted();
    else if (!strcmp(argv[1], "leak")) assert_no_leak(once, 500);
    else CHECK(0, "unknown command %s", argv[1]);
    return 0;
}
