/* A host that traps floating-point exceptions, as numerical programs do, before and after the first call. Go's
 * collector, whose pacing divides by zero, runs in between: built against the library with test hooks.
 */
#include "host.h"
#include "../../capi/test_hooks.h"
#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <sys/wait.h>

enum { THREADS = 4, TIMES = 200 };

static const int trapped = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW;

#ifdef __GLIBC__
static void trap(void)
{
    feenableexcept(trapped);
}
static int traps(void)
{
    return fegetexcept() == trapped;
}
#elif defined __x86_64__ /* the masks of MXCSR are in the order of the exceptions */
static void trap(void)
{
    __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() & ~((unsigned)trapped << 7));
}
static int traps(void)
{
    return !(__builtin_ia32_stmxcsr() & (unsigned)trapped << 7);
}
#else
static void trap(void)
{
}
static int traps(void)
{
    return 1;
}
#endif

static void *calls(void *arg)
{
    psutil_process *p;
    psutil_pid_list_t *pids;
    psutil_percent_list_t *percents;
    psutil_cpu_times_t times;
    psutil_virtual_memory_t memory;
    psutil_exit_status_t status;
    double number;
    int *kept = arg;
    feclearexcept(FE_ALL_EXCEPT);
    trap();
    for (int i = 0; i < TIMES; i++) {
        OK(psutil_pids(&pids));
        psutil_free(pids);
        OK(psutil_cpu_times(&times));
        OK(psutil_cpu_percent_between(&times, &times, &number));
        OK(psutil_cpu_percent(i % 20 ? 0 : 0.001, &number));
        OK(psutil_cpu_percent_per_cpu(0, &percents));
        psutil_free(percents);
        OK(psutil_virtual_memory(&memory));
        OK(psutil_process_new(getppid(), &p));
        OK(psutil_process_cpu_percent(p, 0, &number));
        OK(psutil_process_create_time(p, &number));
        CHECK(psutil_process_wait(p, 1e-300, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED);
        CHECK(psutil_process_wait(p, NAN, 0, &status) == PSUTIL_ERR_INVALID_ARGUMENT);
        CHECK(psutil_cpu_percent(NAN, &number) == PSUTIL_ERR_INVALID_ARGUMENT);
        OK(psutil_process_free(p));
        OK(psutil_test_hook(PSUTIL_TEST_HOOK_GARBAGE, 1 << 20));
    }
    *kept = traps() && !fetestexcept(FE_ALL_EXCEPT);
    return NULL;
}

int main(void)
{
    pthread_t thread[THREADS];
    int kept[THREADS + 1];
    calls(&kept[0]);
    for (int i = 0; i < THREADS; i++) SYSTEM(!pthread_create(&thread[i], NULL, calls, &kept[i + 1]));
    for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
    for (int i = 1; i <= THREADS; i++) kept[0] += kept[i];
    MEASURE("kept", "%d", kept[0]);
    MEASURE("of", "%d", THREADS + 1);
}
