/* Threads: first calls at once, threads that come and go, errors of each thread, and unusual stacks. */
#include "test.h"
#include <float.h>

enum { THREADS = 32, SHORT_LIVED = 400 };

static HANDLE gate;

static void call(void)
{
    psutil_pid_list_t *pids = NULL;
    OK(psutil_pids(&pids));
    CHECK(pids && pids->len > 0);
    psutil_free(pids);
}

static DWORD WINAPI first_call(LPVOID argument)
{
    int64_t pid = 1000000000 + (int64_t)(intptr_t)argument;
    psutil_process *p = NULL;
    WaitForSingleObject(gate, INFINITE);
    CHECK(psutil_process_new(pid, &p) == PSUTIL_ERR_NO_SUCH_PROCESS);
    for (int i = 0; i < 20; i++) call();
    CHECK(psutil_last_error()->code == PSUTIL_ERR_NO_SUCH_PROCESS && psutil_last_error()->pid == pid, "%s",
        psutil_last_error()->message);
    return 0;
}

static void check_first_calls(void)
{
    HANDLE threads[THREADS];
    gate = CreateEventA(NULL, TRUE, FALSE, NULL);
    for (intptr_t i = 0; i < THREADS; i++) threads[i] = CreateThread(NULL, 0, first_call, (void *)i, 0, NULL);
    SetEvent(gate);
    CHECK(WaitForMultipleObjects(THREADS, threads, TRUE, 60000) == WAIT_OBJECT_0);
    for (int i = 0; i < THREADS; i++) CloseHandle(threads[i]);
    CloseHandle(gate);
}

static DWORD WINAPI short_life(LPVOID unused)
{
    psutil_process *p = NULL;
    (void)unused;
    call();
    CHECK(psutil_process_new(1000000000, &p) == PSUTIL_ERR_NO_SUCH_PROCESS);
    return 0;
}

static void run_thread(LPTHREAD_START_ROUTINE routine, SIZE_T stack)
{
    HANDLE thread = CreateThread(NULL, stack, routine, NULL, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    NEED(thread);
    CHECK(WaitForSingleObject(thread, 60000) == WAIT_OBJECT_0);
    CloseHandle(thread);
}

static SIZE_T heap_used(void)
{
    SIZE_T used = 0;
    for (PROCESS_HEAP_ENTRY e = {.lpData = NULL}; HeapWalk(GetProcessHeap(), &e);)
        if (e.wFlags & PROCESS_HEAP_ENTRY_BUSY) used += e.cbData;
    return used;
}

static void check_short_lived(void)
{
    for (int i = 0; i < SHORT_LIVED / 4; i++) run_thread(short_life, 0);
    int threads = thread_count(), handles = handle_count();
    SIZE_T heap = heap_used();
    for (int i = 0; i < SHORT_LIVED; i++) run_thread(short_life, 0);
    /* Go may start a thread of its own, with a few handles, at any time. */
    CHECK(thread_count() < threads + 5, "%d threads, then %d", threads, thread_count());
    CHECK(handle_count() < handles + 20, "%d handles, then %d", handles, handle_count());
    CHECK(heap_used() < heap + SHORT_LIVED * 64, "%zu bytes, then %zu", heap, heap_used());
}

/* Calls on the stack that a coroutine of the host has. */
static LPVOID main_fiber;

static void CALLBACK call_in_fiber(LPVOID unused)
{
    (void)unused;
    for (int i = 0; i < 20; i++) call();
    SwitchToFiber(main_fiber);
}

static DWORD WINAPI call_in_fibers(LPVOID unused)
{
    (void)unused;
    static const SIZE_T sizes[] = {0, 128 << 10, 96 << 20};
    main_fiber = ConvertThreadToFiber(NULL);
    NEED(main_fiber);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        LPVOID fiber = CreateFiberEx(0, sizes[i], 0, call_in_fiber, NULL);
        NEED(fiber);
        SwitchToFiber(fiber);
        DeleteFiber(fiber);
        call();
    }
    ConvertFiberToThread();
    return 0;
}

/* The host's traps and rounding do not disturb the library, and are as before after a call. */
static DWORD WINAPI check_floating_point(LPVOID unused)
{
    double percent, boot;
    psutil_cpu_times_t times;
    (void)unused;
    unsigned host = __builtin_ia32_stmxcsr();
    unsigned trapping = 0, towards_zero = trapping | 0x6000; /* no exception is masked, not even an inexact result */
    __builtin_ia32_ldmxcsr(towards_zero);
    int32_t code = psutil_cpu_percent(0, &percent);
    if (!code) code = psutil_cpu_times(&times);
    if (!code) code = psutil_boot_time(&boot);
    unsigned after = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(host);
    CHECK(code == PSUTIL_OK, "%s", psutil_last_error()->message);
    CHECK(after == towards_zero, "%x", after);
    return 0;
}

/* A start without the slot of thread-local storage that Go needs is an error, and the next call tries again. */
static void check_slots(void)
{
    static DWORD slots[64];
    psutil_pid_list_t *pids = NULL;
    int used = 0;
    while (used < 64) {
        slots[used] = TlsAlloc();
        NEED(slots[used] != TLS_OUT_OF_INDEXES);
        if (slots[used++] >= 64) break;
    }
    CHECK(psutil_pids(&pids) == PSUTIL_ERR_NO_MEMORY && !pids);
    CHECK(thread_count() == 1, "the refused call started nothing");
    while (used--) TlsFree(slots[used]);
}

int main(void)
{
    check_slots();
    check_first_calls();
    check_short_lived();
    run_thread(short_life, 64 << 10);
    run_thread(short_life, 512 << 20); /* Go by itself would end the process */
    run_thread(call_in_fibers, 0);
    run_thread(check_floating_point, 0);
    return finish();
}
