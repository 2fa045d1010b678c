/* What the programs of this directory share: checks, and what a host can see of itself. run.sh runs each program, which
 * prints a line for every check that fails and ends with finish(). */
#ifndef TEST_H
#define TEST_H

#include <psutil.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
/* after windows.h */
#include <tlhelp32.h>
#include <winternl.h>

static int checks, failures;

#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        checks++;                                                                                                      \
        if (!(condition)) {                                                                                            \
            failures++;                                                                                                \
            printf("%s:%d: %s:", __FILE__, __LINE__, #condition);                                                      \
            printf(" " __VA_ARGS__);                                                                                   \
            printf("\n");                                                                                              \
            fflush(stdout);                                                                                            \
        }                                                                                                              \
    } while (0)

#define OK(call) CHECK((call) == PSUTIL_OK, "%s", psutil_last_error()->message)

/* For what a test needs and does not test. */
#define NEED(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            printf("%s:%d: %s: error %lu\n", __FILE__, __LINE__, #condition, GetLastError());                          \
            exit(2);                                                                                                   \
        }                                                                                                              \
    } while (0)

static inline int finish(void)
{
    printf("%d checks, %d failures\n", checks, failures);
    return failures || !checks ? EXIT_FAILURE : EXIT_SUCCESS;
}

static inline double now(void)
{
    LARGE_INTEGER count, frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    return (double)count.QuadPart / (double)frequency.QuadPart;
}

static inline int thread_count(void)
{
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    THREADENTRY32 thread = {.dwSize = sizeof thread};
    int n = 0;
    if (Thread32First(snapshot, &thread)) do
            n += thread.th32OwnerProcessID == GetCurrentProcessId();
        while (Thread32Next(snapshot, &thread));
    CloseHandle(snapshot);
    return n;
}

typedef struct handle_entry {
    void *object;
    ULONG_PTR pid, handle;
    ULONG access;
    USHORT trace, type;
    ULONG attributes, reserved;
} handle_entry;

/* The handles of all processes. */
static inline const handle_entry *all_handles(size_t *n)
{
    typedef LONG NTAPI query(ULONG, void *, ULONG, ULONG *);
    static char buffer[4 << 20];
    query *function = (query *)(void *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtQuerySystemInformation");
    ULONG size;
    NEED(function(64, buffer, sizeof buffer, &size) == 0);
    *n = *(ULONG_PTR *)buffer;
    return (const handle_entry *)(buffer + 2 * sizeof(ULONG_PTR));
}

/* The handles of this process that are not of these n types. Not with GetProcessHandleCount, which returns 0 under
 * Wine. */
static inline int handles_of_other_types(const USHORT *types, size_t n)
{
    size_t all_n;
    const handle_entry *all = all_handles(&all_n);
    int count = 0;
    for (size_t i = 0; i < all_n; i++) {
        int is_counted = all[i].pid == GetCurrentProcessId();
        for (size_t t = 0; t < n; t++) is_counted = is_counted && all[i].type != types[t];
        count += is_counted;
    }
    return count;
}

static inline int handle_count(void)
{
    return handles_of_other_types(NULL, 0);
}

static inline USHORT type_of(HANDLE handle)
{
    size_t n;
    const handle_entry *all = all_handles(&n);
    NEED(handle);
    for (size_t i = 0; i < n; i++)
        if (all[i].pid == GetCurrentProcessId() && all[i].handle == (ULONG_PTR)handle) return all[i].type;
    NEED(!"the handle is in the list");
    return 0;
}

/* Those of a type that Go's threads do not have: Go may start a thread, with its own handles, at any time. */
static inline int lasting_handle_count(void)
{
    HANDLE of_thread[] = {CreateEventW(NULL, FALSE, FALSE, NULL), CreateWaitableTimerW(NULL, FALSE, NULL),
        OpenThread(THREAD_QUERY_INFORMATION, FALSE, GetCurrentThreadId())};
    USHORT types[3];
    for (int i = 0; i < 3; i++) types[i] = type_of(of_thread[i]);
    for (int i = 0; i < 3; i++) CloseHandle(of_thread[i]);
    NEED(types[0] != types[1] && types[1] != types[2] && types[0] != types[2]);
    int count = handles_of_other_types(types, 3);
    NEED(count > 0);
    return count;
}

/* Starts this program again with a command line; the caller closes both handles. */
static inline PROCESS_INFORMATION start_self(const char *arguments, DWORD flags)
{
    char path[MAX_PATH], line[MAX_PATH + 1024];
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION child;
    NEED(GetModuleFileNameA(NULL, path, sizeof path));
    snprintf(line, sizeof line, "\"%s\" %s", path, arguments);
    NEED(CreateProcessA(path, line, NULL, NULL, FALSE, flags, NULL, NULL, &startup, &child));
    return child;
}

/* Returns a child's exit code, or -1 if it hangs. */
static inline int64_t exit_code(PROCESS_INFORMATION child, DWORD milliseconds)
{
    DWORD code = 0;
    int64_t result = -1;
    if (WaitForSingleObject(child.hProcess, milliseconds) == WAIT_OBJECT_0) {
        NEED(GetExitCodeProcess(child.hProcess, &code));
        result = code;
    } else {
        TerminateProcess(child.hProcess, 1);
    }
    CloseHandle(child.hThread);
    CloseHandle(child.hProcess);
    return result;
}

#endif
