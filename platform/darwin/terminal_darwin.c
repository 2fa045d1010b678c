//go:build cgo

#include "calls_darwin.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Finds the terminal with this device in /dev; the path is "" if there is none. */
int32_t psutil__terminal_path(int32_t device, char *path, size_t size)
{
    DIR *dev = opendir("/dev"); /* close-on-exec */
    if (!dev) return errno;
    path[0] = 0;
    for (struct dirent *entry; (entry = readdir(dev)) != NULL;) {
        struct stat status;
        if (strncmp(entry->d_name, "tty", 3) != 0 && strcmp(entry->d_name, "console") != 0) continue;
        if (fstatat(dirfd(dev), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISCHR(status.st_mode)) continue;
        if (status.st_rdev != device) continue;
        if ((size_t)snprintf(path, size, "/dev/%s", entry->d_name) >= size) path[0] = 0;
        break;
    }
    closedir(dev);
    return 0;
}
