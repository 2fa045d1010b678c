//go:build unix

/* Names of users, from every source that the system is configured with: files, LDAP, systemd. */
#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <locale.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

/* glibc reads its files with isspace, whose table is missing in a thread that another copy of glibc has created
   (dlmopen). Setting the thread's locale to what it is also sets the table. */
static void set_character_table(void)
{
#ifdef __GLIBC__
    uselocale(uselocale((locale_t)0));
#endif
}

int32_t psutil__lookup_username(int64_t uid, char **name)
{
    struct passwd entry, *found = NULL;
    *name = NULL;
    set_character_table();
    for (size_t size = 1024; size <= (size_t)1 << 24; size *= 4) {
        char *buffer = malloc(size);
        if (!buffer) return ENOMEM;
        int error = getpwuid_r((uid_t)uid, &entry, buffer, size, &found);
        if (!error && found && !(*name = strdup(entry.pw_name))) error = ENOMEM;
        free(buffer);
        /* getpwnam(3): many error numbers mean "not found"; only a lack of memory or descriptors is a failure */
        if (error == ENOMEM || error == EMFILE || error == ENFILE) return error;
        if (error != ERANGE && error != EINTR) return 0;
    }
    return 0;
}
