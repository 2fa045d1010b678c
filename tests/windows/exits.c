/* Hosts that load, call, unload and exit, 100 of each kind: the exit code must be the host's, and none may hang. */
#include "test.h"

enum { HOSTS = 100, AT_ONCE = 4, EXPECTED = 42 };

typedef int32_t pids_function(psutil_pid_list_t **);
typedef void free_function(void *);

static pids_function *pids;
static free_function *free_block;

static HMODULE load(void)
{
    HMODULE library = LoadLibraryA("psutil.dll");
    if (!library) ExitProcess(90);
    pids = (pids_function *)(void *)GetProcAddress(library, "psutil_pids");
    free_block = (free_function *)(void *)GetProcAddress(library, "psutil_free");
    return library;
}

static void call(void)
{
    psutil_pid_list_t *list;
    if (pids(&list) != PSUTIL_OK) ExitProcess(91);
    free_block(list);
}

static DWORD WINAPI call_always(LPVOID started)
{
    call();
    SetEvent(started);
    while (pids) call(); /* until the process ends */
    return 0;
}

static DWORD WINAPI call_once(LPVOID unused)
{
    (void)unused;
    call();
    return 0;
}

static void call_in_threads(LPTHREAD_START_ROUTINE routine, int n)
{
    HANDLE started = CreateEventA(NULL, FALSE, FALSE, NULL);
    for (int i = 0; i < n; i++) {
        HANDLE thread = CreateThread(NULL, 0, routine, started, 0, NULL);
        if (routine == call_always) WaitForSingleObject(started, INFINITE);
        else WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
    }
}

static int host(const char *kind)
{
    HMODULE library = load();
    if (!strcmp(kind, "unloads")) {
        if (!FreeLibrary(library) || GetModuleHandleA("psutil.dll")) return 92;
    } else if (!strcmp(kind, "calls")) {
        call();
    } else if (!strcmp(kind, "calls-and-unloads")) {
        call();
        if (!FreeLibrary(library)) return 93;
        call();
        if (FreeLibrary(library) && !GetModuleHandleA("psutil.dll")) return 94;
    } else if (!strcmp(kind, "calls-in-a-thread")) {
        call_in_threads(call_once, 3);
        FreeLibrary(library);
    } else if (!strcmp(kind, "exits-during-calls")) {
        call_in_threads(call_always, 3);
        ExitProcess(EXPECTED);
    } else if (!strcmp(kind, "terminates-itself")) {
        call_in_threads(call_always, 2);
        TerminateProcess(GetCurrentProcess(), EXPECTED);
    }
    return EXPECTED;
}

int main(int argc, char **argv)
{
    static const char *const kinds[] = {"loads", "unloads", "calls", "calls-and-unloads", "calls-in-a-thread",
        "exits-during-calls", "terminates-itself"};
    if (argc > 1) return host(argv[1]);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (int i = 0; i < HOSTS; i += AT_ONCE) {
            PROCESS_INFORMATION children[AT_ONCE];
            for (int c = 0; c < AT_ONCE; c++) children[c] = start_self(kinds[k], 0);
            for (int c = 0; c < AT_ONCE; c++) {
                int64_t code = exit_code(children[c], 60000);
                CHECK(code == EXPECTED, "%s: %lld", kinds[k], (long long)code);
            }
        }
    return finish();
}
