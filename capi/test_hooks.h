/* Test hooks, which only a build with -tags psutil_hooks has: failures and delays that no public function has. */
#ifndef PSUTIL_TEST_HOOKS_H
#define PSUTIL_TEST_HOOKS_H

#include <stdint.h>

enum psutil_test_hook_kind {
    PSUTIL_TEST_HOOK_PANIC = 1,        /* a Go export panics */
    PSUTIL_TEST_HOOK_FAULT = 2,        /* a Go export dereferences nil */
    PSUTIL_TEST_HOOK_WORKER_PANIC = 3, /* a parallel worker panics */
    PSUTIL_TEST_HOOK_BUSY = 4,         /* stays in Go for amount microseconds */
    PSUTIL_TEST_HOOK_GARBAGE = 5,      /* allocates amount bytes of garbage */
    PSUTIL_TEST_HOOK_MEMORY = 6,       /* allocates amount bytes and keeps them to the end of the call */
    PSUTIL_TEST_HOOK_DIVIDE = 7        /* divides the least integers of all sizes by amount */
};

int32_t psutil_test_hook(int32_t kind, int64_t amount); /* returns a PSUTIL_ERR_* */
uint32_t psutil_test_handle_count(void);                /* handles in use */

#endif
