/* Prints what loading the library changes in a process. Nothing may change.
 *
 *   load            linked with -lpsutil, or without it if built with -DALONE: both must print the same
 *   load LIBRARY    before and after dlopen (built with -DDLOPEN)
 *
 * Then it makes one call, to show what a difference looks like.
 */
#include "host.h"
#include <dlfcn.h>
#include <errno.h>
#include <sched.h>

static void snapshot(const char *when)
{
    static const char *const lines[] = {"Threads", "SigBlk", "SigIgn", "SigCgt", "SigPnd", "ShdPnd"};
    char name[64], value[64], list[4096];
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        status_line("/proc/self/status", lines[i], value);
        snprintf(name, sizeof name, "%s %s", when, lines[i]);
        MEASURE(name, "%s", value);
    }
    descriptors(list, sizeof list);
    snprintf(name, sizeof name, "%s descriptors", when);
    MEASURE(name, "%s", list);
}

int main(int argc, char **argv)
{
    int32_t (*call)(double *) = NULL;
    double start = now(), boot;
    (void)argc, (void)argv;
#ifdef DLOPEN
    SYSTEM(argc == 2);
    snapshot("before");
    start = now();
    void *library = dlopen(argv[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    double loaded = now();
    *(void **)&call = dlsym(library, "psutil_boot_time");
    MEASURE("load cost", "%.2f ms", (loaded - start) * 1e3);
#elif !defined ALONE
    call = psutil_boot_time;
#endif
    snapshot("loaded");
    MEASURE("unshare", "%d", unshare(CLONE_NEWUSER) ? errno : 0);
    if (call) {
        start = now();
        SYSTEM(call(&boot) == 0);
        MEASURE("first call cost", "%.2f ms", (now() - start) * 1e3);
        snapshot("called");
    }
}
