/* The public functions that need no Go: the [no syscall] ones of psutil.h. */
#include "internal.h"
#include <stdlib.h>

PSUTIL__PUBLIC const char *psutil_version(void)
{
    return PSUTIL_VERSION;
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
