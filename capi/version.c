#include "internal.h"

PSUTIL__PUBLIC const char *psutil_version(void)
{
    return PSUTIL_VERSION;
}
