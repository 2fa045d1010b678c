/* pidof: the PIDs of the processes with a name. */
#include "cli.h"

static const char *const help = "usage: pidof [-s] NAME...\n"
                                "Prints the PIDs of the processes with one of these names, or with this path as\n"
                                "executable; zombies do not count.\n"
                                "-s: only the first\n"
                                "The exit status is 1 if there is none.\n";

int main(int argc, char **argv)
{
    psutil_process_iter *it;
    psutil_process *p = NULL;
    int single = 0, found = 0;
    start_program("pidof", help, argc, argv);
    while (next_option(argc, argv, "s") >= 0) single = 1;
    if (next_argument == argc) usage_error("expected the name of a process", "arguments");
    if (psutil_process_iter_new(&it) != PSUTIL_OK) return report_last_error();
    for (; !(single && found) && succeeded(psutil_process_iter_next(it, &p)) && p; psutil_process_free(p)) {
        int64_t pid;
        int named = 0;
        for (int i = next_argument; i < argc && !named; i++) named = has_name(p, argv[i]);
        if (named && succeeded(psutil_process_pid(p, &pid))) printf(found++ ? " %lld" : "%lld", (long long)pid);
    }
    psutil_process_iter_free(it);
    if (found) putchar('\n');
    else exit_status = EXIT_FAILURE;
    return finish();
}
