/* pidof: the PIDs of the processes with a name. */
#include "common.h"

static const char *const help =
    "usage: pidof [-s] NAME...\nPrints the PIDs of the processes that have one of these names, or run the program at this\n"
    "path; with -s only the first. Exit status 1 if there is none. Zombies do not count.\n";

int main(int argc, char **argv) {
    psutil_process_iter *it;
    psutil_process *p = NULL;
    int first = 1, single = 0, found = 0;
    begin("pidof", help, argc, argv);
    if (first < argc && !strcmp(argv[first], "-s")) single = 1, first++;
    if (first < argc && !strcmp(argv[first], "--")) first++;
    else if (first < argc && argv[first][0] == '-') return misuse();
    if (first == argc) return misuse();
    if (psutil_process_iter_new(&it) != PSUTIL_OK) return complain();
    for (; !(single && found) && ok(psutil_process_iter_next(it, &p)) && p; psutil_process_free(p)) {
        int64_t pid;
        int named = 0;
        for (int i = first; i < argc && !named; i++) named = is_named(p, argv[i]);
        if (named && ok(psutil_process_pid(p, &pid))) printf(found++ ? " %lld" : "%lld", (long long)pid);
    }
    psutil_process_iter_free(it);
    if (found) putchar('\n');
    else result = EXIT_FAILURE;
    return end();
}
