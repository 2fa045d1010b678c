/* psutil_process_info_error; psutil_process_info itself goes through Go (process_info.go). */
#include "internal.h"

PSUTIL__PUBLIC int32_t psutil_process_info_error(const psutil_process_info_t *info, int32_t field)
{
    psutil__call call = {.function = "psutil_process_info_error"};
    if (!info) return psutil__error_null_argument(&call, "info");
    return field >= 0 && field < info->fields ? info->outcomes[field] : PSUTIL_ERR_INVALID_ARGUMENT;
}
