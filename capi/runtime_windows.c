/*
 * Start of the Go runtime on Windows.
 *
 * A Go DLL starts its runtime when it is loaded. This one starts it at the first call: link_windows.sh removes Go's
 * entry from .ctors and gives it a name that start can call. It also redirects the functions of Windows with which the
 * runtime would change the host's process to those below.
 */
#include "runtime_windows.h"
#include "go_exports_gen.h"
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <winternl.h>

/* ---- the state of the process */

static SRWLOCK start_lock = SRWLOCK_INIT;
static _Atomic int ready; /* the runtime has started */

void psutil__on_load(void)
{
}

typedef BOOLEAN NTAPI shutdown_in_progress(void);

/* At the exit of a process Windows ends all threads but one, which then runs the DLLs' own ends. Go would wait for its
   threads there. */
static int process_is_exiting(void)
{
    static _Atomic(shutdown_in_progress *) cached;
    shutdown_in_progress *function = atomic_load_explicit(&cached, memory_order_relaxed);
    if (!function) {
        function = (shutdown_in_progress *)(void *)GetProcAddress(
            GetModuleHandleW(L"ntdll.dll"), "RtlDllShutdownInProgress");
        atomic_store_explicit(&cached, function, memory_order_relaxed);
    }
    return function && function();
}

int psutil__runtime_is_alive(void)
{
    return atomic_load_explicit(&ready, memory_order_acquire) && !process_is_exiting();
}

/* Whether this thread runs a DllMain. It holds the loader's lock, which Go's new threads wait for. */
static int holds_loader_lock(void)
{
    const char *peb = (const char *)NtCurrentTeb()->ProcessEnvironmentBlock;
    const CRITICAL_SECTION *lock = *(CRITICAL_SECTION *const *)(peb + (sizeof(void *) == 8 ? 0x110 : 0xa0));
    return lock && (DWORD)(uintptr_t)lock->OwningThread == GetCurrentThreadId();
}

static int32_t start(psutil__call *call);

int psutil__runtime_ensure(psutil__call *call)
{
    DWORD host_error = GetLastError();
    int32_t code;
    if (process_is_exiting()) {
        code = psutil__set_windows_error(call, "a call at the exit of the process", ERROR_SHUTDOWN_IN_PROGRESS);
    } else if (holds_loader_lock()) {
        code = psutil__set_windows_error(call, "the first call comes from a DllMain", ERROR_POSSIBLE_DEADLOCK);
    } else {
        AcquireSRWLockExclusive(&start_lock);
        code = atomic_load(&ready) ? PSUTIL_OK : start(call);
        if (!code) atomic_store_explicit(&ready, 1, memory_order_release);
        ReleaseSRWLockExclusive(&start_lock);
    }
    SetLastError(host_error);
    return !code;
}

/* ---- replacements of functions that the runtime calls; their names are in link_windows.sh */

/* The error mode, the flags of Windows Error Reporting, the priority boost and the console handlers are the host's. */

UINT WINAPI psutil__SetErrorMode(UINT mode);
UINT WINAPI psutil__SetErrorMode(UINT mode)
{
    (void)mode;
    return GetErrorMode();
}

HRESULT WINAPI psutil__WerSetFlags(DWORD flags);
HRESULT WINAPI psutil__WerSetFlags(DWORD flags)
{
    (void)flags;
    return S_OK;
}

BOOL WINAPI psutil__SetProcessPriorityBoost(HANDLE process, BOOL disable);
BOOL WINAPI psutil__SetProcessPriorityBoost(HANDLE process, BOOL disable)
{
    (void)process;
    (void)disable;
    return TRUE;
}

BOOL WINAPI psutil__SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL add);
BOOL WINAPI psutil__SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL add)
{
    (void)handler;
    (void)add;
    return TRUE;
}

intptr_t psutil__unclaimed_go_memory = INTPTR_MAX; /* Windows has no limit of address space */

int psutil__claim_go_memory(size_t size)
{
    (void)size;
    return 1;
}

