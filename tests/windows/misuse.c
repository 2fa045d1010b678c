/* Calls that no program should make: each is an error with a message, and nothing is written. */
#include "test.h"
#include <math.h>

static const int64_t UNTOUCHED = 0x5a5a5a5a5a5a5a5a;

/* Values that are no handle of a process. */
static void check_handle(psutil_process *bad)
{
    int32_t expected = bad ? PSUTIL_ERR_INVALID_HANDLE : PSUTIL_ERR_INVALID_ARGUMENT;
    int64_t number = UNTOUCHED;
    double seconds = 12.5;
    char *text = (char *)&number;
    psutil_process *parent = bad;
    psutil_process_memory_info_t memory = {.rss = UNTOUCHED};
    psutil_exit_status_t status;
    psutil_wait_result_list_t *results = NULL;
    psutil_kill_result_list_t *killed = NULL;
#define REFUSED(call)                                                                                                  \
    do {                                                                                                               \
        CHECK((call) == expected, "%p: %s", (void *)bad, psutil_last_error()->message);                                \
        CHECK(strlen(psutil_last_error()->message) > 10);                                                              \
    } while (0)
    REFUSED(psutil_process_pid(bad, &number));
    REFUSED(psutil_process_ppid(bad, &number));
    REFUSED(psutil_process_num_handles(bad, &number));
    REFUSED(psutil_process_create_time(bad, &seconds));
    REFUSED(psutil_process_name(bad, &text));
    REFUSED(psutil_process_exe(bad, &text));
    REFUSED(psutil_process_parent(bad, &parent));
    REFUSED(psutil_process_memory_info(bad, &memory));
    REFUSED(psutil_process_wait(bad, 0, 0, &status));
    REFUSED(psutil_process_kill(bad));
    REFUSED(psutil_process_suspend(bad));
    REFUSED(psutil_process_kill_tree(bad, 15, 0, &killed));
    REFUSED(psutil_process_set_nice(bad, PSUTIL_NORMAL_PRIORITY_CLASS));
    REFUSED(psutil_wait_procs(&bad, 1, 0, NULL, NULL, &results));
    CHECK(number == UNTOUCHED && seconds == 12.5 && text == (char *)&number && parent == bad);
    CHECK(memory.rss == UNTOUCHED && !results && !killed);
}

static void check_handles(psutil_process *self)
{
    int on_stack = 0;
    psutil_process *freed = NULL;
    OK(psutil_process_new(GetCurrentProcessId(), &freed));
    OK(psutil_process_free(freed));
    CHECK(psutil_process_free(freed) == PSUTIL_ERR_INVALID_HANDLE);
    OK(psutil_process_free(NULL));
    psutil_process *bad[] = {
        NULL,
        freed,
        (psutil_process *)1,
        (psutil_process *)-1,
        (psutil_process *)&on_stack,
        (psutil_process *)0xdeadbeef,
        (psutil_process *)((uintptr_t)self ^ 0x100),
        (psutil_process *)((uintptr_t)self + 1),
        (psutil_process *)GetCurrentProcess(),
        (psutil_process *)GetModuleHandleA(NULL),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) check_handle(bad[i]);
}

static void check_null_outputs(psutil_process *self)
{
#define NULL_REFUSED(call) CHECK((call) == PSUTIL_ERR_INVALID_ARGUMENT, "%s", psutil_last_error()->message)
    NULL_REFUSED(psutil_process_new(GetCurrentProcessId(), NULL));
    NULL_REFUSED(psutil_pids(NULL));
    NULL_REFUSED(psutil_pid_exists(4, NULL));
    NULL_REFUSED(psutil_cpu_times(NULL));
    NULL_REFUSED(psutil_virtual_memory(NULL));
    NULL_REFUSED(psutil_disk_usage("C:\\", NULL));
    NULL_REFUSED(psutil_disk_usage(NULL, NULL));
    NULL_REFUSED(psutil_win_services(NULL));
    NULL_REFUSED(psutil_process_pid(self, NULL));
    NULL_REFUSED(psutil_process_name(self, NULL));
    NULL_REFUSED(psutil_process_cmdline(self, NULL));
    NULL_REFUSED(psutil_process_memory_maps(self, 0, NULL));
    NULL_REFUSED(psutil_process_wait(self, 0, 0, NULL));
}

static void check_values(psutil_process *self)
{
    psutil_process *p = NULL;
    psutil_connection_list_t *connections = NULL;
    psutil_exit_status_t status;
    psutil_disk_usage_t usage;
    static const int64_t pids[] = {-1, INT64_MIN, INT64_MAX, 1, 3, (int64_t)UINT32_MAX + 1, 0xfffffffc};
    for (size_t i = 0; i < sizeof pids / sizeof *pids; i++) {
        int32_t exists = 1, code = psutil_process_new(pids[i], &p);
        CHECK(code == PSUTIL_ERR_NO_SUCH_PROCESS && !p, "%lld: %s", (long long)pids[i], psutil_error_name(code));
        OK(psutil_pid_exists(pids[i], &exists));
        CHECK(!exists, "%lld", (long long)pids[i]);
    }
    NULL_REFUSED(psutil_process_wait(self, 0, -1, &status));
    NULL_REFUSED(psutil_process_wait(self, NAN, 0, &status));
    NULL_REFUSED(psutil_process_send_signal(self, 99));
    NULL_REFUSED(psutil_process_send_signal(self, INT32_MIN));
    NULL_REFUSED(psutil_process_set_nice(self, 0));
    NULL_REFUSED(psutil_process_set_nice(self, -20));
    NULL_REFUSED(psutil_process_set_ionice(self, 99, 0));
    static const int64_t cpus[] = {-1, INT64_MAX, 100000};
    for (size_t i = 0; i < 3; i++) NULL_REFUSED(psutil_process_set_cpu_affinity(self, &cpus[i], 1));
    NULL_REFUSED(psutil_process_set_cpu_affinity(self, NULL, 1));
    NULL_REFUSED(psutil_net_connections("no such kind", 0, &connections));
    NULL_REFUSED(psutil_net_connections("inet", -1, &connections));
    CHECK(!connections);
    CHECK(psutil_disk_usage("", &usage) < 0 && psutil_disk_usage("\xff\xfe", &usage) < 0);
    CHECK(psutil_disk_usage("C:\\<>|?*", &usage) < 0 && psutil_disk_usage("\\\\?\\", &usage) < 0);
    char *longer = malloc(100000);
    NEED(longer);
    memset(longer, 'a', 99999);
    longer[99999] = '\0';
    CHECK(psutil_disk_usage(longer, &usage) < 0);
    psutil_win_service_t *service = NULL;
    CHECK(psutil_win_service(longer, &service) == PSUTIL_ERR_NO_SUCH_PROCESS && !service, "%s",
        psutil_last_error()->message);
    CHECK(psutil_win_service("", &service) < 0 && !service);
    free(longer);
}

int main(void)
{
    psutil_process *self = NULL;
    int64_t pid = 0;
    OK(psutil_process_new(GetCurrentProcessId(), &self));
    check_handles(self);
    check_null_outputs(self);
    check_values(self);
    OK(psutil_process_pid(self, &pid));
    CHECK(pid == (int64_t)GetCurrentProcessId());
    OK(psutil_process_free(self));
    return finish();
}
