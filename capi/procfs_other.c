//go:build !linux

/* Systems without procfs. */
#include "door.h"

const door_procfs *door_procfs_now(void)
{
    return NULL;
}

DOOR_PUBLIC int32_t psutil_set_procfs_path(const char *path)
{
    door_call call = {.function = "psutil_set_procfs_path"};
    if (!path) return door_null(&call, "path");
    return door_fail(&call, PSUTIL_ERR_NOT_SUPPORTED, "this operating system has no procfs");
}
