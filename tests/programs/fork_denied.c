/* A host whose forked child finds something forbidden or changed on the way to its copy of the library. */
#include "children.h"
#include "seccomp.h"
#include <glob.h>
#include <sys/resource.h>

static psutil_process *handle;

/* Temporary files of ours, wherever they could be. */
static size_t leftovers(void)
{
    static const char *const where[] = {"/dev/shm", "/tmp", "/var/tmp", "/run"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof where / sizeof *where; i++) {
        char pattern[64];
        glob_t found;
        snprintf(pattern, sizeof pattern, "%s/libpsutil.??????", where[i]);
        if (!glob(pattern, 0, NULL, &found)) n += found.gl_pathc;
        globfree(&found);
    }
    return n;
}

static void works(void)
{
    for (int i = 0; i < 100; i++) {
        psutil_pid_list_t *list;
        char *name;
        OK(psutil_pids(&list));
        psutil_free(list);
        OK(psutil_process_name(handle, &name));
        CHECK(!strcmp(name, "fork_denied"));
        psutil_free(name);
    }
}

/* The temporary file serves, also two generations on, and is gone. */
static void temporary(void)
{
    works();
    CHECK(!mapped("memfd:"));
    CHECK(mapped("/libpsutil."));
    CHECK(mapped("(deleted)"));
    IN_CHILD(works());
}

static void no_file_size(int hard)
{
    struct rlimit none = {.rlim_cur = 0, .rlim_max = hard ? 0 : RLIM_INFINITY}, after;
    getrlimit(RLIMIT_FSIZE, &after);
    if (!hard) none.rlim_max = after.rlim_max;
    CHECK(!setrlimit(RLIMIT_FSIZE, &none));
    if (hard) refused(handle, getppid(), "RLIMIT_FSIZE");
    else works();
    CHECK(!getrlimit(RLIMIT_FSIZE, &after));
    CHECK(after.rlim_cur == 0 && after.rlim_max == none.rlim_max, "the limit was not put back");
}

static int executable_copies(void)
{
    char line[1024];
    int n = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    CHECK(maps);
    while (fgets(line, sizeof line, maps)) n += strstr(line, "memfd:libpsutil") && strstr(line, " r-xp ");
    fclose(maps);
    return n;
}

/* The copy can be loaded, but its runtime has no room: it is kept until there is. */
static void starved(void)
{
    long pages;
    FILE *statm = fopen("/proc/self/statm", "r");
    CHECK(statm && fscanf(statm, "%ld", &pages) == 1);
    fclose(statm);
    struct rlimit limit, low;
    getrlimit(RLIMIT_AS, &limit);
    low = limit;
    low.rlim_cur = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + ((rlim_t)400 << 20);
    CHECK(!setrlimit(RLIMIT_AS, &low));
    psutil_pid_list_t *list;
    for (int i = 0; i < 20; i++) CHECK(psutil_pids(&list) == PSUTIL_ERR_NO_MEMORY);
    CHECK(executable_copies() == 1, "%d copies", executable_copies());
    IN_CHILD(CHECK(psutil_pids(&list) == PSUTIL_ERR_NO_MEMORY));
    CHECK(!setrlimit(RLIMIT_AS, &limit));
    IN_CHILD(works()); /* with the copy that its parent loaded and did not start */
    works();
    CHECK(executable_copies() == 1, "%d copies", executable_copies());
    IN_CHILD({
        works();
        CHECK(executable_copies() == 2, "%d copies", executable_copies());
    });
}

int main(int argc, char **argv)
{
    CHECK(argc >= 2);
    const char *what = argv[1];
    pid_t pid = getpid();
    size_t before = leftovers();
    OK(psutil_process_new(pid, &handle));
    works();
    if (!strcmp(what, "memfd")) { /* forbidden with this error number */
        deny_memfd(atoi(argv[2]));
        IN_CHILD(temporary());
    } else if (!strcmp(what, "memfd_only_in_child")) {
        IN_CHILD({
            deny_memfd(EPERM);
            temporary();
        });
    } else if (!strcmp(what, "temporary")) { /* something outside forbids it: vm.memfd_noexec */
        IN_CHILD(temporary());
    } else if (!strcmp(what, "everything")) {
        deny_memfd(EPERM);
        deny_creating(EROFS);
        IN_CHILD(refused(handle, pid, "no memory file or temporary file"));
    } else if (!strcmp(what, "replace")) { /* argv[2] by argv[3] */
        CHECK(!rename(argv[3], argv[2]), "rename: %s", strerror(errno));
        IN_CHILD(refused(handle, pid, "another build"));
    } else if (!strcmp(what, "replace_by_same")) {
        CHECK(!rename(argv[3], argv[2]), "rename: %s", strerror(errno));
        IN_CHILD(works());
    } else if (!strcmp(what, "elsewhere")) {
        CHECK(!chdir("/"));
        IN_CHILD(works());
    } else if (!strcmp(what, "remove")) {
        CHECK(!unlink(argv[2]), "unlink: %s", strerror(errno));
        IN_CHILD(refused(handle, pid, "cannot be opened"));
    } else if (!strcmp(what, "fsize")) {
        IN_CHILD(no_file_size(0));
        IN_CHILD(no_file_size(1));
    } else if (!strcmp(what, "starved")) {
        IN_CHILD(starved());
    } else if (!strcmp(
                   what, "user")) { /* a daemon that gives up root and goes on calling: its /proc/self/fd is closed */
        IN_CHILD({
            CHECK(!setresgid(65534, 65534, 65534) && !setresuid(65534, 65534, 65534));
            works();
        });
    } else {
        return 2;
    }
    works(); /* the parent goes on in any case */
    /* Those of others, who run the same test, are only there for a moment. */
    for (double end = now() + 10; leftovers() > before && now() < end;) usleep(1000);
    CHECK(leftovers() <= before, "%zu temporary files were left", leftovers() - before);
    return 0;
}
