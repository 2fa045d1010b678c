/* Waiting: exit codes of any process, timeouts, more processes than WaitForMultipleObjects takes, Ctrl-C. */
#include "test.h"
#include <math.h>

enum { MANY = 70 }; /* more than MAXIMUM_WAIT_OBJECTS */

static double cpu_seconds(void)
{
    FILETIME unused[2], kernel, user;
    NEED(GetProcessTimes(GetCurrentProcess(), &unused[0], &unused[1], &kernel, &user));
    return ((double)((uint64_t)kernel.dwHighDateTime << 32 | kernel.dwLowDateTime)
               + (double)((uint64_t)user.dwHighDateTime << 32 | user.dwLowDateTime))
        / 1e7;
}

static psutil_process *handle_of(const PROCESS_INFORMATION *child)
{
    psutil_process *p = NULL;
    OK(psutil_process_new(child->dwProcessId, &p));
    return p;
}

static void close(const PROCESS_INFORMATION *child)
{
    CloseHandle(child->hThread);
    CloseHandle(child->hProcess);
}

static DWORD WINAPI terminate_later(LPVOID process)
{
    Sleep(300);
    TerminateProcess(process, 3000000000u);
    return 0;
}

static void check_one(void)
{
    psutil_exit_status_t status;
    PROCESS_INFORMATION child = start_self("sleep", 0);
    psutil_process *p = handle_of(&child);
    double start = now();
    CHECK(psutil_process_wait(p, 0, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED);
    CHECK(psutil_process_wait(p, 0.25, 0, &status) == PSUTIL_ERR_TIMEOUT_EXPIRED);
    CHECK(now() - start >= 0.25 && now() - start < 60, "%f s", now() - start);
    CHECK(psutil_last_error()->timeout == 0.25, "%f", psutil_last_error()->timeout);
    CHECK(psutil_process_wait(p, NAN, 0, &status) == PSUTIL_ERR_INVALID_ARGUMENT);

    double cpu = cpu_seconds();
    HANDLE thread = CreateThread(NULL, 0, terminate_later, child.hProcess, 0, NULL);
    OK(psutil_process_wait(p, -1, 0, &status));
    CHECK(status.has_exit_code && (uint32_t)status.exit_code == 3000000000u, "%d", status.exit_code);
    CHECK(cpu_seconds() - cpu < 0.2, "waiting uses %f s of the CPU", cpu_seconds() - cpu);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    OK(psutil_process_wait(p, 0, 0, &status)); /* again */
    CHECK((uint32_t)status.exit_code == 3000000000u, "%d", status.exit_code);
    OK(psutil_process_free(p));
    close(&child);
}

static PROCESS_INFORMATION children[MANY];

typedef struct exits {
    int count;
    int64_t first_pid;
} exits;

/* Ends the others when the first has exited. */
static void on_exit(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    exits *seen = user;
    CHECK(status->has_exit_code);
    if (seen->count++) return;
    OK(psutil_process_pid(p, &seen->first_pid));
    for (int i = 0; i < MANY - 1; i++) NEED(TerminateProcess(children[i].hProcess, (UINT)i));
}

static void check_many(void)
{
    static psutil_process *processes[MANY];
    psutil_wait_result_list_t *results = NULL;
    for (int i = 0; i < MANY; i++) {
        children[i] = start_self("sleep", 0);
        processes[i] = handle_of(&children[i]);
    }
    int handles = handle_count(), threads = thread_count();
    double cpu = cpu_seconds(), start = now();
    OK(psutil_wait_procs(processes, MANY, 1, NULL, NULL, &results));
    CHECK(now() - start >= 1 && now() - start < 60, "%f s", now() - start);
    CHECK(cpu_seconds() - cpu < 0.5, "waiting uses %f s of the CPU", cpu_seconds() - cpu);
    for (int i = 0; i < MANY; i++) CHECK(!results->items[i].gone);
    psutil_free(results);
    /* Go may start a few threads at any time; a wait that left one of its own would leave one for each group. */
    for (int i = 0; i < 50; i++) {
        OK(psutil_wait_procs(processes, MANY, 0.01, NULL, NULL, &results));
        psutil_free(results);
    }
    CHECK(handle_count() < handles + 40, "%d handles, then %d", handles, handle_count());
    CHECK(thread_count() < threads + 10, "%d threads, then %d", threads, thread_count());

    /* The exit of the last one, which is in the last group, is seen while the wait goes on for the others. */
    exits seen = {0};
    HANDLE thread = CreateThread(NULL, 0, terminate_later, children[MANY - 1].hProcess, 0, NULL);
    OK(psutil_wait_procs(processes, MANY, -1, on_exit, &seen, &results));
    CHECK(seen.count == MANY && seen.first_pid == (int64_t)children[MANY - 1].dwProcessId, "%d", seen.count);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    for (int i = 0; i < MANY; i++) {
        int expected = i == MANY - 1 ? (int)3000000000u : i;
        CHECK(results->items[i].gone && results->items[i].exit_code == expected, "%d: %d", i,
            results->items[i].exit_code);
    }
    psutil_free(results);
    for (int i = 0; i < MANY; i++) {
        OK(psutil_process_free(processes[i]));
        close(&children[i]);
    }
}

static void check_interval(void)
{
    double percent = -1, start = now();
    OK(psutil_cpu_percent(0.3, &percent));
    CHECK(now() - start >= 0.29, "%f s", now() - start);
    CHECK(percent >= 0 && percent <= 100, "%f", percent);
}

/* ---- Ctrl-C, in a process with a console of its own */

static HANDLE handled;

static BOOL WINAPI on_control(DWORD event)
{
    if (event == CTRL_C_EVENT) SetEvent(handled);
    return TRUE;
}

static DWORD WINAPI press_ctrl_c(LPVOID child)
{
    Sleep(500);
    GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    if (handled && WaitForSingleObject(handled, 20000) == WAIT_OBJECT_0) TerminateProcess(child, 5);
    return 0;
}

/* Waits for a child while Ctrl-C is pressed. */
static int wait_with_ctrl_c(int has_handler)
{
    psutil_exit_status_t status;
    /* Without a handler this process ends before the child, which then has to end by itself. */
    PROCESS_INFORMATION child = start_self(has_handler ? "sleep" : "nap", CREATE_NEW_PROCESS_GROUP);
    psutil_process *p = handle_of(&child);
    if (has_handler) {
        handled = CreateEventA(NULL, TRUE, FALSE, NULL);
        SetConsoleCtrlHandler(on_control, TRUE);
    }
    HANDLE thread = CreateThread(NULL, 0, press_ctrl_c, child.hProcess, 0, NULL);
    int32_t code = psutil_process_wait(p, 30, 0, &status);
    WaitForSingleObject(thread, INFINITE);
    TerminateProcess(child.hProcess, 1);
    return code == PSUTIL_OK && status.exit_code == 5 ? 42 : 43;
}

int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "sleep")) {
        Sleep(600000); /* longer than this program takes on a busy machine */
        return 0;
    }
    if (argc > 1 && !strcmp(argv[1], "nap")) {
        Sleep(3000);
        return 0;
    }
    if (argc > 1) return wait_with_ctrl_c(!strcmp(argv[1], "handler"));
    check_interval();
    check_one();
    int handles = lasting_handle_count();
    check_one();
    CHECK(lasting_handle_count() <= handles, "%d handles, then %d", handles, lasting_handle_count());
    check_many();
    CHECK(
        exit_code(start_self("handler", CREATE_NEW_CONSOLE), 60000) == 42, "the host's handler runs, the wait goes on");
    int64_t code = exit_code(start_self("no-handler", CREATE_NEW_CONSOLE), 60000);
    CHECK(code == 0xc000013a, "without a handler Ctrl-C ends the host: %llx", (long long)code);
    return finish();
}
