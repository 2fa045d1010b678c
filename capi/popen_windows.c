#include "door.h"

DOOR_PUBLIC int32_t psutil_popen(const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes)
{
    door_call call = {.function = "psutil_popen"};
    (void)options;
    (void)out;
    (void)pipes;
    return door_fail(&call, PSUTIL_ERR_NOT_SUPPORTED, "not supported on this operating system");
}
