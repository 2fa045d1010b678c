/* What a host sees of psutil.dll: when it is loaded, at the first call, and when it is unloaded. Not linked with it. */
#include "test.h"

typedef struct host_state {
    int threads, handles;
    UINT error_mode;
    BOOL no_priority_boost;
    ULONG timer_resolution;
    unsigned char peb[16]; /* flags, among them IsLongPathAwareProcess */
    wchar_t environment[16384], directory[MAX_PATH];
    void *exception_filter;
    DWORD console_modes[3];
    unsigned char privileges[2048]; /* of the token: which ones are enabled */
} host_state;

static void read_state(host_state *s)
{
    typedef LONG NTAPI query(ULONG *, ULONG *, ULONG *);
    static const DWORD streams[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
    query *function = (query *)(void *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtQueryTimerResolution");
    ULONG slowest, fastest;
    memset(s, 0, sizeof *s);
    s->threads = thread_count();
    s->handles = handle_count();
    s->error_mode = GetErrorMode();
    NEED(GetProcessPriorityBoost(GetCurrentProcess(), &s->no_priority_boost));
    function(&slowest, &fastest, &s->timer_resolution);
    memcpy(s->peb, NtCurrentTeb()->ProcessEnvironmentBlock, sizeof s->peb);
    wchar_t *block = GetEnvironmentStringsW(), *end = block;
    while (*end) end += wcslen(end) + 1;
    NEED((size_t)(end - block) < sizeof s->environment / sizeof *s->environment);
    memcpy(s->environment, block, (size_t)(end - block) * sizeof *block);
    FreeEnvironmentStringsW(block);
    GetCurrentDirectoryW(MAX_PATH, s->directory);
    s->exception_filter = (void *)SetUnhandledExceptionFilter(NULL);
    SetUnhandledExceptionFilter((LPTOP_LEVEL_EXCEPTION_FILTER)s->exception_filter);
    for (int i = 0; i < 3; i++) GetConsoleMode(GetStdHandle(streams[i]), &s->console_modes[i]);
    HANDLE token;
    DWORD size;
    NEED(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    NEED(GetTokenInformation(token, TokenPrivileges, s->privileges, sizeof s->privileges, &size) && size > 4);
    CloseHandle(token);
}

static void compare(const host_state *before, const char *when)
{
    static host_state after;
    read_state(&after);
    CHECK(after.error_mode == before->error_mode, "%s: %x", when, after.error_mode);
    CHECK(after.no_priority_boost == before->no_priority_boost, "%s", when);
    CHECK(after.timer_resolution == before->timer_resolution, "%s: %lu", when, after.timer_resolution);
    CHECK(!memcmp(after.peb, before->peb, sizeof after.peb), "%s: %02x", when, after.peb[3]);
    CHECK(!memcmp(after.environment, before->environment, sizeof after.environment), "%s", when);
    CHECK(!wcscmp(after.directory, before->directory), "%s", when);
    CHECK(after.exception_filter == before->exception_filter, "%s", when);
    CHECK(!memcmp(after.privileges, before->privileges, sizeof after.privileges), "%s", when);
    CHECK(!memcmp(after.console_modes, before->console_modes, sizeof after.console_modes), "%s", when);
}

static void compare_all(const host_state *before, const char *when)
{
    CHECK(thread_count() == before->threads, "%s: %d instead of %d", when, thread_count(), before->threads);
    CHECK(handle_count() == before->handles, "%s: %d instead of %d", when, handle_count(), before->handles);
    compare(before, when);
}

static LONG CALLBACK count_exception(EXCEPTION_POINTERS *exception)
{
    static int count;
    if (exception->ExceptionRecord->ExceptionCode != 0xe0001234) return EXCEPTION_CONTINUE_SEARCH;
    *(int *)exception->ExceptionRecord->ExceptionInformation[0] = ++count;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static int exceptions_seen(void)
{
    int count = 0;
    ULONG_PTR argument = (ULONG_PTR)&count;
    RaiseException(0xe0001234, 0, 1, &argument);
    return count;
}

static HMODULE load(void)
{
    HMODULE library = LoadLibraryA("psutil.dll");
    NEED(library);
    return library;
}

#define FUNCTION(result, name, ...)                                                                                    \
    typedef result name##_function(__VA_ARGS__);                                                                       \
    name##_function *name##_ = (name##_function *)(void *)GetProcAddress(library, #name);                              \
    NEED(name##_)

int main(void)
{
    static host_state before;
    AddVectoredExceptionHandler(0, count_exception);
    CHECK(exceptions_seen() == 1);
    FreeLibrary(load()); /* what the first load of any DLL changes */
    read_state(&before);
    for (int i = 0; i < 100; i++) {
        HMODULE library = load();
        if (i % 10 == 0) compare_all(&before, "loaded");
        CHECK(FreeLibrary(library));
        CHECK(!GetModuleHandleA("psutil.dll"), "it stays loaded without a call");
    }
    compare_all(&before, "unloaded 100 times");

    HMODULE library = load();
    Sleep(100);
    compare_all(&before, "loaded");
    FUNCTION(const char *, psutil_version, void);
    FUNCTION(int32_t, psutil_pids, psutil_pid_list_t **);
    FUNCTION(void, psutil_free, void *);
    FUNCTION(const psutil_error_info_t *, psutil_last_error, void);
    FUNCTION(int32_t, psutil_pid_exists, int64_t, int32_t *);
    FUNCTION(int32_t, psutil_process_new, int64_t, psutil_process **);
    FUNCTION(int32_t, psutil_process_free, psutil_process *);
    FUNCTION(int32_t, psutil_cpu_count, int32_t, int64_t *);
    FUNCTION(int32_t, psutil_boot_time, double *);
    CHECK(!strcmp(psutil_version_(), PSUTIL_VERSION));
    int64_t cpus = 0;
    double boot = 0, again = 0;
    CHECK(psutil_cpu_count_(1, &cpus) == PSUTIL_OK && cpus == (int64_t)GetActiveProcessorCount(ALL_PROCESSOR_GROUPS));
    CHECK(psutil_boot_time_(&boot) == PSUTIL_OK && boot > 946684800, "%f", boot);
    compare_all(&before, "without a call that needs Go");

    psutil_pid_list_t *pids = NULL;
    CHECK(psutil_pids_(&pids) == PSUTIL_OK, "%s", psutil_last_error_()->message);
    psutil_free_(pids);
    CHECK(thread_count() > before.threads, "the runtime has threads");
    compare(&before, "first call");
    CHECK(exceptions_seen() == 2);
    CHECK(psutil_boot_time_(&again) == PSUTIL_OK && again == boot, "%f, then %f", boot, again);
    CHECK(psutil_cpu_count_(1, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_boot_time_(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);

    for (int i = 0; i < 100; i++) { /* FreeLibrary is harmless, however often */
        CHECK(FreeLibrary(library));
        CHECK(GetModuleHandleA("psutil.dll") == library);
        CHECK(load() == library);
    }
    CHECK(FreeLibrary(library));
    CHECK(psutil_pids_(&pids) == PSUTIL_OK);
    psutil_free_(pids);
    compare(&before, "after FreeLibrary");

    /* GetLastError stays the host's. */
    int32_t exists;
    psutil_process *p = NULL;
    SetLastError(4711);
    CHECK(psutil_pid_exists_(1 << 30, &exists) == PSUTIL_OK && !exists && GetLastError() == 4711);
    CHECK(psutil_process_new_(1 << 30, &p) == PSUTIL_ERR_NO_SUCH_PROCESS && GetLastError() == 4711);
    CHECK(psutil_last_error_()->code == PSUTIL_ERR_NO_SUCH_PROCESS && GetLastError() == 4711);
    CHECK(psutil_pids_(NULL) == PSUTIL_ERR_INVALID_ARGUMENT && GetLastError() == 4711);
    CHECK(psutil_process_new_(GetCurrentProcessId(), &p) == PSUTIL_OK && GetLastError() == 4711);
    CHECK(psutil_process_free_(p) == PSUTIL_OK && GetLastError() == 4711);
    CHECK(psutil_cpu_count_(1, &cpus) == PSUTIL_OK && psutil_boot_time_(&boot) == PSUTIL_OK && GetLastError() == 4711);

    for (int round = 0, handles = 0; round < 3; round++) { /* no handle stays open */
        for (int i = 0; i < 500; i++) {
            CHECK(psutil_pids_(&pids) == PSUTIL_OK);
            psutil_free_(pids);
            CHECK(psutil_process_new_(GetCurrentProcessId(), &p) == PSUTIL_OK);
            CHECK(psutil_process_free_(p) == PSUTIL_OK);
        }
        if (round) CHECK(lasting_handle_count() <= handles, "%d handles, then %d", handles, lasting_handle_count());
        handles = lasting_handle_count();
        printf("%d handles, %d threads\n", handles, thread_count());
    }
    return finish();
}
