/* The first call of the library, which the programs of other languages make through C. */
#ifndef FIRST_CALL_H
#define FIRST_CALL_H

#include <psutil.h>

/* Returns 1 if the library answers. */
static inline int first_call(void)
{
    psutil_pid_list_t *pids;
    if (psutil_pids(&pids)) return 0;
    int found = pids->len > 0;
    psutil_free(pids);
    return found;
}

#endif
