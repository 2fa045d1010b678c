/* Blocks: the memory that psutil_free frees. */
#include "internal.h"
#include <stdlib.h>

/* Stands before each block, and links those that are freed together. */
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
#ifdef PSUTIL_TEST_INJECT_OVERFLOW /* proves that ASan is on, in Go too: the block is one byte short */
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
    block_head *after_first = first->next;
    first->next = last;
    while (last->next) last = last->next;
    last->next = after_first;
}
