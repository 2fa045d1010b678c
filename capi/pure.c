/* The public functions that need no Go: the [no syscall] ones of psutil.h. */
#include "internal.h"
#include <stdlib.h>

PSUTIL__PUBLIC const char *psutil_version(void)
{
    return PSUTIL_VERSION;
}

/* Names and texts of the codes, in the order of the codes: -code is the index. */
static const struct {
    const char *name, *text;
} codes[] = {
    {"PSUTIL_OK", "success"},
    {"PSUTIL_ERR_NO_SUCH_PROCESS", "no such process"},
    {"PSUTIL_ERR_ZOMBIE_PROCESS", "process is a zombie"},
    {"PSUTIL_ERR_ACCESS_DENIED", "access denied"},
    {"PSUTIL_ERR_TIMEOUT_EXPIRED", "timeout expired"},
    {"PSUTIL_ERR_NOT_SUPPORTED", "not supported on this system"},
    {"PSUTIL_ERR_INVALID_ARGUMENT", "invalid argument"},
    {"PSUTIL_ERR_INVALID_HANDLE", "invalid handle"},
    {"PSUTIL_ERR_OS", "operating system error"},
    {"PSUTIL_ERR_NO_MEMORY", "out of memory or threads"},
    {"PSUTIL_ERR_INTERNAL", "internal error"},
    {"PSUTIL_ERR_FORK", "library cannot be used in this forked process"},
    {"PSUTIL_ERR_INTERRUPTED", "interrupted by a signal handler"},
};

enum { CODES = sizeof codes / sizeof *codes };

PSUTIL__PUBLIC const char *psutil_error_name(int32_t code)
{
    return code <= 0 && code > -CODES ? codes[-code].name : "PSUTIL_ERR_UNKNOWN";
}

PSUTIL__PUBLIC const char *psutil_strerror(int32_t code)
{
    return code <= 0 && code > -CODES ? codes[-code].text : "unknown error";
}

PSUTIL__PUBLIC const psutil_error_info_t *psutil_last_error(void)
{
    return &psutil__thread_error()->info;
}

/* What stands before each block: the next of those that are freed together. */
typedef struct block_head {
    _Alignas(max_align_t) struct block_head *next;
} block_head;

PSUTIL__PUBLIC void psutil_free(void *block)
{
    for (block_head *head = block ? (block_head *)block - 1 : NULL, *next; head; head = next) {
        next = head->next;
        free(head);
    }
}

void *psutil__block_alloc(size_t size)
{
    if (size > SIZE_MAX - sizeof(block_head)) return NULL;
#ifdef PSUTIL_TEST_INJECT_OVERFLOW /* to see that ASan would find it, in Go too: one byte short */
    size--;
#endif
    block_head *head = malloc(sizeof *head + size);
    if (!head) return NULL;
    head->next = NULL;
    return head + 1;
}

void psutil__block_chain(void *block, void *more)
{
    block_head *first = (block_head *)block - 1, *last = (block_head *)more - 1;
    block_head *rest = first->next;
    first->next = last;
    while (last->next) last = last->next;
    last->next = rest;
}

PSUTIL__PUBLIC const char *psutil_status_name(int32_t status)
{
    static const char *const names[] = {
        [PSUTIL_STATUS_RUNNING] = "running",
        [PSUTIL_STATUS_SLEEPING] = "sleeping",
        [PSUTIL_STATUS_DISK_SLEEP] = "disk-sleep",
        [PSUTIL_STATUS_STOPPED] = "stopped",
        [PSUTIL_STATUS_TRACING_STOP] = "tracing-stop",
        [PSUTIL_STATUS_ZOMBIE] = "zombie",
        [PSUTIL_STATUS_DEAD] = "dead",
        [PSUTIL_STATUS_WAKE_KILL] = "wake-kill",
        [PSUTIL_STATUS_WAKING] = "waking",
        [PSUTIL_STATUS_IDLE] = "idle",
        [PSUTIL_STATUS_LOCKED] = "locked",
        [PSUTIL_STATUS_WAITING] = "waiting",
        [PSUTIL_STATUS_PARKED] = "parked",
        [PSUTIL_STATUS_SUSPENDED] = "suspended",
    };
    return status >= 0 && status < (int32_t)(sizeof names / sizeof *names) ? names[status] : "?";
}

PSUTIL__PUBLIC const char *psutil_conn_status_name(int32_t status)
{
    static const char *const names[] = {
        [PSUTIL_CONN_ESTABLISHED] = "ESTABLISHED",
        [PSUTIL_CONN_SYN_SENT] = "SYN_SENT",
        [PSUTIL_CONN_SYN_RECV] = "SYN_RECV",
        [PSUTIL_CONN_FIN_WAIT1] = "FIN_WAIT1",
        [PSUTIL_CONN_FIN_WAIT2] = "FIN_WAIT2",
        [PSUTIL_CONN_TIME_WAIT] = "TIME_WAIT",
        [PSUTIL_CONN_CLOSE] = "CLOSE",
        [PSUTIL_CONN_CLOSE_WAIT] = "CLOSE_WAIT",
        [PSUTIL_CONN_LAST_ACK] = "LAST_ACK",
        [PSUTIL_CONN_LISTEN] = "LISTEN",
        [PSUTIL_CONN_CLOSING] = "CLOSING",
        [PSUTIL_CONN_NONE] = "NONE",
        [PSUTIL_CONN_DELETE_TCB] = "DELETE_TCB",
        [PSUTIL_CONN_IDLE] = "IDLE",
        [PSUTIL_CONN_BOUND] = "BOUND",
    };
    return status > 0 && status < (int32_t)(sizeof names / sizeof *names) ? names[status] : "?";
}

PSUTIL__PUBLIC int32_t psutil_process_free(psutil_process *p)
{
    psutil__call call = {.function = "psutil_process_free"};
    return p ? psutil__free_handle(&call, p, PSUTIL__PROCESS) : PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_process_iter_free(psutil_process_iter *it)
{
    psutil__call call = {.function = "psutil_process_iter_free"};
    return it ? psutil__free_handle(&call, it, PSUTIL__PROCESS_ITER) : PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_process_info_error(const psutil_process_info_t *info, int32_t field)
{
    psutil__call call = {.function = "psutil_process_info_error"};
    if (!info) return psutil__error_null_argument(&call, "info");
    return field >= 0 && field < info->fields ? info->outcomes[field] : PSUTIL_ERR_INVALID_ARGUMENT;
}

PSUTIL__PUBLIC int32_t psutil_process_pid(psutil_process *p, int64_t *out)
{
    psutil__call call = {.function = "psutil_process_pid"};
    if (!p) return psutil__error_null_argument(&call, "p");
    if (!out) return psutil__error_null_argument(&call, "out");
    if (!psutil__handle_pid(p, PSUTIL__PROCESS, out))
        return psutil__set_error(&call, PSUTIL_ERR_INVALID_HANDLE, "p is not a handle, or one that was freed");
    return PSUTIL_OK;
}
