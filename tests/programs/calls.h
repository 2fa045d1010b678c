/* A call of every function of psutil.h, with inputs that work, for programs that make each call under some condition.
 * capi/generate writes the calls, so that a new function is among them.
 */
#ifndef CALLS_H
#define CALLS_H

#include "children.h"
#include "../../capi/arrow.h"
#include <fcntl.h>
#include <sys/socket.h>

/* What a program does as soon as a function has returned, before what it returned is freed. */
#ifndef CALL_RETURNED
#define CALL_RETURNED() ((void)0)
#endif

struct call {
    const char *name;
    int32_t (*call)(int64_t *presence); /* presence: how much of the answer is not absent */
    int takes_victim, takes_iterator, takes_events;
};

/* Inputs of the calls. */
static psutil_process *call_own, *call_child, *call_victim; /* the victim may be ended */
static int64_t call_pid;                                    /* of the child */
static pid_t victim_pid;
static psutil_process_iter *call_iterator;
static psutil_process_events *call_events; /* NULL where they are not supported */
static psutil_table *call_table;
static psutil_table_reader *call_reader;
static psutil_process_info_t *call_info;
static psutil_cpu_times_t call_times;
static const char *const call_arguments[] = {"true", NULL};
static const psutil_popen_options_t call_options = {.argv = call_arguments};
static int32_t call_workers; /* for psutil_set_workers */

static void call_reap(psutil_process *p)
{
    int64_t pid;
    OK(psutil_process_pid(p, &pid));
    OK(psutil_process_free(p));
    while (waitpid((pid_t)pid, NULL, 0) < 0) SYSTEM(errno == EINTR);
}

#include "calls_gen.h"

/* Whether a function succeeds without a part of its answer: with an error for each field, or without a name. */
static inline int may_lack_parts(const struct call *c)
{
    return !strcmp(c->name, "psutil_process_info") || !strcmp(c->name, "psutil_process_kill_tree");
}

enum { CALLS = sizeof all_calls / sizeof *all_calls };

static pid_t start_sleeper(void)
{
    pid_t pid = fork_child();
    if (!pid)
        for (;;) pause();
    return pid;
}

/* psutil_process_kill_tree has waited for its victim. */
static void end_sleeper(pid_t pid)
{
    kill(pid, SIGKILL);
    SYSTEM(waitpid(pid, NULL, 0) == pid || errno == ECHILD);
}

/* Makes the inputs. The child has a regular file open, and listens: listening sockets come first in lists, so that
 * other programs' connections do not change what a call finds there first. */
static void begin_calls(void)
{
    static const int32_t columns[] = {
        PSUTIL_COLUMN_PID, PSUTIL_COLUMN_CREATE_TIME, PSUTIL_COLUMN_NAME, PSUTIL_COLUMN_CMDLINE};
    int file = open("/proc/self/exe", O_RDONLY);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    SYSTEM(file >= 0 && listener >= 0 && !listen(listener, 1));
    call_pid = start_sleeper();
    close(listener);
    close(file);
    OK(psutil_set_workers(call_workers));
    OK(psutil_process_new(getpid(), &call_own));
    OK(psutil_process_new(call_pid, &call_child));
    OK(psutil_process_table(columns, sizeof columns / sizeof *columns, &call_pid, 1, &call_table));
    OK(psutil_table_reader_new(columns, sizeof columns / sizeof *columns, 0, &call_reader));
    OK(psutil_process_info(call_child, NULL, 0, &call_info));
    OK(psutil_cpu_times(&call_times));
    (void)psutil_process_events_new(PSUTIL_EVENT_FORK, &call_events);
}

/* Makes those inputs again that a call uses up; to be called before each. */
static inline void prepare_call(const struct call *c)
{
    if (c->takes_victim) {
        if (victim_pid) {
            OK(psutil_process_free(call_victim));
            end_sleeper(victim_pid);
        }
        victim_pid = start_sleeper();
        OK(psutil_process_new(victim_pid, &call_victim));
    }
    if (c->takes_iterator) {
        if (call_iterator) OK(psutil_process_iter_free(call_iterator));
        OK(psutil_process_iter_new(&call_iterator));
    }
    if (c->takes_events && call_events) { /* there is an event */
        OK(psutil_process_events_free(call_events));
        OK(psutil_process_events_new(PSUTIL_EVENT_FORK, &call_events));
        end_sleeper(start_sleeper());
    }
}

static inline void end_calls(void)
{
    if (victim_pid) end_sleeper(victim_pid);
    end_sleeper((pid_t)call_pid);
    victim_pid = 0;
}

#endif
