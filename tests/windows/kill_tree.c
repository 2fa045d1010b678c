/* Trees of processes, the exits of several: psutil_process_kill_tree and psutil_wait_procs. */
#include "test.h"
#include <math.h>

enum { WIDTH = 3, TREE = 1 + WIDTH + WIDTH * WIDTH };

/* A member of the tree, DEPTH levels above the leaves, says through a semaphore that all below it have started. */
static int member(int depth, const char *semaphore)
{
    char arguments[300];
    HANDLE started = OpenSemaphoreA(SEMAPHORE_MODIFY_STATE, FALSE, semaphore);
    NEED(started);
    snprintf(arguments, sizeof arguments, "member %d %s", depth - 1, semaphore);
    for (int i = 0; depth && i < WIDTH; i++) {
        PROCESS_INFORMATION child = start_self(arguments, 0);
        CloseHandle(child.hThread);
        CloseHandle(child.hProcess);
    }
    NEED(ReleaseSemaphore(started, 1, NULL));
    Sleep(INFINITE);
    return 0;
}

static PROCESS_INFORMATION start_tree(int depth, int count)
{
    static int number;
    char semaphore[100], arguments[200];
    snprintf(semaphore, sizeof semaphore, "psutil-tree-%lu-%d", GetCurrentProcessId(), number++);
    HANDLE started = CreateSemaphoreA(NULL, 0, count, semaphore);
    NEED(started);
    snprintf(arguments, sizeof arguments, "member %d %s", depth, semaphore);
    PROCESS_INFORMATION root = start_self(arguments, 0);
    for (int i = 0; i < count; i++) NEED(WaitForSingleObject(started, 60000) == WAIT_OBJECT_0);
    CloseHandle(started);
    return root;
}

static void close(const PROCESS_INFORMATION *child)
{
    CloseHandle(child->hThread);
    CloseHandle(child->hProcess);
}

static psutil_process *process_of(const PROCESS_INFORMATION *child)
{
    psutil_process *p = NULL;
    OK(psutil_process_new(child->dwProcessId, &p));
    return p;
}

/* SIGTERM ends every process of the tree, each with the exit code 15; so does SIGKILL. */
static void check_kill_tree(int32_t signal)
{
    PROCESS_INFORMATION root = start_tree(2, TREE);
    psutil_process *p = process_of(&root);
    psutil_process_list_t *children = NULL;
    psutil_kill_result_list_t *results = NULL;
    OK(psutil_process_children(p, 1, &children));
    CHECK(children && children->len == TREE - 1, "%u", children ? (unsigned)children->len : 0);
    OK(psutil_process_kill_tree(p, signal, 30, &results));
    CHECK(results && results->len == TREE, "%u", results ? (unsigned)results->len : 0);
    CHECK(results && results->items[0].pid == (int64_t)root.dwProcessId);
    for (size_t i = 0; results && i < results->len; i++) {
        const psutil_kill_result_t *r = &results->items[i];
        int32_t exists = 1;
        CHECK(r->outcome == (signal == 9 ? PSUTIL_KILL_KILLED : PSUTIL_KILL_TERMINATED), "%s",
            psutil_kill_outcome_name(r->outcome));
        CHECK(r->has_exit_code && r->exit_code == 15, "%d", r->exit_code);
        CHECK(r->name && strstr(r->name, "kill_tree"), "%s", r->name ? r->name : "no name");
        OK(psutil_pid_exists(r->pid, &exists));
        CHECK(!exists || r->pid == (int64_t)root.dwProcessId, "PID %lld", (long long)r->pid);
    }
    for (size_t i = 0; children && i < children->len; i++) {
        int32_t running = 1;
        OK(psutil_process_is_running(children->items[i], &running));
        CHECK(!running);
        OK(psutil_process_free(children->items[i]));
    }
    psutil_free(children);
    psutil_free(results);
    results = NULL;
    CHECK(psutil_process_kill_tree(p, signal, 0, &results) == PSUTIL_ERR_NO_SUCH_PROCESS && !results, "%s",
        psutil_last_error()->message);
    CHECK(exit_code(root, 0) == 15);
    OK(psutil_process_free(p));
}

