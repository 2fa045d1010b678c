/* execsnoop: the programs that processes start, with their command lines, as it happens. */
#include "cli.h"

static const char *const help = "usage: execsnoop [-x] [-n LINES] [-t SECONDS]\n"
                                "Prints every program that starts, with the PID, the parent's PID and the\n"
                                "command line.\n"
                                "-x: also exits, with the exit code or minus the signal\n"
                                "-n: end after so many lines\n"
                                "-t: end after so long\n"
                                "A program that has exited before it could be read has no command line. Linux,\n"
                                "outside of containers.\n";

/* Prints the arguments of a process as one text. */
static void print_arguments(const psutil_string_list_t *arguments, int used)
{
    int room = line_width < INT_MAX ? line_width - used : INT_MAX;
    for (size_t i = 0; i < arguments->len; i++) {
        if (i) print_limited(stdout, &room, " ");
        print_limited(stdout, &room, arguments->items[i]);
    }
    putchar('\n');
}

static void print_start(const psutil_process_event_t *event, const char *time)
{
    psutil_process *p = NULL;
    psutil_string_list_t *arguments = NULL;
    int64_t ppid = PSUTIL_NA;
    char pid[32], parent[32];
    if (succeeded(psutil_process_new(event->pid, &p))) {
        succeeded(psutil_process_ppid(p, &ppid));
        succeeded(psutil_process_cmdline(p, &arguments));
    }
    printf("%-8s start %8s %8s ", time, format_integer(pid, event->pid), format_integer(parent, ppid));
    if (arguments && arguments->len) print_arguments(arguments, 33);
    else print_last(33, NULL);
    psutil_free(arguments);
    psutil_process_free(p);
}

static void print_exit(const psutil_process_event_t *event, const char *time)
{
    char pid[32], parent[32], code[32];
    snprintf(code, sizeof code, "%d", (int)event->exit_code);
    printf("%-8s exit  %8s %8s ", time, format_integer(pid, event->pid), format_integer(parent, event->ppid));
    print_last(33, code);
}

static void print_event(const psutil_process_event_t *event)
{
    char time[32];
    format_date(time, "%H:%M:%S", event->time);
    if (event->kind == PSUTIL_EVENT_EXEC) print_start(event, time);
    else if (event->kind == PSUTIL_EVENT_EXIT) print_exit(event, time);
    else printf("%-8s lost\n", time);
}

static double now(void)
{
#ifdef _WIN32
    return (double)time(NULL);
#else
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
#endif
}

int main(int argc, char **argv)
{
    int32_t kinds = PSUTIL_EVENT_EXEC;
    int64_t lines = INT64_MAX;
    double seconds = -1;
    psutil_process_events *events;
    start_program("execsnoop", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "xn:t:")) >= 0;) {
        if (option == 'x') kinds |= PSUTIL_EVENT_EXIT;
        else if (option == 't' && !parse_decimal(option_value, 0, 1e9, &seconds))
            usage_error("expected a number of seconds", option_value);
        else if (option == 'n' && (!parse_integer(option_value, &lines) || !lines))
            usage_error("expected a number of lines", option_value);
    }
    expect_no_operands(argc, argv);
    if (psutil_process_events_new(kinds, &events) != PSUTIL_OK) return report_last_error();
    puts("TIME     EVENT      PID     PPID COMMAND");
    flush_output();
    double end = now() + seconds;
    while (lines > 0) {
        psutil_process_event_t event;
        double remaining = seconds < 0 ? -1 : end > now() ? end - now() : 0;
        int32_t code = psutil_process_events_next(events, remaining, &event);
        if (code == PSUTIL_ERR_TIMEOUT_EXPIRED) break;
        if (code == PSUTIL_ERR_INTERRUPTED) continue;
        if (code != PSUTIL_OK) {
            report_last_error();
            break;
        }
        print_event(&event);
        lines--;
        flush_output();
    }
    psutil_process_events_free(events);
    return finish();
}
