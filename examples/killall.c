/* killall: a signal to all processes with a name. */
#define _POSIX_C_SOURCE 200809L /* for the signals */
#include "common.h"
#include <signal.h>
#include <unistd.h>

static const char *const help =
    "usage: killall [-s SIGNAL] [-w SECONDS] [-v] NAME...\n"
    "Sends a signal to the processes that have one of these names, or run the program at this path, but not to itself.\n"
    "-s: a number, or a name such as KILL; TERM if not given    -w: waits so long for them to end\n"
    "-v: says what was done. Exit status 1 if no process has the name, one was not reached, or one still runs.\n";

static const struct { const char *name; int32_t number; } signals[] = {
    {"HUP", SIGHUP}, {"INT", SIGINT}, {"QUIT", SIGQUIT}, {"KILL", SIGKILL}, {"TERM", SIGTERM},
    {"STOP", SIGSTOP}, {"CONT", SIGCONT}, {"USR1", SIGUSR1}, {"USR2", SIGUSR2}, {"ALRM", SIGALRM},
};

static int32_t signal_number(const char *text) {
    int64_t n;
    if (integer(text, &n)) return n < 65 ? (int32_t)n : -1;
    if (!strncmp(text, "SIG", 3)) text += 3;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (!strcmp(signals[i].name, text)) return signals[i].number;
    return -1;
}

static void say(psutil_process *p, const char *what) {
    int64_t pid;
    char b[32];
    if (ok(psutil_process_pid(p, &pid))) printf("%s: %s\n", whole(b, pid), what);
}

/* Waits for those that got the signal; what is left after the time is a failure. */
static void await(psutil_process *const *reached, size_t n, double seconds, int verbose) {
    psutil_wait_result_list_t *results;
    if (!ok(psutil_wait_procs(reached, n, seconds, NULL, NULL, &results))) return;
    for (size_t i = 0; i < results->len; i++) {
        if (!results->items[i].gone) result = EXIT_FAILURE;
        if (verbose) say(results->items[i].process, results->items[i].gone ? "has ended" : "still runs");
    }
    psutil_free(results);
}

/* Signals all with this name, and puts those that it has reached behind the others in reached. */
static size_t send(const char *name, int32_t number, const psutil_pid_list_t *pids, psutil_process **reached, int64_t self) {
    size_t n = 0;
    int found = 0;
    for (size_t i = 0; i < pids->len; i++) {
        psutil_process *p;
        if (pids->items[i] == self || !ok(psutil_process_new(pids->items[i], &p))) continue;
        int32_t code = PSUTIL_ERR_NO_SUCH_PROCESS;
        if (is_named(p, name)) found = 1, code = psutil_process_send_signal(p, number);
        if (code == PSUTIL_OK) reached[n++] = p;
        else psutil_process_free(p);
        if (code != PSUTIL_OK && code != PSUTIL_ERR_NO_SUCH_PROCESS) complain(); /* it may end just now */
    }
    if (!found) fail(name, ": no process found");
    return n;
}

int main(int argc, char **argv) {
    psutil_pid_list_t *pids;
    int32_t number = SIGTERM;
    double seconds = -1;
    int i = 1, verbose = 0;
    begin("killall", help, argc, argv);
    for (; i < argc && argv[i][0] == '-' && strcmp(argv[i], "--"); i++)
        if (!strcmp(argv[i], "-v")) verbose = 1;
        else if (!strcmp(argv[i], "-s") && i + 1 < argc && (number = signal_number(argv[i + 1])) >= 0) i++;
        else if (!strcmp(argv[i], "-w") && i + 1 < argc && decimal(argv[i + 1], 0, 1e9, &seconds)) i++;
        else return misuse();
    if (i < argc && !strcmp(argv[i], "--")) i++;
    if (i == argc) return misuse();
    if (psutil_pids(&pids) != PSUTIL_OK) return complain();
    psutil_process **reached = allocate(pids->len * (size_t)(argc - i), sizeof *reached);
    size_t n = 0;
    for (; i < argc; i++) n += send(argv[i], number, pids, reached + n, (int64_t)getpid());
    for (size_t k = 0; k < n && verbose; k++) say(reached[k], "signalled");
    if (seconds >= 0) await(reached, n, seconds, verbose);
    for (size_t k = 0; k < n; k++) psutil_process_free(reached[k]);
    psutil_free(pids), free(reached);
    return end();
}
