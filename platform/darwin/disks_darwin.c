//go:build cgo

#include "calls_darwin.h"
#include <errno.h>
#include <sys/attr.h>
#include <unistd.h>

/* The space that a volume uses. On APFS, whose volumes share their container's free space, statfs does not report it.
 */
int32_t psutil__used_space(const char *mount_point, uint64_t *used)
{
    struct attrlist request = {.bitmapcount = ATTR_BIT_MAP_COUNT, .volattr = ATTR_VOL_INFO | ATTR_VOL_SPACEUSED};
    struct {
        uint32_t length;
        uint64_t used;
    } __attribute__((packed, aligned(4))) answer;
    if (getattrlist(mount_point, &request, &answer, sizeof answer, 0) != 0) return errno;
    if (answer.length < sizeof answer) return ENOTSUP;
    *used = answer.used;
    return 0;
}
