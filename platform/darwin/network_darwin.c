//go:build cgo

#include "calls_darwin.h"
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/sockio.h>
#include <unistd.h>

/* The media of a network interface: words of net/if_media.h. */
int32_t psutil__media(const char *interface, int32_t *status, int32_t *active)
{
    struct ifmediareq request = {.ifm_count = 0};
    int error = 0, fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0) return errno;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    strlcpy(request.ifm_name, interface, sizeof request.ifm_name);
    if (ioctl(fd, SIOCGIFMEDIA, &request) == 0) {
        *status = request.ifm_status;
        *active = request.ifm_active;
    } else error = errno;
    close(fd);
    return error;
}