static void check_kill_tree_arguments(void)
{
    PROCESS_INFORMATION child = start_tree(0, 1);
    psutil_process *p = process_of(&child);
    psutil_kill_result_list_t *results = NULL;
    int32_t running = 0;
    CHECK(psutil_process_kill_tree(p, 15, NAN, &results) == PSUTIL_ERR_INVALID_ARGUMENT && !results);
    CHECK(psutil_process_kill_tree(p, -1, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT && !results);
    CHECK(psutil_process_kill_tree(p, 99, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT && !results);
    CHECK(psutil_process_kill_tree(p, 15, 0, NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    CHECK(psutil_process_kill_tree(NULL, 15, 0, &results) == PSUTIL_ERR_INVALID_ARGUMENT && !results);
    OK(psutil_process_is_running(p, &running));
    CHECK(running);
    OK(psutil_process_kill(p));
    CHECK(exit_code(child, 60000) == 15);
    OK(psutil_process_free(p));
}

/* A callback may call the library. */
static void on_exit(psutil_process *p, const psutil_exit_status_t *status, void *user)
{
    int64_t pid = 0;
    OK(psutil_process_pid(p, &pid));
    CHECK(status->has_exit_code && pid > 0);
    *(int64_t *)user += status->exit_code;
}

static void check_wait_procs(void)
{
    PROCESS_INFORMATION children[3];
    psutil_process *all[3];
    psutil_wait_result_list_t *results = NULL;
    int64_t sum = 0;
    for (int i = 0; i < 3; i++) {
        children[i] = start_tree(0, 1);
        all[i] = process_of(&children[i]);
    }
    NEED(TerminateProcess(children[1].hProcess, 7));
    NEED(WaitForSingleObject(children[1].hProcess, 60000) == WAIT_OBJECT_0);
    OK(psutil_wait_procs(all, 3, 0, on_exit, &sum, &results));
    CHECK(results && results->len == 3 && !results->items[0].gone && results->items[1].gone && !results->items[2].gone);
    CHECK(results && results->items[1].exit_code == 7 && sum == 7, "%lld", (long long)sum);
    psutil_free(results);
    NEED(TerminateProcess(children[0].hProcess, 100));
    NEED(TerminateProcess(children[2].hProcess, 1000));
    OK(psutil_wait_procs(all, 3, -1, on_exit, &sum, &results));
    CHECK(results && results->items[0].gone && results->items[2].gone && sum == 7 + 1107, "%lld", (long long)sum);
    psutil_free(results);
    results = NULL;
    OK(psutil_wait_procs(all, 0, 0, NULL, NULL, &results));
    CHECK(results && results->len == 0);
    psutil_free(results);
    results = NULL;
    CHECK(psutil_wait_procs(NULL, 3, 0, NULL, NULL, &results) == PSUTIL_ERR_INVALID_ARGUMENT && !results);
    psutil_process *bad[] = {all[0], NULL};
    CHECK(psutil_wait_procs(bad, 2, 0, NULL, NULL, &results) == PSUTIL_ERR_INVALID_ARGUMENT && !results);
    psutil_process *twice[] = {all[0], all[0]};
    OK(psutil_wait_procs(twice, 2, 0, NULL, NULL, &results));
    CHECK(results && results->len == 2 && results->items[0].gone && results->items[1].gone);
    psutil_free(results);
    for (int i = 0; i < 3; i++) {
        OK(psutil_process_free(all[i]));
        close(&children[i]);
    }
}

int main(int argc, char **argv)
{
    if (argc == 4 && !strcmp(argv[1], "member")) return member(atoi(argv[2]), argv[3]);
    check_kill_tree(15);
    check_kill_tree(9);
    check_kill_tree_arguments();
    check_wait_procs();
    return finish();
}
