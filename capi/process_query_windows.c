/* One question about a process, with all its calls of the kernel: see windows.QueryProcess. */
#include "runtime_windows.h"
#include <winternl.h>

NTSTATUS NTAPI NtOpenProcess(PHANDLE process, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, CLIENT_ID *id);
NTSTATUS NTAPI NtOpenProcessToken(HANDLE process, ACCESS_MASK access, PHANDLE token);
NTSTATUS NTAPI NtQueryInformationToken(
    HANDLE token, TOKEN_INFORMATION_CLASS class, PVOID answer, ULONG size, PULONG written);

/* Of PROCESSINFOCLASS; and the size of KERNEL_USER_TIMES. */
enum { IO = 2, TIMES = 4, PRIORITY_CLASS = 18, HANDLE_COUNT = 20, TIMES_SIZE = 32 };

static NTSTATUS query_token_user(HANDLE process, void *answer, uint32_t size)
{
    HANDLE token;
    ULONG written;
    NTSTATUS status = NtOpenProcessToken(process, TOKEN_QUERY, &token);
    if (status) return status;
    status = NtQueryInformationToken(token, TokenUser, answer, size, &written);
    NtClose(token);
    return status;
}

void psutil__query_process(uint32_t pid, int32_t class, void *answer, uint32_t size, void *times, uint32_t statuses[3])
{
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes};
    CLIENT_ID id = {.UniqueProcess = (HANDLE)(uintptr_t)pid};
    HANDLE process;
    ULONG written;
    statuses[1] = 0;
    statuses[0] = (uint32_t)NtOpenProcess(&process, PROCESS_QUERY_LIMITED_INFORMATION, &attributes, &id);
    if (statuses[0]) return;
    if (class == PSUTIL__TOKEN_USER) statuses[1] = (uint32_t)query_token_user(process, answer, size);
    else if (class != PSUTIL__ONLY_TIMES)
        statuses[1] = (uint32_t)NtQueryInformationProcess(process, (PROCESSINFOCLASS) class, answer, size, &written);
    statuses[2] = (uint32_t)NtQueryInformationProcess(process, (PROCESSINFOCLASS)TIMES, times, TIMES_SIZE, &written);
    NtClose(process);
}

/* ---- without Go: the answer of a running process. Whatever else there is to report, Go does. */

static int query_running(int64_t pid, int32_t class, void *answer, uint32_t size)
{
    uint32_t statuses[3];
    int64_t times[TIMES_SIZE / sizeof(int64_t)] = {0};
    if (pid <= 0 || pid > UINT32_MAX || pid % 4) return 0;
    psutil__query_process((uint32_t)pid, class, answer, size, times, statuses);
    return !statuses[0] && !statuses[1] && !statuses[2] && !times[1]; /* the time of its exit */
}

int psutil__pid_exists_without_go(psutil__call *call, int64_t pid, int32_t *out)
{
    (void)call;
    if (!query_running(pid, PSUTIL__ONLY_TIMES, NULL, 0)) return 0;
    *out = 1;
    return 1;
}

int psutil__process_nice_without_go(psutil__call *call, psutil_process *p, int32_t *out)
{
    static const int32_t classes[] = {0, PSUTIL_IDLE_PRIORITY_CLASS, PSUTIL_NORMAL_PRIORITY_CLASS,
        PSUTIL_HIGH_PRIORITY_CLASS, PSUTIL_REALTIME_PRIORITY_CLASS, PSUTIL_BELOW_NORMAL_PRIORITY_CLASS,
        PSUTIL_ABOVE_NORMAL_PRIORITY_CLASS}; /* by PROCESS_PRIORITY_CLASS_* */
    int64_t pid;
    unsigned char priority[2] = {0}; /* PROCESS_PRIORITY_CLASS: whether it is in the foreground, and the class */
    (void)call;
    if (!psutil__handle_pid(p, &pid) || !query_running(pid, PRIORITY_CLASS, priority, sizeof priority)) return 0;
    if (!priority[1] || priority[1] >= sizeof classes / sizeof *classes) return 0;
    *out = classes[priority[1]];
    return 1;
}

int psutil__process_num_handles_without_go(psutil__call *call, psutil_process *p, int64_t *out)
{
    int64_t pid;
    DWORD n = 0;
    (void)call;
    if (!psutil__handle_pid(p, &pid) || !query_running(pid, HANDLE_COUNT, &n, sizeof n)) return 0;
    *out = n;
    return 1;
}

int psutil__process_io_counters_without_go(psutil__call *call, psutil_process *p, psutil_process_io_counters_t *out)
{
    int64_t pid;
    IO_COUNTERS io = {0};
    (void)call;
    if (!psutil__handle_pid(p, &pid) || !query_running(pid, IO, &io, sizeof io)) return 0;
    psutil_process_io_counters_t counters = {.read_count = (int64_t)io.ReadOperationCount,
        .write_count = (int64_t)io.WriteOperationCount,
        .read_bytes = (int64_t)io.ReadTransferCount,
        .write_bytes = (int64_t)io.WriteTransferCount,
        .read_chars = PSUTIL_NA,
        .write_chars = PSUTIL_NA,
        .other_count = (int64_t)io.OtherOperationCount,
        .other_bytes = (int64_t)io.OtherTransferCount,
        .reserved = {PSUTIL_NA, PSUTIL_NA, PSUTIL_NA, PSUTIL_NA}};
    *out = counters;
    return 1;
}
