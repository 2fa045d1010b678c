/* Calls from a DllMain: the first call is refused, not a deadlock; a later one works; one at the exit is refused. */
#include "test.h"

/* Runs at the exit of the process, after all threads but this one have ended. */
static void report(int32_t code, int32_t os_error)
{
    TerminateProcess(GetCurrentProcess(), code == PSUTIL_ERR_OS && os_error == ERROR_SHUTDOWN_IN_PROGRESS ? 42 : 43);
}

static int32_t load(void)
{
    HMODULE library = LoadLibraryA("dllmain_dll.dll");
    NEED(library);
    int32_t code = *(int32_t *)(void *)GetProcAddress(library, "attach_code");
    FreeLibrary(library);
    return code;
}

int main(int argc, char **argv)
{
    int32_t exists;
    (void)argv;
    if (argc > 1) { /* exits with a DLL that calls in the end */
        OK(psutil_pid_exists(1, &exists));
        HMODULE library = LoadLibraryA("dllmain_dll.dll");
        NEED(library);
        *(void **)(void *)GetProcAddress(library, "report") = (void *)report;
        return 44;
    }
    CHECK(load() == PSUTIL_ERR_OS);
    CHECK(psutil_last_error()->os_error == ERROR_POSSIBLE_DEADLOCK, "%d", psutil_last_error()->os_error);
    CHECK(strstr(psutil_last_error()->message, "DllMain"), "%s", psutil_last_error()->message);
    CHECK(thread_count() == 1, "the refused call started nothing");
    OK(psutil_pid_exists(1, &exists));
    CHECK(load() == PSUTIL_OK, "%s", psutil_last_error()->message);
    for (int i = 0; i < 20; i++) {
        int64_t code = exit_code(start_self("exit", 0), 30000);
        CHECK(code == 42, "%lld", (long long)code);
    }
    return finish();
}
