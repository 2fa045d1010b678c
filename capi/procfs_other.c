//go:build !linux

/* The procfs root on systems without procfs. */
#include "internal.h"

const psutil__procfs *psutil__current_procfs(void)
{
    return NULL;
}

PSUTIL__PUBLIC int32_t psutil_set_procfs_path(const char *path)
{
    psutil__call call = {.function = "psutil_set_procfs_path"};
    if (!path) return psutil__error_null_argument(&call, "path");
    return psutil__set_error(&call, PSUTIL_ERR_NOT_SUPPORTED, "this operating system has no procfs");
}
