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

/* Memory in which Go stores a pointer must be initialized: during a collection, Go's garbage collector marks what the
   pointer replaces, too, and ends the process if that is an address of Go's heap which an earlier call has left there.
 */
void *psutil__block_alloc(size_t size)
{
    if (size > SIZE_MAX - sizeof(block_head)) return NULL;
#ifdef PSUTIL_TEST_INJECT_OVERFLOW /* proves that ASan is on, in Go too: the block is one byte short */
    size--;
#endif
    block_head *head = calloc(1, sizeof *head + size);
    return head ? head + 1 : NULL;
}

void psutil__block_chain(void *block, void *more)
{
    block_head *first = (block_head *)block - 1, *last = (block_head *)more - 1;
    block_head *after_first = first->next;
    first->next = last;
    while (last->next) last = last->next;
    last->next = after_first;
}
