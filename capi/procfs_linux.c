/* The procfs root. It is kept in C because a forked child uses its parent's setting with another runtime, and because
   Go does not see the host's environment. */
#define _GNU_SOURCE
#include "internal.h"
#include <stdlib.h>
#include <string.h>

enum { PROCFS_PATH_MAX = 4096 }; /* the kernel's PATH_MAX */

static const psutil__procfs usual = {.path = "/proc"};

/* Returns the node of a path, or NULL when memory runs out. */
static const psutil__procfs *intern_path(const char *path)
{
    if (!strcmp(path, usual.path)) return &usual;
    _Atomic(psutil__procfs *) *all = &psutil__lib.procfs_paths;
    psutil__procfs *first = atomic_load(all), *fresh = NULL;
    for (;;) {
        for (psutil__procfs *known = first; known; known = known->next) {
            if (strcmp(known->path, path) != 0) continue;
            free(fresh);
            return known;
        }
        if (!fresh) {
            size_t size = strlen(path) + 1;
            if (!(fresh = malloc(sizeof *fresh + size))) return NULL;
            fresh->path = memcpy(fresh + 1, path, size);
        }
        fresh->next = first;
        if (atomic_compare_exchange_strong(all, &first, fresh)) return fresh;
    }
}

static const psutil__procfs *default_procfs(void)
{
    const psutil__procfs *now = atomic_load(&psutil__lib.procfs_default);
    if (now) return now;
    const char *path = secure_getenv("PSUTIL_PROCFS_PATH");
    const psutil__procfs *found = intern_path(path && *path ? path : usual.path);
    /* Errors are better than answers from another procfs than the environment names. */
    static const psutil__procfs unknown = {.path = NULL};
    if (!found) return &unknown;
    return atomic_compare_exchange_strong(&psutil__lib.procfs_default, &now, found) ? found : now;
}

const psutil__procfs *psutil__current_procfs(void)
{
    const psutil__procfs *now = atomic_load_explicit(&psutil__lib.procfs_set, memory_order_acquire);
    return now ? now : default_procfs();
}

const char *psutil__table_file(void)
{
    const char *path = secure_getenv("PSUTIL_TABLE_FILE");
    return path ? path : "";
}

PSUTIL__PUBLIC int32_t psutil_set_procfs_path(const char *path)
{
    psutil__call call = {.function = "psutil_set_procfs_path"};
    const psutil__procfs *to = NULL;
    if (!path) return psutil__error_null_argument(&call, "path");
    if (*path) {
        if (*path != '/')
            return psutil__set_error(
                &call, PSUTIL_ERR_INVALID_ARGUMENT, "path: %.300s: expected an absolute path", path);
        if (strnlen(path, PROCFS_PATH_MAX) == PROCFS_PATH_MAX)
            return psutil__set_error(&call, PSUTIL_ERR_INVALID_ARGUMENT, "path: %.300s...: expected at most %d bytes",
                path, PROCFS_PATH_MAX - 1);
        if (!(to = intern_path(path))) return psutil__set_error(&call, PSUTIL_ERR_NO_MEMORY, "out of memory");
    }
    atomic_store_explicit(&psutil__lib.procfs_set, to, memory_order_release);
    return PSUTIL_OK;
}
