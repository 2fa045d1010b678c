/* What Windows has so far, through the public header: run by "make test-windows" against psutil.dll. */
#include <psutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static int passed, failed;

static void check(int ok, const char *what)
{
    printf("%s %s\n", ok ? "ok  " : "FAIL", what);
    ok ? passed++ : failed++;
}

/* How many names the DLL exports, and how many of them are not psutil_*. */
static DWORD exported(DWORD *others)
{
    const char *base = (const char *)GetModuleHandleA("psutil.dll");
    const IMAGE_NT_HEADERS *headers = (const void *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_EXPORT_DIRECTORY *all = (const void *)(base
        + headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT].VirtualAddress);
    const DWORD *names = (const void *)(base + all->AddressOfNames);
    *others = 0;
    for (DWORD i = 0; i < all->NumberOfNames; i++) *others += strncmp(base + names[i], "psutil_", 7) != 0;
    return all->NumberOfNames;
}

int main(void)
{
    DWORD others, names = exported(&others);
    psutil_pid_list_t *pids = NULL;
    psutil_cpu_times_t times = {.user = 42};
    psutil_process *process = NULL;
    int64_t number = 42;

    check(!strcmp(psutil_version(), PSUTIL_VERSION), "the DLL has the header's version");
    check(names > 50 && others == 0, "it exports psutil_* and nothing else");
    check(psutil_pids(&pids) == PSUTIL_OK, "psutil_pids answers");
    if (pids) {
        size_t own = 0, ascending = 1;
        for (size_t i = 0; i < pids->len; i++) {
            own += pids->items[i] == (int64_t)GetCurrentProcessId();
            ascending &= i == 0 || pids->items[i - 1] < pids->items[i];
        }
        printf("     %zu PIDs\n", pids->len);
        check(pids->len > 1, "there are several processes");
        check(own == 1, "this process is listed once");
        check(ascending, "the PIDs are in order");
        psutil_free(pids);
    }

    check(psutil_cpu_times(&times) == PSUTIL_ERR_NOT_SUPPORTED, "psutil_cpu_times is not supported yet");
    check(times.user == 42, "the output of a failing call is untouched");
    check(psutil_last_error()->code == PSUTIL_ERR_NOT_SUPPORTED, "psutil_last_error returns the code");
    check(strstr(psutil_last_error()->message, "psutil_cpu_times") != NULL, "and names the call");
    check(psutil_process_new((int64_t)GetCurrentProcessId(), &process) == PSUTIL_ERR_NOT_SUPPORTED,
        "psutil_process_new is not supported yet");
    check(psutil_pids(NULL) == PSUTIL_ERR_INVALID_ARGUMENT, "NULL is an invalid argument");
    check(psutil_process_pid((psutil_process *)&number, &number) == PSUTIL_ERR_INVALID_HANDLE && number == 42,
        "a foreign handle is refused");
    check(psutil_process_free(NULL) == PSUTIL_OK, "freeing NULL is fine");

    printf("%d passed, %d failed\n", passed, failed);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