/* The runtime's environment: see call_go_entry in runtime_unix.c. */
static wchar_t environment[] = L"GOMAXPROCS=1\0GODEBUG=asyncpreemptoff=1,invalidptr=0\0GOGC=off\0";

LPWCH WINAPI psutil__GetEnvironmentStringsW(void);
LPWCH WINAPI psutil__GetEnvironmentStringsW(void)
{
    return environment;
}

BOOL WINAPI psutil__FreeEnvironmentStringsW(LPWCH strings);
BOOL WINAPI psutil__FreeEnvironmentStringsW(LPWCH strings)
{
    (void)strings;
    return TRUE;
}

static UINT WINAPI keep_timer_resolution(UINT period)
{
    (void)period;
    return 0;
}

/* Instead of the process's own PEB, in which the runtime would declare the program as aware of long paths. */
static void *WINAPI private_peb(void)
{
    static _Alignas(16) unsigned char peb[64];
    return peb;
}

/* During the start the runtime looks up functions that change the process, too. Before Windows 10 1803 it raises the
   timer's resolution, which costs power. It registers a callback for the resumption of the system, without which sleeps
   may end late. */
FARPROC WINAPI psutil__GetProcAddress(HMODULE module, LPCSTR name);
FARPROC WINAPI psutil__GetProcAddress(HMODULE module, LPCSTR name)
{
    if (!atomic_load(&ready) && (uintptr_t)name > 0xffff) {
        if (!strcmp(name, "timeBeginPeriod") || !strcmp(name, "timeEndPeriod"))
            return (FARPROC)(void *)keep_timer_resolution;
        if (!strcmp(name, "RtlGetCurrentPeb")) return (FARPROC)(void *)private_peb;
        if (!strcmp(name, "PowerRegisterSuspendResumeNotification")) return NULL;
    }
    return GetProcAddress(module, name);
}

HMODULE WINAPI psutil__LoadLibraryExW(LPCWSTR name, HANDLE file, DWORD flags);
HMODULE WINAPI psutil__LoadLibraryExW(LPCWSTR name, HANDLE file, DWORD flags)
{
    if (!atomic_load(&ready) && !wcscmp(name, L"powrprof.dll")) return NULL;
    return LoadLibraryExW(name, file, flags);
}

/* At each call the runtime duplicates the calling thread's handle, which it uses to suspend threads, and it suspends
   none. The pseudo handle costs nothing and needs no CloseHandle. */
BOOL WINAPI psutil__DuplicateHandle(HANDLE from_process, HANDLE handle, HANDLE to_process, LPHANDLE duplicate,
    DWORD access, BOOL inherit, DWORD options);
BOOL WINAPI psutil__DuplicateHandle(HANDLE from_process, HANDLE handle, HANDLE to_process, LPHANDLE duplicate,
    DWORD access, BOOL inherit, DWORD options)
{
    if (handle != GetCurrentThread())
        return DuplicateHandle(from_process, handle, to_process, duplicate, access, inherit, options);
    *duplicate = handle;
    return TRUE;
}

BOOL WINAPI psutil__CloseHandle(HANDLE handle);
BOOL WINAPI psutil__CloseHandle(HANDLE handle)
{
    return handle == GetCurrentThread() || CloseHandle(handle);
}

/* At each call the runtime reads where the calling thread's stack begins, and ends the process if the stack has more
   than 64 MB, as a coroutine's may. It gets at most MAX_STACK. Windows keeps the limits of a thread's and of a fiber's
   stack in memory; the kernel is asked about another stack only. */
enum { MAX_STACK = 32 << 20 };

SIZE_T WINAPI psutil__VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION info, SIZE_T size);
SIZE_T WINAPI psutil__VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION info, SIZE_T size)
{
    ULONG_PTR low, high, at = (ULONG_PTR)address;
    SIZE_T written = sizeof *info;
    GetCurrentThreadStackLimits(&low, &high);
    if (at >= low && at < high) {
        memset(info, 0, sizeof *info);
        info->AllocationBase = (void *)low;
    } else {
        written = VirtualQuery(address, info, size);
    }
    if (written && at - (ULONG_PTR)info->AllocationBase > MAX_STACK) info->AllocationBase = (void *)(at - MAX_STACK);
    return written;
}

