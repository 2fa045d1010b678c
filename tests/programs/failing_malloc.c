/* A host in which memory runs out: the n-th allocation of a call fails, and with "all" each one after it, n = 1, 2 ...
 * Each function returns PSUTIL_ERR_NO_MEMORY or its answer, and works afterwards. glibc only.
 *
 *   failing_malloc one|all
 */
#include "children.h"
#include <stdatomic.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

static atomic_long countdown; /* allocations until the one that fails; 0: none does */
static atomic_long failed;
static int all;

static int fails(void)
{
    if (!countdown || --countdown) return 0;
    failed++;
    if (all) countdown = 1;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *block, size_t size)
{
    return fails() ? NULL : __libc_realloc(block, size);
}

static psutil_process *own, *child;

static int32_t pids(void)
{
    psutil_pid_list_t *out;
    int32_t code = psutil_pids(&out);
    if (!code) psutil_free(out);
    return code;
}

static int32_t new_process(void)
{
    psutil_process *p;
    int32_t code = psutil_process_new(getpid(), &p);
    if (!code) psutil_process_free(p);
    return code;
}

static int32_t username(void)
{
    char *out;
    int32_t code = psutil_process_username(own, &out);
    if (!code) psutil_free(out);
    return code;
}

static int32_t iterate(void)
{
    psutil_process_iter *it;
    psutil_process *p;
    int32_t code = psutil_process_iter_new(&it);
    if (code) return code;
    for (int i = 0; i < 3 && !(code = psutil_process_iter_next(it, &p)) && p; i++) psutil_process_free(p);
    psutil_process_iter_free(it);
    return code;
}

static int32_t wait_for_child(void)
{
    psutil_exit_status_t status;
    int32_t code = psutil_process_wait(child, 0.01, 0, &status);
    return code == PSUTIL_ERR_TIMEOUT_EXPIRED ? PSUTIL_OK : code;
}

static int32_t wait_procs(void)
{
    psutil_wait_result_list_t *out;
    int32_t code = psutil_wait_procs(&child, 1, 0.01, NULL, NULL, &out);
    if (!code) psutil_free(out);
    return code;
}

static int32_t cpu_percent(void)
{
    double out;
    return psutil_cpu_percent(0.01, &out);
}

static int32_t children(void)
{
    psutil_process_list_t *out;
    int32_t code = psutil_process_children(own, 1, &out);
    if (code) return code;
    for (size_t i = 0; i < out->len; i++) psutil_process_free(out->items[i]);
    psutil_free(out);
    return code;
}

static int32_t table(void)
{
    psutil_table *out;
    int32_t code = psutil_process_table(NULL, 0, NULL, 0, &out);
    if (!code) psutil_table_free(out);
    return code;
}

static int32_t run(void)
{
    const char *arguments[] = {"true", NULL};
    psutil_process *p;
    psutil_popen_pipes_t pipes;
    psutil_exit_status_t status;
    psutil_popen_options_t options = {.argv = arguments};
    int32_t code = psutil_popen(&options, &p, &pipes);
    countdown = 0;
    if (code) return code;
    OK(psutil_process_wait(p, 10, 0, &status));
    psutil_process_free(p);
    return code;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int32_t (*call)(void);
    } functions[] = {{"pids", pids}, {"new", new_process}, {"username", username}, {"iterate", iterate},
        {"wait", wait_for_child}, {"wait_procs", wait_procs}, {"cpu_percent", cpu_percent}, {"children", children},
        {"table", table}, {"popen", run}};
    enum { FUNCTIONS = sizeof functions / sizeof *functions, MAX_ALLOCATIONS = 40 };
    CHECK(argc == 2);
    all = !strcmp(argv[1], "all");
    pid_t pid = fork_child();
    if (!pid)
        for (;;) pause();
    OK(pids());
    OK(psutil_process_new(getpid(), &own));
    OK(psutil_process_new(pid, &child));
    /* In the calling thread alone, where the allocations of a call are the same each time; then with helpers. */
    for (int i = 0; i < 2 * FUNCTIONS; i++) {
        int has_helpers = i >= FUNCTIONS;
        const char *name = functions[i % FUNCTIONS].name;
        int32_t (*call)(void) = functions[i % FUNCTIONS].call;
        OK(psutil_set_workers(has_helpers ? 0 : 1));
        OK(call());
        int errors = 0;
        for (long n = 1; n <= MAX_ALLOCATIONS; n++) {
            failed = 0;
            countdown = n;
            int32_t code = call();
            countdown = 0;
            CHECK(code == PSUTIL_OK || code == PSUTIL_ERR_NO_MEMORY, "%s, allocation %ld: %s", name, n,
                psutil_error_name(code));
            errors += code == PSUTIL_ERR_NO_MEMORY;
            if (!failed) break;
        }
        if (!has_helpers) MEASURE(name, "%d", errors);
        OK(call());
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return 0;
}
