/* psutil-pin: pins the iterator of table readers, so that other users can read tables without a capability. For Linux.
 */
#include "cli.h"

#ifdef __linux__
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#endif

static const char *const help = "usage: psutil-pin [-m MODE] [FILE]\n"
                                "Pins the BPF iterator of libpsutil's table readers as FILE, by default\n"
                                "/run/libpsutil/table, for root to do once a boot. The directory is created, and\n"
                                "a BPF file system is mounted on it unless it is part of one.\n"
                                "-m: the permissions of the file, 0444 by default. A process that may read it\n"
                                "    can list all processes of its own PID namespace.\n";

#ifdef __linux__

/* Makes the directory of a file part of a BPF file system. Returns 0, or -1 with errno. */
static int mount_directory(const char *file)
{
    char directory[4096];
    struct statfs fs;
    const char *slash = strrchr(file, '/');
    size_t length = slash ? (size_t)(slash - file) : 0;
    if (length == 0 || length >= sizeof directory) {
        errno = EINVAL;
        return -1;
    }
    memcpy(directory, file, length);
    directory[length] = '\0';
    if (mkdir(directory, 0755) && errno != EEXIST) return -1;
    if (statfs(directory, &fs)) return -1;
    if ((uint32_t)fs.f_type == 0xcafe4a11U) return 0; /* BPF_FS_MAGIC */
    return mount("bpf", directory, "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0755");
}

#else

static int mount_directory(const char *file)
{
    (void)file;
    return 0; /* psutil_table_pin says that this system has no such file */
}

#endif

int main(int argc, char **argv)
{
    const char *file = "/run/libpsutil/table";
    unsigned long mode = 0444;
    start_program("psutil-pin", help, argc, argv);
    while (next_option(argc, argv, "m:") >= 0) {
        char *end;
        mode = strtoul(option_value, &end, 8);
        if (*end || end == option_value || mode > 07777) usage_error("expected an octal mode", option_value);
    }
    if (next_argument < argc) file = argv[next_argument++];
    if (next_argument < argc) usage_error("unexpected argument", argv[next_argument]);
    if (mount_directory(file)) {
        fprintf(stderr, "psutil-pin: %s: %s\n", file, strerror(errno));
        return EXIT_FAILURE;
    }
    if (psutil_table_pin(file, (uint32_t)mode) != PSUTIL_OK) return report_last_error();
    return finish();
}
