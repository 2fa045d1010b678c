/* psutil_popen on Windows: not supported. */
#include "internal.h"

PSUTIL__PUBLIC int32_t psutil_popen(
    const psutil_popen_options_t *options, psutil_process **out, psutil_popen_pipes_t *pipes)
{
    psutil__call call = {.function = "psutil_popen"};
    (void)options;
    (void)out;
    (void)pipes;
    return psutil__set_error(&call, PSUTIL_ERR_NOT_SUPPORTED, "not supported on this operating system");
}
