/*
 * One call on Windows: the state of the host's thread is saved before Go runs and restored after it. There are no
 * signals and there is no fork. A wait is one for HANDLEs.
 */
#include "runtime_windows.h"
#include <stdlib.h>
#include <string.h>

/* ---- per-thread data */

psutil__thread psutil__oom_thread;

static _Atomic DWORD thread_slot = TLS_OUT_OF_INDEXES;

/* Go's threads run in the library until the process exits, and the host's threads have data of the library. So it stays
   loaded once it has been used. */
static void stay_loaded(void)
{
    HMODULE self;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
        (LPCWSTR)(void *)&psutil__oom_thread, &self);
}

/* Takes no lock: another thread may wait for the loader's. */
static DWORD allocate_slot(void)
{
    stay_loaded();
    DWORD fresh = TlsAlloc(), none = TLS_OUT_OF_INDEXES;
    if (fresh == TLS_OUT_OF_INDEXES) return fresh;
    if (atomic_compare_exchange_strong(&thread_slot, &none, fresh)) return fresh;
    TlsFree(fresh);
    return none;
}

psutil__thread *psutil__this_thread(void)
{
    DWORD host_error = GetLastError(), slot = atomic_load(&thread_slot);
    if (slot == TLS_OUT_OF_INDEXES) slot = allocate_slot();
    psutil__thread *thread = slot == TLS_OUT_OF_INDEXES ? NULL : TlsGetValue(slot);
    if (!thread && slot != TLS_OUT_OF_INDEXES && (thread = calloc(1, sizeof *thread)) && !TlsSetValue(slot, thread)) {
        free(thread);
        thread = NULL;
    }
    SetLastError(host_error);
    return thread ? thread : &psutil__oom_thread;
}

psutil__error *psutil__thread_error_storage(void)
{
    return &psutil__this_thread()->error;
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved);
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    DWORD slot = atomic_load(&thread_slot);
    (void)module;
    (void)reserved;
    if (reason == DLL_THREAD_DETACH && slot != TLS_OUT_OF_INDEXES) {
        psutil__thread *thread = TlsGetValue(slot);
        if (thread) free(thread->reserved_key);
        free(thread);
        TlsSetValue(slot, NULL);
    }
    return TRUE;
}

/* ---- a call */

void psutil__thread_enter_go(psutil__call *call)
{
    call->host.last_error = GetLastError();
    psutil__save_fpenv(&call->host.fpenv);
}

void psutil__thread_leave_go(psutil__call *call)
{
    psutil__restore_fpenv(&call->host.fpenv);
    SetLastError(call->host.last_error);
}

int32_t psutil__set_windows_error(psutil__call *call, const char *what, DWORD error)
{
    wchar_t wide[256];
    char text[sizeof wide / sizeof *wide * 3];
    DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    DWORD length = FormatMessageW(
        flags, NULL, error, MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), wide, sizeof wide / sizeof *wide, NULL);
    if (!length) length = FormatMessageW(flags, NULL, error, 0, wide, sizeof wide / sizeof *wide, NULL);
    while (length && (wide[length - 1] <= L' ' || wide[length - 1] == L'.')) length--;
    int bytes = WideCharToMultiByte(CP_UTF8, 0, wide, (int)length, text, sizeof text - 1, NULL, NULL);
    text[bytes] = '\0';
    int32_t code = error == ERROR_ACCESS_DENIED ? PSUTIL_ERR_ACCESS_DENIED
        : error == ERROR_NOT_ENOUGH_MEMORY || error == ERROR_OUTOFMEMORY || error == ERROR_NO_SYSTEM_RESOURCES
            || error == ERROR_COMMITMENT_LIMIT
        ? PSUTIL_ERR_NO_MEMORY
        : PSUTIL_ERR_OS;
    if (bytes) psutil__set_error(call, code, "%s: %s", what, text);
    else psutil__set_error(call, code, "%s: error %lu of Windows", what, error);
    call->error->info.os_error = (int32_t)error;
    return code;
}

/* ---- waiting */

int psutil__wait_abort_in_child(psutil__call *call, psutil__wait *wait) /* Windows has no fork */
{
    (void)call;
    (void)wait;
    return 0;
}

/* Milliseconds, rounded up. A longer wait ends early, and the export then asks for another one. */
static DWORD milliseconds(double seconds)
{
    return seconds > 1e6 ? 1000000000 : seconds > 0 ? (DWORD)(seconds * 1000 + 0.999) : 0;
}

/* WaitForMultipleObjects takes at most MAXIMUM_WAIT_OBJECTS. For more, helper threads wait for GROUP each and for stop;
   the first that has one sets woken. */
enum { GROUP = MAXIMUM_WAIT_OBJECTS - 1, HELPER_STACK = 64 << 10 };

typedef struct helper {
    HANDLE thread, woken;
    HANDLE handles[MAXIMUM_WAIT_OBJECTS]; /* the last one is stop */
    DWORD count;
} helper;

static DWORD WINAPI wait_for_group(LPVOID argument)
{
    const helper *h = argument;
    WaitForMultipleObjects(h->count, h->handles, FALSE, INFINITE);
    SetEvent(h->woken);
    return 0;
}

/* Returns 0 when there is no memory or thread. */
static int wait_for_many(const psutil__wait *wait)
{
    size_t groups = (wait->count + GROUP - 1) / GROUP, started = 0;
    helper *helpers = calloc(groups, sizeof *helpers);
    HANDLE woken = CreateEventW(NULL, TRUE, FALSE, NULL), stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (helpers && woken && stop) {
        for (; started < groups; started++) {
            helper *h = &helpers[started];
            size_t first = started * GROUP;
            for (; h->count < GROUP && first + h->count < wait->count; h->count++)
                h->handles[h->count] = (HANDLE)(intptr_t)wait->wait_handles[first + h->count];
            h->handles[h->count++] = stop;
            h->woken = woken;
            h->thread = CreateThread(NULL, HELPER_STACK, wait_for_group, h, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
            if (!h->thread) break;
        }
        if (started == groups) WaitForSingleObject(woken, milliseconds(wait->max_seconds));
        SetEvent(stop);
        for (size_t i = 0; i < started; i++) {
            WaitForSingleObject(helpers[i].thread, INFINITE);
            CloseHandle(helpers[i].thread);
        }
    }
    if (woken) CloseHandle(woken);
    if (stop) CloseHandle(stop);
    free(helpers);
    return started == groups;
}

int psutil__wait_block(psutil__call *call, psutil__wait *wait)
{
    HANDLE handles[MAXIMUM_WAIT_OBJECTS];
    int is_done = 1;
    (void)call;
    if (wait->count > MAXIMUM_WAIT_OBJECTS) {
        is_done = wait_for_many(wait);
    } else if (wait->count) {
        for (size_t i = 0; i < wait->count; i++) handles[i] = (HANDLE)(intptr_t)wait->wait_handles[i];
        WaitForMultipleObjects((DWORD)wait->count, handles, FALSE, milliseconds(wait->max_seconds));
    } else {
        Sleep(milliseconds(wait->max_seconds));
    }
    wait->outcome = is_done ? PSUTIL__WAIT_WOKEN : PSUTIL__WAIT_NO_MEMORY;
    return 1;
}
