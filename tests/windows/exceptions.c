/* Exceptions: the host's stay the host's, in vectored handlers, frames and the last filter; a fault or panic in Go is
 * an error of the call. Linked with the library that has test hooks. */
#include "../../capi/test_hooks.h"
#include "test.h"
#include <excpt.h>

static volatile int vectored, framed;
static void *guarded;

static LONG CALLBACK on_exception(EXCEPTION_POINTERS *exception)
{
    const EXCEPTION_RECORD *record = exception->ExceptionRecord;
    if (record->ExceptionCode == 0xe0001234) {
        vectored++;
        return EXCEPTION_CONTINUE_EXECUTION;
    }
    /* The host maps this page when it is first used, as garbage collectors and databases do. */
    if (record->ExceptionCode == EXCEPTION_ACCESS_VIOLATION && guarded
        && (void *)record->ExceptionInformation[1] == guarded) {
        DWORD old;
        vectored++;
        VirtualProtect(guarded, 4096, PAGE_READWRITE, &old);
        return EXCEPTION_CONTINUE_EXECUTION;
    }
    return EXCEPTION_CONTINUE_SEARCH;
}

static void check_vectored(const char *when)
{
    vectored = 0;
    RaiseException(0xe0001234, 0, 0, NULL);
    guarded = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_NOACCESS);
    NEED(guarded);
    *(volatile int *)guarded = 1;
    CHECK(vectored == 2, "%s: %d", when, vectored);
    VirtualFree(guarded, 0, MEM_RELEASE);
    guarded = NULL;
}

__attribute__((used)) static long CALLBACK filter(EXCEPTION_POINTERS *exception)
{
    framed = exception->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION;
    return EXCEPTION_EXECUTE_HANDLER;
}

static int *volatile nowhere;

/* Returns 1 if the fault got past its frame. */
__attribute__((noinline, optimize("O0"))) static int faults_in_a_frame(void)
{
    volatile int passed = 0;
    __try1(filter);
    *nowhere = 1;
    passed = 1;
    __except1;
    return passed;
}

static void check_framed(const char *when)
{
    framed = 0;
    CHECK(!faults_in_a_frame() && framed, "%s", when);
}

static void check_go(void)
{
    static const int32_t kinds[] = {
        PSUTIL_TEST_HOOK_PANIC, PSUTIL_TEST_HOOK_FAULT, PSUTIL_TEST_HOOK_WORKER_PANIC, PSUTIL_TEST_HOOK_FAULT};
    int32_t exists;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        CHECK(psutil_test_hook(kinds[i], 0) == PSUTIL_ERR_INTERNAL, "%d", kinds[i]);
        CHECK(strstr(psutil_last_error()->message, "panic"), "%s", psutil_last_error()->message);
        OK(psutil_pid_exists(1, &exists));
    }
}

static DWORD WINAPI check_thread(LPVOID unused)
{
    (void)unused;
    check_vectored("a thread that has not called");
    check_framed("a thread that has not called");
    check_go();
    check_vectored("a thread");
    check_framed("a thread");
    return 0;
}

static LONG WINAPI last_filter(EXCEPTION_POINTERS *exception)
{
    TerminateProcess(
        GetCurrentProcess(), exception->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION ? 77 : 78);
    return EXCEPTION_EXECUTE_HANDLER;
}

static int child(const char *kind)
{
    int32_t exists;
    SetErrorMode(SEM_NOGPFAULTERRORBOX);
    OK(psutil_pid_exists(1, &exists));
    CHECK(psutil_test_hook(PSUTIL_TEST_HOOK_FAULT, 0) == PSUTIL_ERR_INTERNAL);
    if (failures) return 1;
    if (!strcmp(kind, "filter")) SetUnhandledExceptionFilter(last_filter);
    if (!strcmp(kind, "raise")) RaiseException(0xe0004321, 0, 0, NULL);
    *nowhere = 1;
    return 2;
}

int main(int argc, char **argv)
{
    if (argc > 1) return child(argv[1]);
    AddVectoredExceptionHandler(0, on_exception);
    check_vectored("before the first call");
    check_framed("before the first call");
    check_go();
    for (int i = 0; i < 50; i++) {
        check_vectored("after calls");
        check_framed("after calls");
    }
    void *first = AddVectoredExceptionHandler(1, on_exception); /* one that comes before Go's */
    check_go();
    check_vectored("with a handler before Go's");
    RemoveVectoredExceptionHandler(first);
    HANDLE thread = CreateThread(NULL, 0, check_thread, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    /* An exception that the host does not handle ends it as without the library. */
    CHECK(exit_code(start_self("filter", 0), 60000) == 77);
    CHECK(exit_code(start_self("fault", 0), 60000) == EXCEPTION_ACCESS_VIOLATION);
    CHECK(exit_code(start_self("raise", 0), 60000) == 0xe0004321);
    return finish();
}
