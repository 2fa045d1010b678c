/* killall: sends a signal to all processes with a name. */
#include "cli.h"
#include <signal.h>

static const char *const help = "usage: killall [-s SIGNAL] [-w SECONDS] [-v] NAME...\n"
                                "Sends a signal to the processes with one of these names, or with this path as\n"
                                "executable, but not to itself.\n"
                                "-s: a number or a name such as KILL (TERM)\n"
                                "-w: wait this long for them to exit\n"
                                "-v: print what was done\n"
                                "The exit status is 1 if no process has the name, one could not be signalled, or\n"
                                "one still runs.\n";

static const struct {
    const char *name;
    int32_t number;
} signals[] = {
    {"INT", SIGINT},
    {"TERM", SIGTERM},
#ifndef _WIN32
    {"HUP", SIGHUP},
    {"QUIT", SIGQUIT},
    {"KILL", SIGKILL},
    {"STOP", SIGSTOP},
    {"CONT", SIGCONT},
    {"USR1", SIGUSR1},
    {"USR2", SIGUSR2},
    {"ALRM", SIGALRM},
#endif
};

static int32_t signal_argument(const char *text)
{
    int64_t n;
    if (parse_integer(text, &n) && n < 65) return (int32_t)n;
    const char *name = strncmp(text, "SIG", 3) ? text : text + 3;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        if (!strcmp(signals[i].name, name)) return signals[i].number;
    }
    usage_error("unknown signal", text);
    return -1;
}

static void print_result(psutil_process *p, const char *result)
{
    int64_t pid;
    char b[32];
    if (succeeded(psutil_process_pid(p, &pid))) printf("%s: %s\n", format_integer(b, pid), result);
}

/* Waits for the processes to exit. One that still runs makes the exit status 1. */
static void wait_for(psutil_process *const *processes, size_t n, double seconds, int verbose)
{
    psutil_wait_result_list_t *results;
    if (!succeeded(psutil_wait_procs(processes, n, seconds, NULL, NULL, &results))) return;
    for (size_t i = 0; i < results->len; i++) {
        if (!results->items[i].gone) exit_status = EXIT_FAILURE;
        if (verbose) print_result(results->items[i].process, results->items[i].gone ? "exited" : "still runs");
    }
    psutil_free(results);
}

/* Signals all processes with this name. Stores those that were signalled, and returns their number. */
static size_t signal_all(const char *name, int32_t number, const psutil_pid_list_t *pids, psutil_process **signalled)
{
    size_t n = 0;
    int found = 0;
    for (size_t i = 0; i < pids->len; i++) {
        psutil_process *p;
        if (pids->items[i] == (int64_t)getpid() || !succeeded(psutil_process_new(pids->items[i], &p))) continue;
        int32_t code = PSUTIL_ERR_NO_SUCH_PROCESS;
        if (has_name(p, name)) {
            found = 1;
            code = psutil_process_send_signal(p, number);
            if (code != PSUTIL_OK && code != PSUTIL_ERR_NO_SUCH_PROCESS) report_last_error();
        }
        if (code == PSUTIL_OK) signalled[n++] = p;
        else psutil_process_free(p);
    }
    if (!found) report(name, "no process found");
    return n;
}

int main(int argc, char **argv)
{
    psutil_pid_list_t *pids;
    int32_t number = SIGTERM;
    double seconds = -1;
    int verbose = 0;
    size_t n = 0;
    start_program("killall", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "vs:w:")) >= 0;) {
        if (option == 'v') verbose = 1;
        else if (option == 's') number = signal_argument(option_value);
        else if (!parse_decimal(option_value, 0, 1e9, &seconds))
            usage_error("expected a number of seconds", option_value);
    }
    if (next_argument == argc) usage_error("expected the name of a process", "arguments");
    if (psutil_pids(&pids) != PSUTIL_OK) return report_last_error();
    psutil_process **signalled = allocate(pids->len * (size_t)(argc - next_argument), sizeof *signalled);
    for (int i = next_argument; i < argc; i++) n += signal_all(argv[i], number, pids, signalled + n);
    for (size_t i = 0; i < n && verbose; i++) print_result(signalled[i], "signalled");
    if (seconds >= 0) wait_for(signalled, n, seconds, verbose);
    for (size_t i = 0; i < n; i++) psutil_process_free(signalled[i]);
    psutil_free(pids);
    free(signalled);
    return finish();
}