/* After a time without calls the first one wakes a thread of the runtime, which then sleeps 50 times for 20
   microseconds, to see which of Go's processors are in long system calls. That costs more than most calls. It sleeps
   for 10 milliseconds instead, as it otherwise does only after some time, and not by a timer, which takes three calls
   of the kernel: SetWaitableTimer sleeps, and WaitForSingleObject returns at once. The unit is 100 ns. */
enum { MONITOR_SLEEP = 200, LONGER_SLEEP = 100000 };

static _Atomic(HANDLE) slept; /* the timer whose time is over */

BOOL WINAPI psutil__SetWaitableTimer(
    HANDLE timer, const LARGE_INTEGER *due, LONG period, PTIMERAPCROUTINE routine, LPVOID argument, BOOL resume);
BOOL WINAPI psutil__SetWaitableTimer(
    HANDLE timer, const LARGE_INTEGER *due, LONG period, PTIMERAPCROUTINE routine, LPVOID argument, BOOL resume)
{
    LARGE_INTEGER longer = *due; /* negative: relative */
    HANDLE none = NULL;
    if (due->QuadPart <= -MONITOR_SLEEP && due->QuadPart >= -LONGER_SLEEP) {
        if (atomic_compare_exchange_strong(&slept, &none, timer)) {
            Sleep(LONGER_SLEEP / 10000);
            return TRUE;
        }
        longer.QuadPart = -LONGER_SLEEP; /* another thread sleeps */
    }
    return SetWaitableTimer(timer, &longer, period, routine, argument, resume);
}

DWORD WINAPI psutil__WaitForSingleObject(HANDLE object, DWORD timeout);
DWORD WINAPI psutil__WaitForSingleObject(HANDLE object, DWORD timeout)
{
    HANDLE timer = object;
    if (atomic_compare_exchange_strong(&slept, &timer, NULL)) return WAIT_OBJECT_0;
    return WaitForSingleObject(object, timeout);
}

/* ---- the start */

extern void psutil__go_entry(int argc, char **argv);

/* At least 2: with a single processor of its own, the runtime takes it from every system call that lasts 20
   microseconds, and such a call then ends with a wait for it. */
enum { MIN_GO_CPUS = 2, MAX_GO_CPUS = 8, GO_WRITABLE = 64 << 20 };

static int go_cpus(void)
{
    DWORD_PTR own, all;
    int n = GetProcessAffinityMask(GetCurrentProcess(), &own, &all) ? __builtin_popcountll(own) : MIN_GO_CPUS;
    return n < MIN_GO_CPUS ? MIN_GO_CPUS : n < MAX_GO_CPUS ? n : MAX_GO_CPUS;
}

/* The runtime ends the process where it cannot have memory (a job object may limit it), its random numbers, or one of
   the first 64 slots of thread-local storage. */
static int32_t check_resources(psutil__call *call)
{
    void *memory = VirtualAlloc(NULL, GO_WRITABLE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (!memory) return psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "not enough memory to start; a job may limit it");
    VirtualFree(memory, 0, MEM_RELEASE);
    if (!LoadLibraryExW(L"bcryptprimitives.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32))
        return psutil__set_windows_error(call, "bcryptprimitives.dll", GetLastError());
    DWORD slot = TlsAlloc();
    if (slot != TLS_OUT_OF_INDEXES) TlsFree(slot);
    if (slot >= 64)
        return psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "the first 64 slots of thread-local storage are in use");
    return PSUTIL_OK;
}

/* Called with the lock. */
static int32_t start(psutil__call *call)
{
    int32_t code = check_resources(call);
    if (code) return code;
    environment[sizeof "GOMAXPROCS=" - 1] = (wchar_t)(L'0' + go_cpus());
    psutil__reset_scavenger();
    psutil__go_entry(0, NULL);
    psutil__go_begin(++psutil__lib.runtime_id); /* returns when every package is initialized */
    return PSUTIL_OK;
}
